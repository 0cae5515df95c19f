"""Turns of the assistant, of Rasa alone and of an echo, by turns; and how they grow with history.

Whatever else this machine does slows all alike.  People take turns, so that no pace is reached
that is kept towards Telegram (one message a second in a chat).
"""

import json
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from bench import systems
from bench.filling import fill
from bench.report import Report, Spread, say
from bench.telegram import Turns
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
Times = dict[str, list[float]]
SYSTEMS = ("button", "text", "echo", "echo press", "rasa", "tuned")


async def measure(folder: Path, report: Report, rounds: int) -> None:
    async with AsyncExitStack() as running:
        bot, echo, rasa, tuned = [await running.enter_async_context(Turns()) for _ in range(4)]
        for turns in (bot, echo, rasa, tuned):
            turns.people(PEOPLE)
        for chats in HISTORIES.values():
            bot.people(chats)
        say("filling chats with up to 10,000 messages in and out each")
        database = f"sqlite+aiosqlite:///{folder}/bot/egen-chef.sqlite3"
        (folder / "bot").mkdir()
        groups = [(chats, messages) for messages, chats in HISTORIES.items()]
        fill(database, folder / "bot", (PEOPLE, 0), *groups)
        say("starting the assistant with its Rasa")
        program = await running.enter_async_context(
            systems.assistant(bot, folder / "bot", systems.OWN_RASA)
        )
        answers = folder / "answers.json"
        answers.write_text(json.dumps(await _answers(bot)))
        await running.enter_async_context(systems.echo(echo, folder))
        async with (
            systems.rasa_alone(rasa, folder, answers, "shipped"),
            systems.rasa_alone(tuned, folder, answers, "tuned"),
        ):
            times = await _side_by_side(bot, echo, rasa, tuned, rounds)
        _report_turns(report, times)
        _report_growth(report, await _grow(bot, rounds))
        assert program.process is not None
        held = systems.megabytes(program.process.pid)
        report.row("memory of that process then (without Rasa's)", f"{held:.0f} MB")
        report.goal("memory of the bot's process after these turns", held, 250, " MB")


async def _answers(bot: Turns) -> dict[str, dict[str, Any]]:
    """What the assistant says to each text, for Rasa's own action server to say the same."""
    found = {}
    for number, text in enumerate(TEXTS):
        await bot.says(PEOPLE[number], text)
        assert bot.last is not None
        found[text] = {"text": bot.last.call.text("text"), "buttons": _buttons(bot.last)}
    return found


def _buttons(said: CallRecord) -> list[dict[str, str]]:
    keyboard = said.call.parsed("reply_markup", {}).get("inline_keyboard", [])
    return [
        {"title": button["text"], "payload": button["callback_data"]}
        for row in keyboard
        for button in row
        if "callback_data" in button
    ]


async def _side_by_side(bot: Turns, echo: Turns, rasa: Turns, tuned: Turns, rounds: int) -> Times:
    say(f"{rounds} rounds of turns with each")
    times: Times = {name: [] for name in SYSTEMS}
    warm = 5
    for number in range(rounds + warm):
        if number == warm:
            for kept in times.values():
                kept.clear()
        who, text = PEOPLE[number % len(PEOPLE)], TEXTS[number % len(TEXTS)]
        times["button"].append(await bot.presses(who, BUTTON))
        times["echo"].append(await echo.says(who, text))
        times["text"].append(await bot.says(who, text))
        times["rasa"].append(await rasa.says(who, text))
        times["tuned"].append(await tuned.says(who, text))
        times["echo press"].append(await echo.presses(who, BUTTON))
    return times


def _report_turns(report: Report, times: Times) -> None:
    spread = {name: Spread(found) for name, found in times.items()}
    button, text, echo, press, rasa, tuned = (spread[name] for name in SYSTEMS)
    report.row("bare python-telegram-bot: text echoed", echo)
    report.row("bare python-telegram-bot: press answered and echoed", press)
    report.row("Rasa's Telegram channel and action server: text turn", rasa)
    report.row("the same with the tuning of our own server", tuned)
    pressed = button.median / press.median
    texted, beside_rasa = button.median / echo.median, text.median / rasa.median
    beside_tuned = text.median / tuned.median
    report.row("**button turn**", button, f"{texted:.2f}× text echo, {pressed:.2f}× press echo")
    report.row(
        "**text turn**", text, f"{beside_rasa:.2f}× Rasa's channel, {beside_tuned:.2f}× tuned"
    )
    report.goal("button turn against the echo of a text", texted, 3)
    report.goal("button turn against the echo of a press", pressed, 3)
    report.goal("text turn against Rasa's own channel", beside_rasa, 1)
    report.goal("text turn against that channel with our tuning", beside_tuned, 1)


async def _grow(bot: Turns, rounds: int) -> dict[str, dict[int, Spread]]:
    say("turns in chats with 1, 100 and 10,000 messages, by turns")
    pressed: dict[int, list[float]] = {messages: [] for messages in HISTORIES}
    wrote: dict[int, list[float]] = {messages: [] for messages in HISTORIES}
    for number in range(rounds):
        for messages, chats in HISTORIES.items():
            chat = chats[number % len(chats)]
            pressed[messages].append(await bot.presses(chat, BUTTON))
            wrote[messages].append(await bot.says(chat, TEXTS[number % len(TEXTS)]))
    kinds = {"button": pressed, "text": wrote}
    return {kind: {n: Spread(t) for n, t in found.items()} for kind, found in kinds.items()}


def _report_growth(report: Report, found: dict[str, dict[int, Spread]]) -> None:
    for kind, spreads in found.items():
        grown(report, f"{kind} turn, messages of the chat", spreads)


def grown(report: Report, what: str, spreads: dict[int, Spread]) -> None:
    first = next(iter(spreads.values())).median
    for size, spread in spreads.items():
        report.row(f"{what}: {size:,}", spread, f"{spread.median / first:.2f}×")
    most = max(spread.median for spread in spreads.values()) / first
    report.goal(f"growth of a {what}", most, 1.3)
