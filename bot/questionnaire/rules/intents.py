"""The intent contract: what a participant can mean, by the family of use cases that serves it."""

# The families of the intent contract, by the use case that serves them.
FAMILIES: dict[str, frozenset[str]] = {
    "everyday": frozenset({"greet", "goodbye", "thank", "bot_challenge", "ask_help"}),
    "confirm": frozenset({"affirm", "deny"}),
    "navigate": frozenset({"go_back", "skip", "pause", "change_language"}),
    "join": frozenset({"check_eligibility", "ask_programme"}),
    "consultant": frozenset({"talk_to_human", "book_meeting", "report_absence"}),
    "privacy": frozenset({"ask_privacy", "delete_my_data"}),
    "courage": frozenset({"feel_discouraged", "distress"}),
    "assignment": frozenset(
        {"show_assignment", "submit_assignment", "ask_deadline", "show_progress"}
    ),
    "plan": frozenset({"build_plan", "export_plan"}),
    "reminders": frozenset({"set_reminder", "stop_reminders"}),
    "facts": frozenset(
        {
            "faq_register", "faq_company_type", "faq_vat_tax", "faq_benefits",
            "faq_funding", "faq_permits",
        }
    ),
    "unclear": frozenset({"answer", "out_of_scope", "nlu_fallback"}),
}  # fmt: skip

INTENTS = frozenset().union(*FAMILIES.values()) - {"nlu_fallback"}
