"""What the channel has counted in one chat lately, of both lanes of the outbox together."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

# Telegram's: one message a second to a chat, of which a few may come at once; 20 a minute to a
# group.  Ordinary messages leave a part of both to the urgent lane.
BURST, RESERVED_OF_BURST = 3, 1
PER_MINUTE, RESERVED_PER_MINUTE = 20, 6
# A message counts until this long after the channel has answered: wherever between our sending it
# and its answer the channel counted it, no minute of its clock holds more than it allows.
MINUTE = 60.5
RECHECK = 0.25  # seconds; a message under way tells nobody when it will be answered


@dataclass
class ChatPace:
    """`reserve` the next message, `arrived` when the channel has answered.

    A message that is under way counts as one that came just now.
    """

    group: bool
    _under_way: int = field(default=0, init=False)
    _left: float = field(default=BURST, init=False)  # of the burst, at the moment `_at`
    _at: float = field(default=0.0, init=False)
    _minute: deque[float] = field(default_factory=deque, init=False)

    async def reserve(self, urgent: bool) -> None:
        """Wait until the next message of a lane may be sent."""
        while (wait := self.seconds_until_free(urgent)) > 0:  # noqa: ASYNC110  # mostly time frees it
            await asyncio.sleep(wait + 0.001)  # or rounding would leave a wait of no time
        self._under_way += 1

    def arrived(self, messages: int = 1) -> None:
        """The channel took or refused what was reserved; it became so many messages."""
        now = _now()
        self._under_way -= 1
        self._left = self._burst(now) - messages
        self._at = now
        self._minute.extend([now] * messages)

    def seconds_until_free(self, urgent: bool) -> float:
        """0: a message of this lane may be sent now."""
        now = _now()
        reserved = 0 if urgent else RESERVED_OF_BURST
        missing = 1 + reserved + self._under_way - self._burst(now)
        wait = min(missing, RECHECK) if self._under_way else missing
        return max(wait, self._seconds_in_minute(now, urgent), 0.0)

    def is_idle(self) -> bool:
        """Whether it remembers nothing that still counts."""
        now = _now()
        self._forget(now)
        return not self._under_way and not self._minute and self._burst(now) >= BURST

    def _burst(self, now: float) -> float:
        return min(BURST, self._left + now - self._at)

    def _seconds_in_minute(self, now: float, urgent: bool) -> float:
        if not self.group:
            self._minute.clear()
            return 0.0
        self._forget(now)
        most = PER_MINUTE - (0 if urgent else RESERVED_PER_MINUTE)
        too_many = len(self._minute) + self._under_way + 1 - most
        if too_many <= 0:
            return 0.0
        if too_many > len(self._minute):
            return RECHECK
        return self._minute[too_many - 1] + MINUTE - now

    def _forget(self, now: float) -> None:
        while self._minute and self._minute[0] + MINUTE <= now:
            self._minute.popleft()


def _now() -> float:
    return asyncio.get_running_loop().time()
