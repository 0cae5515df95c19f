"""Command line (python -m bot); modules are imported when their command runs."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.kernel.languages import OWN_NAMES
from bot.kernel.private_files import restrict_existing, restrict_new_files
from bot.settings import Settings, settings_or_exit

_MAINTENANCE = (
    "backup", "restore", "move-database", "rotate-keys", "skip-ids", "audit", "erasures", "pair",
    "consultants",
)  # fmt: skip
_OF_CONSULTANTS = ("pair", "consultants")


def main() -> None:
    restrict_new_files()
    arguments = _parser().parse_args()
    settings = settings_or_exit()
    command = arguments.command
    if command == "run" and settings.telegram_bot_token is None:
        sys.stderr.write("TELEGRAM_BOT_TOKEN is not set: here is the assistant in the terminal.\n")
        command = "chat"
    try:
        restrict_existing(settings.data_dir)
        asyncio.run(_run(command, arguments, settings))
    except Exception as error:  # noqa: BLE001  # reported in one line
        line = _line(error, command, settings)
        if line is None:
            _log_error(error)
            raise SystemExit(1) from None
        _refuse(line if command in _MAINTENANCE else f"Egen Chef cannot start. {line}")


async def _run(command: str, arguments: argparse.Namespace, settings: Settings) -> None:
    if command == "train":
        from bot.adapters.rasa.model import ensure_model

        model = await ensure_model(Path.cwd(), settings.data_dir, _progress)
        _progress(f"model: {model}")
        return
    if command == "retention":
        from bot.maintenance import run_retention

        await run_retention(settings, arguments.now)
        return
    if command in _OF_CONSULTANTS:
        await _administer(command, arguments, settings)
        return
    if command in _MAINTENANCE:
        await _maintain(command, arguments, settings)
        return
    from bot.bootstrap import set_up_logging
    from bot.program import run_chat, run_telegram

    # Keep log lines out of the conversation in the terminal.
    set_up_logging("ERROR" if command == "chat" else settings.log_level)
    if command == "chat":
        await run_chat(settings, getattr(arguments, "language", None))
    else:
        await run_telegram(settings)


async def _administer(command: str, arguments: argparse.Namespace, settings: Settings) -> None:
    from bot import administration
    from bot.bootstrap import set_up_logging

    set_up_logging("ERROR")
    if command == "pair":
        await administration.show_code(settings)
    elif arguments.action == "list":
        await administration.list_consultants(settings)
    else:
        await administration.change_consultant(settings, arguments.action, arguments.number)


async def _maintain(command: str, arguments: argparse.Namespace, settings: Settings) -> None:
    from bot import maintenance
    from bot.bootstrap import set_up_logging

    set_up_logging("ERROR")
    match command:
        case "backup":
            maintenance.make_backup(settings, arguments.folder)
        case "restore":
            await maintenance.use_backup(settings, arguments.folder, arguments.erasures)
        case "erasures":
            await maintenance.print_erasures(settings)
        case "move-database":
            maintenance.move_database(settings, arguments.url)
        case "skip-ids":
            maintenance.go_on_with_new_ids(settings)
        case "audit" if arguments.action == "verify":
            maintenance.verify_audit(settings, arguments.head)
        case "audit":
            maintenance.ship_audit(settings, arguments.after)
        case _:
            maintenance.rotate_keys(settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Egen Chef")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="Telegram when a token is set, else the terminal")
    chat = commands.add_parser("chat", help="the same assistant in the terminal")
    chat.add_argument("--language", choices=sorted(OWN_NAMES), help="begin in this language")
    commands.add_parser("train", help="train the model of the understanding where it is outdated")
    backup = commands.add_parser("backup", help="a copy of everything but the keys, at any time")
    backup.add_argument("folder", type=Path, help="is made")
    restore = commands.add_parser("restore", help="a backup comes back; stop the assistant first")
    restore.add_argument("folder", type=Path)
    restore.add_argument("--erasures", type=Path, metavar="FILE", help="a copy of the ledger")
    commands.add_parser("erasures", help="the ledger of erasures as lines, to be kept elsewhere")
    move = commands.add_parser("move-database", help="into an empty one; stop the assistant first")
    move.add_argument("url", help="such as postgresql+psycopg://…")
    retention = commands.add_parser("retention", help="what has been kept long enough")
    retention.add_argument("--now", action="store_true", help="erase it; else it is only told")
    commands.add_parser("rotate-keys", help="seal everything anew; stop the assistant first")
    commands.add_parser("skip-ids", help="after a database came back by other means than restore")
    commands.add_parser("pair", help="a code that connects the consultants' group")
    _add_consultants(commands.add_parser("consultants", help="who is a consultant"))
    _add_audit(commands.add_parser("audit", help="the log of what consultants did"))
    return parser


def _add_consultants(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="the consultants, and who else has acted in the group")
    for action, does in (("add", "make somebody a consultant"), ("remove", "end it")):
        one = actions.add_parser(action, help=does)
        one.add_argument("number", type=int, help="their number in Telegram: /id tells it")


def _add_audit(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    verify = actions.add_parser("verify", help="whether a row was changed, added or removed")
    verify.add_argument("--head", metavar="ID:HASH", help="a row that must still be there")
    ship = actions.add_parser("ship", help="rows as lines of JSON, to be kept elsewhere")
    ship.add_argument("--after", type=int, default=0, metavar="ID", help="only newer rows")


def _line(error: Exception, command: str, settings: Settings) -> str | None:
    """Return a line that names the setting or file at fault; None for an internal error."""
    from sqlalchemy.exc import DatabaseError, OperationalError
    from telegram.error import InvalidToken

    from bot.adapters.database.backup import NotPossible
    from bot.adapters.database.moving import NotEmpty
    from bot.adapters.rasa.model_digest import ModelRefused
    from bot.administration import NotDone
    from bot.bootstrap import NoConsultants
    from bot.content.loader import ContentError
    from bot.i18n.catalogues import CatalogueMissing
    from bot.kernel.database.vault import NotAKey, NotSealed, WrongKey

    match error:
        case ContentError() | CatalogueMissing() | NotPossible() | ModelRefused():
            return str(error)
        case NoConsultants() | NotDone():
            return str(error)
        case NotEmpty():
            return "There is something in the new database already."
        case NotSealed():
            return "Something in the database is not encrypted, or not by this assistant."
        case WrongKey() | NotAKey():
            return "ENCRYPTION_KEYS: none of the keys opens what is stored"
        case InvalidToken():
            return "TELEGRAM_BOT_TOKEN: Telegram knows no such bot"
        case DatabaseError() if type(error) in (DatabaseError, OperationalError):
            # The database is missing or not a database; subclasses are errors of our statements.
            configured = settings.database_url and command == "run"  # the terminal has its own
            reason, *_ = str(error.orig).splitlines()
            return f"{'DATABASE_URL' if configured else 'DATA_DIR'}: {reason}"
        case OSError(filename=None):
            return f"HTTP_HOST, HTTP_PORT: {error.strerror or error}"
        case OSError():
            setting = _setting_of(str(error.filename), settings)
            return f"{setting}: {error.strerror}: {error.filename}" if setting else None
        case _:
            return None


def _setting_of(file: str, settings: Settings) -> str | None:
    """Return the setting that the path belongs to, if any."""
    path = Path(file)
    if path.is_relative_to(settings.data_dir) or settings.data_dir.is_relative_to(path):
        return "DATA_DIR"
    return "DATABASE_URL" if file in (settings.database_url or "") else None


def _progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _log_error(error: Exception) -> None:
    """Log the error without its message, which may quote personal text."""
    import structlog

    from bot.kernel.runtime.faults import fault

    structlog.get_logger().critical("ended_by_a_fault", **fault(error))


def _refuse(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    raise SystemExit(2)


if __name__ == "__main__":
    main()
