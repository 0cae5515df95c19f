"""Embed a text before its turn: the embedding takes half of the time that a turn takes.

The assistant announces a text as soon as it arrives and sends it for understanding after it has
been stored; in between, another core can compute the vector.  Prefetching changes only when a
vector is computed: a text that was not announced is embedded in its turn, and announced texts that
never come are evicted by later ones.  Texts and vectors stay in memory.
"""

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from rasa_server.components.embedding import Embedding, Vectors, prepared
from rasa_server.components.guards import rejection_reason

MAX_PENDING = 8


class PrefetchingEmbedding:
    """An `Embedding` that computes announced texts in a thread.  Rasa calls it from one thread."""

    def __init__(self, inner: Embedding) -> None:
        self._inner, self.version = inner, inner.version
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="prefetch")
        self._pending: OrderedDict[str, Future[Vectors]] = OrderedDict()

    def prefetch(self, text: str) -> None:
        """Start to embed `text`, unless it is pending, rejected by a guard, or the queue is full.

        A finished vector that was never asked for is evicted for it, the oldest first.
        """
        text = text.strip()  # as Rasa strips what it receives
        if rejection_reason(text) or prepared(text) in self._pending:
            return
        if len(self._pending) >= MAX_PENDING:
            oldest = next(iter(self._pending))
            if not self._pending[oldest].done():
                return
            del self._pending[oldest]
        self._pending[prepared(text)] = self._pool.submit(self._inner.encode, [text])

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def encode(self, texts: Sequence[str]) -> Vectors:
        pending = self._pending.pop(prepared(texts[0]), None) if len(texts) == 1 else None
        # A job that has not started waits behind other texts: computing it here is sooner.
        if pending is None or pending.cancel():
            return self._inner.encode(texts)
        return pending.result()


# Rasa creates the classifier and the channel itself, so they share the embedding through a global.
_served: PrefetchingEmbedding | None = None


def serve(embedding: Embedding | None) -> PrefetchingEmbedding | None:
    """Wrap the embedding of the model that this process serves, in place of the one before.

    Return None where there is none, as on a machine that cannot run the embedding.
    """
    global _served
    if _served is not None:
        _served.close()
    _served = PrefetchingEmbedding(embedding) if embedding else None
    return _served


def prefetch(text: str) -> None:
    """Start to embed `text` with the served embedding, if there is one."""
    if _served is not None:
        _served.prefetch(text)
