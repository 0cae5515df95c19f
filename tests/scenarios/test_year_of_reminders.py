"""A simulated year: each reminder once, at its person's hour, or dropped by its stated rule."""

import os
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
import structlog
from sqlalchemy import select

from bot.reminders.rules.reminders import DecisionReason, ReminderKind, ReminderState
from bot.reminders.storage.tables import reminders
from tests.helpers.world import World
from tests.scenarios.year import BEGIN, END, Life, Year, sent_keys

SEEDS = int(os.environ.get("EGEN_YEARS", "1"))
PLANNING = time(3)
TWO_DAYS = timedelta(days=2)


@pytest.fixture
def silence() -> Iterator[None]:
    """A year of log lines is of no use to anybody; the tests after this one want theirs."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    yield
    structlog.configure(**before)


@pytest.mark.slow
@pytest.mark.usefixtures("silence")
@pytest.mark.parametrize("seed", range(SEEDS))
async def test_each_reminder_of_a_year_is_sent_once_or_dropped_by_rule(
    world: World, seed: int
) -> None:
    year = Year(world, Random(seed))
    zone = world.services.releases.weeks.calendar.zone
    world.clock.now = datetime.combine(BEGIN, time(0), zone)
    off = sorted(year.random.sample(range(20, 340), 3))
    for number in range((END - BEGIN).days):
        day = BEGIN + timedelta(days=number)
        if any(start < number < start + 2 for start in off):
            continue  # the machine is off
        if number in off:
            await _until(year, datetime.combine(day, time(year.random.randrange(24)), zone))
            back = year.now + TWO_DAYS
            year.off.append((year.now, back))
            world.clock.now = back
            await _as_a_tick(year)
            continue
        await _live(year, day)
    await _judge_the_whole(year)


async def _live(year: Year, day: date) -> None:
    zone = year.world.services.releases.weeks.calendar.zone
    await year.opens_and_closes()
    for at, life in _events(year):
        moment = datetime.combine(day, at, zone)
        if moment <= year.now:
            continue
        await _until(year, moment)
        if life is None:
            await _as_a_tick(year)
        else:
            await year.lives_on(life)


def _events(year: Year) -> list[tuple[time, Life | None]]:
    """When something happens on a day: planning at night, weeks at nine, and what people do."""
    found: list[tuple[time, Life | None]] = [(PLANNING, None)]
    if year.local.weekday() < 2:  # weeks come on Mondays, or after a holiday
        found.append((time(9), None))
    for life in year.lives.values():
        if life.diligence and year.random.random() < (0.25 if year.goes_on(life) else 0.02):
            near = year.random.random() < 0.3  # at the very hour of their reminder
            hour = life.wishes.at.hour if near else year.random.randrange(7, 23)
            found.append((time(hour, 0 if near else year.random.randrange(60)), life))
    return sorted(found, key=lambda e: e[0])


async def _as_a_tick(year: Year) -> None:
    await year.world.services.releases.work()
    await year.tick()


async def _until(year: Year, moment: datetime) -> None:
    """Every minute at which something is due, up to that moment."""
    while (due := await year.next_due()) is not None and due <= moment:
        if due > year.now:
            year.world.clock.now = due
        await year.tick()
    year.world.clock.now = max(year.now, moment)


async def _judge_the_whole(year: Year) -> None:
    async with year.world.database.engine.connect() as connection:
        rows = (await connection.execute(select(reminders))).all()
    sent = [r for r in rows if r.state == ReminderState.SENT]
    keys = await sent_keys(year.world)
    assert sorted(keys) == sorted(f"reminder:{r.id}" for r in sent), "what is sent is sent once"
    assert all(r.due_at >= year.now for r in rows if r.state == ReminderState.PLANNED)
    kinds = {r.kind for r in sent}
    assert {
        ReminderKind.DEADLINE,
        ReminderKind.PASSED,
        ReminderKind.TASK,
        ReminderKind.SILENCE,
        ReminderKind.LOOK_BACK,
    } <= kinds
    told = [r for r in sent if r.kind == ReminderKind.SILENT]
    assert told, "the consultants hear of those who are silent"
    reasons = {r.reason for r in rows if r.reason}
    assert {DecisionReason.ON_TIME, DecisionReason.OBSOLETE} <= reasons
    assert len(sent) > 100
