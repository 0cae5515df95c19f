"""Train the model: `python -m rasa_server.train OUT.tar.gz`, from the project's root.

Rasa's own command does the same, and also writes a cache of pipelines, asks for telemetry and
may complete config.yml with what it guesses.
"""

import argparse
import sys
from pathlib import Path

from rasa_server import lifeline, quiet


def main() -> int:
    parser = argparse.ArgumentParser(description="Train the model that the bot asks.")
    parser.add_argument("out", type=Path, help="where the model goes: a .tar.gz file")
    parser.add_argument("--config", default="config.yml")
    parser.add_argument("--data", default="nlu_data", help="folder with examples and rules")
    parser.add_argument("--watch-stdin", action="store_true", help="end when stdin does")
    args = parser.parse_args()
    if args.watch_stdin:
        lifeline.end_with_parent()
    quiet.settle()
    quiet.silence()
    return _train(args.out, args.config, args.data)


def _train(out: Path, config: str, data: str) -> int:
    """Return the exit code: 0 only when `out` is there."""
    from rasa.model_training import train  # takes ten seconds, so not for `--help`

    result = train(
        domain="domain.yml",
        config=config,
        training_files=data,
        output=str(out.parent),
        fixed_model_name=out.name,
        force_training=True,
    )
    return result.code or (0 if out.exists() else 1)


if __name__ == "__main__":
    sys.exit(main())
