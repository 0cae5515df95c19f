"""Presses on reminders: of the participant (`n`) and of the consultants (`nr`).

`ShowRemindersOf` (`nr:p`) is in `bot.roster.buttons`.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.kernel.callback_data import Access, CallbackData
from bot.reminders.rules.manual import ReminderAudience
from bot.reminders.rules.preferences import PartOfDay
from bot.reminders.rules.reminders import Snooze
from bot.reminders.rules.texts import ReminderTopic

# --- the participant


class ReminderButton(CallbackData, access=Access.MEMBERS):
    """A press of a participant on a reminder or on the settings."""


@dataclass(frozen=True)
class SnoozeReminder(ReminderButton, wire="n:s:{reminder}:{snooze}"):
    """Send a reminder again later, or no more reminders today."""

    reminder: int
    snooze: Snooze


class ReminderSettingsButton(ReminderButton, leaves_talk=True):
    """A press on the settings, where days and hours can be typed too."""


@dataclass(frozen=True)
class ShowReminderSettings(ReminderSettingsButton, wire="n:m"):
    """Show when the participant is reminded."""


@dataclass(frozen=True)
class ChooseDays(ReminderSettingsButton, wire="n:d"):
    """Ask on which days to remind."""


class DayChoice(StrEnum):
    EVERY_DAY = "all"
    WORKING_DAYS = "work"


@dataclass(frozen=True)
class SetDays(ReminderSettingsButton, wire="n:d:{days}"):
    """Remind every day, or on working days."""

    days: DayChoice


@dataclass(frozen=True)
class ToggleDay(ReminderSettingsButton, wire="n:w:{weekday}"):
    """Remind on a day of the week, or no longer; Monday is 0."""

    weekday: int


@dataclass(frozen=True)
class SetPartOfDay(ReminderSettingsButton, wire="n:t:{part}"):
    """Remind in a part of the day."""

    part: PartOfDay


@dataclass(frozen=True)
class ChooseQuietHours(ReminderSettingsButton, wire="n:q"):
    """Ask between which hours not to remind."""


@dataclass(frozen=True)
class SetQuietHours(ReminderSettingsButton, wire="n:q:{start}:{end}"):
    """Do not remind between these full hours."""

    start: int
    end: int


@dataclass(frozen=True)
class SetRamadan(ReminderSettingsButton, wire="n:r:{on}"):
    """Remind after sunset in Ramadan, or as on other days."""

    on: bool


@dataclass(frozen=True)
class StopReminders(ReminderButton, wire="n:x"):
    """Stop all reminders."""


@dataclass(frozen=True)
class ResumeReminders(ReminderSettingsButton, wire="n:on"):
    """Remind again after a stop, and show the settings."""


# --- the consultants


class ConsultantReminderButton(CallbackData):
    """A press of a consultant on reminders."""


@dataclass(frozen=True)
class PauseRemindersOf(ConsultantReminderButton, wire="nr:x:{enrolment}"):
    """Pause a participant's reminders."""

    enrolment: int


@dataclass(frozen=True)
class ResumeRemindersOf(ConsultantReminderButton, wire="nr:g:{enrolment}"):
    """End the pause of a participant's reminders."""

    enrolment: int


@dataclass(frozen=True)
class ChooseReminderTopic(ConsultantReminderButton, wire="nr:k:{to}"):
    """Ask what a reminder sent by a consultant is about."""

    to: ReminderAudience


@dataclass(frozen=True)
class ChooseReminderText(ConsultantReminderButton, wire="nr:v:{to}:{topic}"):
    """Show the texts on a topic."""

    to: ReminderAudience
    topic: ReminderTopic


@dataclass(frozen=True)
class ManualReminderButton(ConsultantReminderButton):
    """A reminder that a consultant chose; `variant`: which text, from 1."""

    to: ReminderAudience
    topic: ReminderTopic
    variant: int


@dataclass(frozen=True)
class PreviewReminder(ManualReminderButton, wire="nr:w:{to}:{topic}:{variant}"):
    """Show who would get the reminder and who not, and why."""


@dataclass(frozen=True)
class SendReminder(ManualReminderButton, wire="nr:y:{to}:{topic}:{variant}"):
    """Send the reminder to all whom it fits."""
