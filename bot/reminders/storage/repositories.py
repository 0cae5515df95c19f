"""Queries for reminders.  Each is planned once and decided once, by whichever process."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, String, and_, cast, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.course.rules.enrolments import EnrolmentStatus
from bot.course.storage.tables import cohorts, enrolments
from bot.eligibility.rules.application import Status
from bot.eligibility.storage.tables import applications
from bot.kernel.database.dialects import insert_for
from bot.kernel.database.outbox_tables import outbox
from bot.kernel.database.participants import participants
from bot.reminders.rules.preferences import Preferences
from bot.reminders.rules.reminders import (
    REPEAT_WINDOW,
    DecisionReason,
    Reminder,
    ReminderKind,
    ReminderState,
)
from bot.reminders.rules.triggers import FOLLOW_UP_DAYS
from bot.reminders.storage.tables import reminder_preferences, reminders

_RECENTLY = timedelta(days=2)
_FOLLOW_UPS_END = timedelta(days=max(FOLLOW_UP_DAYS) + 10)
_PLANNED = reminders.c.state == ReminderState.PLANNED
# Those that count for one a day.
_ONE_A_DAY = and_(
    reminders.c.state == ReminderState.SENT,
    reminders.c.kind != ReminderKind.SILENT,
    ~reminders.c.asked,
)


class Reminders:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def preferences(self, participant_id: int) -> Preferences:
        """Inserted with the defaults if there are none yet."""
        found = await self._session.get(Preferences, participant_id)
        if found is None:
            statement = insert_for(self._session)(reminder_preferences).on_conflict_do_nothing()
            await self._session.execute(statement, asdict(Preferences(participant_id)))
            found = await self._session.get_one(Preferences, participant_id)
        return found

    async def due_for_planning(self, now: datetime, every: timedelta, limit: int) -> list[int]:
        """Ids of participants who may have triggers and were not planned for at least `every`.

        Those who wait longest come first.
        """
        planned = reminder_preferences.c.planned_at
        statement = (
            select(participants.c.id)
            .outerjoin(reminder_preferences)
            .where(participants.c.unreachable_since.is_(None))
            .where(or_(planned.is_(None), planned <= now - every))
            .where(or_(_on_the_check(), _on_the_course(now)))
            .order_by(planned.asc().nulls_first(), participants.c.id)
            .limit(limit)
        )
        return list((await self._session.execute(statement)).scalars())

    async def plan(self, reminder: Reminder) -> bool:
        """False if this trigger has a reminder already."""
        values = asdict(reminder)
        del values["id"]
        statement = insert_for(self._session)(reminders).values(**values)
        done = await self._session.execute(
            statement.on_conflict_do_nothing().returning(reminders.c.id)
        )
        return done.first() is not None

    async def participants_due(self, now: datetime) -> list[int]:
        """Ids of participants with due reminders, the longest due first."""
        statement = (
            select(reminders.c.participant_id)
            .where(_PLANNED, reminders.c.due_at <= now)
            .group_by(reminders.c.participant_id)
            .order_by(func.min(reminders.c.due_at), func.min(reminders.c.id))
        )
        return list((await self._session.execute(statement)).scalars())

    async def planned(self, participant_id: int, until: datetime | None = None) -> list[Reminder]:
        """The next one first; with `until` only those that are due by then."""
        where = [_of(participant_id), _PLANNED]
        if until is not None:
            where.append(reminders.c.due_at <= until)
        return await self._find(*where)

    async def get(self, reminder_id: int) -> Reminder | None:
        return next(iter(await self._find(reminders.c.id == reminder_id)), None)

    async def recent(self, participant_id: int, now: datetime) -> list[Reminder]:
        """Those sent within a fortnight, on their own or merged."""
        heard = reminders.c.state.in_([ReminderState.SENT, ReminderState.MERGED])
        fresh = reminders.c.decided_at > now - REPEAT_WINDOW
        return await self._find(_of(participant_id), heard, fresh)

    async def last_sent(self, participant_id: int) -> Reminder | None:
        """The last one that counts for one a day."""
        return await self._last(_of(participant_id), _ONE_A_DAY)

    async def of_participant(self, participant_id: int) -> list[Reminder]:
        """All reminders of a participant."""
        return await self._find(_of(participant_id))

    async def decide(
        self, reminder: Reminder, state: ReminderState, reason: DecisionReason, now: datetime,
        variant: int | None = None, merged_into: int | None = None,
    ) -> bool:  # fmt: skip
        """False if another process has changed the reminder meanwhile."""
        return await self._change(
            reminder, state=state, reason=reason, decided_at=now, variant=variant,
            merged_into=merged_into,
        )  # fmt: skip

    async def postpone(
        self, reminder: Reminder, until: datetime, reason: DecisionReason | None
    ) -> bool:
        return await self._change(reminder, due_at=until, waited=reason)

    async def drop_undelivered(self, now: datetime) -> None:
        """Mark reminders as dropped whose message the channel refused."""
        key = literal("reminder:") + cast(reminders.c.id, String)
        refused = (
            select(outbox.c.id)
            .where(outbox.c.idempotency_key == key, outbox.c.sent_at.is_not(None))
            .where(outbox.c.failure.is_not(None))
            .exists()
        )
        await self._session.execute(
            update(reminders)
            .where(
                reminders.c.state == ReminderState.SENT, reminders.c.decided_at > now - _RECENTLY
            )
            .where(refused)
            .values(state=ReminderState.DROPPED, reason=DecisionReason.UNDELIVERED)
        )

    async def _change(self, reminder: Reminder, **values: Any) -> bool:
        """Optimistic locking: False if the row is not as it was read any more."""
        done = await self._session.execute(
            update(reminders)
            .where(reminders.c.id == reminder.id, _PLANNED)
            .where(reminders.c.due_at == reminder.due_at)
            .values(**values)
            .returning(reminders.c.id)
        )
        return done.first() is not None

    async def _find(self, *where: ColumnElement[bool]) -> list[Reminder]:
        statement = select(reminders).where(*where)
        statement = statement.order_by(reminders.c.due_at, reminders.c.id)
        return read_reminders((await self._session.execute(statement)).all())

    async def _last(self, *where: ColumnElement[bool]) -> Reminder | None:
        statement = select(reminders).where(*where)
        statement = statement.order_by(reminders.c.decided_at.desc()).limit(1)
        return next(iter(read_reminders((await self._session.execute(statement)).all())), None)


def _on_the_check() -> ColumnElement[bool]:
    return (
        select(applications.c.id)
        .where(applications.c.participant_id == participants.c.id)
        .where(applications.c.status.in_([Status.ASKING, Status.SUMMARY]))
        .exists()
    )


def _on_the_course(now: datetime) -> ColumnElement[bool]:
    """In an open cohort, or until some time after its end."""
    going_on = and_(enrolments.c.status == EnrolmentStatus.ACTIVE, cohorts.c.closed_at.is_(None))
    after = and_(
        enrolments.c.status == EnrolmentStatus.FINISHED,
        enrolments.c.finished_at > now - _FOLLOW_UPS_END,
    )
    return (
        select(enrolments.c.id)
        .join(cohorts, cohorts.c.id == enrolments.c.run_id)
        .where(enrolments.c.participant_id == participants.c.id, or_(going_on, after))
        .exists()
    )


def _of(participant_id: int) -> ColumnElement[bool]:
    return reminders.c.participant_id == participant_id


def read_reminders(rows: Sequence[Row[Any]]) -> list[Reminder]:
    return [
        Reminder(
            r.participant_id,
            ReminderKind(r.kind),
            r.name,
            r.due_at,
            r.cutoff_at,
            r.asked,
            r.by,
            r.variant,
            ReminderState(r.state),
            r.decided_at,
            r.reason,
            r.waited,
            r.merged_into,
            r.id,
        )
        for r in rows
    ]
