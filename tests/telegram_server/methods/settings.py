"""The bot's name, commands and descriptions; its chats."""

import json
import re

from tests.telegram_server.chats import chat_member
from tests.telegram_server.methods.kind import Method
from tests.telegram_server.wire import Call, Json, bad_request
from tests.telegram_server.world import World

MAX_COMMANDS = 100
_DEFAULT_SCOPE = {"type": "default"}
_ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")


async def get_me(world: World, call: Call) -> Json:
    return _ABILITIES | world.me


async def set_my_commands(world: World, call: Call) -> bool:
    commands = call.parsed("commands", [])
    if len(commands) > MAX_COMMANDS:
        raise bad_request("too many commands specified")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_commands_key(world, call)] = commands
    return True


async def get_my_commands(world: World, call: Call) -> list[Json]:
    return world.commands.get(_commands_key(world, call), [])


async def delete_my_commands(world: World, call: Call) -> bool:
    world.commands.pop(_commands_key(world, call), None)
    return True


async def set_description(world: World, call: Call) -> bool:
    text = call.text("description") or call.text("short_description")
    world.descriptions[call.method.lower(), call.text("language_code")] = text
    return True


async def get_chat(world: World, call: Call) -> Json:
    details: Json = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys([*_GIFTS, "gifts_from_channels"], True),
    }
    return world.readable_chat(call).info | details


async def get_chat_member(world: World, call: Call) -> Json:
    chat = world.readable_chat(call)
    user_id = call.number("user_id")
    user = world.me if user_id == world.me["id"] else world.people.get(user_id)
    if user is None:
        raise bad_request("member not found")
    denied = dict.fromkeys(chat.denied, False) if user_id == world.me["id"] else {}
    return chat_member(user, chat.members.get(user_id, "left")) | denied


async def leave_chat(world: World, call: Call) -> bool:
    chat = world.reachable_chat(call)
    if chat.is_private:
        raise bad_request("chat not found")
    chat.members[world.me["id"]] = "left"
    return True


def scope_key(scope: Json | None) -> str:
    return json.dumps(scope or _DEFAULT_SCOPE, sort_keys=True)


def _commands_key(world: World, call: Call) -> tuple[str, str]:
    scope = call.parsed("scope")
    if scope and "chat_id" in scope:
        world.readable_chat(Call(call.method, scope))
    return scope_key(scope), call.text("language_code")


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyDescription": set_description,
    "setMyShortDescription": set_description,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "leaveChat": leave_chat,
}
