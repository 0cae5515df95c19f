"""The people of a test: what they write, send and press."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.telegram_server.chats import Chat, Message, Status, chat_member
from tests.telegram_server.groups import Group
from tests.telegram_server.queries import Answer
from tests.telegram_server.screen import NotOnScreen, Screen
from tests.telegram_server.texts import written_caption, written_text
from tests.telegram_server.wire import Json, Upload
from tests.telegram_server.world import World

# Who stands in `from` of a message in the name of a chat.
_ANONYMOUS: Json = {
    "id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot",
}  # fmt: skip
_CHANNEL_BOT: Json = {
    "id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot",
}  # fmt: skip


class Sent(NamedTuple):
    message_id: int
    update_id: int | None  # None: the bot does not get to see it


class Pressed(NamedTuple):
    message_id: int
    update_id: int | None
    opened: str = ""  # the address, when the button was a link


class Person(Screen):
    """Everything goes to the private chat with the bot, or to the group given as `to`."""

    def __init__(self, world: World, user: Json) -> None:
        super().__init__(world, user["id"], viewer_id=user["id"])
        self.user = user

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def answers(self) -> list[Answer]:
        """Return the texts of the bot's answers to this person's presses, empty ones included."""
        pressed = self._world.queries.pressed.values()
        mine = [query.answer for query in pressed if query.person_id == self.id]
        return [answer for answer in mine if answer is not None]

    async def says(
        self, text: str, *, to: Group | None = None, thread: int = 0, reply_to: int = 0
    ) -> Sent:
        return self._send(written_text(text), to, thread, reply_to)

    async def says_as(
        self, chat: Json, text: str, to: Group, *, thread: int = 0, reply_to: int = 0
    ) -> Sent:
        """In the name of the group itself (an anonymous administrator), or of a channel."""
        own = chat["id"] == to.id
        stand_in = _ANONYMOUS if own else _CHANNEL_BOT
        content = written_text(text) | {"sender_chat": chat}
        self._check_may_write(to.chat, thread)
        target = to.chat.find(reply_to or thread) if reply_to or thread else None
        message = to.chat.add(stand_in, content, thread=thread, reply_to=target)
        return Sent(message.id, self._world.publish_message(to.chat, message))

    async def forwards(self, text: str, written_by: str, *, to: Group | None = None) -> Sent:
        date = int(self._world.clock())
        origin = {"type": "hidden_user", "sender_user_name": written_by, "date": date}
        return self._send(written_text(text) | {"forward_origin": origin}, to)

    async def sends_document(
        self,
        name: str = "file.pdf",
        data: bytes = b"%PDF-1.4",
        *,
        mime_type: str = "",
        told_size: int | None = None,
        caption: str = "",
        to: Group | None = None,
        thread: int = 0,
    ) -> Sent:
        stored = self._world.files.store("document", Upload(name, data, mime_type), told_size)
        content = stored.content()
        return self._send(content | written_caption(caption), to, thread)

    async def sends_photo(
        self,
        data: bytes = b"\xff\xd8\xff",
        *,
        caption: str = "",
        to: Group | None = None,
        thread: int = 0,
    ) -> Sent:
        content = self._file("photo", Upload("photo.jpg", data, "image/jpeg"))
        return self._send(content | written_caption(caption), to, thread)

    async def sends_album(self, *pictures: bytes, caption: str = "") -> list[Sent]:
        """Each picture is a message of its own; the first has the caption."""
        album = {"media_group_id": f"album-{self.id}-{len(self.chat.messages)}"}
        sent: list[Sent] = []
        for data in pictures:
            content = self._file("photo", Upload("photo.jpg", data, "image/jpeg"))
            words = {} if sent else written_caption(caption)
            sent.append(self._send(content | words | album, None))
        return sent

    async def sends_voice(
        self,
        data: bytes = b"OggS\x00\x02",
        *,
        duration: int = 3,
        to: Group | None = None,
        thread: int = 0,
    ) -> Sent:
        content = self._file("voice", Upload("voice.ogg", data, "audio/ogg"), duration=duration)
        return self._send(content, to, thread)

    async def sends_video(
        self, data: bytes = b"\0\0\0\x10ftypisom\0\0\0\0", *, caption: str = ""
    ) -> Sent:
        content = self._file("video", Upload("film.mp4", data, "video/mp4"))
        return self._send(content | written_caption(caption), None)

    async def sends_sticker(self, emoji: str = "👍", *, to: Group | None = None) -> Sent:
        upload = Upload("sticker.webp", b"RIFF", "image/webp")
        return self._send(self._file("sticker", upload, emoji=emoji), to)

    async def sends_contact(self, phone: str, *, to: Group | None = None) -> Sent:
        """Send the person's own contact, as the "share my number" button does."""
        contact = {"phone_number": phone, "first_name": self.user["first_name"]}
        return self._send({"contact": contact | {"user_id": self.id}}, to)

    async def sends_location(
        self, latitude: float, longitude: float, *, to: Group | None = None
    ) -> Sent:
        return self._send({"location": {"latitude": latitude, "longitude": longitude}}, to)

    async def edits(self, message_id: int, text: str, *, to: Group | None = None) -> Sent:
        chat = self._chat(to)
        message = chat.find(message_id)
        if message is None or message.content["from"]["id"] != self.id:
            raise NotOnScreen(f"{self.user['first_name']} has no message {message_id} to edit")
        new = written_text(text) if "text" in message.content else written_caption(text)
        kept = {key: v for key, v in message.content.items() if not key.endswith("entities")}
        message.content = kept | new | {"edit_date": int(self._world.clock())}
        update_id = self._world.publish_message(chat, message, "edited_message")
        return Sent(message_id, update_id)

    async def presses(self, label: str, *, to: Group | None = None) -> Pressed:
        """Press the newest visible button with this label, or the one of the reply keyboard."""
        for message, button in self._buttons(to):
            if button["text"] == label:
                return self._press(message, button, to)
        if label in (text for row in self._chat(to).keyboard for text in row):
            return Pressed(*self._send(written_text(label), to))
        raise self._missing(f"a button {label!r}", to)

    async def presses_data(self, data: str, *, to: Group | None = None) -> Pressed:
        for message, button in self._buttons(to):
            if button.get("callback_data") == data:
                return self._press(message, button, to)
        raise self._missing(f"a button with the data {data!r}", to)

    async def blocks(self) -> None:
        self._world.chats[self.id].blocked = True
        self._tell_blocking("member", "kicked")

    async def unblocks(self) -> None:
        self._world.chats[self.id].blocked = False
        self._tell_blocking("kicked", "member")

    def _chat(self, group: Group | None) -> Chat:
        return self.chat if group is None else group.chat

    def _send(self, content: Json, to: Group | None, thread: int = 0, reply_to: int = 0) -> Sent:
        chat = self._chat(to)
        self._check_may_write(chat, thread)
        chat.started = True
        target = chat.find(reply_to) if reply_to else chat.find(thread) if thread else None
        message = chat.add(self.user, content, thread=thread, reply_to=target)
        return Sent(message.id, self._world.publish_message(chat, message))

    def _check_may_write(self, chat: Chat, thread: int) -> None:
        """Fail the test for an action that Telegram's apps do not allow."""
        name = self.user["first_name"]
        assert not chat.blocked, f"{name} blocked the bot, so cannot write to it"
        assert chat.is_private or self.id in chat.members, f"{name} is no member of {chat.id}"
        assert not thread or thread in chat.topics, f"{chat.id} has no topic {thread}"

    def _file(self, kind: str, upload: Upload, **details: object) -> Json:
        return self._world.files.store(kind, upload).content(**details)

    def _buttons(self, to: Group | None) -> Iterator[tuple[Message, Json]]:
        for message in reversed(self._chat(to).visible()):
            for row in message.buttons:
                yield from ((message, button) for button in row)

    def _press(self, message: Message, button: Json, to: Group | None) -> Pressed:
        if "callback_data" not in button:
            return Pressed(message.id, None, opened=button.get("url", ""))
        chat, data = self._chat(to), button["callback_data"]
        query = self._world.queries.press(self.id, chat.id, message.id, button["text"], data)
        payload: Json = {
            "id": query.id,
            "from": self.user,
            "message": message.told(),
            "chat_instance": str(abs(chat.id)),
            "data": data,
        }
        return Pressed(message.id, self._world.updates.publish("callback_query", payload))

    def _missing(self, what: str, to: Group | None) -> NotOnScreen:
        return NotOnScreen(f"there is not {what} on\n{(to or self).drawn()}")

    def _tell_blocking(self, before: Status, after: Status) -> None:
        change: Json = {
            "chat": self.chat.info,
            "from": self.user,
            "date": int(self._world.clock()),
            "old_chat_member": chat_member(self._world.me, before),
            "new_chat_member": chat_member(self._world.me, after),
        }
        self._world.updates.publish("my_chat_member", change)
