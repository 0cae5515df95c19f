"""A list of costs that is filled in line by line."""

from decimal import Decimal

from bot.kernel.messages import Amount, Button, Message, Paragraph, item, message, phrase, quiet
from bot.kernel.views.layout import in_pairs
from bot.plan.buttons import ChangeLineAmount, GoToQuestion, NothingToPay, OpenLine, RemoveLine
from bot.plan.rules.plan import Plan
from bot.questionnaire.rules.item_lines import ItemLine, first_incomplete
from bot.questionnaire.rules.lists import chosen_line, lines_of
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.views.steps import item_name, item_text


def lines_so_far(plan: Plan, question: Question) -> list[Paragraph]:
    """The lines, their sum, and what is asked next."""
    lines = lines_of(plan, question)
    if not lines:
        return [Paragraph(phrase("Your answer now: {answer}", answer=phrase("nothing to pay")))]
    known = [line.amount for line in lines if line.amount is not None]
    together = phrase("Together: {amount} kr", amount=Amount(sum(known, Decimal(0))))
    return [*(item(item_text(line)) for line in lines), Paragraph(together), _next(plan, lines)]


def _next(plan: Plan, lines: tuple[ItemLine, ...]) -> Paragraph:
    chosen = next((line for line in lines if line.id == chosen_line(plan)), None)
    asked = chosen or first_incomplete(lines)
    if asked is None:
        return quiet(phrase("Write the next one, or go on."))
    if asked.name:
        return Paragraph(phrase("How much is “{name}”? Write a number.", name=item_name(asked)))
    assert asked.amount is not None, "a line has a name or an amount"
    amount = Amount(asked.amount)
    return Paragraph(phrase("What are the {amount} kr for? Write it.", amount=amount))


def buttons(plan: Plan, question: Question) -> list[list[Button]]:
    """One for each line; for an empty list, a button that there are no costs."""
    lines = lines_of(plan, question)
    if not lines:
        label = phrase("0️⃣ There is nothing to pay")
        return [[Button(label, NothingToPay(plan.id or 0, question.id).pack())]]
    return in_pairs(
        [
            Button(
                phrase("✏ {name}", name=item_name(line)),
                OpenLine(plan.id or 0, question.id, line.id).pack(),
            )
            for line in lines
        ]
    )


def one_line(plan: Plan, question: Question, line: ItemLine) -> Message:
    ids = (plan.id or 0, question.id, line.id)
    return message(
        item_text(line),
        buttons=[
            [Button(phrase("✏ Another amount"), ChangeLineAmount(*ids).pack())],
            [Button(phrase("🗑 Take it out"), RemoveLine(*ids).pack())],
            [Button(phrase("◀ Back"), GoToQuestion(plan.id or 0, question.id).pack())],
        ],
    )
