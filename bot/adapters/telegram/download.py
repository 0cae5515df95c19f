"""Files that people sent, fetched from Telegram; the address holds the token and is never told."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.domain.files import LARGEST, Refusal
from bot.services.ports import NotFetched

_SECONDS = httpx.Timeout(30, connect=5)  # between two pieces; a phone's video takes its time
_AS_IT_IS = {"Accept-Encoding": "identity"}  # a packed answer could grow beyond any limit
_BUSY = 429


@dataclass
class TelegramDownloads:
    """`client` is for the content: the Bot's own request would read it whole, however large.

    Raised causes are left out (`from None`): the words of httpx may quote the address.
    """

    bot: Bot
    client: httpx.AsyncClient

    async def fetch(self, telegram_id: str) -> bytes:
        """Raises NotFetched."""
        address = await self._address(telegram_id)
        if urlsplit(address).scheme not in ("http", "https"):
            return await asyncio.to_thread(_from_disk, Path(address))
        try:
            return await self._content(address)
        except httpx.HTTPError as error:
            raise NotFetched(type(error).__name__) from None

    async def _address(self, telegram_id: str) -> str:
        try:
            address = (await self.bot.get_file(telegram_id)).file_path
        except TelegramError as error:
            raise _not_fetched(error) from None
        if not address:
            raise NotFetched("no address")
        return address

    async def _content(self, address: str) -> bytes:
        async with self.client.stream(
            "GET", address, timeout=_SECONDS, headers=_AS_IT_IS
        ) as answer:
            if answer.status_code != httpx.codes.OK:
                raise _not_given(answer)
            content = bytearray()
            async for piece in answer.aiter_raw():
                content += piece
                if len(content) > LARGEST:  # whatever size was told before
                    raise NotFetched("larger than told", refusal=Refusal.TOO_BIG)
        return bytes(content)


def _from_disk(path: Path) -> bytes:
    """A Bot API server of one's own, in its local mode, names a file on this machine."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise NotFetched(type(error).__name__) from None
    if len(content) > LARGEST:
        raise NotFetched("larger than told", refusal=Refusal.TOO_BIG)
    return content


def _not_given(answer: httpx.Response) -> NotFetched:
    """An address is good for an hour; the next try asks for a new one."""
    told = answer.headers.get("retry-after", "")
    wait = float(told) if answer.status_code == _BUSY and told.isdecimal() else None
    return NotFetched(f"status {answer.status_code}", retry_after=wait)


def _not_fetched(error: TelegramError) -> NotFetched:
    """`reason`: the kind of failure.  What Telegram says about a file is not needed."""
    kind = type(error).__name__
    if isinstance(error, RetryAfter):
        wait = error._retry_after.total_seconds()  # its public face still wavers, as in transport
        return NotFetched(kind, retry_after=wait)
    if isinstance(error, BadRequest):
        words = error.message.lower()
        if "file is too big" in words:
            return NotFetched(kind, refusal=Refusal.TOO_BIG)
        return NotFetched(kind, permanent="temporarily unavailable" not in words)
    return NotFetched(kind, permanent=isinstance(error, Forbidden))
