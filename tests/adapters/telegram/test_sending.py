"""The calls of the Bot API that a row of the outbox makes, parameter by parameter."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from bot.adapters.telegram.sending import Destination, fits_caption
from bot.adapters.telegram.transport import TelegramTransport
from bot.course.rules.documents import PathPicture
from bot.documents.ports import RenderedFile
from bot.i18n.markup import TelegramHtml
from bot.i18n.render import Rendered, Renderer
from bot.kernel.database.outbox_tables import Method, OutboxRow
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import Button, Message, Verbatim, message
from bot.kernel.ports import CONSULTANTS, ConsultantsChat
from bot.pipeline.ports import NotDelivered
from tests.adapters.enclosures import FakeEnclosures
from tests.adapters.telegram.fake_api import Failed, FakeApi, make_bot
from tests.helpers.files import JPEG

TEAM = -1001
RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), TelegramHtml())
SENT = {"message_id": 7, "date": 1, "chat": {"id": 42, "type": "private"}}
pytestmark = pytest.mark.looptime


@pytest.fixture
def api() -> FakeApi:
    api = FakeApi()
    for method in ("sendMessage", "sendPhoto", "sendVoice", "sendDocument", "copyMessage"):
        api.responses[method].extend([SENT] * 3)
    return api


@pytest.fixture
def enclosures() -> FakeEnclosures:
    return FakeEnclosures()


@pytest.fixture
def transport(api: FakeApi, enclosures: FakeEnclosures) -> TelegramTransport:
    return TelegramTransport(make_bot(api), RENDERER, ConsultantsChat(TEAM), enclosures)


def saying(text: str = "hej", label: str = "Ja") -> Message:
    buttons = [[Button(Verbatim(label), "m:menu")]] if label else []
    return message(Verbatim(text), buttons=buttons)


def row(said: Message, chat_id: int = 42, method: Method = "send", **more: Any) -> OutboxRow:
    return OutboxRow(1, chat_id, method, said, "da", more.pop("edits", None), 0, **more)


async def call(api: FakeApi, transport: TelegramTransport, what: OutboxRow) -> dict[str, Any]:
    """The parameters of the one call that the row makes."""
    await transport.deliver(what)
    [made] = api.calls
    return {"method": made.method, **made.parameters}


KEYBOARD = {"inline_keyboard": [[{"text": "Ja", "callback_data": "m:menu"}]]}


async def test_text_has_no_link_preview(api: FakeApi, transport: TelegramTransport) -> None:
    assert await call(api, transport, row(saying())) == {
        "method": "sendMessage", "chat_id": 42, "text": "hej", "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True}, "reply_markup": KEYBOARD,
    }  # fmt: skip


async def test_message_without_buttons_has_no_keyboard(
    api: FakeApi, transport: TelegramTransport
) -> None:
    assert "reply_markup" not in await call(api, transport, row(saying(label="")))


async def test_topic_reply_and_silence(api: FakeApi, transport: TelegramTransport) -> None:
    what = row(saying(), CONSULTANTS, thread=9, reply_to=5, silent=True)
    made = await call(api, transport, what)
    assert made["chat_id"] == TEAM and made["message_thread_id"] == 9
    assert made["reply_parameters"] == {"message_id": 5, "allow_sending_without_reply": True}
    assert made["disable_notification"] is True


async def test_general_topic_has_no_thread(api: FakeApi, transport: TelegramTransport) -> None:
    made = await call(api, transport, row(saying(), CONSULTANTS, thread=0))
    assert "message_thread_id" not in made and "disable_notification" not in made


async def test_edit_replaces_text_and_buttons(api: FakeApi, transport: TelegramTransport) -> None:
    assert await call(api, transport, row(saying(), method="edit", edits=5)) == {
        "method": "editMessageText", "chat_id": 42, "message_id": 5, "text": "hej",
        "parse_mode": "HTML", "link_preview_options": {"is_disabled": True},
        "reply_markup": KEYBOARD,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("media", "method"),
    [("photo", "sendPhoto"), ("voice", "sendVoice"), ("file", "sendDocument")],
)
async def test_file_is_sent_with_its_caption(
    api: FakeApi, transport: TelegramTransport, enclosures: FakeEnclosures,
    media: Any, method: str,
) -> None:  # fmt: skip
    enclosures.file = RenderedFile("a.jpg", media, JPEG)
    said = replace(saying(), enclosure=PathPicture(()))
    made = await call(api, transport, row(said))
    assert made["method"] == method and made["caption"] == "hej"
    assert made["parse_mode"] == "HTML" and made["reply_markup"] == KEYBOARD
    assert made.get("disable_content_type_detection") == (True if media == "file" else None)


async def test_caption_of_a_file_is_edited(
    api: FakeApi, transport: TelegramTransport, enclosures: FakeEnclosures
) -> None:
    said = replace(saying(), enclosure=PathPicture(()))
    assert await call(api, transport, row(said, method="edit", edits=5)) == {
        "method": "editMessageCaption", "chat_id": 42, "message_id": 5, "caption": "hej",
        "parse_mode": "HTML", "reply_markup": KEYBOARD,
    }  # fmt: skip
    assert enclosures.opened == [], "the file stays as it is"


async def test_amendment_of_an_undelivered_message_is_dropped(
    api: FakeApi, transport: TelegramTransport
) -> None:
    assert await transport.deliver(row(saying(), method="amend")) is None
    assert api.calls == []


async def test_amendment_edits_its_message(api: FakeApi, transport: TelegramTransport) -> None:
    made = await call(api, transport, row(saying(), method="amend", edits=5))
    assert (made["method"], made["message_id"]) == ("editMessageText", 5)


@pytest.mark.parametrize("description", ["message to edit not found", "message can't be edited"])
async def test_amendment_of_a_lost_message_is_done(
    api: FakeApi, transport: TelegramTransport, description: str
) -> None:
    api.responses["editMessageText"].append(Failed(400, f"Bad Request: {description}"))
    assert await transport.deliver(row(saying(), method="amend", edits=5)) == 5
    assert len(api.calls) == 1


async def test_edit_that_is_refused_otherwise_is_a_failure(
    api: FakeApi, transport: TelegramTransport
) -> None:
    api.responses["editMessageText"].append(Failed(400, "Bad Request: message is too long"))
    with pytest.raises(NotDelivered) as raised:
        await transport.deliver(row(saying(), method="edit", edits=5))
    assert raised.value.reason is DeliveryFailure.REJECTED and len(api.calls) == 1


async def test_deletion(api: FakeApi, transport: TelegramTransport) -> None:
    what = row(saying(), method="delete", edits=5)
    assert await call(api, transport, what) == {
        "method": "deleteMessage", "chat_id": 42, "message_id": 5
    }  # fmt: skip
    api.responses["deleteMessage"].append(Failed(400, "Bad Request: message can't be deleted"))
    assert await transport.deliver(what) is None


async def test_failed_deletion_is_retryable(api: FakeApi, transport: TelegramTransport) -> None:
    api.responses["deleteMessage"].append(Failed(500))
    with pytest.raises(NotDelivered) as raised:
        await transport.deliver(row(saying(), method="delete", edits=5))
    assert not raised.value.permanent


async def test_danish_button_is_for_participants_only(
    api: FakeApi, transport: TelegramTransport
) -> None:
    said = saying()
    for what in (
        replace(row(said), language="en"),
        replace(row(said, CONSULTANTS), language="en"),
        replace(row(said, -77), language="en"),
        replace(row(saying(label=""), method="edit", edits=5), language="en"),
    ):
        await transport.deliver(what)
    labels = [
        [
            key["text"]
            for line in made.parameters["reply_markup"]["inline_keyboard"]
            for key in line
        ]
        if "reply_markup" in made.parameters
        else []
        for made in api.calls
    ]
    assert labels == [["Ja", "🇩🇰"], ["Ja"], ["Ja"], []]


def test_destination_without_options_has_no_parameters() -> None:
    assert Destination(42).parameters() == {}


@pytest.mark.parametrize(
    ("text", "fits"),
    [("x" * 1024, True), ("x" * 1025, False), ("😀" * 512, True), ("😀" * 513, False),
     ("&amp;" * 1024, True), ("<b>" + "x" * 1024 + "</b>", True), ("&lt;" * 1025, False)],
)  # fmt: skip
def test_caption_length_counts_what_is_visible(text: str, fits: bool) -> None:
    assert fits_caption(Rendered(text, ())) is fits


async def test_file_is_sent_once_for_each_row(
    api: FakeApi, transport: TelegramTransport, enclosures: FakeEnclosures
) -> None:
    """Of two rows with long texts each has its file; a retry sends only the text."""
    enclosures.file = RenderedFile("a.jpg", "photo", JPEG)
    said = replace(saying("x" * 1025), enclosure=PathPicture(()))
    api.responses["sendMessage"].clear()
    api.responses["sendMessage"].extend([Failed(500), SENT, SENT, SENT])
    first, second = row(said), replace(row(said), id=2)
    with pytest.raises(NotDelivered):
        await transport.deliver(first)
    await transport.deliver(second)
    await transport.deliver(first)
    assert [made.method for made in api.calls] == [
        "sendPhoto", "sendMessage", "sendPhoto", "sendMessage", "sendMessage"
    ]  # fmt: skip
    await transport.deliver(first)
    assert [made.method for made in api.calls][5:] == ["sendPhoto", "sendMessage"], "forgotten"


@pytest.mark.parametrize(("attempts", "permanent"), [(4, False), (5, True)])
async def test_failed_rendering_is_given_up_after_five_attempts(
    transport: TelegramTransport, enclosures: FakeEnclosures, attempts: int, permanent: bool
) -> None:
    enclosures.file = ZeroDivisionError("Aminas ord")
    said = replace(saying(), enclosure=PathPicture(()))
    with capture_logs() as logs, pytest.raises(NotDelivered) as raised:
        await transport.deliver(replace(row(said), attempts=attempts))
    assert raised.value.permanent is permanent and "Aminas" not in str(raised.value)
    [line] = logs
    assert (line["event"], line["outbox_id"], line["kind"]) == ("enclosure_failed", 1, "path")
    assert line["error"] == "ZeroDivisionError" and "Aminas" not in str(line)
