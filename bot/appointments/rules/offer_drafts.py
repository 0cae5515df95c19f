"""An offer of times that a consultant is making: what travels in the buttons.

The times themselves stand in the message: so many do not fit into a button."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.kernel.buttons import InvalidButton

FROM_A_BUTTON = "bm"


@dataclass(frozen=True)
class Subject:
    """Whom it is for (`p12`), or which appointment is to move (`a12`)."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}{self.number}"

    @staticmethod
    def read(text: str) -> "Subject":
        """Raises NotAButton."""
        kind, digits = text[:1], text[1:]
        if kind not in ("p", "a") or not _is_number(digits):
            raise InvalidButton(FROM_A_BUTTON)
        return Subject(kind, int(digits))


@dataclass(frozen=True)
class OfferDraft:
    """`things`: a bit for each thing to bring, in the order of the content."""

    subject: Subject
    place_id: str
    minutes: int
    interpreter: bool
    things: int

    @property
    def chosen(self) -> tuple[str, ...]:
        """The arguments of a button that carries it."""
        numbers = (self.minutes, int(self.interpreter), self.things)
        return (str(self.subject), self.place_id, *(str(n) for n in numbers))

    @staticmethod
    def read(arguments: Sequence[str]) -> "OfferDraft":
        """Raises NotAButton."""
        if len(arguments) != 5 or not all(_is_number(a) for a in arguments[2:]):
            raise InvalidButton(FROM_A_BUTTON)
        subject, place_id, minutes, interpreter, things = arguments
        return OfferDraft(
            Subject.read(subject), place_id, int(minutes), interpreter == "1", int(things) & 0xFF
        )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
