"""Where plans are found, and begun."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.course.context import enrolment_of
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.unit_of_work import UnitOfWork
from bot.plan.rules.outline import PlanOutline
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView
from bot.plan.storage.plans import Plans


@dataclass(frozen=True)
class PlanBook:
    course: Course
    outline: PlanOutline

    async def view(self, uow: UnitOfWork, enrolment: Enrolment) -> PlanView:
        """As it stands, also before the person has opened it."""
        assert enrolment.id is not None, "an enrolment is stored before its plan"
        plan = await uow[Plans].of_enrolment(enrolment.id)
        return PlanView(self.outline, self.course, enrolment, plan)

    async def mine(self, context: ParticipantContext) -> tuple[PlanView, Plan] | None:
        """The person's own, begun where it was not; None outside any course."""
        enrolment = await enrolment_of(context)
        if enrolment is None:
            return None
        view = await self.view(context.uow, enrolment)
        plan = await self.begun(context.uow, view, context.now)
        return replace(view, plan=plan), plan

    async def begun(self, uow: UnitOfWork, view: PlanView, now: datetime) -> Plan:
        if view.plan is not None:
            return view.plan
        enrolment = view.enrolment
        assert enrolment.id is not None, "an enrolment is stored before its plan"
        plan = Plan(
            started_at=now, enrolment_id=enrolment.id, participant_id=enrolment.participant_id
        )
        await uow[Plans].add(plan)
        return plan
