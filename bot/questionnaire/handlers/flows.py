"""The way a person is on just now: the eligibility check, or a task of the course."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.kernel.messages import Message
from bot.kernel.participant_context import Turn
from bot.questionnaire.rules.interruption import Waiting
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import Walk
from bot.questionnaire.views.steps import More


class Words(Protocol):
    """How a way speaks."""

    def question(self, question: Question, more: More | None = None) -> Message: ...
    def answered(self, question: Question) -> Message: ...
    def summary(self) -> Message: ...
    def which_to_change(self) -> Message: ...
    def all_answers(self) -> Message: ...
    def where_we_were(self, question: Question | None) -> Message: ...
    def paused(self) -> Message: ...


@dataclass(frozen=True)
class Path:
    """One person's walk, its questions, how it speaks, and the use cases at its ends.

    `prefix` tells steps of the same id on different paths apart.
    """

    walk: Walk
    questions: Questionnaire
    words: Words
    way: "Way"
    prefix: str = ""

    @property
    def question(self) -> Question | None:
        """The one that waits; None in the summary."""
        return self.walk.question(self.questions)

    @property
    def name(self) -> str:
        """Of what waits; a text that had to wait itself is compared with it."""
        question = self.question
        return f"{self.prefix}{question.id if question else 'summary'}"


class Way(Protocol):
    """A kind of path: where it comes from and what stands at its ends."""

    async def current(self, turn: Turn) -> Path | None:
        """The person's open path of this kind; None where nothing waits."""

    async def of_id(self, turn: Turn, number: int) -> Path | None:
        """By the id in a button's data; None where it is not this person's."""

    async def take_up(self, turn: Turn, path: Path) -> None:
        """Go on with it, from a pause or from a summary."""

    async def reopen(self, turn: Turn, path: Path) -> None:
        """Change what was handed over already.  Raises NotOpen where that can't be."""

    async def remove_files(self, turn: Turn, path: Path, question_id: str) -> None:
        """Raises NotOpen."""

    async def start_over(self, turn: Turn, path: Path) -> None: ...

    async def finish(self, turn: Turn, path: Path, message_id: int | None) -> None:
        """From the summary: send it, hand it in.  Raises NotOpen."""

    async def closed(self, turn: Turn, path: Path) -> None:
        """An old button of what is no longer open: say how things stand."""


@dataclass(frozen=True)
class Paths:
    """All ways by the topic of their buttons; of two open paths the one gone last is in hand."""

    ways: Mapping[str, Way]

    async def current(self, turn: Turn) -> Path | None:
        found = [await way.current(turn) for way in self.ways.values()]
        paths = [path for path in found if path is not None]
        return max(paths, key=_gone_at, default=None)

    async def waiting(self, turn: Turn) -> tuple[Waiting, str]:
        """What the person is asked just now: how it is answered, and its name."""
        path = await self.current(turn)
        if path is None:
            return Waiting.NOTHING, ""
        question = path.question
        if question is None:
            return Waiting.BUTTONS, path.name
        return Waiting.FREE_TEXT if question.in_words else Waiting.BUTTONS, path.name


def _gone_at(path: Path) -> datetime:
    return path.walk.active_at or path.walk.started_at
