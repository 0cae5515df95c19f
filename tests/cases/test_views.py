"""The words of a case on both sides, as they are rendered; without a database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.cases.forms import OpeningPost
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.views import consultant as views
from bot.cases.views import participant as participant_views
from bot.cases.views import relay as relay_views
from bot.cases.views.consultant import CaseSummary
from bot.cases.views.relay import LONGEST, RelayedWords
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import Copied, Message, Verbatim, phrase
from bot.kernel.participants import Participant
from tests.helpers.rendered import data, lines

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)  # twelve in Copenhagen
AMINA = Participant(42, "Amina", "en", NOON, id=1)
INTRO = "Write in the topic of Amina, or reply to this message: I pass it on."
COPIED = Copied(42, (7,))


def case(**more: object) -> Case:
    return Case(1, NOON, CaseReason.ASKED, id=7, **more)  # type: ignore[arg-type]  # fields by name


def taken(by: str = "Mette") -> Case:
    found = case()
    found.take(900, by, NOON)
    return found


def closed() -> Case:
    found = case()
    found.close(None, NOON)
    return found


SUMMARY = CaseSummary([phrase("Is at the question: {title}", title=Verbatim("Why"))], True)
BUTTONS = [["h:t:7"], ["q:o:1", "bm:o:1"], ["h:l:7", "h:c:7"]]


# --- to the consultants


def test_opening_post_says_who_in_which_language_why_and_where() -> None:
    post = views.opening(AMINA, case(), SUMMARY)
    assert lines(post) == [
        "Amina would like to talk with you", "Language: English",
        "🗣 Has asked for an interpreter.", "Has asked for a human.", "Is at the question: Why",
        INTRO,
    ]  # fmt: skip
    assert data(post) == BUTTONS and post.form == OpeningPost(noted=False)


def test_opening_post_quotes_the_last_messages_with_their_translations() -> None:
    words = [("kira", "rent"), ("my rent", None), ("x" * 500, None), ("y" * 501, None)]
    post = views.opening(AMINA, case(), replace(SUMMARY, interpreter=False, words=words))
    shown = lines(post)
    assert "🗣 Has asked for an interpreter." not in shown
    at = shown.index("The last messages:")
    quoted = [line.lstrip("• ") for line in shown[at + 1 : -1]]
    assert quoted == [
        "“kira” 🌐 “rent”", "“my rent”", f"“{'x' * 500}”", f"“{'y' * 500}…”",
    ]  # fmt: skip


def test_opening_post_names_the_subject_in_place_of_the_reason() -> None:
    about = replace(SUMMARY, about=phrase("Has asked about “{title}”.", title=Verbatim("VAT")))
    shown = lines(views.opening(AMINA, case(), about))
    assert "Has asked about “VAT”." in shown and "Has asked for a human." not in shown


def test_opening_post_of_a_crisis_asks_to_call_and_names_the_numbers_given() -> None:
    urgent = replace(case(), urgent=True, why=CaseReason.DISTRESS)
    shown = lines(views.opening(AMINA, urgent, CaseSummary([], False)))
    assert shown == [
        "🆘 Amina may be in a crisis. Please call now", "Language: English",
        "Has written something that sounds like distress.",
        "I have given the numbers of 112, Livslinien and Lev uden vold.", INTRO,
    ]  # fmt: skip


def test_every_reason_of_a_case_has_its_own_words() -> None:
    found = {
        lines(views.opening(AMINA, replace(case(), why=why), CaseSummary([], False)))[2]
        for why in CaseReason
    }
    assert len(found) == len(CaseReason)


def test_alarm_during_an_open_case_asks_to_call_with_the_buttons_of_the_case() -> None:
    alarm = views.crisis_alert(AMINA, case())
    assert lines(alarm) == [
        "🆘 Amina may be in a crisis. Please call now", "Language: English",
        "I have given the numbers of 112, Livslinien and Lev uden vold.",
        "Press the name to write. Or reply to this message: I pass it on.",
    ]  # fmt: skip
    assert data(alarm) == BUTTONS


def test_taken_case_can_no_longer_be_taken_and_a_closed_one_has_no_buttons() -> None:
    assert [[b.data for b in row] for row in views.case_buttons(taken()) if row] == BUTTONS[1:]
    assert views.case_buttons(closed()) == []


@pytest.mark.parametrize(
    ("now", "closed_by", "note"),
    [
        (case(), None, None),
        (taken(), None, "✋ Taken by Mette."),
        (closed(), "Jens", "✔ Closed by Jens."),
        (closed(), None, "✔ Closed. Whoever writes opens it again."),
    ],
)
@pytest.mark.parametrize("legacy", [False, True])
def test_status_note_replaces_the_one_before_and_leaves_the_post_as_it_was(
    now: Case, closed_by: str | None, note: str | None, legacy: bool
) -> None:
    """`legacy`: as posts were stored before their form was."""
    post = views.opening(AMINA, case(), SUMMARY)
    for before in (taken("Olga"), closed()):
        noted = views.with_note(post, before)
        shown = views.with_note(replace(noted, form=None) if legacy else noted, now, closed_by)
        assert lines(shown) == [*lines(post), *([note] if note else [])]
        assert shown.form == OpeningPost(noted=note is not None)
        assert all(row for row in shown.buttons)


@pytest.mark.parametrize(
    ("message", "text", "buttons"),
    [
        (views.new_subject(AMINA, phrase("Has asked for a human.")),
         ["Amina:", "Has asked for a human."], []),
        (views.taken(taken(), AMINA), ["Mette has the talk with Amina."], BUTTONS[1:]),
        (views.taken_by_colleague(taken(), AMINA),
         ["Mette has taken the talk with Amina (Nov 2, 2026, 12:00 PM)."], [["h:ty:7"]]),
        (views.yours_already(AMINA), ["You have the talk with Amina already."], []),
        (views.closed_already(AMINA),
         ["The talk with Amina is closed. Write in the topic to open it again."], []),
        (views.no_open_case(AMINA), ["There is no open talk with Amina."], []),
        (views.snooze_over(AMINA, case()), ["⏰ You wanted to come back to Amina."], BUTTONS),
        (views.snoozed(case(snoozed_until=NOON), AMINA),
         ["I remind you of Amina at this time: Nov 2, 2026, 12:00 PM"], []),
        (views.close_needs_participant(),
         ["Please write /close in the topic of a person, or as a reply to a message about "
          "somebody."], []),
        (relay_views.taken_back(AMINA), ["↩ Taken back. Amina does not get it."], []),
        (relay_views.changed(AMINA), ["✔ Changed for Amina too."], []),
        (relay_views.went_out(AMINA, None), ["✔ Sent to Amina."], []),
        (relay_views.went_out(AMINA, "Come"),
         ["✔ Sent to Amina, machine translation:", "Come"], []),
        (relay_views.went_out(AMINA, "x" * LONGEST),
         ["✔ Sent to Amina, machine translation:", "x" * LONGEST], []),
        (relay_views.went_out(AMINA, "x" * (LONGEST + 1)),
         ["✔ Sent to Amina, machine translation:", "x" * LONGEST + "…"], []),
        (relay_views.too_late(),
         ["It has gone out already. Edit your message: the change arrives too."], []),
        (relay_views.cannot_be_passed_on(),
         ["This kind of message can't be passed on. Please send text, a picture, a file or a "
          "voice message."], []),
    ],
)  # fmt: skip
def test_answers_to_a_consultant(
    message: Message, text: list[str], buttons: list[list[str]]
) -> None:
    assert lines(message) == text
    assert data(message) == buttons


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (DeliveryFailure.BLOCKED, "⚠ Not delivered: Amina has blocked me."),
        (DeliveryFailure.DEACTIVATED, "⚠ Not delivered: Amina has left Telegram."),
        (DeliveryFailure.CHAT_NOT_FOUND, "⚠ Not delivered: I can't reach Amina on Telegram."),
        (DeliveryFailure.NOT_COPYABLE,
         "⚠ Not delivered to Amina: this kind of message can't be passed on, or it was deleted."),
    ],
)  # fmt: skip
def test_each_failure_of_delivery_is_explained(reason: DeliveryFailure, text: str) -> None:
    assert lines(relay_views.not_arrived(AMINA, reason)) == [text]


def test_any_other_failure_of_delivery_is_a_refusal() -> None:
    named = {
        DeliveryFailure.BLOCKED, DeliveryFailure.DEACTIVATED, DeliveryFailure.CHAT_NOT_FOUND,
        DeliveryFailure.NOT_COPYABLE,
    }  # fmt: skip
    for reason in set(DeliveryFailure) - named:
        shown = lines(relay_views.not_arrived(AMINA, reason))
        assert shown == ["⚠ Not delivered to Amina: Telegram refuses it."]


def test_missing_rights_in_the_group_are_explained_by_what_fails_without_them() -> None:
    topics, sight = relay_views.needs_rights(topics=True), relay_views.needs_rights(topics=False)
    assert lines(topics)[0] == "I may not make topics in this group"
    assert "right to manage topics" in lines(topics)[1]
    assert lines(sight)[0] == "I do not see everything that is written here"
    assert "Until then I only see replies to my messages, and commands." in lines(sight)[1]


# --- the banner


def test_banner_names_the_recipient_and_takes_the_message_back() -> None:
    shown = relay_views.goes_out(AMINA, 31, "Kom i morgen.")
    assert lines(shown) == ["To Amina, English. Goes out in a moment."]
    assert data(shown) == [["h:u:31"]]


def test_banner_hints_at_a_text_that_is_heavy_to_read() -> None:
    heavy = "Jobcenteret godkender virksomhedsregistreringen " * 4
    assert lines(relay_views.goes_out(AMINA, 31, heavy)) == [
        "To Amina, English. Goes out in a moment.",
        "Heavy to read (LIX 112). Write it shorter?",
    ]


# --- relayed messages


def texts(messages: Sequence[Message]) -> list[list[str]]:
    return [lines(message) for message in messages]


def from_amina(words: RelayedWords, copied: Copied | None = None) -> list[Message]:
    return relay_views.from_person(AMINA, words, copied)


def test_relayed_text_stands_below_its_writer() -> None:
    assert texts(from_amina(RelayedWords("my rent"))) == [["Amina:", "my rent"]]
    assert texts(from_amina(RelayedWords(""), COPIED)) == [["Amina:"]]


def test_first_message_of_a_consultant_says_where_the_next_text_goes() -> None:
    words = RelayedWords("Hej")
    [first] = relay_views.from_consultant("Mette", words, None, first=True)
    [next_one] = relay_views.from_consultant("Mette", words, None, first=False)
    assert lines(first) == [
        "Mette (consultant) writes:", "Hej", "What you write now goes to Mette.",
    ]  # fmt: skip
    assert lines(next_one) == ["Mette (consultant) writes:", "Hej"]
    assert (data(first), data(next_one)) == ([["ht:g"]], [])


def test_short_translation_is_followed_by_its_original_in_the_same_message() -> None:
    original = "o" * (LONGEST - 4)
    [shown] = from_amina(RelayedWords(original, "rent", "en"))
    assert lines(shown) == [
        "Amina:", "rent", "🌐 Machine translation. The original (English):", original,
    ]  # fmt: skip


def test_long_translation_is_followed_by_its_original_in_messages_of_their_own() -> None:
    original = "o" * (LONGEST - 3)
    shown = from_amina(RelayedWords(original, "rent", "en"))
    machine = "🌐 Machine translation. The original (English):"
    assert texts(shown) == [["Amina:", "rent", machine], [original]]


def test_missing_translation_and_an_edit_are_mentioned() -> None:
    [shown] = from_amina(RelayedWords("kira", None, "tr", untranslated=True, edited=True))
    assert lines(shown) == [
        "Amina:", "kira", "In the original language (Turkish): I can't translate it.", "✎ Changed",
    ]  # fmt: skip


def test_long_text_is_cut_at_a_space_or_line_end_and_the_file_hangs_on_the_first_part() -> None:
    text = "w" * 3000 + "\n" + "v" * 400 + " " + "u" * 200
    shown = from_amina(RelayedWords(text), COPIED)
    contents = [p.content for message in shown for p in message.paragraphs]
    parts = [content.text for content in contents if isinstance(content, Verbatim)]
    assert parts == ["w" * 3000 + "\n" + "v" * 400 + " ", "u" * 200]
    assert [message.enclosure for message in shown] == [COPIED, None]
    unbroken = from_amina(RelayedWords("x" * (LONGEST + 1)))
    assert [len(lines(message)[-1]) for message in unbroken] == [LONGEST, 1]


# --- to the participant


@pytest.mark.parametrize(
    ("message", "text", "buttons"),
    [
        (participant_views.consultant_joined("Mette"),
         ["Mette is here now.", "What you write goes to Mette."], [["ht:g"]]),
        (participant_views.write_now(None),
         ["What you write or say now goes to the consultant."], [["ht:g"]]),
        (participant_views.write_now("Mette"),
         ["What you write or say now goes to Mette."], [["ht:g"]]),
        (participant_views.ask_if_done(None, 7),
         ["Are you done talking with the consultant?"], [["ht:y:7"], ["ht:n:7"]]),
        (participant_views.ask_if_done("Mette", 7),
         ["Are you done talking with Mette?"], [["ht:y:7"], ["ht:n:7"]]),
        (participant_views.kept_open(),
         ["All right. What you write goes to the consultant."], [["ht:g"]]),
        (participant_views.closed(None),
         ["The talk with the consultant is over for now.",
          "I am here again. You can ask for the consultant at any time."],
         [["m:menu"], ["m:consultant"]]),
        (participant_views.closed("Mette"),
         ["Mette has ended the talk for now.",
          "I am here again. You can ask for the consultant at any time."],
         [["m:menu"], ["m:consultant"]]),
        (participant_views.closed_already(),
         ["That talk is over. You can ask for the consultant at any time."],
         [["m:consultant"], ["m:menu"]]),
        (participant_views.offer_consultant(),
         ["I still do not understand, and that is my fault. Shall I ask the consultant?"],
         [["ht:m"], ["m:menu"]]),
        (relay_views.passed_on(), ["✔ Passed on to the consultant."], []),
        (relay_views.cannot_pass_on(),
         ["I can't pass that kind of message on. Please write it, or send a picture or a voice "
          "message."], []),
        (relay_views.lost_on_the_way(),
         ["One of your messages did not reach the consultant. Please send it again."], []),
    ],
)  # fmt: skip
def test_answers_to_a_participant(
    message: Message, text: list[str], buttons: list[list[str]]
) -> None:
    assert lines(message) == text and data(message) == buttons


def test_way_back_to_the_talk_replaces_the_call_of_a_consultant() -> None:
    shown = participant_views.with_way_to_talk(participant_views.closed_already())
    assert data(shown) == [["m:menu"], ["ht:w"]]


@pytest.mark.parametrize("message", [relay_views.passed_on(), participant_views.kept_open()])
def test_messages_without_buttons_or_with_one_of_the_talk_stay_as_they_are(
    message: Message,
) -> None:
    assert participant_views.with_way_to_talk(message) is message
