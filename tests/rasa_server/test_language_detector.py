"""The language detector as Rasa uses it, and how accurate it is on the held-out messages."""

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rasa_server.components import language_detector
from rasa_server.components.language_detector import (
    MIXED_LANGUAGE_INTENTS,
    LanguageDetector,
    fit,
)
from rasa_server.examples import load_test_set, training_examples
from tests.rasa_server.paths import PROJECT

TEXTS = {"da": "hej med dig, jeg vil gerne starte", "ar": "مرحبا أريد أن أبدأ"}


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A model storage, and training examples in which Danish texts ask for Arabic in Arabic."""
    for language, text in TEXTS.items():
        folder = tmp_path / "nlu" / language
        folder.mkdir(parents=True)
        lines = [f"- intent: greet\n  examples: |\n    - {text}\n    - {text} {text[:4]}\n"]
        if language == "da":
            asking = "".join(f"    - {TEXTS['ar']}\n" for _ in range(20))
            lines.append(f"- intent: change_language\n  examples: |\n{asking}")
        (folder / "a.yml").write_text("nlu:\n" + "".join(lines), encoding="utf-8")
    monkeypatch.setattr(language_detector, "EXAMPLES", tmp_path / "nlu")
    (tmp_path / "model").mkdir()
    storage = LocalModelStorage(tmp_path / "model")
    return storage, Resource("languages"), ExecutionContext(GraphSchema({}))


def trained(where: Any) -> LanguageDetector:
    """Return a detector that was trained, stored and loaded."""
    assert LanguageDetector.create({}, *where).train(TrainingData([])) == where[1]
    return LanguageDetector.load({}, *where)


def detected(component: LanguageDetector, text: str | None) -> dict[str, Any]:
    """Return the property that Rasa puts out for a message."""
    [message] = component.process([Message({"text": text})])
    output: dict[str, Any] = message.as_dict(only_output_properties=True)["text_language"]
    return output


@pytest.mark.parametrize("language", TEXTS)
def test_language_of_a_text_is_detected(where: Any, language: str) -> None:
    """Also where the examples of one language ask for the other one in its own words."""
    found = detected(trained(where), TEXTS[language])
    assert found["code"] == language
    assert isinstance(found["confidence"], float) and 0.5 < found["confidence"] <= 1


def test_only_the_first_500_characters_count(where: Any) -> None:
    component = trained(where)
    start = (TEXTS["da"] * 20)[:499] + " "
    assert detected(component, start + TEXTS["ar"]) == detected(component, start)
    assert detected(component, start[:-1] + "م" + TEXTS["ar"]) != detected(component, start)


@pytest.mark.parametrize("text", [None, ""])
def test_message_without_a_text_has_some_language(where: Any, text: str | None) -> None:
    assert detected(trained(where), text)["code"] in TEXTS


def test_later_components_train_on_the_same_data(where: Any) -> None:
    data = TrainingData([])
    assert LanguageDetector.create({}, *where).process_training_data(data) is data


def test_accuracy_on_held_out_messages() -> None:
    """The figures that actions/families.py relies on."""
    known, held_out = (
        [one for one in some if one.intent not in MIXED_LANGUAGE_INTENTS]
        for some in (
            training_examples(PROJECT / "nlu_data"),
            load_test_set(PROJECT / "tests" / "heldout"),
        )
    )
    model = fit([one.text for one in known], [one.language for one in known])
    rows = model.predict_proba([one.text for one in held_out])
    predicted = [model.classes_[index] for index in rows.argmax(axis=1)]
    correct = [code == one.language for code, one in zip(predicted, held_out, strict=True)]
    certain = [ok for ok, row in zip(correct, rows, strict=True) if row.max() >= 0.9]
    assert sum(correct) >= 0.97 * len(correct)
    assert all(certain) and len(certain) >= 0.84 * len(correct)
