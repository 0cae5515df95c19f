"""While something can't be done, one tries it every so often, and all others wait."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

EVERY = 2.0  # seconds


@dataclass
class Probing:
    seconds: Callable[[], float] = time.monotonic
    _fails: bool = field(default=False, init=False)
    _next: float = field(default=0.0, init=False)

    def may_try(self) -> bool:
        if not self._fails:
            return True
        if self.seconds() < self._next:
            return False
        self._next = self.seconds() + EVERY
        return True

    def failed(self) -> None:
        self._fails, self._next = True, self.seconds() + EVERY

    def worked(self) -> None:
        self._fails = False
