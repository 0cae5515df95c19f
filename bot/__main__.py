"""python -m bot: the command line.  What a command needs is imported when it runs."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.content.loader import ContentError
from bot.domain.languages import OWN_NAMES
from bot.settings import Settings, settings_or_exit


def main() -> None:
    arguments = _parser().parse_args()
    settings = settings_or_exit()
    try:
        asyncio.run(_run(arguments, settings))
    except ContentError as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"HTTP_HOST, HTTP_PORT: {error.strerror or error}")


async def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from bot.bootstrap import set_up_logging

    command = arguments.command
    if command == "run" and settings.telegram_bot_token is None:
        sys.stderr.write("TELEGRAM_BOT_TOKEN is not set: here is the assistant in the terminal.\n")
        command = "chat"
    if command == "train":
        from bot.understanding.model import ensure_model

        model = await ensure_model(Path.cwd(), settings.data_dir, _progress)
        _progress(f"model: {model}")
        return
    from bot.program import run_chat, run_telegram

    # A conversation in the terminal is not interrupted by log lines about it.
    set_up_logging("ERROR" if command == "chat" else settings.log_level)
    if command == "chat":
        await run_chat(settings, getattr(arguments, "language", None))
    else:
        await run_telegram(settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Egen Chef")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="Telegram when a token is set, else the terminal")
    chat = commands.add_parser("chat", help="the same assistant in the terminal")
    chat.add_argument("--language", choices=sorted(OWN_NAMES), help="begin in this language")
    commands.add_parser("train", help="train the model of the understanding where it is outdated")
    return parser


def _progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _refuse(line: str) -> None:
    sys.stderr.write(f"Egen Chef cannot start. {line}\n")
    raise SystemExit(2)


if __name__ == "__main__":
    main()
