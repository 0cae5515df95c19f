"""Chats and their messages."""

import copy
import itertools
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.telegram_server.wire import Clock, Json

Status = Literal["creator", "administrator", "member", "left", "kicked"]
_GRANTED = (
    *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    *("can_delete_stories", "can_pin_messages", "can_manage_topics"),
)
_WITHHELD = (
    *("can_be_edited", "is_anonymous", "can_promote_members", "can_send_welcome_messages"),
)


@dataclass(eq=False)
class Message:
    """`content` is the message in Telegram's JSON; the other fields are internal."""

    content: Json
    deleted: bool = False
    has_keyboard_below: bool = False  # Telegram lets a bot edit no such message

    @property
    def id(self) -> int:
        return int(self.content["message_id"])

    @property
    def thread(self) -> int:
        return int(self.content.get("message_thread_id", 0))

    @property
    def from_bot(self) -> bool:
        return bool(self.content["from"]["is_bot"])

    @property
    def buttons(self) -> list[list[Json]]:
        rows: list[list[Json]] = self.content.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    def told(self) -> Json:
        return copy.deepcopy(self.content)

    def quoted(self) -> Json:
        """Return the JSON of the message inside a reply, without the message it replies to."""
        return {key: value for key, value in self.told().items() if key != "reply_to_message"}


@dataclass
class Topic:
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(eq=False)
class Chat:
    info: Json
    clock: Clock
    first_message_id: int  # differs between chats, so that mixed-up ids are noticed
    started: bool = True  # private: a bot may not write first
    blocked: bool = False
    members: dict[int, Status] = field(default_factory=dict)
    migrated_to: int | None = None
    keyboard: list[list[str]] = field(default_factory=list)  # below the text field
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    denied: set[str] = field(default_factory=set)  # rights that the bot lacks as administrator

    def __post_init__(self) -> None:
        self._ids = itertools.count(self.first_message_id)

    @property
    def id(self) -> int:
        return int(self.info["id"])

    @property
    def is_private(self) -> bool:
        return bool(self.info["type"] == "private")

    @property
    def is_forum(self) -> bool:
        return bool(self.info.get("is_forum"))

    def bot_may(self, right: str, bot_id: int) -> bool:
        """Whether the bot has a right of administrators."""
        status = self.members.get(bot_id)
        return status == "creator" or (status == "administrator" and right not in self.denied)

    def add(
        self, sender: Json, content: Json, *, thread: int = 0, reply_to: Message | None = None
    ) -> Message:
        head: Json = {
            "message_id": next(self._ids),
            "date": int(self.clock()),
            "chat": self.info,
            "from": sender,
        }
        if thread:
            head |= {"message_thread_id": thread, "is_topic_message": True}
        if reply_to:
            head["reply_to_message"] = reply_to.quoted()
        message = Message(copy.deepcopy(head | content))
        self.messages[message.id] = message
        return message

    def add_topic(self, sender: Json, name: str, color: int) -> Message:
        created = {"forum_topic_created": {"name": name, "icon_color": color}}
        message = self.add(sender, created)
        message.content |= {"message_thread_id": message.id, "is_topic_message": True}
        self.topics[message.id] = Topic(name)
        return message

    def delete_topic(self, thread: int) -> None:
        self.topics[thread].deleted = True
        for message in self.visible(thread):
            message.deleted = True

    def find(self, message_id: int) -> Message | None:
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def visible(self, thread: int = 0) -> list[Message]:
        shown = [message for message in self.messages.values() if not message.deleted]
        return [message for message in shown if not thread or message.thread == thread]


def chat_member(user: Json, status: Status) -> Json:
    details: dict[str, Any] = {"status": status, "user": user}
    if status == "administrator":
        details |= dict.fromkeys(_GRANTED, True) | dict.fromkeys(_WITHHELD, False)
    if status == "creator":
        details["is_anonymous"] = False
    if status == "kicked":
        details["until_date"] = 0
    return details
