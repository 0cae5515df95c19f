"""A year of reminders: twelve people with lives of their own, and a judge of every decision.

The judge knows the truth (who has stopped, who is away) from the people, not from our tables.
"""

import asyncio
import contextlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from sqlalchemy import func, select

from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.cases.rules.cases import Case
from bot.cases.rules.cases import CaseReason as CaseWhy
from bot.cases.storage.cases import Cases
from bot.course.rules import enrolments
from bot.course.rules import submissions as submissions
from bot.course.rules.cohorts import Cohort
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.eligibility.rules.application import Application, Decision, Status
from bot.eligibility.storage.repositories import Applications
from bot.kernel.database.outbox_tables import outbox
from bot.kernel.database.participants import Participants
from bot.kernel.participants import Participant
from bot.reminders.jobs import ReminderJob
from bot.reminders.rules.preferences import Preferences
from bot.reminders.rules.reminders import (
    REQUESTS,
    DecisionReason,
    Reminder,
    ReminderKind,
    ReminderState,
)
from bot.reminders.storage.repositories import Reminders, read_reminders
from bot.reminders.storage.tables import reminders
from tests.helpers.desk import fill
from tests.helpers.world import World

BEGIN, END = date(2027, 10, 1), date(2028, 10, 1)
# Over both changes of the clock, Christmas, the leap day, Ramadan and Easter.
STARTS = (date(2027, 10, 4), date(2027, 12, 6), date(2028, 1, 31), date(2028, 3, 20))
OVER = timedelta(weeks=10)
MINUTE = timedelta(minutes=1)


@dataclass
class Life:
    """One person as the judge sees them."""

    id: int
    chat_id: int
    enrolment_id: int
    diligence: float
    wishes: Preferences
    seen_at: datetime
    began: datetime
    stopped: bool = False
    paused: bool = False
    blocked: bool = False
    case: int | None = None
    away_until: date | None = None
    heard: dict[date, int] = field(default_factory=dict)


@dataclass
class Year:
    world: World
    random: Random
    lives: dict[int, Life] = field(default_factory=dict)
    off: list[tuple[datetime, datetime]] = field(default_factory=list)
    judged: set[int] = field(default_factory=set)
    ticks: int = 0

    @property
    def now(self) -> datetime:
        return self.world.clock.now

    @property
    def local(self) -> datetime:
        return self.now.astimezone(self.world.services.releases.weeks.calendar.zone)

    @property
    def job(self) -> ReminderJob:
        """Planned once a day is enough here: nobody waits for the judge."""
        return replace(self.world.services.reminders, plan_every=timedelta(hours=20))

    # --- the people

    async def opens_and_closes(self, people: int = 3) -> None:
        """A run begins; one that is over is closed by the consultants."""
        today = self.local.date()
        async with self.world.uow() as uow:
            for run in await uow[Cohorts].open_ones():
                if today - run.starts_on > OVER:
                    run.closed_at = self.now
            if today in STARTS:
                run = Cohort(f"Hold {today:%m}", today, 0, 9, 12, self.now, 1)
                await uow[Cohorts].add(run)
                for _ in range(people):
                    await self._arrives(uow, len(self.lives), run)
            await uow.commit()

    async def _arrives(self, uow: SqlUnitOfWork, n: int, run: Cohort) -> None:
        who = Participant(700 + n, f"P{n}", "en", self.now, language_chosen_at=self.now)
        who.seen_at = self.now
        await uow[Participants].add(who)
        assert who.id is not None and run.id is not None
        applied = Application(
            participant_id=who.id, started_at=self.now, submitted_at=self.now,
            status=Status.DECIDED, decision=Decision.SUITABLE,
        )  # fmt: skip
        await uow[Applications].add(applied)
        place = Enrolment(run.id, who.id, self.now, 1)
        await uow[Enrolments].add(place)
        wishes = await uow[Reminders].preferences(who.id)
        wishes.days = frozenset(self.random.sample(range(7), self.random.choice([2, 5, 7])))
        wishes.at = time(self.random.randrange(0, 24), self.random.choice([0, 0, 15, 30]))
        wishes.ramadan = n % 3 == 0
        assert place.id is not None
        # Two do nothing at all: the consultants have to hear of them.
        diligence = 0.0 if n < 2 else 0.1 + 0.8 * self.random.random()
        self.lives[who.id] = Life(
            who.id,
            who.chat_id,
            place.id,
            diligence,
            replace(wishes),
            self.now,
            self.now,
        )

    def goes_on(self, life: Life) -> bool:
        return self.now - life.began < OVER

    async def lives_on(self, life: Life) -> None:
        """Something that people do on a day."""
        does = self.random.choices(
            (self._works, self._is_away, self._stops, self._changes, self._talks, self._blocks,
             self._rests, self._is_paused, self._finishes),
            (60, 3, 2, 5, 5, 2, 4, 2, 4),
        )[0]  # fmt: skip
        async with self.world.uow() as uow:
            person = await uow[Participants].get(life.id)
            if life.blocked:
                life.blocked, person.unreachable_since = False, None
            await does(uow, life, person)
            person.seen_at = life.seen_at = self.now
            await uow.commit()

    async def _works(self, uow: SqlUnitOfWork, life: Life, _: Participant) -> None:
        place = await uow[Enrolments].get(life.enrolment_id)
        assert place is not None
        following = enrolments.next_task(place, self.world.content.course)
        if following is not None and self.random.random() < life.diligence:
            task, work = following
            if not work.answers and self.random.random() < 0.3:
                submissions.take_up(work, task.steps, self.now)
                place.working_on = task.id
            else:
                fill(self.world, work)
                work.active_at, place.working_on = self.now, None

    async def _is_away(self, uow: SqlUnitOfWork, life: Life, _: Participant) -> None:
        place = await uow[Enrolments].get(life.enrolment_id)
        assert place is not None
        if place.releases:
            calendar = self.world.services.releases.weeks.calendar
            days = self.random.choice([1, 7])
            life.away_until = enrolments.record_absence(place, days, calendar, self.now)

    async def _stops(self, uow: SqlUnitOfWork, life: Life, _: Participant) -> None:
        wishes = await uow[Reminders].preferences(life.id)
        if life.stopped:
            wishes.resume()
        else:
            wishes.stop(self.now)
        life.stopped = not life.stopped

    async def _changes(self, uow: SqlUnitOfWork, life: Life, _: Participant) -> None:
        wishes = await uow[Reminders].preferences(life.id)
        wishes.choose_time(time(self.random.randrange(24)))
        wishes.toggle_day(self.random.randrange(7))
        life.wishes = replace(wishes)

    async def _talks(self, uow: SqlUnitOfWork, life: Life, _: Participant) -> None:
        if life.case is None:
            case = Case(life.id, self.now, CaseWhy.ASKED)
            await uow[Cases].add(case)
            life.case = case.id
        else:
            found = await uow[Cases].get(life.case)
            assert found is not None
            found.closed_at, life.case = self.now, None

    async def _blocks(self, _: SqlUnitOfWork, life: Life, person: Participant) -> None:
        life.blocked, person.unreachable_since = True, self.now

    async def _rests(self, uow: SqlUnitOfWork, life: Life, _: Participant) -> None:
        wishes = await uow[Reminders].preferences(life.id)
        calendar = self.world.services.reminders.contexts.calendar
        wishes.not_before = calendar.end_of(self.local.date())
        life.wishes = replace(wishes)

    async def _is_paused(self, uow: SqlUnitOfWork, life: Life, _: Participant) -> None:
        wishes = await uow[Reminders].preferences(life.id)
        wishes.paused_at = None if life.paused else self.now
        life.paused = not life.paused

    async def _finishes(self, uow: SqlUnitOfWork, life: Life, _: Participant) -> None:
        place = await uow[Enrolments].get(life.enrolment_id)
        assert place is not None
        if len(place.releases) == 8 and place.active:
            place.status, place.finished_at = EnrolmentStatus.FINISHED, self.now

    # --- the clock

    async def tick(self) -> None:
        """As one process, as one that is killed in the middle and starts again, or as two."""
        self.ticks += 1
        job = self.job
        how = self.random.random()
        if how < 0.06:
            with contextlib.suppress(SystemError):
                await _killed(job, self.world, self.random.randrange(1, 12)).work()
        elif how < 0.12:
            await asyncio.gather(job.work(), job.work())
        await job.work()
        await self.judge()

    async def next_due(self) -> datetime | None:
        async with self.world.database.engine.connect() as connection:
            planned = select(func.min(reminders.c.due_at)).where(
                reminders.c.state == ReminderState.PLANNED
            )
            found: datetime | None = (await connection.execute(planned)).scalar()
            return found

    # --- the judge

    async def judge(self) -> None:
        decided = select(reminders).where(reminders.c.decided_at == self.now)
        async with self.world.database.engine.connect() as connection:
            rows = read_reminders((await connection.execute(decided)).all())
        for row in rows:
            if row.id not in self.judged:
                self.judged.add(row.id)
                self._judge(row, self.lives[row.participant_id])

    def _judge(self, row: Reminder, life: Life) -> None:
        assert row.decided_at == self.now and row.reason, "each decision has its time and reason"
        if row.kind is ReminderKind.SILENT:
            return
        if row.state is ReminderState.DROPPED:
            self._dropped(row, life)
            return
        self._said(row, life)
        if row.state is ReminderState.SENT:
            today = self.local.date()
            life.heard[today] = life.heard.get(today, 0) + 1
            assert life.heard[today] == 1, "one a day"

    def _said(self, row: Reminder, life: Life) -> None:
        today, at = self.local.date(), self.local.time()
        assert not (life.stopped or life.paused or life.blocked or life.case), "none of these"
        assert life.away_until is None or today > life.away_until
        assert not _quiet(life.wishes, at), f"{row} in the quiet hours"
        assert today.weekday() in life.wishes.days
        calendar = self.world.services.releases.weeks.calendar
        assert not (row.kind in REQUESTS and calendar.is_holiday(today))
        assert self.now <= row.cutoff_at
        assert self._is_the_hour(row, life), f"{row} at {self.local}"

    def _is_the_hour(self, row: Reminder, life: Life) -> bool:
        hour = self._hour(life)
        if abs(self.local - hour) <= MINUTE:
            return True
        if row.waited == DecisionReason.WRITING:  # a quarter of an hour after the last word
            return abs(self.now - life.seen_at - timedelta(minutes=15)) <= MINUTE
        back = [end for start, end in self.off if start <= hour <= end]
        return any(abs(self.now - end) <= MINUTE for end in back)

    def _hour(self, life: Life) -> datetime:
        zone = self.world.services.releases.weeks.calendar.zone
        wishes, today = life.wishes, self.local.date()
        at = wishes.at
        sunset = self.world.services.reminders.contexts.calendar.sunset(today)
        if wishes.ramadan and sunset:
            at = max(at, (sunset + timedelta(minutes=30)).time().replace(second=0, microsecond=0))
        at = wishes.quiet_until if _quiet(wishes, at) else at
        return datetime.combine(today, at, zone)

    def _dropped(self, row: Reminder, life: Life) -> None:
        """Its stated rule holds."""
        today = self.local.date()
        holds = {
            DecisionReason.TOO_LATE: self.now > row.cutoff_at,
            DecisionReason.STOPPED: life.stopped,
            DecisionReason.PAUSED: life.paused,
            DecisionReason.UNREACHABLE: life.blocked,
            DecisionReason.IN_CASE: life.case is not None,
            DecisionReason.AWAY: life.away_until is not None and today <= life.away_until,
        }
        waits = row.cutoff_at - self.now < timedelta(days=8)  # till the next of the own days
        assert row.reason is not None
        assert holds.get(
            DecisionReason(row.reason), waits or row.reason == DecisionReason.OBSOLETE
        ), row


def _quiet(wishes: Preferences, at: time) -> bool:
    start, end = wishes.quiet_from, wishes.quiet_until
    return start <= at < end if start <= end else at >= start or at < end


class _Dies(SqlUnitOfWork):
    async def commit(self) -> None:
        raise SystemError("kill -9")


def _killed(job: ReminderJob, world: World, at: int) -> ReminderJob:
    """Its n-th transaction dies before the commit, like the process."""
    place = count(1)

    def uow() -> SqlUnitOfWork:
        return (_Dies if next(place) == at else SqlUnitOfWork)(world.database)

    return replace(job, uow=uow)


async def sent_keys(world: World) -> list[str]:
    async with world.database.engine.connect() as connection:
        keys = select(outbox.c.idempotency_key).where(
            outbox.c.idempotency_key.startswith("reminder:")
        )
        return list((await connection.execute(keys)).scalars())
