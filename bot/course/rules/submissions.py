"""One person's work on one task: drafts, handing in, what the consultant says to it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.files.rules.files import SentFile
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import (
    Answer,
    NeedsAnAnswer,
    NotOpen,
    QuestionnaireSession,
    ask,
    first_gap,
    require_open,
    to_first_gap,
    to_summary,
)


class Stage(StrEnum):
    NEW = "new"
    STARTED = "started"
    HANDED_IN = "handed_in"
    RETURNED = "returned"  # the consultant asks for one more thing
    TALK = "talk"  # the consultant would like to talk about it
    APPROVED = "approved"


class Verdict(StrEnum):
    GOOD = "good"
    MORE = "more"
    TALK = "talk"


DONE = frozenset({Stage.HANDED_IN, Stage.TALK, Stage.APPROVED})


@dataclass
class StepAnswer(Answer):
    """One answer of a task (a table of its own)."""


@dataclass(kw_only=True)
class Submission(QuestionnaireSession):
    """`version` counts the times it was handed in; `first_handed_in_at` tells whether in time."""

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
        """Handed in, and nothing more asked of the person."""
        return self.stage in DONE

    def new_answer(
        self, question_id: str, value: str | None, sequence: int, now: datetime
    ) -> Answer:
        return StepAnswer(question_id, value, sequence, now)

    def has_answer(self, question_id: str) -> bool:
        """An answer that was only a file is none when we could not take the file."""
        answer = self.answers.get(question_id)
        return answer is not None and (answer.value != "" or bool(self.files_of(question_id)))

    def joined(self, question: Question, value: str) -> str:
        """Words that come beside files stand below those that came with them."""
        before = self.value(question.id)
        asked = self.current == question.id and not self.correcting and question.is_open
        if asked and before and self.files_of(question.id):
            return f"{before}\n{value}"
        return value

    def files_of(self, question_id: str) -> list[SentFile]:
        return [f for f in self.files if f.question_id == question_id and f.counts]

    def is_late(self, today: date) -> bool:
        """What was handed in once and came back has no deadline any more."""
        return not self.is_done and self.first_handed_in_at is None and self.due_on < today


def take_up(work: Submission, steps: Questionnaire, now: datetime) -> None:
    """Begin, go on, or change what was handed in.  Raises NotOpen once it is approved."""
    if work.stage is Stage.APPROVED:
        raise NotOpen
    if work.stage is Stage.NEW:
        ask(work, steps.questions[0])
    elif work.stage is not Stage.STARTED:
        to_first_gap(work, steps)
        # A single gap between answers: fill it and come back to the summary.
        work.correcting = work.current is not None and work.current != steps.questions[-1].id
    work.stage = Stage.STARTED
    work.active_at, work.paused_at = now, None


def hand_in(work: Submission, steps: Questionnaire, now: datetime) -> None:
    """Raises NotOpen; NeedsAnAnswer while a step has neither an answer nor a skip."""
    require_open(work)
    if first_gap(work, steps) is not None:
        raise NeedsAnAnswer
    to_summary(work)
    work.stage = Stage.HANDED_IN
    work.version += 1
    work.handed_in_at = now
    work.first_handed_in_at = work.first_handed_in_at or now


def can_review(work: Submission, verdict: Verdict, version: int) -> bool:
    """Whether this version waits for that word; after a talk it can still be good or lack more."""
    after_talk = work.stage is Stage.TALK and verdict is not Verdict.TALK
    return work.version == version and (work.stage is Stage.HANDED_IN or after_talk)


def remove_files(work: Submission, question_id: str) -> None:
    """Take back what was sent to one step; its words stay.  Raises NotOpen."""
    require_open(work)
    for file in work.files_of(question_id):
        file.remove()
    if not work.value(question_id):
        work.answers.pop(question_id, None)


def review(
    work: Submission,
    verdict: Verdict,
    version: int,
    by: int,
    now: datetime,
    comment: str | None = None,
) -> None:
    """What the consultant says to one version.  Raises NotOpen where it does not wait (any more):
    it was changed meanwhile, or somebody has looked at it."""
    if not can_review(work, verdict, version):
        raise NotOpen
    stages = {Verdict.GOOD: Stage.APPROVED, Verdict.MORE: Stage.RETURNED, Verdict.TALK: Stage.TALK}
    work.stage = stages[verdict]
    work.reviewed_at, work.reviewed_by, work.comment = now, by, comment
