"""The model of intents, with and without an embedding, and the folding of spellings."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from rasa_server.components import intent_model
from rasa_server.components.embedding import DIMENSIONS, Embedding, Vectors
from rasa_server.components.folding import fold
from tests.rasa_server.fakes import FakeEmbedding
from tests.rasa_server.paths import PROJECT

GREETINGS = ["hej", "hej med dig", "halløj", "hejsa", "god morgen"]
REFUSALS = ["nej", "nej tak", "absolut ikke", "nope", "nej nej"]
THANKS = ["tak", "mange tak", "tusind tak", "takker", "tak skal du have"]
TEXTS = GREETINGS + REFUSALS + THANKS
INTENTS = ["greet"] * 5 + ["deny"] * 5 + ["thank"] * 5


@pytest.fixture(params=[FakeEmbedding(), None], ids=["with embedding", "n-grams only"])
def embedding(request: pytest.FixtureRequest) -> Embedding | None:
    chosen: Embedding | None = request.param
    return chosen


def test_model_reproduces_its_training_labels(embedding: Embedding | None) -> None:
    model = intent_model.train(TEXTS, INTENTS, embedding)
    rows = model.probabilities(TEXTS, embedding)
    assert [model.intents[index] for index in rows.argmax(axis=1)] == INTENTS
    assert np.allclose(rows.sum(axis=1), 1, atol=1e-5)


def test_saved_model_gives_the_same_probabilities(
    embedding: Embedding | None, tmp_path: Path
) -> None:
    model = intent_model.train(TEXTS, INTENTS, embedding)
    model.save(tmp_path / "model")
    loaded = intent_model.load(tmp_path / "model")
    before, after = (one.probabilities(["nej hej"], embedding) for one in (model, loaded))
    assert np.array_equal(before, after)


def test_model_trained_with_embedding_works_without_it() -> None:
    model = intent_model.train(TEXTS, INTENTS, FakeEmbedding())
    rows = model.probabilities(["nope nope", "hejsa hejsa"], None)
    assert [model.intents[index] for index in rows.argmax(axis=1)] == ["deny", "greet"]


def test_probabilities_are_the_softmax_of_the_scaled_margins() -> None:
    """The scale is calibrated: docs/understanding-choices.md."""
    model = intent_model.train(TEXTS, INTENTS, None)
    model.weights = np.zeros_like(model.weights)
    model.bias = np.array([0.0, 0.1, -0.2], dtype=np.float32)
    [row] = model.probabilities(["hej"], None)
    assert math.log(row[1] / row[0]) == pytest.approx(4.5 * 0.1, rel=1e-4)
    assert math.log(row[0] / row[2]) == pytest.approx(4.5 * 0.2, rel=1e-4)


def test_large_margins_do_not_overflow() -> None:
    model = intent_model.train(TEXTS, INTENTS, None)
    model.bias = np.array([0.0, 100.0, -100.0], dtype=np.float32)
    assert np.allclose(model.probabilities(["hej"], None), [[0, 1, 0]])


def test_model_trained_without_embedding_ignores_one() -> None:
    model = intent_model.train(TEXTS, INTENTS, None)
    with_embedding = model.probabilities(["nej hej"], FakeEmbedding())
    assert np.array_equal(with_embedding, model.probabilities(["nej hej"], None))


def test_constants_are_those_of_the_page_on_the_choices() -> None:
    page = (PROJECT / "docs" / "understanding-choices.md").read_text(encoding="utf-8")
    weight, penalty = intent_model.NGRAM_WEIGHT, intent_model.PENALTY
    assert f"the chosen one ({weight}, C = {penalty:g}) has" in page
    assert f"softmax of {intent_model.INVERSE_TEMPERATURE} × margin" in page


def test_what_all_vectors_have_in_common_is_not_learned() -> None:
    class Constant(FakeEmbedding):
        def encode(self, texts: Sequence[str]) -> Vectors:
            return super().encode(["the same"] * len(texts))

    model = intent_model.train(TEXTS, INTENTS, Constant())
    assert np.allclose(model.weights[:DIMENSIONS], 0, atol=1e-6)


def test_vector_and_ngrams_have_the_same_weight() -> None:
    """Chosen on the held-out messages: docs/understanding-choices.md."""
    embedding = FakeEmbedding()
    model = intent_model.train(TEXTS, INTENTS, embedding)
    features = intent_model._features(["hej med dig"], model.ngrams, model.mean, embedding)
    vector, ngrams = features[:, :DIMENSIONS], features[:, DIMENSIONS:]
    assert vector.multiply(vector).sum() == pytest.approx(1, rel=1e-4)
    assert ngrams.multiply(ngrams).sum() == pytest.approx(2, rel=1e-4)  # letters 1, words 1


def test_only_ngrams_that_occur_in_two_texts_are_features() -> None:
    model = intent_model.train(TEXTS, INTENTS, None)
    letters, words = (step.vocabulary_ for _, step in model.ngrams.transformer_list)
    assert {" hej", "h", "kk"} <= letters.keys() and {"nej", "hej", "tak"} <= words.keys()
    assert not {"godm", "tus"} & letters.keys() and not {"morgen", "nej tak"} & words.keys()
    assert max(map(len, letters)) == 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łódź", "lodz"),
        ("TEŞEKKÜR", "tesekkur"),
        ("smørrebrød", "smorrebrod"),
        ("كيف حالي", "کیف حالی"),
        ("نعـــم", "نعم"),
        ("heeeeej", "heej"),
        ("kl 15", "kl 99"),
        ("٢٠", "20"),
    ],
)
def test_spellings_of_a_word_fold_to_the_same_text(one: str, other: str) -> None:
    assert fold(one) == fold(other)
