"""Files that people sent, fetched from Telegram.

Their address contains the bot's token, and httpx's messages may quote it: a NotFetched has no
cause (`from None`).
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from telegram import Bot
from telegram.error import TelegramError

from bot.adapters.telegram.errors import fetch_failure
from bot.files.ports import NotFetched
from bot.files.rules.files import Refusal
from bot.kernel.failures import FetchFailure
from bot.kernel.incoming import LARGEST

# Read timeout: between two chunks of a large file on a slow line.
_TIMEOUT = httpx.Timeout(30, connect=5)
_UNCOMPRESSED = {"Accept-Encoding": "identity"}  # a compressed body could grow past the limit


@dataclass
class TelegramDownloads:
    """`client` fetches the content: Bot's own request would read it whole, however large."""

    bot: Bot
    client: httpx.AsyncClient

    async def fetch(self, telegram_id: str) -> bytes:
        """Return the content.  Raises NotFetched."""
        address = await self._address(telegram_id)
        if urlsplit(address).scheme not in ("http", "https"):
            return await asyncio.to_thread(_read_local, Path(address))
        try:
            return await self._download(address)
        except httpx.HTTPError as error:
            raise NotFetched(FetchFailure.NETWORK, type(error).__name__) from None

    async def _address(self, telegram_id: str) -> str:
        try:
            address = (await self.bot.get_file(telegram_id)).file_path
        except TelegramError as error:
            raise fetch_failure(error) from None
        if not address:
            raise NotFetched(FetchFailure.NO_ADDRESS)
        return address

    async def _download(self, address: str) -> bytes:
        async with self.client.stream(
            "GET", address, timeout=_TIMEOUT, headers=_UNCOMPRESSED
        ) as response:
            if response.status_code != httpx.codes.OK:
                raise _status_failure(response)
            content = bytearray()
            async for chunk in response.aiter_raw():
                content += chunk
                if len(content) > LARGEST:  # whatever size was announced
                    raise NotFetched(FetchFailure.TOO_LARGE, refusal=Refusal.TOO_BIG)
        return bytes(content)


def _read_local(path: Path) -> bytes:
    """A Bot API server of our own, in its local mode, names a file on this machine."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise NotFetched(FetchFailure.UNREADABLE, type(error).__name__) from None
    if len(content) > LARGEST:
        raise NotFetched(FetchFailure.TOO_LARGE, refusal=Refusal.TOO_BIG)
    return content


def _status_failure(response: httpx.Response) -> NotFetched:
    """Never permanent: an address expires after an hour, and each attempt asks for a new one."""
    limited = response.status_code == httpx.codes.TOO_MANY_REQUESTS
    wait = response.headers.get("retry-after", "")
    retry_after = float(wait) if limited and wait.isdecimal() else None
    return NotFetched(FetchFailure.STATUS, str(response.status_code), retry_after=retry_after)
