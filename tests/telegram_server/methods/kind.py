"""What a method is: the world and a call in, the result out, or a Refusal."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram_server.wire import Call
from tests.telegram_server.world import World

Method = Callable[[World, Call], Awaitable[Any]]
