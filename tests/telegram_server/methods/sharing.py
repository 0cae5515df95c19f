"""Files both ways, and passing a message on."""

from tests.telegram_server.methods.kind import Method
from tests.telegram_server.texts import sent_caption
from tests.telegram_server.wire import Call, Json, bad_request
from tests.telegram_server.world import World

_PASSED_ON = (
    *("text", "entities", "caption", "caption_entities"),
    *("document", "photo", "voice", "video", "sticker", "contact", "location"),
)


def _sender(kind: str) -> Method:
    async def send(world: World, call: Call) -> Json:
        chat, caption = world.reachable_chat(call), sent_caption(call)
        return world.post(call, chat, world.files.sent_by(call, kind).content() | caption)

    return send


async def get_file(world: World, call: Call) -> Json:
    stored = world.files.requested(call.text("file_id"))
    return stored.summary() | {"file_path": stored.path}


async def copy_message(world: World, call: Call) -> Json:
    _, content = _source(world, call, "copy")
    copied = world.post(call, world.reachable_chat(call), content)
    return {"message_id": copied["message_id"]}


async def forward_message(world: World, call: Call) -> Json:
    source, content = _source(world, call, "forward")
    origin = {"type": "user", "date": source["date"], "sender_user": source["from"]}
    content["forward_origin"] = source.get("forward_origin", origin)
    return world.post(call, world.reachable_chat(call), content)


def _source(world: World, call: Call, purpose: str) -> tuple[Json, Json]:
    chat = world.readable_chat(call, "from_chat_id")
    message = chat.find(call.number("message_id"))
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    source = message.told()
    content = {key: source[key] for key in _PASSED_ON if key in source}
    if not content:  # a service message, "somebody joined"
        raise bad_request(f"message can't be {'copied' if purpose == 'copy' else 'forwarded'}")
    return source, content


METHODS: dict[str, Method] = {
    "sendDocument": _sender("document"),
    "sendPhoto": _sender("photo"),
    "sendVoice": _sender("voice"),
    "getFile": get_file,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
