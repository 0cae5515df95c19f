"""Rate limits as Telegram documents them; the real ones are not published."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass

from tests.telegram_server.wire import Clock, too_many_requests

PER_SECOND = 30
PER_GROUP_AND_MINUTE = 20
BURST = 3  # messages to one chat that pass before "one a second" bites


@dataclass(frozen=True)
class Violation:
    at: float
    chat_id: int
    rule: str


@dataclass
class _Allowance:
    """One message a second; unused capacity allows a short burst."""

    left: float
    at: float


class Limits:
    def __init__(self, clock: Clock, *, enforced: bool = False, burst: int = BURST) -> None:
        self.violations: list[Violation] = []
        self.enforced = enforced
        self._clock = clock
        self._burst = burst
        self._all: deque[float] = deque()
        self._in_group: defaultdict[int, deque[float]] = defaultdict(deque)
        self._allowances: dict[int, _Allowance] = {}

    def count(self, chat_id: int, *, group: bool) -> None:
        """Record a message to a chat; refuse it if it exceeds a limit that is enforced."""
        now = self._clock()
        allowance = self._allowance(chat_id, now)
        minute = _since(self._in_group[chat_id], now - 60)
        if len(_since(self._all, now - 1)) >= PER_SECOND:
            self._violated(now, chat_id, "30 messages a second in all", 1)
        elif group and len(minute) >= PER_GROUP_AND_MINUTE:
            wait = math.ceil(minute[0] + 60 - now)
            self._violated(now, chat_id, "20 messages a minute in a group", wait)
        elif allowance.left < 1:
            self._violated(now, chat_id, "one message a second in a chat", 1)
        self._all.append(now)
        if allowance.left >= 1:  # one too many is one violation, not a debt for the next
            allowance.left -= 1
        if group:
            minute.append(now)

    def _allowance(self, chat_id: int, now: float) -> _Allowance:
        allowance = self._allowances.setdefault(chat_id, _Allowance(self._burst, now))
        allowance.left = min(self._burst, allowance.left + now - allowance.at)
        allowance.at = now
        return allowance

    def _violated(self, now: float, chat_id: int, rule: str, retry_after: int) -> None:
        self.violations.append(Violation(now, chat_id, rule))
        if self.enforced:
            raise too_many_requests(max(1, retry_after))


def _since(moments: deque[float], begin: float) -> deque[float]:
    while moments and moments[0] <= begin:
        moments.popleft()
    return moments
