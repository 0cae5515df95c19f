"""Relayed messages in a group without topics: held, taken back, edited, refused."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.app.enclosures import Enclosures
from bot.cases.rules.relays import Relay, RelayState
from bot.cases.storage.relays import Relays
from bot.documents.ports import RenderedFile
from bot.files.storage.repositories import SentFiles
from bot.kernel.database.participants import Participants
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import Drawing, KeptAlbum, KeptFile
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.ports import NotDelivered
from bot.privacy.storage.personal_data import PersonalData
from tests.helpers.desk import says
from tests.helpers.files import PNG
from tests.helpers.talk import banner, case_of, edits, post_of, writes
from tests.helpers.world import TEAM, Person, World

GONE = "I can't find that any more. Nothing was changed."
PHOTO = [{"file_id": "p", "file_size": 9, "width": 1, "height": 1}]


async def opened(world: World, file: KeptFile) -> RenderedFile:
    """The file as it is uploaded."""
    return await Enclosures(world.uow, world.fetcher.store, NoRenderer()).open(file, "da")


class NoRenderer:
    async def draw(self, enclosure: Drawing, language: str) -> RenderedFile:
        raise AssertionError("nothing is drawn here")


async def relay_of(world: World, chat_id: int, message_id: int) -> Relay:
    """The relay of a message that somebody wrote."""
    async with world.uow() as uow:
        relay = await uow[Relays].of_source(chat_id, message_id)
    assert relay is not None
    return relay


async def test_message_of_a_consultant_is_held_before_it_is_sent(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await writes(world, mette, "Hej Amina", post_of(world, amina), wait=False)
    assert not amina.sees("Hej Amina") and "Amina" in banner(world).text
    await world.passes(seconds=7)
    assert not amina.sees("Hej Amina")
    await world.passes(seconds=1)
    assert amina.sees("Hej Amina") and not banner(world).buttons
    assert len([s for s in world.team if s.row and "relay:" in s.row.key]) == 1, "one banner"


async def test_message_that_was_taken_back_is_not_sent(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    written = await writes(world, mette, "Forkert!", post_of(world, amina), wait=False)
    undo = banner(world)
    [[(_, data)]] = undo.buttons
    news = len(world.team)
    for _ in range(2):  # a repeated press changes nothing
        await mette.presses_data(data, undo.message_id, TEAM)
        assert says(undo.text, "↩ Taken back. {person} does not get it.")
    await edits(mette, written, "Stadig forkert", TEAM)
    await world.passes(minutes=1)
    assert not amina.sees("orkert") and not banner(world).buttons and len(world.team) == news


async def test_taking_back_a_sent_message_is_refused(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await writes(world, mette, "Hej", post_of(world, amina), wait=False)
    undo = banner(world)
    [[(_, data)]] = undo.buttons
    await world.passes(seconds=8)
    assert says(undo.text, "✔ Sent to {person}.")
    await mette.presses_data(data, undo.message_id, TEAM)
    assert amina.sees("Hej") and says(undo.text, "✔ Sent to {person}.")
    assert says(world.team[-1].text, "It has gone out already. Edit your message: the change "
                "arrives too.")  # fmt: skip


async def test_only_messages_of_consultants_can_be_taken_back(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await amina.says("my rent")
    mine = world.message_id
    relay = await relay_of(world, amina.id, mine)
    await mette.presses_data(f"h:u:{relay.id}", 1, TEAM)
    assert (await relay_of(world, amina.id, mine)).state is RelayState.GONE
    assert says(world.team[-1].text, GONE)


async def test_message_edited_into_a_note_is_taken_back_unless_it_was_sent(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    written = await writes(world, mette, "Hun er træt", post_of(world, amina), wait=False)
    await edits(mette, written, "// Hun er træt", TEAM)
    await world.passes(seconds=8)
    assert not amina.sees("træt") and says(
        banner(world).text, "↩ Taken back. {person} does not get it."
    )
    sent = await writes(world, mette, "Klokken 9", post_of(world, amina))
    await edits(mette, sent, "// Klokken 9", TEAM)
    await world.passes(seconds=8)
    assert "Klokken 9" in amina.last.text and "//" not in amina.last.text


async def test_heavy_danish_gets_a_hint(world: World, amina: Person, mette: Person) -> None:
    await amina.says("/consultant")
    heavy = (
        "Virksomhedsregistreringen forudsætter forhåndsgodkendelse gennem jobcenteret skriftligt "
        "inden igangsætning af markedsføringsaktiviteter."
    )
    await writes(world, mette, heavy, post_of(world, amina), wait=False)
    assert "LIX" in banner(world).text
    await writes(world, mette, "Hej", post_of(world, amina), wait=False)
    assert "LIX" not in banner(world).text


async def test_edits_are_relayed_in_both_directions(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await amina.says("my rnt")
    mine = world.message_id
    heard = len(amina.texts)
    for _ in range(2):  # an edit that changes no word is not sent again
        await edits(amina, mine, "my rent")
        assert "my rent" in world.team[-1].text and "my rnt" not in world.team[-1].text
        assert (await relay_of(world, amina.id, mine)).edition == 1
    assert len(amina.texts) == heard, "the assistant answers nothing"
    written = await writes(world, mette, "Klokken 9", post_of(world, amina))
    await edits(mette, written, "Klokken 10", TEAM)
    assert "Klokken 10" in amina.last.text and not amina.sees("Klokken 9")
    assert says(banner(world).text, "✔ Changed for {person} too.")
    assert "✎ Changed" in amina.last.text and "What you write now goes" not in amina.last.text


async def test_edit_of_a_held_message_replaces_its_text(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    written = await writes(world, mette, "Klokken 9", post_of(world, amina), wait=False)
    await edits(mette, written, "Klokken 10", TEAM)
    await world.passes(seconds=8)
    assert amina.sees("Klokken 10") and not amina.sees("Klokken 9")


async def test_message_that_arrives_after_its_edit_changes_nothing(
    world: World, amina: Person
) -> None:
    await amina.says("/consultant")
    first = amina._message(None, text="my rnt")
    await world.arrives("edited_message", first | {"text": "my rent"})
    await world.arrives("message", first)
    assert [s.text for s in world.team if "my r" in s.text] == [world.team[-1].text]
    assert "my rent" in world.team[-1].text


async def test_repeated_update_is_relayed_once(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    message = amina._message(None, text="hello?")
    await world.arrives("message", message)
    await world.arrives("message", message)
    assert sum("hello?" in s.text for s in world.team) == 1


async def test_message_of_a_consultant_that_arrives_twice_is_relayed_once(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    quoted = {"message_id": post_of(world, amina).message_id}
    written = mette._message(TEAM, text="Hej Amina", reply_to_message=quoted)
    for _ in range(2):
        await world.arrives("message", written)
    await world.passes(seconds=8)
    assert sum("Hej Amina" in text for text in amina.texts) == 1


async def test_opening_post_quotes_the_last_three_messages(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    for number in range(4):
        await amina.says(f"message {number}")
    await amina.presses_data(f"ht:y:{(await case_of(world, amina)).id}", 1)
    await amina.says("/consultant")
    quoted = [f"message {number}" in post_of(world, amina).text for number in range(4)]
    assert quoted == [False, True, True, True]


async def test_cpr_number_is_not_relayed(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    await amina.sends(photo=PHOTO, caption="my number 010190-1234")
    assert "1234" not in world.team[-1].text and "my number" in world.team[-1].text
    assert amina.sees("CPR")


@pytest.mark.parametrize(
    ("content", "media"),
    [
        ({"photo": PHOTO}, "photo"),
        ({"document": {"file_id": "d", "file_name": "faktura 010190-1234.exe"}}, "file"),
        ({"voice": {"file_id": "v"}}, "voice"),
        ({"video_note": {"file_id": "n"}}, "voice"),
        ({"video": {"file_id": "n"}}, "file"),
        ({"animation": {"file_id": "n"}}, "file"),
        ({"audio": {"file_id": "n"}}, "file"),
    ],
)
async def test_every_file_in_a_talk_is_fetched_and_uploaded_under_a_name_of_ours(
    world: World, amina: Person, content: dict[str, Any], media: str
) -> None:
    await amina.says("/consultant")
    await amina.sends(**content)
    row = world.team[-1].row
    assert row is not None and isinstance(row.message.enclosure, KeptFile)
    assert row.message.enclosure.media == media
    file = await opened(world, row.message.enclosure)
    assert re.fullmatch(r"(photo|voice|file)-[0-9]+\.png", file.name) and file.content == PNG


@pytest.mark.parametrize(
    ("content", "captioned"),
    [
        ({"sticker": {"file_id": "s"}}, False),
        ({"location": {"latitude": 1, "longitude": 2}}, False),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, False),
    ],
)
async def test_every_attachment_that_is_no_file_is_copied(
    world: World, amina: Person, content: dict[str, Any], captioned: bool
) -> None:
    await amina.says("/consultant")
    await amina.sends(**content)
    row = world.team[-1].row
    assert row is not None and row.message.enclosure is not None
    copied: Any = row.message.enclosure
    assert (copied.kind, copied.chat_id, copied.captioned) == ("copied", amina.id, captioned)


@pytest.mark.parametrize("kind", ["poll", "dice"])
async def test_attachment_that_cannot_be_copied_is_refused_politely(
    world: World, amina: Person, mette: Person, kind: str
) -> None:
    await amina.says("/consultant")
    news = len(world.team)
    await amina.sends(**{kind: {"emoji": "🎲", "value": 1}})
    assert len(world.team) == news and "can't pass that kind of message on" in amina.last.text
    message = mette._message(TEAM, **{kind: {}}) | {
        "reply_to_message": {"message_id": post_of(world, amina).message_id}
    }
    await world.arrives("message", message)
    await world.passes(seconds=8)
    assert len(world.team) == news + 1


async def test_album_stays_together_in_both_directions(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    for n in range(3):
        await amina.sends(photo=PHOTO, media_group_id="a", caption="stall" if n == 0 else "")
    await world.passes(seconds=4)
    album: Any = world.team[-1].row.message.enclosure if world.team[-1].row else None
    assert isinstance(album, KeptAlbum)
    assert len(album.files) == 3 and album.said and "stall" in world.team[-1].text
    quoted = {"message_id": post_of(world, amina).message_id}
    for _ in range(2):
        message = mette._message(TEAM, photo=PHOTO, media_group_id="b", reply_to_message=quoted)
        await world.arrives("message", message)
    await world.passes(seconds=12)
    back: Any = amina.last.row.message.enclosure if amina.last.row else None
    assert isinstance(back, KeptAlbum) and len(back.files) == 2


async def test_captions_of_an_album_are_joined_and_its_parts_sorted_and_counted_once(
    world: World, amina: Person
) -> None:
    await amina.says("/consultant")
    parts = [
        amina._message(None, photo=PHOTO, media_group_id="a", caption=caption)
        for caption in ("stall", "", "till")
    ]
    for part in (parts[1], parts[0], parts[2], parts[2]):
        await world.arrives("message", part)
    assert not any("stall" in shown.text for shown in world.team), "more may come"
    await world.passes(seconds=3)
    row = world.team[-1].row
    assert row is not None and isinstance(row.message.enclosure, KeptAlbum)
    async with world.uow() as uow:
        sent = [await uow[SentFiles].get(file.file_id) for file in row.message.enclosure.files]
    assert [file and file.message_id for file in sent] == [part["message_id"] for part in parts]
    assert row.message.enclosure.said, "the captions stand in the text"
    assert "\nstall\ntill\n" in world.team[-1].text


async def test_erasing_a_participant_removes_relays_and_cases(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    for _ in range(2):
        await amina.sends(photo=PHOTO, media_group_id="a")
    await world.passes(seconds=4)
    await writes(world, mette, "Flotte billeder", world.team[-1])
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
        assert participant is not None
        gone = await uow[PersonalData].erase(participant, but_update=0)
        await uow.commit()
    assert {"relays", "cases", "outbox"} <= gone.keys()


async def test_reply_to_any_picture_of_an_album_is_relayed(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    for _ in range(3):
        await amina.sends(photo=PHOTO, media_group_id="a")
    await world.passes(seconds=4)
    last = replace(world.team[-1], message_id=world.channel.next_id)
    await writes(world, mette, "Den sidste er bedst", last)
    assert amina.sees("Den sidste er bedst")


async def test_without_topics_only_replies_are_relayed(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    written = await writes(world, mette, "Hej Amina", post_of(world, amina))
    heard = len(amina.texts)
    await mette.says("Kaffe?", chat=TEAM)
    jens = world.person(901, "Jens")
    await jens.says("var du ikke lidt hård?", chat=TEAM, reply_to_message={"message_id": written})
    await writes(world, mette, "// hun lyder træt", post_of(world, amina))
    assert len(amina.texts) == heard


async def test_failed_delivery_is_reported_with_its_reason(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    written = await writes(world, mette, "Hej", post_of(world, amina), wait=False)
    world.channel.closed[amina.id] = NotDelivered(
        DeliveryFailure.BLOCKED, permanent=True, unreachable=True
    )
    heard = len(world.team)
    await world.passes(seconds=8)
    row = world.team[-1].row
    assert "⚠" in world.team[-1].text and row is not None and row.reply_to == written
    assert len(world.team) == heard + 1 and "⚠" in banner(world).text


async def test_participant_hears_that_a_message_did_not_reach_the_consultants(
    world: World, amina: Person
) -> None:
    await amina.says("/consultant")
    world.channel.closed[CONSULTANTS] = NotDelivered(DeliveryFailure.REJECTED, permanent=True)
    await amina.says("my rent")
    await world.settle()
    row = amina.last.row
    assert "One of your messages did not reach the consultant." in amina.last.text
    assert row is not None and row.reply_to == world.message_id


async def test_message_that_cannot_be_prepared_is_tried_again_half_a_minute_later(
    world: World, amina: Person
) -> None:
    class Broken:
        async def translate(self, text: str, source: str, target: str) -> str | None:
            raise RuntimeError

    await amina.says("/consultant")
    world.relay_job.translator = Broken()
    await amina.says("my rent")
    world.relay_job.translator = None
    await world.passes(seconds=29)
    assert "my rent" not in world.team[-1].text
    await world.passes(seconds=1)
    assert "my rent" in world.team[-1].text


@pytest.mark.parametrize(("hour", "silent"), [(12, False), (23, True)])
async def test_relayed_text_is_silent_at_night_unless_the_case_is_urgent(
    world: World, amina: Person, hour: int, silent: bool
) -> None:
    world.clock.now = datetime(2026, 11, 4, hour - 1, tzinfo=UTC)  # one hour behind Copenhagen
    await amina.says("/consultant")
    await amina.says("my rent")
    row = world.team[-1].row
    assert row is not None and row.silent is silent
    world.clock.forward(seconds=1)
    await amina.says("i want to die")
    row = world.team[-1].row
    assert row is not None and "i want to die" in world.team[-1].text and not row.silent


async def test_relays_reach_only_their_own_participant(world: World, amina: Person) -> None:
    bente = world.person(43, "Bente", "en")
    await bente.says("/start")
    await bente.presses("English")
    mette = world.person(900, "Mette")
    for one in (amina, bente):
        await one.says("/consultant")
        await one.says(f"secret of {one.name}")
    await writes(world, mette, "kun til Amina", post_of(world, amina))
    assert amina.sees("kun til Amina") and not bente.sees("kun til Amina")
    assert not amina.sees("secret of Bente") and not bente.sees("secret of Amina")


async def test_stranger_cannot_act_as_consultant(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    case = await case_of(world, amina)
    malin = world.person(666, "Malin", "en")
    for chat in (-777, None):
        for data in (f"h:t:{case.id}", f"h:ty:{case.id}", f"h:c:{case.id}"):
            await malin.presses_data(data, post_of(world, amina).message_id, chat)
    await malin.says("I am the consultant", chat=-777,
                   reply_to_message={"message_id": post_of(world, amina).message_id})  # fmt: skip
    await malin.presses_data(f"ht:y:{case.id}", 1)
    await world.passes(seconds=10)
    assert (await case_of(world, amina)).taken_by is None
    assert not amina.sees("Malin") and not amina.sees("I am the consultant")


async def test_with_consultant_ids_other_group_members_are_ignored(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    post, case = post_of(world, amina), await case_of(world, amina)
    world.name_consultants(mette.id)
    malin = world.person(666, "Malin")
    await malin.presses_data(f"h:t:{case.id}", post.message_id, TEAM)
    await writes(world, malin, "Hej fra Malin", post)
    assert not amina.sees("Malin")
    await writes(world, mette, "Hej fra Mette", post)
    assert amina.sees("Hej fra Mette")


async def test_consultant_can_answer_from_a_private_chat(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await mette.says("/start")
    world.name_consultants(mette.id)
    await mette.says("/open")
    await mette.presses_data(f"o:c:{(await case_of(world, amina)).id}", mette.last.message_id)
    post = mette.last.message_id
    assert "Amina" in mette.last.text
    await mette.says("Hej Amina", reply_to_message={"message_id": post})
    assert "Amina" in mette.last.text and "Hej Amina" not in mette.last.text, "the banner"
    await world.passes(seconds=8)
    assert amina.sees("Hej Amina")
    await amina.says("hello", reply_to_message={"message_id": amina.last.message_id})
    row = world.team[-1].row
    assert "hello" in world.team[-1].text and row is not None and row.reply_to is None


async def test_other_bots_in_the_group_are_ignored(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    quoted = {"message_id": post_of(world, amina).message_id}
    robot = world.person(77, "Robot")
    message = robot._message(TEAM, text="Win money", reply_to_message=quoted)
    await world.arrives("message", message | {"from": robot._from() | {"is_bot": True}})
    await world.passes(seconds=8)
    assert not amina.sees("Win money")
