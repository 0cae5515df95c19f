"""An announced text is embedded once, ahead of its turn; without it a turn only takes longer."""

import threading
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from rasa_server.components import prefetch
from rasa_server.components.embedding import Vectors
from rasa_server.components.prefetch import MAX_PENDING, PrefetchingEmbedding
from tests.rasa_server.fakes import FakeEmbedding


class BlockedEmbedding(FakeEmbedding):
    """Blocks the prefetching thread until `release` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.release = threading.Event()

    def encode(self, texts: Sequence[str]) -> Vectors:
        if threading.current_thread() is not threading.main_thread():
            self.release.wait(5)
        return super().encode(texts)


def wait_for_pool(embedding: PrefetchingEmbedding) -> None:
    """Return when everything that was submitted before has been computed."""
    embedding._pool.submit(int).result()


def test_announced_text_is_embedded_once_with_the_same_result() -> None:
    inner = FakeEmbedding()
    embedding = PrefetchingEmbedding(inner)
    embedding.prefetch("  salaan ")
    embedding.prefetch("salaan")
    assert np.array_equal(embedding.encode(["salaan"]), FakeEmbedding().encode(["salaan"]))
    assert inner.asked == ["salaan"]


def test_prefetched_vector_is_used_once_and_not_kept() -> None:
    inner = FakeEmbedding()
    embedding = PrefetchingEmbedding(inner)
    embedding.prefetch("salaan")
    for _ in range(2):
        embedding.encode(["salaan"])
    assert inner.asked == ["salaan", "salaan"]


def test_text_that_was_not_announced_is_embedded_in_its_turn() -> None:
    inner = FakeEmbedding()
    assert PrefetchingEmbedding(inner).encode(["hej", "hej hej"]).shape[0] == 2
    assert inner.asked == ["hej", "hej hej"]


def test_turn_does_not_wait_for_texts_announced_before() -> None:
    inner = BlockedEmbedding()
    embedding = PrefetchingEmbedding(inner)
    embedding.prefetch("somebody else")
    embedding.prefetch("salaan")
    embedding.encode(["salaan"])
    assert inner.asked == ["salaan"]
    inner.release.set()


def test_texts_that_never_come_are_evicted() -> None:
    inner = FakeEmbedding()
    embedding = PrefetchingEmbedding(inner)
    for number in range(MAX_PENDING + 2):
        embedding.prefetch(f"salaan {number}")
        wait_for_pool(embedding)
    assert list(embedding._pending) == [f"salaan {number}" for number in range(2, MAX_PENDING + 2)]


def test_nothing_is_prefetched_while_the_queue_is_full() -> None:
    inner = BlockedEmbedding()
    embedding = PrefetchingEmbedding(inner)
    for number in range(MAX_PENDING + 2):
        embedding.prefetch(f"salaan {number}")
    inner.release.set()
    wait_for_pool(embedding)
    assert len(inner.asked) == MAX_PENDING


def test_text_that_a_guard_rejects_is_not_prefetched() -> None:
    inner = FakeEmbedding()
    embedding = PrefetchingEmbedding(inner)
    embedding.prefetch("")
    embedding.encode(["hej"])
    assert inner.asked == ["hej"]


def test_several_texts_are_embedded_together_although_one_was_announced() -> None:
    embedding = PrefetchingEmbedding(FakeEmbedding())
    embedding.prefetch("hej")
    rows = embedding.encode(["hej", "hej hej"])
    assert np.array_equal(rows, FakeEmbedding().encode(["hej", "hej hej"]))


def test_closing_cancels_what_has_not_started_and_does_not_wait() -> None:
    inner = BlockedEmbedding()
    embedding = PrefetchingEmbedding(inner)
    embedding.prefetch("running")
    embedding.prefetch("queued")
    embedding.close()
    assert inner.asked == []
    inner.release.set()
    assert embedding._pending["running"].result().shape[0] == 1
    assert embedding._pending["queued"].cancelled()


@pytest.fixture
def served() -> Iterator[PrefetchingEmbedding]:
    """The wrapped embedding of the model that this process serves."""
    wrapped = prefetch.serve(FakeEmbedding())
    assert wrapped is not None
    yield wrapped
    prefetch.serve(None)


def test_text_is_announced_to_the_served_embedding(served: PrefetchingEmbedding) -> None:
    prefetch.prefetch("salaan")
    assert list(served._pending) == ["salaan"]


def test_serving_another_model_closes_the_embedding_before(served: PrefetchingEmbedding) -> None:
    assert prefetch.serve(FakeEmbedding()) is not served
    with pytest.raises(RuntimeError):
        served.prefetch("salaan")


def test_without_an_embedding_nothing_is_served_or_prefetched(
    served: PrefetchingEmbedding,
) -> None:
    assert prefetch.serve(None) is None
    prefetch.prefetch("salaan")
    assert not served._pending
