"""Machine translation by a server that speaks LibreTranslate's HTTP.

Nothing waits long for it and nothing fails because of it: whatever goes wrong, there is just no
translation.  Logs tell what kind of thing went wrong, never words.
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import structlog

log = structlog.get_logger()

PATIENCE = 6.0  # seconds for one translation, all in all
LONGEST_TEXT = 4096  # a whole message of Telegram
LARGEST_ANSWER = 200_000  # bytes; the list of languages is the largest there is
FAILURES = 3  # in a row; then the server has a rest
REST = 60.0
LONGEST_REST = 600.0


class NotTranslated(Exception):
    """`kind` is what the log tells.  `rest`: seconds for which the server bids us keep away.
    `ours`: the request is at fault, not the server."""

    def __init__(self, kind: str, *, rest: float = 0, ours: bool = False) -> None:
        super().__init__(kind)
        self.kind, self.rest, self.ours = kind, rest, ours


@dataclass
class Breaker:
    """After failures in a row nothing is tried for a while; then one failure is enough."""

    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    rests_until: float = 0

    @property
    def open(self) -> bool:
        return self.clock() < self.rests_until

    def worked(self) -> None:
        self.failures = 0

    def failed(self, rest: float = 0) -> None:
        self.failures += 1
        if rest or self.failures >= FAILURES:
            self.rests_until = self.clock() + min(rest or REST, LONGEST_REST)


@dataclass
class LibreTranslator:
    """`url` has no path; `key` is empty where the server needs none.

    Our language codes are the server's; one that it does not list is not asked for."""

    client: httpx.AsyncClient
    url: str
    key: str = field(default="", repr=False)
    patience: float = PATIENCE
    breaker: Breaker = field(default_factory=Breaker)
    _targets: dict[str, frozenset[str]] | None = field(default=None, init=False)

    async def translate(self, text: str, source: str, target: str) -> str | None:
        if source == target or not text.strip() or len(text) > LONGEST_TEXT or self.breaker.open:
            return None
        try:
            async with asyncio.timeout(self.patience):
                translated = await self._translated(text, source, target)
        except NotTranslated as error:
            self._note(error)
        except TimeoutError:
            self._note(NotTranslated("slow"))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            self._note(NotTranslated(type(error).__name__))
        except ValueError:  # half a character, which no bytes can stand for
            self._note(NotTranslated("text", ours=True))
        else:
            self.breaker.worked()
            return translated
        return None

    async def _translated(self, text: str, source: str, target: str) -> str | None:
        """None for a pair of languages that the server does not know.  Raises NotTranslated."""
        if self._targets is None:
            self._targets = _targets(await self._ask("GET", "/languages"))
        if target not in self._targets.get(source, ()):
            return None
        body = {"q": text, "source": source, "target": target, "format": "text"}
        if self.key:
            body["api_key"] = self.key
        answer = await self._ask("POST", "/translate", body)
        words = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(words, str) or not words.strip():
            raise NotTranslated("garbage")
        return words.strip()

    async def _ask(self, method: str, path: str, body: dict[str, str] | None = None) -> Any:
        """What the server says, as data.  Raises NotTranslated and httpx's errors.

        Redirects are not followed: the words go to the server that was chosen, or nowhere."""
        headers = {"Accept-Encoding": "identity"}  # so that a small answer is a small answer
        async with self.client.stream(
            method, self.url + path, json=body, headers=headers, timeout=self.patience,
            follow_redirects=False,
        ) as answer:  # fmt: skip
            _check(answer)
            content = b""
            async for piece in answer.aiter_raw():
                content += piece
                if len(content) > LARGEST_ANSWER:
                    raise NotTranslated("huge")
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise NotTranslated("garbage") from None

    def _note(self, error: NotTranslated) -> None:
        if not error.ours:
            self.breaker.failed(error.rest)
        log.warning("not_translated", kind=error.kind, rests=self.breaker.open)


def _check(answer: httpx.Response) -> None:
    """Raises NotTranslated for every status but 200."""
    status = answer.status_code
    if status == 429:
        rest = answer.headers.get("Retry-After", "")
        raise NotTranslated("429", rest=float(rest) if rest.isascii() and rest.isdigit() else REST)
    if status != 200:
        raise NotTranslated(str(status), ours=status == 400)


def _targets(listed: Any) -> dict[str, frozenset[str]]:
    """Which languages there are, and into which each can be translated.

    Raises NotTranslated."""
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise NotTranslated("garbage")
    codes = [one["code"] for one in listed if isinstance(one.get("code"), str)]
    if not codes:
        raise NotTranslated("garbage")
    return {
        one["code"]: frozenset(t for t in _list(one.get("targets"), codes) if isinstance(t, str))
        for one in listed
        if isinstance(one.get("code"), str)
    }


def _list(value: Any, otherwise: list[str]) -> list[Any]:
    """Old servers name no targets: all languages then."""
    return value if isinstance(value, list) else otherwise
