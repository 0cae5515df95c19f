"""A lower threshold for intents that must not be missed, at the price of false positives."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ThresholdOverride(IntentClassifier, GraphComponent):
    """Sets `intent` to the first ranked intent that reaches its threshold in `thresholds`.

    `thresholds` maps intents to confidences between 0 and 1.  It comes last in the pipeline, after
    the fallback, which it overrides.  `intent_ranking` stays as the classifier made it.
    """

    def __init__(self, thresholds: dict[str, float]) -> None:
        self._thresholds = thresholds

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"thresholds": {}}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ThresholdOverride":
        return cls(config["thresholds"])

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            for candidate in message.get(INTENT_RANKING_KEY) or []:
                threshold = self._thresholds.get(candidate["name"], float("inf"))
                if candidate["confidence"] >= threshold:
                    message.set(INTENT, candidate, add_to_output=True)
                    break
        return messages
