"""Confirmation of intents: "Did you mean: …?" """

from bot.app.buttons import ConfirmIntent, RejectIntent
from bot.kernel.messages import Button, LanguageName, Message, Phrase, message, phrase
from bot.kernel.views.commands import to_consultant, to_menu
from bot.onboarding.buttons import ChooseLanguage


def wish(intent: str) -> Phrase | None:
    """Return None for an intent that cannot be confirmed ("did you mean: hello?")."""
    return {
        "ask_help": phrase("I need help with using this"),
        "change_language": phrase("I want another language"),
        "go_back": phrase("I want to go back one step"),
        "skip": phrase("I want to skip this"),
        "pause": phrase("I want to stop now and go on later"),
        "ask_programme": phrase("I want to know what the course is"),
        "check_eligibility": phrase("I want to know if I can join"),
        "show_assignment": phrase("I want to see my task"),
        "submit_assignment": phrase("I want to hand in my task"),
        "ask_deadline": phrase("I want to know when it must be done"),
        "show_progress": phrase("I want to see how far I am"),
        "build_plan": phrase("I want to work on my plan"),
        "export_plan": phrase("I want my plan as a file"),
        "talk_to_human": phrase("I want to talk to the consultant"),
        "book_meeting": phrase("It is about a meeting"),
        "report_absence": phrase("I can't come or can't do it this week"),
        "set_reminder": phrase("I want to be reminded"),
        "stop_reminders": phrase("I want no more reminders"),
        "delete_my_data": phrase("I want to be deleted"),
        "ask_privacy": phrase("I want to know who reads this"),
        "faq_register": phrase("How do I register a company?"),
        "faq_company_type": phrase("Which type of company is right?"),
        "faq_vat_tax": phrase("How is it with VAT and tax?"),
        "faq_benefits": phrase("What happens to my benefit?"),
        "faq_funding": phrase("Where do I get money to start?"),
        "faq_permits": phrase("Do I need a permit?"),
        "feel_discouraged": phrase("I have lost heart a little"),
        "bot_challenge": phrase("Are you a person or a computer?"),
    }.get(intent)


def did_you_mean(intent: str, guess: Phrase) -> Message:
    return message(
        phrase("Did you mean this?"),
        buttons=[
            [Button(guess, ConfirmIntent(intent).pack())],
            [Button(phrase("No, something else"), RejectIntent().pack())],
        ],
    )


def something_else() -> Message:
    return message(
        phrase("Okay. Say it in another way, or choose here:"),
        buttons=[[to_menu()], [to_consultant()]],
    )


def switch_language(language: str) -> Message:
    """Offer to switch the language; it changes only by the button."""
    name = LanguageName(language)
    return message(
        phrase("It looks like you write {language}. Shall I write {language} too?", language=name),
        buttons=[[Button(phrase("Yes, please"), ChooseLanguage(language).pack())]],
    )
