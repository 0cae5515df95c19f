"""The privacy notice: who really reads, why, how long, and what people can do about it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.i18n.markup import PlainText
from bot.i18n.render import Renderer
from bot.kernel.database.participants import Participants
from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import Phrase, Verbatim, message, phrase
from bot.kernel.participants import Participant
from bot.onboarding import views
from bot.onboarding.buttons import GiveConsent, ReadNotice
from bot.onboarding.rules import OnboardingStep, PrivacyFacts, notice_is_new, pending_step
from tests.helpers.messages import data, texts
from tests.helpers.world import MONDAY, Person, World

FACTS = PrivacyFacts()
CONTACTS = PrivacyFacts("Town Hall 7, phone 12 34 56 78", "dpo@example.org")
TRANSLATED = replace(FACTS, translated=True)
SHORT_TRANSLATION = "A translation service gets your words too. It puts them into Danish."
LONG_TRANSLATION = "A translation service. It gets words from you and your consultants."
NEW = "I now say more clearly who reads what you write."
LONG = "You can complain to Datatilsynet."
QUESTION = "Is it okay that I store"


def short(facts: PrivacyFacts) -> list[str]:
    return texts(views.notice(facts))


def whole(facts: PrivacyFacts) -> list[str]:
    return texts(message(*views.long_notice(facts)))


def count_in(facts: PrivacyFacts, text: str) -> int | None:
    shown = message(*views.long_notice(facts), *views.short_notice(facts))
    phrases = [p.content for p in shown.paragraphs if isinstance(p.content, Phrase)]
    [found] = {p.count for p in phrases if p.text.startswith(text)}
    return found


def test_short_notice_names_everybody_who_reads() -> None:
    assert short(FACTS) == [
        "What happens with what you write?",
        "Your consultants in {municipality} read it, so that they can help you.",
        "The people who run this program for the municipality can see it too.",
        "Our messages are also on Telegram's servers.",
        "Everything is deleted {count} month after your course or your last message.",
        "You can see it all, and have it deleted, at any time.",
    ]


def test_whole_notice_says_all_that_article_13_asks_for() -> None:
    said = " ".join(whole(FACTS))
    for part in (
        "Your consultants.", "The people who run this program", "Telegram.", "nobody else",
        "To see if the course fits you", "never a computer", "is deleted", "See it all",
        "Have it deleted", "Take back your yes", "Is something wrong?",
        "The municipality of {municipality}", "databeskyttelsesrådgiver", "Datatilsynet",
    ):  # fmt: skip
        assert part in said, part


def test_translation_service_is_named_only_where_one_is_set() -> None:
    assert SHORT_TRANSLATION in short(TRANSLATED) and SHORT_TRANSLATION not in short(FACTS)
    assert LONG_TRANSLATION in whole(TRANSLATED) and LONG_TRANSLATION not in whole(FACTS)


def test_terms_are_those_of_the_settings() -> None:
    facts = replace(FACTS, people_months=9, messages_days=45)
    assert count_in(facts, "Everything is deleted") == 9
    assert count_in(facts, "Everything about you is deleted") == 9
    assert count_in(facts, "Old messages are deleted") == 45


@pytest.mark.parametrize(("days", "told"), [(182, True), (183, False)])
def test_term_of_messages_is_told_only_when_it_is_the_shorter_one(days: int, told: bool) -> None:
    said = whole(replace(FACTS, people_months=6, messages_days=days))
    assert any(text.startswith("Old messages") for text in said) is told


def test_contacts_are_shown_as_they_were_set() -> None:
    shown = message(*views.long_notice(CONTACTS))
    contents = [p.content for p in shown.paragraphs]
    for text, contact in (
        ("You reach the municipality here: {contact}", CONTACTS.controller_contact),
        ("You reach the adviser here: {contact}", CONTACTS.dpo_contact),
    ):
        assert contact and phrase(text, contact=Verbatim(contact)) in contents


def test_without_contacts_people_are_told_to_ask_their_consultant() -> None:
    said = whole(FACTS)
    assert "Your consultant tells you how to reach the municipality." in said
    assert "Your consultant tells you how to reach the adviser." in said
    assert not any("{contact}" in text for text in said)


@pytest.mark.parametrize("language", OWN_NAMES)
def test_danish_names_and_addresses_stand_in_every_language(language: str) -> None:
    renderer = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText())
    text = renderer.render(message(*views.long_notice(CONTACTS)), language).text
    for part in (
        "Datatilsynet", "datatilsynet.dk", "33 19 32 00", "databeskyttelsesrådgiver",
        "dataansvarlig", "Ballerup", "Town Hall 7, phone 12 34 56 78", "dpo@example.org",
    ):  # fmt: skip
        assert part in text, part
    brief = renderer.render(views.notice(FACTS), language).text
    assert len(brief.split()) <= 80, "a short version first"


# Whose consent counts, and who is told that there is more.


def agreed(version: str) -> Participant:
    person = Participant(42, "Amina", "en", MONDAY, language_chosen_at=MONDAY)
    person.answer_consent(version, True, MONDAY)
    return person


def test_consent_to_a_valid_earlier_text_counts() -> None:
    assert pending_step(agreed("1"), "2", ["1"]) is None
    assert pending_step(agreed("1"), "2") is OnboardingStep.CONSENT
    assert pending_step(agreed("0"), "2", ["1"]) is OnboardingStep.CONSENT


def test_withdrawal_counts_after_a_valid_earlier_consent() -> None:
    person = agreed("1")
    person.answer_consent("2", False, MONDAY)
    assert pending_step(person, "2", ["1"]) is OnboardingStep.CONSENT


def test_notice_is_new_once_and_only_after_an_earlier_consent() -> None:
    assert not notice_is_new(agreed("2"), "2")
    person = agreed("1")
    assert notice_is_new(person, "2")
    person.notice_version = "2"
    assert not notice_is_new(person, "2") and notice_is_new(person, "3")


# In the conversation.


@pytest.fixture
async def newcomer(world: World) -> Person:
    """Somebody who has chosen English."""
    newcomer = world.person(language="en")
    await newcomer.says("/start")
    await newcomer.presses("English")
    return newcomer


async def consented_before(world: World, person: Person) -> None:
    """Make the stored consent one to the text of the release before."""
    [earlier] = world.content.welcome.still_valid
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None
        participant.consents[-1].version = earlier
        await uow.commit()


async def consents_of(world: World, person: Person) -> list[tuple[str, bool]]:
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None
        return [(c.version, c.agreed) for c in participant.consents]


async def test_notice_comes_right_before_the_question_for_consent(newcomer: Person) -> None:
    *_, notice, question = newcomer.texts
    assert notice.startswith("What happens with what you write?")
    assert "can see it too" in notice and "Telegram's servers" in notice
    assert question.startswith(QUESTION)


async def test_joining_takes_two_presses(world: World, newcomer: Person) -> None:
    await newcomer.presses("✅ Yes, that is okay")
    assert await consents_of(world, newcomer) == [(world.content.welcome.consent_version, True)]
    assert "🌱 May I join?" in newcomer.last.labels


async def test_whole_notice_can_be_read_before_consent(world: World, newcomer: Person) -> None:
    await newcomer.presses("🔒 Read more: who reads it?")
    assert LONG in newcomer.texts[-2] and newcomer.last.text.startswith(QUESTION)
    assert await consents_of(world, newcomer) == [], "reading is no consent"
    await newcomer.presses("✅ Yes, that is okay")
    assert await consents_of(world, newcomer)


async def test_whole_notice_can_be_read_before_a_language_is_chosen(world: World) -> None:
    stranger = world.person(language="en")
    await stranger.presses_data(ReadNotice().pack(), 1)
    assert LONG in stranger.texts[-2] and "Polski" in stranger.last.labels


async def test_member_reads_the_whole_notice_with_the_rights_as_buttons(
    world: World, amina: Person
) -> None:
    await amina.says("/privacy")
    await amina.presses("🔒 Read more: who reads it?")
    assert LONG in amina.last.text
    for label in ("📦 Send me what you know", "🗑 Delete everything", "✋ I take back my yes"):
        assert label in amina.last.labels and label in amina.last.text


async def test_earlier_consent_goes_on_and_what_is_new_is_told_once(
    world: World, amina: Person
) -> None:
    await consented_before(world, amina)
    before = len(amina.texts)
    await amina.says("/menu")
    assert NEW in amina.texts[before] and "What would you like to do?" in amina.last.text
    await amina.says("/menu")
    await amina.says("/join")
    assert sum(NEW in text for text in amina.texts) == 1
    assert "Question 1 of" in amina.last.text, "nothing is asked again"


async def test_whoever_agreed_to_the_present_text_is_told_nothing_new(amina: Person) -> None:
    await amina.says("/menu")
    assert not amina.sees(NEW)


async def test_new_notice_does_not_interrupt_a_talk(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    await consented_before(world, amina)
    await amina.says("/privacy")
    assert not amina.sees(NEW)
    await amina.says("/menu")  # the assistant is back
    assert amina.sees(NEW)


async def test_new_notice_is_silent_and_leads_to_the_whole_one(
    world: World, amina: Person
) -> None:
    await consented_before(world, amina)
    await amina.says("/menu")
    [shown] = [s for s in world.screen(amina.id) if NEW in s.text]
    assert shown.row is not None and shown.row.silent
    assert data(shown.row.message) == [[ReadNotice().pack()]]


async def test_old_yes_on_the_phone_shows_the_present_text(world: World, newcomer: Person) -> None:
    """Whoever has not agreed yet reads the notice first."""
    [earlier] = world.content.welcome.still_valid
    await newcomer.presses_data(GiveConsent(earlier).pack(), 1)
    assert await consents_of(world, newcomer) == []
    assert newcomer.last.text.startswith(QUESTION)
