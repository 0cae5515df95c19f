"""Free text to the Rasa server.  The meaning comes back as a call of one of our actions."""

from collections.abc import Callable

import httpx

from bot.services.ports import MindAway

# A turn takes 20–30 ms; one that takes this long is not coming back.
PATIENCE = httpx.Timeout(20, connect=2)


class RasaMind:
    """`url` and `ready` are asked each time: the child may come back on another port."""

    def __init__(
        self, client: httpx.AsyncClient, url: Callable[[], str], ready: Callable[[], bool]
    ) -> None:
        self._client, self._url, self._ready = client, url, ready

    def is_ready(self) -> bool:
        return self._ready()

    async def hear(
        self, update_id: int, chat_id: int, text: str, language: str, waiting: str
    ) -> None:
        """Returns when Rasa has run its action.  Raises MindAway."""
        if not self._ready():
            raise MindAway
        metadata = {"update_id": update_id, "language": language, "waiting": waiting}
        body = {"sender": str(chat_id), "message": _plain(text), "metadata": metadata}
        try:
            answer = await self._client.post(
                f"{self._url()}/webhooks/rest/webhook", json=body, timeout=PATIENCE
            )
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise MindAway from error


def _plain(text: str) -> str:
    """ "/intent" is Rasa's shortcut past understanding; a person's slash must not take it."""
    return text.replace("\x00", " ").lstrip("/ ") or "?"
