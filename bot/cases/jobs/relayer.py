"""Brings words to the other side when they are due: translated where that can be, in order."""

from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.cases.consultant import CaseDesk
from bot.cases.handlers import handover
from bot.cases.handlers.relay import banner_key
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.rules.relays import Direction, Relay, RelayKind, RelayState
from bot.cases.storage.cases import Cases
from bot.cases.storage.relays import Relays
from bot.cases.views import relay as words
from bot.cases.views.relay import RelayedWords
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Copied, Message
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS, Clock, Translator
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.pipeline.keyed_tasks import KeyedTasks

log = structlog.get_logger()

# After a fault of ours: later, so that the log is not full of it.
TRY_AGAIN = timedelta(seconds=30)


@dataclass
class Relayer:
    """Each direction of each person's talk is a lane of its own, in order."""

    uow: UnitsOfWork
    clock: Clock
    cases: CaseDesk
    zone: ZoneInfo
    translator: Translator | None = None
    _limiter: KeyedTasks = field(default_factory=lambda: KeyedTasks("relay"), init=False)

    async def run(self) -> None:
        """Until cancelled; what is held then goes out after the next start."""
        await self._limiter.run(self.work)

    async def work(self) -> None:
        async with self.uow() as uow:
            lanes = await uow[Relays].lanes_due(self.clock())
        for participant_id, direction in lanes:
            lane = participant_id * 2 + (direction is Direction.OUT)
            if not self._limiter.is_busy(lane):
                self._limiter.start(lane, self._drain(participant_id, direction))

    async def drained(self) -> None:
        await self._limiter.drained()

    async def _drain(self, participant_id: int, direction: Direction) -> None:
        while (relay := await self._next(participant_id, direction)) is not None:
            assert relay.id is not None, "it comes from the database"
            try:
                await self._pass_on(relay.id, relay.text, relay.participant_id)
            except Exception as error:  # noqa: BLE001  # one bad message must not stop all talks
                log.error("relay_failed", relay_id=relay.id, **fault(error))
                await retry_on_conflict(lambda relay_id=relay.id: self._later(relay_id))  # type: ignore[misc]  # mypy can't infer a lambda's default
                return

    async def _next(self, participant_id: int, direction: Direction) -> Relay | None:
        return await retry_on_conflict(lambda: self._look_up(participant_id, direction))

    async def _look_up(self, participant_id: int, direction: Direction) -> Relay | None:
        async with self.uow() as uow:
            return await uow[Relays].next_of(participant_id, direction, self.clock())

    async def _later(self, relay_id: int) -> None:
        async with self.uow() as uow:
            relay = await uow[Relays].get(relay_id)
            if relay is not None:
                relay.due_at = self.clock() + TRY_AGAIN
            await uow.commit()

    async def _pass_on(self, relay_id: int, text: str, participant_id: int) -> None:
        async with self.uow() as uow:
            person = await uow[Participants].get(participant_id)
            relay = await uow[Relays].get(relay_id)
        assert relay is not None, "it was just there"
        translation = await self._translate(relay, person)
        await retry_on_conflict(lambda: self._gone(relay_id, text, translation))

    async def _gone(self, relay_id: int, text: str, translation: str | None) -> None:
        async with self.uow() as uow:
            relay = await uow[Relays].get(relay_id)
            # Meanwhile it may have been taken back, or changed: then it has its turn once more.
            if relay is not None and relay.state is RelayState.HELD and relay.text == text:
                await self._put(uow, relay, translation)
                await uow.commit()

    async def _translate(self, relay: Relay, person: Participant) -> str | None:
        """No network inside a unit of work; the original goes where there is none."""
        if self.translator is None or not relay.text.strip():
            return None
        source, target = _languages(relay, person)
        if source == target:
            return None
        return await self.translator.translate(relay.text, source, target)

    async def _put(self, uow: UnitOfWork, relay: Relay, translation: str | None) -> None:
        person = await uow[Participants].get(relay.participant_id)
        relay.state, relay.translation = RelayState.GONE, translation
        if relay.kind is RelayKind.CLOSE:
            await self._close(uow, relay, person)
        elif relay.direction is Direction.IN:
            said = words.from_person(
                person, await self._words(uow, relay, person, translation), _copied(relay)
            )
            case = await uow[Cases].open_of(relay.participant_id)
            silent = handover.is_night(self.clock(), self.zone) and not (case and case.urgent)
            await self._send(uow, relay, CONSULTANTS, CONSULTANT_LANGUAGE, said, silent)
        else:
            await self._to_person(uow, relay, person, translation)

    async def _to_person(
        self, uow: UnitOfWork, relay: Relay, person: Participant, translation: str | None
    ) -> None:
        first = await self._human_wrote(uow, relay) if relay.edition == 0 else False
        told = await self._words(uow, relay, person, translation)
        said = words.from_consultant(relay.by_name or "?", told, _copied(relay), first)
        await self._send(uow, relay, person.chat_id, person.language, said, silent=False)
        edited = translation is None and relay.edition
        banner = words.changed(person) if edited else words.went_out(person, translation)
        await uow[Outbox].put(
            f"{relay.key}done{relay.edition}", relay.source_chat, banner, CONSULTANT_LANGUAGE,
            self.clock(), "amend", edit_of=banner_key(relay),
        )  # fmt: skip

    async def _human_wrote(self, uow: UnitOfWork, relay: Relay) -> bool:
        """Opens a talk where there is none.  True where the person's words go there from now."""
        now = self.clock()
        case = await uow[Cases].open_of(relay.participant_id)
        if case is None:
            case = Case(relay.participant_id, now, CaseReason.HUMAN, talking=False)
            await uow[Cases].add(case)
        first, untaken = not case.talking, case.taken_at is None
        case.mark_answered(relay.by or 0, relay.by_name or "?", now)
        case.talking, case.snoozed_until = True, None
        relay.case_id = case.id
        if untaken:
            await handover.note(uow, case, now, f"taken:relay{relay.id}")
        return first

    async def _words(
        self, uow: UnitOfWork, relay: Relay, person: Participant, translation: str | None
    ) -> RelayedWords:
        source, target = _languages(relay, person)
        missing = translation is None and source != target and bool(relay.text.strip())
        first = missing and relay.edition == 0 and await self._is_first(uow, relay)
        return RelayedWords(relay.text, translation, source, first, relay.edition > 0)

    async def _is_first(self, uow: UnitOfWork, relay: Relay) -> bool:
        """Said once in a talk, that nobody can translate."""
        if relay.case_id is None:
            return True
        return await uow[Relays].first_of(relay.case_id, relay.direction) == relay.id

    async def _send(
        self, uow: UnitOfWork, relay: Relay, chat_id: int, language: str, said: list[Message],
        silent: bool,
    ) -> None:  # fmt: skip
        """New messages, or changes of those that it became before."""
        about = relay.participant_id if chat_id == CONSULTANTS else None
        for n, part in enumerate(said):
            edits = relay.edition > 0 and n < relay.parts
            key = f"{relay.key}e{relay.edition}:{n}" if edits else relay.part_key(n)
            await uow[Outbox].put(
                key, chat_id, part, language, self.clock(), "edit" if edits else "send",
                about=about, reply_to=relay.reply_to if n == 0 else None, silent=silent,
                edit_of=relay.part_key(n) if edits else None,
            )  # fmt: skip
        relay.parts = max(relay.parts, len(said))

    async def _close(self, uow: UnitOfWork, relay: Relay, person: Participant) -> None:
        case = await uow[Cases].get(relay.case_id) if relay.case_id is not None else None
        if case is not None and case.open:
            context = ParticipantContext(uow, person, 0, self.clock(), f"relay{relay.id}:")
            await self.cases.close(context, case, relay.by, relay.by_name)


def _languages(relay: Relay, person: Participant) -> tuple[str, str]:
    """From which, and to which."""
    if relay.direction is Direction.IN:
        return person.language, CONSULTANT_LANGUAGE
    return CONSULTANT_LANGUAGE, person.language


def _copied(relay: Relay) -> Copied | None:
    if relay.kind is not RelayKind.COPY:
        return None
    captioned = relay.captioned and len(relay.message_ids) == 1
    return Copied(
        relay.source_chat, tuple(relay.message_ids), captioned, said=bool(relay.text.strip())
    )
