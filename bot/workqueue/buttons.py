"""Consultants' presses on the list of open items; `ShowSubmission` is in bot.roster.buttons."""

from dataclasses import dataclass

from bot.kernel.callback_data import CallbackData


class OpenItemButton(CallbackData):
    """A consultant's press on an open item."""


@dataclass(frozen=True)
class ListOpenItems(OpenItemButton, wire="o:l:{page?}"):
    """Show a page of the open items, in place; without a page the first, as a new message."""

    page: int | None = None


@dataclass(frozen=True)
class ShowApplication(OpenItemButton, wire="o:a:{application}"):
    """Show the answers of an application and its assessment."""

    application: int


@dataclass(frozen=True)
class ShowCase(OpenItemButton, wire="o:c:{case}"):
    """Show the opening post of a case again."""

    case: int
