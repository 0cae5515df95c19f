"""One message to the consultants each morning: who waits, who is silent, who is ready."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.course.rules.enrolments import Standing
from bot.course.storage.repositories import Cohorts
from bot.kernel.calendar import DAY
from bot.kernel.database.outbox import Outbox
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Param
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS, Clock
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.office.handlers import Office
from bot.office.views import absences
from bot.roster.handlers import Roster
from bot.roster.views.status import PersonView
from bot.workqueue.consultant import OpenList
from bot.workqueue.rules import OpenItem
from bot.workqueue.views import daily_note
from bot.workqueue.views.daily_note import MOST_AT_ONCE
from bot.workqueue.views.waiting import CaseItem, Old

WAITING_DAYS = 2

# What another service has to say about the day, such as its meetings.
MoreLines = Callable[[UnitOfWork, datetime], Awaitable[Sequence[Param]]]


@dataclass
class DailyNote:
    """Once every day the office is open; on a day on which nothing waits there is none.

    Who is late, silent or ready alone makes a note only on the first day of the week: it was said
    before, and whoever is told the same every day stops reading.
    """

    uow: UnitsOfWork
    clock: Clock
    office: Office
    open_list: OpenList
    people: Roster
    more: Sequence[MoreLines] = ()
    _looked_at: date | None = field(default=None, init=False)

    async def work(self) -> None:
        """After a restart the outbox still knows whether it was said."""
        now = self.clock()
        today = self.office.today(now)
        if self._looked_at == today or not self.office.hours.is_open(now):
            return
        async with self.uow() as uow:
            found = await self._today(uow, today, now)
            if found.wants_something or (found.has_news and self._begins_the_week(today)):
                said = daily_note.note(found)
                key = f"daily-note:{today}"
                await uow[Outbox].put(key, CONSULTANTS, said, CONSULTANT_LANGUAGE, now)
            await uow.commit()
        self._looked_at = today

    def _begins_the_week(self, today: date) -> bool:
        """No day of this week before today was open."""
        before = [today - DAY * n for n in range(1, today.weekday() + 1)]
        return not any(self.office.hours.of_day(day) for day in before)

    async def _today(self, uow: UnitOfWork, today: date, now: datetime) -> daily_note.Today:
        """As it is when the office opens: what has come since then is news already."""
        hours = self.office.hours.of_day(today)
        assert hours is not None, "it is open"
        items = [i for i in await self.open_list.items(uow) if i.since < hours[0]]
        papers = [(i, self.open_list.age(i, now)) for i in items if i.case is None]
        old = [(item, days) for item, days in papers if days >= WAITING_DAYS]
        fresh = [self.office.local(item.since) for item, days in papers if days < WAITING_DAYS]
        views = await self._views(uow, now)
        return daily_note.Today(
            today,
            [CaseItem(i, self.office.local(i.since)) for i in items if _waits(i)],
            Old(old[:MOST_AT_ONCE], len(old[MOST_AT_ONCE:])),
            sorted(fresh),
            _who_is(Standing.STUCK, views),
            _who_is(Standing.SILENT, views),
            _who_is(Standing.READY, views),
            await self._away(uow, today),
            [line for lines in self.more for line in await lines(uow, now)],
        )

    async def _views(self, uow: UnitOfWork, now: datetime) -> list[PersonView]:
        cohorts = await uow[Cohorts].open_ones()
        return [
            view for cohort in cohorts for view in await self.people.of_cohort(uow, cohort, now)
        ]

    async def _away(self, uow: UnitOfWork, today: date) -> list[Param]:
        staff = await self.office.staff(uow)
        lines: list[Param] = []
        for one in staff.away(today):
            substitute = staff.known.get(one.substitute_id or -1)
            lines += absences.lines(one, substitute)
        return lines


def _who_is(standing: Standing, views: Sequence[PersonView]) -> list[Participant]:
    return [view.participant for view in views if view.standing is standing]


def _waits(item: OpenItem) -> bool:
    return item.case is not None and item.case.waiting_since is not None
