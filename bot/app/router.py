"""The deterministic part: buttons, commands, files and plain answers, alive when Rasa is not."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.app.attachments import Attachments
from bot.app.danish import show_danish
from bot.app.typed_answers import TypedAnswers
from bot.app.views import menu
from bot.appointments.buttons import OwnAppointmentButton
from bot.appointments.handlers import AppointmentHandlers
from bot.cases.buttons import CallAfterMisunderstanding, ParticipantCaseButton
from bot.cases.handlers.call import ConsultantCall
from bot.cases.handlers.cases import CaseHandlers
from bot.cases.rules.cases import CaseReason
from bot.course.buttons import TaskButton
from bot.crisis.handlers import CrisisSupport
from bot.crisis.rules import DistressList
from bot.eligibility.buttons import TalkAboutResult
from bot.eligibility.handlers import EligibilityFlow
from bot.facts.buttons import FactButton
from bot.facts.handlers import FactHandlers
from bot.kernel.callback_data import Access, CallbackData, InvalidButton, unpack
from bot.kernel.commands import ParticipantCommand, RunCommand, ShowDanish
from bot.kernel.cpr import tell_of_cpr
from bot.kernel.incoming import (
    Attachment,
    Command,
    Content,
    Edited,
    Membership,
    Press,
    Text,
    text_of,
)
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.views import menu as main_menu
from bot.kernel.views import people, replies
from bot.onboarding.buttons import AnswerConsent, ChooseLanguage, ReadNotice
from bot.onboarding.handlers import Onboarding
from bot.onboarding.rules import OnboardingStep
from bot.plan.buttons import BuilderButton, PlanPageButton
from bot.plan.handlers.builder import PlanBuilderHandlers
from bot.plan.handlers.plans import PlanHandlers
from bot.privacy.buttons import PrivacyButton
from bot.privacy.handlers.privacy import PrivacyHandlers
from bot.questionnaire.buttons import StepButton
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.handlers.flows import Flows
from bot.questionnaire.handlers.step_handlers import StepHandlers
from bot.questionnaire.rules.answers import UnknownAnswer
from bot.reminders.buttons import ReminderButton
from bot.reminders.handlers.settings import ReminderSettings
from bot.submissions.handlers import TaskFlow

Handler = Callable[[ParticipantContext], Awaitable[None]]
ButtonHandler = Callable[[ParticipantContext, Any, int | None], Awaitable[None]]


@dataclass(frozen=True)
class ParticipantRouter:
    onboarding: Onboarding
    joining: EligibilityFlow
    tasks: TaskFlow
    plans: PlanHandlers
    attachments: Attachments
    flows: Flows
    step_buttons: StepHandlers
    crisis: CrisisSupport
    consultant: ConsultantCall
    facts: FactHandlers
    distress: DistressList
    typed: TypedAnswers
    plan_buttons: PlanBuilderHandlers
    privacy: PrivacyHandlers
    cases: CaseHandlers
    appointments: AppointmentHandlers
    reminders: ReminderSettings

    async def to_the_human(self, context: ParticipantContext, content: Content) -> bool:
        """While somebody talks with a human we are silent, but for a cry for help."""
        if not await self.cases.receive(context, content):
            return False
        if self.distress.kind_of(text_of(content)):
            await self.crisis.answer_distress(context)
        return True

    async def handle(self, context: ParticipantContext, content: Content) -> bool:
        """Everything but free text; False where the text must be understood first."""
        if isinstance(content, Command | Press):
            context.participant.times_wanted_at = (
                None  # something else than the words we asked for
            )
            await self.onboarding.tell_of_new_notice(context)
        match content:
            case Text():
                return await self._text(context, content)
            case Command(name):
                await tell_of_cpr(context, content)
                context.participant.last_message_id = content.message_id
                await self.command(context, name)
            case Press(data, message_id):
                await self._press(context, data, message_id)
            case Attachment():
                await self._attachment(context, content)
            case Edited():
                await tell_of_cpr(context, content)
                await context.say(replies.edited_too_late())
            case Membership(present):
                await self._blocked_or_back(context, present)
        return True

    async def _blocked_or_back(self, context: ParticipantContext, present: bool) -> None:
        context.participant.unreachable_since = None if present else context.now
        if not present:
            await context.tell_consultants(people.unreachable(context.participant))

    async def command(self, context: ParticipantContext, name: str) -> None:
        """Run a command that was typed or pressed; what only members may use waits for consent."""
        command = ParticipantCommand.named(name)
        open_to_all = command is not None and command.access is Access.ANYBODY
        if not open_to_all and self.onboarding.pending_step(context.participant):
            await self.onboarding.ask_pending(context)
        elif command is None:
            await context.say(replies.unknown_command())
        else:
            await self._commands()[command](context)

    def _commands(self) -> dict[ParticipantCommand, Handler]:
        return {
            ParticipantCommand.START: self._start,
            ParticipantCommand.LANGUAGE: self.onboarding.offer_languages,
            ParticipantCommand.HELP: self.show_help,
            ParticipantCommand.PRIVACY: self.privacy.show,
            ParticipantCommand.MY_DATA: self.privacy.send_my_data,
            ParticipantCommand.DELETE_ME: self.privacy.ask,
            ParticipantCommand.CONSULTANT: self.consultant.call_consultant,
            ParticipantCommand.WORDS: self.facts.show_glossary,
            ParticipantCommand.MEETING: self.appointments.show,
            ParticipantCommand.MENU: self.show_menu,
            ParticipantCommand.JOIN: self.joining.join,
            ParticipantCommand.PAUSE: self.pause,
            ParticipantCommand.TASK: self.tasks.show_next,
            ParticipantCommand.TASKS: self.tasks.show_all,
            ParticipantCommand.PROGRESS: self.tasks.show_progress,
            ParticipantCommand.DEADLINE: self.tasks.show_deadlines,
            ParticipantCommand.AWAY: self.tasks.offer_absence,
            ParticipantCommand.PLAN: self.plans.show,
            ParticipantCommand.PLAN_FILE: self.plans.offer_file,
            ParticipantCommand.REMINDERS: self.reminders.show,
        }

    async def pause(self, context: ParticipantContext) -> None:
        active = await self.flows.current(context)
        if active is not None:
            await flow_steps.pause(context, active)
        else:
            await context.say(replies.okay())
            await self.show_menu(context)

    async def show_where(self, context: ParticipantContext) -> None:
        """After something in between: the open step or question again."""
        if context.talking:  # what is asked now would be answered to the human
            return
        if self.onboarding.pending_step(context.participant):
            await self.onboarding.ask_pending(context)
            return
        active = await self.flows.current(context)
        if active is not None:
            await flow_steps.show_current(context, active)

    async def _start(self, context: ParticipantContext) -> None:
        step = self.onboarding.pending_step(context.participant)
        if step is OnboardingStep.LANGUAGE:
            await self.onboarding.ask_pending(context)
        elif step is OnboardingStep.CONSENT:
            await self.onboarding.introduce(context)
        else:
            await context.say(replies.hello_again())
            await self.show_menu(context)

    async def show_menu(self, context: ParticipantContext) -> None:
        await context.say(main_menu.menu(await self.tasks.enrolment(context) is not None))

    async def show_help(self, context: ParticipantContext) -> None:
        await context.say(menu.help_(await self.tasks.enrolment(context) is not None))

    async def _text(self, context: ParticipantContext, content: Text) -> bool:
        await tell_of_cpr(context, content)
        late = content.message_id < context.participant.last_message_id
        context.participant.last_message_id = max(
            content.message_id, context.participant.last_message_id
        )
        if self.distress.kind_of(content.text):  # also of an older text that comes late
            await self.crisis.answer_distress(context)
            return True
        if late:
            await context.say(replies.late())
            await self.show_where(context)
            return True
        if content.forwarded:  # somebody else's words are no answer of this person
            await context.say(replies.forwarded())
            await self.show_where(context)
            return True
        if await self.appointments.receive_preferred_times(context, content.text):
            return True
        return await self.typed.handle(context, content.text)

    async def _press(self, context: ParticipantContext, data: str, message_id: int | None) -> None:
        try:
            await self._route(context, unpack(data), message_id)
        except (InvalidButton, UnknownAnswer):
            await context.say(replies.stale_button())

    async def _route(
        self, context: ParticipantContext, button: CallbackData, message_id: int | None
    ) -> None:
        """Raises InvalidButton for a button that participants do not have."""
        handlers = (h for kind, h in self._buttons().items() if isinstance(button, kind))
        handler = next(handlers, None)
        if handler is None:
            raise InvalidButton(button.wire)
        if button.access is Access.MEMBERS and self.onboarding.pending_step(context.participant):
            await self.onboarding.ask_pending(context)
        else:
            await handler(context, button, message_id)

    def _buttons(self) -> Mapping[type[CallbackData], ButtonHandler]:
        """By class or base class, in the order in which they are tried."""
        return {
            ShowDanish: lambda context, _, message_id: show_danish(context, message_id),
            RunCommand: lambda context, button, _: self.command(context, button.name),
            ChooseLanguage: self._choose_language,
            AnswerConsent: self.onboarding.press,
            ReadNotice: lambda context, _, __: self.privacy.show_notice(context),
            CallAfterMisunderstanding: lambda context, _, __: self._call_consultant(
                context, CaseReason.MISUNDERSTOOD
            ),
            TalkAboutResult: lambda context, _, __: self._call_consultant(
                context, CaseReason.RESULT
            ),
            ParticipantCaseButton: self._press_case,
            PrivacyButton: self.privacy.press,
            FactButton: lambda context, button, _: self.facts.press(context, button),
            OwnAppointmentButton: self.appointments.press,
            StepButton: self.step_buttons.press,
            BuilderButton: self.plan_buttons.press,
            PlanPageButton: lambda context, button, _: self.plans.press(context, button),
            TaskButton: lambda context, button, _: self.tasks.press(context, button),
            ReminderButton: self.reminders.press,
        }

    async def _call_consultant(self, context: ParticipantContext, reason: CaseReason) -> None:
        await self.consultant.call_consultant(context, None, reason)

    async def _press_case(
        self, context: ParticipantContext, button: ParticipantCaseButton, _: int | None
    ) -> None:
        if await self.cases.press(context, button):
            await self._go_on(context)

    async def _go_on(self, context: ParticipantContext) -> None:
        if self.onboarding.pending_step(context.participant):
            await self.onboarding.ask_pending(context)
        elif not await self.cases.show_open_question(context):
            await self.show_menu(context)

    async def _choose_language(
        self, context: ParticipantContext, button: ChooseLanguage, message_id: int | None
    ) -> None:
        newcomer = context.participant.language_chosen_at is None
        if not await self.onboarding.choose_language(context, button.language, message_id):
            raise InvalidButton(button.language)
        if not newcomer and not self.onboarding.pending_step(context.participant):
            await self.show_where(context)

    async def _attachment(self, context: ParticipantContext, content: Attachment) -> None:
        context.participant.last_message_id = max(
            content.message_id, context.participant.last_message_id
        )
        await tell_of_cpr(context, content)
        if self.distress.kind_of(content.caption):
            await self.crisis.answer_distress(context)
        elif self.onboarding.pending_step(context.participant):
            await self.onboarding.ask_pending(context)
        else:
            await self.attachments.receive(context, content)
