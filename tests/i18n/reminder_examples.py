"""Reminders and wishes about them, with the longest that can stand in them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from bot.content.loader import load
from bot.course.rules.course import PLAN_SECTIONS
from bot.course.rules.documents import WeekPicture
from bot.course.rules.submissions import Submission
from bot.kernel.messages import Day, Message, phrase
from bot.kernel.participants import Participant
from bot.reminders.buttons import ManualReminderButton, PreviewReminder
from bot.reminders.rules.manual import AudienceKind, ReminderAudience
from bot.reminders.rules.preferences import EVERY_DAY, Preferences
from bot.reminders.rules.reminders import DecisionReason, Reminder, ReminderKind
from bot.reminders.rules.texts import ReminderTexts, ReminderTopic, TopicTexts
from bot.reminders.rules.triggers import Trigger
from bot.reminders.views import consultant as consultant_views
from bot.reminders.views.consultant import MAX_NAMED, AudiencePreview
from bot.reminders.views.reminders import ReminderLine

NOON = datetime(2026, 12, 23, 12, 0, tzinfo=UTC)
DAY = date(2026, 12, 23)
CONTENT = load()
TEXTS, COURSE = CONTENT.reminders, CONTENT.course
WIDE = Participant(2**40, "W" * 64, "so", NOON, id=10**9)
TASK = max(COURSE.tasks.values(), key=lambda task: len(task.title))
WORK = Submission(
    started_at=NOON, enrolment_id=1, participant_id=7, task_id=TASK.id, due_on=DAY, id=10**9
)
SECTION = PLAN_SECTIONS[0]
EVERYBODY = ReminderAudience(AudienceKind.COHORT, 10**9)
KINDS = {ReminderTopic.QUIET_WEEK: ReminderKind.LOOK_BACK}


def trigger(topic: ReminderTopic) -> Trigger:
    kind = KINDS.get(topic) or ReminderKind(topic.value)
    return Trigger(kind, "n", DAY, DAY, TASK, WORK, COURSE.weeks[0], "motivation", 12, 12, SECTION)


LINES = [
    ReminderLine(text, trigger(topic))
    for topic, words in TEXTS.kinds.items()
    for text in words.variants
]
WISHES = [
    Preferences(7),
    Preferences(7, EVERY_DAY, time(18), ramadan=True, asked_at=NOON),
    Preferences(7, frozenset({6}), stopped_at=NOON, paused_at=NOON, not_before=NOON),
]
REMINDERS = [Reminder(7, kind, "n", NOON, NOON, id=1) for kind in ReminderKind]
MANY = [(WIDE, why) for why in (None, *DecisionReason)]
PICTURE = WeekPicture(Day(DAY), (3,) * 7, (phrase(TASK.title),) * 4, 99, 24, 24)
PREVIEWS = [
    AudiencePreview([], [], None),
    AudiencePreview([WIDE] * 3, MANY, NOON),
    AudiencePreview([WIDE] * MAX_NAMED * 3, MANY * 2, None),
]

EXAMPLES: dict[Any, list[Any]] = {
    ManualReminderButton: [PreviewReminder(EVERYBODY, topic, 5) for topic in ReminderTopic],
    ReminderAudience: [EVERYBODY],
    ReminderKind: list(ReminderKind),
    Preferences: WISHES,
    AudiencePreview: PREVIEWS,
    Reminder | None: [None, *REMINDERS],
    ReminderTexts: [TEXTS],
    Sequence[ReminderLine]: [*([line] for line in LINES), LINES[:3], LINES[-3:]],
    ReminderTopic: list(ReminderTopic),
    WeekPicture | None: [None, PICTURE],
    TopicTexts: [TEXTS.kinds[ReminderTopic.SILENCE]],  # names nothing; the others see `spoken`
    dict[int, datetime]: [{1: NOON}],
    frozenset[int]: [EVERY_DAY, frozenset({0, 2, 4})],
    tuple[str, str] | None: [None, *((text, "r" * 1000) for text in TEXTS.reasons)],
}


def spoken() -> Iterator[Message]:
    """Every topic with its own words."""
    for topic, words in TEXTS.kinds.items():
        yield consultant_views.choose_text(EVERYBODY, topic, words)
        for variant in range(len(words.variants)):
            chosen = PreviewReminder(EVERYBODY, topic, variant)
            yield from (consultant_views.preview(chosen, words, seen) for seen in PREVIEWS)
