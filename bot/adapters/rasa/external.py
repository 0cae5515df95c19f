"""A Rasa server that is not our child (RASA_URL)."""

import asyncio

import httpx
import structlog

log = structlog.get_logger()

STATUS_TIMEOUT = 5.0  # seconds


class ExternalRasa:
    """Probes the server every `interval` seconds; `token` is what its status endpoint asks for."""

    def __init__(
        self, client: httpx.AsyncClient, url: str, token: str, interval: float = 2
    ) -> None:
        self.url = url
        self._client, self._token, self._interval, self._ready = client, token, interval, False

    def is_ready(self) -> bool:
        return self._ready

    async def run(self) -> None:
        """Probe until cancelled."""
        while True:
            ready = await self._responds()
            if ready != self._ready:
                log.info("rasa_ready" if ready else "rasa_away")
            self._ready = ready
            await asyncio.sleep(self._interval)

    async def _responds(self) -> bool:
        try:
            response = await self._client.get(
                f"{self.url}/status", params={"token": self._token}, timeout=STATUS_TIMEOUT
            )
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK
