"""The business plan as it stands: to read in the chat, its figures, and as a file."""

from dataclasses import dataclass

from bot.domain.buttons import NotAButton, Pressed
from bot.domain.course import Course
from bot.domain.enrolments import Enrolment
from bot.domain.plan_figures import figures, missing
from bot.services.course_views import plan_sections
from bot.services.plan_files import PlanFiles
from bot.services.turn import Turn
from bot.wording import course as words
from bot.wording import money, plan


@dataclass(frozen=True)
class Plans:
    course: Course
    files: PlanFiles

    async def show(self, turn: Turn) -> None:
        """What the tasks have given to the plan so far."""
        enrolment = await turn.enrolment()
        if enrolment is None:
            await turn.say(words.in_no_run())
            return
        sections = plan_sections(enrolment, self.course)
        pages = plan.plan_so_far(sections) if sections else [plan.plan_is_empty()]
        await turn.say(*pages)
        budget, to_come = figures(enrolment, self.course), missing(enrolment, self.course)
        if told := money.figures(budget, to_come):
            await turn.say(told)

    async def offer_file(self, turn: Turn) -> None:
        """ "Send me my plan": as what, and in which language."""
        enrolment = await turn.enrolment()
        if enrolment is None or not plan_sections(enrolment, self.course):
            await self.show(turn)
        else:
            await self.files.offer(turn, enrolment)

    async def press(self, turn: Turn, pressed: Pressed) -> None:
        """`p:if:<price|costs>`; `p:f…` and `p:v…` are files.  Raises NotAButton."""
        enrolment = await turn.enrolment()
        if enrolment is None:
            await turn.say(words.in_no_run())
            return
        match pressed.arguments:
            case ("if", "price" | "costs" as change):
                await self._what_if(turn, enrolment, change)
            case ("f" | "v", *_):
                await self.files.press(turn, enrolment, pressed)
            case _:
                raise NotAButton("p")

    async def _what_if(self, turn: Turn, enrolment: Enrolment, change: money.Change) -> None:
        """The plan itself where its figures no longer allow the question."""
        told = money.what_if(figures(enrolment, self.course), change)
        if told is None:
            await self.show(turn)
        else:
            await turn.say(told)
