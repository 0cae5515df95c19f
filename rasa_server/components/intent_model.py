"""The statistics of understanding: texts in, probabilities of intents out.  Knows nothing of Rasa."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import joblib
import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import normalize

from rasa_server.components.embedding import Embedding, Vectors

NGRAM_WEIGHT = 0.5
NGRAM_DIMENSIONS = 256


@dataclass
class IntentModel:
    """A trained classifier over all languages.  Works without an embedding, only worse."""

    ngrams: Pipeline
    mean: Vectors | None  # of the training vectors; None: there was no embedding
    classifier: LogisticRegression

    @property
    def intents(self) -> list[str]:
        """Return the intents in the order of the columns of `probabilities`."""
        return [str(name) for name in self.classifier.classes_]

    def probabilities(
        self, texts: Sequence[str], embedding: Embedding | None
    ) -> npt.NDArray[np.float64]:
        """Return how likely each intent is: shape (len(texts), len(intents)), rows add up to 1."""
        features = _features(texts, self.ngrams, self.mean, embedding)
        return np.asarray(self.classifier.predict_proba(features))

    def save(self, path: Path) -> None:
        joblib.dump(self, path, compress=3)


def train(
    texts: Sequence[str], intents: Sequence[str], embedding: Embedding | None
) -> IntentModel:
    """Fit a model to texts whose intents are known; the same input gives the same model."""
    ngrams = _ngram_pipeline().fit(texts)
    mean = embedding.encode(texts).mean(axis=0) if embedding else None
    classifier = LogisticRegression(C=20, class_weight="balanced", max_iter=500)
    classifier.fit(_features(texts, ngrams, mean, embedding), intents)
    return IntentModel(ngrams, mean, classifier)


def load(path: Path) -> IntentModel:
    """Read back what `save` wrote.  Only ever for our own files: joblib runs what is inside."""
    model = joblib.load(path)
    assert isinstance(model, IntentModel)
    return model


def _ngram_pipeline() -> Pipeline:
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(1, 4), min_df=2, sublinear_tf=True, dtype=np.float32
    )
    words = TfidfVectorizer(
        ngram_range=(1, 2), min_df=2, token_pattern=r"(?u)\b\w+\b", dtype=np.float32
    )
    counted = FeatureUnion([("letters", letters), ("words", words)])
    return Pipeline(
        [("counted", counted), ("small", TruncatedSVD(NGRAM_DIMENSIONS, random_state=0))]
    )


def _features(
    texts: Sequence[str], ngrams: Pipeline, mean: Vectors | None, embedding: Embedding | None
) -> Vectors:
    counted = NGRAM_WEIGHT * ngrams.transform(texts)
    if mean is None or embedding is None:
        return np.asarray(counted)
    # Unrelated sentences already sit at cosine 0.76: only what differs from the mean says anything.
    return np.hstack([normalize(embedding.encode(texts) - mean), counted])
