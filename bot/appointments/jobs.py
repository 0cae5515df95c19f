"""Job: remind both sides of appointments, show unanswered offers again, ask for outcomes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.appointments.rules.appointments import Appointment, AppointmentState, available_times
from bot.appointments.rules.places import AppointmentPlaces
from bot.appointments.rules.times import (
    OUTCOME_ASKED_AFTER,
    OUTCOME_ASKED_FOR,
    AppointmentReminder,
    is_due,
    is_outcome_due,
    is_reshow_due,
)
from bot.appointments.storage.repositories import Appointments
from bot.appointments.views import consultant as consultant_views
from bot.appointments.views import notices
from bot.appointments.views import participant as participant_views
from bot.appointments.views.consultant import AppointmentView
from bot.kernel.calendar import Calendar
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS, Clock
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork

log = structlog.get_logger()
LOOK_BACK = OUTCOME_ASKED_FOR + OUTCOME_ASKED_AFTER + timedelta(hours=1)  # the longest meeting


@dataclass(frozen=True)
class AppointmentReminderJob:
    uow: UnitsOfWork
    clock: Clock
    calendar: Calendar
    places: AppointmentPlaces

    async def work(self) -> int:
        """Do all that is due; return for how many appointments and offers something was sent.

        Each has a transaction of its own, so nothing is lost or sent twice after a crash.
        """
        now = self.clock()
        async with self.uow() as uow:
            found = [
                *await uow[Appointments].upcoming(now),
                *await uow[Appointments].without_outcome(now - LOOK_BACK, now),
            ]
            offers = await uow[Appointments].open_offers()
        due = [a.id for a in found if a.id is not None and self._anything_due(a, now)]
        unanswered = [
            o.id for o in offers
            if o.id is not None and is_reshow_due(o, now, self.calendar)
        ]  # fmt: skip
        return sum([
            *[await self._try(self._remind, row_id) for row_id in due],
            *[await self._try(self._show_again, row_id) for row_id in unanswered],
        ])  # fmt: skip

    def _anything_due(self, appointment: Appointment, now: datetime) -> bool:
        return is_outcome_due(appointment, now, self.calendar) or any(
            is_due(kind, appointment, now, self.calendar) for kind in AppointmentReminder
        )

    async def _try(self, send: Callable[[int], Awaitable[bool]], row_id: int) -> bool:
        """False after a failure, which is logged; the next call of `work` tries again."""
        try:
            return await retry_on_conflict(lambda: send(row_id))
        except Exception as error:  # noqa: BLE001  # one failure must not stop the other reminders
            log.error("meeting_reminder_failed", row_id=row_id, **fault(error))
            return False

    async def _show_again(self, row_id: int) -> bool:
        """Send an unanswered offer again; it is read again, as it may be answered by now."""
        now, key = self.clock(), f"offer:{row_id}:again"
        async with self.uow() as uow:
            offer = await uow[Appointments].offer(row_id)
            if offer is None or not is_reshow_due(offer, now, self.calendar):
                return False
            times = available_times(
                offer, await uow[Appointments].lock_booked(offer.consultant_id), now
            )
            if not times or await uow[Outbox].latest(key) is not None:
                return False
            person = await uow[Participants].get(offer.participant_id)
            message = participant_views.offer(offer, times, self.places)
            await uow[Outbox].put(key, person.chat_id, message, person.language, now)
            await uow.commit()
            return True

    async def _remind(self, row_id: int) -> bool:
        """Send what is due; it is read again, as it may be moved or cancelled by now."""
        now = self.clock()
        async with self.uow() as uow:
            appointment = await uow[Appointments].get(row_id)
            if appointment is None or appointment.state is not AppointmentState.BOOKED:
                return False
            participant = await uow[Participants].get(appointment.participant_id)
            for kind in AppointmentReminder:
                if is_due(kind, appointment, now, self.calendar):
                    await self._send(uow, kind, appointment, participant, now)
            if is_outcome_due(appointment, now, self.calendar):
                appointment.asked_at = now
                message = consultant_views.ask_outcome(AppointmentView(appointment, participant))
                await self._tell_consultants(uow, "over", appointment, message, now)
            await uow.commit()
            return True

    async def _send(
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
                message = notices.soon(appointment, participant, self.places)
                await self._tell_consultants(uow, kind.value, appointment, message, now)
                return
        tomorrow = self.calendar.today(appointment.starts_at) > self.calendar.today(now)
        await uow[Outbox].put(
            _key(appointment, kind.value),
            participant.chat_id,
            participant_views.reminder(appointment, self.places, tomorrow),
            participant.language,
            now,
        )

    async def _tell_consultants(
        self,
        uow: UnitOfWork,
        reminder: str,
        appointment: Appointment,
        message: Message,
        now: datetime,
    ) -> None:
        await uow[Outbox].put(
            _key(appointment, reminder),
            CONSULTANTS,
            message,
            CONSULTANT_LANGUAGE,
            now,
            SendOptions(about=appointment.participant_id),
        )


def _key(appointment: Appointment, reminder: str) -> str:
    """Idempotency key: the same reminder for the same version of the appointment."""
    return f"meeting:{appointment.id}:{appointment.version}:{reminder}"
