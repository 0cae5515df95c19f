"""A head start: what will be asked soon is computed once; what goes wrong costs only time."""

import threading
from collections.abc import Sequence

import numpy as np

from rasa_server.components.ahead import MOST, EmbeddingAhead
from rasa_server.components.embedding import Vectors
from tests.rasa_server.fakes import FakeEmbedding


class SlowEmbedding(FakeEmbedding):
    """Computes nothing until it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def encode(self, texts: Sequence[str]) -> Vectors:
        if threading.current_thread() is not threading.main_thread():
            self.go_on.wait(5)
        return super().encode(texts)


def test_what_was_expected_is_embedded_once_and_comes_out_the_same() -> None:
    inner = FakeEmbedding()
    embedding = EmbeddingAhead(inner)
    embedding.expect("  salaan ")
    embedding.expect("salaan")
    assert np.array_equal(embedding.encode(["salaan"]), FakeEmbedding().encode(["salaan"]))
    assert inner.asked == ["salaan"]


def test_it_is_a_head_start_and_no_memory_of_what_people_wrote() -> None:
    inner = FakeEmbedding()
    embedding = EmbeddingAhead(inner)
    embedding.expect("salaan")
    for _ in range(2):
        embedding.encode(["salaan"])
    assert inner.asked == ["salaan", "salaan"]


def test_a_text_that_nobody_told_is_embedded_when_it_comes() -> None:
    inner = FakeEmbedding()
    assert EmbeddingAhead(inner).encode(["hej", "hej hej"]).shape[0] == 2
    assert inner.asked == ["hej", "hej hej"]


def test_whoever_is_asked_does_not_wait_for_those_before() -> None:
    inner = SlowEmbedding()
    embedding = EmbeddingAhead(inner)
    embedding.expect("somebody else")
    embedding.expect("salaan")
    embedding.encode(["salaan"])
    assert inner.asked == ["salaan"]
    inner.go_on.set()


def test_texts_that_never_come_are_pushed_out() -> None:
    inner = FakeEmbedding()
    embedding = EmbeddingAhead(inner)
    for number in range(MOST + 2):
        embedding.expect(f"salaan {number}")
        embedding._pool.submit(int).result()  # the one before it is through
    assert list(embedding._coming) == [f"salaan {number}" for number in range(2, MOST + 2)]


def test_in_a_crowd_nothing_more_is_begun() -> None:
    inner = SlowEmbedding()
    embedding = EmbeddingAhead(inner)
    for number in range(MOST + 2):
        embedding.expect(f"salaan {number}")
    inner.go_on.set()
    embedding._pool.submit(int).result()
    assert len(inner.asked) == MOST


def test_what_a_guard_refuses_is_not_begun() -> None:
    inner = FakeEmbedding()
    embedding = EmbeddingAhead(inner)
    embedding.expect("")
    embedding.encode(["hej"])
    assert inner.asked == ["hej"]
