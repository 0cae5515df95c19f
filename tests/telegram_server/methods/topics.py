"""Forum topics."""

from tests.telegram_server.chats import Chat, Topic
from tests.telegram_server.methods.kind import Method
from tests.telegram_server.wire import Call, Json, bad_request
from tests.telegram_server.world import World

_BLUE = 7322096
MAX_NAME = 128


async def create_topic(world: World, call: Call) -> Json:
    chat = _forum(world, call, "create a topic")
    name = call.text("name").strip()
    if not name:
        raise bad_request("name must be non-empty")
    _check_length(name)
    color = call.number("icon_color", _BLUE)
    thread = chat.add_topic(world.me, name, color).id
    return {"message_thread_id": thread, "name": name, "icon_color": color}


async def edit_topic(world: World, call: Call) -> bool:
    topic = _topic(_forum(world, call, "edit the topic"), call)
    name = call.text("name").strip()
    if not name or name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    _check_length(name)
    topic.name = name
    return True


async def close_topic(world: World, call: Call) -> bool:
    return _set_closed(world, call, closed=True)


async def reopen_topic(world: World, call: Call) -> bool:
    return _set_closed(world, call, closed=False)


async def delete_topic(world: World, call: Call) -> bool:
    """As the Bot API says, with the right to delete messages, not the one to manage topics."""
    chat = _forum(world, call, "edit the topic", "can_delete_messages")
    _topic(chat, call)
    chat.delete_topic(call.number("message_thread_id"))
    return True


def _check_length(name: str) -> None:
    if len(name) > MAX_NAME:
        raise bad_request("topic title is too long")


def _set_closed(world: World, call: Call, *, closed: bool) -> bool:
    topic = _topic(_forum(world, call, "edit the topic"), call)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return True


def _forum(world: World, call: Call, purpose: str, right: str = "can_manage_topics") -> Chat:
    chat = world.reachable_chat(call)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not chat.bot_may(right, world.me["id"]):
        raise bad_request(f"not enough rights to {purpose}")
    return chat


def _topic(chat: Chat, call: Call) -> Topic:
    topic = chat.topics.get(call.number("message_thread_id"))
    if topic is None or topic.deleted:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


METHODS: dict[str, Method] = {
    "createForumTopic": create_topic,
    "editForumTopic": edit_topic,
    "closeForumTopic": close_topic,
    "reopenForumTopic": reopen_topic,
    "deleteForumTopic": delete_topic,
}
