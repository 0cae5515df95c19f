"""Presses on fact cards and on the glossary."""

from dataclasses import dataclass

from bot.kernel.callback_data import Access, CallbackData


class FactButton(CallbackData, access=Access.ANYBODY):
    """A press on a fact card or the glossary."""


@dataclass(frozen=True)
class ShowFactDetail(FactButton, wire="f:{card}:{place}"):
    """Show one of the further texts of a fact card; `place` counts from 1."""

    card: str
    place: int


@dataclass(frozen=True)
class AskAboutFact(FactButton, wire="fa:{card}"):
    """Ask the consultants about the subject of a fact card."""

    card: str


@dataclass(frozen=True)
class ExplainTerm(FactButton, wire="g:{term}"):
    """Explain a Danish term."""

    term: str
