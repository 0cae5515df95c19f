"""The way through a questionnaire, in any order of steps: the eligibility check, a task.

A person can go back, skip, pause, correct one answer from the summary, press old buttons, and
come back after weeks to content that has changed meanwhile.  An answer once given is kept.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.questionnaire.rules.answers import UnknownAnswer, checked, checked_text
from bot.questionnaire.rules.questionnaire import Question, Questionnaire

FRESH_FOR = timedelta(hours=12)  # later a person may not remember where they were: ask first


class NotOpen(Exception):
    """The answers are handed over (or replaced by newer ones) and can no longer change."""


class NeedsAnAnswer(Exception):
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
class Walk:
    """Where somebody is in a questionnaire.  Open without a current question: the summary."""

    started_at: datetime
    current: str | None = None
    correcting: bool = False
    marked: str = ""  # choices ticked so far in a question with several answers
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
    def passes(self) -> bool:
        """Whether any question can be left for later; it stays a gap then."""
        return False

    def moved(self) -> None:
        """Called when another question, or the summary, is the next thing to see."""

    def new_answer(
        self, question_id: str, value: str | None, sequence: int, now: datetime
    ) -> Answer:
        raise NotImplementedError

    def has_answer(self, question_id: str) -> bool:
        """Or was skipped."""
        return question_id in self.answers

    def joined(self, question: Question, value: str) -> str:
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
        to_first_gap(self, questions)
        return questions.question(self.current) if self.current else None

    def grown_cold(self, now: datetime) -> bool:
        last = self.active_at or self.started_at
        return self.paused_at is not None or now - last > FRESH_FOR

    def value(self, question_id: str) -> str | None:
        answer = self.answers.get(question_id)
        return answer.value if answer else None


def first_gap(walk: Walk, questions: Questionnaire) -> Question | None:
    return next((q for q in questions.questions if not walk.has_answer(q.id)), None)


def answer(
    walk: Walk, questions: Questionnaire, question_id: str, value: str, sequence: int,
    now: datetime,
) -> bool:  # fmt: skip
    """Record an answer to any question of an open walk; True where it changed something.

    Raises NotOpen, UnknownAnswer, TextTooLong, NotANumber.
    """
    require_open(walk)
    if question_id not in questions:
        raise UnknownAnswer(question_id)
    question = questions.question(question_id)
    clean = checked(question, walk.joined(question, value))
    return _record(walk, questions, question, clean, sequence, now)


def enclose(walk: Walk, question: Question, words: str, sequence: int, now: datetime) -> None:
    """A file came as an answer or part of one, with its caption; the question stays open for more.

    Raises NotOpen, TextTooLong, UnknownAnswer for a question that takes no files.
    """
    require_open(walk)
    if not question.is_open:
        raise UnknownAnswer(question.id)
    known = walk.answers.get(question.id)
    before = (known.value if known else None) or ""
    value = checked_text(question, "\n".join(part for part in (before, words.strip()) if part))
    # Words keep the order of words: a text that was put aside before this file still counts.
    order = sequence if words.strip() else (known.sequence if known else 0)
    walk.answers[question.id] = walk.new_answer(question.id, value, order, now)
    _touch(walk, now)


def go_on(walk: Walk, questions: Questionnaire, question: Question, now: datetime) -> None:
    """To what comes after a question that has its answer.  Raises NotOpen, NeedsAnAnswer."""
    require_open(walk)
    if not walk.has_answer(question.id):
        raise NeedsAnAnswer
    _touch(walk, now)
    _go_on(walk, questions, question)


def toggle(walk: Walk, question: Question, choice_id: str, now: datetime) -> None:
    """Tick or untick one choice of a question with several answers.  Raises UnknownAnswer."""
    require_open(walk)
    choice = question.choice(choice_id)
    if choice is None or question.kind != "several":
        raise UnknownAnswer(choice_id)
    walk.marked = question.toggled(walk.marked, choice)
    _touch(walk, now)


def finish_ticking(walk: Walk, questions: Questionnaire, sequence: int, now: datetime) -> None:
    """Raises NeedsAnAnswer while nothing is ticked."""
    question = walk.question(questions)
    if question is None or not walk.marked:
        raise NeedsAnAnswer
    _record(walk, questions, question, walk.marked, sequence, now)


def skip(walk: Walk, questions: Questionnaire, sequence: int, now: datetime) -> None:
    """Raises NotOpen, NeedsAnAnswer."""
    require_open(walk)
    question = walk.question(questions)
    if question is None or not (question.optional or walk.passes):
        raise NeedsAnAnswer
    if question.optional:
        _record(walk, questions, question, None, sequence, now)
        return
    following = None if walk.correcting else questions.neighbour(question.id, +1)
    _touch(walk, now)
    if following is None:
        to_summary(walk)
    else:
        ask(walk, following)


def back(walk: Walk, questions: Questionnaire, now: datetime) -> bool:
    """To the question before (from the summary: to the last one); False at the very first."""
    require_open(walk)
    _touch(walk, now)
    if walk.correcting:
        to_summary(walk)
        return True
    question = walk.question(questions)
    before = questions.questions[-1] if question is None else questions.neighbour(question.id, -1)
    if before is None:
        return False
    ask(walk, before)
    return True


def correct(walk: Walk, questions: Questionnaire, question_id: str, now: datetime) -> None:
    """Ask one question again, then come back to the summary.  Raises NotOpen, UnknownAnswer."""
    require_open(walk)
    if question_id not in questions:
        raise UnknownAnswer(question_id)
    ask(walk, questions.question(question_id))
    walk.correcting = first_gap(walk, questions) is None
    _touch(walk, now)


def pause(walk: Walk, now: datetime) -> None:
    require_open(walk)
    walk.paused_at = now


def resume(walk: Walk, now: datetime) -> None:
    require_open(walk)
    _touch(walk, now)


def values(walk: Walk) -> dict[str, str | None]:
    return {a.question_id: a.value for a in walk.answers.values()}


def require_open(walk: Walk) -> None:
    if not walk.open:
        raise NotOpen


def ask(walk: Walk, question: Question) -> None:
    walk.current, walk.marked = question.id, ""
    if question.kind == "several":
        walk.marked = walk.value(question.id) or ""
    walk.moved()


def to_first_gap(walk: Walk, questions: Questionnaire) -> None:
    gap = first_gap(walk, questions)
    if gap is None:
        to_summary(walk)
    else:
        ask(walk, gap)


def to_summary(walk: Walk) -> None:
    walk.current, walk.correcting, walk.marked = None, False, ""
    walk.moved()


def _record(
    walk: Walk, questions: Questionnaire, question: Question, value: str | None, sequence: int,
    now: datetime,
) -> bool:  # fmt: skip
    known = walk.answers.get(question.id)
    if known and known.sequence > sequence:
        return False
    waiting = walk.question(questions)
    changed = known is None or known.value != value
    walk.answers[question.id] = walk.new_answer(question.id, value, sequence, now)
    _touch(walk, now)
    if waiting is not None and waiting.id == question.id:
        _go_on(walk, questions, question)
        return True
    return changed


def _go_on(walk: Walk, questions: Questionnaire, question: Question) -> None:
    following = questions.neighbour(question.id, +1)
    if walk.correcting or following is None:
        to_first_gap(walk, questions)
    else:
        ask(walk, following)


def _touch(walk: Walk, now: datetime) -> None:
    walk.active_at, walk.paused_at = now, None
