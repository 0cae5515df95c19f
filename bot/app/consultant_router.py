"""The consultants' side: who may act, and which use case an update of theirs belongs to."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from bot.app.erased import ErasedRows
from bot.app.group_access import GroupAccess
from bot.app.views import consultant_help
from bot.cases.consultant import CaseConsultantHandlers
from bot.cases.handlers.relay import is_copied
from bot.kernel.callback_data import Access, CallbackData, InvalidButton, is_for, unpack
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.cpr import tell_of_cpr
from bot.kernel.database.audit import AuditLog
from bot.kernel.database.mentions import Mentions
from bot.kernel.incoming import Attachment, Command, Edited, Ignored, Incoming, Press, Text
from bot.kernel.incoming import Content as Received
from bot.kernel.messages import Message
from bot.kernel.ports import CONSULTANTS, Clock, ConsultantsChat
from bot.kernel.unit_of_work import UnitOfWork
from bot.kernel.views import replies
from bot.office.rules.consultants import Presence
from bot.office.storage.repositories import Consultants
from bot.office.views import colleagues as views
from bot.pipeline.ports import FindOutFirst
from bot.submissions.consultant import asks_for_comment
from bot.submissions.views import comments
from bot.workqueue.consultant import OpenItemHandlers

CommandHandler = Callable[[ConsultantContext], Awaitable[None]]


class ButtonHandler(Protocol):
    async def press(self, context: ConsultantContext, button: Any) -> None:
        """Raises InvalidButton."""


class ReplyHandler(Protocol):
    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """Return False if the message that was replied to asks for nothing of this kind.

        Raises InvalidButton.
        """


@dataclass(frozen=True)
class ConsultantRouter:
    """`commands` work in a private chat too: the rest there is for people, as for anybody.

    `group_commands` work in the group only.
    """

    chat: ConsultantsChat
    access: GroupAccess
    clock: Clock
    cases: CaseConsultantHandlers
    open_items: OpenItemHandlers
    buttons: Mapping[type[CallbackData], ButtonHandler]
    replies: tuple[ReplyHandler, ...]
    commands: Mapping[str, CommandHandler]
    group_commands: Mapping[str, CommandHandler]

    def owns(self, incoming: Incoming) -> bool:
        return incoming.sender.chat_id == self.chat.chat_id

    async def handle(self, uow: UnitOfWork, incoming: Incoming) -> None:
        """A press of ours, a reply to a message about somebody, words in a person's topic; all
        else is the group's talk."""
        sender, content = incoming.sender, incoming.content
        context = self._visit(uow, incoming, CONSULTANTS)
        if not sender.bot:
            await _tell_of_cpr(context, content)
        if not await self.access.may_act(uow, sender):
            await self.access.tell_why_not(context, sender, self._wanted(content))
            return
        await self.access.office.meet(uow, sender.user_id, sender.first_name, context.now)
        if isinstance(content, Command) and content.name == "start":
            await context.say(consultant_help.help_())
            return
        await self._do(context, content)

    async def handle_private(self, uow: UnitOfWork, incoming: Incoming) -> bool | FindOutFirst:
        """What a consultant does in a private chat; False where it is a person's matter.

        Only for those who are in the group, which may have to be found out first.
        """
        sender = incoming.sender
        if not sender.private or not self._may_be_act(incoming.content):
            return False
        if not await self.access.may_act(uow, sender):
            return False
        context = self._visit(uow, incoming, sender.chat_id)
        presence = await self.access.membership.presence(uow, sender.user_id, context.now)
        if presence is Presence.UNCHECKED:
            return FindOutFirst(partial(self.access.membership.check, sender.user_id))
        if presence is not Presence.IN:
            return await self._refuse(context, incoming.content, presence)
        await uow[Consultants].meet(sender.user_id, sender.first_name)
        done = await self._do(context, incoming.content)
        if done:
            await _tell_of_cpr(context, incoming.content)
        return done

    def _may_be_act(self, content: Received) -> bool:
        """Whether a consultant could mean it as one; the rest is a person's."""
        match content:
            case Press(data=data):
                return is_for(Access.CONSULTANTS, data)
            case Command(name=name):
                return name in self.commands
            case Text(reply_to=at) | Attachment(reply_to=at):
                return at is not None
            case _:
                return isinstance(content, Edited)

    def _wanted(self, content: Received) -> Received:
        """A command of other bots and one of nobody are the group's talk."""
        if not isinstance(content, Command) or self._command(content.name, CONSULTANTS):
            return content
        return Ignored()

    def _command(self, name: str, chat_id: int) -> CommandHandler | None:
        of_group = self.group_commands.get(name) if chat_id == CONSULTANTS else None
        return of_group or self.commands.get(name)

    async def _refuse(
        self, context: ConsultantContext, content: Received, presence: Presence
    ) -> bool:
        """Nothing of others is shown to somebody who is not in the group, or may not be."""
        if isinstance(content, Edited):
            return False
        if isinstance(content, Text | Attachment) and not await self._is_about_somebody(context):
            return False
        left = presence is Presence.LEFT
        await context.say(views.left_the_group() if left else views.membership_unknown())
        await _tell_of_cpr(context, content)
        return True

    async def _is_about_somebody(self, context: ConsultantContext) -> bool:
        """Whether the message that is replied to was for a consultant."""
        shown = await context.shown()
        asks = shown is not None and (shown.form is not None or self._asks(shown))
        return asks or await self.cases.about(context) is not None

    def _visit(self, uow: UnitOfWork, incoming: Incoming, chat_id: int) -> ConsultantContext:
        sender = incoming.sender
        match incoming.content:
            case Press(message_id=at) | Text(reply_to=at) | Attachment(reply_to=at):
                message_id = at
            case Command(reply_to=at):
                message_id = at
            case _:
                message_id = None
        return ConsultantContext(
            uow, chat_id, sender.user_id, sender.first_name, incoming.update_id, self.clock(),
            message_id, sender.thread,
            incoming.content if isinstance(incoming.content, Command) else None,
        )  # fmt: skip

    async def _do(self, context: ConsultantContext, content: Received) -> bool:
        """False where it is nothing for us; all else stands in the log of what was done."""
        done = await self._done(context, content)
        done = done or (
            context.chat_id == CONSULTANTS and await self.cases.receive(context, content)
        )
        if done:
            about = await self._about(context, content)
            await context.uow[AuditLog].note(
                context.now, context.by, _action(content), about, context.update_id
            )
        return done

    async def _about(self, context: ConsultantContext, content: Received) -> int | None:
        """Whom an act concerns: of a list with many people, the one whose button was pressed."""
        if isinstance(content, Press):
            pressed = await context.uow[Mentions].owner(content.data)
            if pressed is not None:
                return pressed
        return await self.cases.about(context)

    async def _done(self, context: ConsultantContext, content: Received) -> bool:
        match content:
            case Press(data=data):
                return await self._press(context, data)
            case Command(name=name):
                return await self._run(context, name)
            case Text(reply_to=int()):
                return await self._reply(context, content)
            case Attachment(reply_to=int()):
                return await self._attachment(context, content)
            case Edited() if context.chat_id != CONSULTANTS:
                return await self.cases.receive(context, content)
            case _:
                return False

    async def _run(self, context: ConsultantContext, name: str) -> bool:
        """False for a command that we do not have."""
        command = self._command(name, context.chat_id)
        if command is not None:
            await command(context)
        return command is not None

    async def _press(self, context: ConsultantContext, data: str) -> bool:
        """False for a button of participants.  Cards about an erased person do nothing."""
        if not is_for(Access.CONSULTANTS, data):
            return False
        try:
            button = unpack(data)
            if await context.uow[ErasedRows].is_named_by(button):
                await context.say(replies.person_gone())
                return True
            handler = next(h for kind, h in self.buttons.items() if isinstance(button, kind))
            await handler.press(context, button)
        except InvalidButton:
            await context.say(replies.gone())
        return True

    async def _reply(self, context: ConsultantContext, content: Text) -> bool:
        """To a question of ours, or words for the person that a message is about."""
        shown = await context.shown()
        try:
            for handler in self.replies:
                if shown is not None and await handler.reply(context, shown, content.text):
                    return True
        except InvalidButton:
            await context.say(replies.gone())
            return True
        return await self.cases.reply(context, content)

    async def _attachment(self, context: ConsultantContext, content: Attachment) -> bool:
        """A picture or a voice note: for a person, but no answer to a question of ours."""
        shown = await context.shown()
        if shown is not None and asks_for_comment(shown):
            await context.say(comments.only_words())
            return True
        if await self.cases.reply(context, content):
            return True
        if shown is None or not self._asks(shown):
            return False
        await context.say(comments.only_words())
        return True

    def _asks(self, shown: Message) -> bool:
        """Whether a message has buttons for consultants."""
        return any(is_for(Access.CONSULTANTS, b.data) for row in shown.buttons for b in row)


async def _tell_of_cpr(context: ConsultantContext, content: Received) -> None:
    # What is copied is copied from the message, so that has to stay for a while.
    copied = isinstance(content, Attachment) and is_copied(content)
    await tell_of_cpr(context, content, remove=not copied)


def _action(content: Received) -> str:
    """What was done, without anybody's words: a button's ids, a command's name."""
    match content:
        case Press(data=data):
            return data
        case Command(name=name):
            return f"/{name}"
        case _:
            return type(content).__name__.lower()
