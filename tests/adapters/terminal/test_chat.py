"""`python -m bot chat` as a process: numbers for buttons, texts, and the end of input."""

import asyncio
import os
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.database.migrate import migrate
from bot.content.loader import load
from bot.i18n.markup import PlainText
from bot.i18n.render import Renderer
from bot.kernel.messages import Param, Verbatim, phrase
from bot.questionnaire.rules.questionnaire import Question
from tests.helpers.eligibility import AT_SUMMARY, after, labels, number_question, place, questions
from tests.helpers.fake_rasa import FakeRasa
from tests.helpers.program import ROOT, TOKEN
from tests.telegram_server.loopback import serving

pytestmark = pytest.mark.slow

NOBODY = "http://127.0.0.1:9"
PATIENT = 60
RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText(), "44 77 20 00")


def said(text: str, language: str = "tr", **params: Param) -> str:
    """Return the text in the catalogue's translation."""
    return RENDERER.plain(phrase(text, **params), language)


@dataclass
class Terminal:
    """The process's input and output; a button is pressed by its printed number."""

    process: asyncio.subprocess.Process
    shown: str = ""
    read_to: int = 0
    notifier: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        assert self.process.stdout is not None
        while piece := await self.process.stdout.read(65536):
            self.shown += piece.decode()
            self.notifier.set()

    async def sees(self, text: str) -> str:
        """Wait for a message with this text, and return what was printed since the last call."""
        end = await self._end_of(text, self.read_to)
        new, self.read_to = self.shown[self.read_to : end], end
        return new

    async def sees_anywhere(self, text: str) -> None:
        """For the consultants' chat, whose order with the participant's is not defined."""
        await self._end_of(text, 0)

    async def _end_of(self, text: str, begin: int) -> int:
        pattern = re.compile(re.escape(text) + r".*?\n\n", re.DOTALL)
        try:
            async with asyncio.timeout(PATIENT):
                while (found := pattern.search(self.shown, begin)) is None:
                    self.notifier.clear()
                    await self.notifier.wait()
        except TimeoutError:
            raise AssertionError(f"{text!r} was not shown:\n{self.shown}") from None
        return found.end()

    def types(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())

    async def presses(self, label: str, under: str, who: str = "") -> None:
        shown = await self.sees(under)
        numbers = re.findall(rf"\[(\d+)\] {re.escape(label)}(?=   |\n)", shown)
        assert numbers, f"no button {label!r} in:\n{shown}"
        self.types(f"{who}{numbers[-1]}")

    async def ends(self) -> int:
        """Close the input and return the exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return await asyncio.wait_for(self.process.wait(), PATIENT)


def environment(folder: Path, rasa_url: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "DATA_DIR": str(folder),
        "RASA_URL": rasa_url,
        "ACTIONS_TOKEN": TOKEN,
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
    }


@asynccontextmanager
async def chat(folder: Path, language: str = "tr", rasa: str = NOBODY) -> AsyncIterator[Terminal]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "chat", "--language", language),
        cwd=ROOT,
        env=environment(folder, rasa),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    terminal = Terminal(process)
    listening = asyncio.create_task(terminal.listen())
    try:
        yield terminal
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await listening


async def piped(folder: Path, text: str, language: str = "tr") -> tuple[int, str]:
    """Run `printf … | python -m bot chat`; return the exit code and the output."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "chat", "--language", language),
        cwd=ROOT,
        env=environment(folder, NOBODY),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    shown, _ = await asyncio.wait_for(process.communicate(text.encode()), PATIENT)
    return process.returncode or 0, shown.decode()


LANGUAGE = said("Which language would you like?")
AGREE = said("✅ Yes, that is okay")
AGREEMENT = said(load().welcome.agreement)
JOIN = said("🌱 May I join?")
THANKS = said("Thank you! Now you can find out if the course fits you. It takes about 5 minutes.")
CALLED = said("I have told the consultant, who writes to you here or calls.")


KONSULENT = Verbatim("Konsulent")


async def test_number_presses_its_button_or_is_sent_as_text(tmp_path: Path) -> None:
    async with chat(tmp_path) as terminal:
        await terminal.presses("Türkçe", LANGUAGE)
        await terminal.presses(AGREE, AGREEMENT)
        await terminal.presses(JOIN, THANKS)
        question, _ = number_question(34)
        for earlier in questions()[: place(question) - 1]:
            await answer(terminal, earlier)
        await terminal.sees(said(question.text))
        terminal.types("34")
        following = after(question)
        await terminal.sees(said(following.text if following else AT_SUMMARY))


async def test_text_is_sent(tmp_path: Path) -> None:
    async with chat(tmp_path) as terminal:
        await terminal.sees(LANGUAGE)
        terminal.types("Soomaali")
        await terminal.sees(said(load().welcome.agreement, "so"))
        terminal.types("/help")
        await terminal.sees(said("You can write: back, skip, pause, language. "
                                 "I also understand normal sentences.", "so"))  # fmt: skip
        terminal.types("sidee tahay saaxiib")
        await terminal.sees(said("One moment please. I read your message soon. "
                                 "The buttons work all the time.", "so"))  # fmt: skip
        assert await terminal.ends() == 0, "a text that waits for Rasa does not hold up the end"


async def test_exclamation_mark_sends_as_the_consultant(tmp_path: Path) -> None:
    async with chat(tmp_path) as terminal:
        await terminal.sees(LANGUAGE)
        terminal.types("/consultant")
        await terminal.sees(CALLED)
        await terminal.sees_anywhere("👤 konsulent")
        terminal.types("!Hej, jeg ringer i morgen")
        await terminal.sees(said("{consultant} (consultant) writes:", consultant=KONSULENT))
        await terminal.sees_anywhere("Hej, jeg ringer i morgen")
        assert await terminal.ends() == 0


async def test_eligibility_check_and_the_consultants_decision(tmp_path: Path) -> None:
    rasa = FakeRasa("", TOKEN)
    async with serving(rasa.app()) as url, chat(tmp_path, rasa=url) as terminal:
        await terminal.presses("Türkçe", LANGUAGE)
        rasa.actions_url = f"http://127.0.0.1:{listens_on(terminal.process.pid)}/actions/webhook"
        await terminal.presses(AGREE, AGREEMENT)
        await terminal.presses(JOIN, THANKS)
        await answer_all(terminal)
        check = said("These are your answers. Is everything right?")
        await terminal.presses(said("📨 Yes, send to the consultant"), check)
        await terminal.sees(said("It looks right! The course seems to fit you."))
        await terminal.sees_anywhere(said("Recommendation: looks right", "da"))
        await terminal.sees_anywhere(f"[1] {said('📅 Invite to a meeting', 'da')}")
        terminal.types("!1")
        await terminal.sees(said("Good news: the consultant would like to meet you!"))
        assert await terminal.ends() == 0
        assert "çocuklarım için" in terminal.shown


async def answer_all(terminal: Terminal) -> None:
    for question in questions():
        await answer(terminal, question)


async def answer(terminal: Terminal, question: Question) -> None:
    """Press the buttons of a question, each below what the one before has changed, or type."""
    under = said(question.text)
    for label in labels(question, "tr"):
        await terminal.presses(label, under)
        under = label.replace("☐", "☑")
    if not labels(question, "tr"):
        await terminal.sees(under)
        terminal.types("çocuklarım için")


def listens_on(pid: int) -> int:
    """Return the port of the action server, which the terminal chooses freely."""
    table = Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]
    rows = [line.split() for line in table]
    listening = {row[9]: int(row[1].split(":")[1], 16) for row in rows if row[3] == "0A"}
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        inode = os.readlink(handle).removeprefix("socket:[").removesuffix("]")
        if inode in listening:
            return listening[inode]
    raise AssertionError("it listens nowhere")


async def test_end_of_input_exits_after_everything_is_printed(tmp_path: Path) -> None:
    code, shown = await piped(tmp_path, "/consultant\n/privacy\n/help")
    assert code == 0
    for text in (
        LANGUAGE,
        CALLED,
        said("What happens with what you write?"),
        said("Would you rather talk with a person? Press the button. It is always okay."),
    ):
        assert text in shown, shown
    assert said("{person} would like to talk with you", "da", person=Verbatim("Du")) in shown


async def test_piped_conversation_is_handled_in_order(tmp_path: Path) -> None:
    """4 is Türkçe; each number presses a button of the message before it."""
    code, shown = await piped(tmp_path, "4\n1\n1\n1\n")
    assert code == 0
    for text in (AGREEMENT, THANKS, *(said(q.text) for q in load().eligibility.questions[:2])):
        assert text in shown, shown


async def test_undecodable_input_is_harmless(tmp_path: Path) -> None:
    async with chat(tmp_path) as terminal:
        await terminal.sees(LANGUAGE)
        assert terminal.process.stdin is not None
        terminal.process.stdin.write(b"\xff\xfe\n\n   \n!\n!x\n99999999999999999999\n")
        terminal.types("/privacy")
        await terminal.sees(said("What happens with what you write?"))
        assert await terminal.ends() == 0
        assert "Traceback" not in terminal.shown


async def test_database_has_the_bots_schema(tmp_path: Path) -> None:
    await piped(tmp_path, "")
    bots = tmp_path / "bot.sqlite3"
    await asyncio.to_thread(migrate, f"sqlite+aiosqlite:///{bots}")
    assert schema(tmp_path / "terminal.sqlite3") == schema(bots)


def schema(file: Path) -> list[tuple[str, list[str]]]:
    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    assert rows
    # SQLite's batch migrations write the constraints of a table in any order.
    return [(str(name), _parts(str(sql))) for name, sql in rows]


def _parts(sql: str) -> list[str]:
    return sorted(part.strip(" \n)") for part in re.split(r",\s*", sql))
