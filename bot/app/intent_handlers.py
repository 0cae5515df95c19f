"""Handlers of intents, by intent family; each offers buttons for the same purpose."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.app.router import ParticipantRouter
from bot.app.views import intents
from bot.cases.handlers import relay
from bot.cases.rules.cases import CaseReason
from bot.cases.views import participant as case_views
from bot.cases.views import summary
from bot.kernel.incoming import Text
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.views import replies
from bot.onboarding.rules import OnboardingStep
from bot.parsing.languages import find_languages
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.handlers.flows import ActiveFlow
from bot.questionnaire.rules.answers import TextTooLong
from bot.questionnaire.rules.intents import FAMILIES, IntentFamily
from bot.questionnaire.rules.interruption import NluResult
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.views import steps

# Consecutive misunderstood texts before a consultant is offered.
OFFER_HUMAN_AFTER = 3


IntentHandler = Callable[[ParticipantContext, NluResult], Awaitable[None]]


@dataclass(frozen=True)
class IntentHandlers:
    conversation: ParticipantRouter

    def of(self, intent: str) -> IntentHandler:
        """Return the handler of an intent (`actions/` uses the same families)."""
        families = (family for family, intents in FAMILIES.items() if intent in intents)
        return self.family(next(families, IntentFamily.UNCLEAR))

    def family(self, name: str) -> IntentHandler:
        """Return the handler of a family by name.  Raises ValueError for an unknown one."""
        return self._families()[IntentFamily(name)]

    def _families(self) -> dict[IntentFamily, IntentHandler]:
        return {
            IntentFamily.EVERYDAY: self.everyday,
            IntentFamily.CONFIRM: self.confirm,
            IntentFamily.NAVIGATE: self.navigate,
            IntentFamily.JOIN: self.join,
            IntentFamily.CONSULTANT: self.consultant,
            IntentFamily.PRIVACY: self.privacy,
            IntentFamily.COURAGE: self.courage,
            IntentFamily.ASSIGNMENT: self.assignment,
            IntentFamily.PLAN: self.plan,
            IntentFamily.REMINDERS: self.reminders,
            IntentFamily.FACTS: self.facts,
            IntentFamily.UNCLEAR: self.unclear,
        }

    async def everyday(self, context: ParticipantContext, meaning: NluResult) -> None:
        match meaning.intent:
            case "greet":
                await self._greet(context)
            case "goodbye":
                await context.say(replies.goodbye())
            case "thank":
                await context.say(replies.you_are_welcome())
            case "bot_challenge":
                await context.say(replies.i_am_a_program())
            case _:
                await self.conversation.show_help(context)

    async def confirm(self, context: ParticipantContext, meaning: NluResult) -> None:
        """Yes and no mean something only where a question waits for them."""
        yes = meaning.intent == "affirm"
        onboarding = self.conversation.onboarding
        if onboarding.pending_step(context.participant) is OnboardingStep.CONSENT:
            await onboarding.answer_consent(context, yes)
            return
        active = await self._active(context)
        if active is None and await self._yes_to_the_human(context, yes):
            return
        if active is None:
            await context.say(replies.okay())
        elif active.question is not None:
            await self._confirm_question(context, active, active.question, yes)
        elif yes:
            await flow_steps.finish(context, active, None)
        else:
            await flow_steps.choose_answer_to_change(context, active)

    async def navigate(self, context: ParticipantContext, meaning: NluResult) -> None:
        if meaning.intent == "change_language":
            await self._change_language(context, meaning.text)
            return
        if meaning.intent == "pause":
            await self.conversation.command(context, "pause")
            return
        active = await self._active(context)
        if active is None:
            await self.conversation.show_menu(context)
        elif meaning.intent == "skip":
            await flow_steps.skip(context, active, None)
        else:
            await flow_steps.go_back(context, active, None)

    async def join(self, context: ParticipantContext, meaning: NluResult) -> None:
        if meaning.intent == "ask_programme":
            await self.facts(context, meaning)
        else:
            await self.conversation.command(context, "join")

    async def assignment(self, context: ParticipantContext, meaning: NluResult) -> None:
        """The tasks of the week: see them, hand one in, when they are due, how far it went."""
        if meaning.intent == "submit_assignment":
            await self._hand_in(context)
            return
        in_a_run = await self.conversation.tasks.enrolment(context) is not None
        if not in_a_run and await self.conversation.facts.answer(context, meaning.intent):
            return
        commands = {"show_progress": "progress", "ask_deadline": "deadline"}
        await self.conversation.command(context, commands.get(meaning.intent, "task"))

    async def plan(self, context: ParticipantContext, meaning: NluResult) -> None:
        as_file = meaning.intent == "export_plan"
        await self.conversation.command(context, "planfile" if as_file else "plan")

    async def consultant(self, context: ParticipantContext, meaning: NluResult) -> None:
        if meaning.intent == "report_absence" and await self.conversation.tasks.enrolment(context):
            await self.conversation.command(context, "away")
            return
        if meaning.intent == "book_meeting":
            await self.conversation.facts.answer(context, meaning.intent)
            await self.conversation.appointments.book(context)
            return
        away = meaning.intent == "report_absence"
        about, why = (summary.about_absence(), CaseReason.ABSENCE) if away else (None, None)
        await self.conversation.facts.answer(context, meaning.intent)
        await self.conversation.consultant.call_consultant(context, about, why)

    async def privacy(self, context: ParticipantContext, meaning: NluResult) -> None:
        if meaning.intent == "delete_my_data":
            await self.conversation.command(context, "deleteme")
        else:
            await self.facts(context, meaning)

    async def facts(self, context: ParticipantContext, meaning: NluResult) -> None:
        if not await self.conversation.facts.answer(context, meaning.intent):
            await context.say(replies.not_yet())

    async def courage(self, context: ParticipantContext, meaning: NluResult) -> None:
        await self.conversation.crisis.encourage(context)

    async def reminders(self, context: ParticipantContext, meaning: NluResult) -> None:
        if self.conversation.onboarding.pending_step(context.participant):
            await self.conversation.onboarding.ask_pending(context)
        elif meaning.intent == "stop_reminders":
            await self.conversation.reminders.stop(context, meaning.text)
        else:
            await self.conversation.reminders.set_from_text(context, meaning.text)

    async def unclear(self, context: ParticipantContext, meaning: NluResult) -> None:
        """Not understood; never the same apology twice in a row."""
        if self.conversation.onboarding.pending_step(context.participant):
            return
        active = await self._active(context)
        if active is not None and meaning.intent == "answer":
            numeric = active.question is not None and active.question.kind == "number"
            await context.say(steps.ask_for_number() if numeric else steps.press_a_button())
            return
        guess = intents.wish(meaning.guess) if meaning.guess else None
        if meaning.guess and guess is not None:
            await context.say(intents.did_you_mean(meaning.guess, guess))
            return
        context.participant.misses += 1
        if isinstance(context.content, Text):
            await relay.keep(context, context.content)
        if context.participant.misses % OFFER_HUMAN_AFTER == 0:
            await self._offer_human(context)
        else:
            odd = context.participant.misses % OFFER_HUMAN_AFTER == 1
            await context.say(replies.first_miss() if odd else replies.second_miss())

    async def _offer_human(self, context: ParticipantContext) -> None:
        """A typed "yes" is as good as the button."""
        words = context.content.text if isinstance(context.content, Text) else ""
        context.participant.offer_human(words)
        await context.say(case_views.offer_consultant())

    async def _yes_to_the_human(self, context: ParticipantContext, yes: bool) -> bool:
        person = context.participant
        if not person.human_offered:
            return False
        person.withdraw_offer()
        if yes:
            await self.conversation.consultant.call_consultant(
                context, None, CaseReason.MISUNDERSTOOD
            )
        return yes

    async def answer(self, context: ParticipantContext, text: str, name: str) -> None:
        """Take the text as the answer to the question `name` (see `ActiveFlow.name`)."""
        active = await self._active(context)
        if active is None:
            await self.conversation.show_menu(context)
            return
        if active.question is None or active.name != name:
            await context.say(replies.late())
            await flow_steps.show_current(context, active)
            return
        try:
            await flow_steps.answer_text(context, active, text)
        except TextTooLong:
            await context.say(replies.too_long())

    async def _hand_in(self, context: ParticipantContext) -> None:
        """ "I am done": submit from the summary; before it, show what is missing."""
        active = await self._active(context)
        if active is not None and active.session.at_summary:
            await flow_steps.finish(context, active, None)
        else:
            await self.conversation.command(context, "task")

    async def _change_language(self, context: ParticipantContext, text: str) -> None:
        """Switch to the one language named in the text; otherwise show the language buttons."""
        named = find_languages(text)
        if len(named) == 1 and named[0] != context.participant.language:
            await self.conversation.onboarding.choose_language(context, named[0])
            await self.conversation.show_where(context)
        else:
            await self.conversation.onboarding.offer_languages(context)

    async def _greet(self, context: ParticipantContext) -> None:
        await context.say(replies.hello_again())
        waits = self.conversation.onboarding.pending_step(context.participant)
        if waits is None and await self._active(context) is None:
            await self.conversation.show_menu(context)

    async def _confirm_question(
        self, context: ParticipantContext, active: ActiveFlow, question: Question, yes: bool
    ) -> None:
        choice = _meant(question, yes)
        if choice is not None:
            await flow_steps.answer(context, active, question.id, choice, None)
        elif question.is_open and question.optional and not yes:
            await flow_steps.skip(context, active, None)
        elif question.kind == "number":
            await context.say(steps.ask_for_number())
        else:
            await context.say(
                steps.ask_for_words() if question.in_words else steps.press_a_button()
            )

    async def _active(self, context: ParticipantContext) -> ActiveFlow | None:
        return await self.conversation.flows.current(context)


def _meant(question: Question, yes: bool) -> str | None:
    """Return the choice that "yes" or "no" stands for, if any."""
    means = "affirm" if yes else "deny"
    return next((c.id for c in question.choices if c.means == means), None)
