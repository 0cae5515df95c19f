"""Fault injection: errors, lost connections, slow responses, garbage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.telegram_server.wire import Call, Refusal

DOWNLOAD = "download"  # the name under which fetching a file can fail

_PHRASES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


@dataclass(eq=False)
class Fault:
    """`drop`: the connection is closed before the call has its effect, or after."""

    method: str
    status: int = 0
    description: str = ""
    retry_after: int = 0
    parameters: Mapping[str, int] = field(default_factory=dict)
    drop: Literal["before", "after", ""] = ""
    garbage: bool = False  # a page of HTML where JSON was due, and no effect
    delay: float = 0.0  # before the effect
    answer_delay: float = 0.0  # after the effect: a bot that gives up waiting does not know it
    times: int | None = 1  # None: for ever
    match: Mapping[str, Any] = field(default_factory=dict)  # only calls with these parameters
    hits: int = 0

    def concerns(self, call: Call) -> bool:
        if self.method == "*":  # a poll hit by accident would make every other test a riddle
            named = call.method != "getUpdates"
        else:
            named = self.method.lower() == call.method.lower()
        spent = self.times is not None and self.hits >= self.times
        fits = all(call.text(name) == str(value) for name, value in self.match.items())
        return named and fits and not spent

    def refusal(self) -> Refusal | None:
        if self.retry_after or self.status == 429:
            seconds = self.retry_after or 1
            described = self.description or f"Too Many Requests: retry after {seconds}"
            return Refusal(self.status or 429, described, retry_after=seconds)
        if self.status:
            described = self.description or _PHRASES.get(self.status, f"Error {self.status}")
            return Refusal(self.status, described, **self.parameters)
        return None


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, method: str, **how: Any) -> Fault:
        """`how` are the fields of Fault: status=, drop=, delay=, garbage=, times=, match=…"""
        fault = Fault(method, **how)
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        self._faults.clear()

    def take(self, call: Call) -> Fault | None:
        """Return the first fault that applies to the call, and count the hit."""
        for fault in self._faults:
            if fault.concerns(call):
                fault.hits += 1
                return fault
        return None
