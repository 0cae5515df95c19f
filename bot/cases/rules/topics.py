"""The topic that a person has in the consultants' group."""

from dataclasses import dataclass

from bot.cases.rules.cases import Case

LONGEST_NAME = 128
URGENT, WAITING = "🆘", "⏳"
ERASED = "🗑"  # the name of a topic whose person is not here any more


@dataclass
class ForumTopic:
    """`name`: as it was last given to the channel."""

    participant_id: int
    chat_id: int
    thread: int
    name: str
    id: int | None = None


def name_of(first_name: str, language: str, case: Case | None) -> str:
    """ "⏳ Amina · ar": who, which language, and whether somebody should look now."""
    mark = ""
    if case is not None and case.open and case.taken_at is None:
        mark = f"{URGENT if case.urgent else WAITING} "
    name = " ".join(first_name.split()) or "?"
    ending = f" · {language}"
    room = LONGEST_NAME - _units(mark) - _units(ending)
    return f"{mark}{_cut(name, room)}{ending}"


def _units(text: str) -> int:
    """As Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, room: int) -> str:
    while _units(text) > room:
        text = text[:-1]
    return text
