"""Adjust Rasa's process: no telemetry, no TensorFlow, a cheaper schema check, safe logs."""

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
    "RASA_MAX_CACHE_SIZE": "0",  # our own cache is keyed by text, so it survives a new pipeline
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
    # OpenMP threads spin while they wait; on busy cores one thread is ten times faster.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "LOG_LEVEL": "WARNING",  # also turns off Rasa's progress bars
}
# Modules that only Rasa's neural networks or their training need, and the names that other
# modules import from them.
TENSORFLOW_MODULES = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
    "rasa.graph_components.validators.default_recipe_validator": ("DefaultV1RecipeValidator",),
}
# An allowlist, because Rasa logs messages of users under a dozen different field names.
SAFE_FIELDS = frozenset({"event", "event_info", "level", "exception"})


def configure_environment() -> None:
    """Set the variables that Rasa and its libraries read at import; call it before importing them.

    Also silences Python warnings: these versions of 2023 deprecate each other, and some of the
    libraries reset any warning filter.
    """
    os.environ.update(ENVIRONMENT)
    warnings.showwarning = lambda *_, **__: None


def stub_tensorflow_modules() -> None:
    """Replace the modules that import TensorFlow by stubs; saves 10 s at start and 350 MB.

    Our pipeline uses no neural network of Rasa.  Call it before Rasa is imported, and only for
    serving: training validates the pipeline with the real modules.
    """
    for name, classes in TENSORFLOW_MODULES.items():
        stub = types.ModuleType(name, "Stub made by rasa_server.runtime.")
        stub.__dict__.update({class_: type(class_, (), {}) for class_ in classes})
        sys.modules[name] = stub


def cache_action_schema_validator() -> None:
    """Build the validator of action responses once; Rasa builds and checks it for every response.

    This halves the time of a turn.  Responses are validated as before: an invalid one raises
    jsonschema.ValidationError.  Call it after Rasa is imported.
    """
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(_: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate


def configure_logging() -> None:
    """Log warnings to stderr, without any field that may hold a user's message."""
    logging.basicConfig(
        level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", force=True
    )
    logging.getLogger("rasa_server").setLevel(logging.INFO)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.format_exc_info,
            drop_unsafe_fields,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def drop_unsafe_fields(
    _: Any, __: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """structlog processor: keep only the fields in SAFE_FIELDS."""
    return {name: value for name, value in entry.items() if name in SAFE_FIELDS}
