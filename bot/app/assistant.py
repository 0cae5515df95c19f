"""Processing of one update from the inbox, and of the NLU result of a text.

An update is marked done in the transaction of its effect, so processing it twice has no further
effect.
"""

from dataclasses import dataclass

from bot.app.consultant_router import ConsultantRouter
from bot.app.groups import ConsultantsGroup
from bot.app.interpreter import MessageInterpreter
from bot.app.router import ParticipantRouter
from bot.cases.storage.cases import Cases
from bot.cases.views.participant import with_way_to_talk
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.incoming import Command, Content, Incoming, Membership, Press, Sender, Text
from bot.kernel.languages import offer
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant
from bot.kernel.ports import Clock
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.kernel.views import replies
from bot.office.views import colleagues
from bot.pipeline.inbox import Inbox, InboxRow
from bot.pipeline.ports import FindOutFirst, UninterpretedText
from bot.pipeline.updates import parse
from bot.questionnaire.rules.interruption import NluResult


@dataclass(frozen=True)
class Assistant:
    """Processes updates of participants and consultants."""

    uow: UnitsOfWork
    clock: Clock
    desk: ConsultantRouter
    groups: ConsultantsGroup
    conversation: ParticipantRouter
    reader: MessageInterpreter

    async def handle(
        self, uow: UnitOfWork, row: InboxRow
    ) -> UninterpretedText | FindOutFirst | None:
        """Process an update; return its text if that needs NLU first, else None."""
        unread = await self._handle(uow, row, parse(row.payload))
        if unread is None:
            await uow[Inbox].done(row.update_id, self.clock())
        return unread

    async def understood(self, update_id: int, meaning: NluResult, family: str) -> None:
        """Process the NLU result of a text.  Idempotent."""
        await retry_on_conflict(lambda: self._understood_once(update_id, meaning, family))

    async def _understood_once(self, update_id: int, meaning: NluResult, family: str) -> None:
        async with self.uow() as uow:
            row = await uow[Inbox].row(update_id)
            if row is None:
                return
            incoming = parse(row.payload)
            assert isinstance(incoming.content, Text), "only texts are sent to be understood"
            context = await self._context(uow, incoming, "understood")
            text = incoming.content.text
            # A conversation with a consultant may have started since: then the text is relayed.
            if not await self.conversation.to_the_human(context, incoming.content):
                await self.reader.understood(context, text, meaning, family, row.waiting)
            await uow[Inbox].done(update_id, context.now)
            await uow.commit()

    async def one_moment(self, update_id: int, waiting: str) -> None:
        """Park a text while NLU is unavailable; the participant is told once."""
        await retry_on_conflict(lambda: self._one_moment_once(update_id, waiting))

    async def _one_moment_once(self, update_id: int, waiting: str) -> None:
        async with self.uow() as uow:
            row = await uow[Inbox].row(update_id)
            if row is None or row.parked:
                return
            if not await uow[Inbox].has_parked(row.chat_id):
                context = await self._context(uow, parse(row.payload), "aside")
                await context.say(replies.one_moment())
            await uow[Inbox].park(update_id, waiting, self.clock())
            await uow.commit()

    async def give_up(self, update_id: int, failure: str) -> None:
        """Drop an update after its last attempt and apologise to the participant."""
        await retry_on_conflict(lambda: self._give_up_once(update_id, failure))

    async def _give_up_once(self, update_id: int, failure: str) -> None:
        async with self.uow() as uow:
            row = await uow[Inbox].row(update_id)
            if row is None:
                return
            incoming = parse(row.payload)
            if incoming.sender.private and not self.desk.owns(incoming):
                await (await self._context(uow, incoming, "failed")).say(replies.went_wrong())
            await uow[Inbox].done(update_id, self.clock(), failure)
            await uow.commit()

    async def _handle(
        self, uow: UnitOfWork, row: InboxRow, incoming: Incoming
    ) -> UninterpretedText | FindOutFirst | None:
        if not incoming.sender.private:
            return await self._in_group(uow, incoming)
        done = await self.desk.handle_private(uow, incoming)
        if done:
            return done if isinstance(done, FindOutFirst) else None
        if await self._asks_for_number(uow, incoming):
            return None
        context = await self._context(uow, incoming, "")
        if await self.conversation.to_the_human(context, incoming.content):
            return None
        if row.parked or not await self._do(context, incoming.content):
            return await self._unread(context, row, incoming.content)
        return None

    async def _in_group(self, uow: UnitOfWork, incoming: Incoming) -> FindOutFirst | None:
        if await self.groups.receive(uow, incoming):
            return None
        if not self.desk.owns(incoming):
            return await self.groups.receive_elsewhere(uow, incoming)
        await self.desk.handle(uow, incoming)
        return None

    async def _asks_for_number(self, uow: UnitOfWork, incoming: Incoming) -> bool:
        """/id and /pair in private are asked by those who become consultants: nothing is stored
        about them."""
        sender, content = incoming.sender, incoming.content
        if not isinstance(content, Command) or content.name not in ("id", "pair"):
            return False
        answer = colleagues.own_number(sender.user_id)
        if content.name == "pair":
            answer = colleagues.pair_in_group()
        key, language = f"u{incoming.update_id}:number", offer(sender.language_code)
        await uow[Outbox].put(key, sender.chat_id, answer, language, self.clock())
        return True

    async def _do(self, context: ParticipantContext, content: Content) -> bool:
        if not isinstance(content, Text | Membership):
            context.participant.misses = 0
            context.participant.withdraw_offer()
        self.conversation.cases.leave_talk(context, content)
        if isinstance(content, Press) and await self.reader.press(context, content.data):
            return True
        return await self.conversation.handle(context, content)

    async def _unread(
        self, context: ParticipantContext, row: InboxRow, content: Content
    ) -> UninterpretedText:
        assert isinstance(content, Text), "only texts need NLU"
        _, waiting = await self.reader.waiting(context)
        return UninterpretedText(
            context.participant.chat_id,
            content.text,
            context.participant.language,
            waiting if row.waiting is None else row.waiting,
        )

    async def _context(
        self, uow: UnitOfWork, incoming: Incoming, stage: str
    ) -> ParticipantContext:
        participant = await self._participant(uow, incoming.sender)
        assert participant.id is not None, "it was just stored"
        case = await uow[Cases].open_of(participant.id)
        return ParticipantContext(
            uow,
            participant,
            incoming.update_id,
            self.clock(),
            stage,
            incoming.content,
            case,
            with_way_to_talk,
        )

    async def _participant(self, uow: UnitOfWork, sender: Sender) -> Participant:
        known = await uow[Participants].of_chat(sender.chat_id)
        if known is not None:
            known.first_name = sender.first_name or known.first_name
            known.unreachable_since = None  # a participant who writes is reachable
            known.seen_at = self.clock()
            return known
        language = offer(sender.language_code)
        newcomer = Participant(sender.chat_id, sender.first_name, language, self.clock())
        await uow[Participants].add(newcomer)
        return newcomer
