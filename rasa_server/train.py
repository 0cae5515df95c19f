"""Train the model: `python -m rasa_server.train OUT.tar.gz`, from the project's root.

Unlike `rasa train` it writes no pipeline cache, sends no telemetry and never edits config.yml.
"""

import argparse
import sys
import threading
from pathlib import Path

from rasa_server import parent_watchdog, runtime


def main() -> int:
    parser = argparse.ArgumentParser(description="Train the model of the bot.")
    parser.add_argument("out", type=Path, help="the .tar.gz file to write")
    parser.add_argument("--data", type=Path, default=Path("nlu_data"), help="examples and rules")
    parser.add_argument("--watch-stdin", action="store_true", help="exit at the end of stdin")
    args = parser.parse_args()
    if args.watch_stdin:
        parent_watchdog.exit_with_parent()
    runtime.configure_environment()
    runtime.configure_logging()
    # Embedding takes most of the time and importing Rasa half of the rest: do both at once.
    threading.Thread(target=warm_embedding_cache, args=[args.data], daemon=True).start()
    return _train(args.out, args.data)


def warm_embedding_cache(data: Path) -> None:
    """Embed the training texts into the cache; the classifier waits for its lock."""
    from rasa_server.components.embedding import load_training_embedding
    from rasa_server.examples import training_examples

    embedding = load_training_embedding()
    if embedding:
        embedding.encode([example.text for example in training_examples(data)])


def _train(out: Path, data: Path) -> int:
    """Return the exit status; 0 only where `out` exists afterwards."""
    from rasa.model_training import train  # takes ten seconds, which `--help` need not wait for

    runtime.configure_logging()  # again, as importing Rasa has reconfigured logging
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
