"""Rasa's rules, the actions and the assistant's use cases name the same families."""

from pathlib import Path

import yaml

from actions.families import ALL
from bot.app.intent_handlers import IntentHandlers
from bot.questionnaire.rules.intents import FAMILIES

ROOT = Path(__file__).parents[2]


def test_every_intent_ends_in_the_use_case_its_rule_leads_to() -> None:
    rules = yaml.safe_load((ROOT / "nlu_data" / "rules.yml").read_text())["rules"]
    family_of = {action.name_: action.family for action in ALL}
    led = {}
    for rule in rules:
        intent = next(step["intent"] for step in rule["steps"] if "intent" in step)
        action = next(step["action"] for step in rule["steps"] if "action" in step)
        led[intent] = family_of[action]
    expected = {intent: family for family, intents in FAMILIES.items() for intent in intents}
    assert led == expected


def test_every_family_is_a_use_case() -> None:
    assert all(callable(getattr(IntentHandlers, family)) for family in FAMILIES)


def test_the_contract_is_complete() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    names = {next(iter(i)) if isinstance(i, dict) else i for i in domain["intents"]}
    assert {i for intents in FAMILIES.values() for i in intents} == names | {"nlu_fallback"}
