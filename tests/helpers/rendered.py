"""Messages as they are rendered, without a database or a channel."""

from zoneinfo import ZoneInfo

from bot.i18n.markup import PlainText
from bot.i18n.render import Renderer
from bot.kernel.messages import Message

RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText())


def lines(message: Message, language: str = "en") -> list[str]:
    """The lines of the text that are not empty, with ordinary spaces."""
    text = RENDERER.render(message, language).text.replace("\u202f", " ")
    return [line for line in text.split("\n") if line]


def labels(message: Message, language: str = "en") -> list[list[str]]:
    """The labels of the buttons, row by row."""
    return [[b.label for b in row] for row in RENDERER.render(message, language).buttons]


def data(message: Message) -> list[list[str]]:
    """The data of the buttons, row by row; rows without buttons are not sent."""
    return [[button.data for button in row] for row in message.buttons if row]
