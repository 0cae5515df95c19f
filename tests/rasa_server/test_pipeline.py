"""The threshold override, and what the runtime changes about Rasa's process."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import structlog
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from rasa_server import runtime
from rasa_server.components.intent_classifier import SentenceIntentClassifier
from rasa_server.components.language_detector import LanguageDetector
from rasa_server.components.threshold_override import ThresholdOverride
from tests.rasa_server.paths import PROJECT

RANKING = [
    {"name": "nlu_fallback", "confidence": 0.4},
    {"name": "feel_discouraged", "confidence": 0.3},
    {"name": "distress", "confidence": 0.2},
]


def overridden(threshold: float, **thresholds: float) -> Message:
    """Return a message with RANKING after an override that has a threshold for distress."""
    message = Message({"text": "…", "intent": RANKING[0], "intent_ranking": RANKING})
    config = {"thresholds": {"distress": threshold, **thresholds}}
    graph = LocalModelStorage(PROJECT), Resource(""), ExecutionContext(GraphSchema({}))
    assert ThresholdOverride.create(config, *graph).process([message]) == [message]
    return message


@pytest.mark.parametrize(
    ("component", "is_trainable"),
    [(SentenceIntentClassifier, True), (LanguageDetector, True), (ThresholdOverride, False)],
)
def test_rasa_trains_the_components_that_learn(component: type, is_trainable: bool) -> None:
    registered = DefaultV1Recipe._from_registry(component.__name__)
    assert registered.clazz is component and registered.is_trainable is is_trainable


def test_distress_above_its_threshold_wins_over_likelier_intents() -> None:
    assert overridden(threshold=0.15).get("intent") == {"name": "distress", "confidence": 0.2}


def test_distress_below_its_threshold_changes_nothing() -> None:
    assert overridden(threshold=0.25).get("intent")["name"] == "nlu_fallback"


def test_threshold_is_reached_by_the_same_confidence() -> None:
    message = overridden(threshold=0.2)
    output = message.as_dict(only_output_properties=True)
    assert output["intent"] == {"name": "distress", "confidence": 0.2}


def test_likeliest_intent_that_reaches_its_threshold_wins() -> None:
    assert overridden(0.1, feel_discouraged=0.3).get("intent")["name"] == "feel_discouraged"


def test_without_thresholds_or_a_ranking_nothing_changes() -> None:
    message = Message({"text": "…", "intent": RANKING[0]})
    ThresholdOverride(**ThresholdOverride.get_default_config()).process([message])
    assert message.get("intent") == RANKING[0]


def test_override_leaves_the_ranking_as_it_was() -> None:
    assert overridden(threshold=0.15).get("intent_ranking") == RANKING


def test_environment_is_set_before_rasa_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "true")
    runtime.configure_environment()
    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"


@pytest.fixture
def without_stubs() -> Iterator[None]:
    """Restore the real modules, which other tests use."""
    kept = {name: sys.modules.get(name) for name in runtime.TENSORFLOW_MODULES}
    yield
    for name, module in kept.items():
        sys.modules.pop(name, None)
        if module is not None:
            sys.modules[name] = module


@pytest.mark.usefixtures("without_stubs")
def test_stubs_have_the_names_that_rasa_imports() -> None:
    runtime.stub_tensorflow_modules()
    for name, classes in runtime.TENSORFLOW_MODULES.items():
        stub = sys.modules[name]
        assert stub.__name__ == name
        assert [getattr(stub, class_).__name__ for class_ in classes] == list(classes)


def test_server_does_not_load_tensorflow() -> None:
    program = (
        "import sys; from rasa_server import runtime; runtime.configure_environment(); "
        "runtime.stub_tensorflow_modules(); import rasa.core.run, rasa.core.agent; "
        "print('tensorflow' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.fixture
def logs(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """Capture stderr, and restore logging afterwards."""
    root, handlers = logging.getLogger(), logging.getLogger().handlers[:]
    levels = root.level, logging.getLogger("rasa_server").level
    root.setLevel(logging.DEBUG)
    yield capsys
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    logging.getLogger("rasa_server").setLevel(levels[1])
    structlog.reset_defaults()


def test_warnings_of_rasa_are_logged_without_messages_of_users(
    logs: pytest.CaptureFixture[str],
) -> None:
    runtime.configure_logging()
    logger = structlog.get_logger("rasa.core")
    logger.warning("message.failure", text="min mand slår mig", event_info="timed out")
    logger.info("message.received", event_info="below the level")
    logged = logs.readouterr().err
    assert "WARNING rasa.core" in logged and "timed out" in logged
    assert "slår" not in logged and "below the level" not in logged


def test_progress_of_our_own_components_is_logged(logs: pytest.CaptureFixture[str]) -> None:
    """The bot shows these lines while it trains the model."""
    runtime.configure_logging()
    logging.getLogger("rasa_server.components.embedding").info("embedded 5 of 5 new texts")
    logging.getLogger("rasa.core").info("below the level")
    line = "INFO rasa_server.components.embedding: embedded 5 of 5 new texts\n"
    assert logs.readouterr().err == line


def test_log_entries_hold_no_message_of_a_user() -> None:
    entry = {"event": "rest.message.received.failure", "text": "min mand slår mig", "user": 1}
    assert runtime.drop_unsafe_fields(None, "error", entry) == {"event": entry["event"]}


def test_action_responses_are_still_validated() -> None:
    runtime.cache_action_schema_validator()
    action = RemoteAction("action_everyday", None)
    assert action._validate_action_result({"events": [], "responses": []})
    with pytest.raises(ValidationError):
        action._validate_action_result({"events": [{"event": "no such thing"}]})
