"""Sending, editing and deleting messages; answering callback queries."""

from tests.telegram_server.chats import Chat, Message
from tests.telegram_server.keyboards import inline_keyboard
from tests.telegram_server.methods.kind import Method
from tests.telegram_server.queries import Answer
from tests.telegram_server.texts import sent_caption, sent_text
from tests.telegram_server.wire import Call, Json, bad_request
from tests.telegram_server.world import World

_DELETABLE_SECONDS = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


async def send_message(world: World, call: Call) -> Json:
    chat = world.reachable_chat(call)
    return world.post(call, chat, sent_text(call))


async def edit_message_text(world: World, call: Call) -> Json:
    text = sent_text(call)
    message = _own(world, call)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, call, message, text, replaces=("text", "entities"))


async def edit_message_caption(world: World, call: Call) -> Json:
    message = _own(world, call)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    replaces = ("caption", "caption_entities")
    return _edit(world, call, message, sent_caption(call), replaces)


async def edit_message_reply_markup(world: World, call: Call) -> Json:
    return _edit(world, call, _own(world, call), {}, replaces=())


async def delete_message(world: World, call: Call) -> bool:
    """Without the right to delete messages of a group: only within 48 hours, and only its own."""
    chat, message = _addressed(world, call, "delete")
    if not chat.bot_may("can_delete_messages", world.me["id"]):
        if not (chat.is_private or message.from_bot):
            raise bad_request("message can't be deleted")
        if world.clock() - message.content["date"] >= _DELETABLE_SECONDS:
            raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    return True


async def answer_callback_query(world: World, call: Call) -> bool:
    answer = Answer(call.text("text"), call.flag("show_alert"))
    world.queries.answer(call.text("callback_query_id"), answer)
    return True


async def send_chat_action(world: World, call: Call) -> bool:
    world.reachable_chat(call)
    return True


def _addressed(world: World, call: Call, purpose: str) -> tuple[Chat, Message]:
    chat = world.reachable_chat(call)
    message = chat.find(call.number("message_id"))
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    return chat, message


def _own(world: World, call: Call) -> Message:
    _, message = _addressed(world, call, "edit")
    is_mine = message.content["from"]["id"] == world.me["id"]
    if not is_mine or message.has_keyboard_below or "forward_origin" in message.content:
        raise bad_request("message can't be edited")
    return message


def _edit(
    world: World, call: Call, message: Message, new: Json, replaces: tuple[str, ...]
) -> Json:
    """As with Telegram, an edit without a keyboard removes the keyboard."""
    kept = {k: v for k, v in message.content.items() if k not in {"reply_markup", *replaces}}
    keyboard = inline_keyboard(call)
    edited = kept | new | ({"reply_markup": keyboard} if keyboard else {})
    if edited == message.content:
        raise bad_request(_NOT_MODIFIED)
    message.content = edited | {"edit_date": int(world.clock())}
    return message.told()


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
}
