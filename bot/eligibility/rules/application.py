"""Applications for the course: the answers of the eligibility check, outcome and decision.

The outcome is a recommendation and never a refusal: a consultant decides (GDPR article 22).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.eligibility.rules.assessment import Assessment, Outcome, assess
from bot.questionnaire.rules.questionnaire import Questionnaire
from bot.questionnaire.rules.session import (
    Answer,
    AnswerRequired,
    NotOpen,
    QuestionnaireSession,
    answer_values,
    first_gap,
    require_open,
)


class Status(StrEnum):
    ASKING = "asking"
    SUMMARY = "summary"
    SUBMITTED = "submitted"
    DECIDED = "decided"
    ABANDONED = "abandoned"


class Decision(StrEnum):
    INVITED = "invited"
    SUITABLE = "suitable"
    UNSUITABLE = "unsuitable"


@dataclass
class ApplicationAnswer(Answer):
    """An answer of the eligibility check."""


@dataclass(kw_only=True)
class Application(QuestionnaireSession):
    """One participant's answers of the eligibility check; `decided_by`: Telegram user id."""

    participant_id: int
    status: Status = Status.ASKING
    submitted_at: datetime | None = None
    outcome: Outcome | None = None
    decision: Decision | None = None
    decided_at: datetime | None = None
    decided_by: int | None = None
    id: int | None = None

    @property
    def open(self) -> bool:
        return self.status in (Status.ASKING, Status.SUMMARY)

    def on_step_changed(self) -> None:
        self.status = Status.SUMMARY if self.current is None else Status.ASKING

    def new_answer(
        self, question_id: str, value: str | None, sequence: int, now: datetime
    ) -> Answer:
        return ApplicationAnswer(question_id, value, sequence, now)


def begin(participant_id: int, questions: Questionnaire, now: datetime) -> Application:
    """A new application at the first question."""
    first = questions.questions[0].id
    return Application(participant_id=participant_id, started_at=now, current=first, active_at=now)


def abandon(application: Application) -> None:
    """Close an application because the participant starts over."""
    application.status = Status.ABANDONED
    application.current = None


def submit(application: Application, questions: Questionnaire, now: datetime) -> Assessment:
    """Send the answers and return their assessment.

    Raises NotOpen; AnswerRequired while a question was neither answered nor skipped.
    """
    require_open(application)
    if first_gap(application, questions) is not None:
        raise AnswerRequired
    assessment = assess(answer_values(application), questions)
    application.status, application.current = Status.SUBMITTED, None
    application.submitted_at, application.outcome = now, assessment.outcome
    return assessment


def decide(application: Application, decision: Decision, by: int, now: datetime) -> bool:
    """Record a consultant's decision; return False if it was the same before.  Raises NotOpen."""
    if application.status not in (Status.SUBMITTED, Status.DECIDED):
        raise NotOpen
    if application.decision is decision:
        return False
    application.status, application.decision = Status.DECIDED, decision
    application.decided_at, application.decided_by = now, by
    return True


# Id of the question why somebody wants to start a business.
REASON_QUESTION = "motivation"
