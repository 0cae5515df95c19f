"""The money of a plan in the chat: what the figures mean, and what if one were different."""

from dataclasses import dataclass

from bot.course.views import course as course_words
from bot.kernel.participant_context import ParticipantContext
from bot.plan.buttons import ChooseCostToChange, WhatIf, WhatIfButton, WhatIfCost
from bot.plan.context import PlanLoader
from bot.plan.rules.figures import REQUIRED_FIGURES
from bot.plan.rules.outline import ChoiceTag, QuestionTag
from bot.plan.rules.view import PlanView
from bot.plan.views import money
from bot.questionnaire.rules.item_lines import ItemLine
from bot.questionnaire.rules.questionnaire import Figure, Question

_VAT = (ChoiceTag.VAT_IN, ChoiceTag.VAT_OUT, ChoiceTag.VAT_NONE, ChoiceTag.VAT_UNSURE)


@dataclass(frozen=True)
class PlanMoneyHandlers:
    loader: PlanLoader

    async def show(self, context: ParticipantContext) -> None:
        found = await self.loader.own(context)
        if found is None:
            await context.say(course_words.not_enrolled())
            return
        view, plan = found
        missing, plan_id = _missing(view), plan.id or 0
        shown = money.figures(
            view.budget, missing, view.unit_name(), _vat(view), _monthly(view), plan_id
        )
        first = missing[0] if missing else None
        await context.say(shown or money.no_amounts(first, plan_id))

    async def what_if(self, context: ParticipantContext, button: WhatIfButton) -> None:
        """Show the results after a change; where the figures no longer allow it, the figures."""
        found = await self.loader.own(context)
        if found is None:
            await context.say(course_words.not_enrolled())
            return
        view, _ = found
        answer = None
        match button:
            case WhatIf(change):
                answer = money.what_if(view.budget, change, view.unit_name())
            case ChooseCostToChange():
                lines = [line for line in _monthly(view) if line.amount]
                answer = money.which_line(lines) if lines else None
            case WhatIfCost(number):
                line = next((one for one in _monthly(view) if one.id == number), None)
                answer = money.what_if_line(view.budget, line, view.unit_name()) if line else None
        if answer is None:
            await self.show(context)
        else:
            await context.say(answer)


def _missing(view: PlanView) -> list[Question]:
    """Questions whose answers are needed for the break-even and the capital to begin with."""
    budget = view.budget
    known: dict[Figure, object] = {
        "startup": budget.startup or None,
        "monthly": budget.monthly or None,
        "price": budget.price,
        "unit_cost": budget.unit_cost,
        "units": budget.units_a_month,
    }
    wanted: list[Figure] = [*REQUIRED_FIGURES, "units"]
    asked = [view.outline.of_figure(figure) for figure in wanted if known[figure] is None]
    if budget.price is not None and not view.is_answered(QuestionTag.VAT):
        asked.append(view.outline.tagged(QuestionTag.VAT))
    return [question for question in asked if question]


def _vat(view: PlanView) -> ChoiceTag | None:
    return next((tag for tag in _VAT if tag in view.choice_tags), None)


def _monthly(view: PlanView) -> tuple[ItemLine, ...]:
    question = view.outline.of_figure("monthly")
    return view.lines(question) if question else ()
