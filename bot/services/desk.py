"""The consultants' side: who may act, and which use case an update of theirs belongs to."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.content.loader import Content
from bot.domain.buttons import NotAButton, Pressed, decode
from bot.domain.incoming import Attachment, Command, Edited, Incoming, Press, Text
from bot.domain.incoming import Content as Received
from bot.domain.messages import Message, Param
from bot.domain.runs import Calendar
from bot.services.cases import CaseDesk
from bot.services.course_status import CourseStatus
from bot.services.decisions import press_decision
from bot.services.open_list import OpenList
from bot.services.papers import Papers
from bot.services.people import People
from bot.services.ports import CONSULTANTS, Clock, ConsultantsChat, UnitOfWork
from bot.services.releases import Releases
from bot.services.review_desk import ReviewDesk, asks_for_comment
from bot.services.run_desk import RunDesk
from bot.services.run_wizard import RunWizard
from bot.services.visit import Visit
from bot.wording import desk, review, runs

# What a consultant may do in a private chat too: the rest there is for people, as for anybody.
PRIVATE_COMMANDS = frozenset({"runs", "status", "open", "close", "help"})
TOPICS = frozenset({"c", "r", "s", "v", "o", "h"})


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
    cases: CaseDesk

    def owns(self, incoming: Incoming) -> bool:
        return incoming.sender.chat_id == self.chat.chat_id

    async def handle(self, uow: UnitOfWork, incoming: Incoming) -> None:
        """A press of ours, a reply to a message about somebody, words in a person's topic; all
        else is the group's talk."""
        if incoming.sender.bot:
            return
        if self.consultant_ids and incoming.sender.user_id not in self.consultant_ids:
            return
        visit = self._visit(uow, incoming, CONSULTANTS)
        if isinstance(incoming.content, Command) and incoming.content.name == "start":
            await visit.say(desk.help_())
            return
        if not await self._do(visit, incoming.content):
            await self.cases.hears(visit, incoming.content)

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
            case Command(reply_to=at):
                message_id = at
            case _:
                message_id = None
        return Visit(
            uow, chat_id, sender.user_id, sender.first_name, incoming.update_id, self.clock(),
            message_id, sender.thread,
        )  # fmt: skip

    async def _do(self, visit: Visit, content: Received) -> bool:
        """False where it is nothing for us."""
        match content:
            case Press(data=data):
                return await self._press(visit, data)
            case Command(name=name) if name in PRIVATE_COMMANDS:
                await self._command(visit, name)
                return True
            case Text(reply_to=int()):
                return await self._reply(visit, content)
            case Attachment(reply_to=int()):
                return await self._attachment(visit, content)
            case Edited() if visit.chat_id != CONSULTANTS:
                return await self.cases.hears(visit, content)
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
            case "close":
                await self.cases.close_here(visit, visit.message_id)
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
            case "h":
                await self.cases.press(visit, pressed)

    async def _reply(self, visit: Visit, content: Text) -> bool:
        """To a question of ours, or words for the person that a message is about."""
        shown = await visit.shown()
        for asked in (self.runs, self.reviews, self.status) if shown is not None else ():
            try:
                if shown is not None and await asked.reply(visit, shown, content.text):
                    return True
            except NotAButton:
                await visit.say(runs.gone())
                return True
        return await self.cases.reply(visit, content)

    async def _attachment(self, visit: Visit, content: Attachment) -> bool:
        """A picture or a voice note: for a person, but no answer to a question of ours."""
        shown = await visit.shown()
        if shown is not None and asks_for_comment(shown):
            await visit.say(review.only_words())
            return True
        if await self.cases.reply(visit, content):
            return True
        if shown is None or not _asks(shown):
            return False
        await visit.say(review.only_words())
        return True


def open_desk(
    chat: ConsultantsChat, consultant_ids: frozenset[int], clock: Clock, content: Content,
    calendar: Calendar, releases: Releases, plain: Callable[[Param, str], str],
    cases: CaseDesk,
) -> Desk:  # fmt: skip
    """The desk with all that is done at it."""
    course = content.course
    reviews = ReviewDesk(course, calendar)
    return Desk(
        chat,
        consultant_ids,
        clock,
        RunDesk(course, calendar, releases, RunWizard(course, calendar, plain)),
        reviews,
        CourseStatus(People(course, calendar), Papers(course, calendar)),
        OpenList(content.eligibility, reviews, cases),
        cases,
    )


def _asks(shown: Message) -> bool:
    """Whether a message of ours hangs together with its buttons."""
    return any(decode(b.data).topic in TOPICS for row in shown.buttons for b in row)
