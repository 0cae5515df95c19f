"""The open questionnaire of a participant, and how its current question is answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from bot.kernel.participant_context import ParticipantContext
from bot.questionnaire.handlers.flows import ActiveFlow, Flow, Flows, FlowViews
from bot.questionnaire.rules.interruption import ExpectedInput
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.rules.session import go_to_summary
from tests.questionnaire.test_session import HOURS, NOON, PICK, STEPS, TELL, SampleSession, at

CONTEXT = cast(ParticipantContext, None)  # the fake below does not use it


@dataclass
class FakeFlow:
    """A kind of questionnaire with at most one open."""

    active: ActiveFlow | None

    async def current(self, context: ParticipantContext) -> ActiveFlow | None:
        return self.active


def flows(*active: ActiveFlow | None) -> Flows:
    return Flows({str(n): cast(Flow, FakeFlow(one)) for n, one in enumerate(active)})


def opened(question: Question, used: datetime | None, prefix: str = "") -> ActiveFlow:
    session: SampleSession = at(question)
    session.active_at = used
    return ActiveFlow(session, STEPS, cast(FlowViews, None), cast(Any, None), prefix)


async def test_most_recently_used_questionnaire_is_the_current_one() -> None:
    old, new = opened(TELL, NOON), opened(PICK, NOON + timedelta(minutes=1))
    assert await flows(old, None, new).current(CONTEXT) is new
    assert await flows(new, old).current(CONTEXT) is new


async def test_unused_questionnaire_counts_from_its_start() -> None:
    unused, earlier = opened(PICK, None), opened(TELL, NOON - timedelta(minutes=1))
    assert await flows(earlier, unused).current(CONTEXT) is unused


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (TELL, ExpectedInput.FREE_TEXT),
        (HOURS, ExpectedInput.FREE_TEXT),
        (PICK, ExpectedInput.BUTTONS),
    ],
)
async def test_input_is_expected_by_the_kind_of_question(
    question: Question, expected: ExpectedInput
) -> None:
    found = await flows(opened(question, NOON, "why.")).expected_input(CONTEXT)
    assert found == (expected, f"why.{question.id}")


async def test_summary_expects_a_button() -> None:
    active = opened(PICK, NOON, "why.")
    go_to_summary(active.session)
    assert await flows(active).expected_input(CONTEXT) == (ExpectedInput.BUTTONS, "why.summary")


async def test_without_a_questionnaire_nothing_is_expected() -> None:
    assert await flows(None).expected_input(CONTEXT) == (ExpectedInput.NOTHING, "")
