"""Participants on the course: enrolled, at a step of a task, with all answers given."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Task
from bot.course.rules.enrolments import Enrolment
from bot.course.rules.submissions import Submission
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.database.outbox import Outbox, _messages
from bot.kernel.database.outbox_tables import outbox
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message
from bot.questionnaire.rules.questionnaire import Question
from tests.helpers.world import Person, Shown, World

START = date(2026, 11, 9)  # the Monday after the world's clock begins
HOUR = 9


async def cohort_from(world: World, starts_on: date = START, name: str = "Team") -> Cohort:
    async with world.uow() as uow:
        cohort = Cohort(name, starts_on, starts_on.weekday(), HOUR, 12, world.clock(), 900)
        await uow[Cohorts].add(cohort)
        await uow.commit()
    return cohort


async def admit(world: World, person: Person, cohort: Cohort) -> int:
    """Admit a participant who is stored already; returns the id of the enrolment."""
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None and participant.id is not None and cohort.id is not None
        enrolment = Enrolment(cohort.id, participant.id, world.clock(), 900)
        await uow[Enrolments].add(enrolment)
        await world.services.releases.weeks.admit(uow, enrolment, cohort, world.clock())
        await uow.commit()
    await world.settle()
    assert enrolment.id is not None
    return enrolment.id


async def enrol(world: World, person: Person, starts_on: date = START) -> int:
    return await admit(world, person, await cohort_from(world, starts_on))


async def on_the_course(world: World, person: Person, weeks: int = 1) -> int:
    """Enrol, and release so many weeks, each at its hour."""
    enrolment = await enrol(world, person)
    for week in range(weeks):
        await wait_until(world, START + timedelta(days=7 * week))
    return enrolment


async def wait_until(world: World, day: date, hour: int = HOUR) -> None:
    """Set the local clock, and run what is due then."""
    zone = world.services.releases.weeks.calendar.zone
    world.clock.now = datetime.combine(day, time(hour), zone)
    await world.services.releases.work()
    await world.settle()


async def enrolment_of(world: World, person: Person) -> Enrolment:
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None and participant.id is not None
        enrolment = await uow[Enrolments].latest(participant.id)
    assert enrolment is not None
    return enrolment


async def submission_of(world: World, person: Person, task: str) -> Submission:
    submission = (await enrolment_of(world, person)).submission(task)
    assert submission is not None, f"{task} has not come yet"
    return submission


async def answers_of(world: World, person: Person, task: str) -> dict[str, str | None]:
    submission = await submission_of(world, person, task)
    return {answer.question_id: answer.value for answer in submission.answers.values()}


async def opens(world: World, person: Person, task: str) -> None:
    """Open the task: its first step or its summary is on the screen."""
    submission = await submission_of(world, person, task)
    await person.presses_data(f"w:{submission.id}:r", 1)


async def answers(world: World, person: Person, question: Question) -> None:
    """Answer in the way the step asks for; the next one is on the screen then."""
    match question.kind:
        case "one":
            await person.presses(question.choices[0].label)
        case "several":
            await person.presses(f"☐ {question.choices[0].label}")
            await person.presses("✅ Done")
        case "number":
            await person.says("25")
        case "text":
            await person.says(f"my words about {question.id}")
        case kind:
            file = {"file_id": f"{kind}-{question.id}", "file_size": 100}
            key = {"photo": "photo", "voice": "voice", "file": "document"}[kind]
            await person.sends(**{key: [file] if kind == "photo" else file})
            await person.presses("✔ Go on with this answer")


async def to_step(world: World, person: Person, task: str, step: str) -> None:
    """Open a new task and answer the steps before this one."""
    await opens(world, person, task)
    for question in course_task(world, task).steps.questions:
        if question.id == step:
            return
        await answers(world, person, question)
    raise AssertionError(f"{task} has no step {step}")


async def to_the_summary(world: World, person: Person, task: str) -> None:
    await opens(world, person, task)
    for question in course_task(world, task).steps.questions:
        await answers(world, person, question)


async def hands_in(world: World, person: Person, task: str) -> None:
    await to_the_summary(world, person, task)
    await person.presses("📨 Hand it in")


def course_task(world: World, task: str) -> Task:
    return world.content.course.tasks[task]


async def message_behind(world: World, chat_id: int, shown: Shown) -> Message:
    """The stored message with its enclosure."""
    async with world.uow() as uow:
        found = await uow[Outbox].shown(chat_id, shown.message_id)
    assert found is not None
    return found[0]


async def enclosed(world: World, chat_id: int) -> list[Message]:
    """The messages to a chat that have an enclosure, the oldest first."""
    statement = select(outbox.c.message).where(outbox.c.chat_id == chat_id).order_by(outbox.c.id)
    async with world.database.engine.connect() as connection:
        rows = (await connection.execute(statement)).scalars()
        messages = [_messages.validate_python(row) for row in rows]
    return [m for m in messages if m.enclosure is not None]
