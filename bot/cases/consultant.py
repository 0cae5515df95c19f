"""The consultants' side of a talk: take it, put it off, end it, and write in a topic."""

from dataclasses import dataclass

from bot.cases.handlers import handover, relay
from bot.cases.handlers.handover import Handover
from bot.cases.handlers.relay import Sent
from bot.cases.handlers.summary import Backgrounds
from bot.cases.rules.cases import SNOOZE, Case
from bot.cases.rules.relays import NOTE, Direction, Kind, Relay, State
from bot.cases.storage.cases import Cases
from bot.cases.storage.relays import Relays, Topics
from bot.cases.views import cases as words
from bot.cases.views import relay as relay_words
from bot.kernel.buttons import NotAButton, Pressed
from bot.kernel.consultant_context import Visit
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.incoming import Attachment, Content, Edited, Text
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.participant_context import Turn
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS, ConsultantsChat


@dataclass(frozen=True)
class CaseDesk:
    chat: ConsultantsChat
    handover: Handover

    # --- buttons and commands

    async def press(self, visit: Visit, pressed: Pressed) -> None:
        """`h:<verb>:<case>`, and `h:u:<relay>` to take words back.  Raises NotAButton."""
        if pressed.argument(0) == "u":
            await self._take_back(visit, pressed.number(1))
            return
        case, person = await self._case(visit, pressed.number(1))
        if not case.open:
            await visit.say(words.closed_already(person), about=person)
            return
        match pressed.argument(0):
            case "t":
                await self._take(visit, case, person)
            case "ty":
                await self._take_over(visit, case, person)
            case "l":
                case.snoozed_until = visit.now + SNOOZE
                await visit.say(words.later(case, person), about=person)
            case "c":
                await self._close(visit, case, person)
            case _:
                raise NotAButton("h")

    async def show(self, visit: Visit, case_id: int) -> None:
        """All that is known, again.  Raises NotAButton."""
        case, person = await self._case(visit, case_id)
        background = await self._backgrounds.of(visit.to(person))
        post = words.with_note(words.opening(person, case, background), case)
        await visit.say(post, about=person)

    async def close_here(self, visit: Visit) -> None:
        """/close in a person's topic, or as a reply to a message about somebody."""
        person = await self._addressed(visit, visit.message_id)
        if person is None or person.id is None:
            await visit.say(words.needs_topic())
            return
        case = await visit.uow[Cases].open_of(person.id)
        if case is None:
            await visit.say(words.nothing_open(person), about=person)
        else:
            await self._close(visit, case, person)

    # --- words

    async def hears(self, visit: Visit, content: Content) -> bool:
        """What stands in a person's topic is for that person; False where it is in none."""
        if isinstance(content, Edited):
            return await self._edited(visit, content)
        if not isinstance(content, Text | Attachment) or visit.thread == 0:
            return False
        person = await self._of_topic(visit)
        if person is None:
            return False
        await self.pass_on(visit, person, content)
        return True

    async def reply(self, visit: Visit, content: Sent) -> bool:
        """To a message about somebody: in the group, or where a consultant is alone with us."""
        person = await self._addressed(visit, content.reply_to)
        if person is None:
            return False
        await self.pass_on(visit, person, content)
        return True

    async def pass_on(self, visit: Visit, person: Participant, content: Sent) -> None:
        said = content.text if isinstance(content, Text) else content.caption
        if not said.lstrip().startswith(NOTE):
            await relay.to_person(visit, person, content)

    async def _edited(self, visit: Visit, content: Edited) -> bool:
        known = await visit.uow[Relays].of_source(visit.chat_id, content.message_id)
        if known is None or known.direction is not Direction.OUT:
            return False
        note = (content.text or "").lstrip().startswith(NOTE)
        gone = known.state is State.GONE
        if content.text is None or content.text == known.text or (note and gone):
            return True
        if note:  # in time: it was meant for colleagues
            await self._undo(visit, known)
        elif known.state is not State.UNDONE:
            known.change(content.text, visit.now)
        return True

    async def _take_back(self, visit: Visit, relay_id: int) -> None:
        known = await visit.uow[Relays].get(relay_id)
        if known is None or known.direction is not Direction.OUT:
            raise NotAButton("h")
        await self._undo(visit, known)

    async def _undo(self, visit: Visit, known: Relay) -> None:
        if known.state is State.UNDONE:
            return
        if not known.take_back():
            await visit.say(relay_words.too_late())
            return
        person = await visit.uow[Participants].get(known.participant_id)
        await visit.uow[Outbox].put(
            f"{known.key}undone", known.source_chat, relay_words.taken_back(person),
            CONSULTANT_LANGUAGE, visit.now, "amend", edit_of=relay.banner_key(known),
        )  # fmt: skip

    # ---

    async def _take(self, visit: Visit, case: Case, person: Participant) -> None:
        if case.taken_by is None:
            await self._take_over(visit, case, person)
        elif case.taken_by == visit.by:
            await handover.note(visit.uow, case, visit.now, f"again:{visit.update_id}")
            await visit.say(words.you_have_it(person), about=person)
        else:
            await visit.say(words.has_it(case, person), about=person)

    async def _take_over(self, visit: Visit, case: Case, person: Participant) -> None:
        if case.taken_by == visit.by:
            await visit.say(words.you_have_it(person), about=person)
            return
        case.take(visit.by, visit.name, visit.now)
        await visit.to(person).say(words.is_here(visit.name))
        await handover.note(visit.uow, case, visit.now, f"taken:{visit.update_id}")
        if await visit.uow[Outbox].latest(handover.post_key(case)) is None:
            await visit.say(words.taken(case, person), about=person)

    async def _close(self, visit: Visit, case: Case, person: Participant) -> None:
        """Behind words that are still held, or at once."""
        assert person.id is not None, "participants are stored before their talks"
        held = await visit.uow[Relays].held(person.id, Direction.OUT)
        if held:
            await visit.uow[Relays].add(_closing(visit, case, held[-1]))
        else:
            turn = visit.to(person)
            await self.close(turn, case, visit.by, visit.name)

    async def close(self, turn: Turn, case: Case, by: int | None, name: str | None) -> None:
        await handover.close(turn, case, by, name)
        await self.handover.go_on(turn)

    async def _case(self, visit: Visit, case_id: int) -> tuple[Case, Participant]:
        """Raises NotAButton."""
        case = await visit.uow[Cases].get(case_id)
        if case is None:
            raise NotAButton("h")
        return case, await visit.uow[Participants].get(case.participant_id)

    async def _addressed(self, visit: Visit, reply_to: int | None) -> Participant | None:
        """Whom a message that is replied to is about; else whose topic it is."""
        if reply_to is not None:
            about = await visit.uow[Outbox].about(reply_to, visit.chat_id)
            if about is not None:
                return await visit.uow[Participants].get(about)
        return await self._of_topic(visit)

    async def about(self, visit: Visit) -> int | None:
        """Whom something that was done at the desk concerns; None: nobody in particular."""
        person = await self._addressed(visit, visit.message_id)
        return person.id if person is not None else None

    async def _of_topic(self, visit: Visit) -> Participant | None:
        chat_id = self.chat.chat_id
        if visit.thread == 0 or visit.chat_id != CONSULTANTS or chat_id is None:
            return None
        topic = await visit.uow[Topics].at(chat_id, visit.thread)
        return await visit.uow[Participants].get(topic.participant_id) if topic else None

    @property
    def _backgrounds(self) -> Backgrounds:
        return self.handover.backgrounds


def _closing(visit: Visit, case: Case, last: Relay) -> Relay:
    return Relay(
        case.participant_id, Direction.OUT, Kind.CLOSE, State.HELD, visit.chat_id,
        visit.update_id, visit.now, last.due_at, case_id=case.id, by=visit.by,
        by_name=visit.name, thread=visit.thread,
    )  # fmt: skip
