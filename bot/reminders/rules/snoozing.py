"""Putting a reminder off."""

from datetime import datetime, timedelta

from bot.reminders.rules.preferences import DAY, Preferences, ReminderCalendar
from bot.reminders.rules.reminders import Reminder, Snooze


def snoozed(
    reminder: Reminder,
    snooze: Snooze,
    preferences: Preferences,
    calendar: ReminderCalendar,
    now: datetime,
) -> Reminder:
    """The same reminder again, in an hour or tomorrow at the participant's hour."""
    if snooze is Snooze.HOUR:
        due = preferences.after_quiet_hours(now + timedelta(hours=1), calendar)
    else:
        due = preferences.moment(calendar.today(now) + DAY, calendar)
    cutoff = calendar.end_of(calendar.today(due))
    name = f"{reminder.trigger_name}+{reminder.id}{snooze}"
    return Reminder(reminder.participant_id, reminder.kind, name, due, cutoff, asked=True)
