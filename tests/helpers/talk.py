"""Cases in tests: the open case, its post, and messages of consultants."""

from typing import Any

from bot.cases.rules.cases import Case
from bot.cases.rules.relays import HOLD
from bot.cases.storage.cases import Cases
from bot.kernel.database.participants import Participants
from tests.helpers.world import TEAM, Person, Shown, World


async def the_case(world: World, person: Person) -> Case | None:
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None and participant.id is not None
        return await uow[Cases].open_of(participant.id)


async def case_of(world: World, person: Person) -> Case:
    found = await the_case(world, person)
    assert found is not None, f"{person.name} has no open case"
    return found


def post_of(world: World, person: Person) -> Shown:
    """The opening post of the participant's case."""
    posts = [s for s in world.team if s.row and s.row.key.endswith(":post")]
    return next(s for s in reversed(posts) if person.name in s.text)


def banner(world: World) -> Shown:
    return next(s for s in reversed(world.team) if s.row and "relay:" in s.row.key)


async def writes(
    world: World, by: Person, text: str, to: Shown, wait: bool = True, **more: Any
) -> int:
    """A consultant's reply in a group without topics; the id of their message."""
    quoted = {"message_id": to.message_id}
    await by.says(text, chat=TEAM, reply_to_message=quoted, **more)
    message_id = world.message_id
    if wait:
        await world.passes(seconds=HOLD.total_seconds())
    return message_id


async def edits(person: Person, message_id: int, text: str, chat: int | None = None) -> None:
    message = person._message(chat, text=text) | {"message_id": message_id}
    await person.world.arrives("edited_message", message)
