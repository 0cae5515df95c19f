"""When somebody wants to be reminded: shown, changed by button or by words, stopped, put off."""

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
from bot.reminders.handlers.context import ReminderPeople
from bot.reminders.rules.manual import fitting
from bot.reminders.rules.preferences import EVERY_DAY, PARTS, WORKING_DAYS, Almanac, Preferences
from bot.reminders.rules.reminders import Reminder, ReminderKind, Snooze, retimed, snoozed
from bot.reminders.storage.repositories import Reminders
from bot.reminders.views import reminders
from bot.reminders.views import settings as words

_DAYS = {DayChoice.EVERY_DAY: EVERY_DAY, DayChoice.WORKING_DAYS: WORKING_DAYS}


@dataclass(frozen=True)
class ReminderSettings:
    people: ReminderPeople

    @property
    def almanac(self) -> Almanac:
        return self.people.almanac

    async def show(self, context: ParticipantContext) -> None:
        wishes = await self._wishes(context)
        wishes.asked_at = wishes.asked_at or context.now
        await context.say(self._settings(context, wishes))

    async def press(
        self, context: ParticipantContext, button: ReminderButton, message_id: int | None
    ) -> None:
        """Raises InvalidButton for somebody else's reminder and for hours nobody offers."""
        wishes = await self._wishes(context)
        match button:
            case SnoozeReminder(reminder, snooze):
                await self._snooze(context, wishes, reminder, snooze)
            case ShowReminderSettings():
                await context.edit(message_id, self._settings(context, wishes))
            case ChooseDays():
                await context.edit(message_id, words.which_days(wishes))
            case ChooseQuietHours():
                await context.edit(message_id, words.which_quiet_hours(wishes))
            case _:
                shown = self._change(context, wishes, button)
                await self._changed(context, wishes)
                await context.edit(message_id, shown)

    def _change(
        self, context: ParticipantContext, wishes: Preferences, button: ReminderButton
    ) -> Message:
        """What is shown after the change.  Raises InvalidButton."""
        match button:
            case ToggleDay(weekday) if weekday in EVERY_DAY:
                wishes.toggle_day(weekday)
                return words.which_days(wishes)
            case SetDays(days):
                wishes.days = _DAYS[days]
                return words.which_days(wishes)
            case SetQuietHours(start, end):
                self._set_quiet_hours(wishes, start, end)
                return words.which_quiet_hours(wishes)
            case SetPartOfDay(part):
                wishes.choose_time(PARTS[part])
            case SetRamadan(on):
                wishes.ramadan = on
            case StopReminders():
                wishes.stop(context.now)
            case ResumeReminders():
                wishes.resume()
            case _:
                raise InvalidButton(button.wire)
        return self._settings(context, wishes, changed=True)

    def _set_quiet_hours(self, wishes: Preferences, start: int, end: int) -> None:
        """Raises InvalidButton for hours that no button offers."""
        chosen = next(
            (q for q in words.QUIET_HOURS if (q[0].hour, q[1].hour) == (start, end)), None
        )
        if chosen is None:
            raise InvalidButton(f"{start}:{end}")
        wishes.quiet_from, wishes.quiet_until = chosen
        if wishes.is_quiet(wishes.at):  # the hour moves into the day
            last = (wishes.quiet_from.hour - 1) % 24
            wishes.at = wishes.quiet_until if wishes.at.hour < 12 else time(last)

    async def stop(self, context: ParticipantContext, text: str) -> None:
        """ "No more reminders"; one press undoes it.

        "No reminders in the morning" is about the time and stops nothing.
        """
        wishes = await self._wishes(context)
        schedule = self._schedule(context, text)
        if schedule.refuses:
            await self._set(context, wishes, schedule)
            return
        wishes.stop(context.now)
        await context.say(words.stopped())

    async def understood(self, context: ParticipantContext, text: str) -> None:
        """ "Remind me in the evening on Sundays", "remind me tomorrow"."""
        schedule = self._schedule(context, text)
        today = self.almanac.today(context.now)
        dates = [] if schedule.weekdays else [d for d in schedule.days if d > today]
        if dates:
            await self._once(context, dates[0], next(iter(schedule.times), None))
            return
        wishes = await self._wishes(context)
        wishes.resume()
        await self._set(context, wishes, schedule)

    async def _set(
        self, context: ParticipantContext, wishes: Preferences, schedule: Schedule
    ) -> None:
        """Set the wanted days and hour; ask for the hour where the words only refuse one."""
        days = _days_left(wishes.days, schedule)
        if not days and not schedule.times:
            await self.show(context)
            await context.say(words.which_time())
            return
        wishes.days = days or wishes.days
        if schedule.times:
            wishes.choose_time(schedule.times[0])
        await self._changed(context, wishes)
        await context.say(self._settings(context, wishes, changed=True))
        if schedule.refuses_times and not schedule.times:
            await context.say(words.which_time())

    def _schedule(self, context: ParticipantContext, text: str) -> Schedule:
        return read_schedule(text, context.participant.language, self.almanac.today(context.now))

    async def _once(self, context: ParticipantContext, day: date, at: time | None) -> None:
        """About what is in hand, on that day; where there is nothing, what there is to set."""
        its = await self.people.situation(context.uow, context.participant)
        wishes = its.preferences
        about = fitting(ReminderKind.QUESTION, its, context.now) or fitting(
            ReminderKind.TASK, its, context.now
        )
        if about is None:
            await self.show(context)
            return
        wishes.resume()
        due = self.almanac.at(day, at or wishes.hour_of(day, self.almanac))
        due = wishes.awake_from(due, self.almanac)
        name = f"{about.name}+{day:%m%d}{context.update_id}"
        cutoff = self.almanac.end_of(self.almanac.today(due))
        reminder = Reminder(wishes.participant_id, about.kind, name, due, cutoff, asked=True)
        await context.uow[Reminders].plan(reminder)
        await context.say(reminders.comes_at(self.almanac.local(due)))

    async def _snooze(
        self, context: ParticipantContext, wishes: Preferences, reminder_id: int, snooze: Snooze
    ) -> None:
        """Raises InvalidButton for somebody else's reminder."""
        reminder = await context.uow[Reminders].get(reminder_id)
        if reminder is None or reminder.participant_id != context.participant.id:
            raise InvalidButton(str(reminder_id))
        if wishes.stopped_at is not None:
            await context.say(words.stopped())
        elif snooze is Snooze.NOT_TODAY:
            wishes.not_before = self.almanac.end_of(self.almanac.today(context.now))
            await context.say(reminders.not_today())
        else:
            again = snoozed(reminder, snooze, wishes, self.almanac, context.now)
            again = replace(again, by=None, variant=None)
            await context.uow[Reminders].plan(again)
            await context.say(reminders.comes_at(self.almanac.local(again.due_at)))

    async def _changed(self, context: ParticipantContext, wishes: Preferences) -> None:
        """What is planned already follows."""
        wishes.asked_at = wishes.asked_at or context.now
        for planned in await context.uow[Reminders].planned(wishes.participant_id):
            if not planned.free and planned.kind is not ReminderKind.SILENT:
                due = retimed(planned, wishes, self.almanac, context.now)
                await context.uow[Reminders].postpone(planned, due, None)

    def _settings(
        self, context: ParticipantContext, wishes: Preferences, changed: bool = False
    ) -> Message:
        near = self.almanac.ramadan_is_near(self.almanac.today(context.now))
        return words.settings(wishes, near, changed)

    async def _wishes(self, context: ParticipantContext) -> Preferences:
        assert context.participant.id is not None, "participants are stored before their turn"
        return await context.uow[Reminders].preferences(context.participant.id)


def _days_left(chosen: frozenset[int], schedule: Schedule) -> frozenset[int]:
    """Weekdays to be reminded on; empty where the words name none or refuse all seven.

    "Not on Fridays" leaves the other days that are chosen, or else all others.
    """
    if schedule.weekdays or not schedule.refused_weekdays:
        return schedule.weekdays
    return (chosen - schedule.refused_weekdays) or (EVERY_DAY - schedule.refused_weekdays)
