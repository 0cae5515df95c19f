"""What reminders say, as the content gives it.  Texts are catalogue keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ReminderTopic(StrEnum):
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
FIELDS: dict[ReminderTopic, frozenset[str]] = {
    ReminderTopic.TASK: frozenset({"task"}),
    ReminderTopic.DEADLINE: frozenset({"task", "day"}),
    ReminderTopic.PASSED: frozenset({"task"}),
    ReminderTopic.QUESTION: frozenset({"place", "total"}),
    ReminderTopic.PLAN: frozenset({"section", "filled", "total"}),
    ReminderTopic.PRAISE: frozenset({"week"}),
    ReminderTopic.LOOK_BACK: frozenset(),
    ReminderTopic.QUIET_WEEK: frozenset(),
    ReminderTopic.SILENCE: frozenset(),
    ReminderTopic.FOLLOW_UP: frozenset(),
}


@dataclass(frozen=True)
class ReminderWords:
    """`title`: how a consultant chooses it.  `reason`: the person's own reason may follow."""

    title: str
    variants: tuple[str, ...]
    reason: bool


@dataclass(frozen=True)
class ReminderTexts:
    kinds: Mapping[ReminderTopic, ReminderWords]
    reasons: tuple[str, ...]
