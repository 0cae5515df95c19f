"""What the terminal prints, and what a typed line becomes, in the test's process."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.terminal.updates import UpdateFactory
from bot.kernel.database.outbox_tables import Method, OutboxRow
from bot.kernel.incoming import Command, Press, Sender
from bot.kernel.messages import Button, Message, Verbatim, message
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.inbox import Inbox
from bot.pipeline.updates import parse
from tests.adapters.terminal.desk import Desk

PARTICIPANT = 1


def saying(text: str, *rows: list[str]) -> Message:
    buttons = [[Button(Verbatim(label), f"d:{label}") for label in row] for row in rows]
    return message(Verbatim(text), buttons=buttons)


async def prints(
    desk: Desk, said: Message, chat_id: int = PARTICIPANT, method: Method = "send",
    edits: int | None = None,
) -> int | None:  # fmt: skip
    return await desk.chat.deliver(OutboxRow(1, chat_id, method, said, "da", edits, 0))


async def test_message_is_printed_with_numbered_buttons(desk: Desk) -> None:
    await prints(desk, saying("one\ntwo", ["A", "B"], ["C"]))
    assert desk.shown == ["  🤖\n  one\n  two\n  [1] A   [2] B\n  [3] C\n"]


async def test_message_to_the_consultants_has_a_margin_of_its_own(desk: Desk) -> None:
    await prints(desk, saying("one", ["A"]), CONSULTANTS)
    assert desk.shown == ["  │ 👤 konsulent\n  │ one\n  │ [1] A\n"]


async def test_edited_message_is_printed_again_with_a_mark(desk: Desk) -> None:
    first = await prints(desk, saying("one"))
    assert await prints(desk, saying("two"), method="edit", edits=first) == first
    assert desk.shown[-1] == "  🤖 ✎\n  two\n"


async def test_participant_can_ask_for_danish(desk: Desk) -> None:
    """The button is for the participant's own messages in another language only."""
    said = saying("hello", ["A"])
    await desk.chat.deliver(OutboxRow(1, PARTICIPANT, "send", said, "en", None, 0))
    assert "[2] 🇩🇰" in desk.shown[-1]
    await desk.chat.deliver(OutboxRow(1, CONSULTANTS, "send", said, "en", None, 0))
    assert "🇩🇰" not in desk.shown[-1]
    without = replace(said, buttons=())
    await desk.chat.deliver(OutboxRow(1, PARTICIPANT, "edit", without, "en", 7, 0))
    assert "🇩🇰" not in desk.shown[-1], "an answered question"


@pytest.mark.parametrize(
    ("method", "edits"), [("leave", None), ("delete", 7), ("delete", None), ("amend", None)]
)
async def test_nothing_to_print(desk: Desk, method: Method, edits: int | None) -> None:
    assert await prints(desk, saying("one"), method=method, edits=edits) is None
    assert desk.shown == []


async def test_amended_message_is_printed(desk: Desk) -> None:
    assert await prints(desk, saying("one"), method="amend", edits=7) == 7


async def test_ids_of_messages_grow_and_are_not_reused(desk: Desk) -> None:
    first = await prints(desk, saying("one"))
    second = await prints(desk, saying("two"), CONSULTANTS)
    [said] = await desk.types("hej")
    assert first is not None and second == first + 1
    third = await prints(desk, saying("three"))
    assert third is not None and said.text == "hej" and third > second + 1


async def test_every_chat_is_reachable(desk: Desk) -> None:
    assert desk.chat.reachable(1) and desk.chat.reachable(CONSULTANTS)
    await desk.chat.acknowledge("x")


async def test_note_stands_apart(desk: Desk) -> None:
    desk.chat.note("training")
    assert desk.shown == ["  · training"]


# Typed lines.


async def test_number_presses_its_button_of_the_newest_message_with_buttons(desk: Desk) -> None:
    await prints(desk, saying("old", ["X"]))
    asked = await prints(desk, saying("question", ["A", "B"]))
    await prints(desk, saying("no buttons"))
    first, last = await desk.types("1", "2")
    assert (first.data, last.data) == ("d:A", "d:B")
    assert first.message_id == last.message_id == asked


@pytest.mark.parametrize("typed", ["0", "3", "-1", "²", "1.", "x1"])
async def test_other_numbers_are_texts(desk: Desk, typed: str) -> None:
    await prints(desk, saying("question", ["A", "B"]))
    [content] = await desk.types(typed)
    assert content.text == typed


async def test_buttons_removed_by_an_edit_cannot_be_pressed(desk: Desk) -> None:
    asked = await prints(desk, saying("question", ["A"]))
    await prints(desk, saying("answered"), method="edit", edits=asked)
    [content] = await desk.types("1")
    assert content.text == "1"


async def test_consultant_presses_and_replies(desk: Desk) -> None:
    await prints(desk, saying("question", ["mine"]))
    asked = await prints(desk, saying("case", ["A"]), CONSULTANTS)
    newest = await prints(desk, saying("more"), CONSULTANTS)
    pressed, replied = await desk.types("!1", "!hej Amina")
    assert (pressed.data, pressed.message_id) == ("d:A", asked)
    assert (replied.text, replied.reply_to) == ("hej Amina", newest)


async def test_reply_goes_to_the_newest_message_though_an_older_one_is_edited(desk: Desk) -> None:
    old = await prints(desk, saying("old"), CONSULTANTS)
    newest = await prints(desk, saying("new"), CONSULTANTS)
    await prints(desk, saying("old, edited"), CONSULTANTS, "edit", old)
    [replied] = await desk.types("!hej")
    assert replied.reply_to == newest


async def test_blank_lines_and_white_space_are_ignored(desk: Desk) -> None:
    [content] = await desk.types("", "   ", "  hej  ")
    assert content.text == "hej"


async def test_cpr_numbers_are_not_stored(desk: Desk) -> None:
    [content] = await desk.types("010190-1234")
    assert "1234" not in content.text


async def test_chat_opens_with_help_and_start(desk: Desk) -> None:
    await desk.types()
    assert "!1 is the consultant's button 1" in desk.shown[0]
    async with desk.world.uow() as uow:
        chats = await uow[Inbox].chats_waiting(desk.world.clock(), parked_too=False)
        row, _ = await uow[Inbox].next_of(chats[0], desk.world.clock(), False)
    assert row is not None
    content = parse(row.payload).content
    assert isinstance(content, Command) and content.name == "start"


# Updates.


@pytest.fixture
def factory() -> UpdateFactory:
    return UpdateFactory(
        Sender(1, 1, "Du", "tr", private=True), Sender(-1, 2, "Konsulent", "da", private=False)
    )


def test_update_names_its_chat_and_sender(factory: UpdateFactory) -> None:
    private, group = parse(factory.text("hej")), parse(factory.reply("hej", 7))
    assert private.sender.private and not group.sender.private
    assert (private.sender.chat_id, private.sender.user_id) == (1, 1)
    assert (group.sender.chat_id, group.sender.user_id) == (-1, 2)
    assert (private.sender.first_name, private.sender.language_code) == ("Du", "tr")


def test_press_by_either_side(factory: UpdateFactory) -> None:
    press = Press("d:A", 7, "terminal")
    for by_consultant, user in ((False, 1), (True, 2)):
        incoming = parse(factory.press(press, by_consultant))
        assert incoming.sender.user_id == user and incoming.content == press


def test_ids_never_repeat_those_of_an_earlier_conversation(factory: UpdateFactory) -> None:
    later = UpdateFactory(factory.participant, factory.consultant)
    updates = [factory.text("a"), factory.text("b"), factory.text("c")]
    ids = [update["update_id"] for update in updates]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]
    assert [u["message"]["message_id"] for u in updates] == [
        factory.message_id - 2, factory.message_id - 1, factory.message_id,
    ]  # fmt: skip
    milliseconds = timedelta(days=365 * 50) / timedelta(milliseconds=1)
    assert later.update_id >= ids[0] - 1 > milliseconds


@pytest.mark.parametrize(("text", "is_command"), [("/help", True), ("help /x", False)])
def test_commands_are_marked(factory: UpdateFactory, text: str, is_command: bool) -> None:
    raw: Any = factory.text(text)["message"]
    commands = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    assert raw["entities"] == (commands if is_command else [])
