"""Texts that need no understanding: a number, a typed button, emoji only, far too long."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.answers import NotANumber
from bot.domain.item_lines import names_items, read_lines
from bot.domain.languages import OWN_NAMES
from bot.domain.messages import Param, phrase
from bot.domain.questionnaire import Choice, Question
from bot.parsing.figures import parse_figure
from bot.parsing.numbers import parse_number
from bot.services import walking
from bot.services.onboarding import Onboarding
from bot.services.paths import Path, Paths
from bot.services.turn import Turn
from bot.wording import menu, steps

# Longer than any sensible message; Telegram's apps cut a pasted document into pieces of 4,096.
TOO_LONG = 3500

Speak = Callable[[Param, str], str]


@dataclass(frozen=True)
class TypedAnswers:
    """`speak` renders a phrase: a typed answer is compared with what the button says."""

    onboarding: Onboarding
    paths: Paths
    speak: Speak

    async def handle(self, turn: Turn, text: str) -> bool:
        """False where the text must be understood."""
        if not any(c.isalnum() for c in text):
            await turn.say(menu.just_emoji())
            return True
        if len(text) > TOO_LONG:
            await turn.say(menu.too_long())
            return True
        if self.onboarding.waiting(turn.participant) == "language":
            return await self._language(turn, text)
        if self.onboarding.waiting(turn.participant):
            return False
        return await self._choice(turn, text)

    async def _language(self, turn: Turn, text: str) -> bool:
        named = {name.casefold(): code for code, name in OWN_NAMES.items()}
        code = named.get(text.strip().casefold())
        return code is not None and await self.onboarding.choose_language(turn, code)

    async def _choice(self, turn: Turn, text: str) -> bool:
        path = await self.paths.current(turn)
        question = path.question if path else None
        if path is None or question is None:
            return False
        if question.kind == "number":
            return await self._number(turn, path, question, text)
        if question.kind == "items":
            return await self._lines(turn, path, question, text)
        choice = self._named(question, text, turn.participant.language)
        if choice is None:
            return False
        if question.kind == "several":
            await walking.toggle(turn, path, question.id, choice.id, None)
        else:
            await walking.answer(turn, path, question.id, choice.id, None)
        return True

    async def _number(self, turn: Turn, path: Path, question: Question, text: str) -> bool:
        number = parse_figure(text, turn.participant.language)
        if number is None:  # a sentence may be the answer or a wish: it is read first
            return False
        try:
            await walking.answer(turn, path, question.id, format(number, "f"), None)
        except NotANumber:
            await turn.say(steps.a_number())
        return True

    async def _lines(self, turn: Turn, path: Path, question: Question, text: str) -> bool:
        """Things with their prices are no wish; all else is read first."""
        if not names_items(read_lines(text, turn.participant.language), text):
            return False
        await walking.add_to_list(turn, path, question, text)
        return True

    def _named(self, question: Question, text: str, language: str) -> Choice | None:
        number = parse_number(text, language)
        if number is not None:
            return next((c for c in question.choices if c.covers(number)), None)
        typed = text.strip().casefold()
        labels = (
            (choice, self.speak(phrase(choice.label), spoken).casefold())
            for choice in question.choices
            for spoken in (language, "da", "en")
        )
        return next((choice for choice, label in labels if label == typed), None)
