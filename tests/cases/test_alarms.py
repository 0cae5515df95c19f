"""Alarms about a crisis: the urgent lane, each consultant in private, repeated, undelivered."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cases.buttons import ConfirmCaseDone
from bot.cases.rules.cases import SAME_ALARM, Case, CaseReason
from bot.kernel.database.outbox_tables import outbox
from bot.kernel.failures import DeliveryFailure
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.ports import NotDelivered
from tests.helpers.desk import consultant, data_of
from tests.helpers.talk import case_of, post_of
from tests.helpers.world import MONDAY, Person, Shown, World, make_world

METTE, BO, ANNE = 901, 902, 903
IDS = frozenset({METTE, BO, ANNE})
DIE = "i want to die"
NEVER_STARTED = NotDelivered(DeliveryFailure.CHAT_NOT_FOUND, permanent=True, unreachable=True)
KICKED = NotDelivered(DeliveryFailure.FORBIDDEN, permanent=False, retry_after=60)
UNREACHED = "I have not reached a consultant yet"
NO_CONSULTANT = "I cannot reach a consultant here. Please call one of these numbers."


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[World]:
    """A world with three named consultants."""
    world = await make_world(tmp_path, consultant_ids=IDS)
    yield world
    await world.close()


async def welcomed(world: World) -> Person:
    amina = world.person(language="en")
    await amina.says("/start")
    await amina.presses("English")
    await amina.presses("✅ Yes, that is okay")
    return amina


def alarms(world: World, chat: int = CONSULTANTS) -> list[Shown]:
    return [shown for shown in world.screen(chat) if "🆘" in shown.text]


async def urgent_chats(world: World) -> dict[int, int]:
    """How many urgent messages were queued for each chat."""
    async with world.database.engine.connect() as connection:
        rows = await connection.execute(select(outbox.c.chat_id).where(outbox.c.urgent))
        chats = list(rows.scalars())
    return {chat: chats.count(chat) for chat in chats}


async def test_alarm_is_urgent_in_the_group_and_to_each_consultant_in_private(
    team: World,
) -> None:
    amina = await welcomed(team)
    await amina.says(DIE)
    assert [len(alarms(team, chat)) for chat in (CONSULTANTS, *sorted(IDS))] == [1, 1, 1, 1]
    assert await urgent_chats(team) == {CONSULTANTS: 1, METTE: 1, BO: 1, ANNE: 1, amina.id: 1}
    assert amina.sees("112") and amina.sees("I have just told your consultant")


async def test_alarm_goes_to_those_who_are_present_or_to_all_if_nobody_is(team: World) -> None:
    amina = await welcomed(team)
    for one in (METTE, BO):
        away = consultant(team, one, f"C{one}")
        await away.says("/absent")
        await away.taps(f"a:u:{one}:20261102")
        if f"a:s:{one}:20261102:0" in data_of(away.last):
            await away.taps(f"a:s:{one}:20261102:0")
    await amina.says(DIE)
    assert [len(alarms(team, chat)) for chat in (METTE, BO, ANNE)] == [0, 0, 1]


async def test_private_alarm_can_be_taken_and_answered(team: World) -> None:
    amina = await welcomed(team)
    await amina.says(DIE)
    bo = consultant(team, BO, "Bo")
    case = await case_of(team, amina)
    bo.chat = BO
    await bo.taps_data(f"h:t:{case.id}", alarms(team, BO)[0])
    assert (await case_of(team, amina)).taken_by == BO and "Bo" in post_of(team, amina).text
    await bo.replies("Jeg ringer nu", alarms(team, BO)[0])
    await team.passes(seconds=10)
    assert amina.sees("Jeg ringer nu")


async def test_alarm_repeated_within_a_minute_edits_the_last_one(team: World) -> None:
    amina = await welcomed(team)
    for _ in range(5):
        await amina.says(DIE)
        team.clock.forward(seconds=5)
    for chat in (CONSULTANTS, *sorted(IDS)):
        [alarm] = alarms(team, chat)
        assert "(5 beskeder)" in alarm.text
    team.clock.forward(seconds=SAME_ALARM.total_seconds())
    await amina.says(DIE)
    assert [len(alarms(team, chat)) for chat in (CONSULTANTS, METTE)] == [2, 2]
    assert len(amina.texts) >= 6, "the numbers are given every time"


async def test_repeated_alarm_keeps_who_has_taken_the_case(team: World) -> None:
    amina = await welcomed(team)
    await amina.says(DIE)
    bo = consultant(team, BO, "Bo")
    await bo.taps_data(f"h:t:{(await case_of(team, amina)).id}", post_of(team, amina))
    await amina.says(DIE)
    [alarm] = alarms(team)
    assert "(2 beskeder)" in alarm.text and "Bo" in alarm.text


async def test_every_copy_of_an_alarm_says_who_has_taken_it(team: World) -> None:
    amina = await welcomed(team)
    await amina.says(DIE)
    bo = consultant(team, BO, "Bo")
    await bo.taps_data(f"h:t:{(await case_of(team, amina)).id}", post_of(team, amina))
    for chat in (CONSULTANTS, *sorted(IDS)):
        [alarm] = alarms(team, chat)
        assert "Taget af Bo" in alarm.text, chat
        assert not any("tager den" in label for label in alarm.labels)


async def test_every_copy_of_an_alarm_says_that_its_person_has_closed_the_talk(
    team: World,
) -> None:
    amina = await welcomed(team)
    await amina.says(DIE)
    case = await case_of(team, amina)
    await amina.presses_data(ConfirmCaseDone(case.id or 0).pack(), amina.last.message_id)
    for chat in (CONSULTANTS, *sorted(IDS)):
        [alarm] = alarms(team, chat)
        assert "✔" in alarm.text, chat


async def test_alarm_is_not_behind_a_postponed_message_of_the_group(team: World) -> None:
    amina = await welcomed(team)
    await amina.says("/consultant")
    late = NotDelivered(DeliveryFailure.RATE_LIMITED, permanent=False, retry_after=300)
    team.channel.fails = [late, late]  # Amina's note that it was passed on, and the group
    await amina.says("hello")
    olena = team.person(43, "Olena", "en")
    await olena.says("/start")
    await olena.says(DIE)
    assert len(alarms(team)) == 1 and not any("hello" in shown.text for shown in team.team)


async def test_without_group_and_consultants_the_person_hears_the_truth(
    world: World, amina: Person
) -> None:
    world.assistant.desk.chat.chat_id = None
    await amina.says(DIE)
    said = amina.last.text
    assert NO_CONSULTANT in said and "112" in said and "I have just told" not in said
    assert not any(data.startswith(("m:", "h")) for row in amina.last.buttons for _, data in row)
    case = await case_of(world, amina)
    assert case.urgent and not case.talking, "the assistant goes on answering"
    world.clock.forward(minutes=5)
    await world.services.alarms.work()
    await world.settle()
    assert not amina.sees(UNREACHED)


async def test_person_is_told_when_no_copy_of_an_alarm_can_arrive(team: World) -> None:
    amina = await welcomed(team)
    team.assistant.desk.chat.chat_id = None
    team.channel.closed = dict.fromkeys([*IDS], NEVER_STARTED)
    team.channel.closed[CONSULTANTS] = KICKED
    await amina.says(DIE)
    await team.settle()
    assert sum(UNREACHED in text for text in amina.texts) == 1


async def test_person_is_told_when_an_alarm_has_reached_nobody_for_a_minute(
    team: World,
) -> None:
    amina = await welcomed(team)
    team.channel.closed = {CONSULTANTS: KICKED, **dict.fromkeys(IDS, NEVER_STARTED)}
    await amina.says(DIE)
    assert not amina.sees(UNREACHED), "the group may still let us in"
    for _ in range(3):
        team.clock.forward(seconds=61)
        await team.services.alarms.work()
        await team.settle()
    assert sum(UNREACHED in text for text in amina.texts) == 1


async def test_nothing_is_said_when_one_copy_has_arrived(team: World) -> None:
    amina = await welcomed(team)
    team.channel.closed = {CONSULTANTS: KICKED, METTE: NEVER_STARTED, BO: NEVER_STARTED}
    await amina.says(DIE)
    team.clock.forward(seconds=61)
    await team.services.alarms.work()
    await team.settle()
    assert len(alarms(team, ANNE)) == 1 and not amina.sees(UNREACHED)


def test_alarm_is_the_same_for_a_minute() -> None:
    case = Case(1, MONDAY, CaseReason.DISTRESS, urgent=True)
    assert not case.repeats_alarm(MONDAY)
    case = replace(case, alarm_key="a", alarmed_at=MONDAY, waiting_since=MONDAY)
    assert case.repeats_alarm(MONDAY) and not case.repeats_alarm(MONDAY + SAME_ALARM)
    assert case.is_alarm_overdue(MONDAY + SAME_ALARM) and not case.is_alarm_overdue(MONDAY)
    assert not replace(case, waiting_since=None).is_alarm_overdue(MONDAY + SAME_ALARM)
