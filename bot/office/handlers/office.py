"""The consultants' office: who is a consultant, who is present, when an answer can be expected."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.kernel.unit_of_work import UnitOfWork
from bot.office.rules.consultants import Consultant, Presence, Staff
from bot.office.rules.hours import Expected, OfficeHours
from bot.office.storage.repositories import Consultants


@dataclass(frozen=True)
class Office:
    """`named`: CONSULTANT_IDS, who are always consultants; the others are in the database."""

    hours: OfficeHours
    named: frozenset[int]

    async def is_consultant(self, uow: UnitOfWork, user_id: int) -> bool:
        """Whether somebody is a consultant now: the one place where rights are looked up."""
        return user_id in self.named or await uow[Consultants].is_admitted(user_id)

    async def meet(self, uow: UnitOfWork, user_id: int, name: str, now: datetime) -> Consultant:
        """A consultant acts in the group: note the name, and that they are there."""
        one = await uow[Consultants].meet(user_id, name)
        if one.presence(now) is not Presence.IN:
            one.note_presence(True, now)
        return one

    async def somebody_is_there(self, uow: UnitOfWork, now: datetime) -> bool:
        return (await self.expectation(uow, now)).is_open

    async def expectation(self, uow: UnitOfWork, now: datetime) -> Expected:
        staff = await self.staff(uow)
        return self.hours.answer_expected(now, staff.all_away)

    async def staff(self, uow: UnitOfWork) -> Staff:
        known = {one.user_id: one for one in await uow[Consultants].all()}
        return Staff(self.named, known)

    def today(self, now: datetime) -> date:
        return self.hours.calendar.today(now)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.hours.calendar.zone)


async def consultant_name(uow: UnitOfWork, user_id: int) -> str | None:
    """The first name of a consultant by Telegram user id; None for a stranger."""
    one = await uow[Consultants].get(user_id)
    return (one.name or None) if one is not None else None
