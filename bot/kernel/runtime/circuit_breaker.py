"""Circuit breaker: stop calling a failing service, and probe it until it recovers."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class CircuitBreaker:
    """Opens after `threshold` failures in a row; one success closes it.

    While it is open, one call in `interval` seconds is allowed: the probe.
    `clock` returns seconds and must be monotonic.
    """

    threshold: int = 1
    interval: float = 2.0
    clock: Callable[[], float] = time.monotonic
    failures: int = field(default=0, init=False)  # in a row
    is_open: bool = field(default=False, init=False)
    _next_probe: float = field(default=0.0, init=False)

    def allows_call(self) -> bool:
        """Return whether a call may be made now.  While open, True counts as the probe."""
        if not self.is_open:
            return True
        if self.clock() < self._next_probe:
            return False
        self._next_probe = self.clock() + self.interval
        return True

    def record_success(self) -> None:
        """Close the breaker."""
        self.failures, self.is_open = 0, False

    def record_failure(self, pause: float | None = None) -> None:
        """Count a failure; `pause` opens at once, with the first probe after these seconds."""
        self.failures += 1
        if pause is None and self.failures < self.threshold:
            return
        self.is_open = True
        self._next_probe = self.clock() + (self.interval if pause is None else pause)
