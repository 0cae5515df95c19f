"""Fact cards, their further texts, and the glossary."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.cases.handlers.call import ConsultantCall
from bot.cases.views import summary
from bot.facts import views
from bot.facts.buttons import AskAboutFact, ExplainTerm, FactButton, ShowFactDetail
from bot.facts.rules import Fact, Facts
from bot.kernel.callback_data import InvalidButton
from bot.kernel.messages import phrase
from bot.kernel.participant_context import ParticipantContext


@dataclass(frozen=True)
class FactHandlers:
    """`zone`: of the day on which the review of a card is due."""

    facts: Facts
    consultant: ConsultantCall
    zone: ZoneInfo

    async def answer(self, context: ParticipantContext, intent: str) -> bool:
        """Show all cards for an intent; False if there is none."""
        cards = self.facts.answering(intent)
        today = context.now.astimezone(self.zone).date()
        await context.say(*(views.card(card, 0, today) for card in cards))
        return bool(cards)

    async def press(self, context: ParticipantContext, button: FactButton) -> None:
        """Raises InvalidButton for a card, text or term that the content does not have."""
        match button:
            case ShowFactDetail(card_id, place):
                await self._show_detail(context, self._card(card_id), place)
            case AskAboutFact(card_id):
                about = summary.asks_about(phrase(self._card(card_id).title))
                await self.consultant.call_consultant(context, about)
            case ExplainTerm(term_id):
                term = self.facts.term(term_id)
                if term is None:
                    raise InvalidButton(term_id)
                await context.say(views.term_explained(term))
            case _:
                raise InvalidButton(button.wire)

    def _card(self, card_id: str) -> Fact:
        """Raises InvalidButton."""
        card = self.facts.card(card_id)
        if card is None:
            raise InvalidButton(card_id)
        return card

    async def _show_detail(self, context: ParticipantContext, card: Fact, place: int) -> None:
        if not 0 < place <= len(card.more):
            raise InvalidButton(str(place))
        await context.say(views.card(card, place, context.now.astimezone(self.zone).date()))

    async def show_glossary(self, context: ParticipantContext) -> None:
        await context.say(views.glossary(self.facts.terms))
