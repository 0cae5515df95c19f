"""Run the Rasa server: `python -m rasa_server.serve --model M --port P`, from the project's root.

ACTIONS_URL and ACTIONS_TOKEN are the address and the token of the action server.  With
--watch-stdin it exits at the end of stdin, so that it does not outlive the bot that started it.
"""

import argparse
import os
import sys
from pathlib import Path

from bot.adapters.rasa.model_digest import ModelRefused, check_digest
from rasa_server import parent_watchdog, runtime

LOOPBACK = "127.0.0.1"


def main() -> None:
    args = _arguments()
    if args.watch_stdin:
        parent_watchdog.exit_with_parent()
    runtime.configure_environment()
    runtime.stub_tensorflow_modules()
    _serve(args.model, args.port)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Serve a trained model on loopback.")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--watch-stdin", action="store_true", help="exit at the end of stdin")
    return parser.parse_args()


def _serve(model: Path, port: int) -> None:
    """Run until a signal.  Raises SystemExit with one line where the model is not to be loaded."""
    if not model.is_file():
        sys.exit(f"no model at {model}")
    try:
        check_digest(model)
    except ModelRefused as refusal:
        sys.exit(str(refusal))
    from rasa.core import run  # takes seconds; the environment must be set before
    from rasa.core.utils import AvailableEndpoints

    runtime.configure_logging()
    runtime.cache_action_schema_validator()
    run.serve_application(
        model_path=str(model),
        interface=LOOPBACK,
        port=port,
        credentials="credentials.yml",
        endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"),
        enable_api=True,
        # Without a token any local process could read conversations or replace the model.
        auth_token=os.environ.get("ACTIONS_TOKEN") or None,
    )


if __name__ == "__main__":
    main()
