"""What reminders say, as the content gives it.  Texts are catalogue keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What has words of its own: nearly the kinds of reminders, but a week may have been quiet."""

    TASK = "task"
    DEADLINE = "deadline"
    PASSED = "passed"
    QUESTION = "question"
    PLAN = "plan"
    PRAISE = "praise"
    LOOK_BACK = "look_back"
    QUIET_WEEK = "quiet_week"
    SILENCE = "silence"
    FOLLOW_UP = "follow_up"


# What the words of a topic may name.
FIELDS: dict[Topic, frozenset[str]] = {
    Topic.TASK: frozenset({"task"}),
    Topic.DEADLINE: frozenset({"task", "day"}),
    Topic.PASSED: frozenset({"task"}),
    Topic.QUESTION: frozenset({"place", "total"}),
    Topic.PLAN: frozenset({"section", "filled", "total"}),
    Topic.PRAISE: frozenset({"week"}),
    Topic.LOOK_BACK: frozenset(),
    Topic.QUIET_WEEK: frozenset(),
    Topic.SILENCE: frozenset(),
    Topic.FOLLOW_UP: frozenset(),
}


@dataclass(frozen=True)
class Words:
    """`title`: how a consultant chooses it.  `reason`: the person's own reason may follow."""

    title: str
    variants: tuple[str, ...]
    reason: bool


@dataclass(frozen=True)
class ReminderTexts:
    kinds: Mapping[Topic, Words]
    reasons: tuple[str, ...]
