"""Domain objects onto tables.  The domain knows nothing of it."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, ScalarSelect, String, TypeDecorator, select
from sqlalchemy.orm import attribute_keyed_dict, column_property, registry, relationship

from bot.domain.appointments import Appointment, Offer, OfferedTime
from bot.domain.appointments import State as AppointmentState
from bot.domain.assessment import Outcome
from bot.domain.cases import Case, Why
from bot.domain.consultants import Consultant
from bot.domain.eligibility import Application, CheckAnswer, Decision, Status
from bot.domain.enrolments import Absence, Attendance, Enrolment, EnrolmentStatus, Release
from bot.domain.files import FileState, SentFile
from bot.domain.participants import Consent, Participant
from bot.domain.plans import Plan, PlanAnswer, PlanComment
from bot.domain.preferences import Preferences
from bot.domain.relays import Direction, Kind, Relay, State
from bot.domain.runs import Run
from bot.domain.topics import Topic
from bot.domain.works import Stage, StepAnswer, Work
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


class AsDays(TypeDecorator[frozenset[int]]):
    """Days of the week as a text of their numbers."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> str | None:
        return None if value is None else "".join(str(n) for n in sorted(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> frozenset[int] | None:
        return None if value is None else frozenset(int(n) for n in value)


def map_domain() -> None:
    """Once, at import: mappings belong to classes and can't differ between engines."""
    mapper = registry(metadata=tables.metadata)
    columns = tables.applications.c
    columns.status.type, columns.outcome.type = AsEnum(Status), AsEnum(Outcome)
    columns.decision.type = AsEnum(Decision)
    tables.files.c.state.type = AsEnum(FileState)
    mapper.map_imperatively(Consent, tables.consents)
    mapper.map_imperatively(
        Participant,
        tables.participants,
        properties={
            "consents": relationship(
                Consent,
                lazy="joined",  # read with the person, in each turn
                order_by=tables.consents.c.id,
                cascade="all, delete-orphan",
            )
        },
    )
    mapper.map_imperatively(SentFile, tables.files)
    tables.cases.c.why.type = AsEnum(Why)
    mapper.map_imperatively(Case, tables.cases)
    mapper.map_imperatively(Consultant, tables.consultants)
    _map_relays(mapper)
    _map_appointments(mapper)
    tables.reminder_preferences.c.days.type = AsDays()
    mapper.map_imperatively(Preferences, tables.reminder_preferences)
    mapper.map_imperatively(CheckAnswer, tables.answers)
    mapper.map_imperatively(
        Application,
        tables.applications,
        properties={
            "answers": relationship(
                CheckAnswer,
                lazy="selectin",
                collection_class=attribute_keyed_dict("question_id"),
                cascade="all, delete-orphan",
            )
        },
    )
    _map_course(mapper)
    _map_plans(mapper)


def _map_relays(mapper: registry) -> None:
    columns = tables.relays.c
    columns.direction.type, columns.kind.type = AsEnum(Direction), AsEnum(Kind)
    columns.state.type = AsEnum(State)
    mapper.map_imperatively(Relay, tables.relays)
    mapper.map_imperatively(Topic, tables.topics)


def _map_appointments(mapper: registry) -> None:
    tables.appointments.c.state.type = AsEnum(AppointmentState)
    mapper.map_imperatively(OfferedTime, tables.offered_times)
    mapper.map_imperatively(Offer, tables.offers, properties={"times": _owned(OfferedTime)})
    mapper.map_imperatively(Appointment, tables.appointments)


def _map_course(mapper: registry) -> None:
    tables.works.c.stage.type = AsEnum(Stage)
    tables.enrolments.c.status.type = AsEnum(EnrolmentStatus)
    mapper.map_imperatively(Run, tables.runs)
    for owned, table in (
        (Release, tables.releases),
        (Absence, tables.absences),
        (Attendance, tables.attendances),
        (StepAnswer, tables.work_answers),
    ):
        mapper.map_imperatively(owned, table)
    mapper.map_imperatively(
        Work,
        tables.works,
        properties={
            "answers": relationship(
                StepAnswer,
                lazy="selectin",
                collection_class=attribute_keyed_dict("question_id"),
                cascade="all, delete-orphan",
            ),
            "files": relationship(SentFile, lazy="selectin", order_by=tables.files.c.id),
        },
    )
    mapper.map_imperatively(
        Enrolment,
        tables.enrolments,
        properties={
            "releases": _owned(Release),
            "absences": _owned(Absence),
            "attendances": _owned(Attendance),
            "works": _owned(Work),
            "plan_active_at": column_property(_plan_active_at()),
        },
    )


def _plan_active_at() -> ScalarSelect[Any]:
    """A look at the plan that belongs to an enrolment, without the plan."""
    plan = tables.business_plans.c
    return (
        select(plan.active_at)
        .where(plan.enrolment_id == tables.enrolments.c.id)
        .correlate(tables.enrolments)
        .scalar_subquery()
    )


def _map_plans(mapper: registry) -> None:
    mapper.map_imperatively(PlanAnswer, tables.plan_answers)
    mapper.map_imperatively(PlanComment, tables.plan_comments)
    mapper.map_imperatively(
        Plan,
        tables.business_plans,
        properties={
            "answers": relationship(
                PlanAnswer,
                lazy="selectin",
                collection_class=attribute_keyed_dict("question_id"),
                cascade="all, delete-orphan",
            ),
            "comments": relationship(
                PlanComment,
                lazy="selectin",
                order_by=tables.plan_comments.c.id,
                cascade="all, delete-orphan",
            ),
        },
    )


def _owned(part: type) -> Any:
    return relationship(part, lazy="selectin", cascade="all, delete-orphan")


map_domain()
