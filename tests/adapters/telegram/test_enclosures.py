"""Messages with a file: captions, texts below the file, edits, and failures."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from telegram import Bot

from bot.adapters.telegram.transport import Ids, TelegramTransport
from bot.course.rules.documents import PathPicture
from bot.documents.ports import RenderedFile
from bot.files.ports import ContentMissing
from bot.i18n.markup import TelegramHtml
from bot.i18n.render import Renderer
from bot.kernel.database.outbox_tables import Method, OutboxRow
from bot.kernel.messages import Button, Message, Verbatim, message
from bot.kernel.ports import ConsultantsChat
from bot.pipeline.ports import NotDelivered
from tests.adapters.enclosures import FakeEnclosures
from tests.helpers.files import JPEG, PDF, VOICE
from tests.telegram_server import Person, TelegramServer

RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), TelegramHtml())
CAPTION = 1024
PHOTO = RenderedFile("photo-3.jpg", "photo", JPEG)
PAPER = RenderedFile("egen-chef-bevis.pdf", "file", PDF)
NOTE = RenderedFile("voice-4.ogg", "voice", VOICE)


@pytest.fixture
def reader(telegram: TelegramServer) -> Person:
    return telegram.person(42, "Amina", started=True)


@pytest.fixture
def enclosures() -> FakeEnclosures:
    return FakeEnclosures(PHOTO)


@pytest.fixture
def transport(bot: Bot, enclosures: FakeEnclosures) -> TelegramTransport:
    return TelegramTransport(bot, RENDERER, ConsultantsChat(None), enclosures)


def showing(text: str) -> Message:
    said = message(Verbatim(text), buttons=[[Button(Verbatim("Yes"), "m:menu")]])
    return replace(said, enclosure=PathPicture(()))


def row(said: Message, method: Method = "send", edits: Ids = None, attempts: int = 0) -> OutboxRow:
    assert not isinstance(edits, tuple), "one message is changed"
    return OutboxRow(1, 42, method, said, "en", edits, attempts)


async def refused(transport: TelegramTransport, what: OutboxRow) -> NotDelivered:
    with pytest.raises(NotDelivered) as raised:
        await transport.deliver(what)
    return raised.value


@pytest.mark.parametrize(
    ("drawn", "kind"), [(PHOTO, "photo"), (PAPER, "document"), (NOTE, "voice")]
)
async def test_file_is_sent_with_caption_and_buttons(
    transport: TelegramTransport,
    enclosures: FakeEnclosures,
    reader: Person,
    drawn: RenderedFile,
    kind: str,
) -> None:
    enclosures.file = drawn
    words = "a < b & c <b>x</b>"
    message_id = await transport.deliver(row(showing(words)))
    shown = reader.last
    assert (shown.message_id, shown.text) == (message_id, words)
    assert shown.labels == ["Yes", "🇩🇰"]
    assert shown.file is not None
    assert (shown.file.kind, shown.file.name, shown.file.data) == (kind, drawn.name, drawn.content)


async def test_longest_caption_is_sent_as_one(
    transport: TelegramTransport, reader: Person
) -> None:
    await transport.deliver(row(showing("&" * CAPTION)))
    assert [s.text for s in reader.screen()] == ["&" * CAPTION]


@pytest.mark.parametrize("text", ["x" * (CAPTION + 1), "😀" * (CAPTION // 2 + 1)])
async def test_text_too_long_for_a_caption_follows_the_file(
    transport: TelegramTransport, reader: Person, text: str
) -> None:
    message_id = await transport.deliver(row(showing(text)))
    file, words = reader.screen()
    assert (file.text, file.labels, words.text) == ("", [], text)
    assert file.file is not None and words.labels == ["Yes", "🇩🇰"]
    assert words.message_id == message_id


async def test_retry_of_a_long_text_does_not_send_the_file_again(
    transport: TelegramTransport, telegram: TelegramServer, reader: Person
) -> None:
    telegram.faults.add("sendMessage", retry_after=3)
    what = row(showing("x" * (CAPTION + 1)))
    assert (await refused(transport, what)).retry_after == 3
    await transport.deliver(what)
    assert [s.file is not None for s in reader.screen()] == [True, False]


async def test_danish_is_added_to_the_caption(
    transport: TelegramTransport, reader: Person
) -> None:
    said = showing("hello")
    first = await transport.deliver(row(said))
    assert await transport.deliver(row(said.in_danish_too(), "edit", first)) == first
    assert len(reader.screen()) == 1 and reader.last.file is not None
    assert reader.last.text == "hello\n\n🇩🇰\nhello" and reader.last.labels == ["Yes"]


async def test_danish_too_long_for_the_caption_is_sent_as_a_text(
    transport: TelegramTransport, reader: Person
) -> None:
    said = showing("x" * 600)
    first = await transport.deliver(row(said))
    assert await transport.deliver(row(said.in_danish_too(), "edit", first)) != first
    picture, text = reader.screen()
    assert picture.text == "x" * 600 and picture.labels == ["Yes", "🇩🇰"]
    assert text.text == f"{'x' * 600}\n\n🇩🇰\n{'x' * 600}"


async def test_danish_of_a_text_below_a_file_edits_that_text(
    transport: TelegramTransport, reader: Person
) -> None:
    said = showing("x" * (CAPTION + 1))
    first = await transport.deliver(row(said))
    assert await transport.deliver(row(said.in_danish_too(), "edit", first)) == first
    assert len(reader.screen()) == 2 and "🇩🇰" in reader.last.text


async def test_edit_of_a_deleted_message_sends_the_file_again(
    transport: TelegramTransport, bot: Bot, reader: Person
) -> None:
    said = showing("hello")
    first = await transport.deliver(row(said))
    assert isinstance(first, int)
    await bot.delete_message(42, first)
    await transport.deliver(row(said.in_danish_too(), "edit", first))
    assert reader.last.file is not None and "🇩🇰" in reader.last.text


async def test_edit_handles_captions_and_texts_interchangeably(
    transport: TelegramTransport, reader: Person
) -> None:
    captioned = await transport.deliver(row(showing("before")))
    plain = replace(showing("after"), enclosure=None)
    assert await transport.deliver(row(plain, "edit", captioned)) == captioned
    text = await transport.deliver(row(replace(showing("b"), enclosure=None)))
    assert await transport.deliver(row(showing("c"), "edit", text)) == text
    assert [s.text for s in reader.screen()] == ["after", "c"]


async def test_edit_too_long_for_the_caption_is_sent_as_a_text(
    transport: TelegramTransport, reader: Person
) -> None:
    captioned = await transport.deliver(row(showing("before")))
    plain = replace(showing("x" * 2000), enclosure=None)
    assert await transport.deliver(row(plain, "edit", captioned)) != captioned
    assert reader.last.text == "x" * 2000


@pytest.mark.parametrize(
    ("drawn", "method", "refusal"),
    [
        (NOTE, "sendVoice", "VOICE_MESSAGES_FORBIDDEN"),
        (PHOTO, "sendPhoto", "IMAGE_PROCESS_FAILED"),
        (PHOTO, "sendPhoto", "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_refused_media_is_sent_as_a_document(
    transport: TelegramTransport, telegram: TelegramServer, enclosures: FakeEnclosures,
    reader: Person, drawn: RenderedFile, method: str, refusal: str,
) -> None:  # fmt: skip
    enclosures.file = drawn
    telegram.faults.add(method, status=400, description=f"Bad Request: {refusal}")
    await transport.deliver(row(showing("listen")))
    assert reader.last.file is not None and reader.last.text == "listen"
    assert (reader.last.file.kind, reader.last.file.data) == ("document", drawn.content)


async def test_missing_content_is_permanent(
    transport: TelegramTransport, enclosures: FakeEnclosures, reader: Person
) -> None:
    enclosures.file = ContentMissing(3)
    assert (await refused(transport, row(showing("a")))).permanent
    assert reader.screen() == []


async def test_failed_rendering_is_retried_a_limited_number_of_times(
    transport: TelegramTransport, enclosures: FakeEnclosures
) -> None:
    enclosures.file = ZeroDivisionError("somebody's name")
    failure = await refused(transport, row(showing("a")))
    assert (failure.permanent, str(failure)) == (False, "file not rendered: ZeroDivisionError")
    assert (await refused(transport, row(showing("a"), attempts=9))).permanent


@pytest.mark.parametrize("how", [{"status": 500}, {"drop": "after"}, {"retry_after": 4}])
async def test_failed_upload_is_retryable(
    transport: TelegramTransport, telegram: TelegramServer, reader: Person,
    how: dict[str, object],
) -> None:  # fmt: skip
    telegram.faults.add("sendPhoto", **how)
    assert not (await refused(transport, row(showing("a")))).permanent


async def test_blocked_bot_is_unreachable_for_files(
    transport: TelegramTransport, reader: Person
) -> None:
    await reader.blocks()
    assert (await refused(transport, row(showing("a")))).unreachable
