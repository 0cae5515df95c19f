"""Telegram's update JSON, read into our own terms.  Pure: no client library, nothing is fetched.

Shapes: https://core.telegram.org/bots/api#update
"""

from dataclasses import replace
from typing import Any, Literal, TypeVar

from bot.kernel.incoming import (
    LARGEST,
    Attachment,
    Command,
    Content,
    Edited,
    GroupMoved,
    Ignored,
    Incoming,
    MembersChanged,
    Membership,
    Press,
    Sender,
    Text,
)
from bot.kernel.redaction import MASK
from bot.pipeline.masking import CPR_BEGAN_IN, CPR_FOUND, IN_ATTACHMENT, Raw

Told = TypeVar("Told")

# The update kinds we ask Telegram for.
ALLOWED_UPDATES = [
    "message", "edited_message", "callback_query", "my_chat_member", "chat_member",
]  # fmt: skip

_MEDIA = {
    "photo": "photo", "document": "file", "video": "file", "animation": "file", "audio": "file",
    "voice": "voice", "video_note": "voice", "sticker": "sticker", "contact": "contact",
    "location": "location", "venue": "location", "poll": "other", "dice": "other",
}  # fmt: skip
# The users that stand in `from` where somebody writes in the name of a group or a channel:
# @GroupAnonymousBot, @Channel_Bot, and Telegram itself for posts of the linked channel.
_STAND_INS: dict[int, Literal["group", "channel"]] = {
    1087968824: "group", 136817688: "channel", 777000: "channel",
}  # fmt: skip
LARGEST_ID = 2**63 - 1
MOST_LINKS, LONGEST_ADDRESS = 100, 500
_PRESENT = {"member", "administrator", "creator", "restricted"}


class NotAnUpdate(Exception):
    """JSON that is no update of a kind that comes from a person's chat."""


def parse(raw: Raw) -> Incoming:
    """Raises NotAnUpdate where an id or a chat is missing or of the wrong type."""
    try:
        return _parse(raw)
    except (
        KeyError, TypeError, AttributeError, ValueError, OverflowError, IndexError,
    ) as error:  # fmt: skip
        raise NotAnUpdate(type(error).__name__) from error


def _parse(raw: Raw) -> Incoming:
    update_id = _id(raw["update_id"])
    if "message" in raw:
        message = raw["message"]
        return Incoming(update_id, _author(message), _message(message))
    if "edited_message" in raw:
        edited = raw["edited_message"]
        return Incoming(update_id, _author(edited), _edited(edited))
    if "callback_query" in raw:
        return _press(update_id, raw["callback_query"])
    if "my_chat_member" in raw:
        member = raw["my_chat_member"]
        change = Membership(_is_present(member["new_chat_member"]))
        return Incoming(update_id, _sender(member["chat"], member["from"]), change)
    if "chat_member" in raw:
        member = raw["chat_member"]
        user_id = _id(member["new_chat_member"]["user"]["id"])
        changed = MembersChanged((user_id,), _is_present(member["new_chat_member"]))
        return Incoming(update_id, _sender(member["chat"], member["from"]), changed)
    raise KeyError("no kind we know")


def _is_present(member: Raw) -> bool:
    """Somebody who is restricted may have left: Telegram tells it apart."""
    status = member["status"]
    return status in _PRESENT and (status != "restricted" or member.get("is_member") is not False)


def _press(update_id: int, query: Raw) -> Incoming:
    # Without a message (an inline one) the chat can only be the presser's own.
    shown = query.get("message") or {"chat": {"id": query["from"]["id"], "type": "private"}}
    message_id = _told(shown, "message_id", int)
    data = _told(query, "data", str) or ""
    press = Press(data, message_id and _id(message_id), str(query["id"]))
    return Incoming(update_id, _sender(shown["chat"], query["from"], shown), press)


def _edited(message: Raw) -> Edited:
    words = _words(message, "text")
    if words is None:
        words = _words(message, "caption")
    if words is None and any(kind in message for kind in _MEDIA):
        words = ""  # a caption that was taken away
    return Edited(_id(message["message_id"]), words, _had_cpr(message, words or ""))


def _sender(chat: Raw, person: Any, message: Raw | None = None) -> Sender:
    return Sender(
        chat_id=_id(chat["id"]),
        user_id=_id(person["id"]),
        first_name=str(person.get("first_name", ""))[:64],
        language_code=_told(person, "language_code", str),
        private=chat.get("type") == "private",
        thread=_thread(message or {}),
        bot=bool(person.get("is_bot")),
    )


def _author(message: Raw) -> Sender:
    """The sender of a message, which may have been sent in the name of the group or a channel."""
    chat, in_name_of = message["chat"], message.get("sender_chat")
    speaks_as = _speaks_as(message)
    person = message.get("from")
    if person is None and isinstance(in_name_of, dict):
        person = {"id": in_name_of["id"], "first_name": in_name_of.get("title", "")}
    sender = _sender(chat, person, message)
    return replace(sender, speaks_as=speaks_as, bot=sender.bot and not speaks_as)


def _speaks_as(message: Raw) -> Literal["", "group", "channel"]:
    chat, in_name_of = message["chat"], message.get("sender_chat")
    if chat.get("type") == "private":
        return ""
    if message.get("is_automatic_forward"):
        return "channel"
    if in_name_of is not None:
        return "group" if in_name_of["id"] == chat["id"] else "channel"
    stand_in = (message.get("from") or {}).get("id")
    return _STAND_INS.get(stand_in, "") if isinstance(stand_in, int) else ""


def _thread(message: Raw) -> int:
    """Replies in a group without topics carry a thread too, which is none of ours."""
    in_topic = message.get("is_topic_message")
    return _id(_told(message, "message_thread_id", int) or 0) if in_topic else 0


def _message(message: Raw) -> Content:
    message_id = _id(message["message_id"])
    if "text" in message:
        return _command(message) or _text(message)
    kind = next((kind for kind in _MEDIA if kind in message), None)
    return _attachment(message, message_id, kind) if kind else _service(message)


def _service(message: Raw) -> Content:
    """A message that Telegram writes into a group."""
    chat_id = message["chat"]["id"]
    match message:
        case {"migrate_to_chat_id": new}:
            return GroupMoved(_id(chat_id), _id(new))
        case {"migrate_from_chat_id": old}:
            return GroupMoved(_id(old), _id(chat_id))
        case {"left_chat_member": user}:
            return MembersChanged((_id(user["id"]),), present=False)
        case {"new_chat_members": [*users]}:
            return MembersChanged(tuple(_id(user["id"]) for user in users), present=True)
        case _:
            return Ignored()


def _attachment(message: Raw, message_id: int, kind: str) -> Attachment:
    part = _best(message[kind]) if kind == "photo" else message[kind]
    caption = _words(message, "caption") or ""
    return Attachment(
        _MEDIA[kind],  # type: ignore[arg-type]  # the table holds only those words
        message_id,
        (_told(message, "media_group_id", str) or "")[:64] or None,
        file_id=_told(part, "file_id", str),
        size=_told(part, "file_size", int),
        mime=_told(part, "mime_type", str),
        caption=caption,
        had_cpr=_had_cpr(message, caption),
        cpr_attached=message.get(CPR_FOUND) == IN_ATTACHMENT,
        forwarded="forward_origin" in message,
        reply_to=_replied(message),
        shape=kind,
    )


def _best(sizes: list[Raw]) -> Raw:
    """A photo comes in several sizes: the largest that can be fetched."""
    if not isinstance(sizes, list):
        raise TypeError("photo")
    fitting = [size for size in sizes if (_told(size, "file_size", int) or 0) <= LARGEST]
    return max(fitting or sizes, key=_area, default={})


def _area(size: Raw) -> int:
    return (_told(size, "width", int) or 0) * (_told(size, "height", int) or 0)


def _told(part: Raw, key: str, kind: type[Told]) -> Told | None:
    """Raises TypeError where it is something else than it should be."""
    value = part.get(key)
    if value is not None and not isinstance(value, kind):
        raise TypeError(key)
    return value


def _words(message: Raw, key: str) -> str | None:
    """With the address behind each link: what we pass on is bare text, and would lose it."""
    text = _told(message, key, str)
    entities = message.get("entities" if key == "text" else "caption_entities")
    if not text or not isinstance(entities, list):
        return text
    units = text.encode("utf-16-le", "surrogatepass")  # as Telegram counts
    for end, address in sorted(filter(None, map(_link, entities[:MOST_LINKS])), reverse=True):
        if address not in text:
            units = (
                units[: 2 * end]
                + f" ({address})".encode("utf-16-le", "replace")
                + units[2 * end :]
            )
    return units.decode("utf-16-le", "replace")


def _link(entity: Any) -> tuple[int, str] | None:
    """Where it ends, and where it leads."""
    if not isinstance(entity, dict) or entity.get("type") != "text_link":
        return None
    offset, length, address = (entity.get(key) for key in ("offset", "length", "url"))
    if not isinstance(offset, int) or not isinstance(length, int) or not isinstance(address, str):
        return None
    leads = address.startswith(("https://", "http://")) and len(address) <= LONGEST_ADDRESS
    return (offset + length, address) if leads and offset >= 0 and length > 0 else None


def _replied(message: Raw) -> int | None:
    """In a topic everything "replies" to the message that began it, which says nothing."""
    replied = _told(message.get("reply_to_message") or {}, "message_id", int)
    return None if not replied or replied == _thread(message) else _id(replied)


def _id(value: Any) -> int:
    """Raises OverflowError for a number that no database could hold."""
    number = int(value)
    if abs(number) > LARGEST_ID:
        raise OverflowError
    return number


def _text(message: Raw) -> Text:
    text = _words(message, "text") or ""
    return Text(
        text,
        _id(message["message_id"]),
        forwarded="forward_origin" in message,
        had_cpr=_had_cpr(message, text),
        reply_to=_replied(message),
        cpr_began_in=_told(message, CPR_BEGAN_IN, int),
    )


def _command(message: Raw) -> Command | None:
    first = (message.get("entities") or [{}])[0]
    if first.get("type") != "bot_command" or first.get("offset") != 0:
        return None
    word, *argument = str(message["text"]).split(maxsplit=1)  # at a line break as at a space
    name = word.removeprefix("/").split("@")[0].lower()
    asked = "".join(argument).strip()
    reply_to = _replied(message)
    written_by = _author_of_replied(message) if reply_to is not None else None
    return Command(
        name, asked, _id(message["message_id"]), reply_to, _had_cpr(message, asked), written_by
    )


def _author_of_replied(message: Raw) -> Sender | None:
    replied = {"chat": message["chat"]} | message["reply_to_message"]
    known = replied.get("from") or replied.get("sender_chat")
    return _author(replied) if known else None


def _had_cpr(message: Raw, words: str) -> bool:
    """Updates of older releases have no mark."""
    return CPR_FOUND in message or MASK * 4 in words
