"""Consultants' presses in the phrasebook; `OpenPhrasebook` is in bot.cases.buttons."""

from dataclasses import dataclass

from bot.kernel.callback_data import CallbackData


class PhrasebookButton(CallbackData):
    """A consultant's press in the phrasebook."""


@dataclass(frozen=True)
class BackToPhrasebook(PhrasebookButton, wire="q:oe:{participant}"):
    """Show the categories again, in place."""

    participant: int


@dataclass(frozen=True)
class OpenCategory(PhrasebookButton, wire="q:c:{participant}:{category}"):
    """Show the sentences of a category."""

    participant: int
    category: str


@dataclass(frozen=True)
class ChoosePhrase(PhrasebookButton, wire="q:p:{participant}:{sentence}:{chosen*}"):
    """Choose a sentence, or what fills its next blank (see `Filling.chosen`)."""

    participant: int
    sentence: str
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class SendPhrase(PhrasebookButton, wire="q:s:{participant}:{sentence}:{chosen*}"):
    """Send the sentence to the participant."""

    participant: int
    sentence: str
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class CancelPhrase(PhrasebookButton, wire="q:x:{participant}:{sentence?}:{chosen*}"):
    """Close the phrasebook; nothing is sent."""

    participant: int
    sentence: str | None = None
    chosen: tuple[str, ...] = ()
