"""Delivers relayed messages when they are due, in order, translated where possible."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog

from bot.cases.handlers import digests
from bot.cases.handlers.cases import CaseHandlers
from bot.cases.handlers.posts import update_post
from bot.cases.handlers.relay import banner_key
from bot.cases.handlers.relayed_files import enclosure
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.rules.digests import Step
from bot.cases.rules.relays import Direction, Relay, RelayKind, RelayState
from bot.cases.storage.cases import Cases
from bot.cases.storage.relays import Relays
from bot.cases.views import relay as views
from bot.cases.views.relay import RelayedWords
from bot.files.rules.files import FileState, SentFile
from bot.files.storage.repositories import SentFiles
from bot.kernel.calendar import CASES_NIGHT
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Copied, Enclosure, Message
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS, Clock, Translator
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.pipeline.keyed_tasks import KeyedTasks

log = structlog.get_logger()

RETRY_AFTER = timedelta(seconds=30)  # after an unexpected exception


@dataclass
class RelayJob:
    """Each direction of each participant's messages is a lane: sent in order, lanes in parallel.

    `translator` None: messages arrive in the original language only.
    """

    uow: UnitsOfWork
    clock: Clock
    cases: CaseHandlers
    translator: Translator | None = None
    _tasks: KeyedTasks = field(default_factory=lambda: KeyedTasks("relay"), init=False)

    async def run(self) -> None:
        """Deliver until cancelled; what is held then is delivered after the next start."""
        await self._tasks.run(self.work)

    async def work(self) -> None:
        async with self.uow() as uow:
            lanes = await uow[Relays].lanes_due(self.clock())
        for participant_id, direction in lanes:
            lane = participant_id * 2 + (direction is Direction.OUT)
            if not self._tasks.is_busy(lane):
                self._tasks.start(lane, self._drain(participant_id, direction))

    async def drained(self) -> None:
        await self._tasks.drained()

    async def _drain(self, participant_id: int, direction: Direction) -> None:
        while batch := await self._next(participant_id, direction):
            relay_id = batch[0].id
            assert relay_id is not None, "it comes from the database"
            try:
                await self._deliver(batch)
            except Exception as error:  # noqa: BLE001  # one bad message must not stop all lanes
                log.error("relay_failed", relay_id=relay_id, **fault(error))
                await retry_on_conflict(lambda relay_id=relay_id: self._postpone(relay_id))  # type: ignore[misc]  # mypy can't infer a lambda's default
                return

    async def _next(self, participant_id: int, direction: Direction) -> list[Relay]:
        """The next relay of a lane, with those that join a digest together with it."""
        return await retry_on_conflict(lambda: self._look_up(participant_id, direction))

    async def _look_up(self, participant_id: int, direction: Direction) -> list[Relay]:
        now = self.clock()
        async with self.uow() as uow:
            relay = await uow[Relays].next_of(participant_id, direction, now)
            if relay is None:
                return []
            step = await digests.step_of(uow, relay, now)
            if step is Step.WAIT:
                await uow.commit()
                return []
            return await digests.batch(uow, relay, now) if step is Step.JOIN else [relay]

    async def _postpone(self, relay_id: int) -> None:
        async with self.uow() as uow:
            relay = await uow[Relays].get(relay_id)
            if relay is not None:
                relay.due_at = self.clock() + RETRY_AFTER
            await uow.commit()

    async def _deliver(self, batch: list[Relay]) -> None:
        async with self.uow() as uow:
            participant = await uow[Participants].get(batch[0].participant_id)
        translated = [(relay, await self._translate(relay, participant)) for relay in batch]
        await retry_on_conflict(lambda: self._send_unless_changed(translated))

    async def _send_unless_changed(self, batch: list[tuple[Relay, str | None]]) -> None:
        async with self.uow() as uow:
            unchanged = []
            for read, translation in batch:
                relay = await uow[Relays].get(read.id or 0)
                # It may have been taken back during the translation, or changed: then it is still
                # held, and its new text is translated next.
                if relay is None or relay.state is not RelayState.HELD or relay.text != read.text:
                    break
                relay.translation = translation
                unchanged.append(relay)
            if unchanged:
                await self._put(uow, unchanged)
                await uow.commit()

    async def _translate(self, relay: Relay, participant: Participant) -> str | None:
        """Outside a unit of work, because it waits for the network; None: send the original."""
        if self.translator is None or not relay.text.strip():
            return None
        source, target = _languages(relay, participant)
        if source == target:
            return None
        return await self.translator.translate(relay.text, source, target)

    async def _put(self, uow: UnitOfWork, batch: list[Relay]) -> None:
        """Send the first relay, and those behind it that go into the same digest."""
        relay = batch[0]
        participant = await uow[Participants].get(relay.participant_id)
        files = await self._files(uow, relay)
        if any(file.state is FileState.WANTED for file in files):
            return  # one came to the album meanwhile
        if relay.direction is Direction.IN:
            await self._to_consultants(uow, batch, participant, files)
            return
        relay.state = RelayState.GONE
        if relay.kind is RelayKind.CLOSE:
            await self._close(uow, relay, participant)
        else:
            await self._to_participant(uow, relay, participant, files)

    async def _to_consultants(
        self, uow: UnitOfWork, batch: list[Relay], participant: Participant, files: list[SentFile]
    ) -> None:
        now = self.clock()
        whole = await digests.add(uow, batch, now)
        if not whole:
            return
        head = whole[0]
        words = await self._words(uow, head, participant)
        if len(whole) > 1:
            words = RelayedWords.joined(whole, participant.language, words.untranslated)
        messages = views.from_person(participant, words, _enclosure(head, files))
        case = await uow[Cases].open_of(head.participant_id)
        night = self.cases.calendar.is_night(now, CASES_NIGHT)
        silent = night and not (case and case.urgent)
        await self._send(uow, head, batch[0], CONSULTANTS, CONSULTANT_LANGUAGE, messages, silent)

    async def _files(self, uow: UnitOfWork, relay: Relay) -> list[SentFile]:
        if relay.kind is not RelayKind.FILE or relay.id is None:
            return []
        return await uow[SentFiles].of_relay(relay.id)

    async def _to_participant(
        self, uow: UnitOfWork, relay: Relay, participant: Participant, files: list[SentFile]
    ) -> None:
        enclosed, translation = _enclosure(relay, files), relay.translation
        if enclosed is None and not relay.text.strip() and files:
            await self._banner(uow, relay, views.not_sent())  # the consultant was told why
            return
        first = relay.edition == 0 and await self._mark_answered(uow, relay)
        words = await self._words(uow, relay, participant)
        words = replace(words, refused=False)  # what was refused is the consultant's concern
        messages = views.from_consultant(relay.by_name or "?", words, enclosed, first)
        await self._send(
            uow, relay, relay, participant.chat_id, participant.language, messages, silent=False
        )
        edited = translation is None and relay.edition
        banner = views.changed(participant) if edited else views.went_out(participant, translation)
        await self._banner(uow, relay, banner)

    async def _banner(self, uow: UnitOfWork, relay: Relay, banner: Message) -> None:
        await uow[Outbox].put(
            f"{relay.key}done{relay.edition}",
            relay.source_chat,
            banner,
            CONSULTANT_LANGUAGE,
            self.clock(),
            SendOptions(method="amend", edit_of=banner_key(relay)),
        )

    async def _mark_answered(self, uow: UnitOfWork, relay: Relay) -> bool:
        """Open a case if there is none.  True if this message starts the talk (again)."""
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
            await update_post(uow, case, now, f"taken:relay{relay.id}")
            await self.cases.alarms.update(uow, case, now, f"taken:relay{relay.id}")
        return first

    async def _words(
        self, uow: UnitOfWork, relay: Relay, participant: Participant
    ) -> RelayedWords:
        translation = relay.translation
        source, target = _languages(relay, participant)
        missing = translation is None and source != target and bool(relay.text.strip())
        untranslated = missing and relay.edition == 0 and await self._is_first(uow, relay)
        files = await self._files(uow, relay)
        refused = any(file.state in (FileState.REFUSED, FileState.FAILED) for file in files)
        return RelayedWords(
            relay.text, translation, source, untranslated, relay.edition > 0, refused
        )

    async def _is_first(self, uow: UnitOfWork, relay: Relay) -> bool:
        """A missing translation is mentioned once in a case."""
        if relay.case_id is None:
            return True
        return await uow[Relays].first_of(relay.case_id, relay.direction) == relay.id

    async def _send(
        self, uow: UnitOfWork, relay: Relay, cause: Relay, chat_id: int, language: str,
        messages: list[Message], silent: bool,
    ) -> None:  # fmt: skip
        """New messages, or edits of those that the relay became before.

        cause: the relay whose words are new; another one where they join a digest.
        """
        about = relay.participant_id if chat_id == CONSULTANTS else None
        for n, part in enumerate(messages):
            edits = n < relay.parts
            key = f"{cause.key}e{cause.edition}:{n}" if edits else relay.part_key(n)
            await uow[Outbox].put(
                key,
                chat_id,
                part,
                language,
                self.clock(),
                SendOptions(
                    method="edit" if edits else "send",
                    about=about,
                    reply_to=relay.reply_to if n == 0 else None,
                    silent=silent,
                    edit_of=relay.part_key(n) if edits else None,
                ),
            )
        relay.parts = max(relay.parts, len(messages))

    async def _close(self, uow: UnitOfWork, relay: Relay, participant: Participant) -> None:
        case = await uow[Cases].get(relay.case_id) if relay.case_id is not None else None
        if case is not None and case.open:
            context = ParticipantContext(uow, participant, 0, self.clock(), f"relay{relay.id}:")
            await self.cases.close(context, case, relay.by, relay.by_name)


def _languages(relay: Relay, participant: Participant) -> tuple[str, str]:
    """Source and target language."""
    if relay.direction is Direction.IN:
        return participant.language, CONSULTANT_LANGUAGE
    return CONSULTANT_LANGUAGE, participant.language


def _enclosure(relay: Relay, files: list[SentFile]) -> Enclosure | None:
    if relay.kind is RelayKind.FILE:
        return enclosure(files, relay.text)
    if relay.kind is not RelayKind.COPY:
        return None
    captioned = relay.captioned and len(relay.message_ids) == 1
    return Copied(
        relay.source_chat, tuple(relay.message_ids), captioned, said=bool(relay.text.strip())
    )
