"""A lower bar for what must not be overheard: better one alarm too many."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Alarm(IntentClassifier, GraphComponent):
    """Makes an intent the message's own as soon as its confidence reaches the bar in `bars`.

    Stands last in the pipeline, so that the fallback cannot hide it. The ranking stays honest.
    """

    def __init__(self, bars: dict[str, float]) -> None:
        self._bars = bars

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"bars": {}}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Alarm":
        return cls(config["bars"])

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            for candidate in message.get(INTENT_RANKING_KEY) or []:
                if candidate["confidence"] >= self._bars.get(candidate["name"], float("inf")):
                    message.set(INTENT, candidate, add_to_output=True)
                    break
        return messages
