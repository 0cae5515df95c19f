"""CPR numbers in updates are masked before anything is stored, and the message is marked."""

from typing import Any

from bot.kernel.redaction import MASK, mask_cpr

Raw = dict[str, Any]

# Keys of ours in a message: where a number was masked, and the id of the message it began in.
CPR_FOUND, CPR_BEGAN_IN = "cpr_found", "cpr_began_in"
IN_WORDS, IN_ATTACHMENT = "words", "attachment"

MESSAGES = ("message", "edited_message")
# What somebody called a file on their own device is nobody's business, and no use to us.
_NEVER_STORED = frozenset({"file_name", CPR_FOUND, CPR_BEGAN_IN})
# Strings that name things or are our own; all others may be a person's words.
_TECHNICAL = ("data", "chat_instance")
_WORDS = ("text", "caption")
# Other people's words, or the sender: masked, but no reason to remove the message.
_NOT_OF_THE_MESSAGE = frozenset(
    {"from", "chat", "sender_chat", "via_bot", "reply_to_message", "external_reply", "quote",
     "forward_origin", "pinned_message"}
)  # fmt: skip


def without_cpr(raw: Raw) -> Raw:
    """A copy with the CPR numbers in people's words masked, and without the names of their files:
    done before it is stored."""
    masked = _without(raw)
    for kind in MESSAGES:
        message = raw.get(kind)
        if isinstance(message, dict):
            found = _found(message, masked[kind])
            masked[kind] |= {CPR_FOUND: found} if found else {}
    return masked


def _without(raw: Raw) -> Raw:
    return {key: _masked(key, value) for key, value in raw.items() if key not in _NEVER_STORED}


def _masked(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return _without(value)
    if isinstance(value, list):
        return [_masked(key, item) for item in value]
    # The rule leaves out names instead of listing texts: a field that is new is masked.
    technical = key.endswith("id") or key in _TECHNICAL
    if not isinstance(value, str):
        return value
    whole = value.encode(errors="replace").decode()  # half a character fits nowhere
    return whole if technical else mask_cpr(whole)


def _found(message: Raw, masked: Raw) -> str | None:
    """Where the sender wrote a number, or None."""
    if any(_marks(masked.get(key)) > _marks(message.get(key)) for key in _WORDS):
        return IN_WORDS
    own = message.keys() - _NOT_OF_THE_MESSAGE
    changed = any(_marks(masked.get(key)) > _marks(message[key]) for key in own)
    return IN_ATTACHMENT if changed or any(_named_by_cpr(message[key]) for key in own) else None


def _marks(value: Any) -> int:
    if isinstance(value, str):
        return value.count(MASK)
    if isinstance(value, dict):
        return sum(_marks(part) for part in value.values())
    return sum(map(_marks, value)) if isinstance(value, list) else 0


def _named_by_cpr(value: Any) -> bool:
    """Whether a file's name, which is not stored, holds a number."""
    name = value.get("file_name") if isinstance(value, dict) else None
    return isinstance(name, str) and mask_cpr(name) != name
