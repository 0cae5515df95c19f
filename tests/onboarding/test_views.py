"""Messages of onboarding: what is read first, and the buttons below it."""

import pytest
from pydantic import ValidationError

from bot.kernel.commands import ParticipantCommand, RunCommand
from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import LanguageName, Verbatim, phrase
from bot.onboarding import views
from bot.onboarding.buttons import ChooseLanguage, GiveConsent, ReadNotice, RefuseConsent
from bot.onboarding.schema import WelcomeYaml
from tests.helpers.messages import data, texts

WELCOME = WelcomeYaml(consent_version="2026-11", messages=("Hello.", "I help."), agreement="Okay?")
YES, NO = "✅ Yes, that is okay", "No, thank you"


def run(command: ParticipantCommand) -> str:
    return RunCommand(command).pack()


def test_languages_stand_two_in_a_row_in_their_own_script() -> None:
    shown = views.choose_language(newcomer=False)
    codes = list(OWN_NAMES)
    assert [len(row) for row in shown.buttons] == [2, 2, 2, 2, 1]
    assert [b.data for row in shown.buttons for b in row] == [
        ChooseLanguage(code).pack() for code in codes
    ]
    assert [b.label for row in shown.buttons for b in row] == [
        Verbatim(OWN_NAMES[code]) for code in codes
    ]


def test_only_a_newcomer_is_welcomed() -> None:
    ask = "Which language would you like?"
    assert texts(views.choose_language(newcomer=True)) == ["Hello, and welcome!", ask]
    assert texts(views.choose_language(newcomer=False)) == [ask]


def test_chosen_language_is_named() -> None:
    [paragraph] = views.language_chosen("so").paragraphs
    assert paragraph.content == phrase(
        "Good. I write {language} from now on.", language=LanguageName("so")
    )


def test_introduction_has_a_message_for_each_text() -> None:
    assert [texts(shown) for shown in views.introduction(WELCOME)] == [["Hello."], ["I help."]]


def test_agreement_can_be_given_refused_and_asked_about() -> None:
    shown = views.agreement(WELCOME)
    assert texts(shown) == ["Okay?"]
    assert data(shown) == [
        [GiveConsent("2026-11").pack()],
        [RefuseConsent().pack()],
        [ReadNotice().pack()],
        [run(ParticipantCommand.CONSULTANT)],
    ]
    assert [row[0].label for row in shown.buttons[:2]] == [phrase(YES), phrase(NO)]


def test_answered_agreement_shows_the_answer_without_buttons() -> None:
    for agreed, answer in ((True, YES), (False, NO)):
        shown = views.agreement_answered(WELCOME, agreed)
        assert texts(shown) == ["Okay?", answer] and not shown.buttons


def test_consent_leads_to_the_check_and_refusal_to_the_consultant() -> None:
    assert data(views.agreed()) == [[run(ParticipantCommand.JOIN)], [run(ParticipantCommand.MENU)]]
    assert texts(views.agreed())[0].startswith("Thank you!")
    assert data(views.refused()) == [[run(ParticipantCommand.CONSULTANT)]]
    assert texts(views.refused())[0].startswith("That is fine.")


def test_introduction_needs_a_text() -> None:
    WelcomeYaml(consent_version="1", messages=("Hello",), agreement="Okay?")
    with pytest.raises(ValidationError):
        WelcomeYaml(consent_version="1", messages=(), agreement="Okay?")
