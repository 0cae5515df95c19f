"""When somebody wants to be reminded: shown, changed by button or by words, stopped, put off."""

from dataclasses import dataclass, replace
from datetime import date, time

from bot.domain.buttons import NotAButton, Pressed
from bot.domain.by_hand import fitting
from bot.domain.messages import Message
from bot.domain.preferences import EVERY_DAY, PARTS, WORKING_DAYS, Almanac, Preferences
from bot.domain.reminders import Kind, Reminder, retimed, snoozed
from bot.parsing.schedule import Schedule, read_schedule
from bot.services.reminder_people import ReminderPeople
from bot.services.turn import Turn
from bot.wording import reminder_settings as words
from bot.wording import reminders

SEVERAL_DAYS = {"all": EVERY_DAY, "work": WORKING_DAYS}


@dataclass(frozen=True)
class ReminderSettings:
    people: ReminderPeople

    @property
    def almanac(self) -> Almanac:
        return self.people.almanac

    async def show(self, turn: Turn) -> None:
        wishes = await self._wishes(turn)
        wishes.asked_at = wishes.asked_at or turn.now
        await turn.say(self._settings(turn, wishes))

    async def press(self, turn: Turn, pressed: Pressed, message_id: int | None) -> None:
        """Raises NotAButton."""
        wishes = await self._wishes(turn)
        match pressed.arguments:
            case ("s", _, "h" | "t" | "n" as how):
                await self._put_off(turn, wishes, pressed.number(1), how)
            case ("m",):
                await turn.edit(message_id, self._settings(turn, wishes))
            case ("d",):
                await turn.edit(message_id, words.which_days(wishes))
            case ("q",):
                await turn.edit(message_id, words.which_quiet_hours(wishes))
            case _:
                said = self._change(turn, wishes, pressed)
                await self._changed(turn, wishes)
                await turn.edit(message_id, said)

    def _change(self, turn: Turn, wishes: Preferences, pressed: Pressed) -> Message:
        """Raises NotAButton."""
        match pressed.arguments:
            case ("t", part) if part in PARTS:
                wishes.choose_time(PARTS[part])
            case ("w", "0" | "1" | "2" | "3" | "4" | "5" | "6" as weekday):
                wishes.toggle_day(int(weekday))
                return words.which_days(wishes)
            case ("d", several) if several in SEVERAL_DAYS:
                wishes.days = SEVERAL_DAYS[several]
                return words.which_days(wishes)
            case ("q", _, _):
                self._be_quiet(wishes, pressed.number(1), pressed.number(2))
                return words.which_quiet_hours(wishes)
            case ("r", "0" | "1" as ramadan):
                wishes.ramadan = ramadan == "1"
            case ("x",):
                wishes.stop(turn.now)
            case ("on",):
                wishes.resume()
            case _:
                raise NotAButton("n")
        return self._settings(turn, wishes, changed=True)

    def _be_quiet(self, wishes: Preferences, start: int, end: int) -> None:
        """Raises NotAButton."""
        chosen = next(
            (q for q in words.QUIET_HOURS if (q[0].hour, q[1].hour) == (start, end)), None
        )
        if chosen is None:
            raise NotAButton("n")
        wishes.quiet_from, wishes.quiet_until = chosen
        if wishes.is_quiet(wishes.at):  # the hour moves into the day
            last = (wishes.quiet_from.hour - 1) % 24
            wishes.at = wishes.quiet_until if wishes.at.hour < 12 else time(last)

    async def stop(self, turn: Turn, text: str) -> None:
        """ "No more reminders"; one press undoes it.

        "No reminders in the morning" is about the time and stops nothing.
        """
        wishes = await self._wishes(turn)
        schedule = self._schedule(turn, text)
        if schedule.refuses:
            await self._set(turn, wishes, schedule)
            return
        wishes.stop(turn.now)
        await turn.say(words.stopped())

    async def understood(self, turn: Turn, text: str) -> None:
        """ "Remind me in the evening on Sundays", "remind me tomorrow"."""
        schedule = self._schedule(turn, text)
        today = self.almanac.today(turn.now)
        dates = [] if schedule.weekdays else [d for d in schedule.days if d > today]
        if dates:
            await self._once(turn, dates[0], next(iter(schedule.times), None))
            return
        wishes = await self._wishes(turn)
        wishes.resume()
        await self._set(turn, wishes, schedule)

    async def _set(self, turn: Turn, wishes: Preferences, schedule: Schedule) -> None:
        """Set the wanted days and hour; ask for the hour where the words only refuse one."""
        days = _days_left(wishes.days, schedule)
        if not days and not schedule.times:
            await self.show(turn)
            await turn.say(words.which_time())
            return
        wishes.days = days or wishes.days
        if schedule.times:
            wishes.choose_time(schedule.times[0])
        await self._changed(turn, wishes)
        await turn.say(self._settings(turn, wishes, changed=True))
        if schedule.refuses_times and not schedule.times:
            await turn.say(words.which_time())

    def _schedule(self, turn: Turn, text: str) -> Schedule:
        return read_schedule(text, turn.participant.language, self.almanac.today(turn.now))

    async def _once(self, turn: Turn, day: date, at: time | None) -> None:
        """About what is in hand, on that day; where there is nothing, what there is to set."""
        its = await self.people.situation(turn.uow, turn.participant)
        wishes = its.preferences
        about = fitting(Kind.QUESTION, its, turn.now) or fitting(Kind.TASK, its, turn.now)
        if about is None:
            await self.show(turn)
            return
        wishes.resume()
        due = self.almanac.at(day, at or wishes.hour_of(day, self.almanac))
        due = wishes.awake_from(due, self.almanac)
        name = f"{about.name}+{day:%m%d}{turn.update_id}"
        cutoff = self.almanac.end_of(self.almanac.today(due))
        reminder = Reminder(wishes.participant_id, about.kind, name, due, cutoff, asked=True)
        await turn.uow.reminders.plan(reminder)
        await turn.say(reminders.comes_at(self.almanac.local(due)))

    async def _put_off(self, turn: Turn, wishes: Preferences, reminder_id: int, how: str) -> None:
        reminder = await turn.uow.reminders.get(reminder_id)
        if reminder is None or reminder.participant_id != turn.participant.id:
            raise NotAButton("n")
        if wishes.stopped_at is not None:
            await turn.say(words.stopped())
        elif how == "n":
            wishes.not_before = self.almanac.end_of(self.almanac.today(turn.now))
            await turn.say(reminders.not_today())
        else:
            again = snoozed(reminder, how, wishes, self.almanac, turn.now)
            again = replace(again, by=None, variant=None)
            await turn.uow.reminders.plan(again)
            await turn.say(reminders.comes_at(self.almanac.local(again.due_at)))

    async def _changed(self, turn: Turn, wishes: Preferences) -> None:
        """What is planned already follows."""
        wishes.asked_at = wishes.asked_at or turn.now
        for planned in await turn.uow.reminders.planned(wishes.participant_id):
            if not planned.free and planned.kind is not Kind.SILENT:
                due = retimed(planned, wishes, self.almanac, turn.now)
                await turn.uow.reminders.postpone(planned, due, None)

    def _settings(self, turn: Turn, wishes: Preferences, changed: bool = False) -> Message:
        near = self.almanac.ramadan_is_near(self.almanac.today(turn.now))
        return words.settings(wishes, near, changed)

    async def _wishes(self, turn: Turn) -> Preferences:
        assert turn.participant.id is not None, "participants are stored before their turn"
        return await turn.uow.reminders.preferences(turn.participant.id)


def _days_left(chosen: frozenset[int], schedule: Schedule) -> frozenset[int]:
    """Weekdays to be reminded on; empty where the words name none or refuse all seven.

    "Not on Fridays" leaves the other days that are chosen, or else all others.
    """
    if schedule.weekdays or not schedule.refused_weekdays:
        return schedule.weekdays
    return (chosen - schedule.refused_weekdays) or (EVERY_DAY - schedule.refused_weekdays)
