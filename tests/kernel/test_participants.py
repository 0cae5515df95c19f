from datetime import UTC, datetime, timedelta

from bot.kernel.participants import Participant

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def amina() -> Participant:
    return Participant(42, "Amina", "da", NOON)


def test_a_newcomer_has_agreed_to_nothing() -> None:
    assert not amina().agreed_to("1")


def test_a_yes_counts_for_the_version_it_was_given_to() -> None:
    person = amina()
    person.answer_consent("1", agreed=True, now=NOON)
    assert person.agreed_to("1") and not person.agreed_to("2")


def test_a_later_no_takes_a_yes_back() -> None:
    person = amina()
    person.answer_consent("1", agreed=True, now=NOON)
    person.answer_consent("1", agreed=False, now=NOON)
    assert not person.agreed_to("1")


def test_a_yes_to_an_older_text_takes_nothing_back_but_is_not_enough() -> None:
    person = amina()
    person.answer_consent("1", agreed=False, now=NOON)
    person.answer_consent("2", agreed=True, now=NOON)
    assert person.agreed_to("2") and not person.agreed_to("1")


def test_every_yes_and_no_is_kept_with_its_time() -> None:
    person, later = amina(), NOON + timedelta(days=1)
    person.answer_consent("1", agreed=True, now=NOON)
    person.answer_consent("1", agreed=False, now=later)
    kept = [(c.version, c.agreed, c.at) for c in person.consents]
    assert kept == [("1", True, NOON), ("1", False, later)]


def test_a_chosen_language_is_kept_with_its_time() -> None:
    person = amina()
    person.choose_language("so", NOON)
    assert (person.language, person.language_chosen_at) == ("so", NOON)


def test_a_doubtful_text_is_kept_until_it_is_settled() -> None:
    person = amina()
    person.doubt("I want help", "ask_help", "idea")
    assert (person.doubtful_text, person.doubtful_intent) == ("I want help", "ask_help")
    assert person.doubtful_question == "idea"
    person.settle_doubt()
    assert person.doubtful_text is person.doubtful_intent is person.doubtful_question is None
