"""Turns at the database: in order, with priority, and without starving anybody."""

import asyncio

from bot.adapters.database.turnstile import MOST_IN_A_ROW, Turnstile


async def _enter(turnstile: Turnstile, name: str, log: list[str], priority: bool = False) -> None:
    async with turnstile.turn(priority):
        log.append(name)
        await asyncio.sleep(0)


async def _order(*entrants: tuple[str, bool]) -> list[str]:
    turnstile, log = Turnstile(), []  # type: tuple[Turnstile, list[str]]
    async with turnstile.turn():
        tasks = [asyncio.create_task(_enter(turnstile, n, log, p)) for n, p in entrants]
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    return log


async def test_turns_are_taken_in_order() -> None:
    assert await _order(("a", False), ("b", False), ("c", False)) == ["a", "b", "c"]


async def test_priority_goes_before_a_crowd() -> None:
    crowd = [(f"{n}", False) for n in range(50)]
    assert (await _order(*crowd, ("alarm", True)))[0] == "alarm"


async def test_priority_starves_nobody() -> None:
    log = await _order(*[(f"p{n}", True) for n in range(30)], ("other", False))
    assert log.index("other") == MOST_IN_A_ROW


async def test_cancelled_waiter_passes_its_turn_on() -> None:
    turnstile, log = Turnstile(), []  # type: tuple[Turnstile, list[str]]
    async with turnstile.turn():
        first = asyncio.create_task(_enter(turnstile, "first", log))
        second = asyncio.create_task(_enter(turnstile, "second", log))
        await asyncio.sleep(0)
        first.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    let_in = asyncio.create_task(_enter(turnstile, "third", log))
    await let_in
    assert log == ["second", "third"]


async def test_waiter_cancelled_when_it_was_let_in_passes_its_turn_on() -> None:
    turnstile, log = Turnstile(), []  # type: tuple[Turnstile, list[str]]
    async with turnstile.turn():
        first = asyncio.create_task(_enter(turnstile, "first", log))
        await asyncio.sleep(0)
    first.cancel()  # its turn has come, and it has not run since
    await asyncio.gather(first, return_exceptions=True)
    await _enter(turnstile, "second", log)
    assert log == ["second"]
