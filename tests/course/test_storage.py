"""Stored cohorts, enrolments, submissions and admissions: which are found, in which order."""

from datetime import date, timedelta

import pytest

from bot.course.rules.cohorts import Cohort
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus, Release
from bot.course.rules.submissions import Stage, Submission
from bot.course.storage.admissions import Admissions
from bot.course.storage.repositories import Cohorts, Enrolments, Submissions
from bot.eligibility.rules.application import Application, Decision, Status
from bot.eligibility.storage.repositories import Applications
from bot.kernel.database.participants import Participants
from bot.kernel.participants import Participant
from bot.kernel.unit_of_work import UnitOfWork
from tests.helpers.world import MONDAY, World

ACTIVE, LEFT, FINISHED = EnrolmentStatus.ACTIVE, EnrolmentStatus.LEFT, EnrolmentStatus.FINISHED


async def participant(uow: UnitOfWork, chat_id: int) -> int:
    person = Participant(chat_id, f"Person{chat_id}", "en", MONDAY)
    await uow[Participants].add(person)
    assert person.id is not None
    return person.id


async def cohort(uow: UnitOfWork, name: str = "Hold", days: int = 0, closed: bool = False) -> int:
    starts_on = date(2026, 11, 2) + timedelta(days=days)
    made = Cohort(name, starts_on, 0, 9, 12, MONDAY, 900, MONDAY if closed else None)
    await uow[Cohorts].add(made)
    assert made.id is not None, "it has its id at once"
    return made.id


async def enrolment(
    uow: UnitOfWork, cohort_id: int, participant_id: int, status: EnrolmentStatus = ACTIVE
) -> Enrolment:
    made = Enrolment(cohort_id, participant_id, MONDAY, 900, status)
    await uow[Enrolments].add(made)
    assert made.id is not None, "it has its id at once"
    return made


async def test_open_cohorts_are_listed_by_their_start(world: World) -> None:
    async with world.uow() as uow:
        later, sooner = await cohort(uow, "later", 7), await cohort(uow, "sooner")
        same = await cohort(uow, "same day")
        await cohort(uow, "closed", closed=True)
        assert [c.id for c in await uow[Cohorts].open_ones()] == [sooner, same, later]


async def test_newest_enrolment_that_was_not_left_is_the_present_one(world: World) -> None:
    async with world.uow() as uow:
        amina, olena = await participant(uow, 42), await participant(uow, 43)
        first, second = await cohort(uow), await cohort(uow)
        finished = await enrolment(uow, first, amina, FINISHED)
        assert await uow[Enrolments].latest(amina) is finished
        newer = await enrolment(uow, second, amina)
        await enrolment(uow, first, amina, LEFT)
        assert await uow[Enrolments].latest(amina) is newer
        assert await uow[Enrolments].latest(olena) is None


async def test_enrolment_that_was_left_is_found_in_its_cohort(world: World) -> None:
    async with world.uow() as uow:
        amina, olena = await participant(uow, 42), await participant(uow, 43)
        first, second = await cohort(uow), await cohort(uow)
        await enrolment(uow, first, amina, LEFT)
        newest = await enrolment(uow, first, amina, LEFT)
        await enrolment(uow, first, olena)
        await enrolment(uow, second, amina, LEFT)
        assert await uow[Enrolments].left(first, amina) is newest
        assert await uow[Enrolments].left(first, olena) is None


async def test_members_of_a_cohort_are_listed_by_admission(world: World) -> None:
    async with world.uow() as uow:
        people = [await participant(uow, n) for n in (42, 43, 44, 45)]
        cohort_id, other = await cohort(uow), await cohort(uow)
        members = [
            await enrolment(uow, cohort_id, people[1], FINISHED),
            await enrolment(uow, cohort_id, people[0]),
        ]
        await enrolment(uow, cohort_id, people[2], LEFT)
        await enrolment(uow, other, people[3])
        assert await uow[Enrolments].of_cohort(cohort_id) == members


async def test_members_without_a_released_week_are_behind(world: World) -> None:
    async with world.uow() as uow:
        people = [await participant(uow, n) for n in (42, 43, 44, 45, 46)]
        cohort_id, other = await cohort(uow), await cohort(uow)
        up_to_date, one_behind, new = [await enrolment(uow, cohort_id, p) for p in people[:3]]
        finished = await enrolment(uow, cohort_id, people[3], FINISHED)
        await enrolment(uow, other, people[4])
        up_to_date.releases = [Release(1, MONDAY), Release(2, MONDAY)]
        one_behind.releases = [Release(1, MONDAY), Release(3, MONDAY)]
        await uow.commit()
        behind = await uow[Enrolments].behind(cohort_id, [1, 2])
        assert behind == [one_behind.id, new.id] and finished.id not in behind
        assert await uow[Enrolments].behind(cohort_id, [1]) == [new.id]


@pytest.mark.parametrize("stage", [Stage.HANDED_IN, Stage.TALK])
async def test_submissions_wait_in_the_order_of_their_time(world: World, stage: Stage) -> None:
    async with world.uow() as uow:
        people = [await participant(uow, n) for n in (42, 43, 44)]
        cohort_id = await cohort(uow)
        statuses = (ACTIVE, FINISHED, LEFT)
        found = []
        for n, (person, status) in enumerate(zip(people, statuses, strict=True)):
            enrolled = await enrolment(uow, cohort_id, person, status)
            at = MONDAY - timedelta(days=n)
            submission = Submission(
                started_at=MONDAY, enrolment_id=enrolled.id or 0, participant_id=person,
                task_id="why", due_on=MONDAY.date(), stage=stage, handed_in_at=at,
                reviewed_at=at,
            )  # fmt: skip
            enrolled.submissions.append(submission)
            found.append(submission)
        await uow.commit()
        handed_in, talk = (
            await uow[Submissions].handed_in(),
            await uow[Submissions].to_talk_about(),
        )
        waiting = [found[1], found[0]]
        assert (handed_in, talk) == ((waiting, []) if stage is Stage.HANDED_IN else ([], waiting))


async def applies(
    uow: UnitOfWork, participant_id: int, status: Status, decision: Decision | None = None
) -> Application:
    sent = Application(
        participant_id=participant_id, started_at=MONDAY, status=status, decision=decision,
        submitted_at=None if status is Status.ASKING else MONDAY,
    )  # fmt: skip
    await uow[Applications].add(sent)
    return sent


async def test_newest_sent_application_counts(world: World) -> None:
    async with world.uow() as uow:
        amina, olena = await participant(uow, 42), await participant(uow, 43)
        await applies(uow, amina, Status.DECIDED, Decision.UNSUITABLE)
        newest = await applies(uow, amina, Status.SUBMITTED)
        await applies(uow, amina, Status.ASKING)
        refused = await applies(uow, olena, Status.DECIDED, Decision.UNSUITABLE)
        assert await uow[Admissions].admissible() == [newest]
        assert await uow[Admissions].undecided() == [newest]
        refused.decision = Decision.INVITED
        assert await uow[Admissions].admissible() == [newest, refused]
        assert await uow[Admissions].undecided() == [newest]


async def test_undecided_applications_are_listed_by_their_time(world: World) -> None:
    async with world.uow() as uow:
        later = await applies(uow, await participant(uow, 42), Status.SUBMITTED)
        sooner = await applies(uow, await participant(uow, 43), Status.SUBMITTED)
        sooner.submitted_at = MONDAY - timedelta(days=1)
        assert await uow[Admissions].undecided() == [sooner, later]
        assert await uow[Admissions].admissible() == [later, sooner]


@pytest.mark.parametrize(
    ("status", "closed", "finished", "admissible"),
    [
        (ACTIVE, False, None, False),
        (ACTIVE, True, None, True),
        (LEFT, False, None, True),
        (FINISHED, False, 1, False),
        (FINISHED, False, -1, True),
    ],
    ids=["member", "of a closed cohort", "left", "finished since", "finished before"],
)
async def test_whoever_is_in_no_cohort_can_be_admitted(
    world: World, status: EnrolmentStatus, closed: bool, finished: int | None, admissible: bool
) -> None:
    async with world.uow() as uow:
        amina = await participant(uow, 42)
        sent = await applies(uow, amina, Status.SUBMITTED)
        enrolled = await enrolment(uow, await cohort(uow, closed=closed), amina, status)
        if finished is not None:
            enrolled.finished_at = MONDAY + timedelta(days=finished)
        assert await uow[Admissions].admissible() == ([sent] if admissible else [])
