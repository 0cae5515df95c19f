"""Pictures and papers of the course, as data: the path, a week, certificate, statement."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages.enclosures import Drawing
from bot.kernel.messages.params import Day, Phrase, Verbatim


@dataclass(frozen=True)
class WeekMark:
    """One week on the drawn path; `tasks` are all of the week's, `done` those handed in."""

    title: Phrase
    state: Literal["done", "now", "open", "ahead"]
    done: int
    tasks: int


@dataclass(frozen=True)
class PathPicture(Drawing):
    """The way through the course as a picture (PNG)."""

    weeks: tuple[WeekMark, ...]
    kind: Literal["path"] = "path"


@dataclass(frozen=True)
class WeekPicture(Drawing):
    """A look back at one week (PNG): how much was done on each of its days, from Monday on, what
    was handed in, and how far the course is."""

    monday: Day
    days: tuple[int, ...]
    tasks: tuple[Phrase, ...]  # their titles
    answers: int
    handed_in: int  # of all tasks so far
    all_tasks: int
    kind: Literal["week"] = "week"


@dataclass(frozen=True)
class Certificate(Drawing):
    """For a finished course (PDF)."""

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
    """What a person has done so far, to show to the jobcenter (PDF).  No answers, no illness."""

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
