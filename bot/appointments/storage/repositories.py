"""Queries for appointments and offers."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.appointments.rules.appointments import Appointment, AppointmentState, Offer
from bot.appointments.storage.tables import appointments, offers


class Appointments:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, appointment_id: int) -> Appointment | None:
        """Locked until the end of the transaction: both sides may press at the same moment."""
        return await self._session.get(
            Appointment, appointment_id, with_for_update=True, populate_existing=True
        )

    async def offer(self, offer_id: int) -> Offer | None:
        """Locked until the end of the transaction."""
        return await self._session.get(
            Offer, offer_id, with_for_update=True, populate_existing=True
        )

    async def lock_booked(self, consultant_id: int) -> list[Appointment]:
        """The consultant's booked appointments, locked until the end of the transaction."""
        statement = (
            select(Appointment)
            .where(appointments.c.consultant_id == consultant_id)
            .where(appointments.c.state == AppointmentState.BOOKED)
            .order_by(appointments.c.starts_at, appointments.c.id)
            .with_for_update()
        )
        return list((await self._session.execute(statement)).scalars())

    async def upcoming_of(self, participant_id: int, now: datetime) -> list[Appointment]:
        return [a for a in await self.upcoming(now) if a.participant_id == participant_id]

    async def open_offers_of(self, participant_id: int) -> list[Offer]:
        return [o for o in await self.open_offers() if o.participant_id == participant_id]

    async def upcoming(self, now: datetime) -> list[Appointment]:
        """Booked and not begun, the next one first."""
        statement = (
            select(Appointment)
            .where(appointments.c.state == AppointmentState.BOOKED, appointments.c.starts_at > now)
            .order_by(appointments.c.starts_at, appointments.c.id)
        )
        return list((await self._session.execute(statement)).scalars())

    async def open_offers(self) -> list[Offer]:
        """The oldest first."""
        statement = select(Offer).where(offers.c.closed_at.is_(None))
        statement = statement.order_by(offers.c.offered_at, offers.c.id)
        return list((await self._session.execute(statement)).scalars())

    async def without_outcome(self, since: datetime, until: datetime) -> list[Appointment]:
        """Booked, begun after `since` and by `until`, and the outcome was not asked for yet."""
        statement = (
            select(Appointment)
            .where(
                appointments.c.state == AppointmentState.BOOKED, appointments.c.asked_at.is_(None)
            )
            .where(appointments.c.starts_at > since, appointments.c.starts_at <= until)
            .order_by(appointments.c.starts_at, appointments.c.id)
        )
        return list((await self._session.execute(statement)).scalars())

    async def add(self, appointment: Appointment) -> None:
        self._session.add(appointment)
        await self._session.flush()

    async def add_offer(self, offer: Offer) -> None:
        self._session.add(offer)
        await self._session.flush()
