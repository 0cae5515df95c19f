"""Mette in the consultants' group: makes the run, admits people, looks at what is handed in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from bot.kernel.messages import Verbatim, phrase
from tests.scenarios.learner import Given, Learner, words_of
from tests.scenarios.town import Script, Town
from tests.telegram_server.chats import Message
from tests.telegram_server.people import Person

COMMENT = "Godt! Skriv også hvem der er din første kunde & hvad <hun> betaler 🌷"
_LAST = 400  # so far back a consultant scrolls


@dataclass(frozen=True)
class HandIn:
    """What stands in the group: a work in one of its versions."""

    work: int
    version: int
    learner: Learner
    task: str
    message: Message


@dataclass
class Consultant:
    """`verdicts`: what is said to somebody's task first, where it is not "good"; `leaves`: what is
    left lying for now."""

    town: Town
    phone: Person
    learners: list[Learner] = field(default_factory=list)
    verdicts: dict[tuple[int, str], str] = field(default_factory=dict)
    leaves: set[tuple[int, str]] = field(default_factory=set)
    said: set[tuple[int, int, str]] = field(default_factory=set)
    in_talk: list[HandIn] = field(default_factory=list)
    returned: list[HandIn] = field(default_factory=list)  # and not yet changed

    # --- in the group

    def in_view(self) -> Iterator[Message]:
        messages = self.town.team.chat.messages
        mine = (m for m in reversed(messages.values()) if m.from_bot)
        yield from islice(mine, _LAST)

    @property
    def newest(self) -> str:
        return words_of(next(self.in_view()))

    def drawn(self) -> str:
        return "\n".join(map(str, self.town.team.screen()[-10:]))

    def must_see(self, text: str, within: int = 1, **params: Any) -> None:
        wanted = self.town.words(text, "da", **params)
        seen = any(wanted in words_of(m) for m in islice(self.in_view(), within))
        assert seen, f"the group does not see {wanted!r} on\n{self.drawn()}"

    def count(self, text: str, **params: Any) -> int:
        """Messages with these words, ever."""
        wanted = self.town.words(text, "da", **params)
        return sum(wanted in words_of(m) for m in self.town.team.chat.messages.values())

    async def taps(self, pattern: str) -> Message:
        for message in self.in_view():
            for button in (b for row in message.buttons for b in row):
                if re.fullmatch(pattern, button["callback_data"]):
                    await self.presses(button["callback_data"])
                    return message
        raise AssertionError(f"no button {pattern!r} in the group:\n{self.drawn()}")

    async def presses(self, data: str) -> None:
        await self.phone.presses_data(data, to=self.town.team)

    async def says(self, text: str, reply_to: int = 0) -> None:
        await self.phone.says(text, to=self.town.team, reply_to=reply_to)

    # --- the run

    async def makes_a_run(self, start: date) -> Script:
        await self.says("/runs")
        yield
        stamp = f"{start:%Y%m%d}"
        for data in ("r:n", f"r:n:{stamp}", f"r:n:{stamp}:0", f"r:n:{stamp}:0:9"):
            await self.presses(data)
            yield
        await self.presses(f"r:n:{stamp}:0:9:12")
        yield
        await self.presses(f"r:c:{stamp}:0:9:12")
        yield
        taken = "{people} of {places} places are taken."
        self.must_see(taken, people=Verbatim("0"), places=Verbatim("12"))

    async def admits(self, *people: Learner) -> Script:
        await self.says("/runs")
        yield
        await self.taps(r"r:o:\d+")
        yield
        await self.taps(r"r:a:\d+")
        yield
        for learner in people:
            number = await self.town.number(
                "SELECT id FROM participants WHERE chat_id = :chat", chat=learner.phone.id
            )
            await self._turns_to(rf"r:a:\d+:{number}")
            await self.taps(rf"r:a:\d+:{number}")
            yield
            assert learner.name in self.newest, self.drawn()
            self.learners.append(learner)

    async def _turns_to(self, pattern: str) -> None:
        """The page of a list on which the button stands."""
        for _ in range(5):
            for message in islice(self.in_view(), 15):
                found = [b["callback_data"] for row in message.buttons for b in row]
                if any(re.fullmatch(pattern, data) for data in found):
                    return
            await self.taps(r"r:ap:\d+:[1-9]\d*")
            await self.town.settle()

    # --- what is handed in

    async def reviews(self) -> Script:
        """Everything that waits, but what is left lying."""
        talked, self.in_talk = self.in_talk, []
        for hand_in in talked:
            await self._says(hand_in, "good")
        prompts = []
        for hand_in in await self.handed_in():
            if (hand_in.learner.number, hand_in.task) not in self.leaves:
                verdict = self._verdict(hand_in)
                await self._says(hand_in, verdict)
                if verdict == "more":
                    prompts.append(hand_in)
                if verdict == "talk":
                    self.in_talk.append(hand_in)
        yield
        for hand_in in prompts:
            await self._comments(hand_in)
        yield
        for hand_in in prompts:
            self._must_have_arrived(hand_in)

    async def handed_in(self) -> list[HandIn]:
        """With its buttons, and not answered yet; the newest of a work only."""
        found: dict[int, HandIn] = {}
        for message in self.in_view():
            for data in (b["callback_data"] for row in message.buttons for b in row):
                match = re.fullmatch(r"v:(\d+):(\d+):good", data)
                if match and int(match[1]) not in found:
                    one = await self._hand_in(int(match[1]), int(match[2]), message)
                    found[one.work] = one
        looked_at = {(work, version) for work, version, _ in self.said}
        waiting = [h for h in found.values() if (h.work, h.version) not in looked_at]
        return sorted(waiting, key=lambda h: h.message.id)

    async def _hand_in(self, work: int, version: int, message: Message) -> HandIn:
        row = (await self.town.rows(
            "SELECT p.chat_id, w.task_id FROM works w "
            "JOIN participants p ON p.id = w.participant_id WHERE w.id = :work", work=work,
        ))[0]  # fmt: skip
        learner = next(one for one in self.learners if one.phone.id == row[0])
        return HandIn(work, version, learner, row[1], message)

    def _verdict(self, hand_in: HandIn) -> str:
        key = (hand_in.learner.number, hand_in.task)
        return self.verdicts.pop(key, "good")

    async def _says(self, hand_in: HandIn, verdict: str) -> None:
        self._must_be_whole(hand_in)
        assert (hand_in.work, hand_in.version, verdict) not in self.said, "said already"
        self.said.add((hand_in.work, hand_in.version, verdict))
        await self.presses(f"v:{hand_in.work}:{hand_in.version}:{verdict}")

    def _must_be_whole(self, hand_in: HandIn) -> None:
        """Who, what was asked in Danish, and every answer."""
        learner, text = hand_in.learner, words_of(hand_in.message)
        wanted = [learner.name]
        for step in self.town.core.content.course.tasks[hand_in.task].steps.questions:
            given = learner.given[hand_in.task, step.id]
            wanted += [self.town.words(step.text, "da"), *self._shown(step, given)]
        missing = [part for part in wanted if part not in text]
        assert not missing, f"{missing} is missing in the hand-in\n{text}"

    def _shown(self, step: Any, given: Given) -> list[str]:
        if given.value is None:
            return []
        if step.is_open:
            return [given.value]
        if step.kind == "number":
            return [given.value]
        return [self.town.words(c.label, "da") for c in step.chosen(given.value)]

    async def _comments(self, hand_in: HandIn) -> None:
        start = f"v:{hand_in.work}:{hand_in.version}:bare"
        for message in self.in_view():
            if any(b["callback_data"].startswith(start) for row in message.buttons for b in row):
                await self.says(COMMENT, reply_to=message.id)
                return
        raise AssertionError(f"nobody asks what is missing:\n{self.drawn()}")

    def _must_have_arrived(self, hand_in: HandIn) -> None:
        """The comment, quoting the task."""
        learner = hand_in.learner
        task = self.town.core.content.course.tasks[hand_in.task]
        title = phrase(task.title)
        learner.must_have_seen("“{task}”: good work, and one more thing", task=title)
        assert any(COMMENT in words_of(m) for m in learner.in_view()), learner.drawn()
        self.returned.append(hand_in)

    # --- status, meetings, papers

    async def standings(self) -> dict[str, str]:
        """Everybody's name, and the head under which it stands in /status, in English."""
        await self.says("/status")
        await self.town.settle()
        heads = {self.town.words(head, "da"): head for head in HEADS}
        found, head = {}, ""
        for line in self.newest.splitlines():
            head = heads.get(line.strip(), head)
            for learner in self.learners:
                if learner.name in line:
                    found[learner.name] = head
        return found

    async def holds_a_meeting(self, *absent: Learner) -> Script:
        """Ticks who is there, and saves."""
        await self.says("/runs")
        yield
        await self.taps(r"r:o:\d+")
        yield
        await self.taps(r"s:t:\d+")
        yield
        for learner in self.learners:
            if learner not in absent:
                enrolment = await self.enrolment(learner)
                await self.taps(rf"s:tt:\d+:\d+:{enrolment}:1")
                yield
        await self.taps(r"s:ts:\d+:\d+")
        yield

    async def gives_the_certificate(self, learner: Learner, name: str = "") -> Script:
        enrolment = await self.enrolment(learner)
        await self.taps(rf"s:c:{enrolment}")
        yield
        if name:
            asked = next(self.in_view())
            await self.says(name, reply_to=asked.id)
            yield
        await self.taps(rf"s:cy:{enrolment}")
        yield
        learner.must_have_seen("🎉 Congratulations! You have finished the whole course.")

    async def enrolment(self, learner: Learner) -> int:
        return await self.town.number(
            "SELECT e.id FROM enrolments e JOIN participants p ON p.id = e.participant_id "
            "WHERE p.chat_id = :chat",
            chat=learner.phone.id,
        )


HEADS = (
    "📥 Waits for you",
    "🔸 Stuck: something is late",
    "🤫 Silent for four days or more",
    "☁ Pause",
    "🎓 Ready for the certificate",
    "🌱 On the way",
    "🏁 Finished",
)
