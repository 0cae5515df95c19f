"""The deterministic part: buttons, commands, files and plain answers, alive when Rasa is not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.app.attachments import Attachments
from bot.app.typed_answers import TypedAnswers
from bot.app.views import menu
from bot.appointments.handlers import Meetings
from bot.cases.handlers.handover import Handover
from bot.cases.rules.cases import Why
from bot.crisis.handlers import Care
from bot.crisis.rules import DistressList
from bot.eligibility.handlers import Joining
from bot.facts.handlers import FactDesk
from bot.kernel.buttons import NotAButton, Pressed, decode
from bot.kernel.cpr import tell_of_cpr
from bot.kernel.database.outbox import Outbox
from bot.kernel.incoming import Attachment, Command, Content, Edited, Membership, Press, Text
from bot.kernel.participant_context import Turn
from bot.kernel.views import menu as main_menu
from bot.kernel.views import people, replies
from bot.onboarding.handlers import Onboarding
from bot.plan.handlers.buttons import PlanButtons
from bot.plan.handlers.plans import PlanPages
from bot.privacy.handlers.privacy import Privacy
from bot.questionnaire.handlers import steps as walking
from bot.questionnaire.handlers.flows import Paths
from bot.questionnaire.handlers.step_buttons import StepButtons
from bot.questionnaire.rules.answers import UnknownAnswer
from bot.reminders.handlers.settings import ReminderSettings
from bot.submissions.handlers import Tasks

Handler = Callable[[Turn], Awaitable[None]]
# What only somebody who has agreed can press.
_OF_MEMBERS = frozenset({"b", "e", "k", "n", "p", "pb", "w"})


@dataclass(frozen=True)
class Conversation:
    onboarding: Onboarding
    joining: Joining
    tasks: Tasks
    plans: PlanPages
    attachments: Attachments
    paths: Paths
    step_buttons: StepButtons
    care: Care
    facts: FactDesk
    distress: DistressList
    typed: TypedAnswers
    plan_buttons: PlanButtons
    privacy: Privacy
    handover: Handover
    meetings: Meetings
    reminders: ReminderSettings

    async def to_the_human(self, turn: Turn, content: Content) -> bool:
        """While somebody talks with a human we are silent, but for a cry for help."""
        if not await self.handover.hears(turn, content):
            return False
        if self.distress.kind_of(_words(content)):
            await self.care.answer_distress(turn)
        return True

    async def handle(self, turn: Turn, content: Content) -> bool:
        """Everything but free text; False where the text must be understood first."""
        if isinstance(content, Command | Press):
            turn.participant.times_wanted_at = None  # something else than the words we asked for
        match content:
            case Text():
                return await self._text(turn, content)
            case Command(name):
                turn.participant.last_message_id = content.message_id
                await self.command(turn, name)
            case Press(data, message_id):
                await self._press(turn, data, message_id)
            case Attachment():
                await self._attachment(turn, content)
            case Edited():
                await turn.say(replies.edited_too_late())
            case Membership(present):
                await self._blocked_or_back(turn, present)
        return True

    async def _blocked_or_back(self, turn: Turn, present: bool) -> None:
        turn.participant.unreachable_since = None if present else turn.now
        if not present:
            await turn.tell_consultants(people.unreachable(turn.participant))

    async def command(self, turn: Turn, name: str) -> None:
        handler = self._open_to_all().get(name)
        if handler is None and self.onboarding.waiting(turn.participant):
            await self.onboarding.ask(turn)
            return
        handler = handler or self._for_members().get(name)
        if handler is None:
            await turn.say(replies.unknown_command())
        else:
            await handler(turn)

    def _open_to_all(self) -> dict[str, Handler]:
        """Before any consent: who reads this, in which language, and the human."""
        return {
            "start": self._start,
            "language": self.onboarding.offer_languages,
            "help": self.show_help,
            "privacy": self.privacy.show,
            "mydata": self.privacy.send_my_data,
            "deleteme": self.privacy.ask,
            "consultant": self.care.call_consultant,
            "words": self.facts.show_glossary,
            "meeting": self.meetings.show,
        }

    def _for_members(self) -> dict[str, Handler]:
        return {
            "menu": self.show_menu,
            "join": self.joining.join,
            "pause": self.pause,
            "task": self.tasks.show_next,
            "tasks": self.tasks.show_all,
            "progress": self.tasks.show_progress,
            "deadline": self.tasks.show_deadlines,
            "away": self.tasks.offer_absence,
            "plan": self.plans.show,
            "planfile": self.plans.offer_file,
            "reminders": self.reminders.show,
        }

    async def pause(self, turn: Turn) -> None:
        path = await self.paths.current(turn)
        if path is not None:
            await walking.pause(turn, path)
        else:
            await turn.say(replies.okay())
            await self.show_menu(turn)

    async def show_where(self, turn: Turn) -> None:
        """After something in between: the open step or question again."""
        if turn.talking:  # what is asked now would be answered to the human
            return
        if self.onboarding.waiting(turn.participant):
            await self.onboarding.ask(turn)
            return
        path = await self.paths.current(turn)
        if path is not None:
            await walking.show(turn, path)

    async def _start(self, turn: Turn) -> None:
        step = self.onboarding.waiting(turn.participant)
        if step == "language":
            await self.onboarding.ask(turn)
        elif step == "consent":
            await self.onboarding.introduce(turn)
        else:
            await turn.say(replies.hello_again())
            await self.show_menu(turn)

    async def show_menu(self, turn: Turn) -> None:
        await turn.say(main_menu.menu(await self.tasks.enrolment(turn) is not None))

    async def show_help(self, turn: Turn) -> None:
        await turn.say(menu.help_(await self.tasks.enrolment(turn) is not None))

    async def _text(self, turn: Turn, content: Text) -> bool:
        await self._without_cpr(turn, content)
        late = content.message_id < turn.participant.last_message_id
        turn.participant.last_message_id = max(
            content.message_id, turn.participant.last_message_id
        )
        if late:
            await turn.say(replies.late())
            await self.show_where(turn)
            return True
        if self.distress.kind_of(content.text):
            await self.care.answer_distress(turn)
            return True
        if content.forwarded:  # somebody else's words are no answer of this person
            await turn.say(replies.forwarded())
            await self.show_where(turn)
            return True
        if await self.meetings.take_words(turn, content.text):
            return True
        return await self.typed.handle(turn, content.text)

    async def _without_cpr(self, turn: Turn, content: Text | Attachment) -> None:
        """The number was never stored; it is taken from the chat too."""
        if content.had_cpr:
            await tell_of_cpr(turn, content.message_id)

    async def _press(self, turn: Turn, data: str, message_id: int | None) -> None:
        try:
            pressed = decode(data)
            await self._pressed(turn, pressed, message_id)
        except (NotAButton, UnknownAnswer):
            await turn.say(replies.stale_button())

    async def _pressed(self, turn: Turn, pressed: Pressed, message_id: int | None) -> None:
        match pressed.topic:
            case "lang":
                await self._choose_language(turn, pressed.argument(0), message_id)
            case "ok":
                await self.onboarding.press_consent(turn, pressed.argument(0), message_id)
            case "m":
                await self.command(turn, pressed.argument(0))
            case "da":
                await self._show_danish(turn, message_id)
            case "d":
                await self.privacy.press(turn, pressed, message_id)
            case "ht":
                await self._press_handover(turn, pressed)
            case "f" | "fa" | "g":
                await self.facts.press(turn, pressed)
            case "y":
                await self.meetings.press(turn, pressed, message_id)
            case _ if pressed.topic in _OF_MEMBERS and self.onboarding.waiting(turn.participant):
                await self.onboarding.ask(turn)
            case "e" | "w" | "b":
                await self.step_buttons.press(turn, pressed, message_id)
            case "pb":
                await self.plan_buttons.press(turn, pressed, message_id)
            case "p":
                await self.plans.press(turn, pressed)
            case "k":
                await self.tasks.press(turn, pressed)
            case "n":
                await self.reminders.press(turn, pressed, message_id)
            case _:
                raise NotAButton(pressed.topic)

    async def _press_handover(self, turn: Turn, pressed: Pressed) -> None:
        """`ht:<verb>`: in and out of a talk with a human."""
        reasons = {"m": Why.MISUNDERSTOOD, "r": Why.RESULT}
        why = reasons.get(pressed.argument(0))
        if why is not None:
            await self.care.call_consultant(turn, None, why)
        elif await self.handover.press(turn, pressed):
            await self._go_on(turn)

    async def _go_on(self, turn: Turn) -> None:
        if self.onboarding.waiting(turn.participant):
            await self.onboarding.ask(turn)
        elif not await self.handover.go_on(turn):
            await self.show_menu(turn)

    async def _choose_language(self, turn: Turn, language: str, message_id: int | None) -> None:
        newcomer = turn.participant.language_chosen_at is None
        if not await self.onboarding.choose_language(turn, language, message_id):
            raise NotAButton("lang")
        if not newcomer and not self.onboarding.waiting(turn.participant):
            await self.show_where(turn)

    async def _show_danish(self, turn: Turn, message_id: int | None) -> None:
        """The same message with its Danish below, in place."""
        shown = (
            await turn.uow[Outbox].shown(turn.participant.chat_id, message_id)
            if message_id is not None
            else None
        )
        if shown is None:
            raise NotAButton("da")
        message, language = shown
        await turn.uow[Outbox].put(
            f"u{turn.update_id}:da", turn.participant.chat_id, message.in_danish_too(),
            language, turn.now, "edit", message_id,
        )  # fmt: skip

    async def _attachment(self, turn: Turn, content: Attachment) -> None:
        turn.participant.last_message_id = max(
            content.message_id, turn.participant.last_message_id
        )
        await self._without_cpr(turn, content)
        if self.distress.kind_of(content.caption):
            await self.care.answer_distress(turn)
        elif self.onboarding.waiting(turn.participant):
            await self.onboarding.ask(turn)
        else:
            await self.attachments.receive(turn, content)


def _words(content: Content) -> str:
    match content:
        case Text(text=text) | Edited(text=str(text)) | Attachment(caption=text):
            return text
        case _:
            return ""
