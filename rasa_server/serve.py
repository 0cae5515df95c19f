"""Run the Rasa server: `python -m rasa_server.serve --model M --port P`, from the project's root.

ACTIONS_URL and ACTIONS_TOKEN are the address and the token of the action server;
ACTIONS_TOKEN_FILE names a file that holds the token.  With --watch-stdin it exits at the end of
stdin, so that it does not outlive the bot that started it.
"""

import argparse
import os
import sys
from pathlib import Path

from bot.adapters.rasa.model_digest import ModelRefused, check_digest
from rasa_server import parent_watchdog, runtime
from rasa_server.models import newest_model

LOOPBACK = "127.0.0.1"


class Unsafe(Exception):
    """The server would answer anybody on its network; `str()` is the one line to show."""


def main() -> None:
    args = _arguments()
    if args.watch_stdin:
        parent_watchdog.exit_with_parent()
    runtime.configure_environment()
    runtime.stub_tensorflow_modules()
    try:
        model = newest_model(args.model) if args.model.is_dir() else args.model
        _read_token(args.host)
        check_digest(model)
    except (Unsafe, ModelRefused, OSError) as error:
        sys.exit(str(error))
    _serve(model, args.host, args.port)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Serve a trained model, by default on loopback.")
    parser.add_argument("--model", type=Path, required=True, help="or a folder: its newest model")
    parser.add_argument("--host", default=LOOPBACK, help="for a network that only the bot is in")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--watch-stdin", action="store_true", help="exit at the end of stdin")
    return parser.parse_args()


def _read_token(host: str) -> None:
    """Set ACTIONS_TOKEN from the file that is named, if any.  Raises OSError, Unsafe."""
    file = os.environ.get("ACTIONS_TOKEN_FILE")
    if file:
        os.environ["ACTIONS_TOKEN"] = Path(file).read_text(encoding="utf-8").strip()
    if host != LOOPBACK and not os.environ.get("ACTIONS_TOKEN"):
        raise Unsafe(f"ACTIONS_TOKEN is not set: without it only {LOOPBACK} is served")


def _serve(model: Path, host: str, port: int) -> None:
    """Run until a signal."""
    from rasa.core import run  # takes seconds; the environment must be set before
    from rasa.core.utils import AvailableEndpoints

    runtime.configure_logging()
    runtime.cache_action_schema_validator()
    run.serve_application(
        model_path=str(model),
        interface=host,
        port=port,
        credentials="credentials.yml",
        endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"),
        enable_api=True,
        # Without a token any local process could read conversations or replace the model.
        auth_token=os.environ.get("ACTIONS_TOKEN") or None,
    )


if __name__ == "__main__":
    main()
