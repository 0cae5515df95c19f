"""A Rasa server that is not our child: probed until it responds, and again when it does not."""

import asyncio

import httpx
import pytest
from structlog.testing import capture_logs

from bot.adapters.rasa.external import STATUS_TIMEOUT, ExternalRasa

pytestmark = pytest.mark.looptime


async def test_readiness_follows_the_status_endpoint() -> None:
    """A response a second of virtual time; each change is logged."""
    responses: list[int | Exception] = [
        httpx.ConnectError("away"), 200, 200, 401, 500, httpx.ReadTimeout("slow"), 200,
    ]  # fmt: skip
    requests: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        response = responses[len(requests) - 1]
        if isinstance(response, Exception):
            raise response
        return httpx.Response(response)

    ready: list[bool] = []
    async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
        rasa = ExternalRasa(client, "http://rasa", "shared", interval=1)
        assert rasa.url == "http://rasa" and not rasa.is_ready()
        with capture_logs() as logs:
            probing = asyncio.create_task(rasa.run())
            await asyncio.sleep(0.5)
            for _ in responses:
                ready.append(rasa.is_ready())
                if len(ready) < len(responses):
                    await asyncio.sleep(1)
            probing.cancel()
    assert ready == [False, True, True, False, False, False, True]
    assert [line["event"] for line in logs] == ["rasa_ready", "rasa_away", "rasa_ready"]
    assert str(requests[0].url) == "http://rasa/status?token=shared"
    assert requests[0].extensions["timeout"] == httpx.Timeout(STATUS_TIMEOUT).as_dict()


async def test_server_is_probed_every_two_seconds_by_default() -> None:
    at: list[float] = []

    def respond(_: httpx.Request) -> httpx.Response:
        at.append(asyncio.get_running_loop().time())
        return httpx.Response(200)

    async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
        probing = asyncio.create_task(ExternalRasa(client, "http://rasa", "shared").run())
        await asyncio.sleep(7)
        probing.cancel()
    assert at == pytest.approx([0, 2, 4, 6])
