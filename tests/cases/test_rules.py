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


def test_closed_case_does_not_wait() -> None:
    closed = case(waiting_since=NOON, snoozed_until=NOON)
    closed.close(METTE, NOON)
    assert not (closed.open or closed.talking or closed.waiting_since or closed.snoozed_until)
    assert not closed.is_quiet(NOON + 10 * QUIET_FOR)


def test_relay_can_be_taken_back_only_before_it_is_sent() -> None:
    waiting, gone = held(), held()
    assert waiting.take_back() and waiting.state is RelayState.UNDONE and waiting.text == ""
    gone.state = RelayState.GONE
    assert not gone.take_back() and gone.text == "Hej"


def test_edited_relay_is_sent_again_and_cannot_be_taken_back() -> None:
    gone = held()
    gone.state = RelayState.GONE
    gone.change("Hej igen", NOON)
    assert (gone.state, gone.edition) == (RelayState.HELD, 1)
    assert not gone.take_back(), "the first text was sent already"


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
