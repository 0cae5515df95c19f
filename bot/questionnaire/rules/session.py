"""State machine of a questionnaire: the eligibility check, a task, the plan.

A participant can go back, skip, pause, correct one answer from the summary, press old buttons, and
come back after weeks to content that has changed meanwhile.  An answer once given is kept.

Arguments of all steps: `sequence` is the update that gives an answer, `now` the present time.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.questionnaire.rules.questionnaire import Question, Questionnaire

STALE_AFTER = timedelta(hours=12)  # after a longer break ask: go on or start over?


class NotOpen(Exception):
    """The answers were handed in or replaced by newer ones; they cannot change any more."""


class AnswerRequired(Exception):
    """The question may not be skipped, or nothing is chosen yet."""


@dataclass
class Answer:
    """An answer to one question.

    `value`: a choice id, several joined by commas, a decimal number, a list (see item_lines), or
    the participant's text ("" where only files were sent); None: skipped.
    `sequence`: the update that gave it; an earlier update that arrives late changes nothing.
    """

    question_id: str
    value: str | None
    sequence: int
    answered_at: datetime


@dataclass(kw_only=True)
class QuestionnaireSession:
    """State of one participant in a questionnaire.  Open without a current question: the summary.

    `current`: id of the current question; `correcting`: after it comes the summary again;
    `pending`: unfinished input to it: ticked choices, or the id of the list line being changed.
    """

    started_at: datetime
    current: str | None = None
    correcting: bool = False
    pending: str = ""
    active_at: datetime | None = None
    paused_at: datetime | None = None
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether answers can still change."""
        raise NotImplementedError

    @property
    def at_summary(self) -> bool:
        return self.open and self.current is None

    @property
    def may_leave_gaps(self) -> bool:
        """Whether any question can be left unanswered for now."""
        return False

    def on_step_changed(self) -> None:
        """Called when another question, or the summary, becomes current."""

    def new_answer(
        self, question_id: str, value: str | None, sequence: int, now: datetime
    ) -> Answer:
        """An answer of the subclass's own type."""
        raise NotImplementedError

    def has_answer(self, question_id: str) -> bool:
        """Whether the question was answered or skipped."""
        return question_id in self.answers

    def merged(self, question: Question, value: str) -> str:
        """The value to store: `value` together with what it adds to."""
        return value

    def question(self, questions: Questionnaire) -> Question | None:
        """The current question; None in the summary and when closed.

        If the content has dropped it, the first unanswered question (or the summary) becomes
        current.
        """
        if not self.open or self.current is None:
            return None
        if self.current in questions:
            return questions.question(self.current)
        go_to_first_gap(self, questions)
        return questions.question(self.current) if self.current else None

    def is_stale(self, now: datetime) -> bool:
        """Whether it is paused or was not used for `STALE_AFTER`."""
        last = self.active_at or self.started_at
        return self.paused_at is not None or now - last > STALE_AFTER

    def value(self, question_id: str) -> str | None:
        """The answer to a question; None if it is missing or was skipped."""
        answer = self.answers.get(question_id)
        return answer.value if answer else None


def first_gap(session: QuestionnaireSession, questions: Questionnaire) -> Question | None:
    """The first question that was neither answered nor skipped."""
    return next((q for q in questions.questions if not session.has_answer(q.id)), None)


def answer_values(session: QuestionnaireSession) -> dict[str, str | None]:
    """All values by question id."""
    return {a.question_id: a.value for a in session.answers.values()}


def require_open(session: QuestionnaireSession) -> None:
    """Raises NotOpen."""
    if not session.open:
        raise NotOpen


def go_to_question(session: QuestionnaireSession, question: Question) -> None:
    """Make a question current, with the choices of its earlier answer ticked."""
    session.current, session.pending = question.id, ""
    if question.kind == "several":
        session.pending = session.value(question.id) or ""
    session.on_step_changed()


def go_to_first_gap(session: QuestionnaireSession, questions: Questionnaire) -> None:
    """Make the first unanswered question current, or the summary."""
    gap = first_gap(session, questions)
    if gap is None:
        go_to_summary(session)
    else:
        go_to_question(session, gap)


def go_to_summary(session: QuestionnaireSession) -> None:
    session.current, session.correcting, session.pending = None, False, ""
    session.on_step_changed()
