"""The state of one server: people, chats, files, updates."""

import itertools
from collections.abc import Iterable
from typing import Any

from tests.telegram_server.activity import Activity
from tests.telegram_server.chats import Chat, Message, Status
from tests.telegram_server.faults import Faults
from tests.telegram_server.files import Files
from tests.telegram_server.keyboards import inline_keyboard, keyboard_below, labels
from tests.telegram_server.limits import Limits
from tests.telegram_server.queries import Queries
from tests.telegram_server.updates import Updates
from tests.telegram_server.wire import Call, CallRecord, Clock, Json, bad_request, forbidden


class World:
    def __init__(self, token: str, clock: Clock, limits: Limits, callback_ttl: float) -> None:
        self.token = token
        self.clock = clock
        self.limits = limits
        self.activity = Activity()
        self.updates = Updates(self.activity)
        self.queries = Queries(clock, callback_ttl)
        self.files = Files()
        self.faults = Faults()
        self.webhook_host = ""  # where webhooks really go, whatever host they name
        self.people: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.calls: list[CallRecord] = []
        self.commands: dict[tuple[str, str], list[Json]] = {}  # by scope and language
        self.descriptions: dict[tuple[str, str], str] = {}  # by method and language
        self._first_ids = itertools.count(1001, 1000)
        self.me: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Test Bot",
            "username": "test_bot",
        }

    def add_person(self, user: Json, *, started: bool) -> Chat:
        self.people[user["id"]] = user
        names = {key: user[key] for key in ("id", "first_name", "username") if key in user}
        return self._add_chat(names | {"type": "private"}, started=started)

    def add_group(self, info: Json, members: Iterable[int], bot: Status) -> Chat:
        chat = self._add_chat(info)
        chat.members.update(dict.fromkeys(members, "member"))
        chat.members[self.me["id"]] = bot
        return chat

    def _add_chat(self, info: Json, *, started: bool = True) -> Chat:
        chat = Chat(info, self.clock, next(self._first_ids), started)
        self.chats[chat.id] = chat
        return chat

    def readable_chat(self, call: Call, key: str = "chat_id") -> Chat:
        """Return the chat of a call, or raise why the bot may not use it."""
        if not call.text(key):
            raise bad_request(f"{key} is empty")
        chat = self.chats.get(call.number(key)) if _is_number(call.text(key)) else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to:
            upgraded = "group chat was upgraded to a supergroup chat"
            raise bad_request(upgraded, migrate_to_chat_id=chat.migrated_to)
        if chat.is_private:
            self._check_started(chat)
        else:
            self._check_membership(chat)
        return chat

    def reachable_chat(self, call: Call) -> Chat:
        """Return the chat of a call where the bot may write there."""
        chat = self.readable_chat(call)
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def _check_started(self, chat: Chat) -> None:
        if chat.started:
            return
        if any(chat.id in group.members for group in self.chats.values()):
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")  # to the bot this person does not exist

    def _check_membership(self, chat: Chat) -> None:
        status = chat.members.get(self.me["id"], "left")
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.info['type']} chat")
        if status == "left":
            raise forbidden(f"bot is not a member of the {chat.info['type']} chat")

    def post(self, call: Call, chat: Chat, content: Json) -> Json:
        """Add the bot's message to a chat; common to all methods that send."""
        thread = self._thread(call, chat)
        reply_to = self._reply_target(call, chat)
        below = keyboard_below(call)
        keyboard = None if below else inline_keyboard(call)
        self.limits.count(chat.id, group=not chat.is_private)
        if keyboard:
            content = content | {"reply_markup": keyboard}
        message = chat.add(self.me, content, thread=thread, reply_to=reply_to)
        if below:
            chat.keyboard = labels(below)
            message.has_keyboard_below = True
        return message.told()

    def _thread(self, call: Call, chat: Chat) -> int:
        thread = call.number("message_thread_id")
        if not thread or not chat.is_forum:
            return 0
        topic = chat.topics.get(thread)
        if topic is None or topic.deleted:
            raise bad_request("message thread not found")
        return thread  # a closed one too: the bot is an administrator

    def _reply_target(self, call: Call, chat: Chat) -> Message | None:
        wanted = call.parsed("reply_parameters", {})
        message_id = int(wanted.get("message_id") or call.number("reply_to_message_id"))
        if not message_id:
            return None
        message = chat.find(message_id)
        lenient = wanted.get("allow_sending_without_reply")
        if message is None and not (lenient or call.flag("allow_sending_without_reply")):
            raise bad_request("message to be replied not found")
        return message

    def publish_message(self, chat: Chat, message: Message, kind: str = "message") -> int | None:
        """Publish the update for a person's message, if the bot may see it there."""
        if chat.blocked or not self._bot_sees(chat, message.content):
            self.activity.touch()
            return None
        return self.updates.publish(kind, message.told())

    def _bot_sees(self, chat: Chat, content: Json) -> bool:
        """Privacy mode: in a group only an administrator sees every message."""
        status = "member" if chat.is_private else chat.members.get(self.me["id"], "left")
        if status in {"left", "kicked"}:
            return False
        commands = (e["type"] == "bot_command" for e in content.get("entities", []))
        replied = content.get("reply_to_message", {}).get("from", {}).get("id") == self.me["id"]
        text: str = content.get("text") or content.get("caption") or ""
        mentioned = f"@{self.me['username']}" in text
        sees_all = chat.is_private or status == "administrator"
        return sees_all or replied or mentioned or any(commands)

    def pending(self) -> list[Any]:
        """Whether updates are unconfirmed, or calls in progress."""
        return [*self.updates.queue, *range(self.activity.calls_under_way)]


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isdecimal()
