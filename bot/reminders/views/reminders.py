"""Reminders as messages, with their buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.course.buttons import OpenPerson, OpenTask
from bot.course.rules.documents import WeekPicture
from bot.kernel.messages import (
    Amount,
    Button,
    Message,
    Paragraph,
    Param,
    Phrase,
    TimeOfDay,
    Verbatim,
    Weekday,
    item,
    message,
    phrase,
    phrases,
    quiet,
)
from bot.kernel.views.commands import (
    to_consultant,
    to_join,
    to_menu,
    to_plan,
    to_progress,
    to_reminders,
    to_task,
)
from bot.plan.views import plan
from bot.questionnaire.buttons import Resume
from bot.reminders.buttons import SnoozeReminder
from bot.reminders.rules.reminders import ReminderKind, Snooze
from bot.reminders.rules.triggers import Trigger

_MAX_REASON = 90


@dataclass(frozen=True)
class ReminderLine:
    """A line of a reminder: a text of the content, and what it is about."""

    text: str
    trigger: Trigger


def reminder(
    reminder_id: int, lines: Sequence[ReminderLine], reason: tuple[str, str] | None = None,
    picture: WeekPicture | None = None,
) -> Message:  # fmt: skip
    """`reason`: a text of the content, and the participant's own words in it."""
    content: list[Param | Paragraph] = [_line(line) for line in lines]
    if len(lines) > 1:
        content = [item(phrase("🌱 {line}", line=_line(line))) for line in lines]
    if reason is not None:
        text, words = reason
        content.append(quiet(phrase(text, reason=Verbatim(_cut(words)))))
    step = _step_button(lines[0].trigger)
    shown = message(*content, buttons=[[step], *_snooze_buttons(reminder_id)])
    return replace(shown, enclosure=picture) if picture else shown


def _line(line: ReminderLine) -> Phrase:
    trigger = line.trigger
    fields: dict[str, Param] = {
        "place": _number(trigger.place),
        "filled": _number(trigger.place),
        "total": _number(trigger.total),
    }
    if trigger.task is not None:
        fields["task"] = phrase(trigger.task.title)
    if trigger.week is not None:
        fields["week"] = phrase(trigger.week.title)
    if trigger.submission is not None:
        fields["day"] = Weekday(trigger.submission.due_on)
    if trigger.section is not None:
        fields["section"] = plan.section(trigger.section)
    used = {name: value for name, value in fields.items() if f"{{{name}}}" in line.text}
    return phrase(line.text, **used)


def _step_button(trigger: Trigger) -> Button:
    """Leads to what the reminder is about."""
    match trigger.kind:
        case ReminderKind.TASK | ReminderKind.DEADLINE | ReminderKind.PASSED if (
            trigger.submission and trigger.submission.id
        ):
            return Button(phrase("▶ Look at the task"), OpenTask(trigger.submission.id).pack())
        case ReminderKind.QUESTION if trigger.submission and trigger.submission.id:
            return Button(phrase("▶ Go on"), Resume("w", trigger.submission.id).pack())
        case ReminderKind.QUESTION:
            return to_join()
        case ReminderKind.PLAN:
            return to_plan()
        case ReminderKind.PRAISE | ReminderKind.LOOK_BACK:
            return to_progress()
        case ReminderKind.FOLLOW_UP:
            return to_consultant()
        case _:
            return to_task() if trigger.total == 0 else to_join()


def _snooze_buttons(reminder_id: int) -> list[list[Button]]:
    return [
        [
            Button(phrase("⏰ In an hour"), SnoozeReminder(reminder_id, Snooze.HOUR).pack()),
            Button(phrase("🌅 Tomorrow"), SnoozeReminder(reminder_id, Snooze.TOMORROW).pack()),
        ],
        [
            Button(phrase("🌙 Not today"), SnoozeReminder(reminder_id, Snooze.NOT_TODAY).pack()),
            to_reminders(),
        ],
    ]


def comes_at(moment: datetime) -> Message:
    """`moment`: local time."""
    return message(
        phrase("All right. I remind you on {day} at {time}.", **_when(moment)),
        buttons=[[to_menu()]],
    )


def not_today() -> Message:
    return message(
        phrase("All right, no more reminders today. Take care of yourself."),
        buttons=[[to_menu()]],
    )


def silent(person: Param, days: int, enrolment_id: int) -> Message:
    """For the consultants."""
    return message(
        phrases(
            "{person} has been silent for {count} day.",
            "{person} has been silent for {count} days.",
            days,
            person=person,
        ),
        quiet(phrase("I do not remind this person any more. A word from you may help.")),
        buttons=[[Button(phrase("👁 How this person is doing"), OpenPerson(enrolment_id).pack())]],
    )


def _when(moment: datetime) -> dict[str, Param]:
    return {"day": Weekday(moment.date()), "time": TimeOfDay(moment.time())}


def _cut(words: str) -> str:
    """On one line, as it is quoted in a sentence."""
    flat = " ".join(words.split())
    return flat if len(flat) <= _MAX_REASON else flat[:_MAX_REASON].rstrip() + "…"


def _number(value: int) -> Amount:
    return Amount(Decimal(value))
