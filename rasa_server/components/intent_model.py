"""A linear model over sentence embeddings and n-grams: texts in, probabilities of intents out.

Independent of Rasa.  How the constants were chosen: docs/understanding-choices.md.
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

# Weight of the n-grams relative to the embedding.  A higher one scores better on held-out
# messages, which resemble the training data; the embedding generalizes to other wording.
NGRAM_WEIGHT = 1.0
PENALTY = 1.0  # C of the SVM: smaller values regularize more
# Scales SVM margins for the softmax.  Calibrated: of predictions at 80 %, 80 % are correct.
INVERSE_TEMPERATURE = 4.5

Matrix = Any  # scipy.sparse.csr_matrix: scipy ships no types


@dataclass
class IntentModel:
    """A trained model for all languages.  It works without an embedding, less accurately."""

    intents: list[str]
    ngrams: FeatureUnion
    mean: Vectors | None  # of the training vectors; None: trained without an embedding
    weights: Vectors  # shape (features, intents)
    bias: Vectors  # shape (intents,)

    def probabilities(self, texts: Sequence[str], embedding: Embedding | None) -> Vectors:
        """Return probabilities of shape (len(texts), len(intents)); each row sums to 1."""
        features = _features(texts, self.ngrams, self.mean, embedding)
        return _softmax(INVERSE_TEMPERATURE * (features @ self.weights + self.bias))

    def save(self, path: Path) -> None:
        joblib.dump(self, path, compress=3)


def train(
    texts: Sequence[str], intents: Sequence[str], embedding: Embedding | None
) -> IntentModel:
    """Fit a model to texts of at least three intents.  Deterministic."""
    ngrams = _ngrams().fit(texts)
    mean = embedding.encode(texts).mean(axis=0) if embedding else None
    # An SVM trains in 20 s instead of minutes for logistic regression, and is more accurate.
    svm = LinearSVC(C=PENALTY, class_weight="balanced", random_state=0)
    svm.fit(_features(texts, ngrams, mean, embedding), intents)
    return IntentModel(
        intents=[str(name) for name in svm.classes_],
        ngrams=ngrams,
        mean=mean,
        weights=np.ascontiguousarray(svm.coef_.T, dtype=np.float32),
        bias=svm.intercept_.astype(np.float32),
    )


def load(path: Path) -> IntentModel:
    """Read what `save` wrote.  Only for files of our own: joblib executes code from the file."""
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
    """Return a sparse matrix with a row per text: its centred vector, then its n-grams.

    A model trained without an embedding has the n-grams only.
    """
    counted = NGRAM_WEIGHT * ngrams.transform(texts)
    if mean is None:
        return counted.tocsr()
    # e5 gives even unrelated sentences a cosine of 0.76, so the common mean is subtracted.
    # Where this machine cannot run the embedding, zeros leave the decision to the n-grams.
    vectors = normalize(embedding.encode(texts) - mean) if embedding else _zeros(texts)
    return sparse.hstack([sparse.csr_matrix(vectors), counted], format="csr")


def _zeros(texts: Sequence[str]) -> Vectors:
    return np.zeros((len(texts), DIMENSIONS), dtype=np.float32)


def _softmax(scores: npt.NDArray[np.float32]) -> Vectors:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
