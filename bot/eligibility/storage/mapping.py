"""Maps applications and their answers to their tables."""

from sqlalchemy.orm import attribute_keyed_dict, relationship

from bot.eligibility.rules.application import Application, ApplicationAnswer, Decision, Status
from bot.eligibility.rules.assessment import Outcome
from bot.eligibility.storage.tables import answers, applications
from bot.kernel.database.types import AsEnum, SealedEnum, mapper

applications.c.status.type, applications.c.decision.type = AsEnum(Status), AsEnum(Decision)
applications.c.outcome.type = SealedEnum(Outcome)
mapper.map_imperatively(ApplicationAnswer, answers)
mapper.map_imperatively(
    Application,
    applications,
    properties={
        "pending": applications.c.marked,  # the name of the column in all releases
        "answers": relationship(
            ApplicationAnswer,
            lazy="selectin",
            collection_class=attribute_keyed_dict("question_id"),
            cascade="all, delete-orphan",
        ),
    },
)
