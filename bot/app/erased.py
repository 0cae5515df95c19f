"""Which buttons are about somebody who was erased."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.appointments.rules.offer_drafts import OfferKind, OfferSubject
from bot.appointments.storage.tables import appointments, offers
from bot.cases.storage.relay_tables import relays
from bot.cases.storage.tables import cases
from bot.course.storage.tables import enrolments, submissions
from bot.eligibility.storage.tables import applications
from bot.kernel.callback_data import CallbackData
from bot.kernel.database.ids import was_given
from bot.kernel.database.participants import participants
from bot.reminders.rules.manual import AudienceKind, ReminderAudience

# What the fields of consultants' buttons refer to.  Such rows go only with their person.
_TABLES = {
    "participant": participants, "application": applications, "enrolment": enrolments,
    "submission": submissions, "case": cases, "relay": relays, "appointment": appointments,
    "offer": offers,
}  # fmt: skip
_OF_OFFER = {OfferKind.NEW: participants, OfferKind.MOVE: appointments}


class ErasedRows:
    """Looks up what the buttons of consultants refer to."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def is_named_by(self, button: CallbackData) -> bool:
        """Whether a button refers to a row that was there and is not any more."""
        for table, number in _references(button):
            found = select(table.c.id).where(table.c.id == number)
            if (await self._session.execute(found)).first() is None:
                return await was_given(self._session, table, number)
        return False


def _references(button: CallbackData) -> list[tuple[Table, int]]:
    values = [(field.name, getattr(button, field.name)) for field in fields(button)]  # type: ignore[arg-type]  # each subclass is a dataclass
    return [found for name, value in values if (found := _reference(name, value)) is not None]


def _reference(name: str, value: Any) -> tuple[Table, int] | None:
    match value:
        case OfferSubject(kind=kind, number=number):
            return _OF_OFFER[kind], number
        case ReminderAudience(kind=AudienceKind.ENROLMENT, number=number):
            return enrolments, number
        case int() if name in _TABLES:
            return _TABLES[name], value
        case _:
            return None
