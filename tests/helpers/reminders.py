"""People who are reminded: what they are told, and the log of what was decided."""

from datetime import datetime, time

from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.i18n.catalogues import translations
from bot.kernel.database.participants import Participants
from bot.reminders.rules.preferences import Preferences
from bot.reminders.rules.reminders import Reminder, ReminderKind
from bot.reminders.storage.repositories import Reminders
from tests.helpers.world import Person, Shown, World


async def id_of(world: World, person: Person) -> int:
    async with world.uow() as uow:
        return await _id(uow, person)


async def tick(world: World) -> int:
    """What the clock does each minute, and all that comes of it."""
    await world.services.releases.work()
    reminded = await world.services.reminders.work()
    await world.settle()
    return reminded


async def at(world: World, moment: datetime) -> int:
    """The clock of the municipality shows that time; people were planned for before."""
    zone = world.services.releases.weeks.calendar.zone
    world.clock.now = moment.replace(tzinfo=zone)
    return await tick(world)


async def day_by_day(world: World, until: datetime, hour: time = time(10)) -> None:
    """A tick in each night and one at the hour of each day, until then."""
    zone = world.services.releases.weeks.calendar.zone
    local = world.clock.now.astimezone(zone)
    for ordinal in range(local.date().toordinal(), until.date().toordinal() + 1):
        for clock in (time(4), hour):
            moment = datetime.combine(datetime.fromordinal(ordinal), clock)
            if local.replace(tzinfo=None) < moment <= until:
                await at(world, moment)


async def rows(world: World, person: Person, kind: ReminderKind | None = None) -> list[Reminder]:
    """The log of one person."""
    async with world.uow() as uow:
        found = await uow[Reminders].of_participant(await _id(uow, person))
    return [r for r in found if kind in (None, r.kind)]


async def preferences(world: World, person: Person, **changes: object) -> Preferences:
    async with world.uow() as uow:
        preferences = await uow[Reminders].preferences(await _id(uow, person))
        for name, value in changes.items():
            setattr(preferences, name, value)
        await uow.commit()
    return preferences


async def _id(uow: SqlUnitOfWork, person: Person) -> int:
    participant = await uow[Participants].of_chat(person.id)
    assert participant is not None and participant.id is not None
    return participant.id


def buttons_of(shown: Shown) -> list[str]:
    return [data for row in shown.buttons for _, data in row]


def is_reminder(shown: Shown) -> bool:
    return any(data.startswith("n:s:") for data in buttons_of(shown))


def reminders_on(person: Person) -> list[Shown]:
    return [m for m in person.world.screen(person.id) if is_reminder(m)]


def variant_of(world: World, shown: Shown, language: str = "en") -> set[str]:
    """The kinds whose words stand in a message."""
    found = set()
    for topic, words in world.content.reminders.kinds.items():
        for text in words.variants:
            said = translations(language).gettext(text)
            pieces = [p for p in said.replace("}", "{").split("{")[::2] if len(p) > 3]
            if pieces and all(p in shown.text for p in pieces):
                found.add(topic.value)
    return found
