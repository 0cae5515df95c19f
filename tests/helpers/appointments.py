"""Meetings in tests: a consultant offers times, a person chooses one, the clock goes on."""

from datetime import date, datetime, time, timedelta

from icalendar import Calendar, Event

from bot.app.documents import document_renderer
from bot.appointments.rules.appointments import Appointment, Offer, OfferedTime
from bot.appointments.rules.calendar_event import CalendarEvent
from bot.appointments.rules.times import minute_of
from bot.appointments.storage.repositories import Appointments
from bot.appointments.views import participant as words
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.inbox import Inbox
from tests.helpers.course import message_behind
from tests.helpers.desk import Consultant, says
from tests.helpers.world import Person, World

TUESDAY = date(2026, 11, 3)  # the day after the world's clock begins


def local(world: World, hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    zone = world.services.appointment_reminders.calendar.zone
    return datetime.combine(day, time(hour, minute), zone)


async def id_of(world: World, person: Person) -> int:
    async with world.uow() as uow:
        found = await uow[Participants].of_chat(person.id)
    assert found is not None and found.id is not None
    return found.id


async def ticks_times(mette: Consultant, *times: datetime) -> None:
    """In the form that is open: each day, each time."""
    for moment in times:
        await mette.taps(rf"bm:d:\w+:{moment:%Y%m%d}")
        await mette.taps(rf"bm:t:\w+:{minute_of(moment)}:1")
        await mette.taps(r"bm:d:\w+")


async def sends_times(
    mette: Consultant, *times: datetime, place: str = "townhall", minutes: int = 30
) -> None:
    """From the first days to the message that goes out."""
    await ticks_times(mette, *times)
    await mette.taps(r"bm:l:\w+")
    await mette.taps(rf"bm:l:\w+:{place}")
    await mette.taps(rf"bm:s:\w+:{place}:{minutes}:\d:0")
    await mette.taps(r"bm:y:.*")


async def offers_by_buttons(
    world: World, mette: Consultant, person: Person, *times: datetime
) -> Offer:
    """By the button that stands where a person is shown."""
    number = await id_of(world, person)
    await mette.says("/meetings")
    await mette.taps_data(f"bm:o:{number}")
    await sends_times(mette, *times)
    return (await open_offers(world, person))[-1]


async def offers(world: World, person: Person, *times: datetime) -> Offer:
    """Times from Mette stand on the person's screen, without all the presses before that."""
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None and participant.id is not None
        offer = Offer(
            participant.id, 1, "Mette", "townhall", 30, "", False, world.clock(),
            [OfferedTime(t) for t in times],
        )  # fmt: skip
        await uow[Appointments].add_offer(offer)
        said = words.offer(offer, times, world.content.appointment_places)
        key = f"offer:{offer.id}"
        await uow[Outbox].put(key, person.id, said, participant.language, world.clock())
        await uow.commit()
    await world.settle()
    return offer


async def chooses(person: Person, offer: Offer, moment: datetime) -> None:
    data = f"y:p:{offer.id}:{minute_of(moment)}"
    at = [m for m in person.world.screen(person.id) if data in _data(m.buttons)]
    await person.presses_data(data, at[-1].message_id if at else 1)


async def at_once(world: World, *presses: tuple[int, int, str]) -> None:
    """Buttons (who, in which chat, data) that are pressed before any of them is answered."""
    for who, chat, data in presses:
        world.update_id += 1
        kind = "private" if chat > 0 else "supergroup"
        message = {"message_id": 1, "chat": {"id": chat, "type": kind}}
        query = {
            "id": "7",
            "from": {"id": who, "first_name": "X"},
            "message": message,
            "data": data,
        }
        raw = {"update_id": world.update_id, "callback_query": query}
        async with world.uow() as uow:
            await uow[Inbox].store(world.update_id, chat, raw, world.clock())
            await uow.commit()
    await world.settle()


async def books(world: World, person: Person, moment: datetime) -> Appointment:
    await chooses(person, await offers(world, person, moment), moment)
    return (await appointments_of(world, person))[-1]


async def open_offers(world: World, person: Person) -> list[Offer]:
    number = await id_of(world, person)
    async with world.uow() as uow:
        return await uow[Appointments].open_offers_of(number)


async def appointments_of(world: World, person: Person) -> list[Appointment]:
    number = await id_of(world, person)
    async with world.uow() as uow:
        return await uow[Appointments].upcoming_of(
            number, datetime.min.replace(tzinfo=world.clock().tzinfo)
        )


async def stored(world: World, number: int | None) -> Appointment:
    async with world.uow() as uow:
        found = await uow[Appointments].get(number or 0)
    assert found is not None
    return found


async def ticks(world: World, until: datetime, step: timedelta = timedelta(minutes=30)) -> None:
    """The clock goes on and ticks; what came up was sent."""
    while world.clock.now < until:
        world.clock.now = min(world.clock.now + step, until)
        await world.services.appointment_reminders.work()
    await world.settle()


async def files_for(world: World, chat_id: int) -> list[tuple[Calendar, Event]]:
    """What a calendar reads in the files that came, the oldest first."""
    found = []
    for shown in world.screen(chat_id):
        said = await message_behind(world, chat_id, shown)
        if isinstance(said.enclosure, CalendarEvent):
            language = "da" if chat_id == CONSULTANTS else "en"
            drawn = await document_renderer(world.channel.renderer).draw(said.enclosure, language)
            calendar = Calendar.from_ical(drawn.content)
            assert isinstance(calendar, Calendar)
            found.append((calendar, calendar.events[0]))
    return found


def _data(buttons: list[list[tuple[str, str]]]) -> list[str]:
    return [data for row in buttons for _, data in row]


def count_of(person: Person, source: str) -> int:
    """How many messages on the participant's screen have this text, in English."""
    return sum(says(text, source, "en") for text in person.texts)
