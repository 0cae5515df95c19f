"""The model of intents, with and without an embedding, and the folding of spellings."""

from pathlib import Path

import numpy as np
import pytest

from rasa_server.components import intent_model
from rasa_server.components.embedding import Embedding
from rasa_server.components.folding import fold
from tests.rasa_server.fakes import FakeEmbedding

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
