"""The type of a method: takes the world and a call, returns the result or raises Refusal."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram_server.wire import Call
from tests.telegram_server.world import World

Method = Callable[[World, Call], Awaitable[Any]]
