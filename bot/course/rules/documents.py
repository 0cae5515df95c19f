"""The documents of the course as data.  `run` is the name of the cohort: a stored key."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages.enclosures import Drawing
from bot.kernel.messages.params import Day, Phrase, Verbatim


@dataclass(frozen=True)
class WeekMark:
    """One week on the path.  `tasks`: how many it has; `done`: how many are handed in."""

    title: Phrase
    state: Literal["done", "now", "open", "ahead"]
    done: int
    tasks: int


@dataclass(frozen=True)
class PathPicture(Drawing):
    """Progress through the course, as a path (PNG)."""

    weeks: tuple[WeekMark, ...]
    kind: Literal["path"] = "path"


@dataclass(frozen=True)
class WeekPicture(Drawing):
    """A review of one week (PNG).  `days`: how many answers on each day, from Monday on."""

    monday: Day
    days: tuple[int, ...]
    tasks: tuple[Phrase, ...]  # their titles
    answers: int
    handed_in: int  # of all tasks so far
    all_tasks: int
    kind: Literal["week"] = "week"


@dataclass(frozen=True)
class Certificate(Drawing):
    """The certificate of a finished course (PDF)."""

    name: Verbatim
    run: Verbatim
    began: Day
    ended: Day
    approved_by: Verbatim
    weeks: tuple[Phrase, ...]  # their titles
    language: str | None = None  # None: the reader's
    kind: Literal["certificate"] = "certificate"


@dataclass(frozen=True)
class Statement(Drawing):
    """The statement of participation for the jobcenter (PDF); without answers and reasons."""

    name: Verbatim
    run: Verbatim
    began: Day
    today: Day
    weeks: tuple[WeekMark, ...]
    meetings_held: int
    meetings_attended: int
    weeks_away: int  # weeks with a notice of absence
    language: str | None = None  # None: the reader's
    kind: Literal["statement"] = "statement"
