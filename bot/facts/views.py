"""Fact cards and the glossary as messages."""

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
    """The answer (`place` 0) or a text behind "More"; overdue cards send to the human."""
    content: list[Param | Paragraph] = [strong(phrase(fact.title))]
    if fact.overdue(today):
        content.append(phrase("The rules may have changed. Please ask your consultant."))
        return message(*content, buttons=[[to_consultant()]])
    content.append(phrase(fact.text if place == 0 else fact.more[place - 1]))
    if fact.guard:
        content.append(guard())
    rows = [[ask_about(fact)]]
    if place < len(fact.more):
        rows.insert(0, [Button(phrase("➕ More"), ShowFactDetail(fact.id, place + 1).pack())])
    words = [Button(Verbatim(f"📖 {t.term}"), ExplainTerm(t.id).pack()) for t in fact.terms]
    pairs = [words[n : n + 2] for n in range(0, len(words), 2)] if place == 0 else []
    return message(*content, buttons=[*rows, *pairs])


def guard() -> Paragraph:
    """Starting too early can cost a person the benefit."""
    return strong(phrase("Ask your consultant before you register or advertise anything."))


def ask_about(fact: Fact) -> Button:
    return Button(phrase("👤 Ask the consultant about this"), AskAboutFact(fact.id).pack())


def explained(term: Term) -> Message:
    return message(strong(Verbatim(term.term)), phrase(term.text))


def glossary(terms: tuple[Term, ...]) -> Message:
    words = [Button(Verbatim(t.term), ExplainTerm(t.id).pack()) for t in terms]
    rows = [words[n : n + 2] for n in range(0, len(words), 2)]
    return message(phrase("Press a Danish word. I explain it."), buttons=rows)
