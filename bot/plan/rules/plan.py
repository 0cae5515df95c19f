"""A participant's business plan: answers, consultants' comments, and whether it is ready.

A questionnaire session like a task, one section at a time; it is never closed, because any answer
can change on any day.
"""

from dataclasses import dataclass, field
from datetime import datetime

from bot.course.rules.enrolments import Enrolment
from bot.plan.rules.outline import PlanOutline
from bot.questionnaire.rules.answering import resume
from bot.questionnaire.rules.answers import UnknownAnswer
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import Answer, QuestionnaireSession, first_gap, go_to_question

APPENDING = "+"  # value of `pending`: the next text is appended to the answer


@dataclass
class PlanAnswer(Answer):
    """An answer of the plan; a class of its own because it has a table of its own."""


@dataclass
class PlanComment:
    """A consultant's comment on a section.  `read_at`: when the participant hid it."""

    section: str
    words: str
    by: str
    written_at: datetime
    read_at: datetime | None = None
    id: int | None = None


@dataclass(kw_only=True)
class Plan(QuestionnaireSession):
    """`section`: the current one.  `ready_by`: name of the consultant who marked it as ready."""

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
        """An unchanged value keeps its time."""
        known = self.answers.get(question_id)
        same = known is not None and known.value == value
        at = known.answered_at if known is not None and same else now
        return PlanAnswer(question_id, value, sequence, at)

    def merged(self, question: Question, value: str) -> str:
        """The value to store: appended to the answer where that was asked for."""
        before = self.value(question.id)
        appending = self.current == question.id and self.pending == APPENDING
        return f"{before}\n{value}" if before and question.is_open and appending else value

    def current_section(self, outline: PlanOutline) -> str:
        if self.current and self.current in outline.questionnaire:
            return outline.questionnaire.question(self.current).plan or ""
        return self.section or next(name for name, questions in outline.sections() if questions)


def is_active(plan: Plan, enrolment: Enrolment) -> bool:
    """Whether a question of the plan waits for an answer, and no task was worked on since."""
    if plan.current is None or plan.paused_at is not None or plan.active_at is None:
        return False
    tasks = [submission.active_at for submission in enrolment.submissions if submission.active_at]
    return all(at <= plan.active_at for at in tasks)


def go_to(plan: Plan, question: Question, section: Questionnaire, now: datetime) -> None:
    """Make it the current question; if its section has no gap, the section's end follows it."""
    go_to_question(plan, question)
    plan.section = question.plan
    plan.correcting = first_gap(plan, section) is None
    resume(plan, now)


def leave(plan: Plan) -> None:
    """Clear the current question; the section is kept."""
    plan.current, plan.correcting, plan.pending = None, False, ""


def append_to(plan: Plan, question: Question, section: Questionnaire, now: datetime) -> None:
    """Ask for a text to append to the answer.  Raises UnknownAnswer where there is none."""
    if not question.is_open or not plan.value(question.id):
        raise UnknownAnswer(question.id)
    go_to(plan, question, section, now)
    plan.pending = APPENDING


# Consultants


def add_comment(plan: Plan, section: str, words: str, by: str, now: datetime) -> PlanComment:
    added = PlanComment(section, words, by, now)
    plan.comments.append(added)
    return added


def pending_comments(plan: Plan, questions: Questionnaire, section: str) -> list[PlanComment]:
    """Comments on a section that were neither hidden nor followed by a change in it."""
    answers = [plan.answers.get(q.id) for q in questions.questions]
    changed = max((a.answered_at for a in answers if a), default=None)
    return [
        comment
        for comment in plan.comments
        if comment.section == section
        and comment.read_at is None
        and (changed is None or changed <= comment.written_at)
    ]


def mark_read(plan: Plan, comment_id: int, now: datetime) -> PlanComment | None:
    """Hide a comment; None where the plan has no such comment."""
    comment = next((c for c in plan.comments if c.id == comment_id), None)
    if comment is not None and comment.read_at is None:
        comment.read_at = now
    return comment


def mark_ready(plan: Plan, by: str, now: datetime) -> None:
    """As it is now; see `PlanView.changed_since_ready` for later changes."""
    plan.ready_at, plan.ready_by = now, by


def unmark_ready(plan: Plan) -> None:
    plan.ready_at, plan.ready_by = None, None
