"""Loading plans, and what stands in them."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.course.context import enrolment_of
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.unit_of_work import UnitOfWork
from bot.plan.rules.outline import PlanOutline
from bot.plan.rules.plan import Plan
from bot.plan.rules.versions import own_words, text_key
from bot.plan.rules.view import PlanView
from bot.plan.storage.plans import Plans
from bot.plan.storage.versions import DanishTexts
from bot.plan.views.danish import OwnWords
from bot.plan.views.sections import document_sections


@dataclass(frozen=True)
class PlanLoader:
    course: Course
    outline: PlanOutline

    async def view(self, uow: UnitOfWork, enrolment: Enrolment) -> PlanView:
        """The plan of an enrolment, which the participant may not have opened yet."""
        assert enrolment.id is not None, "an enrolment is stored before its plan"
        plan = await uow[Plans].of_enrolment(enrolment.id)
        return PlanView(self.outline, self.course, enrolment, plan)

    async def own(self, context: ParticipantContext) -> tuple[PlanView, Plan] | None:
        """The participant's plan, created if need be; None outside any cohort."""
        enrolment = await enrolment_of(context)
        if enrolment is None:
            return None
        view = await self.view(context.uow, enrolment)
        plan = await self.get_or_create(context.uow, view, context.now)
        return replace(view, plan=plan), plan

    async def get_or_create(self, uow: UnitOfWork, view: PlanView, now: datetime) -> Plan:
        if view.plan is not None:
            return view.plan
        enrolment = view.enrolment
        assert enrolment.id is not None, "an enrolment is stored before its plan"
        plan = Plan(
            started_at=now, enrolment_id=enrolment.id, participant_id=enrolment.participant_id
        )
        await uow[Plans].add(plan)
        return plan

    async def own_words(self, uow: UnitOfWork, enrolment: Enrolment) -> list[OwnWords]:
        """The participant's own words in the plan, each text once, with the Danish there is."""
        known = await uow[DanishTexts].of_participant(enrolment.participant_id)
        danish = {text.key: text.danish for text in known}
        found: dict[str, OwnWords] = {}
        for section in document_sections(await self.view(uow, enrolment)):
            for entry in section.entries:
                if text := own_words(entry):
                    key = text_key(text)
                    found.setdefault(key, OwnWords(key, entry.title, text, danish.get(key)))
        return list(found.values())
