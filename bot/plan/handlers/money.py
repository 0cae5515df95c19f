"""The money of a plan in the chat: what the numbers mean, and what if one of them were another."""

from dataclasses import dataclass

from bot.course.views import course as course_words
from bot.kernel.participant_context import ParticipantContext
from bot.plan.buttons import ChooseCostToChange, WhatIf, WhatIfButton, WhatIfCost
from bot.plan.handlers.book import PlanBook
from bot.plan.rules.figures import NEEDED
from bot.plan.rules.outline import QuestionTag, Says
from bot.plan.rules.view import PlanView
from bot.plan.views import money
from bot.questionnaire.rules.item_lines import ItemLine
from bot.questionnaire.rules.questionnaire import Figure, Question

_VAT = (Says.VAT_IN, Says.VAT_OUT, Says.VAT_NONE, Says.VAT_UNSURE)


@dataclass(frozen=True)
class PlanMoney:
    book: PlanBook

    async def show(self, context: ParticipantContext) -> None:
        found = await self.book.mine(context)
        if found is None:
            await context.say(course_words.not_enrolled())
            return
        view, plan = found
        missing, number = self._missing(view), plan.id or 0
        told = money.figures(view.budget, missing, view.word(), _vat(view), _monthly(view), number)
        first = missing[0] if missing else None
        await context.say(told or money.no_amounts(first, number))

    async def what_if(self, context: ParticipantContext, button: WhatIfButton) -> None:
        """Where the figures no longer allow the question, they are shown themselves."""
        found = await self.book.mine(context)
        if found is None:
            await context.say(course_words.not_enrolled())
            return
        view, _ = found
        answer = None
        match button:
            case WhatIf(change):
                answer = money.what_if(view.budget, change, view.word())
            case ChooseCostToChange():
                lines = [line for line in _monthly(view) if line.amount]
                answer = money.which_line(lines) if lines else None
            case WhatIfCost(number):
                line = next((one for one in _monthly(view) if one.id == number), None)
                answer = money.what_if_line(view.budget, line, view.word()) if line else None
        if answer is None:
            await self.show(context)
        else:
            await context.say(answer)

    def _missing(self, view: PlanView) -> list[Question]:
        """What must be known to say when it carries itself, and with how much it begins."""
        budget = view.budget
        known: dict[Figure, object] = {
            "startup": budget.startup or None,
            "monthly": budget.monthly or None,
            "price": budget.price,
            "unit_cost": budget.unit_cost,
            "units": budget.units_a_month,
        }
        wanted: list[Figure] = [*NEEDED, "units"]
        asked = [self.book.outline.of_figure(f) for f in wanted if known[f] is None]
        vat = self.book.outline.asking(QuestionTag.VAT)
        unsaid = (
            [vat]
            if vat and not view.answered(QuestionTag.VAT) and budget.price is not None
            else []
        )
        return [question for question in (*asked, *unsaid) if question]


def _vat(view: PlanView) -> Says | None:
    return next((said for said in _VAT if said in view.says), None)


def _monthly(view: PlanView) -> tuple[ItemLine, ...]:
    question = view.outline.of_figure("monthly")
    return view.lines(question) if question else ()
