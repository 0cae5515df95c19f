"""Machine translation by a server with LibreTranslate's HTTP API.

A call takes at most `TIMEOUT` seconds and never raises: on any failure there is no translation.
The log names the kind of failure and never the text.
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import httpx
import structlog

from bot.kernel.runtime.circuit_breaker import CircuitBreaker

log = structlog.get_logger()

TIMEOUT = 6.0  # seconds for one translation, including the list of languages
MAX_TEXT = 4096  # characters: a whole message of Telegram
MAX_RESPONSE = 200_000  # bytes; the list of languages is the largest response
FAILURES = 3  # in a row open the circuit breaker
PAUSE = 60.0  # seconds between the probes of an open circuit
MAX_PAUSE = 600.0  # the longest Retry-After that is honoured


class FailureKind(StrEnum):
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    STATUS = "status"
    INVALID_RESPONSE = "invalid response"
    RESPONSE_TOO_LARGE = "response too large"
    UNENCODABLE_TEXT = "unencodable text"


class TranslationFailed(Exception):
    """`pause`: seconds that the server asks us to wait.  `server_fault`: False where the request
    is at fault; the circuit breaker does not count those."""

    def __init__(
        self,
        kind: FailureKind,
        detail: str = "",
        *,
        pause: float | None = None,
        server_fault: bool = True,
    ) -> None:
        super().__init__(kind)
        self.kind, self.detail = kind, detail
        self.pause, self.server_fault = pause, server_fault


def make_breaker(clock: Callable[[], float] = time.monotonic) -> CircuitBreaker:
    return CircuitBreaker(FAILURES, PAUSE, clock)


@dataclass
class LibreTranslator:
    """`url` has no path; `key` is empty where the server needs none.

    Our language codes are the server's; one that it does not list is not asked for."""

    client: httpx.AsyncClient
    url: str
    key: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    breaker: CircuitBreaker = field(default_factory=make_breaker)
    _targets: dict[str, frozenset[str]] | None = field(default=None, init=False)

    async def translate(self, text: str, source: str, target: str) -> str | None:
        """Return the translation, or None."""
        translatable = source != target and text.strip() and len(text) <= MAX_TEXT
        if not translatable or not self.breaker.allows_call():
            return None
        try:
            translated = await self._translate(text, source, target)
        except TranslationFailed as failure:
            self._record(failure)
            return None
        self.breaker.record_success()
        return translated

    async def _translate(self, text: str, source: str, target: str) -> str | None:
        """Raises TranslationFailed, whatever goes wrong."""
        try:
            async with asyncio.timeout(self.timeout):
                return await self._request_translation(text, source, target)
        except TimeoutError as error:
            raise TranslationFailed(FailureKind.TIMEOUT) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise TranslationFailed(FailureKind.CONNECTION, type(error).__name__) from error
        except ValueError as error:  # half of a surrogate pair
            raise TranslationFailed(FailureKind.UNENCODABLE_TEXT, server_fault=False) from error

    async def _request_translation(self, text: str, source: str, target: str) -> str | None:
        """Return None for a pair of languages that the server does not list."""
        if self._targets is None:
            self._targets = _targets(await self._request("GET", "/languages"))
        if target not in self._targets.get(source, ()):
            return None
        body = {"q": text, "source": source, "target": target, "format": "text"}
        if self.key:
            body["api_key"] = self.key
        response = await self._request("POST", "/translate", body)
        translated = response.get("translatedText") if isinstance(response, dict) else None
        if not isinstance(translated, str) or not translated.strip():
            raise TranslationFailed(FailureKind.INVALID_RESPONSE)
        return translated.strip()

    async def _request(self, method: str, path: str, body: dict[str, str] | None = None) -> Any:
        """Return the response's JSON.  Raises TranslationFailed and httpx's errors.

        Redirects are not followed: the text goes to the configured server only."""
        headers = {"Accept-Encoding": "identity"}  # a compressed body could grow past the limit
        async with self.client.stream(
            method, self.url + path, json=body, headers=headers, timeout=self.timeout,
            follow_redirects=False,
        ) as response:  # fmt: skip
            _check_status(response)
            content = b""
            async for chunk in response.aiter_raw():
                content += chunk
                if len(content) > MAX_RESPONSE:
                    raise TranslationFailed(FailureKind.RESPONSE_TOO_LARGE)
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise TranslationFailed(FailureKind.INVALID_RESPONSE) from None

    def _record(self, failure: TranslationFailed) -> None:
        if failure.server_fault:
            self.breaker.record_failure(failure.pause)
        log.warning(
            "not_translated", kind=failure.kind.value, detail=failure.detail,
            circuit_open=self.breaker.is_open,
        )  # fmt: skip


def _check_status(response: httpx.Response) -> None:
    """Raises TranslationFailed for every status but 200."""
    status = response.status_code
    if status == httpx.codes.OK:
        return
    limited = status == httpx.codes.TOO_MANY_REQUESTS
    raise TranslationFailed(
        FailureKind.STATUS,
        str(status),
        pause=_retry_after(response) if limited else None,
        server_fault=status != httpx.codes.BAD_REQUEST,
    )


def _retry_after(response: httpx.Response) -> float:
    """Return seconds; a date or nonsense counts as the usual pause."""
    value = response.headers.get("Retry-After", "")
    seconds = float(value) if value.isascii() and value.isdigit() else PAUSE
    return min(seconds, MAX_PAUSE)


def _targets(listed: Any) -> dict[str, frozenset[str]]:
    """Return the target languages of each source language.  Raises TranslationFailed."""
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise TranslationFailed(FailureKind.INVALID_RESPONSE)
    codes = [one["code"] for one in listed if isinstance(one.get("code"), str)]
    if not codes:
        raise TranslationFailed(FailureKind.INVALID_RESPONSE)
    return {
        one["code"]: frozenset(t for t in _list(one.get("targets"), codes) if isinstance(t, str))
        for one in listed
        if isinstance(one.get("code"), str)
    }


def _list(value: Any, default: list[str]) -> list[Any]:
    """Old versions of the server name no targets: each language goes to all others."""
    return value if isinstance(value, list) else default
