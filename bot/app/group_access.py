"""Whether somebody may act as a consultant, and what those hear who may not."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.incoming import Attachment, Command, Content, Press, Sender, Text
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.unit_of_work import UnitOfWork
from bot.office.handlers.membership import GroupMembership
from bot.office.handlers.office import Office
from bot.office.views import colleagues as views

_REFUSALS: dict[str, Callable[[], Message]] = {
    "bot": views.other_bot,
    "group": views.anonymous,
    "channel": views.channel,
}


@dataclass(frozen=True)
class GroupAccess:
    """Consultants are persons: neither bots, channels nor anonymous administrators."""

    office: Office
    membership: GroupMembership

    async def may_act(self, uow: UnitOfWork, sender: Sender) -> bool:
        return sender.is_person and await self.office.is_consultant(uow, sender.user_id)

    async def tell_why_not(
        self, context: ConsultantContext, sender: Sender, content: Content
    ) -> None:
        """Once in a while; nothing where nobody wanted anything of us."""
        if not sender.is_person:
            kind = sender.speaks_as or "bot"
            if isinstance(content, Text | Attachment | Command | Press):
                # A linked channel and other bots may post often.
                often = kind == "group"
                since = f"{context.now:%Y%m%d}" if often else f"{context.now:%G%V}"
                key = f"no-person:{kind}:{sender.chat_id}:{sender.thread}:{since}"
                await self._put(context, key, _REFUSALS[kind]())
        elif isinstance(content, Press | Command) or (sender.thread and isinstance(content, Text)):
            key = f"no-consultant:{sender.user_id}:{context.now:%Y%m%d}"
            await self._put(context, key, views.stranger(sender.first_name, sender.user_id))

    async def _put(self, context: ConsultantContext, key: str, message: Message) -> None:
        options = SendOptions(thread=context.thread)
        await context.uow[Outbox].put(
            key, context.chat_id, message, CONSULTANT_LANGUAGE, context.now, options
        )
