"""The intent classifier as Rasa uses it: trained, stored, loaded, and asked."""

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rasa_server.components import intent_classifier, prefetch
from rasa_server.components.intent_classifier import SentenceIntentClassifier
from tests.rasa_server.fakes import FakeEmbedding

WORDS = ("hej", "tak", "nej", "plan", "pause", "hjælp", "møde", "opgave", "penge", "moms", "dansk")
EXAMPLES = {f"say_{word}": [f"{word} {word}", f"{word} nu", f"en {word}"] for word in WORDS}
EXAMPLES["distress"] = ["vil ikke leve", "ikke leve mere", "leve mere"]


@pytest.fixture
def inner(monkeypatch: pytest.MonkeyPatch) -> FakeEmbedding:
    """The embedding that the loaded classifier uses."""
    served = FakeEmbedding()
    monkeypatch.setattr(intent_classifier, "load_training_embedding", FakeEmbedding)
    monkeypatch.setattr(intent_classifier, "load_embedding", lambda: served)
    return served


def training_data() -> TrainingData:
    texts = [
        Message({"text": text, "intent": intent})
        for intent, texts in EXAMPLES.items()
        for text in texts
    ]
    return TrainingData([*texts, Message({"intent": "without_text"})])


@pytest.fixture
def where(tmp_path: Path) -> tuple[LocalModelStorage, Resource, ExecutionContext]:
    return LocalModelStorage(tmp_path), Resource("intents"), ExecutionContext(GraphSchema({}))


def trained(where: Any, **config: Any) -> SentenceIntentClassifier:
    """Return a classifier that was trained, stored and loaded."""
    config = SentenceIntentClassifier.get_default_config() | config
    component = SentenceIntentClassifier.create(config, *where)
    assert component.train(training_data()) == where[1]
    return SentenceIntentClassifier.load(config, *where)


def parsed(component: SentenceIntentClassifier, text: str | None) -> dict[str, Any]:
    """Return what Rasa puts out for a message."""
    [message] = component.process([Message({"text": text})])
    output: dict[str, Any] = message.as_dict(only_output_properties=True)
    return output


@pytest.mark.usefixtures("inner")
def test_training_texts_get_their_intents(where: Any) -> None:
    component = trained(where)
    for intent, texts in EXAMPLES.items():
        output = parsed(component, texts[0])
        assert output["intent"]["name"] == intent
        assert output["intent"] == output["intent_ranking"][0]
        assert output.get("guard") is None


@pytest.mark.usefixtures("inner")
def test_ranking_holds_the_ten_most_likely_intents(where: Any) -> None:
    ranking = parsed(trained(where), "hej nu")["intent_ranking"]
    confidences = [one["confidence"] for one in ranking]
    assert len(ranking) == 10 and confidences == sorted(confidences, reverse=True)
    assert all(isinstance(one, float) for one in confidences)


@pytest.mark.usefixtures("inner")
def test_intents_that_are_always_ranked_follow_the_ten(where: Any) -> None:
    everything = {one["name"] for one in parsed(trained(where), "hej nu")["intent_ranking"]}
    [one, *_] = EXAMPLES.keys() - everything
    ranking = parsed(trained(where, always_ranked=[one]), "hej nu")["intent_ranking"]
    assert [r["name"] for r in ranking].index(one) == 10 and len(ranking) == 11


@pytest.mark.usefixtures("inner")
@pytest.mark.parametrize(
    ("text", "reason"), [("", "empty"), (None, "empty"), ("12345", "numbers_only")]
)
def test_rejected_text_is_out_of_scope_with_the_reason(
    where: Any, text: str | None, reason: str
) -> None:
    output = parsed(trained(where), text)
    assert output["intent"] == {"name": "out_of_scope", "confidence": 1.0}
    assert output["intent_ranking"] == [output["intent"]]
    assert output["guard"] == reason


@pytest.mark.usefixtures("inner")
def test_examples_without_a_text_are_not_trained(where: Any) -> None:
    component = trained(where)
    assert component._model is not None
    assert set(component._model.intents) == EXAMPLES.keys()


def test_loading_warms_the_served_embedding(where: Any, inner: FakeEmbedding) -> None:
    component = trained(where)
    assert component._embedding is prefetch._served
    assert len(inner.asked) == 1


@pytest.mark.usefixtures("inner")
def test_later_components_train_on_the_same_data(where: Any) -> None:
    component = SentenceIntentClassifier.create({"always_ranked": []}, *where)
    data = training_data()
    assert component.process_training_data(data) is data
