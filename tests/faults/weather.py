"""What can go wrong around the assistant, one after the other and some at once, by a seed."""

import asyncio
import contextlib
import random
import resource
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.helpers.fake_rasa import FakeRasa
from tests.helpers.program import Program
from tests.telegram_server import TelegramServer
from tests.telegram_server.faults import Fault
from tests.telegram_server.loopback import hang_up

LOCKED = (0.5, 3.0, 7.0)  # seconds; the longest is longer than the assistant waits for a lock
SLOW = 12.0  # longer than the assistant waits for an answer
NO_LIMIT = resource.RLIM_INFINITY
SIGTERM_SECONDS = 10.0
UNDER_WAY = (
    0.5  # seconds in which a message that Telegram has is noted, unless nothing can be written
)


@dataclass
class Moody:
    """A server that is well, slow, broken, hung, or as good as not there."""

    app: Starlette
    mood: str = "well"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        mood = self.mood if scope["type"] == "http" else "well"
        if mood == "killed":
            hang_up(Request(scope))
            return
        if mood == "hung":
            await asyncio.sleep(600)
        if mood == "slow":
            await asyncio.sleep(1.5)
        if mood == "broken":
            await Response("no", 500)(scope, receive, send)
            return
        with contextlib.suppress(ClientDisconnect):  # killed in the middle of a question
            await self.app(scope, receive, send)


def moody_rasa(rasa: FakeRasa) -> Moody:
    return Moody(rasa.app())


def moody_translator() -> Moody:
    """LibreTranslate's HTTP; it turns words round."""

    async def languages(_: Request) -> Response:
        codes = ["da", "en"]
        return JSONResponse([{"code": c, "name": c, "targets": codes} for c in codes])

    async def translate(request: Request) -> Response:
        return JSONResponse({"translatedText": (await request.json())["q"][::-1]})

    routes = [Route("/languages", languages), Route("/translate", translate, methods=["POST"])]
    return Moody(Starlette(routes=routes))


POLLING_PAUSE = 3.0  # seconds after which the program has tried to fetch updates again
# What goes wrong behind the program: it can go on without them.
BEHIND = frozenset({"Rasa killed", "Rasa hung", "Rasa slow", "Rasa broken", "translator hung"})


@dataclass
class Weather:
    """`may_repeat` counts what may bring a message twice: what was under way at an end of the
    process, and answers that were lost after their effect."""

    telegram: TelegramServer
    program: Program
    rasa: Moody
    translator: Moody
    chance: random.Random
    happened: Counter[str] = field(default_factory=Counter)
    may_repeat: int = 0
    longest_stop: float = 0.0
    _unsure: list[Fault] = field(default_factory=list)
    _under_way_now: int = 0  # faults that are not `BEHIND`
    _calms: int = 0  # held by `calm`
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _unwritten: int | None = None  # what Telegram had taken when nothing could be written any more

    async def blows(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while loop.time() < end:
            await asyncio.sleep(self.chance.uniform(0.2, 2))
            await self.one()
        self.clears()

    async def each(self, names: Iterable[str], tracks: int = 3) -> None:
        """Each of these once, some of them at the same time."""
        order = list(names)
        self.chance.shuffle(order)

        async def track(mine: list[str]) -> None:
            for name in mine:
                await self.one(name)

        await asyncio.gather(*(track(order[n::tracks]) for n in range(tracks)))
        self.clears()

    async def ends(self, seconds: float, pause: tuple[float, float]) -> None:
        """kill -9 and SIGTERM, each followed by a start."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        kill = True
        while loop.time() < end:
            await asyncio.sleep(max(0, self.chance.uniform(*pause) - UNDER_WAY))
            taken = self._taken()
            await asyncio.sleep(UNDER_WAY)
            async with self._storm():
                await (self.kill(taken) if kill else self.stop(taken))
            kill = not kill

    @contextlib.asynccontextmanager
    async def calm(self) -> AsyncIterator[None]:
        """A time in which Telegram, the database and the process are well."""
        async with self._changed:
            self._calms += 1
            await self._changed.wait_for(lambda: not self._under_way_now)
        try:
            await self._serves()
            await self._fetches()
            yield
        finally:
            async with self._changed:
                self._calms -= 1
                self._changed.notify_all()

    @contextlib.asynccontextmanager
    async def _storm(self) -> AsyncIterator[None]:
        async with self._changed:
            await self._changed.wait_for(lambda: not self._calms)
            self._under_way_now += 1
        try:
            yield
        finally:
            async with self._changed:
                self._under_way_now -= 1
                self._changed.notify_all()

    async def _serves(self) -> None:
        """Wait until the program has a database and Telegram, after an end or a fault."""
        while True:
            await self.keep_running()
            with contextlib.suppress(httpx.HTTPError):
                health = await self.program.health()
                if health["database"] and health["telegram"]:
                    return
            await asyncio.sleep(0.1)

    def _taken(self) -> int:
        """How many messages Telegram has."""
        return len(self.telegram.calls_of("sendMessage"))

    def _under_way(self, taken: int) -> int:
        """What it took a moment ago, and since nothing can be written, may not be noted yet."""
        unwritten = taken if self._unwritten is None else min(taken, self._unwritten)
        return self._taken() - unwritten

    async def _fetches(self) -> None:
        """Wait until the program fetches what is written, after a pause that a fault caused."""
        await asyncio.sleep(POLLING_PAUSE)
        while self.telegram.world.updates.queue:  # noqa: ASYNC110  # the server tells nobody
            await asyncio.sleep(0.05)

    async def keep_running(self) -> None:
        """Start the program again if it ended by itself, as systemd does: on a full disk it can't
        start."""
        process = self.program.process
        if process is not None and process.returncode is not None:
            await self.program.start()

    async def kill(self, taken: int) -> None:
        self.happened["kill -9"] += 1
        self.may_repeat += max(1, self._under_way(taken))
        await self.program.kill()
        await self.program.start()

    async def stop(self, taken: int) -> None:
        """In the middle of whatever there is; a message on its way to a Telegram that hangs may
        come again, as after any lost answer, and one that can't be noted now."""
        self.happened["SIGTERM"] += 1
        if self._unwritten is not None:
            self.may_repeat += self._under_way(taken)
        loop = asyncio.get_running_loop()
        before = loop.time()
        code = await self.program.stop()
        took = loop.time() - before
        self.longest_stop = max(self.longest_stop, took)
        # A program stopped while it starts has no handler yet, and may find its database locked.
        assert code in (0, -15, 2), f"ended with {code}"
        assert took < SIGTERM_SECONDS, f"SIGTERM took {took:.1f} s"
        await self.program.start()

    def clears(self) -> None:
        self.telegram.faults.clear()
        self.rasa.mood = self.translator.mood = "well"

    def lost_answers(self) -> int:
        return sum(fault.hits for fault in self._unsure)

    @property
    def all_(self) -> dict[str, Callable[[], Awaitable[None]]]:
        return {
            "Telegram away": self._away,
            "429 storm": self._too_many,
            "5xx": self._server_errors,
            "garbage": self._garbage,
            "lost before the effect": self._lost_before,
            "lost after the effect": self._lost_after,
            "answer too late": self._too_late,
            "files can't be fetched": self._no_files,
            "Rasa killed": lambda: self._rasa("killed"),
            "Rasa hung": lambda: self._rasa("hung"),
            "Rasa slow": lambda: self._rasa("slow"),
            "Rasa broken": lambda: self._rasa("broken"),
            "translator hung": self._translator_hung,
            "database locked": self._locked,
            "disk full": self._full,
        }

    async def one(self, name: str = "") -> None:
        name = name or self.chance.choice(list(self.all_))
        if name in BEHIND:
            self.happened[name] += 1
            await self.all_[name]()
            return
        async with self._storm():
            self.happened[name] += 1
            await self.all_[name]()

    async def _with(self, seconds: float, *faults: Fault) -> None:
        await asyncio.sleep(seconds)
        for fault in faults:
            fault.times = 0

    async def _away(self) -> None:
        both = [
            self.telegram.faults.add(method, drop="before", times=None)
            for method in ("*", "getUpdates", "download")
        ]
        await self._with(self.chance.uniform(1, 6), *both)

    async def _too_many(self) -> None:
        again = self.chance.randint(1, 2)
        await self._with(2, self.telegram.faults.add("*", retry_after=again, times=12))

    async def _server_errors(self) -> None:
        codes = [self.chance.choice([500, 502, 504]) for _ in range(2)]
        await self._with(
            2,
            self.telegram.faults.add("*", status=codes[0], times=10),
            self.telegram.faults.add("getUpdates", status=codes[1], times=2),
        )

    async def _garbage(self) -> None:
        await self._with(
            2,
            self.telegram.faults.add("*", garbage=True, times=8),
            self.telegram.faults.add("getUpdates", garbage=True, times=2),
        )

    async def _lost_before(self) -> None:
        await self._with(2, self.telegram.faults.add("*", drop="before", times=8))

    async def _lost_after(self) -> None:
        lost = self.telegram.faults.add("*", drop="after", times=2)
        self._unsure.append(lost)
        await self._with(2, lost, self.telegram.faults.add("getUpdates", drop="after", times=1))

    async def _too_late(self) -> None:
        late = self.telegram.faults.add("*", answer_delay=SLOW, times=1)
        self._unsure.append(late)
        await self._with(2, late)

    async def _no_files(self) -> None:
        await self._with(3, self.telegram.faults.add("download", status=502, times=3))

    async def _rasa(self, mood: str) -> None:
        self.rasa.mood = mood
        await asyncio.sleep(self.chance.uniform(1, 6))
        self.rasa.mood = "well"

    async def _translator_hung(self) -> None:
        self.translator.mood = "hung"
        await asyncio.sleep(self.chance.uniform(1, 6))
        self.translator.mood = "well"

    async def _locked(self) -> None:
        """By another process, as a careless backup would."""
        seconds = self.chance.choice(LOCKED)
        file = self.program.folder / "egen-chef.sqlite3"
        if not file.exists():
            return
        with contextlib.closing(
            sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=3)
        ) as other:
            try:
                await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return  # the assistant itself was faster
            with self._nothing_is_written():
                await asyncio.sleep(seconds)
            other.execute("ROLLBACK")

    @contextlib.contextmanager
    def _nothing_is_written(self) -> Iterator[None]:
        self._unwritten = self._taken() if self._unwritten is None else self._unwritten
        try:
            yield
        finally:
            self._unwritten = None

    async def _full(self) -> None:
        """No byte can be written to any file for a while; reading goes on."""
        process = self.program.process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, NO_LIMIT))
            with self._nothing_is_written():
                await asyncio.sleep(self.chance.uniform(0.5, 4))
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (NO_LIMIT, NO_LIMIT))
