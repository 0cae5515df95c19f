"""Texts that need no NLU: numbers, typed button labels, emoji only, overlong texts."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import Param, phrase
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.views import replies
from bot.onboarding.handlers import Onboarding
from bot.onboarding.rules import OnboardingStep
from bot.parsing.figures import parse_figure
from bot.parsing.numbers import parse_number
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.handlers.flows import ActiveFlow, Flows
from bot.questionnaire.rules.answers import NotANumber
from bot.questionnaire.rules.item_lines import is_item_list, read_lines
from bot.questionnaire.rules.questionnaire import Choice, Question
from bot.questionnaire.views import steps

# Longer than any sensible message; Telegram's apps cut a pasted document into pieces of 4,096.
TOO_LONG = 3500

Speak = Callable[[Param, str], str]


@dataclass(frozen=True)
class TypedAnswers:
    """Handles such texts.

    speak: renders a phrase, to compare a typed answer with a button label.
    """

    onboarding: Onboarding
    flows: Flows
    speak: Speak

    async def handle(self, context: ParticipantContext, text: str) -> bool:
        """Handle the text; return False if it needs NLU."""
        if not any(c.isalnum() for c in text):
            await context.say(replies.just_emoji())
            return True
        if len(text) > TOO_LONG:
            await context.say(replies.too_long())
            return True
        if self.onboarding.pending_step(context.participant) is OnboardingStep.LANGUAGE:
            return await self._language(context, text)
        if self.onboarding.pending_step(context.participant):
            return False
        return await self._choice(context, text)

    async def _language(self, context: ParticipantContext, text: str) -> bool:
        named = {name.casefold(): code for code, name in OWN_NAMES.items()}
        code = named.get(text.strip().casefold())
        return code is not None and await self.onboarding.choose_language(context, code)

    async def _choice(self, context: ParticipantContext, text: str) -> bool:
        active = await self.flows.current(context)
        question = active.question if active else None
        if active is None or question is None:
            return False
        if question.kind == "number":
            return await self._number(context, active, question, text)
        if question.kind == "items":
            return await self._lines(context, active, question, text)
        choice = self._named(question, text, context.participant.language)
        if choice is None:
            return False
        if question.kind == "several":
            await flow_steps.toggle_choice(context, active, question, choice.id, None)
        else:
            await flow_steps.answer(context, active, question.id, choice.id, None)
        return True

    async def _number(
        self, context: ParticipantContext, active: ActiveFlow, question: Question, text: str
    ) -> bool:
        number = parse_figure(text, context.participant.language)
        if number is None:  # a sentence may be the answer or a wish: it is read first
            return False
        try:
            await flow_steps.answer(context, active, question.id, format(number, "f"), None)
        except NotANumber:
            await context.say(steps.ask_for_number())
        return True

    async def _lines(
        self, context: ParticipantContext, active: ActiveFlow, question: Question, text: str
    ) -> bool:
        """Things with their prices are no wish; all else is read first."""
        if not is_item_list(read_lines(text, context.participant.language), text):
            return False
        await flow_steps.add_to_list(context, active, question, text)
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
