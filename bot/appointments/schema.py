"""YAML schema of `meetings.yml`: places and things to bring."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from bot.appointments.rules.places import AppointmentPlaces, Place, Thing
from bot.kernel.content_schema import Id, Line, Strict, unique

Short = Annotated[str, StringConstraints(min_length=1, max_length=34, strip_whitespace=True)]
Address = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]


class PlaceYaml(Strict):
    id: Id
    title: Short
    text: Line
    address: Address | None = None


class ThingYaml(Strict):
    id: Id
    label: Short


class AppointmentsYaml(Strict):
    places: tuple[PlaceYaml, ...] = Field(min_length=1, max_length=8)
    bring: tuple[ThingYaml, ...] = Field(max_length=8)

    @model_validator(mode="after")
    def ids_are_unique(self) -> Self:
        unique([p.id for p in self.places], "places", "place")
        unique([t.id for t in self.bring], "bring", "thing")
        return self

    def appointment_places(self) -> AppointmentPlaces:
        return AppointmentPlaces(
            tuple(Place(p.id, p.title, p.text, p.address) for p in self.places),
            tuple(Thing(t.id, t.label) for t in self.bring),
        )
