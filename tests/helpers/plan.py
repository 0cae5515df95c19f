"""The plan in tests: opened, answered question by question, and looked at from behind."""

from collections.abc import Mapping

from bot.course.rules.submissions import Stage, Submission
from bot.course.storage.repositories import Enrolments
from bot.plan.buttons import GoToQuestion
from bot.plan.context import PlanLoader
from bot.plan.rules.document import PlanDocument
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView
from bot.questionnaire.buttons import FinishChoices, GiveAnswer, KeepAnswer, ToggleChoice
from bot.questionnaire.rules.questionnaire import Question
from tests.helpers.course import START, enclosed, enrolment_of
from tests.helpers.world import MONDAY, Person, World

# An answer to each question that is written; buttons take the first choice.
WORDS = {
    "word": "Curtain", "hours": "20", "price": "400", "cost": "150", "day": "2", "units": "10",
    "buy": "Sewing machine 3.000\nscissors: 250 kr", "monthly": "phone 150, bus 450",
}  # fmt: skip
# Where the first choice would be asked about.
CHOICES = {"rules": "none", "vat": "small", "form": "sole"}

Given = Mapping[str, Mapping[str, str | None]]

# Every figure of the course, as the examples of its tasks give it.
WEEK_4: Given = {
    "offer": {"day": "4"},
    "costs": {"material": "35", "extra": "15"},
    "yourprice": {"amount": "200"},
}
WEEK_6: Given = {
    "purchase": {"total": "1300"},
    "monthly": {"sum": "750"},
    "mustsell": {"price": "250", "cost": "100", "even": "5"},
}


def task_submissions(given: Given) -> list[Submission]:
    """Started submissions with these answers."""
    found = []
    for task, answers in given.items():
        submission = Submission(
            started_at=MONDAY, enrolment_id=1, participant_id=1, task_id=task, due_on=START,
            stage=Stage.STARTED,
        )  # fmt: skip
        for step, value in answers.items():
            submission.answers[step] = submission.new_answer(step, value, 1, MONDAY)
        found.append(submission)
    return found


async def view_of(world: World, person: Person) -> PlanView:
    enrolment = await enrolment_of(world, person)
    async with world.uow() as uow:
        return await PlanLoader(world.content.course, world.content.plan).view(uow, enrolment)


async def plan_of(world: World, person: Person) -> Plan:
    plan = (await view_of(world, person)).plan
    assert plan is not None, "nobody has opened it yet"
    return plan


async def sent_plan(world: World, person: Person) -> PlanDocument:
    """The newest plan that was sent as a file."""
    document = (await enclosed(world, person.id))[-1].enclosure
    assert isinstance(document, PlanDocument)
    return document


async def opens_plan(world: World, person: Person) -> int:
    """Its overview stands on the screen; the id of the plan."""
    await person.says("/plan")
    plan = await plan_of(world, person)
    assert plan.id is not None
    return plan.id


async def goes_to(world: World, person: Person, question: str) -> int:
    plan = await opens_plan(world, person)
    await person.presses_data(GoToQuestion(plan, question).pack(), 1)
    return plan


async def replies(world: World, person: Person, question: Question, plan: int) -> None:
    """By the means the question asks for; what comes after it stands on the screen then."""
    at = person.last.message_id
    match question.kind:
        case "one":
            choice = CHOICES.get(question.id, question.choices[0].id)
            await person.presses_data(GiveAnswer("b", plan, question.id, choice).pack(), at)
        case "several":
            choice = CHOICES.get(question.id, question.choices[0].id)
            await person.presses_data(ToggleChoice("b", plan, question.id, choice).pack(), at)
            await person.presses_data(FinishChoices("b", plan, question.id).pack(), at)
        case "items":
            await person.says(WORDS[question.id])
            await person.presses_data(
                KeepAnswer("b", plan, question.id).pack(), person.last.message_id
            )
        case _:
            await person.says(WORDS.get(question.id, f"my words about {question.id}"))


async def answers_tasks(world: World, person: Person, given: Given) -> None:
    """Given in earlier days: straight into the tasks."""
    known = await enrolment_of(world, person)
    async with world.uow() as uow:
        mine = await uow[Enrolments].get(known.id or 0)
        assert mine is not None
        for task, answers in given.items():
            submission = mine.submission(task)
            assert submission is not None, f"{task} has not come yet"
            for step, value in answers.items():
                submission.answers[step] = submission.new_answer(step, value, 1, world.clock())
        await uow.commit()
