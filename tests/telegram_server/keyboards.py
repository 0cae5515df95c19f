"""Validation of keyboards."""

import re
from typing import Any

from tests.telegram_server.wire import Call, Json, bad_request

MAX_CALLBACK_BYTES = 64
MAX_BUTTONS = 100
_DECORATION = {"text", "style", "icon_custom_emoji_id"}
_URL = re.compile(r"(?:(?:https?|tg|ton)://)?[\w.-]+\S*")


def inline_keyboard(call: Call) -> Json | None:
    """Return the validated inline keyboard of a call, None for none or an empty one."""
    markup = _markup(call)
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    rows = [row for row in markup["inline_keyboard"] if row]
    for button in (button for row in rows for button in row):
        _check(button)
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def keyboard_below(call: Call) -> Json | None:
    """Return a reply keyboard, its removal, or a forced reply."""
    markup = _markup(call)
    return markup if markup and "inline_keyboard" not in markup else None


def labels(markup: Json) -> list[list[str]]:
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return [[_label(button) for button in row] for row in rows]


def _label(button: Any) -> str:
    return button if isinstance(button, str) else str(button["text"])


def _markup(call: Call) -> Json:
    markup = call.parsed("reply_markup", {}) or {}
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    return markup


def _check(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if not button.keys() - _DECORATION:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if "callback_data" in button:
        size = len(str(button["callback_data"]).encode())
        if not 1 <= size <= MAX_CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _URL.fullmatch(button["url"]):
        wrong = f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        raise bad_request(wrong)
