"""The consultants' office: who is present, and when an answer can be expected."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.kernel.unit_of_work import UnitOfWork
from bot.office.rules.consultants import Staff
from bot.office.rules.hours import Expected, OfficeHours
from bot.office.storage.repositories import Consultants


@dataclass(frozen=True)
class Office:
    """`consultant_ids` empty: the team is absent as a whole or not at all."""

    hours: OfficeHours
    consultant_ids: frozenset[int]

    async def somebody_is_there(self, uow: UnitOfWork, now: datetime) -> bool:
        return (await self.expectation(uow, now)).is_open

    async def expectation(self, uow: UnitOfWork, now: datetime) -> Expected:
        staff = await self.staff(uow)
        return self.hours.answer_expected(now, staff.all_away)

    async def staff(self, uow: UnitOfWork) -> Staff:
        known = {one.user_id: one for one in await uow[Consultants].all()}
        return Staff(self.consultant_ids, known)

    def today(self, now: datetime) -> date:
        return self.hours.calendar.today(now)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.hours.calendar.zone)


async def consultant_name(uow: UnitOfWork, user_id: int) -> str | None:
    """The first name of a consultant by Telegram user id; None for a stranger."""
    return {one.user_id: one.name for one in await uow[Consultants].all()}.get(user_id)
