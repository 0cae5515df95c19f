"""Calls, results and refusals."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Clock = Callable[[], float]  # seconds since the epoch


class Refusal(Exception):
    """An error response of Telegram."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        return body | {"parameters": self.parameters} if self.parameters else body


def bad_request(reason: str, **parameters: int) -> Refusal:
    return Refusal(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> Refusal:
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    return Refusal(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> Refusal:
    description = f"Too Many Requests: retry after {retry_after}"
    return Refusal(429, description, retry_after=retry_after)


def not_modelled(what: str) -> Refusal:
    return Refusal(404, f"Not Found: tests.telegram_server does not model {what}")


@dataclass(frozen=True)
class Upload:
    name: str
    data: bytes
    mime_type: str


@dataclass(frozen=True)
class Call:
    """A call of the Bot API.  Its parameters come as a form (strings) or as JSON (values)."""

    method: str
    params: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.params.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.text(name) or default)
        except ValueError:
            raise bad_request(f"{name} is not a number") from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1", "yes"}

    def parsed(self, name: str, default: Any = None) -> Any:
        value = self.params.get(name)
        if value is None or value == "":
            return default
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None


@dataclass(frozen=True)
class CallRecord:
    """A recorded call; `status` is 0 where the connection was dropped."""

    call: Call
    status: int
    answer: Json

    @property
    def method(self) -> str:
        return self.call.method

    @property
    def chat_id(self) -> int:
        return self.call.number("chat_id")

    @property
    def description(self) -> str:
        return str(self.answer.get("description", ""))
