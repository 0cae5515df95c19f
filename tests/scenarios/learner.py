"""A person on the course: reads what stands on the phone, and answers each step by its kind."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice, takewhile
from typing import Any

from bot.course.rules.course import Task
from bot.course.rules.submissions import take_up
from bot.course.storage.repositories import Enrolments
from bot.kernel.database.participants import Participants
from bot.kernel.messages import phrase
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.rules.session import go_to_first_gap
from tests.helpers.files import EXE, MP4, VOICE, WORD, paper, picture
from tests.scenarios.town import Script, Town, plain
from tests.telegram_server.chats import Message
from tests.telegram_server.people import Person

WORDS = {
    "da": "Jeg syr gardiner for naboerne",
    "en": "I sew curtains for the neighbours",
    "ar": "أخيط الستائر للجيران",
    "fa": "برای همسایه‌ها پرده می‌دوزم",
    "so": "Waxaan daahyo u tolaa deriska",
    "tr": "Komşulara perde dikiyorum, çok güzel",
    "uk": "Шию штори для сусідів",
    "ur": "میں پڑوسیوں کے لیے پردے سیتی ہوں",
    "pl": "Szyję zasłony dla sąsiadów, świeżo",
}
_DIGITS = {
    "ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
    "ur": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
}
# Every step of everybody on the phone takes three times as long.
EVERY_STEP = bool(os.environ.get("EGEN_EVERY_STEP"))
_LAST = 8  # so many messages are in view


@dataclass
class Given:
    """An answer as it must be stored: `value`, and what the files with it held."""

    value: str | None
    files: list[bytes] = field(default_factory=list)


@dataclass
class Learner:
    """`habit` is how a photo or document is sent: photo, album, document, video."""

    town: Town
    phone: Person
    name: str
    language: str
    number: int
    habit: str = "photo"
    skips: bool = False
    given: dict[tuple[str, str], Given] = field(default_factory=dict)
    handed_in: set[str] = field(default_factory=set)

    @property
    def mark(self) -> str:
        """Stands in each of their texts and files, and in nobody else's."""
        return f"zq{self.number:02}x"

    # --- on the phone

    def in_view(self) -> Iterator[Message]:
        """The newest messages of the bot, the newest first."""
        mine = (m for m in reversed(self.phone.chat.messages.values()) if m.from_bot)
        yield from islice(mine, _LAST)

    @property
    def newest(self) -> str:
        return words_of(next(self.in_view()))

    def drawn(self) -> str:
        return "\n".join(map(str, self.phone.screen()[-_LAST:]))

    def must_see(self, text: str, **params: Any) -> None:
        """In the newest message, in their own language."""
        wanted = self.town.words(text, self.language, **params)
        assert wanted in self.newest, f"{self.name} does not see {wanted!r} on\n{self.drawn()}"

    def must_have_seen(self, text: str, **params: Any) -> None:
        """Among what is in view."""
        wanted = self.town.words(text, self.language, **params)
        seen = any(wanted in words_of(m) for m in self.in_view())
        assert seen, f"{self.name} did not see {wanted!r} on\n{self.drawn()}"

    def heard(self) -> list[str]:
        """Everything the bot has ever said, as it looks now."""
        return [words_of(m) for m in self.phone.chat.messages.values() if m.from_bot]

    async def taps(self, pattern: str) -> None:
        """The newest button whose data looks like this."""
        for message in self.in_view():
            for button in (b for row in message.buttons for b in row):
                if re.fullmatch(pattern, button["callback_data"]):
                    await self.phone.presses_data(button["callback_data"])
                    return
        raise AssertionError(f"{self.name} has no button {pattern!r} on\n{self.drawn()}")

    # --- on the way through a task

    async def does(self, task: Task) -> Script:
        """From "what do I do now?" to handing in."""
        if not self.by_hand(task):
            await self._has_done_most(task)
            async for _ in self._does_the_rest(task):
                yield
            return
        async for _ in self.opens(task):
            yield
        for step in task.steps.questions:
            async for _ in self.answers(task, step):
                yield
        async for _ in self.hands_in(task):
            yield

    def by_hand(self, task: Task) -> bool:
        """So that each step of each task is answered on the phones of four people."""
        place = list(self.town.core.content.course.tasks).index(task.id)
        return EVERY_STEP or (place + self.number) % 3 == 0

    async def _has_done_most(self, task: Task) -> None:
        """All steps but the last, as they would be stored."""
        now = self.town.clock()
        async with self.town.core.uow() as uow:
            person = await uow[Participants].of_chat(self.phone.id)
            enrolment = await uow[Enrolments].latest(person.id or 0) if person else None
            work = enrolment.submission(task.id) if enrolment else None
            assert enrolment is not None and work is not None, f"{task.id} has not come yet"
            take_up(work, task.steps, now)
            enrolment.working_on = task.id
            for step in task.steps.questions[:-1]:
                given = self.given[task.id, step.id] = Given(self._without_phone(task, step))
                work.answers[step.id] = work.new_answer(step.id, given.value, 1, now)
            go_to_first_gap(work, task.steps)
            await uow.commit()

    async def _does_the_rest(self, task: Task) -> Script:
        await self.phone.says("/task")
        yield
        async for _ in self.answers(task, task.steps.questions[-1]):
            yield
        async for _ in self.hands_in(task):
            yield

    def _without_phone(self, task: Task, step: Question) -> str | None:
        if step.optional and self.skips:
            return None
        match step.kind:
            case "one":
                return self._chosen(step, 1)[0]
            case "several":
                return ",".join(self._chosen(step, 2))
            case "number":
                return str(20 + self.number)
            case _:
                return self._words(task, step)

    async def opens(self, task: Task) -> Script:
        if self.comes_next(task):
            await self.phone.says("/task")
            yield
        else:
            await self.phone.says("/tasks")
            yield
            await self._presses_the_label_with(task.title)
            yield
        self.must_see(task.title)
        self.must_see(task.story)
        await self.taps(r"w:\d+:r")
        yield

    def comes_next(self, task: Task) -> bool:
        """Whether everything before it is handed in."""
        before = takewhile(lambda t: t is not task, self.town.core.content.course.tasks.values())
        return all(t.id in self.handed_in for t in before)

    async def hands_in(self, task: Task, times: int = 1) -> Script:
        self.must_see("Is it ready for the consultant? You can change it until it is looked at.")
        for _ in range(times):
            await self.taps(r"w:\d+:x")
        yield
        self.must_have_seen("🎉 Handed in: “{task}”. Well done!", task=phrase(task.title))
        self.handed_in.add(task.id)

    async def changes(self, task: Task, step: Question, more: str) -> Script:
        """One answer of an opened task, and hands it in again."""
        self.must_see("Is it ready for the consultant? You can change it until it is looked at.")
        await self.taps(r"w:\d+:c")
        yield
        await self.taps(rf"w:\d+:c:{step.id}")
        yield
        await self.writes(task, step, more)
        yield
        async for _ in self.hands_in(task):
            yield

    async def thinks_again(self, task: Task) -> Script:
        """Changes what was handed in and is not looked at yet."""
        await self.phone.says("/tasks")
        yield
        await self._presses_the_label_with(task.title)
        yield
        title = phrase(task.title)
        self.must_see("“{task}” is with the consultant. You hear here about it.", task=title)
        await self.taps(r"w:\d+:[ru]")
        yield
        async for _ in self.changes(task, last_text(task), "-changed"):
            yield

    async def adds(self, task: Task, comment: str) -> Script:
        """What the consultant asked for."""
        await self.phone.says("/task")
        yield
        self.must_see(task.title)
        assert comment in self.newest, f"no comment on\n{self.drawn()}"
        await self.taps(r"w:\d+:r")
        yield
        async for _ in self.changes(task, last_text(task), "-added"):
            yield

    async def sends_what_we_cannot_take(self, step: Question) -> Script:
        await self.phone.sends_video(b"\0" * (25 * 1024 * 1024))
        yield
        self.must_have_seen(
            "Please send a shorter recording or a smaller file. A photo of it works too."
        )
        self.must_see(step.text)
        await self.phone.sends_document("../../x.exe", EXE)
        yield
        self.must_have_seen("I cannot open a file of that kind.")

    async def answers(self, task: Task, step: Question) -> Script:
        self.must_see(step.text)
        key = (task.id, step.id)
        if step.optional and self.skips:
            self.given[key] = Given(None)
            await self.taps(rf"w:\d+:k:{step.id}")
            yield
            return
        match step.kind:
            case "one":
                choice = self._chosen(step, 1)[0]
                self.given[key] = Given(choice)
                await self._presses_the_label(step, choice)
                yield
            case "several":
                chosen = self._chosen(step, 2)
                self.given[key] = Given(",".join(chosen))
                for choice in chosen:
                    await self.taps(rf"w:\d+:t:{step.id}:{choice}")
                    yield
                await self.taps(rf"w:\d+:d:{step.id}")
                yield
            case "number":
                number = str(20 + self.number)
                self.given[key] = Given(number)
                await self.phone.says(number.translate(_DIGITS.get(self.language, {})))
                yield
            case "text":
                await self.writes(task, step)
                yield
            case _:
                async for _ in self.sends(task, step):
                    yield

    async def writes(self, task: Task, step: Question, more: str = "") -> None:
        words = self._words(task, step, more)
        self.given[task.id, step.id] = Given(words)
        await self.phone.says(words)

    async def sends(self, task: Task, step: Question) -> Script:
        """Files, and the button that goes on."""
        mark = f"{self.mark}-{task.id}-{step.id}".encode()
        if step.kind == "voice":
            files = [VOICE + mark]
            await self.phone.sends_voice(files[0])
            caption = None
        elif self.habit == "album":
            files = [picture(mark + bytes([n])) for n in b"12"]
            caption = self._words(task, step)
            await self.phone.sends_album(*files, caption=caption)
        elif self.habit == "video":
            files, caption = [MP4 + mark], None
            await self.phone.sends_video(files[0])
        elif self.habit == "document" or step.kind == "file":
            files, caption = [WORD + mark if self.number % 2 else paper(mark)], None
            await self.phone.sends_document("../../plan (1).pdf", files[0])
        else:
            files, caption = [picture(mark)], None
            await self.phone.sends_photo(files[0])
        self.given[task.id, step.id] = Given(caption or "", files)
        yield
        self.must_see(step.text)
        await self.taps(rf"w:\d+:g:{step.id}")
        yield

    async def _presses_the_label(self, step: Question, choice: str) -> None:
        label = next(c.label for c in step.choices if c.id == choice)
        wanted = self.town.words(label, self.language)
        shown = next(self.in_view())
        labels = {plain(b["text"]): b["text"] for row in shown.buttons for b in row}
        assert wanted in labels, f"{self.name} has no button {wanted!r} on\n{self.drawn()}"
        await self.phone.presses(labels[wanted])

    async def _presses_the_label_with(self, title: str) -> None:
        wanted = self.town.words(title, self.language)
        for row in next(self.in_view()).buttons:
            for button in row:
                if plain(button["text"]).endswith(wanted):
                    await self.phone.presses_data(button["callback_data"])
                    return
        raise AssertionError(f"{self.name} has no button with {wanted!r} on\n{self.drawn()}")

    def _chosen(self, step: Question, count: int) -> list[str]:
        choices = [c.id for c in step.choices if not c.alone]
        first = self.number % len(choices)
        chosen = (choices * 2)[first : first + count]
        return [c for c in choices if c in chosen]

    def _words(self, task: Task, step: Question, more: str = "") -> str:
        return f"{WORDS[self.language]} {self.mark}-{task.id}-{step.id}{more}"


def last_text(task: Task) -> Question:
    return next(q for q in reversed(task.steps.questions) if q.kind == "text")


def same(value: str | None, stored: str | None) -> bool:
    """Numbers may be stored with another number of zeros."""
    if value and stored and value.isdecimal():
        return Decimal(value) == Decimal(stored)
    return value == stored


def words_of(message: Message) -> str:
    return plain(message.content.get("text") or message.content.get("caption") or "")
