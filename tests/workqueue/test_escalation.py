"""Escalation of waiting cases, to the group and to consultants in private, day and night."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Self

import pytest
from structlog.testing import capture_logs

from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.cases.rules.cases import CaseReason
from bot.cases.rules.escalation import Step
from bot.cases.storage.cases import Cases
from bot.kernel.failures import DeliveryFailure
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.ports import NotDelivered
from bot.workqueue.jobs.escalation import EscalationJob
from tests.helpers.cases import changed, is_answered, passes, ticks, turn_to, waits
from tests.helpers.desk import applicant, consultant, data_of, says
from tests.helpers.world import Person, World, make_world

METTE, BO, ANNE = 1, 2, 3
STILL = "⏰ {person} still waits for an answer"
CRISIS = "🆘 {person} may be in a crisis and has no answer yet. Please call now"
NOT_STARTED = (
    "{person}, I can't write to you in private. Please open a chat with me and press "
    "Start, so that I can reach you when somebody needs you."
)
MORNING = "☀ Good morning! It is {day}."


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[World]:
    """A world with three named consultants."""
    world = await make_world(tmp_path, consultant_ids=frozenset({METTE, BO, ANNE}))
    yield world
    await world.close()


def heads(said: dict[int, list[tuple[str, str]]]) -> dict[int, list[tuple[str, str]]]:
    """By chat: the moment and the kind of each message."""
    kinds = {"still": STILL, "crisis": CRISIS, "morning": MORNING}
    return {
        chat: [(at, next(k for k, s in kinds.items() if says(text, s))) for at, text in texts]
        for chat, texts in said.items()
    }


async def test_over_easter_the_group_is_reminded_first_then_each_consultant(team: World) -> None:
    turn_to(team, "2026-04-01 15:00")  # the last hour before Easter
    await waits(team, await applicant(team))
    said = heads(await passes(team, "2026-04-08 07:00", minutes=60))
    assert said == {
        CONSULTANTS: [("04-07 08:00", "morning"), ("04-07 09:00", "still")],
        **{one: [("04-07 11:00", "still")] for one in (METTE, BO, ANNE)},
    }


async def test_urgent_case_alarms_everybody_at_night_until_an_answer(team: World) -> None:
    turn_to(team, "2026-11-28 02:00")  # a Saturday
    case = await waits(team, await applicant(team), CaseReason.DISTRESS, urgent=True)
    said = heads(await passes(team, "2026-11-28 03:00"))
    times = [("11-28 02:10", "crisis"), ("11-28 02:20", "crisis"), ("11-28 02:40", "crisis")]
    assert said == dict.fromkeys((CONSULTANTS, METTE, BO, ANNE), times)
    await is_answered(team, case)
    assert not await passes(team, "2026-11-29 02:00", minutes=30)


async def test_alarm_of_a_taken_case_goes_to_its_consultant_first(team: World) -> None:
    case = await waits(team, await applicant(team), CaseReason.DISTRESS, urgent=True)
    await is_answered(team, case)  # by Mette
    team.clock.forward(hours=12)
    async with changed(team, case) as talk:
        talk.person_wrote(team.clock())
    team.clock.forward(minutes=10)
    assert set(await ticks(team)) == {CONSULTANTS, METTE}
    team.clock.forward(minutes=10)
    assert set(await ticks(team)) == {CONSULTANTS, METTE, BO, ANNE}


async def answers_it(world: World, case_id: int) -> None:
    await is_answered(world, case_id)


async def takes_it(world: World, case_id: int) -> None:
    async with changed(world, case_id) as case:
        case.taken_by, case.taken_name, case.taken_at = METTE, "Mette", world.clock()


class _ChangedMeanwhile(SqlUnitOfWork):
    """Before it begins, a consultant does something with the case."""

    def __init__(self, world: World, change: Callable[[], Awaitable[None]]) -> None:
        super().__init__(world.database)
        self._change = change

    async def __aenter__(self) -> Self:
        await self._change()
        return await super().__aenter__()


@pytest.mark.parametrize("change", [answers_it, takes_it])
async def test_case_answered_or_taken_while_the_job_runs_is_not_escalated(
    team: World, change: Callable[[World, int], Awaitable[None]]
) -> None:
    case = await waits(team, await applicant(team), CaseReason.DISTRESS, urgent=True)
    team.clock.forward(minutes=10)
    units = [team.uow(), _ChangedMeanwhile(team, lambda: change(team, case))]
    with capture_logs() as log:
        assert await replace(team.services.escalation, uow=lambda: units.pop(0)).work() == 0
    assert not units and log == [], "the case was looked at again"
    await team.settle()
    assert not any(says(shown.text, CRISIS) for shown in team.team)


async def test_answer_stops_the_escalation(team: World) -> None:
    case = await waits(team, await applicant(team))
    team.clock.forward(hours=2)
    assert list(await ticks(team)) == [CONSULTANTS]
    await is_answered(team, case)
    assert not await passes(team, "2026-11-03 07:50", minutes=60)


async def test_restart_and_second_process_escalate_once(team: World) -> None:
    await waits(team, await applicant(team), urgent=True)
    team.clock.forward(minutes=11)
    other = EscalationJob(team.uow, team.clock, team.services.escalation.office)
    assert await other.work() == 1
    assert len(await ticks(team)) == 4
    assert await other.work() == 0 and not await ticks(team)


async def test_stale_read_of_a_case_claims_nothing(team: World) -> None:
    case_id = await waits(team, await applicant(team))
    async with team.uow() as uow:
        stale = await uow[Cases].get(case_id)
    assert stale is not None
    team.clock.forward(hours=2)
    await ticks(team)
    async with team.uow() as uow:
        assert not await uow[Cases].claim(stale, Step.REMIND, team.clock())
        assert await uow[Cases].claim(stale, Step.ESCALATE, team.clock())
    await is_answered(team, case_id)
    async with team.uow() as uow:
        assert not await uow[Cases].claim(stale, Step.ESCALATE, team.clock())


async def test_new_message_after_an_answer_is_escalated_again(team: World) -> None:
    case_id = await waits(team, await applicant(team))
    team.clock.forward(hours=2)
    await ticks(team)
    await is_answered(team, case_id)
    async with changed(team, case_id) as case:
        case.person_wrote(team.clock())
    team.clock.forward(hours=2)
    assert list(await ticks(team)) == [CONSULTANTS]


async def test_substitute_is_reminded_instead_of_the_absent_consultant(team: World) -> None:
    case_id = await waits(team, await applicant(team))
    async with changed(team, case_id) as case:
        case.taken_by, case.taken_name, case.taken_at = METTE, "Mette", team.clock()
    await consultant(team, BO, "Bo").says("/open")
    mette = consultant(team, METTE)
    await mette.says("/absent")
    await mette.taps("a:u:1:20261102")
    await mette.taps("a:s:1:20261102:2")
    team.clock.forward(hours=2)
    said = await ticks(team)
    assert set(said) == {CONSULTANTS, BO}
    assert says(said[BO][0], "{consultant} is away, and you stand in.") and "Mette" in said[BO][0]
    team.clock.forward(hours=2)
    assert set(await ticks(team)) == {BO, ANNE}


async def test_wait_does_not_count_while_all_are_away(team: World) -> None:
    for one in (METTE, BO, ANNE):
        person = consultant(team, one, f"C{one}")
        await person.says("/absent")
        await person.taps(f"a:u:{one}:20261103")
        if f"a:s:{one}:20261103:0" in data_of(person.last):
            await person.taps(f"a:s:{one}:20261103:0")
    await waits(team, await applicant(team))
    said = heads(await passes(team, "2026-11-04 10:00", minutes=60))
    assert [at for at, kind in said[CONSULTANTS] if kind == "still"] == ["11-04 10:00"]


async def test_reply_to_a_private_escalation_is_relayed(team: World) -> None:
    amina = await applicant(team)
    await waits(team, amina)
    for _ in range(2):
        team.clock.forward(hours=2)
        await ticks(team)
    bo = consultant(team, BO, "Bo")
    bo.chat = BO
    await bo.replies("Jeg ringer til dig klokken tre")
    team.clock.forward(minutes=1)
    await team.settle()
    assert amina.sees("Jeg ringer til dig klokken tre")


async def test_consultant_without_a_private_chat_is_asked_to_start_the_bot(
    team: World,
) -> None:
    await waits(team, await applicant(team))
    team.clock.forward(hours=2)
    await ticks(team)
    team.clock.forward(hours=2)
    never_started = NotDelivered(DeliveryFailure.CHAT_NOT_FOUND, permanent=True, unreachable=True)
    team.channel.fails = [never_started] * 3
    with capture_logs():
        await ticks(team)
    await team.settle()
    assert [says(m.text, NOT_STARTED) for m in team.team] == [False, True, True, True]
    assert not await passes(team, "2026-11-02 15:50", minutes=30)


async def test_team_without_ids_is_reminded_in_the_group_twice(world: World) -> None:
    await waits(world, await applicant(world))
    said = heads(await passes(world, "2026-11-03 07:30", minutes=30))
    assert said == {CONSULTANTS: [("11-02 12:00", "still"), ("11-02 14:00", "still")]}


async def test_failure_for_one_case_does_not_stop_the_others(team: World) -> None:
    first, second = await applicant(team), await applicant(team, 43, "Yusuf")
    await waits(team, first)
    await waits(team, second)

    class Refusing(EscalationJob):
        async def _escalate(self, case_id: int, now: object) -> bool:
            if case_id == 1:
                raise RuntimeError("Aminas ord")
            return await super()._escalate(case_id, team.clock())

    team.clock.forward(hours=2)
    with capture_logs() as logs:
        job = Refusing(team.uow, team.clock, team.services.escalation.office)
        assert await job.work() == 1, "the failed one does not count"
    assert "Aminas ord" not in str(logs) and [e["case"] for e in logs if "case" in e] == [1, 2]
    await team.settle()
    assert len(team.team) == 1 and "Yusuf" in team.team[0].text


async def test_open_list_shows_urgent_cases_then_cases_then_papers(team: World) -> None:
    await applicant(team, 50, "Ali", decision=None)
    people: list[Person] = [await applicant(team, 60 + n, f"P{n}") for n in range(3)]
    answered = await waits(team, people[0])
    await is_answered(team, answered)
    team.clock.forward(minutes=1)
    asked = await waits(team, people[1])
    team.clock.forward(minutes=1)
    danger = await waits(team, people[2], CaseReason.DISTRESS, urgent=True)
    mette = consultant(team)
    await mette.says("/open")
    assert [d for d in data_of(mette.last) if d != "o:l"] == [
        f"o:c:{danger}", f"o:c:{asked}", "o:a:1", f"o:c:{answered}",
    ]  # fmt: skip
