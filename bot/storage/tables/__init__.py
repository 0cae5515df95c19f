"""The tables.  Domain objects are mapped onto them in `mapping`; the queues are used as rows."""

from bot.storage.tables.appointments import appointments, offered_times, offers
from bot.storage.tables.audit import audit
from bot.storage.tables.base import UtcDateTime, metadata
from bot.storage.tables.business_plans import business_plans, plan_answers, plan_comments
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
from bot.storage.tables.doomed import doomed_files
from bot.storage.tables.files import files
from bot.storage.tables.people import answers, applications, consents, participants
from bot.storage.tables.plans import plan_danish, plan_versions
from bot.storage.tables.queues import inbox, outbox, outbox_copies
from bot.storage.tables.relays import relays, topics
from bot.storage.tables.reminders import reminder_preferences, reminders
from bot.storage.tables.vault import vault

__all__ = [
    "UtcDateTime",
    "absences",
    "answers",
    "applications",
    "appointments",
    "attendances",
    "audit",
    "business_plans",
    "cases",
    "consents",
    "consultants",
    "doomed_files",
    "enrolments",
    "files",
    "inbox",
    "metadata",
    "offered_times",
    "offers",
    "outbox",
    "outbox_copies",
    "participants",
    "plan_answers",
    "plan_comments",
    "plan_danish",
    "plan_versions",
    "relays",
    "releases",
    "reminder_preferences",
    "reminders",
    "runs",
    "topics",
    "vault",
    "work_answers",
    "works",
]
