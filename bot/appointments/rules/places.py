"""Where participants and consultants meet, and what participants may be asked to bring."""

from collections.abc import Sequence
from dataclasses import dataclass

MAX_THINGS = 3  # in one offer; more would not be remembered


@dataclass(frozen=True)
class Place:
    """`title` and `text` (what to do there) are catalogue keys; `address` is not translated."""

    id: str
    title: str
    text: str
    address: str | None = None


@dataclass(frozen=True)
class Thing:
    """Something to bring; `label` is a catalogue key."""

    id: str
    label: str


@dataclass(frozen=True)
class AppointmentPlaces:
    places: tuple[Place, ...]
    things: tuple[Thing, ...]

    def place(self, place_id: str) -> Place | None:
        """None if the content does not have it (any more)."""
        return next((p for p in self.places if p.id == place_id), None)

    def things_of(self, ids: str) -> Sequence[Thing]:
        """By ids separated by commas; unknown ones are left out."""
        wanted = ids.split(",")
        return [thing for thing in self.things if thing.id in wanted]

    def things_in(self, bits: int) -> Sequence[Thing]:
        """By the bits of a button, the lowest for the first thing; the first three of them."""
        return [t for n, t in enumerate(self.things) if bits >> n & 1][:MAX_THINGS]
