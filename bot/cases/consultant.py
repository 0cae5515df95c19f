"""The consultants' side of a case: take, snooze, close it, and write to the participant."""

from dataclasses import dataclass

from bot.cases.buttons import (
    CaseButton,
    CloseCase,
    SnoozeCase,
    TakeBackRelay,
    TakeCase,
    TakeOverCase,
)
from bot.cases.handlers import relay
from bot.cases.handlers.cases import CaseHandlers
from bot.cases.handlers.posts import post_key, update_post
from bot.cases.handlers.relay import Relayed
from bot.cases.handlers.relayed_files import remove
from bot.cases.rules.cases import SNOOZE, Case
from bot.cases.rules.relays import NOTE, Direction, Relay, RelayKind, RelayState
from bot.cases.storage.cases import Cases
from bot.cases.storage.relays import Relays, Topics
from bot.cases.views import consultant as views
from bot.cases.views import participant as participant_views
from bot.cases.views import relay as relay_views
from bot.kernel.callback_data import InvalidButton
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.incoming import Attachment, Content, Edited, Text
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS, ConsultantsChat


@dataclass(frozen=True)
class CaseConsultantHandlers:
    chat: ConsultantsChat
    cases: CaseHandlers

    # --- buttons and commands

    async def press(self, context: ConsultantContext, button: CaseButton) -> None:
        """Raises InvalidButton."""
        match button:
            case TakeBackRelay(relay_id):
                await self._take_back(context, relay_id)
            case (
                TakeCase(case_id)
                | TakeOverCase(case_id)
                | SnoozeCase(case_id)
                | CloseCase(case_id)
            ):
                await self._press_case(context, button, case_id)
            case _:
                raise InvalidButton(button.wire)

    async def _press_case(
        self, context: ConsultantContext, button: CaseButton, case_id: int
    ) -> None:
        """Raises InvalidButton."""
        case, participant = await self._case(context, case_id)
        if not case.open:
            await context.say(views.closed_already(participant), about=participant)
            return
        match button:
            case TakeCase():
                await self._take(context, case, participant)
            case TakeOverCase():
                await self._take_over(context, case, participant)
            case SnoozeCase():
                case.snoozed_until = context.now + SNOOZE
                await context.say(views.snoozed(case, participant), about=participant)
            case CloseCase():
                await self._close(context, case, participant)

    async def show(self, context: ConsultantContext, case_id: int) -> None:
        """Show the opening post of a case as it would be today.  Raises InvalidButton."""
        case, participant = await self._case(context, case_id)
        summary = await self.cases.summaries.of(context.to(participant))
        post = views.with_note(views.opening(participant, case, summary), case)
        await context.say(post, about=participant)

    async def close_here(self, context: ConsultantContext) -> None:
        """/close in a participant's topic, or as a reply to a message about somebody."""
        participant = await self._addressed(context, context.message_id)
        if participant is None or participant.id is None:
            await context.say(views.close_needs_participant())
            return
        case = await context.uow[Cases].open_of(participant.id)
        if case is None:
            await context.say(views.no_open_case(participant), about=participant)
        else:
            await self._close(context, case, participant)

    # --- messages

    async def receive(self, context: ConsultantContext, content: Content) -> bool:
        """Relay what is written in a participant's topic; False where it is in no such topic."""
        if isinstance(content, Edited):
            return await self._edited(context, content)
        if not isinstance(content, Text | Attachment) or context.thread == 0:
            return False
        participant = await self._of_topic(context)
        if participant is None:
            return False
        await self._relay(context, participant, content)
        return True

    async def reply(self, context: ConsultantContext, content: Relayed) -> bool:
        """Relay a reply to a message about somebody; False where it is about nobody."""
        participant = await self._addressed(context, content.reply_to)
        if participant is None:
            return False
        await self._relay(context, participant, content)
        return True

    async def _relay(
        self, context: ConsultantContext, participant: Participant, content: Relayed
    ) -> None:
        if not _is_note(content.text if isinstance(content, Text) else content.caption):
            await relay.to_person(context, participant, content)

    async def _edited(self, context: ConsultantContext, content: Edited) -> bool:
        known = await context.uow[Relays].of_source(context.chat_id, content.message_id)
        if known is None or known.direction is not Direction.OUT:
            return False
        note, gone = _is_note(content.text or ""), known.state is RelayState.GONE
        if content.text is None or content.text == known.text or (note and gone):
            return True
        if note:  # not sent yet: it is meant for colleagues only
            await self._undo(context, known)
        elif known.state is not RelayState.UNDONE:
            known.change(content.text, context.now)
        return True

    async def _take_back(self, context: ConsultantContext, relay_id: int) -> None:
        known = await context.uow[Relays].get(relay_id)
        if known is None or known.direction is not Direction.OUT:
            raise InvalidButton(TakeBackRelay.wire)
        await self._undo(context, known)

    async def _undo(self, context: ConsultantContext, known: Relay) -> None:
        if known.state is RelayState.UNDONE:
            return
        if not known.take_back():
            await context.say(relay_views.too_late())
            return
        await remove(context.uow, known)
        participant = await context.uow[Participants].get(known.participant_id)
        await context.uow[Outbox].put(
            f"{known.key}undone",
            known.source_chat,
            relay_views.taken_back(participant),
            CONSULTANT_LANGUAGE,
            context.now,
            SendOptions(method="amend", edit_of=relay.banner_key(known)),
        )

    # --- cases

    async def _take(
        self, context: ConsultantContext, case: Case, participant: Participant
    ) -> None:
        if case.taken_by is None:
            await self._take_over(context, case, participant)
        elif case.taken_by == context.by:
            await update_post(context.uow, case, context.now, f"again:{context.update_id}")
            await context.say(views.yours_already(participant), about=participant)
        else:
            await context.say(views.taken_by_colleague(case, participant), about=participant)

    async def _take_over(
        self, context: ConsultantContext, case: Case, participant: Participant
    ) -> None:
        if case.taken_by == context.by:
            await context.say(views.yours_already(participant), about=participant)
            return
        case.take(context.by, context.name, context.now)
        await context.to(participant).say(participant_views.consultant_joined(context.name))
        change = f"taken:{context.update_id}"
        await update_post(context.uow, case, context.now, change)
        await self.cases.alarms.update(context.uow, case, context.now, change)
        if await context.uow[Outbox].latest(post_key(case)) is None:
            await context.say(views.taken(case, participant), about=participant)

    async def _close(
        self, context: ConsultantContext, case: Case, participant: Participant
    ) -> None:
        """At once, or after the messages that are still held."""
        assert participant.id is not None, "participants are stored before their cases"
        held = await context.uow[Relays].held(participant.id, Direction.OUT)
        if held:
            await context.uow[Relays].add(_closing(context, case, held[-1]))
        else:
            await self.cases.close(context.to(participant), case, context.by, context.name)

    async def _case(self, context: ConsultantContext, case_id: int) -> tuple[Case, Participant]:
        """Raises InvalidButton."""
        case = await context.uow[Cases].get(case_id)
        if case is None:
            raise InvalidButton(CaseButton.__name__)
        return case, await context.uow[Participants].get(case.participant_id)

    async def about(self, context: ConsultantContext) -> int | None:
        """The id of the participant whom this update concerns; None: nobody in particular."""
        participant = await self._addressed(context, context.message_id)
        return participant.id if participant is not None else None

    async def _addressed(
        self, context: ConsultantContext, reply_to: int | None
    ) -> Participant | None:
        """Whom the message that is replied to is about; otherwise whose topic it is."""
        if reply_to is not None:
            about = await context.uow[Outbox].about(reply_to, context.chat_id)
            if about is not None:
                return await context.uow[Participants].get(about)
        return await self._of_topic(context)

    async def _of_topic(self, context: ConsultantContext) -> Participant | None:
        chat_id = self.chat.chat_id
        if context.thread == 0 or context.chat_id != CONSULTANTS or chat_id is None:
            return None
        topic = await context.uow[Topics].at(chat_id, context.thread)
        return await context.uow[Participants].get(topic.participant_id) if topic else None


def _is_note(text: str) -> bool:
    """For colleagues only."""
    return text.lstrip().startswith(NOTE)


def _closing(context: ConsultantContext, case: Case, last: Relay) -> Relay:
    """Close the case right after the last message that is held."""
    return Relay(
        case.participant_id, Direction.OUT, RelayKind.CLOSE, RelayState.HELD, context.chat_id,
        context.update_id, context.now, last.due_at, case_id=case.id, by=context.by,
        by_name=context.name, thread=context.thread,
    )  # fmt: skip
