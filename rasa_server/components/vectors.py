"""Vectors of the training texts that travel with the repository.

Embedding 18,000 texts takes two cores three minutes, and gives everybody the same numbers.
Whatever text is not in the file is embedded as usual, so an old file only costs time.
"""

from collections.abc import Mapping, Set
from pathlib import Path

import numpy as np

STEPS = 127  # of a signed byte: a quarter of the room, and no difference in what is understood
KEY_BYTES = 8


def write(path: Path, rows: Mapping[str, bytes]) -> None:
    """Write rows (float32, by hexadecimal key) as bytes with one scale a row."""
    keys = sorted(rows)
    matrix = np.stack([np.frombuffer(rows[key], dtype=np.float32) for key in keys])
    scales = np.abs(matrix).max(axis=1, keepdims=True) / STEPS
    np.savez(
        path,
        keys=np.array([_short(key) for key in keys]),
        scales=scales.astype(np.float32),
        steps=np.rint(matrix / scales).astype(np.int8),
    )


def read(path: Path, wanted: Set[str]) -> dict[str, bytes]:
    """Return what `path` has of the wanted rows, as float32 of length 1; {} without a file."""
    if not path.is_file():
        return {}
    with np.load(path) as stored:
        matrix = stored["steps"] * stored["scales"]
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
        place = {int(key): index for index, key in enumerate(stored["keys"])}
    found = {key: place[short] for key in wanted if (short := int(_short(key))) in place}
    return {key: matrix[index].astype(np.float32).tobytes() for key, index in found.items()}


def _short(key: str) -> np.uint64:
    return np.uint64(int(key[: 2 * KEY_BYTES], 16))
