"""Queries for reminders: whose, how recent, and decided once."""

from datetime import datetime, timedelta

import pytest

from bot.kernel.database.participants import Participants
from bot.reminders.rules.reminders import (
    REPEAT_WINDOW,
    DecisionReason,
    Reminder,
    ReminderKind,
    ReminderState,
)
from bot.reminders.storage.repositories import Reminders
from tests.helpers.desk import admitted, applicant, new_cohort
from tests.helpers.reminders import id_of
from tests.helpers.world import World

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
ON_TIME = DecisionReason.ON_TIME


def planned(
    participant_id: int, name: str, due_at: datetime, kind: ReminderKind = ReminderKind.TASK,
    asked: bool = False,
) -> Reminder:  # fmt: skip
    return Reminder(participant_id, kind, name, due_at, due_at + DAY, asked)


async def two_participants(world: World) -> tuple[int, int]:
    first, second = await applicant(world), await applicant(world, 43, "Yusuf")
    return await id_of(world, first), await id_of(world, second)


async def test_trigger_is_planned_once_for_each_participant(world: World) -> None:
    one, other = await two_participants(world)
    async with world.uow() as uow:
        reminders = uow[Reminders]
        assert await reminders.plan(planned(one, "a", world.clock()))
        assert not await reminders.plan(planned(one, "a", world.clock() + DAY))
        assert await reminders.plan(planned(other, "a", world.clock()))
        assert await reminders.plan(planned(one, "a", world.clock(), ReminderKind.SILENT))


async def test_due_participants_come_by_their_longest_due_reminder(world: World) -> None:
    one, other = await two_participants(world)
    now = world.clock()
    async with world.uow() as uow:
        reminders = uow[Reminders]
        for participant_id, name, due_at in (
            (one, "a", now), (one, "b", now + SECOND), (other, "a", now - SECOND),
        ):  # fmt: skip
            await reminders.plan(planned(participant_id, name, due_at))
        assert await reminders.participants_due(now) == [other, one]
        assert await reminders.participants_due(now - SECOND) == [other]
        assert [r.name for r in await reminders.planned(one)] == ["a", "b"]
        assert [r.name for r in await reminders.planned(one, now)] == ["a"]


async def test_reminder_is_decided_or_postponed_only_as_it_was_read(world: World) -> None:
    one, _ = await two_participants(world)
    now = world.clock()
    async with world.uow() as uow:
        reminders = uow[Reminders]
        await reminders.plan(planned(one, "a", now))
        [read] = await reminders.planned(one)
        assert await reminders.postpone(read, now + DAY, DecisionReason.ONE_A_DAY)
        assert not await reminders.decide(read, ReminderState.SENT, ON_TIME, now)
        [moved] = await reminders.planned(one)
        assert await reminders.decide(moved, ReminderState.SENT, ON_TIME, now)
        assert not await reminders.postpone(moved, now, None)
        assert not await reminders.planned(one)


async def test_recent_reminders_are_those_heard_by_the_participant_in_a_fortnight(
    world: World,
) -> None:
    one, other = await two_participants(world)
    now = world.clock()
    decided = [
        (one, "sent", ReminderState.SENT, now),
        (one, "merged", ReminderState.MERGED, now - REPEAT_WINDOW + SECOND),
        (one, "old", ReminderState.SENT, now - REPEAT_WINDOW),
        (one, "dropped", ReminderState.DROPPED, now),
        (other, "other", ReminderState.SENT, now),
    ]
    async with world.uow() as uow:
        reminders = uow[Reminders]
        for participant_id, name, state, moment in decided:
            await reminders.plan(planned(participant_id, name, now))
            [read] = await reminders.planned(participant_id)
            await reminders.decide(read, state, ON_TIME, moment)
        assert {r.name for r in await reminders.recent(one, now)} == {"sent", "merged"}


async def test_last_sent_reminder_is_one_that_counts_for_one_a_day(world: World) -> None:
    one, other = await two_participants(world)
    now = world.clock()
    decided = [
        (planned(one, "before", now), now - 2 * SECOND),
        (planned(one, "last", now), now - SECOND),
        (planned(one, "asked", now, asked=True), now),
        (planned(one, "silent", now, ReminderKind.SILENT), now),
        (planned(other, "other", now), now),
    ]
    async with world.uow() as uow:
        reminders = uow[Reminders]
        assert await reminders.last_sent(one) is None
        for reminder, moment in decided:
            await reminders.plan(reminder)
            [read] = await reminders.planned(reminder.participant_id)
            await reminders.decide(read, ReminderState.SENT, ON_TIME, moment)
        last = await reminders.last_sent(one)
        assert last is not None and last.name == "last"


@pytest.mark.parametrize(("minutes", "again"), [(49, False), (50, True)])
async def test_reachable_members_are_planned_for_again_after_a_while(
    world: World, minutes: int, again: bool
) -> None:
    run = await new_cohort(world)
    people = [await admitted(world, run, 42 + n, f"P{n}") for n in range(3)]
    ids = [await id_of(world, person) for person in people]
    await applicant(world, 60, "Ali")  # neither on the check nor on the course
    now, every = world.clock(), timedelta(minutes=50)
    async with world.uow() as uow:
        reminders = uow[Reminders]
        (await reminders.preferences(ids[0])).planned_at = now - timedelta(minutes=minutes)
        (await reminders.preferences(ids[1])).planned_at = None
        unreachable = await uow[Participants].get(ids[2])
        unreachable.unreachable_since = now
        await uow.commit()
    async with world.uow() as uow:
        found = await uow[Reminders].due_for_planning(now, every, 10)
        first = await uow[Reminders].due_for_planning(now, every, 1)
    assert found == ([ids[1], ids[0]] if again else [ids[1]]) and first == [ids[1]]
