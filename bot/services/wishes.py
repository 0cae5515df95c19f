"""What a person can mean in free text, by family: each ends in a use case with buttons too."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.eligibility import Application, Status, TextTooLong
from bot.domain.entities.languages import find_languages
from bot.domain.intents import FAMILIES
from bot.domain.interruption import Meaning
from bot.domain.questionnaire import Question
from bot.services.conversation import Conversation
from bot.services.turn import Turn
from bot.wording import desk, intents, menu
from bot.wording import eligibility as words


@dataclass(frozen=True)
class Wishes:
    conversation: Conversation

    def of(self, intent: str) -> Callable[[Turn, Meaning], Awaitable[None]]:
        """The use case an intent of the contract ends in (`actions/` names the same families)."""
        return next(
            (self.family(name) for name, i in FAMILIES.items() if intent in i), self.unclear
        )

    def family(self, name: str) -> Callable[[Turn, Meaning], Awaitable[None]]:
        wish: Callable[[Turn, Meaning], Awaitable[None]] = getattr(self, name)
        return wish

    async def everyday(self, turn: Turn, meaning: Meaning) -> None:
        match meaning.intent:
            case "greet":
                await self._greet(turn)
            case "goodbye":
                await turn.say(menu.goodbye())
            case "thank":
                await turn.say(menu.you_are_welcome())
            case "bot_challenge":
                await turn.say(menu.i_am_a_program())
            case _:
                await turn.say(menu.help_())

    async def confirm(self, turn: Turn, meaning: Meaning) -> None:
        """Yes and no mean something only where a question waits for them."""
        yes = meaning.intent == "affirm"
        onboarding_, joining = self.conversation.onboarding, self.conversation.joining
        if onboarding_.waiting(turn.participant) == "consent":
            await onboarding_.answer_consent(turn, yes)
            return
        application = await turn.application()
        if application is None or not application.open or application.paused_at:
            await turn.say(menu.okay())
        elif application.status is Status.SUMMARY:
            if yes:
                await joining.submit(turn, application, None)
            else:
                await joining.choose_what_to_change(turn, application)
        else:
            await self._confirm_question(turn, application, yes)

    async def navigate(self, turn: Turn, meaning: Meaning) -> None:
        if meaning.intent == "change_language":
            await self._change_language(turn, meaning.text)
            return
        if meaning.intent == "pause":
            await self.conversation.command(turn, "pause")
            return
        application = await self._open_check(turn)
        if application is None:
            await turn.say(menu.menu())
        elif meaning.intent == "skip":
            await self.conversation.joining.skip(turn, application, None)
        else:
            await self.conversation.joining.back(turn, application, None)

    async def join(self, turn: Turn, meaning: Meaning) -> None:
        if meaning.intent == "ask_programme":
            await self.facts(turn, meaning)
        else:
            await self.conversation.command(turn, "join")

    async def consultant(self, turn: Turn, meaning: Meaning) -> None:
        about = {
            "book_meeting": desk.about_a_meeting(),
            "report_absence": desk.about_absence(),
        }.get(meaning.intent)
        await self.conversation.facts.answer(turn, meaning.intent)
        await self.conversation.care.call_consultant(turn, about)

    async def privacy(self, turn: Turn, meaning: Meaning) -> None:
        if meaning.intent == "delete_my_data":
            await self.conversation.care.call_consultant(turn, desk.wants_deletion())
        else:
            await self.facts(turn, meaning)

    async def facts(self, turn: Turn, meaning: Meaning) -> None:
        if not await self.conversation.facts.answer(turn, meaning.intent):
            await self.later(turn, meaning)

    async def courage(self, turn: Turn, meaning: Meaning) -> None:
        await self.conversation.care.encourage(turn)

    async def later(self, turn: Turn, meaning: Meaning) -> None:
        """For what is not built yet: said honestly, with the human beside it."""
        await turn.say(menu.not_yet())

    async def unclear(self, turn: Turn, meaning: Meaning) -> None:
        """Not understood; never the same apology twice in a row."""
        if self.conversation.onboarding.waiting(turn.participant):
            return
        application = await self._open_check(turn)
        if application is not None and meaning.intent == "answer":
            await turn.say(words.press_a_button())
            return
        guess = intents.wish(meaning.guess) if meaning.guess else None
        if meaning.guess and guess is not None:
            await turn.say(intents.did_you_mean(meaning.guess, guess))
            return
        turn.participant.misses += 1
        odd = turn.participant.misses % 2 == 1
        await turn.say(menu.first_miss() if odd else menu.second_miss())

    async def answer(self, turn: Turn, text: str, question_id: str) -> None:
        """The text is the answer to the question it was written under."""
        application = await self._open_check(turn)
        joining = self.conversation.joining
        if application is None:
            await turn.say(menu.menu())
            return
        waiting = application.question(joining.questions)
        if waiting is None or waiting.id != question_id:
            await turn.say(menu.late())
            await joining.show(turn, application)
            return
        try:
            await joining.answer_in_words(turn, application, text)
        except TextTooLong:
            await turn.say(menu.too_long())

    async def _change_language(self, turn: Turn, text: str) -> None:
        """ "I want Turkish" names it; where nothing or several are named, the buttons ask."""
        named = find_languages(text)
        if len(named) == 1 and named[0] != turn.participant.language:
            await self.conversation.onboarding.choose_language(turn, named[0])
            await self.conversation.show_where(turn)
        else:
            await self.conversation.onboarding.offer_languages(turn)

    async def _greet(self, turn: Turn) -> None:
        await turn.say(menu.hello_again())
        application = await self._open_check(turn)
        if self.conversation.onboarding.waiting(turn.participant) is None and application is None:
            await turn.say(menu.menu())

    async def _confirm_question(self, turn: Turn, application: Application, yes: bool) -> None:
        joining = self.conversation.joining
        question = application.question(joining.questions)
        choice = _meant(question, yes) if question else None
        if question is not None and choice is not None:
            await joining.answer(turn, application, question.id, choice, None)
        elif question is not None and question.kind == "text" and question.optional and not yes:
            await joining.skip(turn, application, None)
        elif question is not None and question.kind == "text":
            await turn.say(words.a_few_words())
        else:
            await turn.say(words.press_a_button())

    async def _open_check(self, turn: Turn) -> Application | None:
        application = await turn.application()
        usable = application is not None and application.open and application.paused_at is None
        return application if usable else None


def _meant(question: Question, yes: bool) -> str | None:
    """The one choice that "yes" or "no" stands for."""
    means = "affirm" if yes else "deny"
    return next((c.id for c in question.choices if c.means == means), None)
