"""Rasa's rules, the actions and the assistant's use cases name the same families."""

from pathlib import Path

import yaml

from actions.families import ALL
from bot.app.intent_handlers import IntentHandlers
from bot.questionnaire.rules.intents import FAMILIES

ROOT = Path(__file__).parents[2]


def test_every_intent_reaches_the_handler_of_its_rule() -> None:
    rules = yaml.safe_load((ROOT / "nlu_data" / "rules.yml").read_text())["rules"]
    family_of = {action.name_: action.family for action in ALL}
    led = {}
    for rule in rules:
        intent = next(step["intent"] for step in rule["steps"] if "intent" in step)
        action = next(step["action"] for step in rule["steps"] if "action" in step)
        led[intent] = family_of[action]
    expected = {intent: family for family, intents in FAMILIES.items() for intent in intents}
    assert led == expected


def test_every_intent_family_has_a_handler() -> None:
    assert all(callable(getattr(IntentHandlers, family)) for family in FAMILIES)


def test_contract_is_complete() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    names = {next(iter(i)) if isinstance(i, dict) else i for i in domain["intents"]}
    assert {i for intents in FAMILIES.values() for i in intents} == names | {"nlu_fallback"}
