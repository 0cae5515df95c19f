"""A fast fake of the sentence embedding."""

from collections.abc import Sequence

import numpy as np

from rasa_server.components.embedding import DIMENSIONS, Vectors


class FakeEmbedding:
    """Returns a random vector per text, the same each time; `asked` lists the texts embedded."""

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
