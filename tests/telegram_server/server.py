"""The server: starts, stops, and creates people and groups."""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from typing import Self

from starlette.routing import BaseRoute

from tests.telegram_server.api import bot_api
from tests.telegram_server.chats import Status
from tests.telegram_server.faults import Faults
from tests.telegram_server.groups import Group
from tests.telegram_server.limits import BURST, Limits, Violation
from tests.telegram_server.loopback import serving
from tests.telegram_server.methods.settings import scope_key
from tests.telegram_server.people import Person
from tests.telegram_server.queries import Query
from tests.telegram_server.wire import CallRecord, Clock, Json
from tests.telegram_server.world import World


class TelegramServer:
    """`async with TelegramServer() as telegram:`; a bot needs `telegram.url` and `.token`."""

    def __init__(
        self,
        *,
        token: str = "123456:TEST",
        port: int = 0,
        clock: Clock = time.time,
        enforce_limits: bool = False,
        burst: int = BURST,
        callback_ttl: float = 900.0,
        webhook_host: str = "",
    ) -> None:
        limits = Limits(clock, enforced=enforce_limits, burst=burst)
        self.world = World(token, clock, limits, callback_ttl)
        self.world.webhook_host = (
            webhook_host  # "http://127.0.0.1:8080" serves https://bot.example
        )
        self.more_routes: list[BaseRoute] = []  # to be added before it starts
        self.url = ""
        self._port = port
        self._running = AsyncExitStack()

    async def __aenter__(self) -> Self:
        app = bot_api(self.world, self.more_routes)
        self.url = await self._running.enter_async_context(serving(app, self._port))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.world.updates.set_webhook(None)
        await self._running.aclose()

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def faults(self) -> Faults:
        return self.world.faults

    @property
    def violations(self) -> list[Violation]:
        return self.world.limits.violations

    @property
    def calls(self) -> list[CallRecord]:
        """All calls in their order, without getUpdates."""
        return self.world.calls

    def calls_of(self, method: str) -> list[CallRecord]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def unanswered(self) -> list[Query]:
        """Presses that the bot has not answered."""
        return self.world.queries.unanswered()

    def commands(self, scope: Json | None = None, language_code: str = "") -> list[Json]:
        return self.world.commands.get((scope_key(scope), language_code), [])

    def descriptions(self, method: str) -> dict[str, str]:
        """Return what setMyDescription or setMyShortDescription has set, by language."""
        told = self.world.descriptions.items()
        return {language: text for (name, language), text in told if name == method.lower()}

    def person(
        self,
        id: int,
        first_name: str = "Amina",
        *,
        language_code: str | None = "en",
        username: str = "",
        started: bool = False,
    ) -> Person:
        """`started`: has pressed Start before, so that the bot may write first."""
        user: Json = {"id": id, "is_bot": False, "first_name": first_name}
        optional = {"language_code": language_code, "username": username}
        user |= {key: value for key, value in optional.items() if value}
        assert id not in self.world.people, f"there is a person {id} already"
        self.world.add_person(user, started=started)
        return Person(self.world, user)

    def group(
        self,
        id: int,
        title: str = "Consultants",
        *,
        members: Sequence[Person] = (),
        forum: bool = False,
        bot: Status = "administrator",
    ) -> Group:
        """Create a group; a supergroup where the id begins with -100, as with Telegram."""
        kind = "supergroup" if forum or str(id).startswith("-100") else "group"
        info: Json = {"id": id, "type": kind, "title": title}
        ids = [member.id for member in members]
        self.world.add_group(info | ({"is_forum": True} if forum else {}), ids, bot)
        return Group(self.world, id)

    def publish(self, kind: str, payload: Json) -> int | None:
        """Publish any update as raw JSON."""
        return self.world.updates.publish(kind, payload)

    def redeliver(self, update_id: int) -> None:
        """Deliver an update again, as after a response that Telegram did not receive."""
        self.world.updates.redeliver(update_id)

    def hold(self) -> None:
        self.world.updates.hold()

    def release(self, order: Callable[[list[Json]], Iterable[Json]] = list) -> None:
        """Publish the held updates in this order: `release(reversed)`."""
        self.world.updates.release(order)

    async def settled(
        self,
        *,
        quiet: float = 0.1,
        timeout: float = 60.0,  # noqa: ASYNC109  (asyncio.timeout could not say what is pending)
    ) -> None:
        """Wait until the bot has taken every update and made no call for `quiet` seconds."""
        world = self.world
        if not await world.activity.quiet(lambda: not world.pending(), quiet, timeout):
            waiting = f"{len(world.updates.queue)} updates not confirmed"
            under_way = f"{world.activity.calls_under_way} calls under way"
            raise AssertionError(f"not settled after {timeout} s: {waiting}, {under_way}")
