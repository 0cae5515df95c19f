"""Precomputed vectors of the training texts, shipped in the repository.

Embedding 18,000 texts takes three minutes on two cores and gives the same vectors everywhere.
Texts that are missing from the file are embedded as usual, so an outdated file only costs time.
"""

from collections.abc import Mapping, Set
from pathlib import Path

import numpy as np

MAX_INT8 = 127  # int8 takes a quarter of the space of float32, with the same accuracy of intents
KEY_BYTES = 8  # of the SHA-256 of a text


def write(path: Path, rows: Mapping[str, bytes]) -> None:
    """Quantize rows (float32 bytes, by hexadecimal key) to int8 with one scale per row."""
    keys = sorted(rows)
    matrix = np.stack([np.frombuffer(rows[key], dtype=np.float32) for key in keys])
    scales = np.abs(matrix).max(axis=1, keepdims=True) / MAX_INT8
    np.savez(
        path,
        keys=np.array([_short(key) for key in keys]),
        scales=scales.astype(np.float32),
        steps=np.rint(matrix / scales).astype(np.int8),
    )


def read(path: Path, wanted: Set[str]) -> dict[str, bytes]:
    """Return the wanted rows that `path` holds, as float32 of norm 1; {} without a file."""
    if not path.is_file():
        return {}
    with np.load(path) as stored:
        matrix = stored["steps"] * stored["scales"]
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
        index_of = {int(key): index for index, key in enumerate(stored["keys"])}
    found = {key: index_of[short] for key in wanted if (short := int(_short(key))) in index_of}
    return {key: matrix[index].astype(np.float32).tobytes() for key, index in found.items()}


def _short(key: str) -> np.uint64:
    return np.uint64(int(key[: 2 * KEY_BYTES], 16))
