"""People who go their way through any weather: the check, tasks, files, questions, the human.

Each writes down what they answered, and does nothing twice: what got lost would stay lost.
"""

import asyncio
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from zoneinfo import ZoneInfo

from bot.content.loader import Content
from bot.course.rules.course import Task
from bot.i18n.markup import PlainText
from bot.i18n.render import Renderer
from bot.kernel.messages import phrase
from bot.questionnaire.rules.questionnaire import Question, Verdict
from tests.helpers.files import VOICE, paper, picture
from tests.telegram_server.chats import Message
from tests.telegram_server.people import Person

PATIENCE = 900.0
RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText(), "44 77 20 00")


def said(text: str) -> str:
    return RENDERER.plain(phrase(text), "en")


def text_of(message: Message) -> str:
    return str(message.content.get("text") or message.content.get("caption") or "")


@dataclass
class One:
    """`answers`: what must be stored, by question, or by task and step."""

    phone: Person
    content: Content
    until: float  # a moment of time.monotonic()
    chance: random.Random
    answers: dict[str, str | None] = field(default_factory=dict)
    files: list[bytes] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)  # questions, in the order they came
    questions_asked: int = 0
    called: bool = False
    handed_in: int = 0

    @property
    def mark(self) -> str:
        """In everything they write, and nowhere else: the log is searched for it."""
        return f"zqw{self.phone.id}"

    def of_bot(self) -> Iterator[Message]:
        return (m for m in reversed(self.phone.chat.messages.values()) if m.from_bot)

    async def waits(self, what: str, condition: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                screen = "\n".join(map(str, self.phone.screen()[-6:]))
                raise AssertionError(f"{self.phone.id} waits for {what} on\n{screen}")
            await asyncio.sleep(0.2)

    async def sees(self, text: str) -> None:
        await self.waits(
            repr(text), lambda: any(text in text_of(m) for m in islice(self.of_bot(), 12))
        )

    async def taps(self, pattern: str) -> str:
        """The newest button with data like this, once it is there; its data."""
        await self.waits(pattern, lambda: self._button(pattern))
        data = str(self._button(pattern))
        await self.phone.presses_data(data)
        await asyncio.sleep(self.chance.uniform(0, 1))
        return data

    def _button(self, pattern: str) -> str | None:
        for message in islice(self.of_bot(), 12):
            for button in (b for row in message.buttons for b in row):
                if re.fullmatch(pattern, button.get("callback_data", "")):
                    return str(button["callback_data"])
        return None

    # The ways of a person.

    async def joins(self) -> None:
        await self.phone.says("/start")
        await self.taps("lang:en")
        await self.taps(r"ok:\d.*")
        await self.taps("m:join")
        for number, question in enumerate(self.content.eligibility.questions, 1):
            await self._sees_question(f"Question {number} of ", question)
            await self._answers(r"e:\d+", question, "")
        await self.taps(r"e:\d+:x")
        await self.sees("I have sent your answers")
        await self.asks_around()

    async def learns(self, most_tasks: int) -> None:
        await self.sees("Week 1")
        for task in islice(self.content.course.tasks.values(), most_tasks):
            if not self.handed_in or time.monotonic() < self.until:
                await self._does(task)
        await self.asks_around()

    async def _does(self, task: Task) -> None:
        await self.phone.says("/task")
        await self.sees(said(task.story)[:60])
        way = (await self.taps(r"w:\d+:r")).removesuffix(":r")
        for step in task.steps.questions:
            await self._sees_question(said(step.text), step, task.id)
            await self._answers(way, step, f"{task.id}/")
        await self.taps(f"{way}:x")
        await self.waits("handed in", lambda: self._count("Handed in:") > self.handed_in)
        self.handed_in += 1

    def _count(self, text: str) -> int:
        return sum(text in text_of(m) for m in self.of_bot())

    async def _sees_question(self, text: str, question: Question, where: str = "") -> None:
        await self.sees(text)
        self.seen.append(f"{where}/{question.id}" if where else question.id)

    async def _answers(self, way: str, question: Question, where: str) -> None:
        key = where + question.id
        match question.kind:
            case "one":
                fits = [c for c in question.choices if c.verdict is Verdict.FITS]
                choice = self.chance.choice(fits or list(question.choices)).id
                self.answers[key] = choice
                await self.taps(f"{way}:a:{question.id}:{choice}")
            case "several":
                await self._ticks(way, question, key)
            case "number":
                self.answers[key] = str(20 + self.chance.randrange(60))
                await self.phone.says(str(self.answers[key]))
            case "text":
                self.answers[key] = f"{self.mark} {key} {self.chance.randrange(10**6)}"
                await self.phone.says(str(self.answers[key]))
            case _:
                await self._sends(way, question, key)

    async def _ticks(self, way: str, question: Question, key: str) -> None:
        together = [c.id for c in question.choices if not c.alone]
        chosen = [c for c in together if c in self.chance.sample(together, 2)]
        chosen = chosen if len(chosen) == 2 else together[:2]
        for choice in chosen:
            before = chosen.index(choice)
            await self.taps(f"{way}:t:{question.id}:{choice}")
            await self.waits(
                "a tick", partial(self._is_ticked, f"{way}:t:{question.id}:.*", before)
            )
        self.answers[key] = ",".join(chosen)
        await self.taps(f"{way}:d:{question.id}")

    def _is_ticked(self, pattern: str, before: int) -> bool:
        return self._ticked(pattern) > before

    def _is_answered(self, before: int) -> bool:
        return self._count("I am a computer program") > before

    def _ticked(self, pattern: str) -> int:
        """On the message where most is ticked: the same one may stand there twice."""
        counts = [0]
        for message in islice(self.of_bot(), 12):
            boxes = [b for row in message.buttons for b in row]
            boxes = [b for b in boxes if re.fullmatch(pattern, b.get("callback_data", ""))]
            counts.append(sum("☑" in b["text"] for b in boxes))
        return max(counts)

    async def _sends(self, way: str, question: Question, key: str) -> None:
        mark = f"{self.mark}-{key}".encode()
        if question.kind == "voice":
            await self.phone.sends_voice(VOICE + mark)
            self.files.append(VOICE + mark)
        elif question.kind == "file":
            await self.phone.sends_document("x.pdf", paper(mark))
            self.files.append(paper(mark))
        else:
            await self.phone.sends_photo(picture(mark))
            self.files.append(picture(mark))
        self.answers[key] = ""
        await self.taps(f"{way}:g:{question.id}")

    async def asks_around(self) -> None:
        """Until the time is over: questions in free text, then the human."""
        while time.monotonic() < self.until:
            before = self._count("I am a computer program")
            await self.phone.says("bot_challenge")
            self.questions_asked += 1
            await self.waits(
                "an answer",
                partial(self._is_answered, before),
            )
            await asyncio.sleep(self.chance.uniform(1, 8))
        await self.phone.says("/consultant")  # from then on the human answers
        await self.sees("I have told the consultant")
        self.called = True
