"""The intent classifier of the Rasa pipeline: the guards, then the trained model."""

import logging
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rasa_server.components import intent_model, prefetch
from rasa_server.components.embedding import Embedding, load_embedding, load_training_embedding
from rasa_server.components.guards import rejection_reason
from rasa_server.components.intent_model import IntentModel

RANKED = 10
OUT_OF_SCOPE = "out_of_scope"
MODEL_FILE = "intents.joblib"

logger = logging.getLogger(__name__)

Ranking = list[dict[str, Any]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceIntentClassifier(IntentClassifier, GraphComponent):
    """Sets `intent`, and `intent_ranking` with the RANKED best and the `always_ranked` intents.

    A text that a guard rejects is out_of_scope with confidence 1, and `guard` holds the reason.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._always_ranked = frozenset(config["always_ranked"])
        self._storage = storage
        self._resource = resource
        self._model: IntentModel | None = None
        self._embedding: Embedding | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"always_ranked": []}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceIntentClassifier":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "SentenceIntentClassifier":
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = intent_model.load(folder / MODEL_FILE)
        component._embedding = prefetch.serve(load_embedding())
        component._rank("hej")  # warm-up: the first call maps the model into memory
        return component

    def train(self, training_data: TrainingData) -> Resource:
        examples = training_data.intent_examples  # without messages that have no text
        texts = [str(one.get(TEXT)) for one in examples]
        intents = [str(one.get(INTENT)) for one in examples]
        self._embedding = load_training_embedding()
        self._model = intent_model.train(texts, intents, self._embedding)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / MODEL_FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data  # no later component trains on our predictions

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = str(message.get(TEXT) or "")
            reason = rejection_reason(text)
            ranking = _out_of_scope() if reason else self._rank(text)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set("guard", reason.value if reason else None, add_to_output=True)
        return messages

    def _rank(self, text: str) -> Ranking:
        """Return the ranking, the most likely intent first."""
        assert self._model, "Rasa calls process only after train or load"
        [row] = self._model.probabilities([text], self._embedding)
        pairs = sorted(zip(self._model.intents, row, strict=True), key=lambda pair: -pair[1])
        extra = [pair for pair in pairs[RANKED:] if pair[0] in self._always_ranked]
        ranked = pairs[:RANKED] + extra
        return [{"name": name, "confidence": float(share)} for name, share in ranked]


def _out_of_scope() -> Ranking:
    return [{"name": OUT_OF_SCOPE, "confidence": 1.0}]
