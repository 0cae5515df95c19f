"""Turns at the database: in order, with priority, and without starving anybody."""

import asyncio

from bot.adapters.database.turnstile import MOST_PASSED_OVER, Priority, Turnstile

OTHER = Priority.OTHER


async def _enter(
    turnstile: Turnstile, name: str, log: list[str], priority: Priority = OTHER
) -> None:
    async with turnstile.turn(priority):
        log.append(name)
        await asyncio.sleep(0)


async def _order(*entrants: tuple[str, Priority]) -> list[str]:
    turnstile, log = Turnstile(), []  # type: tuple[Turnstile, list[str]]
    async with turnstile.turn():
        tasks = [asyncio.create_task(_enter(turnstile, n, log, p)) for n, p in entrants]
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    return log


async def test_turns_are_taken_in_order() -> None:
    assert await _order(("a", OTHER), ("b", OTHER), ("c", OTHER)) == ["a", "b", "c"]


async def test_alarm_goes_before_a_crowd() -> None:
    crowd = [(f"{n}", p) for n in range(50) for p in (Priority.STORE, OTHER)]
    assert (await _order(*crowd, ("alarm", Priority.ALARM)))[0] == "alarm"


async def test_stored_updates_starve_nobody() -> None:
    log = await _order(*[(f"p{n}", Priority.STORE) for n in range(30)], ("other", OTHER))
    assert log.index("other") == MOST_PASSED_OVER


async def test_people_we_know_go_before_strangers() -> None:
    strangers = [(f"s{n}", Priority.STRANGER) for n in range(20)]
    assert (await _order(*strangers, ("known", OTHER)))[0] == "known"


async def test_every_priority_has_its_turns_in_a_flood_of_all_others() -> None:
    flood = [(f"{p.name} {n}", p) for p in (Priority.STORE, OTHER) for n in range(40)]
    log = await _order(*flood, ("stranger", Priority.STRANGER))
    assert log.index("stranger") == MOST_PASSED_OVER
    assert log.index("OTHER 0") <= MOST_PASSED_OVER + 1


async def test_priority_is_passed_over_only_while_it_waits() -> None:
    turnstile, log = Turnstile(), []  # type: tuple[Turnstile, list[str]]
    for n in range(MOST_PASSED_OVER + 1):
        await _enter(turnstile, f"{n}", log, Priority.STORE)
    async with turnstile.turn():
        tasks = [
            asyncio.create_task(_enter(turnstile, p.name, log, p))
            for p in (Priority.STRANGER, Priority.OTHER, Priority.STORE)
        ]
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert log[-3:] == ["STORE", "OTHER", "STRANGER"]


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
