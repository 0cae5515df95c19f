"""The tables.  Domain objects are mapped onto them in `mapping`; the queues are used as rows."""

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
from bot.storage.tables.reminders import reminder_preferences, reminders

__all__ = [
    "UtcDateTime",
    "absences",
    "answers",
    "applications",
    "attendances",
    "cases",
    "consents",
    "enrolments",
    "files",
    "inbox",
    "metadata",
    "outbox",
    "participants",
    "releases",
    "reminder_preferences",
    "reminders",
    "runs",
    "work_answers",
    "works",
]
