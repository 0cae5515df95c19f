"""The way through the eligibility check, and what its answers add up to.

It recommends and never refuses: a consultant decides (GDPR article 22).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.assessment import Assessment, Outcome, assess
from bot.domain.questionnaire import Question, Questionnaire

TEXT_LIMIT = 1000  # characters; two such answers and the rest still fit one Telegram message
FRESH_FOR = timedelta(hours=12)  # later a person may not remember where they were: ask first


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


class NotOpen(Exception):
    """The answers are sent (or replaced by newer ones) and can no longer change."""


class UnknownAnswer(Exception):
    """No such question, or no such choice in it."""


class NeedsAnAnswer(Exception):
    """This question may not be skipped, or nothing is chosen yet."""


class TextTooLong(Exception):
    def __init__(self, length: int, limit: int) -> None:
        super().__init__(length, limit)
        self.length, self.limit = length, limit


@dataclass
class Answer:
    """`value` is a choice id, several joined by commas, or the person's own words; None: skipped.

    `sequence` is the update that gave it: a late update never undoes a newer one.
    """

    question_id: str
    value: str | None
    sequence: int
    answered_at: datetime


@dataclass
class Application:
    participant_id: int
    started_at: datetime
    current: str | None
    status: Status = Status.ASKING
    correcting: bool = False
    marked: str = ""  # choices ticked so far in a question with several answers
    active_at: datetime | None = None
    paused_at: datetime | None = None
    submitted_at: datetime | None = None
    outcome: Outcome | None = None
    decision: Decision | None = None
    decided_at: datetime | None = None
    decided_by: int | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    id: int | None = None

    @property
    def open(self) -> bool:
        return self.status in (Status.ASKING, Status.SUMMARY)

    def question(self, questions: Questionnaire) -> Question | None:
        """The question that waits; None in the summary and after it.

        Content may have dropped it while the person was away: then this moves on to the first
        gap, or to the summary.
        """
        if self.status is not Status.ASKING or self.current is None:
            return None
        if self.current in questions:
            return questions.question(self.current)
        _to_first_gap(self, questions)
        return questions.question(self.current) if self.current else None

    def grown_cold(self, now: datetime) -> bool:
        last = self.active_at or self.started_at
        return self.paused_at is not None or now - last > FRESH_FOR

    def value(self, question_id: str) -> str | None:
        answer = self.answers.get(question_id)
        return answer.value if answer else None


def begin(participant_id: int, questions: Questionnaire, now: datetime) -> Application:
    return Application(participant_id, now, questions.questions[0].id, active_at=now)


def first_gap(application: Application, questions: Questionnaire) -> Question | None:
    return next((q for q in questions.questions if q.id not in application.answers), None)


def answer(
    application: Application,
    questions: Questionnaire,
    question_id: str,
    value: str,
    sequence: int,
    now: datetime,
) -> bool:
    """Record an answer to any question of an open application; True where it changed something.

    Raises NotOpen, UnknownAnswer, TextTooLong.
    """
    _require_open(application)
    if question_id not in questions:
        raise UnknownAnswer(question_id)
    question = questions.question(question_id)
    clean = _checked(question, value)
    return _record(application, questions, question, clean, sequence, now)


def toggle(application: Application, question: Question, choice_id: str, now: datetime) -> None:
    """Tick or untick one choice of a question with several answers.  Raises UnknownAnswer."""
    _require_open(application)
    choice = question.choice(choice_id)
    if choice is None or question.kind != "several":
        raise UnknownAnswer(choice_id)
    application.marked = question.toggled(application.marked, choice)
    _touch(application, now)


def finish_ticking(
    application: Application, questions: Questionnaire, sequence: int, now: datetime
) -> None:
    """Raises NeedsAnAnswer while nothing is ticked."""
    question = application.question(questions)
    if question is None or not application.marked:
        raise NeedsAnAnswer
    _record(application, questions, question, application.marked, sequence, now)


def skip(application: Application, questions: Questionnaire, sequence: int, now: datetime) -> None:
    """Raises NotOpen, NeedsAnAnswer."""
    _require_open(application)
    question = application.question(questions)
    if question is None or not question.optional:
        raise NeedsAnAnswer
    _record(application, questions, question, None, sequence, now)


def back(application: Application, questions: Questionnaire, now: datetime) -> bool:
    """To the question before (from the summary: to the last one); False at the very first."""
    _require_open(application)
    _touch(application, now)
    if application.correcting:
        _to_summary(application)
        return True
    question = application.question(questions)
    before = questions.questions[-1] if question is None else questions.neighbour(question.id, -1)
    if before is None:
        return False
    _ask(application, before)
    return True


def correct(
    application: Application, questions: Questionnaire, question_id: str, now: datetime
) -> None:
    """Ask one question again, then come back to the summary.  Raises NotOpen, UnknownAnswer."""
    _require_open(application)
    if question_id not in questions:
        raise UnknownAnswer(question_id)
    _ask(application, questions.question(question_id))
    application.correcting = first_gap(application, questions) is None
    _touch(application, now)


def pause(application: Application, now: datetime) -> None:
    _require_open(application)
    application.paused_at = now


def resume(application: Application, now: datetime) -> None:
    _require_open(application)
    _touch(application, now)


def abandon(application: Application) -> None:
    """The person starts over; what they answered before no longer counts."""
    application.status = Status.ABANDONED
    application.current = None


def values(application: Application) -> dict[str, str | None]:
    return {a.question_id: a.value for a in application.answers.values()}


def submit(application: Application, questions: Questionnaire, now: datetime) -> Assessment:
    """Raises NotOpen; NeedsAnAnswer while a question has neither an answer nor a skip."""
    _require_open(application)
    if first_gap(application, questions) is not None:
        raise NeedsAnAnswer
    assessment = assess(values(application), questions)
    application.status, application.current = Status.SUBMITTED, None
    application.submitted_at, application.outcome = now, assessment.outcome
    return assessment


def decide(application: Application, decision: Decision, by: int, now: datetime) -> bool:
    """The consultant's word; False where it says what was decided already.  Raises NotOpen."""
    if application.status not in (Status.SUBMITTED, Status.DECIDED):
        raise NotOpen
    if application.decision is decision:
        return False
    application.status, application.decision = Status.DECIDED, decision
    application.decided_at, application.decided_by = now, by
    return True


def _require_open(application: Application) -> None:
    if not application.open:
        raise NotOpen


def _checked(question: Question, value: str) -> str:
    if question.kind == "text":
        clean = value.strip()
        if len(clean) > TEXT_LIMIT:
            raise TextTooLong(len(clean), TEXT_LIMIT)
        if not clean:
            raise UnknownAnswer(question.id)
        return clean
    chosen = question.chosen(value)
    if not chosen or ",".join(c.id for c in chosen) != value:
        raise UnknownAnswer(value)
    if len(chosen) > 1 and (question.kind == "one" or any(c.alone for c in chosen)):
        raise UnknownAnswer(value)
    return value


def _record(
    application: Application,
    questions: Questionnaire,
    question: Question,
    value: str | None,
    sequence: int,
    now: datetime,
) -> bool:
    known = application.answers.get(question.id)
    if known and known.sequence > sequence:
        return False
    waiting = application.question(questions)
    changed = known is None or known.value != value
    application.answers[question.id] = Answer(question.id, value, sequence, now)
    _touch(application, now)
    if waiting is not None and waiting.id == question.id:
        _go_on(application, questions, question)
        return True
    return changed


def _go_on(application: Application, questions: Questionnaire, question: Question) -> None:
    following = questions.neighbour(question.id, +1)
    if application.correcting or following is None:
        _to_first_gap(application, questions)
    else:
        _ask(application, following)


def _to_first_gap(application: Application, questions: Questionnaire) -> None:
    gap = first_gap(application, questions)
    if gap is None:
        _to_summary(application)
    else:
        _ask(application, gap)


def _ask(application: Application, question: Question) -> None:
    application.status, application.current = Status.ASKING, question.id
    application.marked = ""
    if question.kind == "several":
        application.marked = application.value(question.id) or ""


def _to_summary(application: Application) -> None:
    application.status, application.current = Status.SUMMARY, None
    application.correcting, application.marked = False, ""


def _touch(application: Application, now: datetime) -> None:
    application.active_at, application.paused_at = now, None
