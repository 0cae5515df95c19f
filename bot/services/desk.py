"""The consultants' side: decisions on applications, and words passed on to a participant."""

from dataclasses import dataclass
from textwrap import wrap

from bot.domain import eligibility
from bot.domain.buttons import NotAButton, decode
from bot.domain.eligibility import Application, Decision, NotOpen, Status
from bot.domain.incoming import Command, Incoming, Press, Text
from bot.domain.languages import CONSULTANT_LANGUAGE
from bot.domain.messages import Message, Paragraph
from bot.domain.participants import Participant
from bot.services.ports import CONSULTANTS, Clock, ConsultantsChat, UnitOfWork
from bot.services.turn import Turn
from bot.wording import desk, results

LONGEST_PART = 3500


@dataclass(frozen=True)
class Desk:
    """`consultant_ids` empty: everybody in the consultants' chat is one."""

    chat: ConsultantsChat
    consultant_ids: frozenset[int]
    clock: Clock

    def owns(self, incoming: Incoming) -> bool:
        return incoming.sender.chat_id == self.chat.chat_id

    async def handle(self, uow: UnitOfWork, incoming: Incoming) -> None:
        """A press of ours or a reply to a message about somebody; all else is the group's talk."""
        if self.consultant_ids and incoming.sender.user_id not in self.consultant_ids:
            return
        match incoming.content:
            case Press() as press:
                await self._press(uow, incoming, press)
            case Command(name="help" | "start"):
                await self._help(uow, incoming)
            case Text(text=text, reply_to=int(replied)):
                await self._pass_on(uow, incoming, text, replied)

    async def _help(self, uow: UnitOfWork, incoming: Incoming) -> None:
        key = f"u{incoming.update_id}:help"
        await uow.outbox.put(key, CONSULTANTS, desk.help_(), CONSULTANT_LANGUAGE, self.clock())

    async def _press(self, uow: UnitOfWork, incoming: Incoming, press: Press) -> None:
        try:
            pressed = decode(press.data)
            if pressed.topic != "c":
                return
            application = await uow.applications.get(pressed.number(0))
            decision = Decision(pressed.argument(1))
        except (NotAButton, ValueError):
            return
        if application is not None:
            await self._decide(uow, incoming, application, decision, press.message_id)

    async def _decide(
        self, uow: UnitOfWork, incoming: Incoming, application: Application, decision: Decision,
        message_id: int | None,
    ) -> None:  # fmt: skip
        participant = await uow.participants.get(application.participant_id)
        turn = Turn(uow, participant, incoming.update_id, self.clock())
        newest = await turn.application()
        if newest is not application and newest and newest.status is not Status.ASKING:
            await turn.tell_consultants(desk.replaced_by_newer(participant))
            return
        try:
            news = eligibility.decide(application, decision, incoming.sender.user_id, turn.now)
        except NotOpen:
            return
        if not news:
            await turn.tell_consultants(desk.decided_already(participant))
            return
        await turn.say(results.decision(decision))
        await self._note(turn, participant, decision, incoming.sender.first_name, message_id)

    async def _note(
        self, turn: Turn, participant: Participant, decision: Decision, by: str,
        message_id: int | None,
    ) -> None:  # fmt: skip
        """Under the summary stands what was decided; its buttons stay, so it can be changed."""
        note = desk.decided(participant, decision, by)
        shown = await turn.uow.outbox.shown(CONSULTANTS, message_id) if message_id else None
        if shown is None:
            await turn.tell_consultants(note)
            return
        summary, _ = shown
        kept = [p for p in summary.paragraphs if not _is_note(p)]
        await turn.uow.outbox.put(
            f"u{turn.update_id}:note",
            CONSULTANTS,
            Message((*kept, *note.paragraphs), summary.buttons),
            CONSULTANT_LANGUAGE,
            turn.now,
            "edit",
            message_id,
            participant.id,
        )

    async def _pass_on(
        self, uow: UnitOfWork, incoming: Incoming, text: str, replied_to: int
    ) -> None:
        about = await uow.outbox.about(replied_to)
        if about is None:
            return
        participant = await uow.participants.get(about)
        turn = Turn(uow, participant, incoming.update_id, self.clock())
        for part in _parts(text):
            await turn.say(desk.from_consultant(incoming.sender.first_name, part))
        await turn.tell_consultants(desk.passed_on(participant))


def _parts(text: str) -> list[str]:
    """With the line that says whose words they are, a full message is too long for Telegram."""
    return wrap(text, LONGEST_PART, replace_whitespace=False, drop_whitespace=False) or [text]


def _is_note(paragraph: Paragraph) -> bool:
    return "consultant" in getattr(paragraph.content, "params", {})
