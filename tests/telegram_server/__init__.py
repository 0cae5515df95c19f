"""A Bot API server for tests; see README.md."""

from tests.telegram_server.groups import Group
from tests.telegram_server.limits import Violation
from tests.telegram_server.people import Person, Pressed, Sent
from tests.telegram_server.screen import NotOnScreen, Shown
from tests.telegram_server.server import TelegramServer

__all__ = [
    "Group",
    "NotOnScreen",
    "Person",
    "Pressed",
    "Sent",
    "Shown",
    "TelegramServer",
    "Violation",
]
