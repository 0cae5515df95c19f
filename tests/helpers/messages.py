"""Reading a message before it is rendered."""

from bot.kernel.messages import Message, Param, Phrase


def texts(shown: Message) -> list[str]:
    """The English text of each paragraph that is a phrase."""
    return [p.content.text for p in shown.paragraphs if isinstance(p.content, Phrase)]


def data(shown: Message) -> list[list[str]]:
    """The callback data of the buttons, row by row."""
    return [[button.data for button in row] for row in shown.buttons]


def labels(shown: Message) -> list[list[Param]]:
    """The labels of the buttons, row by row."""
    return [[button.label for button in row] for row in shown.buttons]


def parameter(shown: Message, name: str) -> Param:
    """The value of a parameter of the first phrase that has it.  Raises KeyError."""
    for paragraph in shown.paragraphs:
        if isinstance(paragraph.content, Phrase) and name in paragraph.content.params:
            return paragraph.content.params[name]
    raise KeyError(name)
