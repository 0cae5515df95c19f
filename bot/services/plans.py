"""The business plan as it stands: its overview, what if, and as a file."""

from dataclasses import dataclass

from bot.domain.buttons import NotAButton, Pressed
from bot.services.plan_builder import PlanBuilder
from bot.services.plan_files import PlanFiles
from bot.services.plan_money import PlanMoney
from bot.services.plan_sections import plan_sections
from bot.services.turn import Turn
from bot.wording import course as words
from bot.wording import plan


@dataclass(frozen=True)
class Plans:
    builder: PlanBuilder
    money: PlanMoney
    files: PlanFiles

    async def show(self, turn: Turn) -> None:
        await self.builder.show(turn)

    async def offer_file(self, turn: Turn) -> None:
        """ "Send me my plan": as what, and in which language."""
        enrolment = await turn.enrolment()
        if enrolment is None:
            await turn.say(words.in_no_run())
        elif not plan_sections(await self.builder.book.view(turn.uow, enrolment)):
            await turn.say(plan.plan_is_empty())
        else:
            await self.files.offer(turn, enrolment)

    async def press(self, turn: Turn, pressed: Pressed) -> None:
        """`p:if:…`; `p:f…` and `p:v…` are files.  Raises NotAButton."""
        enrolment = await turn.enrolment()
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
