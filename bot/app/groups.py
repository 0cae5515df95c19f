"""Which group is the consultants': connecting one, following it, and leaving all others."""

from dataclasses import dataclass, field
from functools import partial

import structlog

from bot.cases.storage.relays import Relays
from bot.kernel.database.audit import AuditLog
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.incoming import (
    Attachment,
    Command,
    GroupMoved,
    Incoming,
    MembersChanged,
    Membership,
    Press,
    Text,
)
from bot.kernel.languages import CONSULTANT_LANGUAGE, offer
from bot.kernel.messages import Message
from bot.kernel.ports import CONSULTANTS, Clock, ConsultantsChat
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.kernel.views import replies
from bot.office.handlers.membership import GroupMembership, note_change
from bot.office.handlers.pairing import PairingCodes, Tried
from bot.office.storage.group import StoredGroup
from bot.office.storage.repositories import Consultants
from bot.office.views import colleagues as views
from bot.pipeline.ports import FindOutFirst

log = structlog.get_logger()

_COMMAND = "pair"


@dataclass
class ConsultantsGroup:
    """`membership.directory`, where there is one, tells what became of a group."""

    uow: UnitsOfWork
    clock: Clock
    chat: ConsultantsChat
    membership: GroupMembership
    codes: PairingCodes = field(default_factory=PairingCodes)
    # Groups that are known not to be what ours became.
    _strange: set[int] = field(default_factory=set, init=False)

    # --- which group it is

    async def load(self, uow: UnitOfWork) -> None:
        """Read which group it is; it may have been changed by another process."""
        self.chat.load(await uow[StoredGroup].paired(), await uow[StoredGroup].moves())

    async def refresh(self) -> None:
        """As `load`; the ids of messages in a group that was given up are forgotten."""
        async with self.uow() as uow:
            await self.load(uow)
            if self.chat.chat_id is not None:
                await self._use(uow, self.chat.chat_id)
            await uow.commit()

    async def follow(self, old: int, new: int) -> None:
        """Our group became a supergroup; running it once more changes nothing."""
        await retry_on_conflict(partial(self._follow, old, new))

    async def _follow(self, old: int, new: int) -> None:
        async with self.uow() as uow:
            await self._move(uow, old, new)
            await uow.commit()
        self.chat.move(old, new)

    async def _move(self, uow: UnitOfWork, old: int, new: int) -> None:
        if await uow[StoredGroup].move(old, new):
            await self._use(uow, new)
            await uow[AuditLog].note(self.clock(), 0, f"group:{old}:{new}", None, 0)
            log.warning("group_moved", set_consultant_chat_id=new)

    async def _use(self, uow: UnitOfWork, chat_id: int) -> None:
        """What waits for the consultants goes to this group from now on."""
        last = await uow[StoredGroup].last()
        if last == chat_id:
            return
        if last is not None:
            await uow[Outbox].forget_positions()
            await uow[Relays].forget_positions(CONSULTANTS, last)
        await uow[StoredGroup].use(chat_id)

    # --- updates from groups

    async def receive(self, uow: UnitOfWork, incoming: Incoming) -> bool:
        """Read the group anew, and take note of what happened to it; False for all else."""
        await self.load(uow)
        content, chat_id = incoming.content, incoming.sender.chat_id
        match content:
            case GroupMoved(old_chat_id=old, new_chat_id=new):
                if self.chat.chat_id == old or self.chat.was_ours(old):
                    await self._move(uow, old, new)
                    self.chat.move(old, new)
                return True
            case MembersChanged(user_ids, present):
                if self.chat.chat_id == chat_id:
                    await note_change(uow, user_ids, present, self.clock())
                return True
            case _:
                return False

    async def receive_elsewhere(self, uow: UnitOfWork, incoming: Incoming) -> FindOutFirst | None:
        """An update from a group that is not ours."""
        chat_id, now = incoming.sender.chat_id, self.clock()
        if self.chat.was_ours(chat_id):
            return None
        waits = self.chat.configured is None and (
            self.chat.chat_id is None or await self.codes.are_open(uow, now)
        )
        content = incoming.content
        if waits and isinstance(content, Command) and content.name == _COMMAND:
            await self._pair(uow, incoming, content.argument)
        elif waits:
            await self._wait(uow, incoming)
        elif _is_sign_of_life(incoming):
            if chat_id not in self._strange:  # it may be what ours just became
                return FindOutFirst(partial(self._ask_about, chat_id))
            await self._leave(uow, incoming)
        return None

    async def _wait(self, uow: UnitOfWork, incoming: Incoming) -> None:
        """Say once how to connect the group."""
        content, chat_id = incoming.content, incoming.sender.chat_id
        if isinstance(content, Membership) and content.present:
            await self._say(uow, incoming, f"pair:{chat_id}", views.how_to_pair())

    async def _pair(self, uow: UnitOfWork, incoming: Incoming, typed: str) -> None:
        sender, key = incoming.sender, f"u{incoming.update_id}:pair"
        if not sender.is_person:
            unknown = views.channel() if sender.speaks_as == "channel" else views.anonymous()
            await self._say(uow, incoming, key, unknown)
            return
        match await self.codes.attempt(uow, sender.chat_id, typed, self.clock()):
            case Tried.PAIRED:
                await self._connect(uow, incoming)
            case Tried.WRONG:
                await self._say(uow, incoming, key, views.wrong_code())
            case Tried.NO_CODE:
                # Once an hour: whoever guesses gets no answer to each guess.
                key = f"pair:{sender.chat_id}:{sender.user_id}:{self.clock():%Y%m%d%H}"
                await self._say(uow, incoming, key, views.no_code())

    async def _connect(self, uow: UnitOfWork, incoming: Incoming) -> None:
        """Who typed the code is the first consultant."""
        sender, now = incoming.sender, self.clock()
        one = await uow[Consultants].meet(sender.user_id, sender.first_name)
        one.admit(sender.user_id, now)
        one.note_presence(True, now)
        action = f"pair:{sender.chat_id}"
        await uow[AuditLog].note(now, sender.user_id, action, None, incoming.update_id)
        await self._use(uow, sender.chat_id)
        key = f"u{incoming.update_id}:pair"
        options = SendOptions(thread=sender.thread)
        await uow[Outbox].put(
            key, sender.chat_id, views.paired(one.name), CONSULTANT_LANGUAGE, now, options
        )

    async def _ask_about(self, chat_id: int) -> None:
        """Raises NotTold: then the update is tried again, and the group is not left meanwhile."""
        ours, directory = self.chat.chat_id, self.membership.directory
        if ours is not None and directory is not None:
            new = await directory.successor(ours)
            if new is not None:
                await self.follow(ours, new)
        self._strange.add(chat_id)

    async def _leave(self, uow: UnitOfWork, incoming: Incoming) -> None:
        """Leave an unrelated group with a word of goodbye."""
        chat_id, now = incoming.sender.chat_id, self.clock()
        key = f"u{incoming.update_id}:"
        if not isinstance(incoming.content, Membership):  # messages may come faster than we leave
            key = f"stray:{chat_id}:{now:%Y%m%d%H}:"
        await self._say(uow, incoming, f"{key}0", replies.only_in_private())
        leave = SendOptions(method="leave")
        await uow[Outbox].put(f"{key}1", chat_id, Message(()), CONSULTANT_LANGUAGE, now, leave)

    async def _say(self, uow: UnitOfWork, incoming: Incoming, key: str, message: Message) -> None:
        sender = incoming.sender
        options = SendOptions(thread=sender.thread)
        await uow[Outbox].put(
            key, sender.chat_id, message, offer(sender.language_code), self.clock(), options
        )


def _is_sign_of_life(incoming: Incoming) -> bool:
    """Whether the bot is in the group for sure: it was added, or sees what is written."""
    match incoming.content:
        case Membership(present):
            return present
        case content:
            return isinstance(content, Text | Attachment | Command | Press)
