"""Maps appointments and offers to their tables."""

from bot.appointments.rules.appointments import Appointment, AppointmentState, Offer, OfferedTime
from bot.appointments.storage.tables import appointments, offered_times, offers
from bot.kernel.database.types import AsEnum, mapper, owned

appointments.c.state.type = AsEnum(AppointmentState)
mapper.map_imperatively(OfferedTime, offered_times)
mapper.map_imperatively(Offer, offers, properties={"times": owned(OfferedTime)})
mapper.map_imperatively(Appointment, appointments)
