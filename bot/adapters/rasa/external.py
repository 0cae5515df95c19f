"""A Rasa server that somebody else runs (RASA_URL)."""

import asyncio

import httpx
import structlog

log = structlog.get_logger()


class ExternalRasa:
    """`token`: what it and we share; without it the server tells nobody how it is."""

    def __init__(self, client: httpx.AsyncClient, url: str, token: str, every: float = 2) -> None:
        self.url = url
        self._client, self._token, self._every, self._ready = client, token, every, False

    def is_ready(self) -> bool:
        return self._ready

    async def run(self) -> None:
        """Look whether it answers, until cancelled."""
        while True:
            ready = await self._answers()
            if ready != self._ready:
                log.info("rasa_ready" if ready else "rasa_away")
            self._ready = ready
            await asyncio.sleep(self._every)

    async def _answers(self) -> bool:
        try:
            answer = await self._client.get(
                f"{self.url}/status", params={"token": self._token}, timeout=5
            )
            return answer.status_code == 200
        except httpx.HTTPError:
            return False
