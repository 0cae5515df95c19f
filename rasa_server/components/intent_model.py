"""The statistics of understanding: texts in, probabilities of intents out.

Knows nothing of Rasa. What each number below was measured against stands in
docs/understanding.md; `make eval` measures again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from rasa_server.components.embedding import DIMENSIONS, Embedding, Vectors
from rasa_server.components.folding import fold

# How much counted letters say beside the embedding. More wins on held-out messages, which
# resemble the training messages; strangers' wording is the embedding's.
NGRAM_WEIGHT = 1.0
PENALTY = 1.0  # C: smaller trusts the examples less
# From distances to probabilities: at this, of the answers given with 80 %, 80 % are right.
SHARPNESS = 4.5

Matrix = Any  # scipy.sparse.csr_matrix: scipy ships no types


@dataclass
class IntentModel:
    """A trained linear model over all languages.  Works without an embedding, only worse."""

    intents: list[str]
    ngrams: FeatureUnion
    mean: Vectors | None  # of the training vectors; None: there was no embedding
    weights: Vectors  # shape (features, intents)
    bias: Vectors  # shape (intents,)

    def probabilities(self, texts: Sequence[str], embedding: Embedding | None) -> Vectors:
        """Return how likely each intent is: shape (len(texts), len(intents)), rows add up to 1."""
        features = _features(texts, self.ngrams, self.mean, embedding)
        return _softmax(SHARPNESS * (features @ self.weights + self.bias))

    def save(self, path: Path) -> None:
        joblib.dump(self, path, compress=3)


def train(
    texts: Sequence[str], intents: Sequence[str], embedding: Embedding | None
) -> IntentModel:
    """Fit a model to texts of at least three intents; the same input gives the same model."""
    ngrams = _ngrams().fit(texts)
    mean = embedding.encode(texts).mean(axis=0) if embedding else None
    # A margin instead of likelihood: 20 s instead of minutes, and right more often.
    machine = LinearSVC(C=PENALTY, class_weight="balanced", random_state=0)
    machine.fit(_features(texts, ngrams, mean, embedding), intents)
    return IntentModel(
        intents=[str(name) for name in machine.classes_],
        ngrams=ngrams,
        mean=mean,
        weights=np.ascontiguousarray(machine.coef_.T, dtype=np.float32),
        bias=machine.intercept_.astype(np.float32),
    )


def load(path: Path) -> IntentModel:
    """Read back what `save` wrote.  Only ever for our own files: joblib runs what is inside."""
    model = joblib.load(path)
    assert isinstance(model, IntentModel)
    return model


def _ngrams() -> FeatureUnion:
    letters = TfidfVectorizer(
        preprocessor=fold,
        analyzer="char_wb",
        ngram_range=(1, 4),
        min_df=2,
        sublinear_tf=True,
        dtype=np.float32,
    )
    words = TfidfVectorizer(
        preprocessor=fold,
        token_pattern=r"(?u)\b\w+\b",  # nosec B106  # a pattern of words
        ngram_range=(1, 2),
        min_df=2,
        dtype=np.float32,
    )
    return FeatureUnion([("letters", letters), ("words", words)])


def _features(
    texts: Sequence[str], ngrams: FeatureUnion, mean: Vectors | None, embedding: Embedding | None
) -> Matrix:
    """Return one sparse row a text: its meaning, where there is an embedding, and its n-grams."""
    counted = NGRAM_WEIGHT * ngrams.transform(texts)
    if mean is None:
        return counted.tocsr()
    # Unrelated sentences already sit at cosine 0.76: what tells them apart is the rest.
    # A model from a better machine still counts letters here, with nothing known of meaning.
    meaning = normalize(embedding.encode(texts) - mean) if embedding else _no_meaning(texts)
    return sparse.hstack([sparse.csr_matrix(meaning), counted], format="csr")


def _no_meaning(texts: Sequence[str]) -> Vectors:
    return np.zeros((len(texts), DIMENSIONS), dtype=np.float32)


def _softmax(scores: npt.NDArray[np.float32]) -> Vectors:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
