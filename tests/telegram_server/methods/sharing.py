"""Files, and copying of messages."""

import contextlib

from tests.telegram_server.methods.kind import Method
from tests.telegram_server.texts import sent_caption
from tests.telegram_server.wire import Call, Json, Refusal, bad_request
from tests.telegram_server.world import World

_PASSED_ON = (
    *("text", "entities", "caption", "caption_entities"),
    *("document", "photo", "voice", "video", "video_note", "audio", "animation"),
    *("sticker", "contact", "location", "venue"),
)
_CAPTIONED = ("document", "photo", "voice", "video", "audio", "animation")
MAX_ALBUM = 100
MAX_SENT_ALBUM = 10


def _sender(kind: str) -> Method:
    async def send(world: World, call: Call) -> Json:
        chat, caption = world.reachable_chat(call), sent_caption(call)
        return world.post(call, chat, world.files.sent_by(call, kind).content() | caption)

    return send


async def send_media_group(world: World, call: Call) -> list[Json]:
    """Photos and videos together, or documents, or audio: two to ten."""
    chat, items = world.reachable_chat(call), call.parsed("media", [])
    kinds = {"photo" if item["type"] == "video" else item["type"] for item in items}
    if not 2 <= len(items) <= MAX_SENT_ALBUM or len(kinds) != 1:
        raise bad_request("wrong number or mix of media in the album")
    album = {"media_group_id": f"sent-{chat.id}-{len(chat.messages)}"}
    contents = [
        world.files.sent_as(call, item["media"], item["type"]).content()
        | ({"caption": item["caption"]} if item.get("caption") else {})
        for item in items
    ]
    return [world.post(call, chat, content | album) for content in contents]


async def get_file(world: World, call: Call) -> Json:
    stored = world.files.requested(call.text("file_id"))
    return stored.summary() | {"file_path": stored.path}


async def copy_message(world: World, call: Call) -> Json:
    _, content = _source(world, call, "copy", call.number("message_id"))
    if "caption" in call.params and any(kind in content for kind in _CAPTIONED):
        content = _without_caption(content) | sent_caption(call)
    copied = world.post(call, world.reachable_chat(call), content)
    return {"message_id": copied["message_id"]}


async def copy_messages(world: World, call: Call) -> list[Json]:
    """Skip what cannot be copied; an album stays an album."""
    wanted = call.parsed("message_ids", [])
    if not 1 <= len(wanted) <= MAX_ALBUM or wanted != sorted(set(wanted)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    chat, found = world.reachable_chat(call), []
    for message_id in wanted:
        with contextlib.suppress(Refusal):
            found.append(_source(world, call, "copy", message_id)[1])
    if not found:
        raise bad_request("there are no messages to copy")
    album = {"media_group_id": f"copy-{wanted[0]}"} if len(found) > 1 else {}
    bare = call.flag("remove_caption")
    contents = [(_without_caption(c) if bare else c) | album for c in found]
    return [{"message_id": world.post(call, chat, c)["message_id"]} for c in contents]


def _without_caption(content: Json) -> Json:
    return {k: v for k, v in content.items() if not k.startswith("caption")}


async def forward_message(world: World, call: Call) -> Json:
    source, content = _source(world, call, "forward", call.number("message_id"))
    origin = {"type": "user", "date": source["date"], "sender_user": source["from"]}
    content["forward_origin"] = source.get("forward_origin", origin)
    return world.post(call, world.reachable_chat(call), content)


def _source(world: World, call: Call, purpose: str, message_id: int) -> tuple[Json, Json]:
    chat = world.readable_chat(call, "from_chat_id")
    message = chat.find(message_id)
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
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
}
