"""Messages of onboarding: language, introduction, consent."""

from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import Button, LanguageName, Message, Verbatim, message, phrase, strong
from bot.kernel.views.commands import to_consultant, to_join, to_menu, to_privacy
from bot.onboarding.buttons import ChooseLanguage, GiveConsent, RefuseConsent
from bot.onboarding.schema import WelcomeYaml


def choose_language(newcomer: bool) -> Message:
    """One button a language, in its own script; two a row fit a small phone."""
    names = [
        Button(Verbatim(name), ChooseLanguage(code).pack()) for code, name in OWN_NAMES.items()
    ]
    rows = [names[n : n + 2] for n in range(0, len(names), 2)]
    ask = phrase("Which language would you like?")
    if newcomer:
        return message(strong(phrase("Hello, and welcome!")), ask, buttons=rows)
    return message(ask, buttons=rows)


def language_chosen(language: str) -> Message:
    return message(
        phrase("Good. I write {language} from now on.", language=LanguageName(language))
    )


def introduction(welcome: WelcomeYaml) -> list[Message]:
    return [message(phrase(text)) for text in welcome.messages]


def agreement(welcome: WelcomeYaml) -> Message:
    return message(
        strong(phrase(welcome.agreement)),
        buttons=[
            [Button(phrase("✅ Yes, that is okay"), GiveConsent(welcome.consent_version).pack())],
            [Button(phrase("No, thank you"), RefuseConsent().pack())],
            [to_privacy(), to_consultant()],
        ],
    )


def agreement_answered(welcome: WelcomeYaml, agreed: bool) -> Message:
    """The question for consent with the answer instead of its buttons."""
    answer = phrase("✅ Yes, that is okay") if agreed else phrase("No, thank you")
    return message(strong(phrase(welcome.agreement)), answer)


def agreed() -> Message:
    return message(
        phrase(
            "Thank you! Now you can find out if the course fits you. It takes about 5 minutes."
        ),
        buttons=[[to_join()], [to_menu()]],
    )


def refused() -> Message:
    return message(
        phrase("That is fine. I ask you nothing. You can come back any time, just write /start."),
        buttons=[[to_consultant()]],
    )
