"""Messages of fact cards and the glossary."""

from datetime import date

from bot.facts.buttons import AskAboutFact, ExplainTerm, ShowFactDetail
from bot.facts.rules import Fact, Term
from bot.kernel.messages import (
    Button,
    Message,
    Paragraph,
    Param,
    Verbatim,
    message,
    phrase,
    strong,
)
from bot.kernel.views.commands import to_consultant


def card(fact: Fact, place: int, today: date) -> Message:
    """The answer (`place` 0) or a further text; an overdue card only refers to the consultant."""
    content: list[Param | Paragraph] = [strong(phrase(fact.title))]
    if fact.is_overdue(today):
        content.append(phrase("The rules may have changed. Please ask your consultant."))
        return message(*content, buttons=[[to_consultant()]])
    content.append(phrase(fact.text if place == 0 else fact.more[place - 1]))
    if fact.guard:
        content.append(benefit_warning())
    rows = [[ask_about(fact)]]
    if place < len(fact.more):
        rows.insert(0, [Button(phrase("➕ More"), ShowFactDetail(fact.id, place + 1).pack())])
    term_buttons = [Button(Verbatim(f"📖 {t.term}"), ExplainTerm(t.id).pack()) for t in fact.terms]
    pairs = [term_buttons[n : n + 2] for n in range(0, len(term_buttons), 2)] if place == 0 else []
    return message(*content, buttons=[*rows, *pairs])


def benefit_warning() -> Paragraph:
    """Starting a business too early can cost the benefit."""
    return strong(phrase("Ask your consultant before you register or advertise anything."))


def ask_about(fact: Fact) -> Button:
    return Button(phrase("👤 Ask the consultant about this"), AskAboutFact(fact.id).pack())


def term_explained(term: Term) -> Message:
    return message(strong(Verbatim(term.term)), phrase(term.text))


def glossary(terms: tuple[Term, ...]) -> Message:
    term_buttons = [Button(Verbatim(t.term), ExplainTerm(t.id).pack()) for t in terms]
    rows = [term_buttons[n : n + 2] for n in range(0, len(term_buttons), 2)]
    return message(phrase("Press a Danish word. I explain it."), buttons=rows)
