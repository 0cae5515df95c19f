"""What reminders are made of, and the buttons under them."""

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

_LONGEST_REASON = 90


@dataclass(frozen=True)
class ReminderLine:
    """One thing to say: a text of the content, and what it is about."""

    text: str
    occasion: Trigger


def reminder(
    reminder_id: int, lines: Sequence[ReminderLine], reason: tuple[str, str] | None = None,
    picture: WeekPicture | None = None,
) -> Message:  # fmt: skip
    """`reason`: a text of the content, and the person's own words for it."""
    said: list[Param | Paragraph] = [_said(line) for line in lines]
    if len(lines) > 1:
        said = [item(phrase("🌱 {line}", line=_said(line))) for line in lines]
    if reason is not None:
        text, words = reason
        said.append(quiet(phrase(text, reason=Verbatim(_cut(words)))))
    step = _step(lines[0].occasion)
    made = message(*said, buttons=[[step], *_later(reminder_id)])
    return replace(made, enclosure=picture) if picture else made


def _said(line: ReminderLine) -> Phrase:
    it = line.occasion
    fields: dict[str, Param] = {
        "place": _number(it.place), "filled": _number(it.place), "total": _number(it.total)
    }  # fmt: skip
    if it.task is not None:
        fields["task"] = phrase(it.task.title)
    if it.week is not None:
        fields["week"] = phrase(it.week.title)
    if it.submission is not None:
        fields["day"] = Weekday(it.submission.due_on)
    if it.section is not None:
        fields["section"] = plan.section(it.section)
    used = {name: value for name, value in fields.items() if f"{{{name}}}" in line.text}
    return phrase(line.text, **used)


def _step(it: Trigger) -> Button:
    """The step itself: one press away."""
    match it.kind:
        case ReminderKind.TASK | ReminderKind.DEADLINE | ReminderKind.PASSED if (
            it.submission and it.submission.id
        ):
            return Button(phrase("▶ Look at the task"), OpenTask(it.submission.id).pack())
        case ReminderKind.QUESTION if it.submission and it.submission.id:
            return Button(phrase("▶ Go on"), Resume("w", it.submission.id).pack())
        case ReminderKind.QUESTION:
            return to_join()
        case ReminderKind.PLAN:
            return to_plan()
        case ReminderKind.PRAISE | ReminderKind.LOOK_BACK:
            return to_progress()
        case ReminderKind.FOLLOW_UP:
            return to_consultant()
        case _:
            return to_task() if it.total == 0 else to_join()


def _later(reminder_id: int) -> list[list[Button]]:
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
    """`moment` in local time."""
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
    """To the consultants."""
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
    """On one line: it is quoted in a sentence."""
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST_REASON else flat[:_LONGEST_REASON].rstrip() + "…"


def _number(value: int) -> Amount:
    return Amount(Decimal(value))
