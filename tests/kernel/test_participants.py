from datetime import UTC, datetime, timedelta

from bot.kernel.participants import Participant

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def amina() -> Participant:
    return Participant(42, "Amina", "da", NOON)


def test_newcomer_has_given_no_consent() -> None:
    assert not amina().agreed_to("1")


def test_consent_is_valid_for_its_version_only() -> None:
    person = amina()
    person.answer_consent("1", agreed=True, now=NOON)
    assert person.agreed_to("1") and not person.agreed_to("2")


def test_later_refusal_withdraws_consent() -> None:
    person = amina()
    person.answer_consent("1", agreed=True, now=NOON)
    person.answer_consent("1", agreed=False, now=NOON)
    assert not person.agreed_to("1")


def test_consent_to_an_older_version_is_kept_but_insufficient() -> None:
    person = amina()
    person.answer_consent("1", agreed=False, now=NOON)
    person.answer_consent("2", agreed=True, now=NOON)
    assert person.agreed_to("2") and not person.agreed_to("1")


def test_every_consent_answer_is_stored_with_its_time() -> None:
    person, later = amina(), NOON + timedelta(days=1)
    person.answer_consent("1", agreed=True, now=NOON)
    person.answer_consent("1", agreed=False, now=later)
    kept = [(c.version, c.agreed, c.at) for c in person.consents]
    assert kept == [("1", True, NOON), ("1", False, later)]


def test_chosen_language_is_stored_with_its_time() -> None:
    person = amina()
    person.choose_language("so", NOON)
    assert (person.language, person.language_chosen_at) == ("so", NOON)


def test_uncertain_text_is_kept_until_confirmed() -> None:
    person = amina()
    person.doubt("I want help", "ask_help", "idea")
    assert (person.doubtful_text, person.doubtful_intent) == ("I want help", "ask_help")
    assert person.doubtful_question == "idea"
    person.settle_doubt()
    assert person.doubtful_text is person.doubtful_intent is person.doubtful_question is None
