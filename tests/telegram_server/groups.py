"""A group chat and the events in it."""

from typing import TYPE_CHECKING

from tests.telegram_server.chats import Status, chat_member
from tests.telegram_server.screen import Screen
from tests.telegram_server.wire import Json
from tests.telegram_server.world import World

if TYPE_CHECKING:
    from tests.telegram_server.people import Person


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
        """Migrate to a new id; calls to the old one return it."""
        old = self.chat
        info = old.info | {"id": new_id, "type": "supergroup"}
        new = self._world.add_group(info, (), "member")
        new.members = dict(old.members)
        leaving = old.add(by.user, {"migrate_to_chat_id": new_id})
        arriving = new.add(by.user, {"migrate_from_chat_id": old.id})
        self._world.publish_message(old, leaving)
        self._world.publish_message(new, arriving)
        old.migrated_to = new_id

    def _change_bot(self, by: "Person", status: Status) -> None:
        bot, chat = self._world.me, self.chat
        before, chat.members[bot["id"]] = chat.members.get(bot["id"], "left"), status
        change: Json = {
            "chat": chat.info,
            "from": by.user,
            "date": int(self._world.clock()),
            "old_chat_member": chat_member(bot, before),
            "new_chat_member": chat_member(bot, status),
        }
        self._world.updates.publish("my_chat_member", change)
