"""A participant's forum topic in the consultants' group."""

from dataclasses import dataclass

from bot.cases.rules.cases import Case

LONGEST_NAME = 128
URGENT, WAITING = "🆘", "⏳"
ERASED = "🗑"  # the name of a topic whose participant was erased


@dataclass
class ForumTopic:
    """`name`: as last sent to the channel."""

    participant_id: int
    chat_id: int
    thread: int
    name: str
    id: int | None = None


def name_of(first_name: str, language: str, case: Case | None) -> str:
    """ "⏳ Amina · ar": first name, language, and a mark while nobody has taken the open case."""
    mark = ""
    if case is not None and case.open and case.taken_at is None:
        mark = f"{URGENT if case.urgent else WAITING} "
    name = " ".join(first_name.split()) or "?"
    suffix = f" · {language}"
    room = LONGEST_NAME - _units(mark) - _units(suffix)
    return f"{mark}{_cut(name, room)}{suffix}"


def _units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, room: int) -> str:
    while _units(text) > room:
        text = text[:-1]
    return text
