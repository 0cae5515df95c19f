"""Mapping of plans; an enrolment also gets the time of the last work on its plan."""

from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import attribute_keyed_dict, class_mapper, column_property, relationship

from bot.course.rules.enrolments import Enrolment
from bot.course.storage.tables import enrolments
from bot.kernel.database.types import mapper
from bot.plan.rules.plan import Plan, PlanAnswer, PlanComment
from bot.plan.storage.tables import business_plans, plan_answers, plan_comments


def _plan_active_at() -> ScalarSelect[Any]:
    """Loaded with the enrolment, without loading the plan."""
    return (
        select(business_plans.c.active_at)
        .where(business_plans.c.enrolment_id == enrolments.c.id)
        .correlate(enrolments)
        .scalar_subquery()
    )


mapper.map_imperatively(PlanAnswer, plan_answers)
mapper.map_imperatively(PlanComment, plan_comments)
mapper.map_imperatively(
    Plan,
    business_plans,
    properties={
        "pending": business_plans.c.marked,  # the name of the column in all releases
        "answers": relationship(
            PlanAnswer,
            lazy="selectin",
            collection_class=attribute_keyed_dict("question_id"),
            cascade="all, delete-orphan",
        ),
        "comments": relationship(
            PlanComment,
            lazy="selectin",
            order_by=plan_comments.c.id,
            cascade="all, delete-orphan",
        ),
    },
)
class_mapper(Enrolment, configure=False).add_property(
    "plan_active_at", column_property(_plan_active_at())
)
