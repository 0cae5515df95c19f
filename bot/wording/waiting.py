"""What waits for the consultants: the list, and what is brought up again."""

from collections.abc import Sequence

from bot.domain.buttons import encode
from bot.domain.messages import (
    Button,
    Message,
    Param,
    Phrase,
    item,
    message,
    phrase,
    phrases,
    strong,
)
from bot.domain.open_items import OpenItem, Waits
from bot.wording.desk import who
from bot.wording.pager import Page
from bot.wording.runs import name_of

Aged = tuple[OpenItem, int]  # with its age in working days


def open_items(page: Page[Aged]) -> Message:
    if not page.items:
        return message(phrase("Nothing waits for you. 🌿"))
    return message(
        strong(phrase("This waits for you, the oldest first")),
        *[item(_line(entry, days)) for entry, days in page.items],
        buttons=[*_buttons(page.items), page.turning("o", "l")],
    )


def brought_up(items: Sequence[Aged], rest: int) -> Message:
    """`rest`: how many more there are."""
    more = [phrases("And {count} more waits.", "And {count} more wait.", rest)] if rest else []
    return message(
        strong(phrase("🔔 This has waited for two working days")),
        *[item(_line(entry, days)) for entry, days in items],
        *more,
        buttons=[*_buttons(items), [all_open()]],
    )


def all_open() -> Button:
    return Button(phrase("📥 All that waits"), encode("o", "l"))


def _line(entry: OpenItem, days: int) -> Phrase:
    what = _what(entry)
    if not days:
        return phrase("{person}: {what}, today", person=who(entry.participant), what=what)
    return phrases(
        "{person}: {what}, {count} working day",
        "{person}: {what}, {count} working days",
        days,
        person=who(entry.participant),
        what=what,
    )


def _what(entry: OpenItem) -> Param:
    title = phrase(entry.title) if entry.title else phrase("a task")
    match entry.waits:
        case Waits.APPLICATION:
            return phrase("wants to join")
        case Waits.TALK:
            return phrase("a talk about “{task}”", task=title)
        case Waits.CASE:
            return phrase("talks with you")
        case Waits.WORK:
            return phrase("“{task}”", task=title)


def _buttons(items: Sequence[Aged]) -> list[list[Button]]:
    return [[_button(entry)] for entry, _ in items]


def _button(entry: OpenItem) -> Button:
    kind = {Waits.APPLICATION: "a", Waits.CASE: "c"}.get(entry.waits, "w")
    label = phrase("👁 {person}: {what}", person=name_of(entry.participant), what=_what(entry))
    return Button(label, encode("o", kind, entry.about))
