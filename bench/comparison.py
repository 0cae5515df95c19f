"""Latency of the assistant compared with plain Rasa and an echo bot, and with growing histories.

The systems alternate, so that other load on the machine slows all of them alike.  People take
turns too, so that the rate limit of Telegram (one message per second in a chat) is never reached.
"""

import json
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from bench import systems
from bench.driver import Driver
from bench.report import Report, Timings, log
from bench.seeding import seed
from tests.telegram_server.wire import CallRecord

PEOPLE = range(100, 140)
HISTORIES = {1: range(1_000, 1_008), 100: range(2_000, 2_008), 10_000: range(3_000, 3_008)}
TEXTS = (
    "hello", "what can you do for me?", "are you a robot", "thank you so much",
    "who can read what I write here", "do I need a permit to sell food from home",
    "what is the difference between a sole trader and an ApS", "where can I borrow money",
    "what happens to my kontanthjælp if I earn something", "do i have to pay moms",
)  # fmt: skip
BUTTON = "m:help"
WARM_UP = 5  # rounds
Times = dict[str, list[float]]
SYSTEMS = ("button", "text", "echo", "echo press", "rasa", "tuned")


async def measure(folder: Path, report: Report, rounds: int) -> None:
    async with AsyncExitStack() as running:
        bot, echo, rasa, tuned = [await running.enter_async_context(Driver()) for _ in range(4)]
        for driver in (bot, echo, rasa, tuned):
            driver.add_people(PEOPLE)
        for chats in HISTORIES.values():
            bot.add_people(chats)
        log("seeding chats with up to 10,000 messages in and out each")
        database = f"sqlite+aiosqlite:///{folder}/bot/egen-chef.sqlite3"
        (folder / "bot").mkdir()
        groups = [(chats, messages) for messages, chats in HISTORIES.items()]
        seed(database, folder / "bot", (PEOPLE, 0), *groups)
        log("starting the assistant with its Rasa")
        program = await running.enter_async_context(
            systems.assistant(bot, folder / "bot", systems.OWN_RASA)
        )
        answers = folder / "answers.json"
        answers.write_text(json.dumps(await _answers(bot)))
        await running.enter_async_context(systems.echo(echo, folder))
        async with (
            systems.plain_rasa(rasa, folder, answers, "shipped"),
            systems.plain_rasa(tuned, folder, answers, "tuned"),
        ):
            times = await _alternate(bot, echo, rasa, tuned, rounds)
        _report_turns(report, times)
        for kind, timings in (await _grow(bot, rounds)).items():
            report_growth(report, f"{kind} turn, messages of the chat", timings)
        assert program.process is not None
        used = systems.resident_megabytes(program.process.pid)
        report.row("memory of that process then (without Rasa's)", f"{used:.0f} MB")
        report.goal("memory of the bot's process after these turns", used, 250, " MB")


async def _answers(bot: Driver) -> dict[str, dict[str, Any]]:
    """Return the assistant's answer to each text, which Rasa's action server then gives too."""
    found = {}
    for number, text in enumerate(TEXTS):
        await bot.says(PEOPLE[number], text)
        assert bot.last_answer is not None
        found[text] = {
            "text": bot.last_answer.call.text("text"),
            "buttons": _buttons(bot.last_answer),
        }
    return found


def _buttons(answer: CallRecord) -> list[dict[str, str]]:
    keyboard = answer.call.parsed("reply_markup", {}).get("inline_keyboard", [])
    return [
        {"title": button["text"], "payload": button["callback_data"]}
        for row in keyboard
        for button in row
        if "callback_data" in button
    ]


async def _alternate(bot: Driver, echo: Driver, rasa: Driver, tuned: Driver, rounds: int) -> Times:
    log(f"{rounds} rounds of turns with each")
    times: Times = {name: [] for name in SYSTEMS}
    for number in range(rounds + WARM_UP):
        if number == WARM_UP:
            for measured in times.values():
                measured.clear()
        who, text = PEOPLE[number % len(PEOPLE)], TEXTS[number % len(TEXTS)]
        times["button"].append(await bot.presses(who, BUTTON))
        times["echo"].append(await echo.says(who, text))
        times["text"].append(await bot.says(who, text))
        times["rasa"].append(await rasa.says(who, text))
        times["tuned"].append(await tuned.says(who, text))
        times["echo press"].append(await echo.presses(who, BUTTON))
    return times


def _report_turns(report: Report, times: Times) -> None:
    timings = {name: Timings(found) for name, found in times.items()}
    button, text, echo, press, rasa, tuned = (timings[name] for name in SYSTEMS)
    report.row("bare python-telegram-bot: text echoed", echo)
    report.row("bare python-telegram-bot: press answered and echoed", press)
    report.row("Rasa's Telegram channel and action server: text turn", rasa)
    report.row("the same with the tuning of our own server", tuned)
    to_press_echo = button.median / press.median
    to_text_echo, to_rasa = button.median / echo.median, text.median / rasa.median
    to_tuned = text.median / tuned.median
    report.row(
        "**button turn**",
        button,
        f"{to_text_echo:.2f}× text echo, {to_press_echo:.2f}× press echo",
    )
    report.row("**text turn**", text, f"{to_rasa:.2f}× Rasa's channel, {to_tuned:.2f}× tuned")
    report.goal("button turn against the echo of a text", to_text_echo, 3)
    report.goal("button turn against the echo of a press", to_press_echo, 3)
    report.goal("text turn against Rasa's own channel", to_rasa, 1)
    report.goal("text turn against that channel with our tuning", to_tuned, 1)


async def _grow(bot: Driver, rounds: int) -> dict[str, dict[int, Timings]]:
    log("alternating turns in chats with 1, 100 and 10,000 messages")
    presses: dict[int, list[float]] = {messages: [] for messages in HISTORIES}
    texts: dict[int, list[float]] = {messages: [] for messages in HISTORIES}
    for number in range(rounds):
        for messages, chats in HISTORIES.items():
            chat = chats[number % len(chats)]
            presses[messages].append(await bot.presses(chat, BUTTON))
            texts[messages].append(await bot.says(chat, TEXTS[number % len(TEXTS)]))
    kinds = {"button": presses, "text": texts}
    return {kind: {n: Timings(t) for n, t in found.items()} for kind, found in kinds.items()}


def report_growth(report: Report, name: str, timings: dict[int, Timings]) -> None:
    """Report the timings by size, relative to the first size."""
    first = next(iter(timings.values())).median
    for size, found in timings.items():
        report.row(f"{name}: {size:,}", found, f"{found.median / first:.2f}×")
    largest = max(found.median for found in timings.values()) / first
    report.goal(f"growth of a {name}", largest, 1.3)
