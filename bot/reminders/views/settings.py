"""The participant's settings for reminders: asked for once, shown, changed, stopped."""

from datetime import time

from bot.kernel.messages import (
    Button,
    DayName,
    Listing,
    Message,
    Paragraph,
    Param,
    Phrase,
    TimeOfDay,
    item,
    message,
    phrase,
    quiet,
    strong,
)
from bot.kernel.views.commands import to_menu
from bot.kernel.views.layout import in_pairs
from bot.reminders.buttons import (
    ChooseDays,
    ChooseQuietHours,
    DayChoice,
    ResumeReminders,
    SetDays,
    SetPartOfDay,
    SetQuietHours,
    SetRamadan,
    ShowReminderSettings,
    StopReminders,
    ToggleDay,
)
from bot.reminders.rules.preferences import (
    EVERY_DAY,
    PARTS,
    WEEKEND,
    WORKING_DAYS,
    PartOfDay,
    Preferences,
)

QUIET_HOURS = (
    (time(20), time(8)), (time(21), time(7)), (time(22), time(8)), (time(19), time(9)),
)  # fmt: skip


def ask(preferences: Preferences, ramadan: bool) -> Message:
    """Ask for the settings.  `ramadan`: offer that choice, too."""
    return message(
        strong(phrase("When may I remind you?")),
        phrase("Once a day at most, and only when there is something for you."),
        *lines(preferences),
        buttons=_buttons(preferences, ramadan),
    )


def settings(preferences: Preferences, ramadan: bool, changed: bool = False) -> Message:
    """The present settings.  `changed`: after a change by the participant."""
    if preferences.stopped_at is not None:
        return stopped()
    head = phrase("Good. This is how I remind you now:") if changed else phrase("Your reminders")
    return message(strong(head), *lines(preferences), buttons=_buttons(preferences, ramadan))


def lines(preferences: Preferences) -> list[Paragraph]:
    """Days, hour and quiet hours."""
    shown = [
        item(phrase("📅 {days}", days=days(preferences.days))),
        item(phrase("🕙 {time}", time=TimeOfDay(preferences.at))),
        item(
            phrase(
                "🌙 Nothing between {start} and {end}",
                start=TimeOfDay(preferences.quiet_from), end=TimeOfDay(preferences.quiet_until),
            )
        ),
    ]  # fmt: skip
    if preferences.ramadan:
        shown.append(item(phrase("🌇 In Ramadan after sunset")))
    return shown


def days(chosen: frozenset[int]) -> Param:
    if chosen == EVERY_DAY:
        return phrase("Every day")
    if chosen == WORKING_DAYS:
        return phrase("Monday to Friday")
    if chosen == WEEKEND:
        return phrase("Saturday and Sunday")
    return Listing(tuple(DayName(n) for n in sorted(chosen)))


def choose_days(preferences: Preferences) -> Message:
    boxes = [
        Button(_box(DayName(n), n in preferences.days), ToggleDay(n).pack()) for n in range(7)
    ]
    return message(
        strong(phrase("On which days may I remind you?")),
        buttons=[
            *in_pairs(boxes),
            [
                Button(phrase("Every day"), SetDays(DayChoice.EVERY_DAY).pack()),
                Button(phrase("Monday to Friday"), SetDays(DayChoice.WORKING_DAYS).pack()),
            ],
            [Button(phrase("✅ Done"), ShowReminderSettings().pack())],
        ],
    )


def choose_quiet_hours(preferences: Preferences) -> Message:
    return message(
        strong(phrase("When shall I be quiet?")),
        phrase("Between these hours I send you no reminders."),
        buttons=[
            *[
                [Button(_mark(_span(start, end), (start, end) == _quiet_hours(preferences)),
                        SetQuietHours(start.hour, end.hour).pack())]
                for start, end in QUIET_HOURS
            ],
            [Button(phrase("✅ Done"), ShowReminderSettings().pack())],
        ],
    )  # fmt: skip


def stopped() -> Message:
    return message(
        phrase("I do not remind you any more. The weeks of the course still come."),
        quiet(phrase("You can change your mind at any time.")),
        buttons=[[Button(phrase("🔔 Remind me again"), ResumeReminders().pack())], [to_menu()]],
    )


def ask_time() -> Message:
    """After a text without a time."""
    return message(
        phrase("You can also write it, for example: on Sundays at 17:00."),
    )


def _buttons(preferences: Preferences, ramadan: bool) -> list[list[Button]]:
    labels = {
        PartOfDay.MORNING: phrase("🌅 Morning"),
        PartOfDay.NOON: phrase("☀ Noon"),
        PartOfDay.AFTERNOON: phrase("🌤 Afternoon"),
        PartOfDay.EVENING: phrase("🌆 Evening"),
    }
    parts = [
        Button(_mark(labels[part], at == preferences.at), SetPartOfDay(part).pack())
        for part, at in PARTS.items()
    ]
    rows = [
        *in_pairs(parts),
        [
            Button(phrase("📅 Which days"), ChooseDays().pack()),
            Button(phrase("🌙 Quiet hours"), ChooseQuietHours().pack()),
        ],
    ]
    if ramadan or preferences.ramadan:
        box = _box(phrase("In Ramadan after sunset"), preferences.ramadan)
        rows.append([Button(box, SetRamadan(not preferences.ramadan).pack())])
    return [*rows, [Button(phrase("🔕 No reminders"), StopReminders().pack())], [to_menu()]]


def _box(label: Param, ticked: bool) -> Phrase:
    if ticked:
        return phrase("☑ {choice}", choice=label)
    return phrase("☐ {choice}", choice=label)


def _mark(label: Phrase, chosen: bool) -> Phrase:
    return phrase("✔ {choice}", choice=label) if chosen else label


def _span(start: time, end: time) -> Phrase:
    return phrase("{start} – {end}", start=TimeOfDay(start), end=TimeOfDay(end))


def _quiet_hours(preferences: Preferences) -> tuple[time, time]:
    return preferences.quiet_from, preferences.quiet_until
