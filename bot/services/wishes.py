"""What a person can mean in free text, by family: each ends in a use case with buttons too."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.answers import TextTooLong
from bot.domain.cases import Why
from bot.domain.incoming import Text
from bot.domain.intents import FAMILIES
from bot.domain.interruption import Meaning
from bot.domain.questionnaire import Question
from bot.parsing.languages import find_languages
from bot.services import relay, walking
from bot.services.conversation import Conversation
from bot.services.paths import Path
from bot.services.turn import Turn
from bot.wording import cases, desk, intents, menu, steps

# So often not understood in a row, and the human is offered.
OFFER_HUMAN_AFTER = 3


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
                await self.conversation.show_help(turn)

    async def confirm(self, turn: Turn, meaning: Meaning) -> None:
        """Yes and no mean something only where a question waits for them."""
        yes = meaning.intent == "affirm"
        onboarding_ = self.conversation.onboarding
        if onboarding_.waiting(turn.participant) == "consent":
            await onboarding_.answer_consent(turn, yes)
            return
        path = await self._path(turn)
        if path is None and await self._yes_to_the_human(turn, yes):
            return
        if path is None:
            await turn.say(menu.okay())
        elif path.question is not None:
            await self._confirm_question(turn, path, path.question, yes)
        elif yes:
            await walking.finish(turn, path, None)
        else:
            await walking.choose_what_to_change(turn, path)

    async def navigate(self, turn: Turn, meaning: Meaning) -> None:
        if meaning.intent == "change_language":
            await self._change_language(turn, meaning.text)
            return
        if meaning.intent == "pause":
            await self.conversation.command(turn, "pause")
            return
        path = await self._path(turn)
        if path is None:
            await self.conversation.show_menu(turn)
        elif meaning.intent == "skip":
            await walking.skip(turn, path, None)
        else:
            await walking.back(turn, path, None)

    async def join(self, turn: Turn, meaning: Meaning) -> None:
        if meaning.intent == "ask_programme":
            await self.facts(turn, meaning)
        else:
            await self.conversation.command(turn, "join")

    async def assignment(self, turn: Turn, meaning: Meaning) -> None:
        """The tasks of the week: see them, hand one in, when they are due, how far it went."""
        if meaning.intent == "submit_assignment":
            await self._hand_in(turn)
            return
        in_a_run = await self.conversation.tasks.enrolment(turn) is not None
        if not in_a_run and await self.conversation.facts.answer(turn, meaning.intent):
            return
        commands = {"show_progress": "progress", "ask_deadline": "deadline"}
        await self.conversation.command(turn, commands.get(meaning.intent, "task"))

    async def plan(self, turn: Turn, meaning: Meaning) -> None:
        as_file = meaning.intent == "export_plan"
        await self.conversation.command(turn, "planfile" if as_file else "plan")

    async def consultant(self, turn: Turn, meaning: Meaning) -> None:
        if meaning.intent == "report_absence" and await self.conversation.tasks.enrolment(turn):
            await self.conversation.command(turn, "away")
            return
        if meaning.intent == "book_meeting":
            await self.conversation.facts.answer(turn, meaning.intent)
            await self.conversation.meetings.book(turn)
            return
        away = meaning.intent == "report_absence"
        about, why = (desk.about_absence(), Why.ABSENCE) if away else (None, None)
        await self.conversation.facts.answer(turn, meaning.intent)
        await self.conversation.care.call_consultant(turn, about, why)

    async def privacy(self, turn: Turn, meaning: Meaning) -> None:
        if meaning.intent == "delete_my_data":
            await self.conversation.command(turn, "deleteme")
        else:
            await self.facts(turn, meaning)

    async def facts(self, turn: Turn, meaning: Meaning) -> None:
        if not await self.conversation.facts.answer(turn, meaning.intent):
            await turn.say(menu.not_yet())

    async def courage(self, turn: Turn, meaning: Meaning) -> None:
        await self.conversation.care.encourage(turn)

    async def reminders(self, turn: Turn, meaning: Meaning) -> None:
        if self.conversation.onboarding.waiting(turn.participant):
            await self.conversation.onboarding.ask(turn)
        elif meaning.intent == "stop_reminders":
            await self.conversation.reminders.stop(turn, meaning.text)
        else:
            await self.conversation.reminders.understood(turn, meaning.text)

    async def unclear(self, turn: Turn, meaning: Meaning) -> None:
        """Not understood; never the same apology twice in a row."""
        if self.conversation.onboarding.waiting(turn.participant):
            return
        path = await self._path(turn)
        if path is not None and meaning.intent == "answer":
            numeric = path.question is not None and path.question.kind == "number"
            await turn.say(steps.a_number() if numeric else steps.press_a_button())
            return
        guess = intents.wish(meaning.guess) if meaning.guess else None
        if meaning.guess and guess is not None:
            await turn.say(intents.did_you_mean(meaning.guess, guess))
            return
        turn.participant.misses += 1
        if isinstance(turn.content, Text):
            await relay.keep(turn, turn.content)
        if turn.participant.misses % OFFER_HUMAN_AFTER == 0:
            await self._offer_human(turn)
        else:
            odd = turn.participant.misses % OFFER_HUMAN_AFTER == 1
            await turn.say(menu.first_miss() if odd else menu.second_miss())

    async def _offer_human(self, turn: Turn) -> None:
        """A typed "yes" is as good as the button."""
        words = turn.content.text if isinstance(turn.content, Text) else ""
        turn.participant.offer_human(words)
        await turn.say(cases.third_miss())

    async def _yes_to_the_human(self, turn: Turn, yes: bool) -> bool:
        person = turn.participant
        if not person.human_offered:
            return False
        person.withdraw_offer()
        if yes:
            await self.conversation.care.call_consultant(turn, None, Why.MISUNDERSTOOD)
        return yes

    async def answer(self, turn: Turn, text: str, name: str) -> None:
        """The text is the answer to what waited when it was written (see `Path.name`)."""
        path = await self._path(turn)
        if path is None:
            await self.conversation.show_menu(turn)
            return
        if path.question is None or path.name != name:
            await turn.say(menu.late())
            await walking.show(turn, path)
            return
        try:
            await walking.answer_in_words(turn, path, text)
        except TextTooLong:
            await turn.say(menu.too_long())

    async def _hand_in(self, turn: Turn) -> None:
        """ "I am done": from the summary that is the word; before it, what is still open."""
        path = await self._path(turn)
        if path is not None and path.walk.at_summary:
            await walking.finish(turn, path, None)
        else:
            await self.conversation.command(turn, "task")

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
        waits = self.conversation.onboarding.waiting(turn.participant)
        if waits is None and await self._path(turn) is None:
            await self.conversation.show_menu(turn)

    async def _confirm_question(
        self, turn: Turn, path: Path, question: Question, yes: bool
    ) -> None:
        choice = _meant(question, yes)
        if choice is not None:
            await walking.answer(turn, path, question.id, choice, None)
        elif question.is_open and question.optional and not yes:
            await walking.skip(turn, path, None)
        elif question.kind == "number":
            await turn.say(steps.a_number())
        else:
            await turn.say(steps.a_few_words() if question.in_words else steps.press_a_button())

    async def _path(self, turn: Turn) -> Path | None:
        return await self.conversation.paths.current(turn)


def _meant(question: Question, yes: bool) -> str | None:
    """The one choice that "yes" or "no" stands for."""
    means = "affirm" if yes else "deny"
    return next((c.id for c in question.choices if c.means == means), None)
