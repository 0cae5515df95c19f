"""The money of a plan in the chat: what the numbers mean, and what if one of them were another."""

from dataclasses import dataclass
from typing import get_args

from bot.course.views import course as course_words
from bot.kernel.buttons import InvalidButton, Pressed
from bot.kernel.participant_context import ParticipantContext
from bot.plan.handlers.book import PlanBook
from bot.plan.rules.budget import Budget
from bot.plan.rules.figures import NEEDED
from bot.plan.rules.outline import QuestionTag, Says
from bot.plan.rules.view import PlanView
from bot.plan.views import money
from bot.questionnaire.rules.item_lines import ItemLine
from bot.questionnaire.rules.questionnaire import Figure, Question

_VAT = (Says.VAT_IN, Says.VAT_OUT, Says.VAT_NONE, Says.VAT_UNSURE)


def plan_budget(view: PlanView) -> Budget:
    """The plan's own numbers first, those of the tasks where it has none."""
    return view.budget


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
        told = money.figures(
            plan_budget(view), missing, view.word(), _vat(view), _monthly(view), number
        )
        first = missing[0] if missing else None
        await context.say(told or money.no_amounts(first, number))

    async def what_if(self, context: ParticipantContext, pressed: Pressed) -> None:
        """`p:if:<price|less|costs>`, `p:if:items`, `p:if:item:<line>`.  Raises NotAButton.

        Where the figures no longer allow the question, they are shown themselves.
        """
        found = await self.book.mine(context)
        if found is None:
            await context.say(course_words.not_enrolled())
            return
        view, _ = found
        budget, word = plan_budget(view), view.word()
        match pressed.arguments[1:]:
            case (change,) if change in get_args(money.Change):
                told = money.what_if(budget, change, word)  # type: ignore[arg-type]  # it is one of them
            case ("items",):
                lines = [line for line in _monthly(view) if line.amount]
                told = money.which_line(lines) if lines else None
            case ("item", _):
                number = pressed.number(2)
                line = next((one for one in _monthly(view) if one.id == number), None)
                told = money.what_if_line(budget, line, word) if line else None
            case _:
                raise InvalidButton("p")
        if told is None:
            await self.show(context)
        else:
            await context.say(told)

    def _missing(self, view: PlanView) -> list[Question]:
        """What must be known to say when it carries itself, and with how much it begins."""
        budget = plan_budget(view)
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
