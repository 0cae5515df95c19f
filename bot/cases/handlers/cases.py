"""The participant's side of a case: calling a consultant, writing, going on without one."""

from dataclasses import dataclass

from bot.cases.buttons import (
    ConfirmCaseDone,
    ContinueWithAssistant,
    KeepCaseOpen,
    ParticipantCaseButton,
    WriteToConsultant,
)
from bot.cases.context import case_of
from bot.cases.handlers import relay
from bot.cases.handlers.alarms import Alarms
from bot.cases.handlers.posts import post_key, update_post
from bot.cases.handlers.relay import Relayed
from bot.cases.handlers.summary import CaseSummaries
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.rules.relays import Direction, RelayState
from bot.cases.storage.cases import Cases
from bot.cases.storage.relays import Relays
from bot.cases.views import consultant as consultant_views
from bot.cases.views import participant as views
from bot.cases.views import relay as relay_views
from bot.files.handlers import FileIntake
from bot.kernel.calendar import CASES_NIGHT, Calendar
from bot.kernel.callback_data import InvalidButton, unpack
from bot.kernel.commands import RunCommand, leaves_talk
from bot.kernel.cpr import tell_of_cpr
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.incoming import Attachment, Command, Content, Edited, Press, Text
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message, Phrase
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.ports import CONSULTANTS
from bot.questionnaire.handlers import steps as flow_steps


@dataclass(frozen=True)
class CaseHandlers:
    summaries: CaseSummaries
    calendar: Calendar
    intake: FileIntake
    alarms: Alarms

    # --- calling a consultant

    async def call(
        self,
        context: ParticipantContext,
        reason: CaseReason,
        about: Phrase | None = None,
        urgent: bool = False,
    ) -> None:
        """Open the participant's case, or add to the open one.

        A text or file that caused the call is relayed.  The caller answers the participant.
        """
        case = case_of(context)
        if case is None:
            case = await self._open(context, reason, about, urgent)
        else:
            await self._add(context, case, about, urgent)
        if isinstance(context.content, Text | Attachment) and relay.can_relay(context.content):
            await relay.to_consultants(context, case, context.content, self.intake)

    async def _open(
        self, context: ParticipantContext, reason: CaseReason, about: Phrase | None, urgent: bool
    ) -> Case:
        assert context.participant.id is not None, "participants are stored before their update"
        case = Case(context.participant.id, context.now, reason, urgent, waiting_since=context.now)
        await context.uow[Cases].add(case)
        context.talk = case
        summary = await self.summaries.of(context, about)
        post = consultant_views.opening(context.participant, case, summary)
        if urgent:
            await self._raise_alarm(context, case, post, post_key(case))
        else:
            await self._post(context, post, post_key(case))
        await relay.release_kept(context, case)
        return case

    async def _add(
        self, context: ParticipantContext, case: Case, about: Phrase | None, urgent: bool
    ) -> None:
        case.talking = True
        case.waiting_since = case.waiting_since or context.now
        key = f"case:{case.id}:u{context.update_id}"
        if urgent:
            case.alarm(context.now)
            if case.repeats_alarm(context.now):
                await self.alarms.repeat(context.uow, context.participant, case, context.now)
            else:
                alarm = consultant_views.crisis_alert(context.participant, case)
                await self._raise_alarm(context, case, alarm, key)
        elif about is not None:
            post = consultant_views.new_subject(context.participant, about)
            await self._post(context, post, key)

    async def _raise_alarm(
        self, context: ParticipantContext, case: Case, alarm: Message, key: str
    ) -> None:
        await self.alarms.raise_alarm(
            context.uow, context.participant, case, alarm, key, context.now
        )

    async def _post(self, context: ParticipantContext, message: Message, key: str) -> None:
        await context.uow[Outbox].put(
            key,
            CONSULTANTS,
            message,
            CONSULTANT_LANGUAGE,
            context.now,
            SendOptions(
                about=context.participant.id,
                silent=self.calendar.is_night(context.now, CASES_NIGHT),
            ),
        )

    # --- writing

    async def receive(self, context: ParticipantContext, content: Content) -> bool:
        """Relay what is meant for the consultants; False where it is for the assistant."""
        if isinstance(content, Edited):
            return await self._edited(context, content)
        if not isinstance(content, Text | Attachment):
            return False
        if isinstance(content, Text):
            await relay.mask_beginning(
                context.uow, context.participant.chat_id, content, context.now
            )
        if await self._replies_to_consultant(context, content):
            await self._resume_talk(context)
        case = case_of(context)
        if case is None or not context.talking:
            return False
        await self._relay(context, case, content)
        return True

    async def _replies_to_consultant(self, context: ParticipantContext, content: Relayed) -> bool:
        """Whether a message quotes one that a consultant wrote."""
        if content.reply_to is None:
            return False
        quoted = await relay.behind(context.uow, context.participant.chat_id, content.reply_to)
        return (
            quoted is not None
            and quoted.direction is Direction.OUT
            and quoted.participant_id == context.participant.id
        )

    async def _resume_talk(self, context: ParticipantContext) -> None:
        case = case_of(context)
        if case is None:
            await self._open(context, CaseReason.ASKED, None, urgent=False)
        elif not case.talking:
            case.talking = True

    async def _relay(self, context: ParticipantContext, case: Case, content: Relayed) -> None:
        participant = context.participant
        participant.misses = 0
        participant.last_message_id = max(participant.last_message_id, content.message_id)
        # What is copied is copied from the participant's message, so that has to stay for a while.
        copied = not isinstance(content, Text) and relay.is_copied(content)
        await tell_of_cpr(context, content, remove=not copied)
        if not relay.can_relay(content):
            await context.say(relay_views.cannot_pass_on())
            return
        first = await self._is_first(context, case)
        if not await relay.to_consultants(context, case, content, self.intake):
            return
        if first:
            await context.say(relay_views.passed_on(), silent=True)
        case.person_wrote(context.now)

    async def _is_first(self, context: ParticipantContext, case: Case) -> bool:
        """Only the first message of a case is confirmed."""
        if case.why is CaseReason.HUMAN and case.id is not None:
            return await context.uow[Relays].count(case.id, Direction.IN) == 0
        return case.last_word_at is None

    async def _edited(self, context: ParticipantContext, content: Edited) -> bool:
        known = await context.uow[Relays].of_source(
            context.participant.chat_id, content.message_id
        )
        if known is None:
            return await self._edited_before_original(context, content)
        if content.text is not None and content.text != known.text:
            known.change(content.text, context.now)
        relayed = known.state is not RelayState.KEPT or context.talking
        if relayed:  # otherwise the assistant answers
            await tell_of_cpr(context, content)
        return relayed

    async def _edited_before_original(self, context: ParticipantContext, content: Edited) -> bool:
        """An edit can overtake the message; edits of what is older than the talk are ignored."""
        case = case_of(context)
        if case is None or not context.talking:
            return False
        if content.text and content.message_id > context.participant.last_message_id:
            text = Text(content.text, content.message_id, had_cpr=content.had_cpr)
            await self._relay(context, case, text)
        else:
            await tell_of_cpr(context, content)
        return True

    # --- going on without a consultant

    def leave_talk(self, context: ParticipantContext, content: Content) -> None:
        """Bring the assistant back if a press or command is meant for it; the case stays open."""
        case = case_of(context)
        if case is not None and _leaves_talk(content):
            case.talking = False

    async def press(self, context: ParticipantContext, button: ParticipantCaseButton) -> bool:
        """True where the open question is to be shown again.  Raises InvalidButton."""
        match button:
            case WriteToConsultant():
                await self._write(context)
            case ContinueWithAssistant():
                return True
            case ConfirmCaseDone(case_id):
                return await self._done(context, case_id)
            case KeepCaseOpen(case_id):
                await self._keep_open(context, case_id)
            case _:
                raise InvalidButton(button.wire)
        return False

    async def _write(self, context: ParticipantContext) -> None:
        await self._resume_talk(context)
        case = case_of(context)
        assert case is not None, "it is open now"
        await context.say(views.write_now(case.taken_name))

    async def _done(self, context: ParticipantContext, case_id: int) -> bool:
        case = case_of(context)
        if case is None or case.id != case_id:
            await context.say(views.closed_already())
            return False
        await self._close(context, case, None, None)
        return True

    async def _keep_open(self, context: ParticipantContext, case_id: int) -> None:
        case = case_of(context)
        if case is None or case.id != case_id:
            await context.say(views.closed_already())
            return
        case.stay(context.now)
        case.talking = True
        await context.say(views.kept_open())

    async def show_open_question(self, context: ParticipantContext) -> bool:
        """Say where the participant was and ask again; False where no question is open."""
        active = await self.summaries.flows.current(context)
        if active is None or self.summaries.onboarding.pending_step(context.participant):
            return False
        await context.say(active.views.where_we_were(active.question))
        await flow_steps.show_current(context, active)
        return True

    async def close(
        self,
        context: ParticipantContext,
        case: Case,
        by: int | None = None,
        name: str | None = None,
    ) -> None:
        """Close a case and show the open question.

        `by`, `name`: the consultant who closed it; None: nobody wrote any more.
        """
        await self._close(context, case, by, name)
        await self.show_open_question(context)

    async def _close(
        self, context: ParticipantContext, case: Case, by: int | None, name: str | None
    ) -> None:
        case.close(by, context.now)
        context.talk = None
        await context.say(views.closed(name))
        change = f"closed:{context.update_id}"
        await update_post(context.uow, case, context.now, change, name)
        await self.alarms.update(context.uow, case, context.now, change, name)


def _leaves_talk(content: Content) -> bool:
    match content:
        case Command(name):
            return leaves_talk(name)
        case Press(data):
            return _press_leaves_talk(data)
        case _:
            return False


def _press_leaves_talk(data: str) -> bool:
    try:
        button = unpack(data)
    except InvalidButton:
        return False
    if isinstance(button, RunCommand):
        return leaves_talk(button.name)
    return button.leaves_talk
