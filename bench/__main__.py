"""`make bench`: what a turn costs from update to Bot API call, and whether it grows with history.

Everything is real (database, Rasa, HTTP to a Telegram stand-in on this machine) but the pacing of
messages to one chat, which would hide what is measured.  One chat writes and presses a thousand
times; then the same texts go through the assistant and to Rasa alone, by turns.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from starlette.routing import Route

from bench.bare import Actions, BareRasa, Heard
from bot.bootstrap import build, set_up_logging
from bot.i18n.markup import TelegramHtml
from bot.program import ACTIONS_PATH, ChildRasa, understanding
from bot.services.delivery import Limits
from bot.services.ports import OutboxRow
from bot.settings import Settings
from bot.telegram.channel import make_channel
from bot.telegram.receiving import Receiver
from bot.telegram.transport import TelegramTransport
from bot.web.app import listen, make_app, serve
from tests.telegram_server import TelegramServer

TURNS = 1000
AROUND = 40  # turns whose median stands for "the 10th" and "the 1,000th"
PERSON = {"id": 42, "first_name": "Amina", "language_code": "en"}
PAIRS = 200  # turns with the assistant, each beside a bare one
REST = 0.05  # seconds in which the assistant writes down what was said
TEXTS = (
    "hello", "what can you do for me?", "are you a robot", "thank you so much",
    "who can read what I write here", "do I need a permit to sell food from home",
    "what is the difference between a sole trader and an ApS", "where can I borrow money",
    "what happens to my kontanthjælp if I earn something", "do i have to pay moms",
)  # fmt: skip
CHAT = {"id": 42, "type": "private", "first_name": "Amina"}


class Unpaced(Limits):
    async def wait(self, row: OutboxRow) -> None: ...


@dataclass
class Watched:
    """The transport, and a bell that rings when Telegram has answered a call."""

    inner: TelegramTransport
    last: OutboxRow | None = None
    message_id: int = 0
    delivered: asyncio.Event = field(default_factory=asyncio.Event)

    def reachable(self, chat_id: int) -> bool:
        return self.inner.reachable(chat_id)

    async def acknowledge(self, callback_id: str) -> None:
        """Not part of what is measured."""

    async def deliver(self, row: OutboxRow) -> int | None:
        message_id = await self.inner.deliver(row)
        self.last, self.message_id = row, message_id or 0
        self.delivered.set()
        return message_id


@dataclass
class Chat:
    receiver: Receiver
    channel: Watched
    update_id: int = 1

    async def turn(self, kind: str, payload: dict[str, Any]) -> float:
        """Milliseconds until the first reply was answered; waits until all replies are out."""
        self.update_id += 1
        self.channel.delivered.clear()
        began = time.perf_counter()
        await self.receiver.receive({"update_id": self.update_id, kind: payload})
        await asyncio.wait_for(self.channel.delivered.wait(), 60)
        took = (time.perf_counter() - began) * 1000
        await asyncio.sleep(0.02)
        return took

    async def says(self, text: str) -> float:
        entities = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        message = {"message_id": 10_000 + self.update_id, "date": 0, "chat": CHAT, "from": PERSON,
                   "text": text, "entities": entities if text[0] == "/" else []}  # fmt: skip
        return await self.turn("message", message)

    async def presses(self, data: str) -> float:
        shown = {"message_id": self.channel.message_id, "chat": CHAT}
        query = {"id": str(self.update_id), "from": PERSON, "message": shown, "data": data}
        return await self.turn("callback_query", query)


async def main(turns: int) -> None:
    set_up_logging("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        async with TelegramServer() as telegram:
            telegram.person(42, "Amina", language_code="en", started=True)
            telegram.group(-1001, "Team", members=[])
            await measure(telegram.url, Path(folder), turns)


async def measure(telegram_url: str, folder: Path, turns: int) -> None:
    settings = Settings(
        consultant_chat_id=-1001, database_url=f"sqlite+aiosqlite:///{folder}/b.sqlite3"
    )
    core = build(settings, TelegramHtml())
    channel = make_channel("123456:TEST", telegram_url, core.renderer)
    await channel.bot.initialize()
    watched = Watched(TelegramTransport(channel.bot, core.renderer, core.consultants))
    bound = listen("127.0.0.1", 0)
    async with understanding(core, bound.getsockname()[1], _say) as mind:
        heard = Heard(mind.mind)
        worker, delivery = core.queues(watched, heard, Unpaced())
        app = make_app([Route(ACTIONS_PATH, Actions(mind.actions).respond, methods=["POST"])])
        parts = [worker.run(), delivery.run(), mind.rasa.run(), serve(app, bound)]
        tasks = [asyncio.create_task(part) for part in parts]
        _say("waiting for Rasa …")
        while not mind.rasa.is_ready():  # noqa: ASYNC110  # a supervised process, polled by all
            await asyncio.sleep(0.2)
        chat = Chat(Receiver(core.uow, core.clock, watched, worker.wake), watched)
        await grow(chat, turns)
        assert isinstance(mind.rasa, ChildRasa), "RASA_URL must not be set for this"
        async with httpx.AsyncClient() as client:
            await beside(
                chat,
                heard,
                BareRasa(client, mind.rasa.url, mind.rasa.process.pid, mind.rasa.process.token),
            )
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    await core.close()


async def grow(chat: Chat, turns: int) -> None:
    await chat.says("/start")
    await chat.presses("lang:en")
    await asyncio.sleep(1)
    await chat.presses("ok:2026-11")
    report("button turn", [await chat.presses("m:help") for _ in range(turns)])
    report("text turn", [await chat.says("hello") for _ in range(turns)])


async def beside(chat: Chat, heard: Heard, bare: BareRasa) -> None:
    """By turns, so that whatever else this machine does slows all alike."""
    replies, wholes, alone, parses = [], [], [], []
    for number in range(PAIRS):
        text = TEXTS[number % len(TEXTS)]
        heard.over.clear()
        began = time.perf_counter()
        replies.append(await chat.says(text))
        await asyncio.wait_for(heard.over.wait(), 60)
        wholes.append((heard.ended - began) * 1000)
        await asyncio.sleep(REST)
        alone.append(await bare.turn(text))
        parses.append(await bare.parse(text))
    reply, whole, turn, parse = map(statistics.median, (replies, wholes, alone, parses))
    _say(
        f"bare Rasa turn {turn:.1f} ms (understanding alone {parse:.1f} ms); "
        f"the assistant's reply is at Telegram after {reply:.1f} ms: {reply / turn:.2f}×; "
        f"Rasa is through after {whole:.1f} ms: {whole / turn:.2f}×; "
        f"Rasa's memory in MB: {bare.megabytes()}"
    )


def report(what: str, turns: list[float]) -> None:
    early, late = statistics.median(turns[5 : 5 + AROUND]), statistics.median(turns[-AROUND:])
    _say(
        f"{what}: median {statistics.median(turns):.1f} ms; around the 10th {early:.1f} ms, "
        f"around the {len(turns):,}th {late:.1f} ms, growth {late / early:.2f}×"
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What does a turn cost?")
    parser.add_argument("--turns", type=int, default=TURNS, help="of each kind")
    asyncio.run(main(parser.parse_args().turns))
