"""The consultants' side: who may act, and which use case an update of theirs belongs to."""

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import wrap

from bot.content.loader import Content
from bot.domain.buttons import NotAButton, Pressed, decode
from bot.domain.incoming import Attachment, Command, Incoming, Press, Text
from bot.domain.incoming import Content as Received
from bot.domain.messages import Message, Param
from bot.domain.runs import Calendar
from bot.services.absences import Absences
from bot.services.appointment_desk import AppointmentDesk
from bot.services.appointment_offers import OfferWizard
from bot.services.course_status import CourseStatus
from bot.services.decisions import press_decision
from bot.services.office import Office
from bot.services.open_list import OpenList
from bot.services.papers import Papers
from bot.services.people import People
from bot.services.phrase_desk import PhraseDesk
from bot.services.plan_danish import DanishDesk
from bot.services.plan_desk import PlanDesk
from bot.services.plan_files import PlanFiles
from bot.services.ports import CONSULTANTS, Clock, ConsultantsChat, UnitOfWork
from bot.services.releases import Releases
from bot.services.review_desk import ReviewDesk
from bot.services.run_desk import RunDesk
from bot.services.run_wizard import RunWizard
from bot.services.visit import Visit
from bot.wording import desk, review, runs

LONGEST_PART = 3500
# What a consultant may do in a private chat too: the rest there is for people, as for anybody.
PRIVATE_COMMANDS = frozenset({"runs", "status", "open", "absent", "back", "meetings", "help"})
TOPICS = frozenset({"a", "bm", "c", "o", "pd", "pl", "q", "r", "s", "v"})


@dataclass(frozen=True)
class Desk:
    """`consultant_ids` empty: everybody in the consultants' chat is one."""

    chat: ConsultantsChat
    consultant_ids: frozenset[int]
    clock: Clock
    runs: RunDesk
    reviews: ReviewDesk
    status: CourseStatus
    open_list: OpenList
    phrases: PhraseDesk
    absences: Absences
    danish: DanishDesk
    plans: PlanDesk
    appointments: AppointmentDesk

    def owns(self, incoming: Incoming) -> bool:
        return incoming.sender.chat_id == self.chat.chat_id

    async def handle(self, uow: UnitOfWork, incoming: Incoming) -> None:
        """A press of ours or a reply to a message about somebody; all else is the group's talk."""
        if self.consultant_ids and incoming.sender.user_id not in self.consultant_ids:
            return
        await self._meet(uow, incoming)
        visit = self._visit(uow, incoming, CONSULTANTS)
        if isinstance(incoming.content, Command) and incoming.content.name == "start":
            await visit.say(desk.help_())
            return
        await self._do(visit, incoming.content)

    async def handle_private(self, uow: UnitOfWork, incoming: Incoming) -> bool:
        """What a consultant does in a private chat; False where it is a person's matter."""
        sender = incoming.sender
        if not sender.private or sender.user_id not in self.consultant_ids:
            return False
        await self._meet(uow, incoming)
        return await self._do(self._visit(uow, incoming, sender.chat_id), incoming.content)

    async def _meet(self, uow: UnitOfWork, incoming: Incoming) -> None:
        """Colleagues are known by name, so that one can stand in for another."""
        if self.consultant_ids:
            await uow.consultants.meet(incoming.sender.user_id, incoming.sender.first_name)

    def _visit(self, uow: UnitOfWork, incoming: Incoming, chat_id: int) -> Visit:
        sender = incoming.sender
        match incoming.content:
            case Press(message_id=at) | Text(reply_to=at) | Attachment(reply_to=at):
                message_id = at
            case _:
                message_id = None
        return Visit(
            uow, chat_id, sender.user_id, sender.first_name, incoming.update_id, self.clock(),
            message_id,
        )  # fmt: skip

    async def _do(self, visit: Visit, content: Received) -> bool:
        """False where it is nothing for us; all else stands in the log of what was done."""
        done = await self._done(visit, content)
        if done:
            about = await self._about(visit) if visit.message_id is not None else None
            await visit.uow.audit.note(
                visit.now, visit.by, _action(content), about, visit.update_id
            )
        return done

    async def _done(self, visit: Visit, content: Received) -> bool:
        match content:
            case Press(data=data):
                return await self._press(visit, data)
            case Command(name=name) if name in PRIVATE_COMMANDS:
                await self._command(visit, name)
                return True
            case Text(text=text, reply_to=int()):
                return await self._reply(visit, text)
            case Attachment(reply_to=int()):
                return await self._attachment(visit)
            case _:
                return False

    async def _command(self, visit: Visit, name: str) -> None:
        match name:
            case "runs":
                await self.runs.show_runs(visit)
            case "status":
                await self.status.show(visit)
            case "open":
                await self.open_list.show(visit)
            case "absent":
                await self.absences.ask(visit)
            case "back":
                await self.absences.end(visit)
            case "meetings":
                await self.appointments.show(visit)
            case _:
                await visit.say(desk.help_())

    async def _press(self, visit: Visit, data: str) -> bool:
        try:
            pressed = decode(data)
        except NotAButton:
            return False
        if pressed.topic not in TOPICS:
            return False
        try:
            await self._pressed(visit, pressed)
        except NotAButton:
            await visit.say(runs.gone())
        return True

    async def _pressed(self, visit: Visit, pressed: Pressed) -> None:
        match pressed.topic:
            case "a":
                await self.absences.press(visit, pressed)
            case "c":
                await press_decision(visit, pressed)
            case "r":
                await self.runs.press(visit, pressed)
            case "s":
                await self.status.press(visit, pressed)
            case "v":
                await self.reviews.press(visit, pressed)
            case "o":
                await self.open_list.press(visit, pressed)
            case "q":
                await self.phrases.press(visit, pressed)
            case "pd":
                await self.danish.press(visit, pressed)
            case "pl":
                await self.plans.press(visit, pressed)
            case "bm":
                await self.appointments.press(visit, pressed)

    async def _reply(self, visit: Visit, text: str) -> bool:
        """To a question of ours, or words for the person that a message is about."""
        shown = await visit.shown()
        if shown is None:
            return False
        for asked in (
            self.runs, self.reviews, self.status, self.phrases, self.absences, self.danish,
            self.plans, self.appointments,
        ):  # fmt: skip
            try:
                if await asked.reply(visit, shown, text):
                    return True
            except NotAButton:
                await visit.say(runs.gone())
                return True
        return await self._pass_on(visit, text)

    async def _pass_on(self, visit: Visit, text: str) -> bool:
        about = await self._about(visit)
        if about is None:
            return False
        participant = await visit.uow.participants.get(about)
        turn = visit.to(participant)
        for part in _parts(text):
            await turn.say(desk.from_consultant(visit.name, part))
        await visit.say(desk.passed_on(participant), about=participant)
        return True

    async def _attachment(self, visit: Visit) -> bool:
        """A picture or a voice note as a reply: only words can be passed on."""
        shown = await visit.shown()
        if shown is None or not (_asks(shown) or await self._about(visit) is not None):
            return False
        await visit.say(review.only_words())
        return True

    async def _about(self, visit: Visit) -> int | None:
        assert visit.message_id is not None, "a reply has the message it replies to"
        return await visit.uow.outbox.about(visit.message_id, visit.chat_id)


def _action(content: Received) -> str:
    """What was done, without anybody's words: a button's ids, a command's name."""
    match content:
        case Press(data=data):
            return data
        case Command(name=name):
            return f"/{name}"
        case _:
            return type(content).__name__.lower()


def open_desk(
    chat: ConsultantsChat, consultant_ids: frozenset[int], clock: Clock, content: Content,
    calendar: Calendar, releases: Releases, plain: Callable[[Param, str], str],
    files: PlanFiles, office: Office,
) -> Desk:  # fmt: skip
    """The desk with all that is done at it."""
    course, places = content.course, content.meetings
    reviews = ReviewDesk(course, calendar)
    plans = PlanDesk(files.book, calendar, files)
    return Desk(
        chat,
        consultant_ids,
        clock,
        RunDesk(course, calendar, releases, RunWizard(course, calendar, plain)),
        reviews,
        CourseStatus(People(course, calendar), Papers(course, calendar), plans),
        OpenList(content.eligibility, reviews),
        PhraseDesk(content.phrasebook, calendar),
        Absences(office),
        DanishDesk(files.book),
        plans,
        AppointmentDesk(places, calendar, OfferWizard(places, calendar)),
    )


def _asks(shown: Message) -> bool:
    """Whether a message of ours hangs together with its buttons."""
    return any(decode(b.data).topic in TOPICS for row in shown.buttons for b in row)


def _parts(text: str) -> list[str]:
    """With the line that says whose words they are, a full message is too long for Telegram."""
    return wrap(text, LONGEST_PART, replace_whitespace=False, drop_whitespace=False) or [text]
