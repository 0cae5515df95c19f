"""Reminders of meetings, to both sides, and the question afterwards whether it took place."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.appointments.rules.appointments import Appointment, AppointmentState, choosable
from bot.appointments.rules.places import MeetingPlaces
from bot.appointments.rules.times import (
    ASKED_AFTER,
    ASKED_FOR,
    AppointmentReminder,
    is_due,
    is_over,
    is_to_be_shown_again,
)
from bot.appointments.storage.repositories import Appointments
from bot.appointments.views import consultant as appointment_desk
from bot.appointments.views import news as appointment_news
from bot.appointments.views import participant as words
from bot.appointments.views.consultant import MeetingView
from bot.kernel.calendar import Calendar
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS, Clock
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork

log = structlog.get_logger()
LOOK_BACK = ASKED_FOR + ASKED_AFTER + timedelta(hours=1)  # the longest meeting


@dataclass(frozen=True)
class AppointmentReminders:
    uow: UnitsOfWork
    clock: Clock
    calendar: Calendar
    places: MeetingPlaces

    async def work(self) -> int:
        """All that is due by now; how many meetings and offers it was about.

        Each is a transaction of its own, so a stop in between loses and doubles nothing."""
        now = self.clock()
        async with self.uow() as uow:
            found = [
                *await uow[Appointments].coming(now),
                *await uow[Appointments].unasked(now - LOOK_BACK, now),
            ]
            offers = await uow[Appointments].open_offers()
        due = [a.id for a in found if a.id is not None and self._anything(a, now)]
        forgotten = [
            o.id for o in offers
            if o.id is not None and is_to_be_shown_again(o, now, self.calendar)
        ]  # fmt: skip
        return sum([
            *[await self._try(self._remind, number) for number in due],
            *[await self._try(self._show_again, number) for number in forgotten],
        ])  # fmt: skip

    def _anything(self, appointment: Appointment, now: datetime) -> bool:
        return is_over(appointment, now, self.calendar) or any(
            is_due(kind, appointment, now, self.calendar) for kind in AppointmentReminder
        )

    async def _try(self, remind: Callable[[int], Awaitable[bool]], number: int) -> bool:
        """What fails for one meeting is tried again by the next call and stops no other."""
        try:
            return await retry_on_conflict(lambda: remind(number))
        except Exception as error:  # noqa: BLE001  # whatever it is, the others are reminded
            log.error("meeting_reminder_failed", number=number, **fault(error))
            return False

    async def _show_again(self, number: int) -> bool:
        """An offer that nobody answered.  Looked at anew: it may be answered since."""
        now, key = self.clock(), f"offer:{number}:again"
        async with self.uow() as uow:
            offer = await uow[Appointments].offer(number)
            if offer is None or not is_to_be_shown_again(offer, now, self.calendar):
                return False
            times = choosable(offer, await uow[Appointments].lock_of(offer.consultant_id), now)
            if not times or await uow[Outbox].latest(key) is not None:
                return False
            person = await uow[Participants].get(offer.participant_id)
            said = words.offer(offer, times, self.places)
            await uow[Outbox].put(key, person.chat_id, said, person.language, now)
            await uow.commit()
            return True

    async def _remind(self, number: int) -> bool:
        """Looked at anew: it may have been moved or cancelled since."""
        now = self.clock()
        async with self.uow() as uow:
            appointment = await uow[Appointments].get(number)
            if appointment is None or appointment.state is not AppointmentState.BOOKED:
                return False
            participant = await uow[Participants].get(appointment.participant_id)
            for kind in AppointmentReminder:
                if is_due(kind, appointment, now, self.calendar):
                    await self._say(uow, kind, appointment, participant, now)
            if is_over(appointment, now, self.calendar):
                appointment.asked_at = now
                said = appointment_desk.did_it_take_place(MeetingView(appointment, participant))
                await self._tell(uow, "over", appointment, said, now)
            await uow.commit()
            return True

    async def _say(
        self, uow: UnitOfWork, kind: AppointmentReminder, appointment: Appointment,
        participant: Participant, now: datetime,
    ) -> None:  # fmt: skip
        match kind:
            case AppointmentReminder.DAY_BEFORE:
                appointment.day_before_sent_at = now
            case AppointmentReminder.HOURS_BEFORE:
                appointment.hours_before_sent_at = now
            case AppointmentReminder.TEAM:
                appointment.team_told_at = now
                said = appointment_news.soon(appointment, participant, self.places)
                await self._tell(uow, kind.value, appointment, said, now)
                return
        tomorrow = self.calendar.today(appointment.starts_at) > self.calendar.today(now)
        await uow[Outbox].put(
            _key(appointment, kind.value),
            participant.chat_id,
            words.reminder(appointment, self.places, tomorrow),
            participant.language,
            now,
        )

    async def _tell(
        self, uow: UnitOfWork, what: str, appointment: Appointment, said: Message, now: datetime
    ) -> None:
        await uow[Outbox].put(
            _key(appointment, what), CONSULTANTS, said, CONSULTANT_LANGUAGE, now,
            about=appointment.participant_id, silent=False,
        )  # fmt: skip


def _key(appointment: Appointment, what: str) -> str:
    """Of the occasion: the same time of the same meeting."""
    return f"meeting:{appointment.id}:{appointment.version}:{what}"
