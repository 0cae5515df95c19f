"""The way through a questionnaire, in any order of steps: the eligibility check, a task.

A person can go back, skip, pause, correct one answer from the summary, press old buttons, and
come back after weeks to content that has changed meanwhile.  An answer once given is kept.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.questionnaire.rules.answers import UnknownAnswer, validated, validated_text
from bot.questionnaire.rules.questionnaire import Question, Questionnaire

STALE_AFTER = timedelta(hours=12)  # later a person may not remember where they were: ask first


class NotOpen(Exception):
    """The answers are handed over (or replaced by newer ones) and can no longer change."""


class AnswerRequired(Exception):
    """This question may not be skipped, or nothing is chosen yet."""


@dataclass
class Answer:
    """`value` is a choice id, several joined by commas, a decimal number, or the person's own
    words ("" where only files were sent); None: skipped.

    `sequence` is the update that gave it: a late update never undoes a newer one.
    """

    question_id: str
    value: str | None
    sequence: int
    answered_at: datetime


@dataclass(kw_only=True)
class QuestionnaireSession:
    """Where somebody is in a questionnaire.  Open without a current question: the summary."""

    started_at: datetime
    current: str | None = None
    correcting: bool = False
    pending: str = ""  # choices ticked so far in a question with several answers
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
        """Whether any question can be left for later; it stays a gap then."""
        return False

    def on_step_changed(self) -> None:
        """Called when another question, or the summary, is the next thing to see."""

    def new_answer(
        self, question_id: str, value: str | None, sequence: int, now: datetime
    ) -> Answer:
        raise NotImplementedError

    def has_answer(self, question_id: str) -> bool:
        """Or was skipped."""
        return question_id in self.answers

    def merged(self, question: Question, value: str) -> str:
        """The value to keep, where something that belongs to it is there already."""
        return value

    def question(self, questions: Questionnaire) -> Question | None:
        """The question that waits; None in the summary and after it.

        Content may have dropped it while the person was away: then this moves on to the first
        gap, or to the summary.
        """
        if not self.open or self.current is None:
            return None
        if self.current in questions:
            return questions.question(self.current)
        go_to_first_gap(self, questions)
        return questions.question(self.current) if self.current else None

    def is_stale(self, now: datetime) -> bool:
        last = self.active_at or self.started_at
        return self.paused_at is not None or now - last > STALE_AFTER

    def value(self, question_id: str) -> str | None:
        answer = self.answers.get(question_id)
        return answer.value if answer else None


def first_gap(session: QuestionnaireSession, questions: Questionnaire) -> Question | None:
    return next((q for q in questions.questions if not session.has_answer(q.id)), None)


def answer(
    session: QuestionnaireSession,
    questions: Questionnaire,
    question_id: str,
    value: str,
    sequence: int,
    now: datetime,
) -> bool:
    """Record an answer to any question of an open walk; True where it changed something.

    Raises NotOpen, UnknownAnswer, TextTooLong, NotANumber.
    """
    require_open(session)
    if question_id not in questions:
        raise UnknownAnswer(question_id)
    question = questions.question(question_id)
    clean = validated(question, session.merged(question, value))
    return _record(session, questions, question, clean, sequence, now)


def attach_file(
    session: QuestionnaireSession, question: Question, words: str, sequence: int, now: datetime
) -> None:
    """A file came as an answer or part of one, with its caption; the question stays open for more.

    Raises NotOpen, TextTooLong, UnknownAnswer for a question that takes no files.
    """
    require_open(session)
    if not question.is_open:
        raise UnknownAnswer(question.id)
    known = session.answers.get(question.id)
    before = (known.value if known else None) or ""
    value = validated_text(question, "\n".join(part for part in (before, words.strip()) if part))
    # Words keep the order of words: a text that was put aside before this file still counts.
    order = sequence if words.strip() else (known.sequence if known else 0)
    session.answers[question.id] = session.new_answer(question.id, value, order, now)
    _touch(session, now)


def keep_answer(
    session: QuestionnaireSession, questions: Questionnaire, question: Question, now: datetime
) -> None:
    """To what comes after a question that has its answer.  Raises NotOpen, NeedsAnAnswer."""
    require_open(session)
    if not session.has_answer(question.id):
        raise AnswerRequired
    _touch(session, now)
    _go_on(session, questions, question)


def toggle_choice(
    session: QuestionnaireSession, question: Question, choice_id: str, now: datetime
) -> None:
    """Tick or untick one choice of a question with several answers.  Raises UnknownAnswer."""
    require_open(session)
    choice = question.choice(choice_id)
    if choice is None or question.kind != "several":
        raise UnknownAnswer(choice_id)
    session.pending = question.toggled(session.pending, choice)
    _touch(session, now)


def finish_choices(
    session: QuestionnaireSession, questions: Questionnaire, sequence: int, now: datetime
) -> None:
    """Raises NeedsAnAnswer while nothing is ticked."""
    question = session.question(questions)
    if question is None or not session.pending:
        raise AnswerRequired
    _record(session, questions, question, session.pending, sequence, now)


def skip(
    session: QuestionnaireSession, questions: Questionnaire, sequence: int, now: datetime
) -> None:
    """Raises NotOpen, NeedsAnAnswer."""
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
    """To the question before (from the summary: to the last one); False at the very first."""
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
    require_open(session)
    session.paused_at = now


def resume(session: QuestionnaireSession, now: datetime) -> None:
    require_open(session)
    _touch(session, now)


def answer_values(session: QuestionnaireSession) -> dict[str, str | None]:
    return {a.question_id: a.value for a in session.answers.values()}


def require_open(session: QuestionnaireSession) -> None:
    if not session.open:
        raise NotOpen


def go_to_question(session: QuestionnaireSession, question: Question) -> None:
    session.current, session.pending = question.id, ""
    if question.kind == "several":
        session.pending = session.value(question.id) or ""
    session.on_step_changed()


def go_to_first_gap(session: QuestionnaireSession, questions: Questionnaire) -> None:
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
    waiting = session.question(questions)
    changed = known is None or known.value != value
    session.answers[question.id] = session.new_answer(question.id, value, sequence, now)
    _touch(session, now)
    if waiting is not None and waiting.id == question.id:
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
