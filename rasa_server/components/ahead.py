"""What will be asked soon is computed already: the embedding takes half the time of a turn.

The assistant tells a text when it arrives, and asks what it means when it is stored and looked at;
in between another core can work.  Only ever a head start: a text that nobody told is embedded when
it comes, one that never comes is pushed out by the next ones.  Nothing is written anywhere.
"""

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from rasa_server.components.embedding import Embedding, Vectors, prepared
from rasa_server.components.guards import reason_to_refuse

MOST = 8


class EmbeddingAhead:
    """An `Embedding` that can be told what comes.  Rasa calls it in one thread."""

    def __init__(self, inner: Embedding) -> None:
        self._inner, self.version = inner, inner.version
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._coming: OrderedDict[str, Future[Vectors]] = OrderedDict()

    def expect(self, text: str) -> None:
        text = text.strip()  # as Rasa does with what it hears
        if reason_to_refuse(text) or prepared(text) in self._coming:
            return
        if len(self._coming) >= MOST:
            oldest = next(iter(self._coming))
            if not self._coming[oldest].done():
                return  # a crowd: it would only wait
            del self._coming[oldest]
        self._coming[prepared(text)] = self._pool.submit(self._inner.encode, [text])

    def end(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def encode(self, texts: Sequence[str]) -> Vectors:
        coming = self._coming.pop(prepared(texts[0]), None) if len(texts) == 1 else None
        if coming is None or coming.cancel():  # others stand before it: at once is sooner
            return self._inner.encode(texts)
        return coming.result()


_served: EmbeddingAhead | None = None


def ahead_of(embedding: Embedding | None) -> EmbeddingAhead | None:
    """For the model that this process serves; None where this machine can't run the embedding."""
    global _served  # Rasa makes the classifier and the channel out of our reach
    if _served is not None:
        _served.end()
    _served = EmbeddingAhead(embedding) if embedding else None
    return _served


def expect(text: str) -> None:
    if _served is not None:
        _served.expect(text)
