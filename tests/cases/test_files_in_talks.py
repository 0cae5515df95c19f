"""Files in a talk: looked at, renamed, refused with a word to whoever sent them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.cases.rules.relays import FILES_WAIT
from bot.files.ports import NotFetched
from bot.files.rules.files import FileState, SentFile
from bot.files.storage.repositories import SentFiles
from bot.kernel.database.participants import Participants
from bot.kernel.failures import FetchFailure
from bot.kernel.incoming import LARGEST
from bot.kernel.messages import KeptFile
from tests.helpers.files import EXE, PNG
from tests.helpers.talk import banner, case_of, post_of
from tests.helpers.world import TEAM, Person, Shown, World

INVOICE = {"document": {"file_id": "exe", "file_name": "faktura 010190-1234.exe"}}
PHOTO = [{"file_id": "p", "file_size": 9, "width": 1, "height": 1}]
NOT_THROUGH = "Jeg lod den ikke komme igennem"


@pytest.fixture
async def talk(world: World, amina: Person) -> World:
    """Amina talks with the consultants; the file "exe" is a program."""
    await amina.says("/consultant")
    world.downloads.contents["exe"] = EXE
    return world


async def files(world: World, person: Person) -> list[SentFile]:
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None and participant.id is not None
        return await uow[SentFiles].of_participant(participant.id)


def enclosed(shown: Shown) -> Any:
    assert shown.row is not None
    return shown.row.message.enclosure


async def replies(world: World, mette: Person, amina: Person, **content: Any) -> int:
    """The consultant sends something as a reply to Amina's case."""
    quoted = {"message_id": post_of(world, amina).message_id}
    message = mette._message(TEAM, reply_to_message=quoted, **content)
    await world.arrives("message", message)
    return int(message["message_id"])


async def test_program_in_a_talk_reaches_nobody_and_its_sender_is_told(
    talk: World, amina: Person
) -> None:
    await amina.sends(**INVOICE)
    assert not any(enclosed(shown) for shown in talk.team if shown.row)
    assert not any("faktura" in shown.text or "1234" in shown.text for shown in talk.team)
    assert amina.sees("I cannot open a file of that kind.")
    assert NOT_THROUGH in talk.team[-1].text and "Amina" in talk.team[-1].text


async def test_refusal_answers_the_message_of_the_file(talk: World, amina: Person) -> None:
    await amina.sends(**INVOICE)
    row = amina.last.row
    assert row is not None and row.reply_to == talk.message_id


async def test_words_of_a_refused_file_are_passed_on(talk: World, amina: Person) -> None:
    await amina.sends(**INVOICE, caption="Is this invoice right?")
    assert "Is this invoice right?" in talk.team[-1].text
    assert NOT_THROUGH in talk.team[-1].text and enclosed(talk.team[-1]) is None


async def test_file_too_big_to_be_looked_at_is_refused_at_once(talk: World, amina: Person) -> None:
    before = len(talk.team)
    await amina.sends(video={"file_id": "v", "file_size": LARGEST + 1})
    assert amina.sees("Your file is too big for me.") and len(talk.team) == before
    assert not amina.sees("Passed on to the consultant")
    await amina.sends(video={"file_id": "v", "file_size": LARGEST + 1}, caption="my stall")
    assert "my stall" in talk.team[-1].text


async def test_program_of_a_consultant_is_not_sent_and_the_consultant_is_told(
    talk: World, amina: Person, mette: Person
) -> None:
    heard = len(amina.texts)
    written = await replies(talk, mette, amina, **INVOICE)
    await talk.passes(seconds=8)
    told = next(s for s in talk.team if "Ikke sendt til Amina" in s.text)
    assert told.row is not None and told.row.reply_to == written
    assert len(amina.texts) == heard and any(s.text == "⚠" for s in talk.team), "the banner"


async def test_words_of_a_consultants_refused_file_are_sent(
    talk: World, amina: Person, mette: Person
) -> None:
    await replies(talk, mette, amina, **INVOICE, caption="Se her")
    await talk.passes(seconds=8)
    assert amina.sees("Se her") and not amina.sees("let it through")


async def test_file_of_a_consultant_reaches_the_person_under_a_name_of_ours(
    talk: World, amina: Person, mette: Person
) -> None:
    document = {"file_id": "d", "file_name": "Aminas sag.pdf"}
    await replies(talk, mette, amina, document=document)
    await talk.passes(seconds=8)
    sent = enclosed(amina.last)
    assert isinstance(sent, KeptFile)
    [file] = await files(talk, amina)
    assert (file.id, file.sent_by, file.name) == (sent.file_id, mette.id, f"file-{file.id}.png")


async def test_file_taken_back_by_a_consultant_is_removed(
    talk: World, amina: Person, mette: Person
) -> None:
    await replies(talk, mette, amina, photo=PHOTO)
    undo = banner(talk)
    [[(_, data)]] = undo.buttons
    await mette.presses_data(data, undo.message_id, TEAM)
    await talk.passes(seconds=20)
    [file] = await files(talk, amina)
    assert (file.state, file.key) == (FileState.REMOVED, None) and enclosed(amina.last) is None


async def test_album_loses_only_what_is_refused(talk: World, amina: Person) -> None:
    for file_id in ("a", "exe", "b"):
        document = {"file_id": file_id}
        await amina.sends(document=document, media_group_id="g")
    await talk.passes(seconds=4)
    assert len(enclosed(talk.team[-1]).files) == 2 and NOT_THROUGH in talk.team[-1].text
    assert sum("I cannot open a file of that kind." in text for text in amina.texts) == 1


async def test_repeated_part_of_an_album_is_one_file(talk: World, amina: Person) -> None:
    parts = [amina._message(None, photo=PHOTO, media_group_id="g") for _ in range(2)]
    for part in (*parts, *parts):
        await talk.arrives("message", part)
    await talk.passes(seconds=4)
    assert len(await files(talk, amina)) == 2 and len(enclosed(talk.team[-1]).files) == 2


class NotNow:
    """Telegram gives no file."""

    def __init__(self, world: World) -> None:
        self.inner, self.away = world.downloads, True

    async def fetch(self, telegram_id: str) -> bytes:
        if self.away:
            raise NotFetched(FetchFailure.NETWORK)
        return await self.inner.fetch(telegram_id)


async def test_words_wait_briefly_for_a_file_before_them_and_then_pass_it(
    talk: World, amina: Person
) -> None:
    talk.fetcher.downloads = NotNow(talk)
    await amina.sends(photo=PHOTO)
    await amina.says("do you see it?")
    assert not any("do you see it?" in shown.text for shown in talk.team)
    talk.clock.now += FILES_WAIT
    await talk.settle()
    assert "do you see it?" in talk.team[-1].text
    talk.fetcher.downloads.away = False
    talk.clock.forward(minutes=5)
    await talk.settle()
    assert isinstance(enclosed(talk.team[-1]), KeptFile)


async def test_files_of_a_closed_talk_are_removed_a_day_later(talk: World, amina: Person) -> None:
    await amina.sends(photo=PHOTO)
    [file] = await files(talk, amina)
    assert file.key is not None and await talk.fetcher.store.read(file.key) == PNG
    await talk.passes(hours=1)
    assert (await files(talk, amina))[0].state is FileState.KEPT
    await amina.presses_data(f"ht:y:{(await case_of(talk, amina)).id}", 1)
    await talk.passes(hours=25)
    await talk.settle()
    [file] = await files(talk, amina)
    assert (file.state, file.key) == (FileState.REMOVED, None)


# --- the quota of a person


def limit(world: World, **limits: int) -> None:
    quota = replace(world.fetcher.quota, **limits)
    world.fetcher.quota = quota
    object.__setattr__(world.services.cases.intake, "quota", quota)


async def test_files_of_one_day_are_limited_and_the_person_is_told(
    talk: World, amina: Person
) -> None:
    limit(talk, files_today=2)
    for _ in range(3):
        await amina.sends(photo=PHOTO)
    assert len(await files(talk, amina)) == 2
    assert "You have sent me many files today." in amina.last.text
    talk.clock.now += timedelta(hours=24)
    await amina.sends(photo=PHOTO)
    assert len(await files(talk, amina)) == 3


async def test_bytes_of_one_day_are_limited_by_what_the_sender_declares(
    talk: World, amina: Person
) -> None:
    limit(talk, bytes_today=1000)
    await amina.sends(document={"file_id": "d", "file_size": 1001})
    assert await files(talk, amina) == [] and amina.sees("many files today")


async def test_whole_album_over_the_quota_is_answered_once(talk: World, amina: Person) -> None:
    limit(talk, files_kept=1)
    for _ in range(4):
        await amina.sends(photo=PHOTO, media_group_id="g")
    await talk.passes(seconds=4)
    assert len(await files(talk, amina)) == 1
    assert sum("no more room" in text for text in amina.texts) == 1


async def test_files_of_consultants_are_not_counted_for_the_person(
    talk: World, amina: Person, mette: Person
) -> None:
    limit(talk, files_today=1)
    await replies(talk, mette, amina, photo=PHOTO)
    await talk.passes(seconds=8)
    await amina.sends(photo=PHOTO)
    assert [file.state for file in await files(talk, amina)] == [FileState.KEPT] * 2
