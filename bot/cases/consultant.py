"""The consultants' side of a talk: take it, put it off, end it, and write in a topic."""

from dataclasses import dataclass

from bot.cases.handlers import handover, relay
from bot.cases.handlers.handover import Handover
from bot.cases.handlers.relay import Sent
from bot.cases.handlers.summary import CaseSummaries
from bot.cases.rules.cases import SNOOZE, Case
from bot.cases.rules.relays import NOTE, Direction, Relay, RelayKind, RelayState
from bot.cases.storage.cases import Cases
from bot.cases.storage.relays import Relays, Topics
from bot.cases.views import cases as words
from bot.cases.views import relay as relay_words
from bot.kernel.buttons import InvalidButton, Pressed
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.incoming import Attachment, Content, Edited, Text
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS, ConsultantsChat


@dataclass(frozen=True)
class CaseDesk:
    chat: ConsultantsChat
    handover: Handover

    # --- buttons and commands

    async def press(self, context: ConsultantContext, pressed: Pressed) -> None:
        """`h:<verb>:<case>`, and `h:u:<relay>` to take words back.  Raises NotAButton."""
        if pressed.argument(0) == "u":
            await self._take_back(context, pressed.number(1))
            return
        case, person = await self._case(context, pressed.number(1))
        if not case.open:
            await context.say(words.closed_already(person), about=person)
            return
        match pressed.argument(0):
            case "t":
                await self._take(context, case, person)
            case "ty":
                await self._take_over(context, case, person)
            case "l":
                case.snoozed_until = context.now + SNOOZE
                await context.say(words.later(case, person), about=person)
            case "c":
                await self._close(context, case, person)
            case _:
                raise InvalidButton("h")

    async def show(self, context: ConsultantContext, case_id: int) -> None:
        """All that is known, again.  Raises NotAButton."""
        case, person = await self._case(context, case_id)
        background = await self._backgrounds.of(context.to(person))
        post = words.with_note(words.opening(person, case, background), case)
        await context.say(post, about=person)

    async def close_here(self, context: ConsultantContext) -> None:
        """/close in a person's topic, or as a reply to a message about somebody."""
        person = await self._addressed(context, context.message_id)
        if person is None or person.id is None:
            await context.say(words.needs_topic())
            return
        case = await context.uow[Cases].open_of(person.id)
        if case is None:
            await context.say(words.nothing_open(person), about=person)
        else:
            await self._close(context, case, person)

    # --- words

    async def hears(self, context: ConsultantContext, content: Content) -> bool:
        """What stands in a person's topic is for that person; False where it is in none."""
        if isinstance(content, Edited):
            return await self._edited(context, content)
        if not isinstance(content, Text | Attachment) or context.thread == 0:
            return False
        person = await self._of_topic(context)
        if person is None:
            return False
        await self.pass_on(context, person, content)
        return True

    async def reply(self, context: ConsultantContext, content: Sent) -> bool:
        """To a message about somebody: in the group, or where a consultant is alone with us."""
        person = await self._addressed(context, content.reply_to)
        if person is None:
            return False
        await self.pass_on(context, person, content)
        return True

    async def pass_on(
        self, context: ConsultantContext, person: Participant, content: Sent
    ) -> None:
        said = content.text if isinstance(content, Text) else content.caption
        if not said.lstrip().startswith(NOTE):
            await relay.to_person(context, person, content)

    async def _edited(self, context: ConsultantContext, content: Edited) -> bool:
        known = await context.uow[Relays].of_source(context.chat_id, content.message_id)
        if known is None or known.direction is not Direction.OUT:
            return False
        note = (content.text or "").lstrip().startswith(NOTE)
        gone = known.state is RelayState.GONE
        if content.text is None or content.text == known.text or (note and gone):
            return True
        if note:  # in time: it was meant for colleagues
            await self._undo(context, known)
        elif known.state is not RelayState.UNDONE:
            known.change(content.text, context.now)
        return True

    async def _take_back(self, context: ConsultantContext, relay_id: int) -> None:
        known = await context.uow[Relays].get(relay_id)
        if known is None or known.direction is not Direction.OUT:
            raise InvalidButton("h")
        await self._undo(context, known)

    async def _undo(self, context: ConsultantContext, known: Relay) -> None:
        if known.state is RelayState.UNDONE:
            return
        if not known.take_back():
            await context.say(relay_words.too_late())
            return
        person = await context.uow[Participants].get(known.participant_id)
        await context.uow[Outbox].put(
            f"{known.key}undone", known.source_chat, relay_words.taken_back(person),
            CONSULTANT_LANGUAGE, context.now, "amend", edit_of=relay.banner_key(known),
        )  # fmt: skip

    # ---

    async def _take(self, context: ConsultantContext, case: Case, person: Participant) -> None:
        if case.taken_by is None:
            await self._take_over(context, case, person)
        elif case.taken_by == context.by:
            await handover.note(context.uow, case, context.now, f"again:{context.update_id}")
            await context.say(words.you_have_it(person), about=person)
        else:
            await context.say(words.has_it(case, person), about=person)

    async def _take_over(
        self, context: ConsultantContext, case: Case, person: Participant
    ) -> None:
        if case.taken_by == context.by:
            await context.say(words.you_have_it(person), about=person)
            return
        case.take(context.by, context.name, context.now)
        await context.to(person).say(words.is_here(context.name))
        await handover.note(context.uow, case, context.now, f"taken:{context.update_id}")
        if await context.uow[Outbox].latest(handover.post_key(case)) is None:
            await context.say(words.taken(case, person), about=person)

    async def _close(self, context: ConsultantContext, case: Case, person: Participant) -> None:
        """Behind words that are still held, or at once."""
        assert person.id is not None, "participants are stored before their talks"
        held = await context.uow[Relays].held(person.id, Direction.OUT)
        if held:
            await context.uow[Relays].add(_closing(context, case, held[-1]))
        else:
            recipient = context.to(person)
            await self.close(recipient, case, context.by, context.name)

    async def close(
        self, recipient: ParticipantContext, case: Case, by: int | None, name: str | None
    ) -> None:
        await handover.close(recipient, case, by, name)
        await self.handover.go_on(recipient)

    async def _case(self, context: ConsultantContext, case_id: int) -> tuple[Case, Participant]:
        """Raises NotAButton."""
        case = await context.uow[Cases].get(case_id)
        if case is None:
            raise InvalidButton("h")
        return case, await context.uow[Participants].get(case.participant_id)

    async def _addressed(
        self, context: ConsultantContext, reply_to: int | None
    ) -> Participant | None:
        """Whom a message that is replied to is about; else whose topic it is."""
        if reply_to is not None:
            about = await context.uow[Outbox].about(reply_to, context.chat_id)
            if about is not None:
                return await context.uow[Participants].get(about)
        return await self._of_topic(context)

    async def about(self, context: ConsultantContext) -> int | None:
        """Whom something that was done at the desk concerns; None: nobody in particular."""
        person = await self._addressed(context, context.message_id)
        return person.id if person is not None else None

    async def _of_topic(self, context: ConsultantContext) -> Participant | None:
        chat_id = self.chat.chat_id
        if context.thread == 0 or context.chat_id != CONSULTANTS or chat_id is None:
            return None
        topic = await context.uow[Topics].at(chat_id, context.thread)
        return await context.uow[Participants].get(topic.participant_id) if topic else None

    @property
    def _backgrounds(self) -> CaseSummaries:
        return self.handover.backgrounds


def _closing(context: ConsultantContext, case: Case, last: Relay) -> Relay:
    return Relay(
        case.participant_id, Direction.OUT, RelayKind.CLOSE, RelayState.HELD, context.chat_id,
        context.update_id, context.now, last.due_at, case_id=case.id, by=context.by,
        by_name=context.name, thread=context.thread,
    )  # fmt: skip
