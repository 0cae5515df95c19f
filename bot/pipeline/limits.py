"""The channel's limits, for both lanes of the outbox together."""

from dataclasses import dataclass, field

from aiolimiter import AsyncLimiter

from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.chat_pace import ChatPace
from bot.pipeline.known_chats import KnownChats
from bot.pipeline.priority_limiter import PriorityLimiter

# Telegram's documented limits: 30 messages a second over all chats, one a second to one chat
# (a short burst passes), 20 a minute to one group.
# A leaky bucket lets its size through at once and then leaks: both together keep each limit.
# A group gets twelve ordinary messages a minute: what is left of its twenty is for alarms.
OVERALL, PER_CHAT, PER_GROUP = (1, 1 / 30), (2, 2), (2, 10)
# Of the thirty messages a second, those that only the urgent lane may send.
RESERVED = 3
# Messages a second to all those together whom we do not know yet.
STRANGERS = (1, 1 / 15)
MAX_CHATS = 10_000


@dataclass
class Limits:
    """Shared by both lanes: together they keep the channel's limits.

    Leaky buckets, one overall and one per chat, pace ordinary messages.  Urgent ones wait for what
    the channel has counted only; the others leave them a reserve.  Full buckets may be dropped.
    `known`: chats of people we know; those of all others share a bucket.
    """

    overall: AsyncLimiter = field(default_factory=lambda: AsyncLimiter(*OVERALL))
    chats: dict[int, AsyncLimiter] = field(default_factory=dict)
    known: KnownChats = field(default_factory=KnownChats)
    _strangers: AsyncLimiter = field(default_factory=lambda: AsyncLimiter(*STRANGERS), init=False)
    _paces: dict[int, ChatPace] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._limiter = PriorityLimiter(self.overall, reserved=RESERVED)

    async def wait(self, row: OutboxRow) -> None:
        """Wait until this row may be sent.  Call `arrived` when the channel took or refused it.

        Edits do not count towards the chat's own limit.
        """
        if row.method == "send":
            if not row.urgent:
                await self.of(row.chat_id).acquire()
            await self._pace(row.chat_id).reserve(row.urgent)
        if not row.urgent and row.chat_id not in self.known:
            await self._strangers.acquire()
        await self._limiter.acquire(row.chat_id, row.background, row.urgent)

    def arrived(self, row: OutboxRow, messages: int = 1) -> None:
        """`messages`: how many the row became."""
        if row.method == "send" and row.chat_id in self._paces:
            self._paces[row.chat_id].arrived(messages)
        self._limiter.release()

    def _pace(self, chat_id: int) -> ChatPace:
        if chat_id not in self._paces:
            if len(self._paces) >= MAX_CHATS:
                self._paces = {c: p for c, p in self._paces.items() if not p.is_idle()}
            self._paces[chat_id] = ChatPace(group=chat_id <= CONSULTANTS)
        return self._paces[chat_id]

    def prioritize(self, chat_id: int) -> None:
        """An answer is behind a background message of this chat: let both go now."""
        self._limiter.prioritize(chat_id)

    def of(self, chat_id: int) -> AsyncLimiter:
        if chat_id not in self.chats:
            if len(self.chats) >= MAX_CHATS:
                self.chats = {c: b for c, b in self.chats.items() if not _is_full(b)}
            group = chat_id <= CONSULTANTS
            self.chats[chat_id] = AsyncLimiter(*(PER_GROUP if group else PER_CHAT))
        return self.chats[chat_id]


class NoLimits(Limits):
    """For a channel without limits."""

    async def wait(self, row: OutboxRow) -> None: ...
    def arrived(self, row: OutboxRow, messages: int = 1) -> None: ...


def _is_full(bucket: AsyncLimiter) -> bool:
    """Whether it allows a whole burst again."""
    return bucket.has_capacity(bucket.max_rate)
