"""The participant's settings for reminders: shown, changed by button or by text; snooze."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import ClassVar

from bot.kernel.callback_data import InvalidButton
from bot.kernel.messages import Message
from bot.kernel.participant_context import ParticipantContext
from bot.parsing.days import find_days
from bot.parsing.times import find_parts_of_day, find_times
from bot.parsing.weekdays import find_weekdays
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
from bot.reminders.rules.reminders import Reminder, ReminderKind, Snooze, retimed, snoozed
from bot.reminders.storage.repositories import Reminders
from bot.reminders.views import reminders
from bot.reminders.views import settings as words

_DAYS = {DayChoice.EVERY_DAY: EVERY_DAY, DayChoice.WORKING_DAYS: WORKING_DAYS}


@dataclass(frozen=True)
class ReminderSettings:
    typed: ClassVar[bool] = True
    contexts: ReminderContextReader

    @property
    def almanac(self) -> ReminderCalendar:
        return self.contexts.calendar

    async def show(self, context: ParticipantContext) -> None:
        preferences = await self._wishes(context)
        preferences.asked_at = preferences.asked_at or context.now
        await context.say(self._settings(context, preferences))

    async def press(
        self, context: ParticipantContext, button: ReminderButton, message_id: int | None
    ) -> None:
        """Raises InvalidButton for somebody else's reminder and for hours nobody offers."""
        preferences = await self._wishes(context)
        match button:
            case SnoozeReminder(reminder, snooze):
                await self._snooze(context, preferences, reminder, snooze)
            case ShowReminderSettings():
                await context.edit(message_id, self._settings(context, preferences))
            case ChooseDays():
                await context.edit(message_id, words.which_days(preferences))
            case ChooseQuietHours():
                await context.edit(message_id, words.which_quiet_hours(preferences))
            case _:
                shown = self._change(context, preferences, button)
                await self._changed(context, preferences)
                await context.edit(message_id, shown)

    def _change(
        self, context: ParticipantContext, preferences: Preferences, button: ReminderButton
    ) -> Message:
        """What is shown after the change.  Raises InvalidButton."""
        match button:
            case ToggleDay(weekday) if weekday in EVERY_DAY:
                preferences.toggle_day(weekday)
                return words.which_days(preferences)
            case SetDays(days):
                preferences.days = _DAYS[days]
                return words.which_days(preferences)
            case SetQuietHours(start, end):
                self._set_quiet_hours(preferences, start, end)
                return words.which_quiet_hours(preferences)
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
        return self._settings(context, preferences, changed=True)

    def _set_quiet_hours(self, preferences: Preferences, start: int, end: int) -> None:
        """Raises InvalidButton for hours that no button offers."""
        chosen = next(
            (q for q in words.QUIET_HOURS if (q[0].hour, q[1].hour) == (start, end)), None
        )
        if chosen is None:
            raise InvalidButton(f"{start}:{end}")
        preferences.quiet_from, preferences.quiet_until = chosen
        if preferences.is_quiet(preferences.at):  # the hour moves into the day
            last = (preferences.quiet_from.hour - 1) % 24
            preferences.at = preferences.quiet_until if preferences.at.hour < 12 else time(last)

    async def stop(self, context: ParticipantContext) -> None:
        """ "No more reminders": one press undoes it."""
        wishes = await self._wishes(context)
        wishes.stop(context.now)
        await context.say(words.stopped())

    async def understood(self, context: ParticipantContext, text: str) -> None:
        """ "Remind me in the evening on Sundays", "remind me tomorrow"."""
        language, today = context.participant.language, self.almanac.today(context.now)
        days = find_weekdays(text, language)
        times = find_times(text, language) or find_parts_of_day(text, language)
        dates = [] if days else [d for d in find_days(text, language, today) if d > today]
        if dates:
            await self._once(context, dates[0], times[0] if times else None)
            return
        wishes = await self._wishes(context)
        if not days and not times:
            wishes.resume()
            await self.show(context)
            await context.say(words.which_time())
            return
        if days:
            wishes.days = days
        if times:
            wishes.choose_time(times[0])
        wishes.resume()
        await self._changed(context, wishes)
        await context.say(self._settings(context, wishes, changed=True))

    async def _once(self, context: ParticipantContext, day: date, at: time | None) -> None:
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
        due = self.almanac.at(day, at or preferences.time_on(day, self.almanac))
        due = preferences.after_quiet_hours(due, self.almanac)
        name = f"{about.name}+{day:%m%d}{context.update_id}"
        cutoff = self.almanac.end_of(self.almanac.today(due))
        reminder = Reminder(preferences.participant_id, about.kind, name, due, cutoff, asked=True)
        await context.uow[Reminders].plan(reminder)
        await context.say(reminders.comes_at(self.almanac.local(due)))

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
            await context.say(words.stopped())
        elif snooze is Snooze.NOT_TODAY:
            preferences.not_before = self.almanac.end_of(self.almanac.today(context.now))
            await context.say(reminders.not_today())
        else:
            again = snoozed(reminder, snooze, preferences, self.almanac, context.now)
            again = replace(again, by=None, variant=None)
            await context.uow[Reminders].plan(again)
            await context.say(reminders.comes_at(self.almanac.local(again.due_at)))

    async def _changed(self, context: ParticipantContext, preferences: Preferences) -> None:
        """Move what is planned already."""
        preferences.asked_at = preferences.asked_at or context.now
        for planned in await context.uow[Reminders].planned(preferences.participant_id):
            if not planned.is_fixed and planned.kind is not ReminderKind.SILENT:
                due = retimed(planned, preferences, self.almanac, context.now)
                await context.uow[Reminders].postpone(planned, due, None)

    def _settings(
        self, context: ParticipantContext, preferences: Preferences, changed: bool = False
    ) -> Message:
        near = self.almanac.ramadan_is_near(self.almanac.today(context.now))
        return words.settings(preferences, near, changed)

    async def _wishes(self, context: ParticipantContext) -> Preferences:
        assert context.participant.id is not None, "participants are stored before their turn"
        return await context.uow[Reminders].preferences(context.participant.id)
