"""Rasa without what it does unasked: reporting home, loading TensorFlow, printing messages."""

import logging
import os
import sys
import types
import warnings
from collections.abc import MutableMapping
from typing import Any

import structlog

ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",  # our own cache is keyed by text, so it outlives a new pipeline
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
    # Threads that wait for each other by spinning: on busy cores one alone is ten times faster.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "LOG_LEVEL": "WARNING",  # also ends its progress bars
}
# Modules that only Rasa's neural networks or their training use, and what others import of them.
NETWORK_PARTS = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
    "rasa.graph_components.validators.default_recipe_validator": ("DefaultV1RecipeValidator",),
}
# Rasa's log entries carry what people write under a dozen names, so only these get through.
SAFE_FIELDS = frozenset({"event", "event_info", "level", "exception"})


def settle() -> None:
    """Set what Rasa and its libraries read once: call it before they are imported."""
    os.environ.update(ENVIRONMENT)
    # Libraries of 2023 complain about each other, and some undo any filter for it.
    warnings.showwarning = lambda *_, **__: None


def leave_networks_out() -> None:
    """Spare a server ten seconds and 350 MB of TensorFlow, which our pipeline never calls.

    Call it before Rasa is imported, and never for training, which looks the pipeline through.
    """
    for module, names in NETWORK_PARTS.items():
        stand_in = types.ModuleType(module, "Left out by rasa_server.quiet.")
        stand_in.__dict__.update({name: type(name, (), {}) for name in names})
        sys.modules[module] = stand_in


def check_the_schema_once() -> None:
    """Halve the time of a turn: Rasa checks its schema of actions' answers with every answer.

    The answers themselves are still checked. Call it when Rasa is imported.
    """
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def is_valid(_: RemoteAction, answer: dict[str, Any]) -> bool:
        validator.validate(answer)  # raises what Rasa's own check raises
        return True

    RemoteAction._validate_action_result = is_valid


def silence() -> None:
    """Let warnings through to stderr, and never what a person wrote."""
    logging.basicConfig(
        level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", force=True
    )
    logging.getLogger("rasa_server").setLevel(logging.INFO)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.format_exc_info,
            keep_safe_fields,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def keep_safe_fields(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field of a log entry that may hold what a person wrote."""
    return {name: value for name, value in entry.items() if name in SAFE_FIELDS}
