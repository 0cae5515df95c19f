"""The participant's settings for reminders: shown, changed by button or by text; snooze."""

from dataclasses import dataclass, replace
from datetime import date, time

from bot.kernel.callback_data import InvalidButton
from bot.kernel.messages import Message
from bot.kernel.participant_context import ParticipantContext
from bot.parsing.schedule import Schedule, read_schedule
from bot.reminders.buttons import (
    ChooseDays,
    ChooseQuietHours,
    DayChoice,
    ReminderButton,
    ResumeReminders,
    SetDays,
    SetPartOfDay,
    SetQuietHours,
    SetRamadan,
    ShowReminderSettings,
    SnoozeReminder,
    StopReminders,
    ToggleDay,
)
from bot.reminders.handlers.context import ReminderContextReader
from bot.reminders.rules.manual import matching_trigger
from bot.reminders.rules.preferences import (
    EVERY_DAY,
    PARTS,
    WORKING_DAYS,
    Preferences,
    ReminderCalendar,
)
from bot.reminders.rules.reminders import Reminder, ReminderKind, Snooze, retimed
from bot.reminders.rules.snoozing import snoozed
from bot.reminders.storage.repositories import Reminders
from bot.reminders.views import reminders
from bot.reminders.views import settings as views

_DAYS = {DayChoice.EVERY_DAY: EVERY_DAY, DayChoice.WORKING_DAYS: WORKING_DAYS}


@dataclass(frozen=True)
class ReminderSettings:
    contexts: ReminderContextReader

    @property
    def calendar(self) -> ReminderCalendar:
        return self.contexts.calendar

    async def show(self, context: ParticipantContext) -> None:
        preferences = await self._preferences(context)
        preferences.asked_at = preferences.asked_at or context.now
        await context.say(self._settings_message(context, preferences))

    async def press(
        self, context: ParticipantContext, button: ReminderButton, message_id: int | None
    ) -> None:
        """Raises InvalidButton for somebody else's reminder, and for days or hours not offered."""
        preferences = await self._preferences(context)
        match button:
            case SnoozeReminder(reminder, snooze):
                await self._snooze(context, preferences, reminder, snooze)
            case ShowReminderSettings():
                await context.edit(message_id, self._settings_message(context, preferences))
            case ChooseDays():
                await context.edit(message_id, views.choose_days(preferences))
            case ChooseQuietHours():
                await context.edit(message_id, views.choose_quiet_hours(preferences))
            case _:
                shown = self._change(context, preferences, button)
                await self._retime_planned(context, preferences)
                await context.edit(message_id, shown)

    def _change(
        self, context: ParticipantContext, preferences: Preferences, button: ReminderButton
    ) -> Message:
        """What is shown after the change.  Raises InvalidButton."""
        match button:
            case ToggleDay(weekday) if weekday in EVERY_DAY:
                preferences.toggle_day(weekday)
                return views.choose_days(preferences)
            case SetDays(days):
                preferences.days = _DAYS[days]
                return views.choose_days(preferences)
            case SetQuietHours(start, end):
                self._set_quiet_hours(preferences, start, end)
                return views.choose_quiet_hours(preferences)
            case SetPartOfDay(part):
                preferences.choose_time(PARTS[part])
            case SetRamadan(on):
                preferences.ramadan = on
            case StopReminders():
                preferences.stop(context.now)
            case ResumeReminders():
                preferences.resume()
            case _:
                raise InvalidButton(button.wire)
        return self._settings_message(context, preferences, changed=True)

    def _set_quiet_hours(self, preferences: Preferences, start: int, end: int) -> None:
        """Raises InvalidButton for hours that no button offers."""
        chosen = next(
            (q for q in views.QUIET_HOURS if (q[0].hour, q[1].hour) == (start, end)), None
        )
        if chosen is None:
            raise InvalidButton(f"{start}:{end}")
        preferences.quiet_from, preferences.quiet_until = chosen
        if preferences.is_quiet(preferences.at):  # the hour moves into the day
            last = (preferences.quiet_from.hour - 1) % 24
            preferences.at = preferences.quiet_until if preferences.at.hour < 12 else time(last)

    async def stop(self, context: ParticipantContext, text: str) -> None:
        """ "No more reminders": stop them; one press undoes it.

        "No reminders in the morning" only changes the time.
        """
        preferences = await self._preferences(context)
        schedule = self._schedule(context, text)
        if schedule.refuses:
            await self._apply(context, preferences, schedule)
            return
        preferences.stop(context.now)
        await context.say(views.stopped())

    async def set_from_text(self, context: ParticipantContext, text: str) -> None:
        """ "Remind me in the evening on Sundays": set it; "remind me tomorrow": once."""
        schedule = self._schedule(context, text)
        today = self.calendar.today(context.now)
        dates = [] if schedule.weekdays else [d for d in schedule.days if d > today]
        if dates:
            await self._remind_once(context, dates[0], schedule)
            return
        preferences = await self._preferences(context)
        preferences.resume()
        await self._apply(context, preferences, schedule)

    async def _apply(
        self, context: ParticipantContext, preferences: Preferences, schedule: Schedule
    ) -> None:
        """Set the days and the hour; ask for the hour if the text only refuses one."""
        days = _days_left(preferences.days, schedule)
        if not days and not schedule.times:
            await self.show(context)
            await context.say(views.ask_time())
            return
        preferences.days = days or preferences.days
        if schedule.times:
            preferences.choose_time(schedule.times[0])
        await self._retime_planned(context, preferences)
        await context.say(self._settings_message(context, preferences, changed=True))
        if schedule.refuses_times and not schedule.times:
            await context.say(views.ask_time())

    def _schedule(self, context: ParticipantContext, text: str) -> Schedule:
        return read_schedule(text, context.participant.language, self.calendar.today(context.now))

    async def _remind_once(
        self, context: ParticipantContext, day: date, schedule: Schedule
    ) -> None:
        """Remind once of the open question or task; without one show the settings."""
        reminder_context = await self.contexts.read(context.uow, context.participant)
        preferences = reminder_context.preferences
        about = matching_trigger(
            ReminderKind.QUESTION, reminder_context, context.now
        ) or matching_trigger(ReminderKind.TASK, reminder_context, context.now)
        if about is None:
            await self.show(context)
            return
        preferences.resume()
        hours = (*schedule.times, preferences.time_on(day, self.calendar), *PARTS.values())
        due = self.calendar.at(day, next(filter(schedule.allows, hours), hours[0]))
        due = preferences.after_quiet_hours(due, self.calendar)
        name = f"{about.name}+{day:%m%d}{context.update_id}"
        cutoff = self.calendar.end_of(self.calendar.today(due))
        reminder = Reminder(preferences.participant_id, about.kind, name, due, cutoff, asked=True)
        await context.uow[Reminders].plan(reminder)
        await context.say(reminders.comes_at(self.calendar.local(due)))

    async def _snooze(
        self,
        context: ParticipantContext,
        preferences: Preferences,
        reminder_id: int,
        snooze: Snooze,
    ) -> None:
        """Raises InvalidButton for somebody else's reminder."""
        reminder = await context.uow[Reminders].get(reminder_id)
        if reminder is None or reminder.participant_id != context.participant.id:
            raise InvalidButton(str(reminder_id))
        if preferences.stopped_at is not None:
            await context.say(views.stopped())
        elif snooze is Snooze.NOT_TODAY:
            preferences.not_before = self.calendar.end_of(self.calendar.today(context.now))
            await context.say(reminders.not_today())
        else:
            again = snoozed(reminder, snooze, preferences, self.calendar, context.now)
            again = replace(again, by=None, variant=None)
            await context.uow[Reminders].plan(again)
            await context.say(reminders.comes_at(self.calendar.local(again.due_at)))

    async def _retime_planned(self, context: ParticipantContext, preferences: Preferences) -> None:
        """Move what is planned already."""
        preferences.asked_at = preferences.asked_at or context.now
        for planned in await context.uow[Reminders].planned(preferences.participant_id):
            if not planned.is_fixed and planned.kind is not ReminderKind.SILENT:
                due = retimed(planned, preferences, self.calendar, context.now)
                await context.uow[Reminders].postpone(planned, due, None)

    def _settings_message(
        self, context: ParticipantContext, preferences: Preferences, changed: bool = False
    ) -> Message:
        near = self.calendar.ramadan_is_near(self.calendar.today(context.now))
        return views.settings(preferences, near, changed)

    async def _preferences(self, context: ParticipantContext) -> Preferences:
        assert context.participant.id is not None, "participants are stored before their turn"
        return await context.uow[Reminders].preferences(context.participant.id)


def _days_left(chosen: frozenset[int], schedule: Schedule) -> frozenset[int]:
    """Weekdays to be reminded on; empty if the text names none or refuses all seven.

    "Not on Fridays" leaves the other days that are chosen, or else all others.
    """
    if schedule.weekdays or not schedule.refused_weekdays:
        return schedule.weekdays
    return (chosen - schedule.refused_weekdays) or (EVERY_DAY - schedule.refused_weekdays)
