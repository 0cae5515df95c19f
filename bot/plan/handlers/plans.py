"""The business plan as it stands: its overview, what if, and as a file."""

from dataclasses import dataclass

from bot.course.context import enrolment_of
from bot.course.views import course as words
from bot.kernel.participant_context import ParticipantContext
from bot.plan.buttons import PlanFileButton, PlanPageButton, WhatIfButton
from bot.plan.handlers.builder import PlanFlow
from bot.plan.handlers.files import PlanFiles
from bot.plan.handlers.money import PlanMoney
from bot.plan.handlers.sections import plan_sections
from bot.plan.views import plan


@dataclass(frozen=True)
class PlanPages:
    builder: PlanFlow
    money: PlanMoney
    files: PlanFiles

    async def show(self, context: ParticipantContext) -> None:
        await self.builder.show(context)

    async def offer_file(self, context: ParticipantContext) -> None:
        """ "Send me my plan": as what, and in which language."""
        enrolment = await enrolment_of(context)
        if enrolment is None:
            await context.say(words.not_enrolled())
        elif not plan_sections(await self.builder.book.view(context.uow, enrolment)):
            await context.say(plan.plan_is_empty())
        else:
            await self.files.offer(context, enrolment)

    async def press(self, context: ParticipantContext, button: PlanPageButton) -> None:
        enrolment = await enrolment_of(context)
        if enrolment is None:
            await context.say(words.not_enrolled())
            return
        match button:
            case WhatIfButton():
                await self.money.what_if(context, button)
            case PlanFileButton():
                await self.files.press(context, enrolment, button)
