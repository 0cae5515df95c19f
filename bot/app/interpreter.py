"""Interpretation of an NLU result: an answer to the open question, a request, or uncertain."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.app.buttons import ConfirmIntent, RejectIntent, TextWasRequest
from bot.app.intent_handlers import IntentHandlers
from bot.app.router import ParticipantRouter
from bot.app.views import intents, menu
from bot.crisis.buttons import TextWasAnswer
from bot.kernel.callback_data import InvalidButton, unpack
from bot.kernel.languages import OWN_NAMES
from bot.kernel.participant_context import ParticipantContext
from bot.questionnaire.rules.interruption import (
    ExpectedInput,
    Interpretation,
    NluResult,
    alerts_consultant,
    interpret,
    is_distress,
    needs_confirmation,
)

Wish = Callable[[ParticipantContext, NluResult], Awaitable[None]]

# These intents end by showing the next question, so it is not repeated.
_END_WITH_THE_QUESTION = frozenset({"go_back", "skip", "check_eligibility", "change_language"})
_NOT_UNDERSTOOD = frozenset({"out_of_scope", "answer", "nlu_fallback"})


@dataclass(frozen=True)
class MessageInterpreter:
    """Decides what a text means and carries it out."""

    conversation: ParticipantRouter
    wishes: IntentHandlers

    async def waiting(self, context: ParticipantContext) -> tuple[ExpectedInput, str]:
        """Return the expected kind of input and the name of the open question."""
        step = self.conversation.onboarding.pending_step(context.participant)
        if step:
            return ExpectedInput.BUTTONS, step
        return await self.conversation.flows.expected_input(context)

    async def understood(
        self,
        context: ParticipantContext,
        text: str,
        meaning: NluResult,
        family: str,
        parked_under: str | None,
    ) -> None:
        """Carry out what a text means.

        parked_under: name of the question that was open when a parked text was written; None
            for a text that was not parked.
        """
        waiting, name = await self.waiting(context)
        if is_distress(meaning, waiting):
            if waiting is ExpectedInput.FREE_TEXT:  # it may still be the answer
                context.participant.doubt(text, meaning.intent, name)
            await self._comfort(context, alerts_consultant(meaning))
            return
        if parked_under is not None and parked_under != name:
            waiting = ExpectedInput.NOTHING
        await self._offer_language(context, text, meaning)
        reading = interpret(meaning, waiting, len(text.split()))
        if reading is Interpretation.ANSWER:
            await self.wishes.answer(context, text, name)
        elif reading is Interpretation.ASK:
            context.participant.doubt(text, meaning.intent, name)
            await context.say(menu.answer_or_wish())
        elif needs_confirmation(meaning):
            await self._ask_first(context, meaning)
        else:
            await self._interrupt(context, meaning, self.wishes.family(family), name)

    async def _comfort(self, context: ParticipantContext, call: bool) -> None:
        may_be_answer = context.participant.doubtful_intent == "distress"
        await self.conversation.crisis.answer_distress(context, call, may_be_answer)

    async def _ask_first(self, context: ParticipantContext, meaning: NluResult) -> None:
        guess = intents.wish(meaning.intent)
        if guess is None:  # "did you mean: yes?" makes no sense
            await self.wishes.unclear(context, NluResult("answer", meaning.confidence))
            await self.conversation.show_where(context)
        else:
            await context.say(intents.did_you_mean(meaning.intent, guess))

    async def press(self, context: ParticipantContext, data: str) -> bool:
        """Handle a press that settles how a text was meant; return False for other presses."""
        try:
            button = unpack(data)
        except InvalidButton:
            return False
        match button:
            case TextWasAnswer():
                return await self._settle_doubt(context, was_answer=True)
            case TextWasRequest():
                return await self._settle_doubt(context, was_answer=False)
            case RejectIntent():
                await context.say(intents.something_else())
                return True
            case ConfirmIntent(intent):
                return await self._choose_meaning(context, intent)
            case _:
                return False

    async def _offer_language(
        self, context: ParticipantContext, text: str, meaning: NluResult
    ) -> None:
        """Offer to switch to the language of a text of two or more words."""
        written = meaning.language
        if written is None or len(text.split()) < 2 or meaning.intent == "change_language":
            return
        if written in OWN_NAMES and context.participant.would_rather_write(written):
            await context.say(intents.switch_language(written), language=written)

    async def _interrupt(
        self, context: ParticipantContext, meaning: NluResult, wish: Wish, before: str
    ) -> None:
        """Carry out a request; if the question is still open, show it again."""
        if meaning.intent not in _NOT_UNDERSTOOD:
            context.participant.misses = 0
            if meaning.intent != "affirm":
                context.participant.withdraw_offer()
        count_before = context.message_count
        await wish(context, meaning)
        if context.talking:  # messages now go to a consultant
            return
        _, after = await self.waiting(context)
        shown = meaning.intent in _END_WITH_THE_QUESTION and context.message_count > count_before
        if not after or after != before or shown or context.asked:
            return
        active = await self.conversation.flows.current(context)
        if (
            self.conversation.onboarding.pending_step(context.participant) is None
            and active is not None
        ):
            await context.say(active.views.where_we_were(active.question))
        await self.conversation.show_where(context)

    async def _settle_doubt(self, context: ParticipantContext, *, was_answer: bool) -> bool:
        """ "That is my answer" / "I was asking" under a text that could be either."""
        person = context.participant
        text, question = person.doubtful_text, person.doubtful_question
        intent = person.doubtful_intent
        if text is None or question is None or intent is None:
            return False
        person.settle_doubt()
        if was_answer:
            await self.wishes.answer(context, text, question)
        elif intent == "distress":
            await self.conversation.crisis.answer_distress(context)
        else:
            await self._interrupt(
                context, NluResult(intent, 1.0), self.wishes.of(intent), question
            )
        return True

    async def _choose_meaning(self, context: ParticipantContext, intent: str) -> bool:
        """ "Did you mean …?": yes."""
        if intents.wish(intent) is None:
            return False
        _, name = await self.waiting(context)
        await self._interrupt(context, NluResult(intent, 1.0), self.wishes.of(intent), name)
        return True
