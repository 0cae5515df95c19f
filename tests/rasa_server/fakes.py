"""Stand-ins for what is slow: an embedding that knows nothing but answers at once."""

from collections.abc import Sequence

import numpy as np

from rasa_server.components.embedding import DIMENSIONS, Vectors


class FakeEmbedding:
    """The same text gives the same random direction; it remembers what it was asked."""

    version = "fake-1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        rows = [
            np.random.default_rng(sum(text.encode())).normal(size=DIMENSIONS) for text in texts
        ]
        matrix = np.array(rows, dtype=np.float32).reshape(len(texts), DIMENSIONS)
        return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True))
