"""The answers of each section of a plan: its own, and those given to tasks."""

from bot.content.loader import load
from bot.course.rules.enrolments import Enrolment
from bot.kernel.messages import Param, Phrase
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView
from bot.plan.views.plan import section
from bot.plan.views.sections import document_sections, plan_sections
from tests.helpers.plan import Given, task_submissions
from tests.helpers.world import MONDAY

CONTENT = load()


def view_of(given: Given, **own: str) -> PlanView:
    """A plan with answers to tasks (by task and step) and own answers."""
    enrolment = Enrolment(1, 1, MONDAY, 900, id=1)
    enrolment.submissions = task_submissions(given)
    plan = Plan(started_at=MONDAY, enrolment_id=1, participant_id=1)
    for question_id, value in own.items():
        plan.answers[question_id] = plan.new_answer(question_id, value, 1, MONDAY)
    return PlanView(CONTENT.plan, CONTENT.course, enrolment, plan)


def shown(view: PlanView, name: str) -> list[Param]:
    """The titles of the answers in a section."""
    [entries] = [entries for title, entries in plan_sections(view) if title == section(name)]
    return [entry.params["title"] for entry in entries if isinstance(entry, Phrase)]


def title_of(task: str, step: str) -> str:
    return CONTENT.course.tasks[task].steps.question(step).title


def titles(view: PlanView, name: str) -> list[str]:
    return [title.text for title in shown(view, name) if isinstance(title, Phrase)]


WORK = CONTENT.plan.questionnaire.question("work").title
PRICE = CONTENT.plan.questionnaire.question("price").title


def test_an_answer_that_is_the_suggestion_is_shown_once() -> None:
    assert titles(view_of({"strengths": {"work": "sewing"}}), "me") == [WORK]


def test_texts_of_other_sources_are_shown_beside_the_suggestion() -> None:
    view = view_of({"strengths": {"work": "sewing", "thanks": "my neighbour"}})
    assert titles(view, "me") == [WORK, title_of("strengths", "thanks")]


def test_other_sources_of_a_number_are_not_shown() -> None:
    view = view_of({"mustsell": {"price": "250"}, "yourprice": {"amount": "200"}})
    assert titles(view, "product") == [PRICE]


def test_an_own_answer_replaces_all_of_its_sources() -> None:
    view = view_of({"strengths": {"work": "sewing", "thanks": "my neighbour"}}, work="tailoring")
    assert titles(view, "me") == [WORK]


def test_the_document_has_all_sections_and_no_lists_of_costs() -> None:
    view = view_of({"monthly": {"sum": "750"}, "strengths": {"work": "sewing"}})
    sections = document_sections(view)
    entries = [entry.title.text for one in sections for entry in one.entries]
    assert len(sections) == 11 and entries == [WORK]
