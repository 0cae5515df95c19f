"""Train the model: `python -m rasa_server.train OUT.tar.gz`, from the project's root.

Rasa's own command does the same, and also writes a cache of pipelines, asks for telemetry and
may complete config.yml with what it guesses.
"""

import argparse
import sys
import threading
from pathlib import Path

from rasa_server import parent_watchdog, runtime


def main() -> int:
    parser = argparse.ArgumentParser(description="Train the model that the bot asks.")
    parser.add_argument("out", type=Path, help="where the model goes: a .tar.gz file")
    parser.add_argument("--data", type=Path, default=Path("nlu_data"), help="examples and rules")
    parser.add_argument("--watch-stdin", action="store_true", help="end when stdin does")
    args = parser.parse_args()
    if args.watch_stdin:
        parent_watchdog.exit_with_parent()
    runtime.configure_environment()
    runtime.configure_logging()
    # Most of the time goes into embedding, half of the rest into importing Rasa: side by side.
    threading.Thread(target=embed_ahead, args=[args.data], daemon=True).start()
    return _train(args.out, args.data)


def embed_ahead(data: Path) -> None:
    """Fill the cache that the classifier will look into; it waits while we are at it."""
    from rasa_server.components.embedding import load_training_embedding
    from rasa_server.examples import training_examples

    embedding = load_training_embedding()
    if embedding:
        embedding.encode([example.text for example in training_examples(data)])


def _train(out: Path, data: Path) -> int:
    """Return the exit code: 0 only when `out` is there."""
    from rasa.model_training import train  # takes ten seconds, so not for `--help`

    runtime.configure_logging()  # again: importing Rasa has set up logging its own way
    result = train(
        domain="domain.yml",
        config="config.yml",
        training_files=str(data),
        output=str(out.parent),
        fixed_model_name=out.name,
        force_training=True,
    )
    return result.code or (0 if out.exists() else 1)


if __name__ == "__main__":
    sys.exit(main())
