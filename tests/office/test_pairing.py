"""A group is connected by a code; strange groups are left; a supergroup is followed."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.kernel.database.audit import audit
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.messages import message, phrase
from bot.kernel.ports import CONSULTANTS
from bot.office.handlers.pairing import PairingCodes
from bot.office.rules.pairing import TRIES
from bot.office.storage.group import StoredGroup
from tests.helpers.desk import says
from tests.helpers.world import TEAM, Person, World, make_world

GROUP, OTHER, NEW = -500, -600, -1_000_000_000_500
HOW = (
    "Hello! Is this the group of the consultants? Then one of you writes /pair and the code of "
    "six digits. Whoever runs me finds it in my log."
)
PAIRED = "This group and I are connected. {consultant} is a consultant now."
WRONG, NO_CODE = (
    "That is not the code. Please look again.",
    ("That code does not work now. Please ask whoever runs me for a new one."),
)
GOODBYE = "I only talk with people one by one. Please write to me in private. Goodbye!"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Without a group: nothing is set."""
    world = await make_world(tmp_path)
    world.all_are_consultants = False
    chat = world.assistant.desk.chat
    chat.configured = chat.chat_id = None
    yield world
    await world.close()


@pytest.fixture
def mette(world: World) -> Person:
    return world.person(7, "Mette")


async def code_in_log(world: World) -> str:
    with capture_logs() as logs:
        await world.services.pairing.work()
    [line] = [entry for entry in logs if entry["event"] == "no_consultants"]
    found = re.fullmatch(r"/pair (\d{3}-\d{3})", line["write_in_the_group"])
    assert found is not None
    return found[1]


async def added(world: World, by: Person, group: int) -> None:
    me = {"id": 1, "is_bot": True, "first_name": "Bot"}
    change = {"chat": {"id": group, "type": "group"}, "from": by._from(),
              "new_chat_member": {"status": "member", "user": me}}  # fmt: skip
    await world.arrives("my_chat_member", change)


async def is_consultant(world: World, person: Person) -> bool:
    async with world.uow() as uow:
        return await world.assistant.desk.access.office.is_consultant(uow, person.id)


async def actions(world: World) -> list[str]:
    async with world.database.engine.connect() as connection:
        return [row.action for row in await connection.execute(audit.select())]


async def rows_of(world: World, sql: str) -> list[Any]:
    async with world.database.engine.connect() as connection:
        return list(await connection.execute(text(sql)))


# --- connecting


async def test_bot_without_a_group_stays_and_says_once_how_to_connect_it(
    world: World, mette: Person
) -> None:
    await added(world, mette, GROUP)
    await added(world, mette, GROUP)
    await mette.says("Hej alle", chat=GROUP)
    assert [says(shown.text, HOW) for shown in world.screen(GROUP)] == [True]
    assert not world.channel.left


async def test_typing_the_code_connects_the_group_and_makes_a_consultant(
    world: World, mette: Person
) -> None:
    async with world.uow() as uow:
        waiting = message(phrase("Nothing was changed."))
        await uow[Outbox].put("waits", CONSULTANTS, waiting, "da", world.clock())
        await uow.commit()
    await mette.says(f"/pair {await code_in_log(world)}", chat=GROUP)
    assert says(world.screen(GROUP)[-1].text, PAIRED) and "Mette" in world.screen(GROUP)[-1].text
    assert await is_consultant(world, mette)
    await mette.says("/open", chat=GROUP)
    assert world.assistant.desk.chat.chat_id == GROUP
    assert says(world.team[-1].text, "Nothing waits for you. 🌿")
    assert f"pair:{GROUP}" in await actions(world)


async def test_code_works_once(world: World, mette: Person) -> None:
    code = await code_in_log(world)
    await mette.says(f"/pair {code}", chat=GROUP)
    eve = world.person(666, "Eve")
    await eve.says(f"/pair {code}", chat=OTHER)
    assert not await is_consultant(world, eve)
    await mette.says("/open", chat=GROUP)
    assert world.assistant.desk.chat.chat_id == GROUP


async def test_guessing_ends_after_five_tries_and_is_not_answered_each_time(
    world: World, mette: Person
) -> None:
    code, eve = await code_in_log(world), world.person(666, "Eve")
    wrong = "000-000" if code != "000-000" else "111-111"
    for _ in range(TRIES + 10):
        await eve.says(f"/pair {wrong}", chat=OTHER)
    texts = [shown.text for shown in world.screen(OTHER)]
    assert [says(t, WRONG) for t in texts] == [True] * TRIES + [False]
    assert says(texts[-1], NO_CODE)
    await mette.says(f"/pair {code}", chat=GROUP)
    assert says(world.screen(GROUP)[-1].text, NO_CODE) and not await is_consultant(world, mette)
    with capture_logs() as logs:
        await world.services.pairing.work()
    assert not logs, "a new code does not come before the time of the old one is over"
    world.clock.forward(minutes=15)
    assert await code_in_log(world) != code


async def test_who_comes_after_a_guesser_is_answered_too(world: World, mette: Person) -> None:
    code, eve = await code_in_log(world), world.person(666, "Eve")
    wrong = "000-000" if code != "000-000" else "111-111"
    for _ in range(TRIES + 1):
        await eve.says(f"/pair {wrong}", chat=GROUP)
    count = len(world.screen(GROUP))
    await mette.says(f"/pair {code}", chat=GROUP)
    assert len(world.screen(GROUP)) == count + 1 and says(world.screen(GROUP)[-1].text, NO_CODE)


async def test_code_is_valid_for_a_quarter_of_an_hour(world: World, mette: Person) -> None:
    code = await code_in_log(world)
    world.clock.forward(minutes=15)
    await mette.says(f"/pair {code}", chat=GROUP)
    assert says(world.screen(GROUP)[-1].text, NO_CODE) and not await is_consultant(world, mette)


async def test_code_is_not_in_the_database(world: World, mette: Person) -> None:
    code = (await code_in_log(world)).replace("-", "")
    async with world.uow() as uow:
        pairing = await uow[StoredGroup].pairing()
    assert pairing is not None and code not in str(pairing)
    [stored] = await rows_of(world, "SELECT pairing FROM consultants_group")
    assert pairing.digest not in stored[0] and pairing.salt not in stored[0]


async def test_code_that_was_asked_for_is_not_replaced_by_one_in_the_log(
    world: World, mette: Person
) -> None:
    async with world.uow() as uow:
        code = await PairingCodes().issue(uow, world.clock(), asked_for=True)
        await uow.commit()
    with capture_logs() as logs:
        await world.services.pairing.work()
    assert not logs
    await mette.says(f"/pair {code}", chat=GROUP)
    assert await is_consultant(world, mette)


async def test_code_is_to_be_typed_in_the_group_and_nobody_is_stored_for_it(
    world: World, mette: Person
) -> None:
    await mette.says(f"/pair {await code_in_log(world)}")
    assert not await is_consultant(world, mette)
    await mette.says("/id")
    assert "7" in mette.last.text
    assert [row[0] for row in await rows_of(world, "SELECT COUNT(*) FROM participants")] == [0]


@pytest.mark.parametrize(
    "sender",
    [
        {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
        {"sender_chat": {"id": -1009, "type": "channel"}},
        {"from": {"id": 77, "is_bot": True, "first_name": "Robot"}},
    ],
)
async def test_only_a_person_can_connect_a_group(
    world: World, mette: Person, sender: dict[str, Any]
) -> None:
    code = await code_in_log(world)
    typed = f"/pair {code}"
    entities = [{"type": "bot_command", "offset": 0, "length": 5}]
    content = mette._message(GROUP, text=typed, entities=entities) | sender
    await world.arrives("message", content)
    await mette.says("Hej", chat=GROUP)
    assert world.assistant.desk.chat.chat_id is None
    await mette.says(typed, chat=GROUP)
    assert await is_consultant(world, mette), "the code is still good"


async def test_setting_wins_over_pairing(world: World, mette: Person) -> None:
    chat = world.assistant.desk.chat
    chat.configured = chat.chat_id = TEAM
    async with world.uow() as uow:
        code = await PairingCodes().issue(uow, world.clock(), asked_for=True)
        await uow.commit()
    await mette.says(f"/pair {code}", chat=GROUP)
    assert world.channel.left == [GROUP] and not await is_consultant(world, mette)


# --- strange groups


async def test_connected_bot_leaves_groups_that_it_was_in_before(
    world: World, mette: Person
) -> None:
    await added(world, mette, OTHER)
    await mette.says(f"/pair {await code_in_log(world)}", chat=GROUP)
    for _ in range(3):
        await mette.says("Hej", chat=OTHER)
    assert world.channel.left == [OTHER]
    assert [says(s.text, GOODBYE) for s in world.screen(OTHER)] == [False, True]
    await added(world, mette, -700)
    assert world.channel.left == [OTHER, -700]


# --- supergroups


async def paired(world: World, mette: Person) -> None:
    await mette.says(f"/pair {await code_in_log(world)}", chat=GROUP)
    await mette.says("/open", chat=GROUP)
    assert len(world.team) == 1


@pytest.mark.parametrize("told_in", [GROUP, NEW])
async def test_supergroup_is_followed(world: World, mette: Person, told_in: int) -> None:
    await paired(world, mette)
    move = {"migrate_to_chat_id": NEW} if told_in == GROUP else {"migrate_from_chat_id": GROUP}
    await world.arrives("message", mette._message(told_in, **move))
    await mette.says("/open", chat=NEW)
    assert len(world.team) == 2 and not world.channel.left
    await mette.says("/open", chat=GROUP)
    assert len(world.team) == 2, "the old group is not the consultants' any more"
    assert f"group:{GROUP}:{NEW}" in await actions(world)


async def test_supergroup_is_followed_by_a_restart_and_where_the_setting_has_the_old_id(
    world: World, mette: Person
) -> None:
    await paired(world, mette)
    await world.services.groups.follow(GROUP, NEW)
    chat = world.assistant.desk.chat
    chat.configured = GROUP
    chat._moves.clear()
    await world.services.groups.refresh()
    assert chat.chat_id == NEW


async def test_supergroup_is_not_left_when_the_bot_is_added_before_it_is_told_why(
    world: World, mette: Person
) -> None:
    await paired(world, mette)
    world.directory.moved[GROUP] = NEW
    await added(world, mette, NEW)
    assert not world.channel.left and world.assistant.desk.chat.chat_id == NEW
    await mette.says("/open", chat=NEW)
    assert len(world.team) == 2


async def test_strange_group_is_not_left_while_nobody_knows_what_ours_became(
    world: World, mette: Person
) -> None:
    await paired(world, mette)
    world.directory.silent = True
    await added(world, mette, NEW)
    assert not world.channel.left
    world.directory.silent = False
    world.directory.moved[GROUP] = NEW
    await world.passes(seconds=2)
    assert not world.channel.left and world.assistant.desk.chat.chat_id == NEW


async def test_message_ids_of_the_old_group_mean_nothing_in_the_new_one(
    world: World, mette: Person
) -> None:
    """Both number their messages from the beginning: a reply must not reach another person."""
    await paired(world, mette)
    amina = world.person(42, "Amina")
    await amina.says("/start")
    async with world.uow() as uow:
        known = message(phrase("Nothing was changed."))
        about = SendOptions(about=1)
        await uow[Outbox].put("card", CONSULTANTS, known, "da", world.clock(), about)
        await uow.commit()
    await world.settle()
    card = world.team[-1].message_id
    async with world.uow() as uow:
        change = SendOptions(method="edit", edit_message_id=card)
        world.clock.forward(seconds=1)
        await uow[Outbox].put("edit", CONSULTANTS, known, "da", world.clock(), change)
        await uow.commit()
    await world.services.groups.follow(GROUP, NEW)
    async with world.uow() as uow:
        assert await uow[Outbox].about(card) is None
        assert await uow[Outbox].shown(CONSULTANTS, card) is None
    await world.settle()
    assert world.team[-1].message_id != card, "what waited to be an edit came as a new message"
    seen = len(amina.texts)
    await mette.says("Kaffe?", chat=NEW, reply_to_message={"message_id": card})
    await world.passes(seconds=10)
    assert len(amina.texts) == seen
