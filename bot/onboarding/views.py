"""Messages of onboarding: language, introduction, privacy notice, consent."""

from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import (
    Button,
    LanguageName,
    Message,
    Paragraph,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.commands import to_consultant, to_join, to_menu
from bot.kernel.views.people import who
from bot.onboarding.buttons import ChooseLanguage, GiveConsent, ReadNotice, RefuseConsent
from bot.onboarding.rules import PrivacyFacts
from bot.onboarding.schema import WelcomeYaml

# The Danish supervisory authority (GDPR article 77).
DATATILSYNET = {"site": Verbatim("datatilsynet.dk"), "number": Verbatim("33 19 32 00")}


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


def to_notice() -> Button:
    return Button(phrase("🔒 Read more: who reads it?"), ReadNotice().pack())


def notice(facts: PrivacyFacts) -> Message:
    """The short privacy notice, before the question for consent."""
    return message(*short_notice(facts))


def short_notice(facts: PrivacyFacts) -> list[Paragraph | Phrase]:
    """Who reads what, why, and how long it is kept, for people who read little."""
    translation = phrase("A translation service gets your words too. It puts them into Danish.")
    return [
        strong(phrase("What happens with what you write?")),
        phrase("Your consultants in {municipality} read it, so that they can help you."),
        phrase("The people who run this program for the municipality can see it too."),
        phrase("Our messages are also on Telegram's servers."),
        *([translation] if facts.translated else []),
        phrases("Everything is deleted {count} month after your course or your last message.",
                "Everything is deleted {count} months after your course or your last message.",
                facts.people_months),
        phrase("You can see it all, and have it deleted, at any time."),
    ]  # fmt: skip


def long_notice(facts: PrivacyFacts) -> list[Paragraph | Phrase]:
    """All that GDPR article 13 asks for."""
    return [
        *_recipients(facts), *_purpose(), *_terms(facts), *_rights(), *_controller(facts),
        strong(phrase("Are you not happy with what we do?")),
        phrase("You can complain to Datatilsynet. It looks after people's data in Denmark: "
               "{site}, phone {number}.", **DATATILSYNET),
    ]  # fmt: skip


def _recipients(facts: PrivacyFacts) -> list[Paragraph | Phrase]:
    translation = phrase("A translation service. It gets words from you and your consultants.")
    return [
        strong(phrase("Who reads it?")),
        item(phrase("Your consultants. They read what you write. They see your pictures and files "
                    "and hear your voice messages.")),
        item(phrase("The people who run this program for the municipality. They keep it "
                    "working.")),
        item(phrase("Telegram. It is a company outside Denmark. Our messages are on its "
                    "servers.")),
        *([item(translation)] if facts.translated else []),
        phrase("I give it to nobody else."),
    ]  # fmt: skip


def _purpose() -> list[Paragraph | Phrase]:
    return [
        strong(phrase("Why?")),
        phrase("To see if the course fits you, and to help you on the course."),
        phrase("You don't have to say yes. People decide about you, never a computer."),
    ]


def _terms(facts: PrivacyFacts) -> list[Paragraph | Phrase]:
    months, days = facts.people_months, facts.messages_days
    old = phrases("Old messages are deleted after {count} day.",
                  "Old messages are deleted after {count} days.", days)  # fmt: skip
    return [
        strong(phrase("How long?")),
        phrases("Everything about you is deleted {count} month after your course. Did you write "
                "later? Then it is {count} month after your last message.",
                "Everything about you is deleted {count} months after your course. Did you write "
                "later? Then it is {count} months after your last message.", months),
        *([old] if facts.messages_go_earlier else []),
        phrase("The messages in this chat are on your phone. You can delete the chat there."),
    ]  # fmt: skip


def _rights() -> list[Paragraph | Phrase]:
    return [
        strong(phrase("What can you do?")),
        item(phrase("See it all and take it along: {button}",
                    button=phrase("📦 Send me what you know"))),
        item(phrase("Have it deleted: {button}", button=phrase("🗑 Delete everything"))),
        item(phrase("Take back your yes: {button}", button=phrase("✋ I take back my yes"))),
        item(phrase("Is something wrong? Change your answer, or tell your consultant.")),
    ]  # fmt: skip


def _controller(facts: PrivacyFacts) -> list[Paragraph | Phrase]:
    controller, officer = facts.controller_contact, facts.dpo_contact
    return [
        strong(phrase("Who is responsible?")),
        phrase("The municipality of {municipality}. In Danish it is called “dataansvarlig”."),
        phrase("You reach the municipality here: {contact}", contact=Verbatim(controller))
        if controller
        else phrase("Your consultant tells you how to reach the municipality."),
        phrase(
            "Do you have questions about your data? The municipality has an adviser for that: "
            "databeskyttelsesrådgiver (DPO)."
        ),
        phrase("You reach the adviser here: {contact}", contact=Verbatim(officer))
        if officer
        else phrase("Your consultant tells you how to reach the adviser."),
    ]


def new_notice() -> Message:
    """For whoever agreed to an earlier text."""
    return message(
        phrase("I now say more clearly who reads what you write."),
        phrase("Your yes still holds. You can take it back at any time."),
        buttons=[[to_notice()]],
    )


def agreement(welcome: WelcomeYaml) -> Message:
    return message(
        strong(phrase(welcome.agreement)),
        buttons=[
            [Button(phrase("✅ Yes, that is okay"), GiveConsent(welcome.consent_version).pack())],
            [Button(phrase("No, thank you"), RefuseConsent().pack())],
            [to_notice()],
            [to_consultant()],
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


def goes_on() -> Message:
    """To somebody who said yes before: the menu knows how far they are."""
    return message(phrase("Thank you! You go on where you were."), buttons=[[to_menu()]])


def agreed_again(participant: Participant) -> Message:
    """To the consultants."""
    return message(
        phrase("{person} says yes again to storing answers.", person=who(participant)),
        quiet(phrase("I write to {person} again.", person=who(participant))),
    )


def refused() -> Message:
    return message(
        phrase("That is fine. I ask you nothing. You can come back any time, just write /start."),
        buttons=[[to_consultant()]],
    )
