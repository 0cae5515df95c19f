"""Release of weeks: at their hour, once to each participant, in order."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Self

import pytest

from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.course.jobs import ReleaseJob
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.database.participants import Participants
from bot.kernel.participants import Participant
from tests.helpers.course import (
    START,
    admit,
    cohort_from,
    enrol,
    enrolment_of,
    on_the_course,
    wait_until,
)
from tests.helpers.world import Person, World

FIRST = "🌱 Week 1: You and your strengths"


async def member(world: World, chat_id: int, name: str, language: str = "en") -> Person:
    """A participant with consent, without the conversation."""
    async with world.uow() as uow:
        participant = Participant(
            chat_id, name, language, world.clock(), language_chosen_at=world.clock()
        )
        participant.answer_consent(world.content.welcome.consent_version, True, world.clock())
        await uow[Participants].add(participant)
        await uow.commit()
    return world.person(chat_id, name, language)


def weeks_on(person: Person) -> list[str]:
    return [text.split(":")[0] for text in person.texts if text.startswith("🌱 Week")]


async def test_a_week_is_released_at_its_hour_with_its_tasks(world: World, amina: Person) -> None:
    await enrol(world, amina)
    assert amina.sees("The first week comes on Monday, November 9 at 9:00.")
    await wait_until(world, START, hour=8)
    assert not weeks_on(amina)
    await wait_until(world, START)
    assert FIRST in amina.last.text
    assert "📝 Why you want this: by Friday, November 13" in amina.last.text
    assert amina.last.labels[:2] == ["📝 My next task", "🗂 All my tasks"]


async def test_a_week_is_sent_once_however_often_the_job_runs(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    for _ in range(3):
        assert await world.services.releases.work() == 0
        world.clock.forward(minutes=1)
        await world.settle()
    assert weeks_on(amina) == ["🌱 Week 1"]
    await wait_until(world, START + timedelta(days=7))
    assert weeks_on(amina) == ["🌱 Week 1", "🌱 Week 2"]


async def test_missed_weeks_are_sent_once_and_in_order(world: World, amina: Person) -> None:
    """As after a time without the machine."""
    await enrol(world, amina)
    await wait_until(world, START + timedelta(days=15))
    assert weeks_on(amina) == ["🌱 Week 1", "🌱 Week 2", "🌱 Week 3"]
    found = await enrolment_of(world, amina)
    assert sorted(r.week for r in found.releases) == [1, 2, 3]
    await wait_until(world, START + timedelta(days=16))
    assert len(weeks_on(amina)) == 3


async def test_all_eight_weeks_are_sent_and_no_ninth(world: World, amina: Person) -> None:
    await on_the_course(world, amina, weeks=10)
    assert weeks_on(amina) == [f"🌱 Week {n}" for n in range(1, 9)]


async def test_a_late_joiner_is_welcomed_and_gets_missed_weeks_in_order(
    world: World, amina: Person
) -> None:
    cohort = await cohort_from(world)
    await wait_until(world, START + timedelta(days=8))
    await admit(world, amina, cohort)
    assert amina.sees("2 weeks have come already.")
    assert weeks_on(amina) == ["🌱 Week 1", "🌱 Week 2"]
    found = await enrolment_of(world, amina)
    days = [s.due_on for s in found.submissions if s.task_id == "why"]
    assert days == [date(2026, 11, 23)], "four days are over on a Saturday"


async def test_over_christmas_nobody_gets_a_week(world: World, amina: Person) -> None:
    await enrol(world, amina, date(2026, 12, 17))
    await wait_until(world, date(2026, 12, 17))
    for day in range(18, 28):
        await wait_until(world, date(2026, 12, day), hour=18)
    assert weeks_on(amina) == ["🌱 Week 1"]
    await wait_until(world, date(2026, 12, 28))
    assert weeks_on(amina) == ["🌱 Week 1", "🌱 Week 2"]


async def test_cohorts_have_release_times_of_their_own(world: World, amina: Person) -> None:
    olena = await member(world, 43, "Olena")
    await admit(world, amina, await cohort_from(world, START, "Early"))
    await admit(world, olena, await cohort_from(world, START + timedelta(days=8), "Late"))
    await wait_until(world, START + timedelta(days=8), hour=10)
    assert weeks_on(amina) == ["🌱 Week 1", "🌱 Week 2"]
    assert weeks_on(olena) == ["🌱 Week 1"]


async def test_weeks_are_sent_in_each_participants_language(world: World) -> None:
    cohort = await cohort_from(world)
    people = [await member(world, 50 + n, "P", code) for n, code in enumerate(["en", "da", "ar"])]
    for person in people:
        await admit(world, person, cohort)
    await wait_until(world, START)
    assert len({person.last.text for person in people}) == 3


class Killed(SqlUnitOfWork):
    """Fails instead of the commit."""

    async def commit(self) -> None:
        raise SystemError("kill -9")


def failing(world: World, *transactions: int) -> ReleaseJob:
    """Some of its transactions fail; the first one only finds who is behind."""
    place = count()

    def uow() -> SqlUnitOfWork:
        kind = Killed if next(place) in transactions else SqlUnitOfWork
        return kind(world.database)

    return replace(world.services.releases, uow=uow)


async def test_a_failure_for_one_participant_does_not_stop_others(
    world: World, amina: Person
) -> None:
    cohort = await cohort_from(world)
    olena = await member(world, 43, "Olena")
    await admit(world, amina, cohort)
    await admit(world, olena, cohort)
    world.clock.forward(days=7)
    assert await failing(world, 1).work() == 1
    await world.settle()
    assert (weeks_on(amina), weeks_on(olena)) == ([], ["🌱 Week 1"])
    await wait_until(world, START)
    assert (weeks_on(amina), weeks_on(olena)) == (["🌱 Week 1"], ["🌱 Week 1"])


async def test_a_crash_before_the_commit_neither_loses_nor_repeats_a_week(
    world: World, amina: Person
) -> None:
    await enrol(world, amina)
    world.clock.forward(days=7)
    await failing(world, 1).work()
    await world.settle()
    assert not weeks_on(amina) and not (await enrolment_of(world, amina)).releases
    await wait_until(world, START)
    assert weeks_on(amina) == ["🌱 Week 1"]


async def _changes(world: World, person: Person, status: EnrolmentStatus) -> None:
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None and participant.id is not None
        enrolment = await uow[Enrolments].latest(participant.id)
        assert isinstance(enrolment, Enrolment)
        enrolment.status = status
        await uow.commit()


@pytest.mark.parametrize("status", [EnrolmentStatus.LEFT, EnrolmentStatus.FINISHED])
async def test_nothing_is_released_after_leaving_or_finishing(
    world: World, amina: Person, status: EnrolmentStatus
) -> None:
    await enrol(world, amina)
    await _changes(world, amina, status)
    before = len(amina.texts)
    await wait_until(world, START)
    assert len(amina.texts) == before


async def test_nothing_is_released_to_whoever_leaves_while_the_job_runs(
    world: World, amina: Person
) -> None:
    await enrol(world, amina)
    world.clock.forward(days=7)
    opened = count()

    def uow() -> SqlUnitOfWork:
        return LeavingFirst(world, amina) if next(opened) == 1 else SqlUnitOfWork(world.database)

    await replace(world.services.releases, uow=uow).work()
    await world.settle()
    assert not weeks_on(amina)


class LeavingFirst(SqlUnitOfWork):
    """A transaction that begins right after somebody has left the cohort."""

    def __init__(self, world: World, person: Person) -> None:
        super().__init__(world.database)
        self.world, self.person = world, person

    async def __aenter__(self) -> Self:
        await _changes(self.world, self.person, EnrolmentStatus.LEFT)
        return await super().__aenter__()


async def test_a_closed_cohort_releases_nothing(world: World, amina: Person) -> None:
    cohort = await cohort_from(world)
    await admit(world, amina, cohort)
    async with world.uow() as uow:
        stored = await uow[Cohorts].get(cohort.id or 0)
        assert stored is not None
        stored.closed_at = world.clock()
        await uow.commit()
    await wait_until(world, START)
    assert not weeks_on(amina)
