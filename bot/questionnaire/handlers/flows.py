"""The questionnaire a participant is in: the eligibility check, a task or the plan."""

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
    """The messages of one questionnaire; each subject has its own."""

    def question(self, question: Question, more: Explanation | None = None) -> Message: ...
    def answered(self, question: Question) -> Message: ...
    def summary(self) -> Message: ...
    def which_to_change(self) -> Message: ...
    def all_answers(self) -> Message: ...
    def where_we_were(self, question: Question | None) -> Message: ...
    def paused(self) -> Message: ...


@dataclass(frozen=True)
class ActiveFlow:
    """An open questionnaire of one participant: its state, questions, messages and use cases.

    `prefix` makes the names of questions unique over all questionnaires.
    """

    session: QuestionnaireSession
    questions: Questionnaire
    views: FlowViews
    flow: "Flow"
    prefix: str = ""

    @property
    def question(self) -> Question | None:
        """The current question; None in the summary."""
        return self.session.question(self.questions)

    @property
    def name(self) -> str:
        """Name of the current question or summary.

        A text that could not be understood at once is stored with it: it is an answer only while
        the same question is current.
        """
        question = self.question
        return f"{self.prefix}{question.id if question else 'summary'}"


class Flow(Protocol):
    """A kind of questionnaire: how it is found, started and finished."""

    async def current(self, context: ParticipantContext) -> ActiveFlow | None:
        """The participant's open questionnaire of this kind; None where nothing is asked."""

    async def by_id(self, context: ParticipantContext, number: int) -> ActiveFlow | None:
        """By the id in a button's data; None where it is not this participant's."""

    async def resume(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Go on with the current question or the summary, also after a pause."""

    async def reopen(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Open what was handed in for changes.  Raises NotOpen where that is not possible."""

    async def remove_files(
        self, context: ParticipantContext, active: ActiveFlow, question_id: str
    ) -> None:
        """Remove the files sent as an answer.  Raises NotOpen."""

    async def start_over(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Begin again without the earlier answers."""

    async def finish(
        self, context: ParticipantContext, active: ActiveFlow, message_id: int | None
    ) -> None:
        """Send the answers or hand them in, from the summary.

        Raises NotOpen; AnswerRequired while a question has no answer.
        """

    async def explain_closed(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Say how things stand; an old button of a closed questionnaire was pressed."""


@dataclass(frozen=True)
class Flows:
    """All kinds of questionnaire by the topic of their buttons."""

    flows: Mapping[str, Flow]

    async def current(self, context: ParticipantContext) -> ActiveFlow | None:
        """The open questionnaire; of several the one used last."""
        found = [await flow.current(context) for flow in self.flows.values()]
        flows = [active for active in found if active is not None]
        return max(flows, key=_used_at, default=None)

    async def expected_input(self, context: ParticipantContext) -> tuple[ExpectedInput, str]:
        """How the current question is answered, and its name; `NOTHING` and "" without one."""
        active = await self.current(context)
        if active is None:
            return ExpectedInput.NOTHING, ""
        question = active.question
        if question is None:
            return ExpectedInput.BUTTONS, active.name
        return ExpectedInput.FREE_TEXT if question.in_words else ExpectedInput.BUTTONS, active.name


def _used_at(active: ActiveFlow) -> datetime:
    return active.session.active_at or active.session.started_at
