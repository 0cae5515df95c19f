"""Actions for Rasa's action server that answer each text with the assistant's text and buttons.

Runs in Rasa's environment: `python -m rasa_sdk --actions bench.rasa_actions`.  BENCH_ANSWERS is a
JSON file {text: {text, buttons}}; it must exist before the first turn.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action

DOMAIN = yaml.safe_load((Path(__file__).parents[1] / "domain.yml").read_text(encoding="utf-8"))


@cache
def answers() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(
        Path(os.environ["BENCH_ANSWERS"]).read_text(encoding="utf-8")
    )
    return found


def run(self: Action, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
    answer = answers()[tracker.latest_message["text"]]
    dispatcher.utter_message(text=answer["text"], buttons=answer["buttons"])
    return []


def _action(action: str) -> type:
    return type(
        action, (Action,), {"name": lambda self: action, "run": run, "__module__": __name__}
    )


ALL = [_action(action) for action in DOMAIN["actions"]]
