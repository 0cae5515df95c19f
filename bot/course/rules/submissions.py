"""A participant's submission for one task: answers, handing in, review.  Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.files.rules.files import SentFile
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import (
    Answer,
    AnswerRequired,
    NotOpen,
    QuestionnaireSession,
    first_gap,
    go_to_first_gap,
    go_to_question,
    go_to_summary,
    require_open,
)


class Stage(StrEnum):
    NEW = "new"
    STARTED = "started"
    HANDED_IN = "handed_in"
    RETURNED = "returned"  # the consultant asks for one more thing
    TALK = "talk"  # the consultant would like to talk about it
    APPROVED = "approved"


class ReviewVerdict(StrEnum):
    GOOD = "good"
    MORE = "more"
    TALK = "talk"


DONE = frozenset({Stage.HANDED_IN, Stage.TALK, Stage.APPROVED})


@dataclass
class StepAnswer(Answer):
    """One answer of a task (a table of its own)."""


@dataclass(kw_only=True)
class Submission(QuestionnaireSession):
    """`version`: how often it was handed in.  `first_handed_in_at` decides whether in time."""

    enrolment_id: int
    participant_id: int
    task_id: str
    due_on: date
    stage: Stage = Stage.NEW
    version: int = 0
    first_handed_in_at: datetime | None = None
    handed_in_at: datetime | None = None
    reviewed_at: datetime | None = None
    reviewed_by: int | None = None
    comment: str | None = None
    files: list[SentFile] = field(default_factory=list)
    id: int | None = None

    @property
    def open(self) -> bool:
        return self.stage is Stage.STARTED

    @property
    def is_done(self) -> bool:
        """Handed in, and not sent back."""
        return self.stage in DONE

    def new_answer(
        self, question_id: str, value: str | None, sequence: int, now: datetime
    ) -> Answer:
        return StepAnswer(question_id, value, sequence, now)

    def has_answer(self, question_id: str) -> bool:
        """An answer that was only a file does not count when the file was not accepted."""
        answer = self.answers.get(question_id)
        return answer is not None and (answer.value != "" or bool(self.files_of(question_id)))

    def merged(self, question: Question, value: str) -> str:
        """The new value of a step: text sent after files is appended to their caption."""
        before = self.value(question.id)
        asked = self.current == question.id and not self.correcting and question.is_open
        if asked and before and self.files_of(question.id):
            return f"{before}\n{value}"
        return value

    def files_of(self, question_id: str) -> list[SentFile]:
        return [f for f in self.files if f.question_id == question_id and f.counts]

    def is_late(self, today: date) -> bool:
        """A submission that was sent back has no deadline any more."""
        return not self.is_done and self.first_handed_in_at is None and self.due_on < today


def take_up(submission: Submission, steps: Questionnaire, now: datetime) -> None:
    """Begin, continue, or change what was handed in.  Raises NotOpen once it is approved."""
    if submission.stage is Stage.APPROVED:
        raise NotOpen
    if submission.stage is Stage.NEW:
        go_to_question(submission, steps.questions[0])
    elif submission.stage is not Stage.STARTED:
        go_to_first_gap(submission, steps)
        # One gap between answers: fill it, then return to the summary.
        submission.correcting = (
            submission.current is not None and submission.current != steps.questions[-1].id
        )
    submission.stage = Stage.STARTED
    submission.active_at, submission.paused_at = now, None


def hand_in(submission: Submission, steps: Questionnaire, now: datetime) -> None:
    """Raises NotOpen; AnswerRequired while a step has neither an answer nor a skip."""
    require_open(submission)
    if first_gap(submission, steps) is not None:
        raise AnswerRequired
    go_to_summary(submission)
    submission.stage = Stage.HANDED_IN
    submission.version += 1
    submission.handed_in_at = now
    submission.first_handed_in_at = submission.first_handed_in_at or now


def can_review(submission: Submission, verdict: ReviewVerdict, version: int) -> bool:
    """Whether this version can get that verdict; after TALK it can still get GOOD or MORE."""
    after_talk = submission.stage is Stage.TALK and verdict is not ReviewVerdict.TALK
    return submission.version == version and (submission.stage is Stage.HANDED_IN or after_talk)


def remove_files(submission: Submission, question_id: str) -> None:
    """Remove the files of one step and keep its text.  Raises NotOpen."""
    require_open(submission)
    for file in submission.files_of(question_id):
        file.remove()
    if not submission.value(question_id):
        submission.answers.pop(question_id, None)


def review(
    submission: Submission,
    verdict: ReviewVerdict,
    version: int,
    by: int,
    now: datetime,
    comment: str | None = None,
) -> None:
    """Record the verdict of a consultant.  Raises NotOpen where this version does not wait for it:
    it was changed or reviewed meanwhile.

    `by`: Telegram user id of the consultant.
    """
    if not can_review(submission, verdict, version):
        raise NotOpen
    stages = {
        ReviewVerdict.GOOD: Stage.APPROVED,
        ReviewVerdict.MORE: Stage.RETURNED,
        ReviewVerdict.TALK: Stage.TALK,
    }
    submission.stage = stages[verdict]
    submission.reviewed_at, submission.reviewed_by, submission.comment = now, by, comment
