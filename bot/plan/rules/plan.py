"""A person's business plan: own answers, a consultant's word to a section, and when it is ready.

It is a walk like a task, one section at a time, and it is never closed: any answer can change on
any day.
"""

from dataclasses import dataclass, field
from datetime import datetime

from bot.course.rules.enrolments import Enrolment
from bot.plan.rules.outline import PlanOutline
from bot.questionnaire.rules.answers import UnknownAnswer
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import (
    Answer,
    QuestionnaireSession,
    first_gap,
    go_to_question,
    resume,
)

ADDING = "+"  # pending: what is written next stands below the answer that is there


@dataclass
class PlanAnswer(Answer):
    """One answer of the plan (a table of its own)."""


@dataclass
class PlanComment:
    """What a consultant says to a section.  `read_at`: the person has put it away."""

    section: str
    words: str
    by: str
    written_at: datetime
    read_at: datetime | None = None
    id: int | None = None


@dataclass(kw_only=True)
class Plan(QuestionnaireSession):
    """`section`: the one in hand.  `ready_by`: the name of the consultant who said so."""

    enrolment_id: int
    participant_id: int
    section: str | None = None
    ready_at: datetime | None = None
    ready_by: str | None = None
    comments: list[PlanComment] = field(default_factory=list)
    id: int | None = None

    @property
    def open(self) -> bool:
        return True

    @property
    def may_leave_gaps(self) -> bool:
        return True

    def new_answer(
        self, question_id: str, value: str | None, sequence: int, now: datetime
    ) -> Answer:
        """The same again is no change."""
        known = self.answers.get(question_id)
        same = known is not None and known.value == value
        at = known.answered_at if known is not None and same else now
        return PlanAnswer(question_id, value, sequence, at)

    def merged(self, question: Question, value: str) -> str:
        before = self.value(question.id)
        if before and question.is_open and self.current == question.id and self.pending == ADDING:
            return f"{before}\n{value}"
        return value

    def section_in_hand(self, outline: PlanOutline) -> str:
        if self.current and self.current in outline.whole:
            return outline.whole.question(self.current).plan or ""
        return self.section or next(name for name, questions in outline.sections() if questions)


def in_hand(plan: Plan, enrolment: Enrolment) -> bool:
    """Whether a question of the plan waits: whoever has gone on with a task since is there."""
    if plan.current is None or plan.paused_at is not None or plan.active_at is None:
        return False
    tasks = [submission.active_at for submission in enrolment.submissions if submission.active_at]
    return all(at <= plan.active_at for at in tasks)


def go_to(plan: Plan, question: Question, section: Questionnaire, now: datetime) -> None:
    """Ask this one next; where its section has no gap, the end of the section comes after it."""
    go_to_question(plan, question)
    plan.section = question.plan
    plan.correcting = first_gap(plan, section) is None
    resume(plan, now)


def leave(plan: Plan) -> None:
    """No question waits any more; where one was is kept in the section."""
    plan.current, plan.correcting, plan.pending = None, False, ""


def add_to(plan: Plan, question: Question, section: Questionnaire, now: datetime) -> None:
    """What is written next stands below the answer.  Raises UnknownAnswer where there is none."""
    if not question.is_open or not plan.value(question.id):
        raise UnknownAnswer(question.id)
    go_to(plan, question, section, now)
    plan.pending = ADDING


# What a consultant says


def comment(plan: Plan, section: str, words: str, by: str, now: datetime) -> PlanComment:
    said = PlanComment(section, words, by, now)
    plan.comments.append(said)
    return said


def open_comments(plan: Plan, questions: Questionnaire, section: str) -> list[PlanComment]:
    """Until the person changes something in the section, or has put them away."""
    answers = [plan.answers.get(q.id) for q in questions.questions]
    changed = max((a.answered_at for a in answers if a), default=None)
    return [
        said
        for said in plan.comments
        if said.section == section
        and said.read_at is None
        and (changed is None or changed <= said.written_at)
    ]


def mark_read(plan: Plan, comment_id: int, now: datetime) -> PlanComment | None:
    said = next((c for c in plan.comments if c.id == comment_id), None)
    if said is not None and said.read_at is None:
        said.read_at = now
    return said


def mark_ready(plan: Plan, by: str, now: datetime) -> None:
    """As it stands; what the person changes later is said with it."""
    plan.ready_at, plan.ready_by = now, by


def unmark(plan: Plan) -> None:
    plan.ready_at, plan.ready_by = None, None
