"""The intent contract: what a participant can mean, by the family of use cases that serves it."""

from enum import StrEnum


class IntentFamily(StrEnum):
    """The actions of the Rasa server; each family of intents has one."""

    EVERYDAY = "everyday"
    CONFIRM = "confirm"
    NAVIGATE = "navigate"
    JOIN = "join"
    CONSULTANT = "consultant"
    PRIVACY = "privacy"
    COURAGE = "courage"
    ASSIGNMENT = "assignment"
    PLAN = "plan"
    REMINDERS = "reminders"
    FACTS = "facts"
    UNCLEAR = "unclear"


# Every intent of the contract, by its family.
FAMILIES: dict[IntentFamily, frozenset[str]] = {
    IntentFamily.EVERYDAY: frozenset({"greet", "goodbye", "thank", "bot_challenge", "ask_help"}),
    IntentFamily.CONFIRM: frozenset({"affirm", "deny"}),
    IntentFamily.NAVIGATE: frozenset({"go_back", "skip", "pause", "change_language"}),
    IntentFamily.JOIN: frozenset({"check_eligibility", "ask_programme"}),
    IntentFamily.CONSULTANT: frozenset({"talk_to_human", "book_meeting", "report_absence"}),
    IntentFamily.PRIVACY: frozenset({"ask_privacy", "delete_my_data"}),
    IntentFamily.COURAGE: frozenset({"feel_discouraged", "distress"}),
    IntentFamily.ASSIGNMENT: frozenset(
        {"show_assignment", "submit_assignment", "ask_deadline", "show_progress"}
    ),
    IntentFamily.PLAN: frozenset({"build_plan", "export_plan"}),
    IntentFamily.REMINDERS: frozenset({"set_reminder", "stop_reminders"}),
    IntentFamily.FACTS: frozenset(
        {
            "faq_register", "faq_company_type", "faq_vat_tax", "faq_benefits",
            "faq_funding", "faq_permits",
        }
    ),
    IntentFamily.UNCLEAR: frozenset({"answer", "out_of_scope", "nlu_fallback"}),
}  # fmt: skip

INTENTS = frozenset().union(*FAMILIES.values()) - {"nlu_fallback"}
