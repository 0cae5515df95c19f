"""A group chat and the events in it."""

from typing import TYPE_CHECKING

from tests.telegram_server.chats import Chat, Status, chat_member
from tests.telegram_server.screen import Screen
from tests.telegram_server.wire import Json
from tests.telegram_server.world import World

if TYPE_CHECKING:
    from tests.telegram_server.people import Person


# Who stands in `from` of a post that came from the linked channel.
_TELEGRAM: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


class Group(Screen):
    def __init__(self, world: World, chat_id: int) -> None:
        super().__init__(world, chat_id)

    @property
    def id(self) -> int:
        return self.chat.id

    async def adds_bot(self, by: "Person", status: Status = "administrator") -> None:
        self._change_bot(by, status)

    async def removes_bot(self, by: "Person") -> None:
        self._change_bot(by, "kicked")

    async def creates_topic(self, by: "Person", name: str) -> int:
        message = self.chat.add_topic(by.user, name, color=0x6FB9F0)
        self._world.publish_message(self.chat, message)
        return message.id

    async def loses_topic(self, thread: int) -> None:
        """A member deletes the topic; Telegram sends the bot no update."""
        self.chat.delete_topic(thread)

    async def becomes_supergroup(self, new_id: int, by: "Person") -> None:
        """Migrate to a new id; calls to the old one return it.

        The bot is told as a new member of the supergroup before it is told why.
        """
        old = self.chat
        info = old.info | {"id": new_id, "type": "supergroup"}
        new = self._world.add_group(info, (), "member")
        new.members = dict(old.members)
        status = new.members[self._world.me["id"]]
        self._tell_bot(new, by, "left", status)
        leaving = old.add(by.user, {"migrate_to_chat_id": new_id})
        arriving = new.add(by.user, {"migrate_from_chat_id": old.id})
        self._world.publish_message(old, leaving)
        self._world.publish_message(new, arriving)
        old.migrated_to = new_id

    async def joins(self, person: "Person") -> None:
        """Somebody comes by a link."""
        self._change_member(person, "member", {"new_chat_members": [person.user]})

    async def leaves(self, person: "Person") -> None:
        self._change_member(person, "left", {"left_chat_member": person.user})

    async def posts_of_channel(self, channel_id: int, text: str) -> int:
        """A post of the linked channel, which Telegram forwards into the group."""
        channel: Json = {"id": channel_id, "type": "channel", "title": "News"}
        origin = {"type": "channel", "chat": channel, "message_id": 7, "date": 1}
        content: Json = {"text": text, "sender_chat": channel, "is_automatic_forward": True}
        message = self.chat.add(_TELEGRAM, content | {"forward_origin": origin})
        self._world.publish_message(self.chat, message)
        return message.id

    def _change_member(self, person: "Person", after: Status, service: Json) -> None:
        """Updates of members come only where the bot is an administrator."""
        chat = self.chat
        before, chat.members[person.id] = chat.members.get(person.id, "left"), after
        if chat.members.get(self._world.me["id"]) == "administrator":
            change = self._change(chat, person, person.user, before, after)
            self._world.updates.publish("chat_member", change)
        message = chat.add(person.user, service)
        self._world.updates.publish("message", message.told())

    def _change_bot(self, by: "Person", status: Status) -> None:
        bot, chat = self._world.me, self.chat
        before, chat.members[bot["id"]] = chat.members.get(bot["id"], "left"), status
        self._tell_bot(chat, by, before, status)

    def _tell_bot(self, chat: Chat, by: "Person", before: Status, after: Status) -> None:
        change = self._change(chat, by, self._world.me, before, after)
        self._world.updates.publish("my_chat_member", change)

    def _change(self, chat: Chat, by: "Person", user: Json, before: Status, after: Status) -> Json:
        return {
            "chat": chat.info,
            "from": by.user,
            "date": int(self._world.clock()),
            "old_chat_member": chat_member(user, before),
            "new_chat_member": chat_member(user, after),
        }
