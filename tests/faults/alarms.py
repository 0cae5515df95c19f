"""Somebody who never stops writing, and others who are in a crisis meanwhile."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

from tests.faults.crowd import PATIENCE, text_of
from tests.telegram_server.chats import Message
from tests.telegram_server.groups import Group
from tests.telegram_server.people import Person

FLOODER = 600
DISTRESSED = 700  # chat id of the first one
BURST, BURST_SECONDS = 150, 32.0  # texts that come in one go; as many later as are handled
SECONDS_MOST = 2.0  # of an alarm to the group and to the consultant, at the 99th percentile


@dataclass
class Flooder:
    """Somebody in a talk who sends 150 texts in 32 seconds, then one a second, and again."""

    phone: Person
    seconds: float
    burst: int = BURST
    texts: list[str] = field(default_factory=list)

    async def floods(self) -> None:
        until = time.monotonic() + self.seconds
        await self.phone.says("/consultant")
        while time.monotonic() < until:
            for _ in range(self.burst):
                await self._writes(until, BURST_SECONDS / BURST)
            for _ in range(self.burst):
                await self._writes(until, 1.0)

    async def _writes(self, until: float, pause: float) -> None:
        if time.monotonic() < until:
            self.texts.append(f"zqw{self.phone.id} {len(self.texts)}.")
            await self.phone.says(self.texts[-1])
            await asyncio.sleep(pause)

    def missing(self, team: Group) -> list[str]:
        """Texts that stand in no message of the group."""
        shown = "\n".join(text_of(message) for message in team.chat.messages.values())
        return [text for text in self.texts if text not in shown]


@dataclass
class Alarm:
    """Seconds from the text to its alarm; `calm`: while nothing went wrong around the program."""

    calm: bool
    to_group: float
    to_consultant: float

    @property
    def slower(self) -> float:
        return max(self.to_group, self.to_consultant)


@dataclass
class Crises:
    """One person after the other writes that they want to die, every so many seconds.

    `calm`: a time in which Telegram, the database and the process are well.  Every other alarm is
    raised in one, as no program can send anything without them; the flood goes on, and Rasa and
    the translator fail as they like.
    """

    people: list[Person]
    team: Group
    consultant: Person
    seconds_between: float
    calm: Callable[[], AbstractAsyncContextManager[None]]
    alarms: list[Alarm] = field(default_factory=list)

    async def happen(self) -> None:
        for number, person in enumerate(self.people):
            await asyncio.sleep(self.seconds_between)
            calm = number % 2 == 0
            async with self.calm() if calm else _whatever():
                self.alarms.append(await self._one(person, calm))

    async def _one(self, person: Person, calm: bool) -> Alarm:
        begun = time.monotonic()
        await person.says("I want to die")
        group, consultant = await asyncio.gather(
            _seen(self.team.chat.messages, person, begun),
            _seen(self.consultant.chat.messages, person, begun),
        )
        return Alarm(calm, group, consultant)

    @property
    def percentile(self) -> float:
        """The 99th percentile of the slower of both, of those raised in calm; 0 without any."""
        slower = [alarm.slower for alarm in self.alarms if alarm.calm]
        if len(slower) < 2:
            return max(slower, default=0.0)
        return statistics.quantiles(slower, n=100, method="inclusive")[98]

    def __str__(self) -> str:
        calm = [alarm.slower for alarm in self.alarms if alarm.calm]
        other = [alarm.slower for alarm in self.alarms if not alarm.calm]
        if not calm:
            return "no alarms"
        amid = f"; {len(other)} amid faults, slowest {max(other):.1f} s" if other else ""
        return (
            f"alarms {len(calm)}: median {statistics.median(calm):.2f} s, 99th percentile "
            f"{self.percentile:.2f} s (at most {SECONDS_MOST:.0f}), slowest "
            f"{max(calm):.2f} s{amid}"
        )


@asynccontextmanager
async def _whatever() -> AsyncIterator[None]:
    yield


async def _seen(chat: dict[int, Message], person: Person, begun: float) -> float:
    name = str(person.user["first_name"])
    while time.monotonic() < begun + PATIENCE:
        if any("🆘" in (text := text_of(m)) and name in text for m in chat.values()):
            return time.monotonic() - begun
        await asyncio.sleep(0.02)  # the chat tells nobody
    raise AssertionError(f"no alarm about {person.id}")
