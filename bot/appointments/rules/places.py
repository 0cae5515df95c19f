"""Where people and consultants meet, and what they may be asked to bring."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_THINGS = 3  # more than that nobody remembers


@dataclass(frozen=True)
class Place:
    """`text`: what to do there; `address` is written in no language."""

    id: str
    title: str
    text: str
    address: str | None = None


@dataclass(frozen=True)
class Thing:
    id: str
    label: str


@dataclass(frozen=True)
class MeetingPlaces:
    places: tuple[Place, ...]
    things: tuple[Thing, ...]

    def place(self, place_id: str) -> Place | None:
        """None for one that the content does not know (any more)."""
        return next((p for p in self.places if p.id == place_id), None)

    def chosen(self, ids: str) -> Sequence[Thing]:
        wanted = ids.split(",")
        return [thing for thing in self.things if thing.id in wanted]

    def marked(self, number: int) -> Sequence[Thing]:
        """The things whose bit is set: that is how a button carries them."""
        return [t for n, t in enumerate(self.things) if number >> n & 1][:MOST_THINGS]
