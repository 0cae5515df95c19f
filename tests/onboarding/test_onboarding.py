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


async def test_old_consent_button_shows_the_menu(world: World, amina: Person) -> None:
    count = len(amina.texts)
    await amina.presses_data(consent_of(world), 1)
    assert len(amina.texts) == count + 1 and "What would you like to do?" in amina.last.text


@pytest.mark.parametrize("version", ["", "no", "a:b", "x" * 21, "1 2"])
def test_consent_version_must_fit_into_its_button(version: str) -> None:
    with pytest.raises(ValidationError):
        WelcomeYaml(consent_version=version, messages=("Hello",), agreement="Okay?")
