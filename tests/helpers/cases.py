"""Waiting cases in tests: time passes, jobs run, a consultant answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.app.assembly import Services
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.storage.cases import Cases
from bot.kernel.database.participants import Participants
from tests.helpers.world import Person, World

ZONE = ZoneInfo("Europe/Copenhagen")


def turn_to(world: World, text: str) -> None:
    """ "2026-11-27 15:00", local time."""
    world.clock.now = datetime.fromisoformat(text).replace(tzinfo=ZONE)


async def waits(
    world: World, person: Person, why: CaseReason = CaseReason.ASKED, urgent: bool = False
) -> int:
    """Open a case that waits from now on, for a known participant; returns its id."""
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None and participant.id is not None
        now = world.clock()
        case = Case(participant.id, now, why, urgent, waiting_since=now)
        await uow[Cases].add(case)
        await uow.commit()
    assert case.id is not None
    return case.id


@asynccontextmanager
async def changed(world: World, case_id: int) -> AsyncIterator[Case]:
    async with world.uow() as uow:
        case = await uow[Cases].get(case_id)
        assert case is not None
        yield case
        await uow.commit()


async def is_answered(world: World, case_id: int, name: str = "Mette", by: int = 1) -> None:
    async with changed(world, case_id) as case:
        case.mark_answered(by, name, world.clock())


def _restarted(world: World) -> Services:
    """The services of a process that was just started."""
    ours = world.services
    return replace(ours, daily_note=replace(ours.daily_note))


async def ticks(world: World) -> dict[int, list[str]]:
    """The messages of one run of the jobs, by chat.

    A second, newly started process runs them too: it must add nothing.
    """
    before = {chat: len(screen) for chat, screen in world.channel.screens.items()}
    for services in (world.services, _restarted(world)):
        await services.escalation.work()
        await services.daily_note.work()
    await world.settle()
    new = {
        chat: [m.text for m in screen[before.get(chat, 0) :]]
        for chat, screen in world.channel.screens.items()
    }
    return {chat: texts for chat, texts in new.items() if texts}


async def passes(world: World, until: str, minutes: int = 10) -> dict[int, list[tuple[str, str]]]:
    """Run the jobs until a moment; the messages by chat, each with its local time."""
    end = datetime.fromisoformat(until).replace(tzinfo=ZONE)
    said: dict[int, list[tuple[str, str]]] = {}
    while world.clock() < end:
        world.clock.forward(minutes=minutes)
        local = world.clock().astimezone(ZONE)
        for chat, texts in (await ticks(world)).items():
            said.setdefault(chat, []).extend((f"{local:%m-%d %H:%M}", t) for t in texts)
    return said
