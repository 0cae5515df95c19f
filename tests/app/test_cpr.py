"""CPR numbers on every way into the assistant: never stored, removed from the chat, told."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from bot.kernel.database.types import metadata
from bot.kernel.messages import KeptFile
from bot.kernel.ports import CONSULTANTS
from bot.kernel.redaction import MASK
from tests.helpers.talk import edits, post_of, writes
from tests.helpers.world import TEAM, Person, World

PHOTO = [{"file_id": "p", "file_size": 9, "width": 1, "height": 1}]
BORN, LAST = "231190", "1873"


@pytest.fixture
def mette(world: World) -> Person:
    return world.person(900, "Mette")


async def stored(world: World) -> str:
    """All that the database holds, unsealed."""
    async with world.database.engine.connect() as connection:
        rows = [
            row for table in metadata.sorted_tables
            for row in await connection.execute(select(table))
        ]  # fmt: skip
    return "\n".join(str(tuple(row)) for row in rows)


def deleted(world: World, chat: int) -> list[int | None]:
    return [message for where, message in world.channel.deleted if where == chat]


def told(person: Person) -> int:
    return sum("I saw a CPR number" in text for text in person.texts)


@pytest.mark.parametrize(
    "number",
    [
        f"{BORN} 18 73", f"23-11-1990-{LAST}", f"23111990-{LAST}", f"{BORN}:{LAST}",
        f"({BORN}) {LAST}", f"{BORN}\n{LAST}", "２３１１９０－１８７３", "٢٣١١٩٠-١٨٧٣",
        f"{BORN}\u200b{LAST}", f"831190-{LAST}", "2 3 1 1 9 0 1 8 7 3",
    ],
    ids=ascii,
)  # fmt: skip
async def test_number_is_removed_from_the_chat_in_every_notation(
    world: World, amina: Person, number: str
) -> None:
    world.nlu.ready = False  # so that the text stays in the inbox
    await amina.says(f"mit nummer er {number}")
    assert deleted(world, amina.id) == [world.message_id] and told(amina) == 1
    assert number not in await stored(world) and LAST not in await stored(world)
    world.nlu.ready = True
    await world.settle()
    assert number not in "".join(world.nlu.heard)
    assert told(amina) == 1


@pytest.mark.parametrize("talking", [False, True])
async def test_edit_with_a_number_is_removed_and_told_once(
    world: World, amina: Person, talking: bool
) -> None:
    if talking:
        await amina.says("/consultant")
    await amina.says("mit nummer")
    await edits(amina, world.message_id, f"mit nummer {BORN} 18 73")
    assert deleted(world, amina.id) == [world.message_id - 1] and told(amina) == 1
    assert "18 73" not in await stored(world) + "".join(s.text for s in world.team)


async def test_command_with_a_number_is_removed(world: World, amina: Person) -> None:
    await amina.says(f"/help {BORN}:{LAST}")
    assert deleted(world, amina.id) == [world.message_id] and told(amina) == 1


@pytest.mark.parametrize(
    "content",
    [
        {"contact": {"first_name": "A", "phone_number": f"{BORN}{LAST}"}},
        {"contact": {"first_name": "A", "vcard": f"NOTE:{BORN}\n{LAST}"}},
        {"venue": {"title": f"{BORN}-{LAST}"}},
    ],
    ids=lambda content: next(iter(content)),
)
async def test_attachment_that_shows_a_number_is_removed_and_not_passed_on(
    world: World, amina: Person, mette: Person, content: dict[str, Any]
) -> None:
    await amina.says("/consultant")
    posts = len(world.team)
    await amina.sends(**content)
    assert deleted(world, amina.id) == [world.message_id] and told(amina) == 1
    assert len(world.team) == posts and LAST not in await stored(world)


async def test_file_whose_name_shows_a_number_is_passed_on_under_a_name_of_ours(
    world: World, amina: Person
) -> None:
    await amina.says("/consultant")
    name = f"cpr {BORN} {LAST}.pdf"
    await amina.sends(document={"file_id": "d", "file_name": name})
    assert deleted(world, amina.id) == [world.message_id] and told(amina) == 1
    await world.passes(seconds=8)
    row = world.team[-1].row
    assert row is not None and isinstance(row.message.enclosure, KeptFile)
    assert LAST not in await stored(world)


async def test_caption_with_a_number_is_told(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    await amina.sends(photo=PHOTO, caption=f"{BORN} 18 73 mit kort")
    assert "mit kort" in world.team[-1].text and "73" not in world.team[-1].text
    assert told(amina) == 1


# Consultants.


async def test_number_of_a_consultant_reaches_nobody_and_is_removed(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await writes(world, mette, f"Dit nummer er {BORN}:{LAST}", post_of(world, amina))
    assert amina.sees("Dit nummer er") and not amina.sees(LAST)
    assert deleted(world, CONSULTANTS) == [world.message_id]
    assert sum("CPR-nummer" in shown.text for shown in world.team) == 1
    assert LAST not in await stored(world)


async def test_number_in_the_talk_of_the_group_is_removed(world: World, mette: Person) -> None:
    world.name_consultants(7)
    await mette.says(f"Hun er {BORN} ({LAST})", chat=TEAM)
    assert deleted(world, CONSULTANTS) == [world.message_id]
    assert "CPR-nummer" in world.team[-1].text


# A number split over two messages.


async def test_number_split_over_two_messages_is_removed_from_the_chat(
    world: World, amina: Person
) -> None:
    await amina.says(f"mit nummer er {BORN}")
    first = world.message_id
    await amina.says(f"-{LAST}")
    assert deleted(world, amina.id) == [world.message_id, first] and told(amina) == 1
    assert LAST not in await stored(world) + "".join(world.nlu.heard)


async def test_first_half_that_still_waits_is_masked_too(world: World, amina: Person) -> None:
    world.nlu.ready = False
    await amina.says(f"mit nummer er {BORN}")
    assert BORN in await stored(world)
    await amina.says(LAST)
    assert BORN not in await stored(world) and LAST not in await stored(world)
    world.nlu.ready = True
    await world.settle()
    assert BORN not in "".join(world.nlu.heard)


@dataclass
class Dictionary:
    """A translator that notes what it was asked."""

    asked: list[str] = field(default_factory=list)

    async def translate(self, text: str, source: str, target: str) -> str | None:
        self.asked.append(text)
        return text.upper()


async def test_first_half_is_masked_in_the_group_and_in_its_translation(
    world: World, amina: Person
) -> None:
    world.relay_job.translator = dictionary = Dictionary()
    await amina.says("/consultant")
    await amina.says(f"my number is {BORN}")
    assert BORN in world.team[-1].text
    await amina.says(LAST)
    await world.settle()
    shown = "".join(message.text for message in world.team)
    assert BORN not in shown and LAST not in shown and "my number is" in shown
    assert LAST not in "".join(dictionary.asked)
    async with world.database.engine.connect() as connection:
        relays = await connection.execute(select(metadata.tables["relays"]))
        assert BORN not in str(relays.all())


async def test_number_that_a_consultant_splits_is_masked_for_the_participant(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    post = post_of(world, amina)
    first = await writes(world, mette, f"Dit nummer er {BORN}", post)
    assert amina.sees(BORN)
    second = await writes(world, mette, LAST, post)
    assert not amina.sees(BORN) and not amina.sees(LAST) and amina.sees("Dit nummer er")
    assert deleted(world, CONSULTANTS) == [second, first]


@pytest.mark.parametrize("between", ["press", "text", "sticker"])
async def test_message_between_them_separates_the_halves(
    world: World, amina: Person, between: str
) -> None:
    await amina.says(BORN)
    match between:
        case "press":
            await amina.presses_data("m:menu", 1)
        case "text":
            await amina.says("tak")
        case _:
            await amina.sends(sticker={"file_id": "s"})
    await amina.says(LAST)
    assert deleted(world, amina.id) == [] and told(amina) == 0


async def test_other_people_complete_no_number(world: World, amina: Person) -> None:
    bente = world.person(43, "Bente", "en")
    await bente.says("/start")
    await amina.says(BORN)
    await bente.says(LAST)
    one, two = world.person(900, "Mette"), world.person(901, "Ole")
    await one.says(BORN, chat=TEAM)
    await two.says(LAST, chat=TEAM)
    assert world.channel.deleted == []
    await one.says(LAST, chat=TEAM)
    assert len(deleted(world, CONSULTANTS)) == 2, "what others write in between changes nothing"


@pytest.mark.parametrize(("seconds", "removed"), [(300, 2), (301, 0)])
async def test_second_half_must_follow_within_five_minutes(
    world: World, amina: Person, seconds: int, removed: int
) -> None:
    await amina.says(BORN, date=1_000_000)
    await amina.says(LAST, date=1_000_000 + seconds)
    assert len(deleted(world, amina.id)) == removed


async def test_repeated_halves_change_nothing(world: World, amina: Person) -> None:
    first = {"message": amina._message(None, text=BORN), "update_id": world.update_id + 1}
    second = {"message": amina._message(None, text=LAST), "update_id": world.update_id + 2}
    world.update_id += 2
    for raw in (first, first, second, second, first):
        await world.again(raw)
    assert len(deleted(world, amina.id)) == 2 and told(amina) == 1
    assert LAST not in await stored(world)
    await amina.says("5000")
    assert len(deleted(world, amina.id)) == 2, "a repeated first half begins nothing"


async def test_what_is_kept_between_the_halves_holds_no_digit_of_the_first(
    world: World, amina: Person
) -> None:
    await amina.says(BORN)
    async with world.database.engine.connect() as connection:
        table = metadata.tables["inbox"]
        found = await connection.execute(select(table.c.begun).where(table.c.begun.is_not(None)))
        [begun] = found.scalars()
    assert BORN not in str(begun) and begun["firsts"] == "012349"
    await amina.says("tak")
    assert MASK not in "".join(amina.texts)
    async with world.database.engine.connect() as connection:
        found = await connection.execute(select(table.c.begun).where(table.c.begun.is_not(None)))
        assert found.all() == []
