"""Update nlu_data/vectors.npz after a change of training texts: `python -m …ship_vectors`."""

import sys
from pathlib import Path

from rasa_server import runtime
from rasa_server.components import vectors
from rasa_server.components.embedding import SHIPPED_VECTORS, load_training_embedding
from rasa_server.examples import training_examples


def main() -> int:
    runtime.configure_logging()
    embedding = load_training_embedding()
    if not embedding:
        return 1
    texts = sorted({example.text for example in training_examples(Path("nlu_data"))})
    rows = zip(texts, embedding.encode(texts), strict=True)
    vectors.write(SHIPPED_VECTORS, {embedding.key(text): row.tobytes() for text, row in rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
