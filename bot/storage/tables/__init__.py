"""The tables.  Domain objects are mapped onto them in `mapping`; the queues are used as rows."""

from bot.storage.tables.appointments import appointments, offered_times, offers
from bot.storage.tables.base import UtcDateTime, metadata
from bot.storage.tables.cases import cases
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
from bot.storage.tables.queues import inbox, outbox

__all__ = [
    "UtcDateTime",
    "absences",
    "answers",
    "applications",
    "appointments",
    "attendances",
    "cases",
    "consents",
    "enrolments",
    "files",
    "inbox",
    "metadata",
    "offered_times",
    "offers",
    "outbox",
    "participants",
    "releases",
    "runs",
    "work_answers",
    "works",
]
