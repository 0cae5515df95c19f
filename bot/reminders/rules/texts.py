"""The texts of reminders, from the content.  They are catalogue keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ReminderTopic(StrEnum):
    """What has texts of its own: the kinds of reminders, and a look back at an empty week."""

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


# The fields that the texts of a topic may have.
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
class TopicTexts:
    """`title`: for consultants.  `reason`: the participant's own reason may follow."""

    title: str
    variants: tuple[str, ...]
    reason: bool


@dataclass(frozen=True)
class ReminderTexts:
    kinds: Mapping[ReminderTopic, TopicTexts]
    reasons: tuple[str, ...]


def choose_variant(count: int, used: list[int | None], seed: int) -> int | None:
    """The number of a text that is not in `used`; None if all are.  `seed` makes it stable."""
    fresh = [n for n in range(count) if n not in used]
    return fresh[seed % len(fresh)] if fresh else None
