"""Rows about one person that the buttons of consultants refer to."""

from dataclasses import fields
from typing import Any

from bot.kernel.callback_data import (
    Access,
    CallbackData,
    InvalidButton,
    WireValue,
    is_for,
    unpack,
)

# The fields of buttons by name, and the tables of their rows.  Such rows go only with their
# person; every table but `participants` has a column `participant_id`.
TABLES = {
    "participant": "participants", "application": "applications", "enrolment": "enrolments",
    "submission": "works", "case": "cases", "relay": "relays", "appointment": "appointments",
    "offer": "offers",
}  # fmt: skip
Reference = tuple[str, int]  # table, id


def references(button: CallbackData) -> list[Reference]:
    """The rows that a button refers to."""
    values = [(field.name, getattr(button, field.name)) for field in fields(button)]  # type: ignore[arg-type]  # each subclass is a dataclass
    return [found for name, value in values if (found := _reference(name, value)) is not None]


def references_of(data: str) -> list[Reference]:
    """The rows that the packed data of a consultants' button refer to; none for other buttons."""
    if not is_for(Access.CONSULTANTS, data):
        return []
    try:
        return references(unpack(data))
    except InvalidButton:
        return []


def _reference(name: str, value: Any) -> Reference | None:
    match value:
        case WireValue():
            found = value.refers_to()
            return (TABLES[found[0]], found[1]) if found else None
        case int() if name in TABLES:
            return TABLES[name], value
        case _:
            return None
