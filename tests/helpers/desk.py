"""The consultants' side in tests: cohorts, their members, submissions, and presses by data.

Buttons are pressed by their data and words are looked up in the catalogue, so that a test holds
whatever a translation says.
"""

import re
from dataclasses import dataclass
from datetime import date

from bot.course.rules import submissions as submissions
from bot.course.rules.cohorts import Cohort
from bot.course.rules.enrolments import Enrolment, Release
from bot.course.rules.submissions import Stage, Submission
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.eligibility.rules.application import Application, Decision, Status
from bot.eligibility.storage.repositories import Applications
from bot.i18n.catalogues import translations
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.questionnaire.rules.answering import answer
from bot.questionnaire.rules.questionnaire import Question
from bot.submissions.views import review
from tests.helpers.world import TEAM, Person, Shown, World

START = date(2026, 11, 2)  # the Monday of the test's world: week one has come


@dataclass
class Consultant:
    """`chat`: the group, or the private chat of this consultant."""

    world: World
    person: Person
    chat: int = TEAM

    @property
    def screen(self) -> list[Shown]:
        return self.world.team if self.chat == TEAM else self.world.screen(self.person.id)

    @property
    def last(self) -> Shown:
        return self.screen[-1]

    async def says(self, text: str) -> None:
        await self.person.says(text, self.chat)

    async def replies(self, text: str, to: Shown | None = None) -> None:
        message = {"message_id": (to or self.last).message_id}
        await self.person.says(text, self.chat, reply_to_message=message)

    async def taps(self, pattern: str) -> Shown:
        """The newest button with data like this; the message it hangs under."""
        for shown in reversed(self.screen):
            for data in data_of(shown):
                if re.fullmatch(pattern, data):
                    await self.taps_data(data, shown)
                    return shown
        raise AssertionError(f"no button {pattern!r} in:\n{Person.draw(self.screen)}")

    async def taps_data(self, data: str, shown: Shown | None = None) -> None:
        at = (shown or self.last).message_id
        await self.person.presses_data(data, at, self.chat)

    def sees(self, source: str) -> bool:
        return any(says(shown.text, source) for shown in self.screen)


def consultant(world: World, chat_id: int = 1, name: str = "Mette") -> Consultant:
    return Consultant(world, world.person(chat_id, name))


def data_of(shown: Shown) -> list[str]:
    return [data for row in shown.buttons for _, data in row]


def says(text: str, source: str, language: str = "da") -> bool:
    """Whether the text holds what this source text became, whatever stands in its fields."""
    return _holds(text, translations(language).gettext(source))


def counts(text: str, one: str, many: str, language: str = "da") -> bool:
    """The same of a text with a number, in whichever form."""
    return any(_holds(text, translations(language).ngettext(one, many, n)) for n in range(25))


def _holds(text: str, template: str) -> bool:
    parts = [part for part in re.split(r"\{\w+\}", template) if part.strip()]
    return all(part in text for part in parts)


async def applicant(
    world: World, chat_id: int = 42, name: str = "Amina", language: str = "en",
    decision: Decision | None = Decision.SUITABLE,
) -> Person:  # fmt: skip
    """A participant who has sent the eligibility check."""
    now = world.clock()
    async with world.uow() as uow:
        participant = Participant(chat_id, name, language, now, language_chosen_at=now)
        version = world.content.welcome.consent_version
        participant.answer_consent(version, True, now)
        await uow[Participants].add(participant)
        status = Status.DECIDED if decision else Status.SUBMITTED
        await uow[Applications].add(
            Application(
                participant_id=participant.id or 0, started_at=now, submitted_at=now,
                status=status, decision=decision,
            )
        )  # fmt: skip
        await uow.commit()
    return world.person(chat_id, name, language)


async def new_cohort(
    world: World, name: str = "Hold 1", places: int = 12, start: date = START
) -> int:
    async with world.uow() as uow:
        cohort = Cohort(name, start, start.weekday(), 9, places, world.clock(), 1)
        await uow[Cohorts].add(cohort)
        await uow.commit()
        assert cohort.id is not None
        return cohort.id


async def admitted(
    world: World, cohort_id: int, chat_id: int = 42, name: str = "Amina", language: str = "en"
) -> Person:
    """A participant admitted by the consultant's buttons."""
    person = await applicant(world, chat_id, name, language)
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(chat_id)
        assert participant is not None
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps_data(f"r:a:{cohort_id}:{participant.id}")
    return person


async def enrolment_of(world: World, person: Person) -> Enrolment:
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None and participant.id is not None
        enrolment = await uow[Enrolments].latest(participant.id)
        assert enrolment is not None
        return enrolment


async def hands_in(
    world: World, person: Person, task_id: str = "why", words: str = "My own words"
) -> int:
    """Answer every step and hand in, with the messages to the consultants; returns its id."""
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None and participant.id is not None
        enrolment = await uow[Enrolments].latest(participant.id)
        submission = enrolment.submission(task_id) if enrolment else None
        assert submission is not None and submission.id is not None
        fill(world, submission, words)
        task = world.content.course.tasks[task_id]
        today = world.clock().date()
        for n, page in enumerate(review.handed_in(participant, task, submission, today)):
            await uow[Outbox].put(
                f"hand-in:{submission.id}:{submission.version}:{n}", CONSULTANTS, page, "da",
                world.clock(), SendOptions(about=participant.id),
            )  # fmt: skip
        await uow.commit()
    await world.settle()
    return submission.id


def fill(world: World, submission: Submission, words: str = "My own words") -> None:
    steps = world.content.course.tasks[submission.task_id].steps
    now = world.clock()
    submissions.take_up(submission, steps, now)
    for question in steps.questions:
        world.update_id += 1
        answer(submission, steps, question.id, _value(question, words), world.update_id, now)
    submissions.hand_in(submission, steps, now)


def _value(question: Question, words: str) -> str:
    if question.is_open:
        return words
    return "5" if question.kind == "number" else question.choices[0].id


async def approve_everything(world: World, person: Person, except_for: str | None = None) -> int:
    """Release all weeks and approve all tasks; returns the id of the enrolment."""
    enrolment_id = (await enrolment_of(world, person)).id or 0
    now, course = world.clock(), world.content.course
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(enrolment_id)
        assert enrolment is not None
        for week in course.weeks:
            if not enrolment.released(week.number):
                enrolment.releases.append(Release(week.number, now))
        for task in course.tasks.values():
            if enrolment.submission(task.id) is None:
                submission = Submission(
                    started_at=now, enrolment_id=enrolment_id,
                    participant_id=enrolment.participant_id, task_id=task.id, due_on=now.date(),
                )  # fmt: skip
                enrolment.submissions.append(submission)
        for submission in enrolment.submissions:
            submission.stage = Stage.NEW if submission.task_id == except_for else Stage.APPROVED
        await uow.commit()
    return enrolment_id
