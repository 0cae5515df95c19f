"""Cases, relays and topics: waiting, quiet and closed cases, taking back, names of topics."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.cases.rules.cases import QUIET_FOR, UNANSWERED_FOR, Case, CaseReason
from bot.cases.rules.relays import Direction, Relay, RelayKind, RelayState, relay_of
from bot.cases.rules.topics import LONGEST_NAME, name_of
from bot.cases.views.relay import LONGEST, RelayedWords, from_consultant
from bot.kernel.messages import Verbatim

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
METTE = 900


def case(**more: object) -> Case:
    return Case(1, NOON, CaseReason.ASKED, id=7, **more)  # type: ignore[arg-type]  # fields by name


def held(text: str = "Hej") -> Relay:
    return Relay(1, Direction.OUT, RelayKind.TEXT, RelayState.HELD, 0, 5, NOON, NOON, text, id=3)


def test_untaken_or_waiting_case_is_never_quiet() -> None:
    later = NOON + 10 * QUIET_FOR
    assert not case(waiting_since=NOON).is_quiet(later)
    taken = case()
    taken.mark_answered(METTE, "Mette", NOON)
    assert taken.is_quiet(later)
    taken.person_wrote(NOON)
    assert not taken.is_quiet(later), "the person waits for an answer"


def test_case_is_over_only_after_an_unanswered_question() -> None:
    waiting = case()
    waiting.mark_answered(METTE, "Mette", NOON)
    asked = NOON + QUIET_FOR
    assert waiting.is_quiet(asked) and not waiting.is_over(asked + UNANSWERED_FOR)
    waiting.asked_to_close_at = asked
    assert not waiting.is_over(asked + UNANSWERED_FOR - timedelta(seconds=1))
    assert waiting.is_over(asked + UNANSWERED_FOR)
    waiting.stay(asked + UNANSWERED_FOR)
    assert not waiting.is_quiet(asked + UNANSWERED_FOR)


def test_answer_ends_the_wait_and_takes_a_case_that_nobody_has() -> None:
    waiting = case(waiting_since=NOON, reminded_at=NOON, escalated_at=NOON, asked_to_close_at=NOON)
    later = NOON + timedelta(minutes=5)
    waiting.mark_answered(METTE, "Mette", later)
    assert (waiting.waiting_since, waiting.reminded_at, waiting.escalated_at) == (None, None, None)
    assert waiting.asked_to_close_at is None and waiting.last_word_at == later
    assert (waiting.taken_by, waiting.taken_name, waiting.taken_at) == (METTE, "Mette", later)
    waiting.mark_answered(901, "Jens", later + timedelta(minutes=5))
    assert (waiting.taken_name, waiting.taken_at) == ("Mette", later)


def test_wait_counts_from_the_first_message_after_an_answer() -> None:
    waiting = case(asked_to_close_at=NOON)
    first, second = NOON + timedelta(minutes=1), NOON + timedelta(minutes=2)
    waiting.person_wrote(first)
    waiting.person_wrote(second)
    assert (waiting.waiting_since, waiting.last_word_at) == (first, second)
    assert waiting.asked_to_close_at is None


def test_taking_a_case_starts_the_talk_and_ends_a_snooze() -> None:
    found = case(talking=False, snoozed_until=NOON)
    found.take(METTE, "Mette", NOON)
    assert found.talking and found.snoozed_until is None and found.last_word_at == NOON


def test_case_is_quiet_from_exactly_a_day_after_the_last_message_or_the_taking() -> None:
    taken = case(taken_at=NOON)
    assert not taken.is_quiet(NOON + QUIET_FOR - timedelta(seconds=1))
    assert taken.is_quiet(NOON + QUIET_FOR)
    taken.last_word_at = NOON + timedelta(hours=1)
    assert not taken.is_quiet(NOON + QUIET_FOR)


def test_alarm_starts_a_wait_and_forgets_earlier_reminders_once() -> None:
    found = case(reminded_at=NOON, escalated_at=NOON)
    found.alarm(NOON)
    assert found.urgent and found.waiting_since == NOON
    assert found.reminded_at is found.escalated_at is None
    found.escalated_at = later = NOON + timedelta(minutes=10)
    found.alarm(later)
    assert (found.waiting_since, found.escalated_at) == (NOON, later)


def test_closed_case_does_not_wait() -> None:
    closed = case(waiting_since=NOON, snoozed_until=NOON, asked_to_close_at=NOON)
    closed.close(METTE, NOON)
    assert (closed.closed_by, closed.closed_at, closed.asked_to_close_at) == (METTE, NOON, None)
    assert not (closed.open or closed.talking or closed.waiting_since or closed.snoozed_until)
    assert not closed.is_quiet(NOON + 10 * QUIET_FOR)


def test_relay_can_be_taken_back_only_before_it_is_sent() -> None:
    waiting, gone = held(), held()
    waiting.translation = "Hello"
    assert waiting.take_back() and waiting.state is RelayState.UNDONE and waiting.text == ""
    assert waiting.translation is None and not waiting.take_back()
    gone.state = RelayState.GONE
    assert not gone.take_back() and gone.text == "Hej"


def test_edited_relay_is_sent_again_and_cannot_be_taken_back() -> None:
    gone = held()
    gone.state = RelayState.GONE
    gone.change("Hej igen", NOON)
    assert (gone.state, gone.edition) == (RelayState.HELD, 1)
    assert not gone.take_back(), "the first text was sent already"


def test_edit_of_a_held_relay_changes_only_its_text() -> None:
    waiting = held()
    waiting.change("Hej igen", NOON + timedelta(seconds=5))
    assert (waiting.text, waiting.state, waiting.edition) == ("Hej igen", RelayState.HELD, 0)
    assert waiting.due_at == NOON and waiting.take_back()


def test_edit_does_not_revive_a_relay_that_was_taken_back() -> None:
    undone = held()
    undone.take_back()
    undone.change("Hej igen", NOON)
    assert undone.state is RelayState.UNDONE


def test_only_keys_of_relays_name_a_relay() -> None:
    assert relay_of(held().part_key(0)) == 3 and relay_of("relay:3:banner") == 3
    assert relay_of("u17:1") is None and relay_of("relay:x:0") is None and relay_of("") is None


@given(st.text(max_size=200), st.booleans(), st.booleans())
def test_topic_name_fits_and_ends_with_the_language(name: str, urgent: bool, taken: bool) -> None:
    waiting = case(urgent=urgent, taken_at=NOON if taken else None)
    shown = name_of(name, "ar", waiting)
    assert len(shown.encode("utf-16-le")) // 2 <= LONGEST_NAME and shown.endswith("· ar")
    assert shown.startswith("🆘 ") == (urgent and not taken) or name.strip().startswith("🆘")


def test_long_topic_name_is_cut_to_exactly_the_room_there_is() -> None:
    """Counted as Telegram counts: a character beyond the basic plane is two."""
    assert name_of("x" * 200, "ar", case()) == f"⏳ {'x' * 121} · ar"
    assert name_of("x" * 123, "ar", None) == f"{'x' * 123} · ar"
    assert name_of("😀" * 200, "ar", case(urgent=True)) == f"🆘 {'😀' * 60} · ar"


def test_topic_name_has_single_spaces_and_a_question_mark_for_no_name() -> None:
    assert name_of(" Amina  Y ", "ar", None) == "Amina Y · ar"
    assert name_of("  ", "ar", None) == "? · ar"


@given(st.text(alphabet="ab \n", max_size=9000))
def test_long_text_is_split_without_loss(text: str) -> None:
    messages = from_consultant("Mette", RelayedWords(text), None, first=False)
    contents = [p.content for m in messages for p in m.paragraphs]
    shown = [content.text for content in contents if isinstance(content, Verbatim)]
    assert "".join(shown) == text and all(len(part) <= LONGEST for part in shown)


def test_topic_without_an_open_case_has_no_mark() -> None:
    closed = case()
    closed.close(METTE, NOON)
    assert name_of("Amina", "ar", closed) == name_of("Amina", "ar", None) == "Amina · ar"
    assert name_of("Amina", "ar", case()) == "⏳ Amina · ar"
