"""The business plan as it stands: its overview, what if, and as a file."""

from dataclasses import dataclass

from bot.course.context import enrolment_of
from bot.course.views import course as words
from bot.kernel.buttons import NotAButton, Pressed
from bot.kernel.participant_context import Turn
from bot.plan.handlers.builder import PlanBuilder
from bot.plan.handlers.files import PlanFiles
from bot.plan.handlers.money import PlanMoney
from bot.plan.handlers.sections import plan_sections
from bot.plan.views import plan


@dataclass(frozen=True)
class PlanPages:
    builder: PlanBuilder
    money: PlanMoney
    files: PlanFiles

    async def show(self, turn: Turn) -> None:
        await self.builder.show(turn)

    async def offer_file(self, turn: Turn) -> None:
        """ "Send me my plan": as what, and in which language."""
        enrolment = await enrolment_of(turn)
        if enrolment is None:
            await turn.say(words.in_no_run())
        elif not plan_sections(await self.builder.book.view(turn.uow, enrolment)):
            await turn.say(plan.plan_is_empty())
        else:
            await self.files.offer(turn, enrolment)

    async def press(self, turn: Turn, pressed: Pressed) -> None:
        """`p:if:…`; `p:f…` and `p:v…` are files.  Raises NotAButton."""
        enrolment = await enrolment_of(turn)
        if enrolment is None:
            await turn.say(words.in_no_run())
            return
        match pressed.arguments:
            case ("if", *_):
                await self.money.what_if(turn, pressed)
            case ("f" | "v", *_):
                await self.files.press(turn, enrolment, pressed)
            case _:
                raise NotAButton("p")
