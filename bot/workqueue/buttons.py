"""Presses on the list of what waits for the consultants."""

from dataclasses import dataclass

from bot.kernel.callback_data import CallbackData


@dataclass(frozen=True)
class ListOpenItems(CallbackData, wire="o:l:{page?}"):
    """Show what waits: in a new message, or a page of the list in place."""

    page: int | None = None


@dataclass(frozen=True)
class ShowApplication(CallbackData, wire="o:a:{application}"):
    """Show an application with its recommendation."""

    application: int


@dataclass(frozen=True)
class ShowCase(CallbackData, wire="o:c:{case}"):
    """Show a talk as it stands."""

    case: int
