"""The tables.  Domain objects are mapped onto them in `mapping`; the queues are used as rows."""

from bot.storage.tables.base import UtcDateTime, metadata
from bot.storage.tables.cases import cases
from bot.storage.tables.consultants import consultants
from bot.storage.tables.course import (
    absences,
    attendances,
    enrolments,
    releases,
    runs,
    work_answers,
    works,
)
from bot.storage.tables.files import files
from bot.storage.tables.people import answers, applications, consents, participants
from bot.storage.tables.queues import inbox, outbox, outbox_copies
from bot.storage.tables.relays import relays, topics

__all__ = [
    "UtcDateTime",
    "absences",
    "answers",
    "applications",
    "attendances",
    "cases",
    "consents",
    "consultants",
    "enrolments",
    "files",
    "inbox",
    "metadata",
    "outbox",
    "outbox_copies",
    "participants",
    "relays",
    "releases",
    "runs",
    "topics",
    "work_answers",
    "works",
]
