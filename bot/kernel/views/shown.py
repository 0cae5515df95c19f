"""Reading the buttons of a sent message."""

from bot.kernel.callback_data import Data, unpack_as
from bot.kernel.messages import Message


def buttons_of(shown: Message, kind: type[Data]) -> list[Data]:
    """Return the buttons of this class or a subclass, in their order."""
    found = (unpack_as(kind, button.data) for row in shown.buttons for button in row)
    return [button for button in found if button is not None]
