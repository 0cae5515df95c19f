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
from bot.services.course_status import CourseStatus
from bot.services.decisions import press_decision
from bot.services.open_list import OpenList
from bot.services.papers import Papers
from bot.services.people import People
from bot.services.ports import CONSULTANTS, Clock, ConsultantsChat, UnitOfWork
from bot.services.releases import Releases
from bot.services.reminder_desk import ReminderDesk
from bot.services.reminder_people import ReminderPeople
from bot.services.review_desk import ReviewDesk
from bot.services.run_desk import RunDesk
from bot.services.run_wizard import RunWizard
from bot.services.visit import Visit
from bot.wording import desk, review, runs

LONGEST_PART = 3500
# What a consultant may do in a private chat too: the rest there is for people, as for anybody.
PRIVATE_COMMANDS = frozenset({"runs", "status", "open", "remind", "help"})
TOPICS = frozenset({"c", "r", "s", "v", "o", "nr"})


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
    reminders: ReminderDesk

    def owns(self, incoming: Incoming) -> bool:
        return incoming.sender.chat_id == self.chat.chat_id

    async def handle(self, uow: UnitOfWork, incoming: Incoming) -> None:
        """A press of ours or a reply to a message about somebody; all else is the group's talk."""
        if self.consultant_ids and incoming.sender.user_id not in self.consultant_ids:
            return
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
        return await self._do(self._visit(uow, incoming, sender.chat_id), incoming.content)

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
        """False where it is nothing for us."""
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
            case "remind":
                await self.reminders.show(visit)
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
            case "nr":
                await self.reminders.press(visit, pressed)

    async def _reply(self, visit: Visit, text: str) -> bool:
        """To a question of ours, or words for the person that a message is about."""
        shown = await visit.shown()
        if shown is None:
            return False
        for asked in (self.runs, self.reviews, self.status):
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


def open_desk(
    chat: ConsultantsChat, consultant_ids: frozenset[int], clock: Clock, content: Content,
    calendar: Calendar, releases: Releases, plain: Callable[[Param, str], str],
    reminded: ReminderPeople,
) -> Desk:  # fmt: skip
    """The desk with all that is done at it."""
    course = content.course
    people = People(course, calendar)
    reviews = ReviewDesk(course, calendar)
    return Desk(
        chat,
        consultant_ids,
        clock,
        RunDesk(course, calendar, releases, RunWizard(course, calendar, plain)),
        reviews,
        CourseStatus(people, Papers(course, calendar)),
        OpenList(content.eligibility, reviews),
        ReminderDesk(people, reminded, content.reminders),
    )


def _asks(shown: Message) -> bool:
    """Whether a message of ours hangs together with its buttons."""
    return any(decode(b.data).topic in TOPICS for row in shown.buttons for b in row)


def _parts(text: str) -> list[str]:
    """With the line that says whose words they are, a full message is too long for Telegram."""
    return wrap(text, LONGEST_PART, replace_whitespace=False, drop_whitespace=False) or [text]
