"""Sends the consultants a note each morning: who waits, who is silent, who is ready."""

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
from bot.office.handlers.office import Office
from bot.office.views import absences
from bot.roster.handlers import Roster
from bot.roster.views.status import PersonView
from bot.workqueue.items import OpenItems
from bot.workqueue.views import daily_note as views
from bot.workqueue.views.daily_note import MOST_AT_ONCE
from bot.workqueue.views.open_items import CaseItem, Overdue

OVERDUE_AFTER = 2  # working days

# Lines that another subject adds to the note, such as today's meetings.
MoreLines = Callable[[UnitOfWork, datetime], Awaitable[Sequence[Param]]]


@dataclass
class DailyNoteJob:
    """Once on every day the office is open, if there is something to do.

    Late, silent and ready participants alone make a note only on the first open day of a week: a
    note that repeats itself daily is not read.
    """

    uow: UnitsOfWork
    clock: Clock
    office: Office
    items: OpenItems
    roster: Roster
    more: Sequence[MoreLines] = ()
    _checked_on: date | None = field(default=None, init=False)

    async def work(self) -> None:
        """Safe after a restart: the outbox refuses a second note of the same day."""
        now = self.clock()
        today = self.office.today(now)
        if self._checked_on == today or not self.office.hours.is_open(now):
            return
        async with self.uow() as uow:
            found = await self._today(uow, today, now)
            if found.needs_action or (found.has_news and self._begins_the_week(today)):
                key, note = f"daily-note:{today}", views.note(found)
                await uow[Outbox].put(key, CONSULTANTS, note, CONSULTANT_LANGUAGE, now)
            await uow.commit()
        self._checked_on = today

    def _begins_the_week(self, today: date) -> bool:
        """Whether today is the first open day of its week."""
        before = [today - DAY * n for n in range(1, today.weekday() + 1)]
        return not any(self.office.hours.of_day(day) for day in before)

    async def _today(self, uow: UnitOfWork, today: date, now: datetime) -> views.Today:
        """The state when the office opened: the consultants have seen what came since then."""
        hours = self.office.hours.of_day(today)
        assert hours is not None, "it is open"
        items = [item for item in await self.items.all(uow) if item.since < hours[0]]
        papers = [(i, self.items.age(i, now)) for i in items if i.case is None]
        overdue = [(item, days) for item, days in papers if days >= OVERDUE_AFTER]
        recent = [self.office.local(item.since) for item, days in papers if days < OVERDUE_AFTER]
        people = await self._people(uow, now)
        return views.Today(
            today,
            [CaseItem(i, self.office.local(i.since)) for i in items if i.is_waiting_case],
            Overdue(overdue[:MOST_AT_ONCE], len(overdue[MOST_AT_ONCE:])),
            sorted(recent),
            _with_standing(Standing.STUCK, people),
            _with_standing(Standing.SILENT, people),
            _with_standing(Standing.READY, people),
            await self._away(uow, today),
            [line for lines in self.more for line in await lines(uow, now)],
        )

    async def _people(self, uow: UnitOfWork, now: datetime) -> list[PersonView]:
        cohorts = await uow[Cohorts].open_ones()
        return [
            view for cohort in cohorts for view in await self.roster.of_cohort(uow, cohort, now)
        ]

    async def _away(self, uow: UnitOfWork, today: date) -> list[Param]:
        staff = await self.office.staff(uow)
        lines: list[Param] = []
        for one in staff.away(today):
            substitute = staff.known.get(one.substitute_id or -1)
            lines += absences.lines(one, substitute)
        return lines


def _with_standing(standing: Standing, people: Sequence[PersonView]) -> list[Participant]:
    return [view.participant for view in people if view.standing is standing]
