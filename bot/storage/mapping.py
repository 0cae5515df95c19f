"""Domain objects onto tables.  The domain knows nothing of it."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, String, TypeDecorator
from sqlalchemy.orm import attribute_keyed_dict, registry, relationship

from bot.domain.assessment import Outcome
from bot.domain.eligibility import Answer, Application, Decision, Status
from bot.domain.participants import Consent, Participant
from bot.storage import tables


class AsEnum(TypeDecorator[StrEnum]):
    """A StrEnum stored by its value, so that the table can be read without this program."""

    impl = String(20)
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__(20)
        self.enum = enum

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.enum(value)


def map_domain() -> None:
    """Once, at import: mappings belong to classes and can't differ between engines."""
    mapper = registry(metadata=tables.metadata)
    columns = tables.applications.c
    columns.status.type, columns.outcome.type = AsEnum(Status), AsEnum(Outcome)
    columns.decision.type = AsEnum(Decision)
    mapper.map_imperatively(Consent, tables.consents)
    mapper.map_imperatively(
        Participant,
        tables.participants,
        properties={
            "consents": relationship(
                Consent,
                lazy="selectin",
                order_by=tables.consents.c.id,
                cascade="all, delete-orphan",
            )
        },
    )
    mapper.map_imperatively(Answer, tables.answers)
    mapper.map_imperatively(
        Application,
        tables.applications,
        properties={
            "answers": relationship(
                Answer,
                lazy="selectin",
                collection_class=attribute_keyed_dict("question_id"),
                cascade="all, delete-orphan",
            )
        },
    )


map_domain()
