"""State machine of a questionnaire: the eligibility check, a task, the plan.

A participant can go back, skip, pause, correct one answer from the summary, press old buttons, and
come back after weeks to content that has changed meanwhile.  An answer once given is kept.

Arguments of all steps: `sequence` is the update that gives an answer, `now` the present time.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.questionnaire.rules.answers import UnknownAnswer, validated, validated_text
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


def answer(
    session: QuestionnaireSession,
    questions: Questionnaire,
    question_id: str,
    value: str,
    sequence: int,
    now: datetime,
) -> bool:
    """Record an answer to any question; return whether it changed something.

    Raises NotOpen, UnknownAnswer, TextTooLong, NotANumber.
    """
    require_open(session)
    if question_id not in questions:
        raise UnknownAnswer(question_id)
    question = questions.question(question_id)
    clean = validated(question, session.merged(question, value))
    return _record(session, questions, question, clean, sequence, now)


def attach_file(
    session: QuestionnaireSession, question: Question, caption: str, sequence: int, now: datetime
) -> None:
    """Record a file with its caption as (part of) an answer; the question stays current for more.

    Raises NotOpen, TextTooLong, UnknownAnswer for a question that takes no files.
    """
    require_open(session)
    if not question.is_open:
        raise UnknownAnswer(question.id)
    known = session.answers.get(question.id)
    before = (known.value if known else None) or ""
    value = validated_text(question, "\n".join(part for part in (before, caption.strip()) if part))
    # A file without caption keeps the sequence: an earlier text, interpreted later, still counts.
    order = sequence if caption.strip() else (known.sequence if known else 0)
    session.answers[question.id] = session.new_answer(question.id, value, order, now)
    _touch(session, now)


def keep_answer(
    session: QuestionnaireSession, questions: Questionnaire, question: Question, now: datetime
) -> None:
    """Go on from a question that has its answer.  Raises NotOpen, AnswerRequired."""
    require_open(session)
    if not session.has_answer(question.id):
        raise AnswerRequired
    _touch(session, now)
    _go_on(session, questions, question)


def toggle_choice(
    session: QuestionnaireSession, question: Question, choice_id: str, now: datetime
) -> None:
    """Tick or untick one choice of a question with several answers.

    Raises NotOpen, UnknownAnswer.
    """
    require_open(session)
    choice = question.choice(choice_id)
    if choice is None or question.kind != "several":
        raise UnknownAnswer(choice_id)
    session.pending = question.toggled(session.pending, choice)
    _touch(session, now)


def finish_choices(
    session: QuestionnaireSession, questions: Questionnaire, sequence: int, now: datetime
) -> None:
    """Record the ticked choices.  Raises AnswerRequired while nothing is ticked."""
    question = session.question(questions)
    if question is None or not session.pending:
        raise AnswerRequired
    _record(session, questions, question, session.pending, sequence, now)


def skip(
    session: QuestionnaireSession, questions: Questionnaire, sequence: int, now: datetime
) -> None:
    """Skip the current question: record that, or leave it unanswered where that may be.

    Raises NotOpen, AnswerRequired.
    """
    require_open(session)
    question = session.question(questions)
    if question is None or not (question.optional or session.may_leave_gaps):
        raise AnswerRequired
    if question.optional:
        _record(session, questions, question, None, sequence, now)
        return
    following = None if session.correcting else questions.neighbour(question.id, +1)
    _touch(session, now)
    if following is None:
        go_to_summary(session)
    else:
        go_to_question(session, following)


def go_back(session: QuestionnaireSession, questions: Questionnaire, now: datetime) -> bool:
    """Go to the question before (from the summary: the last); return False at the first one.

    Raises NotOpen.
    """
    require_open(session)
    _touch(session, now)
    if session.correcting:
        go_to_summary(session)
        return True
    question = session.question(questions)
    before = questions.questions[-1] if question is None else questions.neighbour(question.id, -1)
    if before is None:
        return False
    go_to_question(session, before)
    return True


def correct(
    session: QuestionnaireSession, questions: Questionnaire, question_id: str, now: datetime
) -> None:
    """Ask one question again, then come back to the summary.  Raises NotOpen, UnknownAnswer."""
    require_open(session)
    if question_id not in questions:
        raise UnknownAnswer(question_id)
    go_to_question(session, questions.question(question_id))
    session.correcting = first_gap(session, questions) is None
    _touch(session, now)


def pause(session: QuestionnaireSession, now: datetime) -> None:
    """Raises NotOpen."""
    require_open(session)
    session.paused_at = now


def resume(session: QuestionnaireSession, now: datetime) -> None:
    """End a pause.  Raises NotOpen."""
    require_open(session)
    _touch(session, now)


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


def _record(
    session: QuestionnaireSession,
    questions: Questionnaire,
    question: Question,
    value: str | None,
    sequence: int,
    now: datetime,
) -> bool:
    known = session.answers.get(question.id)
    if known and known.sequence > sequence:
        return False
    current = session.question(questions)
    changed = known is None or known.value != value
    session.answers[question.id] = session.new_answer(question.id, value, sequence, now)
    _touch(session, now)
    if current is not None and current.id == question.id:
        _go_on(session, questions, question)
        return True
    return changed


def _go_on(session: QuestionnaireSession, questions: Questionnaire, question: Question) -> None:
    following = questions.neighbour(question.id, +1)
    if session.correcting or following is None:
        go_to_first_gap(session, questions)
    else:
        go_to_question(session, following)


def _touch(session: QuestionnaireSession, now: datetime) -> None:
    session.active_at, session.paused_at = now, None
