"""The REST channel needs a token, passes messages on, and prefetches announced texts."""

import asyncio
import os
import socket
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import requests
from rasa.core.channels.channel import UserMessage
from sanic import Sanic
from sanic.server import AsyncioServer

from rasa_server.components import prefetch
from rasa_server.components.channel import GuardedRestInput
from tests.rasa_server.fakes import FakeEmbedding

TOKEN = "secret"
MESSAGE = {"sender": "42", "message": "hej", "metadata": {"update_id": 7}}


class TokenlessRestInput(GuardedRestInput):
    """A second instance needs a name of its own; it is created without ACTIONS_TOKEN."""


class Server:
    """The channel in a Sanic server, as Rasa runs it; `messages` are those that reach Rasa."""

    def __init__(self) -> None:
        self.messages: list[UserMessage] = []
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/webhooks"
        self._started, self._loop = threading.Event(), asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "Server":
        self._thread.start()
        assert self._started.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        app = Sanic("test_channel")
        os.environ["ACTIONS_TOKEN"] = TOKEN
        channel = GuardedRestInput()
        app.blueprint(channel.blueprint(self._receive), url_prefix=f"/webhooks/{channel.name()}")
        del os.environ["ACTIONS_TOKEN"]
        app.blueprint(TokenlessRestInput().blueprint(self._receive), url_prefix="/webhooks/none")
        create = app.create_server(sock=self._socket, return_asyncio_server=True)
        server = self._loop.run_until_complete(create)
        assert isinstance(server, AsyncioServer)
        starting = server.startup()  # type: ignore[no-untyped-call]  # Sanic types it partly
        self._loop.run_until_complete(starting)
        self._loop.call_soon(self._started.set)
        self._loop.run_forever()

    async def _receive(self, message: UserMessage) -> None:
        self.messages.append(message)

    def post(self, endpoint: str, body: Any, token: str | None = f"Bearer {TOKEN}") -> int:
        """Return the status of the response."""
        headers = {} if token is None else {"Authorization": token}
        with requests.Session() as session:
            session.trust_env = False
            url = f"{self.url}/{endpoint}"
            return session.post(url, json=body, headers=headers, timeout=10).status_code


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.messages.clear()
    return running


@pytest.fixture
def embedding() -> Iterator[FakeEmbedding]:
    """The embedding of the model that this process serves."""
    fake = FakeEmbedding()
    prefetch.serve(fake)
    yield fake
    prefetch.serve(None)


def test_message_with_the_token_reaches_rasa(server: Server) -> None:
    assert server.post("rest/webhook", MESSAGE) == 200
    [message] = server.messages
    assert (message.sender_id, message.text) == ("42", "hej")
    assert message.metadata == {"update_id": 7}


@pytest.mark.parametrize("token", [None, "", "Bearer", "Bearer guess", TOKEN, f"bearer {TOKEN}"])
@pytest.mark.parametrize("endpoint", ["rest/webhook", "rest/ahead"])
def test_request_without_the_token_is_forbidden(
    server: Server, embedding: FakeEmbedding, endpoint: str, token: str | None
) -> None:
    assert server.post(endpoint, MESSAGE | {"text": "hej"}, token) == 403
    assert server.messages == [] and embedding.asked == []


@pytest.mark.parametrize("token", [None, "", "Bearer", "Bearer guess"])
def test_without_a_configured_token_every_request_is_forbidden(
    server: Server, token: str | None
) -> None:
    assert server.post("none/webhook", MESSAGE, token) == 403
    assert server.messages == []


def test_announced_text_is_prefetched(server: Server, embedding: FakeEmbedding) -> None:
    assert server.post("rest/ahead", {"text": "salaan"}) == 204
    served = prefetch._served
    assert served is not None and list(served._pending) == ["salaan"]
    assert np.array_equal(served.encode(["salaan"]), FakeEmbedding().encode(["salaan"]))
    assert embedding.asked == ["salaan"] and server.messages == []


@pytest.mark.parametrize("body", [None, [], "hej", 7, {}, {"text": None}, {"text": ["hej"]}])
def test_announcement_without_a_text_is_refused(
    server: Server, embedding: FakeEmbedding, body: Any
) -> None:
    assert server.post("rest/ahead", body) == 400
    assert embedding.asked == []


def test_announcement_without_an_embedding_is_accepted(server: Server) -> None:
    prefetch.serve(None)
    assert server.post("rest/ahead", {"text": "salaan"}) == 204
