"""Onboarding in the conversation: language, consent, and both again later."""

import pytest
from pydantic import ValidationError

from bot.kernel.database.participants import Participants
from bot.kernel.participants import Participant
from bot.onboarding.buttons import ChooseLanguage, GiveConsent, RefuseConsent
from bot.onboarding.rules import OnboardingStep, pending_step
from bot.onboarding.schema import WelcomeYaml
from tests.helpers.world import MONDAY, Person, World


@pytest.fixture
async def newcomer(world: World) -> Person:
    """Somebody who has only written /start."""
    newcomer = world.person(language="en")
    await newcomer.says("/start")
    return newcomer


async def stored(world: World, person: Person) -> Participant:
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
    assert participant is not None
    return participant


def consent_of(world: World) -> str:
    return GiveConsent(world.content.welcome.consent_version).pack()


def test_language_comes_before_consent() -> None:
    participant = Participant(42, "Amina", "en", MONDAY)
    assert pending_step(participant, "1") is OnboardingStep.LANGUAGE
    participant.choose_language("en", MONDAY)
    assert pending_step(participant, "1") is OnboardingStep.CONSENT
    participant.answer_consent("1", True, MONDAY)
    assert pending_step(participant, "1") is None
    assert pending_step(participant, "2") is OnboardingStep.CONSENT


async def test_first_language_leads_to_introduction_and_consent(
    world: World, newcomer: Person
) -> None:
    await newcomer.presses("English")
    for text in world.content.welcome.messages:
        assert newcomer.sees(text.format(municipality="Ballerup"))
    assert "✅ Yes, that is okay" in newcomer.last.labels


async def test_another_language_before_consent_asks_for_consent_again(
    world: World, newcomer: Person
) -> None:
    await newcomer.presses("English")
    count = len(newcomer.texts)
    await newcomer.presses_data(ChooseLanguage("pl").pack(), 1)
    await newcomer.presses_data(ChooseLanguage("en").pack(), 1)
    assert len(newcomer.texts) == count + 2
    assert consent_of(world) in [data for row in newcomer.last.buttons for _, data in row]
    assert sum("I am Egen Chef" in text for text in newcomer.texts) == 1


async def test_unknown_language_is_a_stale_button(world: World, newcomer: Person) -> None:
    await newcomer.presses_data(ChooseLanguage("xx").pack(), 1)
    assert (await stored(world, newcomer)).language_chosen_at is None
    assert len(newcomer.texts) == 2


async def test_consent_before_a_language_asks_for_the_language(
    world: World, newcomer: Person
) -> None:
    await newcomer.presses_data(consent_of(world), 1)
    assert not (await stored(world, newcomer)).consents
    assert len(newcomer.texts) == 2
    assert newcomer.last.labels == newcomer.world.screen(newcomer.id)[0].labels


async def test_pressed_consent_is_stored_and_shown_in_place(
    world: World, newcomer: Person
) -> None:
    await newcomer.presses("English")
    asked = newcomer.last.message_id
    await newcomer.presses("✅ Yes, that is okay")
    assert (await stored(world, newcomer)).agreed_to(world.content.welcome.consent_version)
    answered = next(s for s in world.screen(newcomer.id) if s.message_id == asked)
    assert "✅ Yes, that is okay" in answered.text and not answered.buttons


async def test_refused_consent_is_stored_and_can_be_given_later(
    world: World, newcomer: Person
) -> None:
    await newcomer.presses("English")
    asked = newcomer.last.message_id
    await newcomer.presses_data(RefuseConsent().pack(), asked)
    participant = await stored(world, newcomer)
    assert not participant.agreed_to(world.content.welcome.consent_version)
    answered = next(s for s in world.screen(newcomer.id) if s.message_id == asked)
    assert "No, thank you" in answered.text and not answered.buttons
    await newcomer.presses_data(consent_of(world), asked)
    participant = await stored(world, newcomer)
    assert participant.agreed_to(world.content.welcome.consent_version)


async def test_consent_to_an_earlier_text_shows_the_present_one(
    world: World, newcomer: Person
) -> None:
    await newcomer.presses("English")
    await newcomer.presses_data(GiveConsent("2020-01").pack(), 1)
    assert not (await stored(world, newcomer)).agreed_to(world.content.welcome.consent_version)
    assert consent_of(world) in [data for row in newcomer.last.buttons for _, data in row]


async def test_old_consent_button_leads_on_by_the_menu(world: World, amina: Person) -> None:
    count, shown, text = len(amina.texts), amina.last, amina.last.text
    await amina.presses_data(consent_of(world), shown.message_id)
    assert shown.text == text, "the message with the old button stays"
    assert len(amina.texts) == count + 1
    assert amina.last.text == "Thank you! You go on where you were."
    assert "☰ Menu" in amina.last.labels, "which knows how far she is"


async def test_start_welcomes_a_newcomer_and_stores_no_language(
    world: World, newcomer: Person
) -> None:
    assert newcomer.last.text.startswith("Hello, and welcome!")
    assert (await stored(world, newcomer)).language_chosen_at is None


async def test_language_command_offers_all_languages_without_a_welcome(
    world: World, amina: Person
) -> None:
    await amina.says("/language")
    assert amina.last.text == "Which language would you like?" and len(amina.last.labels) >= 9
    at, count = amina.last.message_id, len(amina.texts)
    await amina.presses("Polski")
    shown = next(s for s in world.screen(amina.id) if s.message_id == at)
    assert shown.text != "Which language would you like?" and not shown.buttons
    assert len(amina.texts) == count, "nothing else is asked"
    participant = await stored(world, amina)
    assert (participant.language, participant.language_chosen_at) == ("pl", world.clock())


async def test_whoever_writes_before_choosing_a_language_is_asked_for_it(
    newcomer: Person,
) -> None:
    await newcomer.says("/join")
    assert newcomer.last.text.startswith("Hello, and welcome!") and len(newcomer.texts) == 2
    await newcomer.presses("English")
    await newcomer.says("/join")
    assert "✅ Yes, that is okay" in newcomer.last.labels, "then for consent"


async def test_refusal_is_answered_and_consent_leads_on(world: World, newcomer: Person) -> None:
    await newcomer.presses("English")
    asked = newcomer.last.message_id
    await newcomer.presses("No, thank you")
    assert newcomer.last.text.startswith("That is fine.")
    await newcomer.presses_data(consent_of(world), asked)
    assert newcomer.last.text.startswith("Thank you!")


async def test_typed_language_and_consent_count_as_a_press(world: World, newcomer: Person) -> None:
    await newcomer.says("english")
    assert (await stored(world, newcomer)).language == "en"
    question = newcomer.last
    world.nlu.means("sure", "affirm")
    await newcomer.says("sure")
    assert (await stored(world, newcomer)).agreed_to(world.content.welcome.consent_version)
    assert newcomer.last.text.startswith("Thank you!")
    assert "✅ Yes, that is okay" in question.labels, "only a press changes the question"


async def test_refusal_after_consent_withdraws_it(world: World, amina: Person) -> None:
    await amina.presses_data(RefuseConsent().pack(), 1)
    assert not (await stored(world, amina)).agreed_to(world.content.welcome.consent_version)
    assert amina.last.text.startswith("That is fine.")


async def test_consent_to_an_earlier_text_introduces_the_assistant_again(
    world: World, newcomer: Person
) -> None:
    await newcomer.presses("English")
    count = len(newcomer.texts)
    await newcomer.presses_data(GiveConsent("2020-01").pack(), 1)
    notice_and_question = 2
    introduction = len(world.content.welcome.messages) + notice_and_question
    assert len(newcomer.texts) == count + introduction


@pytest.mark.parametrize("version", ["", "no", "a:b", "x" * 21, "1 2"])
def test_consent_version_must_fit_into_its_button(version: str) -> None:
    with pytest.raises(ValidationError):
        WelcomeYaml(consent_version=version, messages=("Hello",), agreement="Okay?")
