"""The business plan as it stands: its overview, what if, and as a file."""

from dataclasses import dataclass

from bot.course.context import enrolment_of
from bot.course.views import course as words
from bot.kernel.buttons import InvalidButton, Pressed
from bot.kernel.participant_context import ParticipantContext
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

    async def press(self, context: ParticipantContext, pressed: Pressed) -> None:
        """`p:if:…`; `p:f…` and `p:v…` are files.  Raises NotAButton."""
        enrolment = await enrolment_of(context)
        if enrolment is None:
            await context.say(words.not_enrolled())
            return
        match pressed.arguments:
            case ("if", *_):
                await self.money.what_if(context, pressed)
            case ("f" | "v", *_):
                await self.files.press(context, enrolment, pressed)
            case _:
                raise InvalidButton("p")
