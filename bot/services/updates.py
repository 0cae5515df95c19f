"""Telegram's update JSON, read into our own terms.  Pure: no client library, nothing is fetched.

Shapes: https://core.telegram.org/bots/api#update
"""

from typing import Any

from bot.domain.incoming import (
    Attachment,
    Command,
    Content,
    Edited,
    Ignored,
    Incoming,
    Membership,
    Press,
    Sender,
    Text,
)
from bot.domain.redaction import MASK, mask_cpr

Raw = dict[str, Any]

# The update kinds we ask Telegram for.
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]

_MEDIA = {
    "photo": "photo", "document": "file", "video": "file", "animation": "file", "audio": "file",
    "voice": "voice", "video_note": "voice", "sticker": "sticker", "contact": "contact",
    "location": "location", "venue": "location", "poll": "other", "dice": "other",
}  # fmt: skip
# Strings that name things or are our own; all others may be a person's words.
_TECHNICAL = ("data", "chat_instance")
_PRESENT = {"member", "administrator", "creator", "restricted"}


class NotAnUpdate(Exception):
    """JSON that is no update of a kind that comes from a person's chat."""


def without_cpr(raw: Raw) -> Raw:
    """A copy with the CPR numbers in people's words masked: done before it is stored."""
    return {key: _masked(key, value) for key, value in raw.items()}


def parse(raw: Raw) -> Incoming:
    """Raises NotAnUpdate where an id or a chat is missing or of the wrong type."""
    try:
        return _parse(raw)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise NotAnUpdate(type(error).__name__) from error


def _parse(raw: Raw) -> Incoming:
    update_id = int(raw["update_id"])
    if "message" in raw:
        message = raw["message"]
        return Incoming(update_id, _sender(message["chat"], message["from"]), _message(message))
    if "edited_message" in raw:
        edited = raw["edited_message"]
        sender = _sender(edited["chat"], edited["from"])
        return Incoming(update_id, sender, Edited(int(edited["message_id"])))
    if "callback_query" in raw:
        return _press(update_id, raw["callback_query"])
    if "my_chat_member" in raw:
        member = raw["my_chat_member"]
        present = member["new_chat_member"]["status"] in _PRESENT
        return Incoming(update_id, _sender(member["chat"], member["from"]), Membership(present))
    raise KeyError("no kind we know")


def _press(update_id: int, query: Raw) -> Incoming:
    # Without a message (an inline one) the chat can only be the presser's own.
    shown = query.get("message") or {"chat": {"id": query["from"]["id"], "type": "private"}}
    message_id = shown.get("message_id")
    press = Press(str(query.get("data", "")), message_id, str(query["id"]))
    return Incoming(update_id, _sender(shown["chat"], query["from"]), press)


def _sender(chat: Raw, person: Raw) -> Sender:
    return Sender(
        chat_id=int(chat["id"]),
        user_id=int(person["id"]),
        first_name=str(person.get("first_name", ""))[:64],
        language_code=person.get("language_code"),
        private=chat.get("type") == "private",
    )


def _message(message: Raw) -> Content:
    message_id = int(message["message_id"])
    if "text" in message:
        return _command(message) or _text(message)
    kind = next((kind for kind in _MEDIA if kind in message), None)
    if kind is None:
        return Ignored()
    return Attachment(_MEDIA[kind], message_id, message.get("media_group_id"))  # type: ignore[arg-type]  # the table holds only those words


def _text(message: Raw) -> Text:
    text = str(message["text"])
    reply = message.get("reply_to_message") or {}
    return Text(
        text,
        int(message["message_id"]),
        forwarded="forward_origin" in message,
        had_cpr=MASK * 4 in text,
        reply_to=reply.get("message_id"),
    )


def _command(message: Raw) -> Command | None:
    first = (message.get("entities") or [{}])[0]
    if first.get("type") != "bot_command" or first.get("offset") != 0:
        return None
    word, *argument = str(message["text"]).split(maxsplit=1)  # at a line break as at a space
    name = word.removeprefix("/").split("@")[0].lower()
    return Command(name, "".join(argument).strip(), int(message["message_id"]))


def _masked(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return without_cpr(value)
    if isinstance(value, list):
        return [_masked(key, item) for item in value]
    # The rule leaves out names instead of listing texts: a field that is new is masked.
    technical = key.endswith("id") or key in _TECHNICAL
    return mask_cpr(value) if isinstance(value, str) and not technical else value
