"""The way a person is on just now: the eligibility check, or a task of the course."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.kernel.messages import Message
from bot.kernel.participant_context import ParticipantContext
from bot.questionnaire.rules.interruption import ExpectedInput
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import QuestionnaireSession
from bot.questionnaire.views.steps import Explanation


class FlowViews(Protocol):
    """How a way speaks."""

    def question(self, question: Question, more: Explanation | None = None) -> Message: ...
    def answered(self, question: Question) -> Message: ...
    def summary(self) -> Message: ...
    def which_to_change(self) -> Message: ...
    def all_answers(self) -> Message: ...
    def where_we_were(self, question: Question | None) -> Message: ...
    def paused(self) -> Message: ...


@dataclass(frozen=True)
class ActiveFlow:
    """One person's walk, its questions, how it speaks, and the use cases at its ends.

    `prefix` tells steps of the same id on different paths apart.
    """

    session: QuestionnaireSession
    questions: Questionnaire
    views: FlowViews
    flow: "Flow"
    prefix: str = ""

    @property
    def question(self) -> Question | None:
        """The one that waits; None in the summary."""
        return self.session.question(self.questions)

    @property
    def name(self) -> str:
        """Of what waits; a text that had to wait itself is compared with it."""
        question = self.question
        return f"{self.prefix}{question.id if question else 'summary'}"


class Flow(Protocol):
    """A kind of path: where it comes from and what stands at its ends."""

    async def current(self, context: ParticipantContext) -> ActiveFlow | None:
        """The person's open path of this kind; None where nothing waits."""

    async def by_id(self, context: ParticipantContext, number: int) -> ActiveFlow | None:
        """By the id in a button's data; None where it is not this person's."""

    async def resume(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Go on with it, from a pause or from a summary."""

    async def reopen(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Change what was handed over already.  Raises NotOpen where that can't be."""

    async def remove_files(
        self, context: ParticipantContext, active: ActiveFlow, question_id: str
    ) -> None:
        """Raises NotOpen."""

    async def start_over(self, context: ParticipantContext, active: ActiveFlow) -> None: ...

    async def finish(
        self, context: ParticipantContext, active: ActiveFlow, message_id: int | None
    ) -> None:
        """From the summary: send it, hand it in.  Raises NotOpen."""

    async def explain_closed(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """An old button of what is no longer open: say how things stand."""


@dataclass(frozen=True)
class Flows:
    """All ways by the topic of their buttons; of two open paths the one gone last is in hand."""

    flows: Mapping[str, Flow]

    async def current(self, context: ParticipantContext) -> ActiveFlow | None:
        found = [await flow.current(context) for flow in self.flows.values()]
        flows = [active for active in found if active is not None]
        return max(flows, key=_gone_at, default=None)

    async def expected_input(self, context: ParticipantContext) -> tuple[ExpectedInput, str]:
        """What the person is asked just now: how it is answered, and its name."""
        active = await self.current(context)
        if active is None:
            return ExpectedInput.NOTHING, ""
        question = active.question
        if question is None:
            return ExpectedInput.BUTTONS, active.name
        return ExpectedInput.FREE_TEXT if question.in_words else ExpectedInput.BUTTONS, active.name


def _gone_at(active: ActiveFlow) -> datetime:
    return active.session.active_at or active.session.started_at
