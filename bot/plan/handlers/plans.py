"""Commands and buttons of participants about the plan as a whole: overview, money, files."""

from dataclasses import dataclass

from bot.course.context import enrolment_of
from bot.course.views import course as words
from bot.kernel.participant_context import ParticipantContext
from bot.plan.buttons import PlanFileButton, PlanPageButton, WhatIfButton
from bot.plan.handlers.files import PlanFileHandlers
from bot.plan.handlers.flow import PlanFlow
from bot.plan.handlers.money import PlanMoneyHandlers
from bot.plan.views import plan
from bot.plan.views.sections import plan_sections


@dataclass(frozen=True)
class PlanHandlers:
    flow: PlanFlow
    money: PlanMoneyHandlers
    files: PlanFileHandlers

    async def show(self, context: ParticipantContext) -> None:
        await self.flow.show(context)

    async def offer_file(self, context: ParticipantContext) -> None:
        """Offer the plan as a file."""
        enrolment = await enrolment_of(context)
        if enrolment is None:
            await context.say(words.not_enrolled())
        elif not plan_sections(await self.flow.loader.view(context.uow, enrolment)):
            await context.say(plan.plan_is_empty())
        else:
            await self.files.offer(context, enrolment)

    async def press(self, context: ParticipantContext, button: PlanPageButton) -> None:
        match button:
            case WhatIfButton():
                await self.money.what_if(context, button)
            case PlanFileButton():
                await self._press_file(context, button)

    async def _press_file(self, context: ParticipantContext, button: PlanFileButton) -> None:
        enrolment = await enrolment_of(context)
        if enrolment is None:
            await context.say(words.not_enrolled())
        else:
            await self.files.press(context, enrolment, button)
