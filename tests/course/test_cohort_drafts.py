"""The draft of a new cohort: its steps, its buttons, and the form of its messages."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.bootstrap import danish_calendar
from bot.course.rules.cohort_drafts import CohortDraft, coming_mondays
from bot.course.rules.cohorts import Cohort, CohortPlan
from bot.course.views import cohort_drafts as views
from bot.course.views import cohorts
from bot.kernel.messages import Message, message, phrase
from bot.kernel.views.pager import page_of
from tests.helpers.desk import consultant, new_cohort, says
from tests.helpers.world import World

CALENDAR = danish_calendar("Europe/Copenhagen")
START = date(2026, 12, 9)  # a Wednesday
COMPLETE = CohortDraft(START, 2, 10, 7)
COHORT = Cohort("Hold vinter", START, 2, 10, 7, datetime(2026, 11, 2, 9, 0, tzinfo=UTC), 1)
STEPS = [CohortDraft(), CohortDraft(START), CohortDraft(START, 2), CohortDraft(START, 2, 10)]
ASKED = [
    views.ask_start([date(2026, 12, 7), date(2026, 12, 14)]),
    views.ask_weekday(STEPS[1], START),
    views.ask_hour(STEPS[2]),
    views.ask_places(STEPS[3]),
    views.summary(COMPLETE, COHORT, [1, 2], CALENDAR),
]
DRAFTS = [*STEPS, replace(COMPLETE, name="Hold vinter")]
CASES = list(zip(ASKED, DRAFTS, strict=True))


def test_steps_are_answered_one_after_the_other() -> None:
    assert [draft.chosen for draft in (*STEPS, COMPLETE)] == [0, 1, 2, 3, 4]
    assert [draft.complete for draft in (*STEPS, COMPLETE)] == [False] * 4 + [True]
    assert STEPS[1].following(2).following(10).following(7) == COMPLETE


def test_back_takes_back_one_step_and_the_name() -> None:
    draft = replace(COMPLETE, name="x")
    for step in reversed(STEPS):
        draft = draft.back()
        assert draft == step
    assert draft.back() == CohortDraft()


@pytest.mark.parametrize("steps", range(4))
def test_until_keeps_the_first_steps(steps: int) -> None:
    assert COMPLETE.until(steps) == STEPS[steps]


def test_a_complete_draft_becomes_a_plan() -> None:
    assert COMPLETE.plan("Hold") == CohortPlan("Hold", START, 2, 10, 7)


def test_coming_mondays_are_after_today() -> None:
    assert coming_mondays(date(2026, 11, 2), 2, CALENDAR) == [
        date(2026, 11, 9),
        date(2026, 11, 16),
    ]


# The form beside the messages.


@pytest.mark.parametrize(("asked", "draft"), CASES)
def test_the_draft_is_read_from_the_form_and_not_from_the_look(
    asked: Message, draft: CohortDraft
) -> None:
    blank = replace(asked, paragraphs=(), buttons=())
    assert views.draft_of(blank) == draft


@pytest.mark.parametrize(("asked", "draft"), CASES)
def test_messages_stored_without_form_are_read_from_buttons_and_text(
    asked: Message, draft: CohortDraft
) -> None:
    assert views.draft_of(replace(asked, form=None)) == draft


@pytest.mark.parametrize(
    "shown", [cohorts.list_of(page_of([], 0)), message(phrase("Has no open question."))]
)
def test_other_messages_have_no_draft(shown: Message) -> None:
    assert views.draft_of(shown) is None


async def test_a_second_press_after_renaming_creates_nothing(world: World) -> None:
    """The message shows the created cohort then: its name is not in the form any more."""
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps_data("r:n:20261207:0:9:12")
    await mette.replies("Hold vinter")
    shown = await mette.taps("r:c:.*")
    await mette.taps_data("r:c:20261207:0:9:12", shown)
    assert says(shown.text, "This run has been made already. There is only one of it.")
    await mette.says("/runs")
    assert [label for label in mette.last.labels if "Hold" in label] == ["Hold vinter"]


async def test_a_cohort_with_the_same_schedule_and_another_name_can_be_created(
    world: World,
) -> None:
    await new_cohort(world, "Hold 1", start=date(2026, 12, 7))
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps_data("r:n:20261207:0:9:12")
    await mette.replies("Hold 2")
    await mette.taps("r:c:.*")
    await mette.says("/runs")
    assert [label for label in mette.last.labels if "Hold" in label] == ["Hold 1", "Hold 2"]
