"""Questions and answers: fact cards, what stands behind "More", and the words of the glossary."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.cases.handlers.call import ConsultantCall
from bot.cases.views import summary
from bot.facts import views as words
from bot.facts.rules import Facts
from bot.kernel.buttons import InvalidButton, Pressed
from bot.kernel.messages import phrase
from bot.kernel.participant_context import ParticipantContext


@dataclass(frozen=True)
class FactHandlers:
    """`zone`: the review day of a card ends at midnight there."""

    facts: Facts
    consultant: ConsultantCall
    zone: ZoneInfo

    async def answer(self, context: ParticipantContext, intent: str) -> bool:
        """All cards that answer the question; False where there is none."""
        cards = self.facts.answering(intent)
        today = context.now.astimezone(self.zone).date()
        await context.say(*(words.card(card, 0, today) for card in cards))
        return bool(cards)

    async def press(self, context: ParticipantContext, pressed: Pressed) -> None:
        """`f:<card>:<place>`, `fa:<card>` (ask the human), `g:<term>`.  Raises NotAButton."""
        if pressed.topic == "g":
            term = self.facts.term(pressed.argument(0))
            if term is None:
                raise InvalidButton("g")
            await context.say(words.explained(term))
            return
        card = self.facts.card(pressed.argument(0))
        if card is None:
            raise InvalidButton(pressed.topic)
        if pressed.topic == "fa":
            about = summary.asks_about(phrase(card.title))
            await self.consultant.call_consultant(context, about)
            return
        place = pressed.number(1)
        if not 0 < place <= len(card.more):
            raise InvalidButton("f")
        await context.say(words.card(card, place, context.now.astimezone(self.zone).date()))

    async def show_glossary(self, context: ParticipantContext) -> None:
        await context.say(words.glossary(self.facts.terms))
