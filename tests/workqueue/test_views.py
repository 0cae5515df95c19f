"""What consultants read about open items, and in which order the items stand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.bootstrap import danish_calendar
from bot.cases.rules.cases import Case, CaseReason
from bot.kernel.messages import Message, phrase
from bot.kernel.participants import Participant
from bot.kernel.views.pager import page_of
from bot.workqueue.rules import ItemKind, OpenItem, working_days
from bot.workqueue.views import daily_note, open_items
from bot.workqueue.views.daily_note import Today
from bot.workqueue.views.open_items import CaseItem, Overdue
from tests.helpers.rendered import data, labels, lines

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MONDAY = NOON.date()
AMINA = Participant(42, "Amina", "en", NOON, id=7)
CALENDAR = danish_calendar("Europe/Copenhagen")


def case(why: CaseReason = CaseReason.ASKED, **more: object) -> Case:
    return Case(7, NOON, why, id=5, **more)  # type: ignore[arg-type]  # fields by name


def item(kind: ItemKind, title: str | None = None, of: Case | None = None) -> OpenItem:
    return OpenItem(kind, NOON, AMINA, 5, title, of)


WAITS = item(ItemKind.CASE, of=case(waiting_since=NOON))
ANSWERED = item(ItemKind.CASE, of=case())
APPLICATION = item(ItemKind.APPLICATION)
TALK, SUBMISSION = item(ItemKind.TALK, "My idea"), item(ItemKind.SUBMISSION, "My idea")


# --- the list


def test_list_says_what_waits_since_how_many_working_days() -> None:
    aged = [(WAITS, 0), (ANSWERED, 3), (APPLICATION, 1), (TALK, 2), (SUBMISSION, 2)]
    shown = open_items.open_items(page_of([*aged, (item(ItemKind.SUBMISSION), 0)], 0))
    assert lines(shown) == [
        "This waits for you, the oldest first",
        "Amina: would like to talk, today", "Amina: would like to talk, answered",
        "Amina: wants to join, 1 working day", "Amina: a talk about “My idea”, 2 working days",
        "Amina: “My idea”, 2 working days", "Amina: “a task”, today",
    ]  # fmt: skip
    assert data(shown) == [["o:c:5"], ["o:c:5"], ["o:a:5"], ["o:w:5"], ["o:w:5"], ["o:w:5"]]
    assert labels(shown)[0] == ["👁 Amina: would like to talk"]


def test_empty_list_says_so_and_a_long_one_is_paged() -> None:
    assert lines(open_items.open_items(page_of([], 0))) == ["Nothing waits for you. 🌿"]
    shown = open_items.open_items(page_of([(WAITS, 0), (TALK, 0), (SUBMISSION, 0)], 1, 1))
    assert data(shown) == [["o:w:5"], ["o:l:0", "o:l:2"]]


def test_items_are_ordered_by_urgency_and_within_it_by_age() -> None:
    urgent = replace(WAITS, case=case(urgent=True, waiting_since=NOON), since=NOON + HOUR)
    older = replace(APPLICATION, since=NOON - HOUR)
    items = [ANSWERED, APPLICATION, older, WAITS, urgent]
    assert sorted(items, key=lambda i: i.sort_key) == [
        urgent, WAITS, older, APPLICATION, ANSWERED,
    ]  # fmt: skip
    assert [i.is_waiting_case for i in (WAITS, ANSWERED, APPLICATION)] == [True, False, False]


@pytest.mark.parametrize(
    ("until", "days"),
    [(MONDAY, 0), (date(2026, 11, 3), 1), (date(2026, 11, 7), 4), (date(2026, 11, 9), 5),
     (date(2026, 11, 1), 0)],
)  # fmt: skip
def test_age_counts_working_days_after_the_first(until: date, days: int) -> None:
    assert working_days(MONDAY, until, CALENDAR) == days


def test_every_reason_of_a_case_has_its_own_words() -> None:
    assert len({open_items.reason_of(why).text for why in CaseReason}) == len(CaseReason)


# --- reminders of one case

SINCE = "Waits since Monday, November 2 at 12:00"
REPLY = "Press the name to write. Or reply to this message: I pass it on."
NOBODY = "Nobody has taken it yet."


@pytest.mark.parametrize(
    ("message", "text", "buttons"),
    [
        (open_items.reminder(AMINA, case(), NOON),
         ["⏰ Amina still waits for an answer", "would like to talk", "Language: English", SINCE,
          NOBODY, REPLY], [["o:c:5"], ["o:l"]]),
        (open_items.reminder(AMINA, case(taken_name="Mette"), NOON, "Mette"),
         ["⏰ Amina still waits for an answer", "would like to talk", "Language: English", SINCE,
          "Mette has taken it.", "Mette is away, and you stand in.", REPLY],
         [["o:c:5"], ["o:l"]]),
        (open_items.reminder(AMINA, case(closed_at=NOON), NOON),
         ["⏰ Amina still waits for an answer", "would like to talk", "Language: English",
          "This talk is closed.", REPLY], [["o:c:5"], ["o:l"]]),
        (open_items.alarm(AMINA, case(CaseReason.DISTRESS), NOON),
         ["🆘 Amina may be in a crisis and has no answer yet. Please call now",
          "Language: English", SINCE, NOBODY,
          "I say this again until somebody answers or takes it.", REPLY], [["o:c:5"]]),
    ],
)  # fmt: skip
def test_reminder_says_who_waits_since_when_and_who_has_the_case(
    message: Message, text: list[str], buttons: list[list[str]]
) -> None:
    assert lines(message) == text and data(message) == buttons


# --- the daily note

GREETING = "☀ Good morning! It is Monday, November 2."


def people(count: int) -> list[Participant]:
    return [replace(AMINA, first_name=f"P{n}", chat_id=100 + n) for n in range(count)]


def test_daily_note_lists_cases_papers_people_and_absences() -> None:
    today = Today(
        MONDAY, [CaseItem(WAITS, NOON)], Overdue([(APPLICATION, 2)], 3), [NOON, NOON + HOUR],
        people(1), people(2), people(7), [phrase("Mette is away.")], [phrase("A meeting.")],
    )  # fmt: skip
    shown = daily_note.note(today)
    assert lines(shown) == [
        GREETING, "👤 These people wait for your answer",
        "Amina: would like to talk, since Monday, November 2 at 12:00",
        "🔔 This has waited for two working days", "Amina: wants to join, 2 working days",
        "And 3 more wait.",
        "📥 2 hand-ins and applications wait, the oldest since Monday, November 2.",
        "A meeting.", "🔸 Something is late: P0", "🤫 Silent for four days or more: P0 and P1",
        "🎓 Ready for the certificate: P0, P1, P2, P3, P4, P5, and 1 more", "Mette is away.",
    ]  # fmt: skip
    assert data(shown) == [["o:c:5"], ["o:a:5"], ["o:l"]]


def test_daily_note_names_eight_cases_and_six_people_at_most() -> None:
    at_the_limit = Today(MONDAY, [CaseItem(WAITS, NOON)] * 8, late=people(6))
    shown = lines(daily_note.note(at_the_limit))
    assert len(shown) == 11 and shown[-1].endswith("P4, and P5")
    beyond = Today(MONDAY, [CaseItem(WAITS, NOON)] * 9, recent=[NOON])
    assert lines(daily_note.note(beyond))[-2:] == [
        "And 1 more waits.", "📥 1 hand-in or application waits, since Monday, November 2.",
    ]  # fmt: skip
    assert len(data(daily_note.note(beyond))) == 9


@pytest.mark.parametrize(
    ("today", "action", "news"),
    [
        (Today(MONDAY), False, False),
        (Today(MONDAY, away=[phrase("x")]), False, False),
        (Today(MONDAY, [CaseItem(WAITS, NOON)]), True, True),
        (Today(MONDAY, overdue=Overdue([(TALK, 2)])), True, True),
        (Today(MONDAY, recent=[NOON]), True, True),
        (Today(MONDAY, more=[phrase("x")]), True, True),
        (Today(MONDAY, late=people(1)), False, True),
        (Today(MONDAY, silent=people(1)), False, True),
        (Today(MONDAY, ready=people(1)), False, True),
    ],
)
def test_what_needs_action_and_what_is_news(today: Today, action: bool, news: bool) -> None:
    assert (today.needs_action, today.has_news) == (action, news)
