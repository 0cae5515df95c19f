"""What both sides read about offers and appointments, and what its buttons carry."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.appointments.rules.appointments import (
    Appointment,
    AppointmentState,
    Offer,
    OfferedTime,
)
from bot.appointments.rules.calendar_event import CalendarEvent
from bot.appointments.rules.offer_drafts import OfferDraft, OfferForm, OfferKind, OfferSubject
from bot.appointments.rules.places import AppointmentPlaces, Place, Thing
from bot.appointments.rules.times import OfferProblem
from bot.appointments.views import consultant, notices, offers, participant
from bot.appointments.views.consultant import AppointmentView
from bot.kernel.messages import Button, Listing, Message, Verbatim, message, phrase
from bot.kernel.participants import Participant
from bot.kernel.views.pager import page_of
from tests.helpers.rendered import RENDERER, data, labels, lines

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)  # twelve in Copenhagen
HOUR = timedelta(hours=1)
AMINA = Participant(42, "Amina", "en", NOON, id=7)
BILAL = Participant(43, "Bilal", "ar", NOON, id=8)
PLACES = AppointmentPlaces(
    (
        Place("townhall", "At the hall", "Ask at the desk.", "Vej 7"),
        Place("phone", "By phone", "Mette calls you."),
    ),
    tuple(Thing(str(n), f"thing {n}") for n in range(5)),
)
MADE = Appointment(7, 1, "Mette", "townhall", 45, "0,2", True, "uid", NOON, NOON, id=3)
WITHOUT = replace(MADE, interpreter=False)
OFFER = Offer(
    7, 1, "Mette", "phone", 30, "", False, NOON,
    [OfferedTime(NOON + 2 * HOUR), OfferedTime(NOON + HOUR)], id=5,
)  # fmt: skip
MOVES = replace(OFFER, appointment_id=3)
SUBJECT = OfferSubject(OfferKind.NEW, 7)
DRAFT = OfferDraft(SUBJECT, "townhall", 45, interpreter=False, things=5)
TIMES = [NOON, NOON + timedelta(days=1)]

LINE = "Monday, November 2 at 12:00: Amina with Mette"
AT_THE_HALL = ["📍 At the hall", "Vej 7", "⏱ 45 minutes"]
TO_BRING = "🎒 Please bring: thing 0 and thing 2"
DETAILS = [*AT_THE_HALL, "🗣 With an interpreter", TO_BRING]
OWN = ["🗓 Monday, November 2 at 12:00", "👤 With Mette", *DETAILS]
HEAD = "Times for a meeting with Amina"
CHOSEN = ["🕑 Mon, Nov 2, 12:00", "🕑 Tue, Nov 3, 12:00"]
CHANGE = [["bm:n:3"], ["bm:c:3"], ["bm:i:3:0"]]
OWN_CHANGE = [["y:m:3"], ["y:c:3"], ["y:i:3:0"]]
ASK_AGAIN = [["y:a"], ["m:menu"]]
OFFERED = ["🗓 Monday, November 2 at 12:00", "📍 By phone", "⏱ 30 minutes"]
CHOOSE = [["y:p:5:29893620"], ["y:n:5"]]


def of(appointment: Appointment) -> AppointmentView:
    return AppointmentView(appointment, AMINA)


def went(state: AppointmentState) -> Message:
    return consultant.outcome_recorded(of(replace(MADE, state=state)))


BOTH = [of(MADE), AppointmentView(OFFER, BILAL)]


@pytest.mark.parametrize(
    ("message", "text", "buttons"),
    [
        (consultant.appointment_list(page_of(BOTH, 0)),
         ["Meetings to come", LINE, "Offered, no answer yet", "Bilal, from Mette"],
         [["bm:v:3"], ["bm:u:5"]]),
        (consultant.appointment_list(page_of(BOTH[:1], 0)), ["Meetings to come", LINE],
         [["bm:v:3"]]),
        (consultant.appointment_list(page_of(BOTH[1:], 0)),
         ["No meeting is booked.", "Offered, no answer yet", "Bilal, from Mette"], [["bm:u:5"]]),
        (consultant.card(of(MADE), PLACES), [LINE, *DETAILS, "Language: English"],
         [*CHANGE, ["bm:m"]]),
        (consultant.card(of(replace(WITHOUT, move_asked_at=NOON)), PLACES),
         [LINE, *AT_THE_HALL, TO_BRING, "Language: English", "Asks for another time"],
         [["bm:n:3"], ["bm:c:3"], ["bm:i:3:1"], ["bm:m"]]),
        (consultant.card(BOTH[1], PLACES),
         ["Offered to Bilal", "Mon, Nov 2, 13:00", "Mon, Nov 2, 14:00", *OFFERED[1:]],
         [["bm:o:8"], ["bm:w:5"], ["bm:m"]]),
        (consultant.confirm_cancellation(of(MADE)),
         ["Do you want to cancel this meeting?", LINE, "I tell Amina at once."],
         [["bm:cy:3"], ["bm:v:3"]]),
        (consultant.cancelled(MADE, AMINA, PLACES),
         ["This meeting is cancelled:", LINE, "Amina has been told."], [["bm:o:7"]]),
        (consultant.cancelled_short(MADE, AMINA), ["This meeting is cancelled:", LINE], []),
        (consultant.offer_withdrawn(AMINA), ["The times for Amina are not offered any more."],
         [["bm:o:7"], ["bm:m"]]),
        (consultant.not_changeable(AMINA),
         ["That meeting with Amina can't be changed any more."], [["bm:o:7"], ["bm:m"]]),
        (consultant.ask_outcome(of(MADE)), ["Did the meeting with Amina take place?", LINE],
         [["bm:h:3"], ["bm:f:3"], ["bm:z:3"]]),
        (went(AppointmentState.HELD), ["✅ The meeting took place.", LINE], [["bm:q:3"]]),
        (went(AppointmentState.MISSED), ["Amina did not come.", LINE], [["bm:o:7"], ["bm:q:3"]]),
        (went(AppointmentState.CANCELLED), ["The meeting was cancelled.", LINE],
         [["bm:o:7"], ["bm:q:3"]]),
        (notices.booked(MADE, AMINA, PLACES),
         ["📅 Amina has chosen a time", LINE, *DETAILS[:-1]], CHANGE),
        (notices.booked(replace(MADE, version=1), AMINA, PLACES),
         ["🔁 Amina has chosen a new time", LINE, *DETAILS[:-1]], CHANGE),
        (notices.move_requested(MADE, AMINA),
         ["Amina asks for another time", "Until a new time is chosen, this one stays:", LINE],
         CHANGE),
        (notices.none_fits(OFFER, AMINA),
         ["None of the offered times fits Amina",
          "I have asked which days and times fit. The answer comes here."], [["bm:o:7"]]),
        (notices.no_times_left(MOVES, AMINA),
         ["The times that Amina could choose from are gone",
          "They have passed, or somebody else has taken them."], [["bm:n:3"]]),
        (notices.preferred_times(AMINA, "mornings", MOVES),
         ["Amina says which times fit:", "mornings", "Language: English"], [["bm:n:3"]]),
        (notices.preferred_times(AMINA, "mornings", None),
         ["Amina says which times fit:", "mornings", "Language: English"], [["bm:o:7"]]),
        (notices.cancelled_by_participant(MADE, AMINA, PLACES),
         ["Amina has cancelled the meeting", LINE], [["bm:o:7"]]),
        (notices.interpreter_requested(MADE, AMINA),
         ["🗣 Amina needs an interpreter", LINE, "Language: English"], []),
        (notices.interpreter_requested(WITHOUT, AMINA),
         ["🗣 Amina needs no interpreter", LINE, "Language: English"], []),
        (notices.soon(MADE, AMINA, PLACES),
         ["⏰ Soon: a meeting with Amina", LINE, *DETAILS, "Language: English"], CHANGE),
    ],
)  # fmt: skip
def test_consultants_read(message: Message, text: list[str], buttons: list[list[str]]) -> None:
    assert lines(message) == text and data(message) == buttons


@pytest.mark.parametrize(
    ("message", "text", "buttons"),
    [
        (participant.offer(OFFER, TIMES, PLACES),
         ["Mette would like to meet you. Which time fits you?", OFFERED[0],
          "🗓 Tuesday, November 3 at 12:00", *OFFERED[1:]],
         [["y:p:5:29893620"], ["y:p:5:29895060"], ["y:n:5"]]),
        (participant.offer(MOVES, TIMES[:1], PLACES),
         ["Mette offers you a new time. Which one fits you?", *OFFERED], CHOOSE),
        (participant.offer(MOVES, TIMES[:1], PLACES, unavailable=True),
         ["I am sorry, that time is not free any more. Which of these fits you?", *OFFERED],
         CHOOSE),
        (participant.time_chosen(NOON), ["You have chosen: Monday, November 2 at 12:00"], []),
        (participant.no_times_left(),
         ["These times are not free any more. I have asked the consultant for new ones."],
         [["m:menu"]]),
        (participant.offer_closed(), ["These times are not open any more."], ASK_AGAIN),
        (participant.booked(MADE, PLACES),
         ["Your meeting is booked", *OWN,
          "Open the file to put the meeting into the calendar of your phone."], OWN_CHANGE),
        (participant.booked(replace(MADE, version=1), PLACES),
         ["Your meeting has a new time", *OWN,
          "Open the file to put the meeting into the calendar of your phone."], OWN_CHANGE),
        (participant.card(WITHOUT, PLACES),
         ["Your meeting", *OWN[:2], *AT_THE_HALL, TO_BRING, "Ask at the desk."],
         [["y:m:3"], ["y:c:3"], ["y:i:3:1"], ["m:menu"]]),
        (participant.no_appointment(),
         ["No meeting is planned. Would you like to meet your consultant?"], ASK_AGAIN),
        (participant.move_requested(MADE),
         ["I have asked Mette for another time. You get new times here.",
          "Until you choose one, this time stays: Monday, November 2 at 12:00"],
         [["y:c:3"], ["m:menu"]]),
        (participant.move_already_requested(),
         ["The consultant knows already that you would like another time."],
         [["m:consultant"], ["m:menu"]]),
        (participant.confirm_cancellation(MADE),
         ["Do you want to cancel the meeting? Monday, November 2 at 12:00"],
         [["y:cy:3"], ["y:m:3"], ["y:s:3"]]),
        (participant.cancelled(MADE, PLACES),
         ["Your meeting is cancelled: Monday, November 2 at 12:00",
          "Mette knows it. That is okay."], ASK_AGAIN),
        (participant.cancelled_by_consultant(MADE, PLACES),
         ["Your meeting is cancelled: Monday, November 2 at 12:00",
          "Mette can't meet you then. You can ask for a new meeting."], ASK_AGAIN),
        (participant.already_cancelled(), ["That meeting is cancelled."], ASK_AGAIN),
        (participant.not_changeable(),
         ["That meeting has begun or is over, so it can't be changed any more."],
         [["m:consultant"], ["m:menu"]]),
        (participant.ask_which_times_fit(OFFER),
         ["Which days and times fit you? Please write it in a few words.",
          "I pass your words on to Mette."], [["m:menu"]]),
        (participant.preferred_times_forwarded(),
         ["Thank you. I have passed it on. New times come to you here."], [["m:menu"]]),
        (participant.interpreter_requested(MADE),
         ["I have told the consultant that you need an interpreter."], []),
        (participant.interpreter_requested(WITHOUT),
         ["I have told the consultant that you need no interpreter."], []),
        (participant.interpreter_changed(MADE),
         ["An interpreter is ordered for your meeting: Monday, November 2 at 12:00"], []),
        (participant.interpreter_changed(WITHOUT),
         ["Your meeting is without an interpreter: Monday, November 2 at 12:00"], []),
        (participant.reminder(MADE, PLACES, tomorrow=True),
         ["Your meeting is tomorrow", *OWN, "Ask at the desk."], OWN_CHANGE),
        (participant.reminder(replace(MADE, place_id="gone"), PLACES, tomorrow=False),
         ["Your meeting is today", *OWN[:2], *DETAILS[2:]], OWN_CHANGE),
    ],
)  # fmt: skip
def test_participants_read(message: Message, text: list[str], buttons: list[list[str]]) -> None:
    assert lines(message) == text and data(message) == buttons


def test_calendar_event_of_a_participant_says_what_to_do_at_the_place() -> None:
    to_bring = phrase(
        "🎒 Please bring: {things}", things=Listing((phrase("thing 0"), phrase("thing 2")))
    )
    requirements = (phrase("🗣 With an interpreter"), to_bring)
    where = (phrase("At the hall"), Verbatim("Vej 7"))
    event = CalendarEvent(
        "uid", 0, NOON, NOON, 45, phrase("Meeting with {person}", person=Verbatim("Mette")),
        where, (phrase("Ask at the desk."), *requirements), cancelled=False,
    )  # fmt: skip
    assert participant.booked(MADE, PLACES).enclosure == event
    title = phrase("Meeting with {person}", person=Verbatim("Amina"))
    of_consultant = replace(event, title=title, about=requirements)
    assert notices.booked(MADE, AMINA, PLACES).enclosure == of_consultant
    gone = replace(MADE, cancelled_at=NOON + HOUR)
    cancelled = replace(event, stamped_at=NOON + HOUR, cancelled=True)
    for shown in (
        participant.cancelled(gone, PLACES), participant.cancelled_by_consultant(gone, PLACES),
    ):  # fmt: skip
        assert shown.enclosure == cancelled
    for shown in (
        consultant.cancelled(gone, AMINA, PLACES),
        notices.cancelled_by_participant(gone, AMINA, PLACES),
    ):
        assert shown.enclosure == replace(cancelled, title=title, about=requirements)


def test_lines_of_the_morning_note() -> None:
    with_interpreter, without = (consultant.line_of_today(of(a)) for a in (MADE, WITHOUT))
    plain = [RENDERER.plain(line, "en") for line in (with_interpreter, without)]
    assert plain == ["📅 12:00: Amina with Mette, 🗣 interpreter", "📅 12:00: Amina with Mette"]
    unanswered = RENDERER.plain(consultant.line_unanswered(AMINA), "en")
    assert unanswered == "⏳ Amina has not chosen a time yet"


# --- the form of an offer


def test_form_asks_for_the_day_and_names_what_is_booked_already() -> None:
    first = offers.ask_day(SUBJECT, AMINA, TIMES, [], [MADE])
    question = "On which day? You can choose times on several days."
    booked = "📅 Booked already: Monday, November 2 at 12:00"
    assert lines(first) == [HEAD, booked, question]
    assert labels(first)[0] == ["Mon, Nov 2", "Tue, Nov 3"]
    assert data(first) == [["bm:d:p7:20261102", "bm:d:p7:20261103"], ["bm:x:p7"]]
    later = offers.ask_day(SUBJECT, AMINA, TIMES[:1], TIMES[1:], [])
    assert lines(later) == [HEAD, CHOSEN[1], question] and later.form == OfferForm((TIMES[1],))
    assert data(later) == [["bm:d:p7:20261102"], ["bm:l:p7"], ["bm:x:p7"]]


def test_form_asks_for_the_times_of_a_day_and_marks_those_that_are_busy() -> None:
    half_hours = [NOON + timedelta(minutes=30 * n) for n in range(5)]
    shown = offers.ask_time(SUBJECT, AMINA, half_hours, [NOON], [NOON, half_hours[1]])
    press = "Press the times that you offer. Press again to take one away."
    assert lines(shown) == [
        HEAD, CHOSEN[0], "Monday, November 2", press, "⚠ means: you have another meeting then.",
    ]  # fmt: skip
    assert labels(shown)[:2] == [["☑ 12:00", "⚠ 12:30", "13:00", "13:30"], ["14:00"]]
    assert data(shown) == [
        ["bm:t:p7:29893620:0", *[f"bm:t:p7:{29893620 + 30 * n}:1" for n in (1, 2, 3)]],
        ["bm:t:p7:29893740:1"], ["bm:d:p7", "bm:l:p7"], ["bm:x:p7"],
    ]  # fmt: skip
    empty = offers.ask_time(SUBJECT, AMINA, [], [], [])
    assert lines(empty) == [HEAD, press] and data(empty) == [["bm:d:p7"], ["bm:x:p7"]]


def test_form_asks_for_the_place_and_the_length() -> None:
    place = offers.ask_place(SUBJECT, AMINA, PLACES, TIMES)
    assert lines(place) == [HEAD, *CHOSEN, "Where do you meet?"]
    assert labels(place)[:2] == [["At the hall"], ["By phone"]]
    assert data(place) == [["bm:l:p7:townhall"], ["bm:l:p7:phone"], ["bm:d:p7", "bm:x:p7"]]
    length = offers.ask_minutes(DRAFT, AMINA, TIMES)
    assert lines(length) == [HEAD, *CHOSEN, "How long is the meeting?"]
    assert labels(length)[0] == ["15 min.", "30 min.", "45 min.", "60 min."]
    assert data(length) == [
        [f"bm:s:p7:townhall:{n}:0:5" for n in (15, 30, 45, 60)], ["bm:l:p7", "bm:x:p7"],
    ]  # fmt: skip


def test_summary_of_an_offer_warns_of_conflicts_and_toggles_what_to_bring() -> None:
    shown = offers.summary(DRAFT, AMINA, PLACES, TIMES, [(NOON, BILAL)])
    assert lines(shown) == [
        HEAD, *CHOSEN, "📍 At the hall", "⏱ 45 minutes", "Language: English",
        "⚠ Monday, November 2 at 12:00: you meet Bilal then. You can offer it all the same.",
        "Tick what Amina should know, then send it.",
    ]  # fmt: skip
    assert labels(shown)[:7] == [
        ["☐ Interpreter"], ["☑ thing 0"], ["☐ thing 1"], ["☑ thing 2"], ["☐ thing 3"],
        ["☐ thing 4"], ["📨 Send the times"],
    ]  # fmt: skip
    ticks = [["bm:s:p7:townhall:45:1:5"], *[[f"bm:s:p7:townhall:45:0:{5 ^ 1 << n}"]
             for n in range(5)]]  # fmt: skip
    send, leave = ["bm:y:p7:townhall:45:0:5"], ["bm:l:p7:townhall", "bm:x:p7"]
    assert data(shown) == [*ticks, send, leave]


def test_summary_with_three_things_to_bring_offers_no_fourth() -> None:
    full = replace(DRAFT, place_id="gone", interpreter=True, things=7)
    shown = offers.summary(full, AMINA, PLACES, [], [])
    assert lines(shown)[1] == "⏱ 45 minutes"
    assert labels(shown)[:4] == [["☑ Interpreter"], ["☑ thing 0"], ["☑ thing 1"], ["☑ thing 2"]]
    assert data(shown)[:4] == [[f"bm:s:p7:gone:45:{n}"] for n in ("0:7", "1:6", "1:5", "1:3")]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (offers.offer_sent(AMINA, TIMES),
         ["Amina can choose now, from 2 times.", "Mon, Nov 2, 12:00", "Tue, Nov 3, 12:00",
          "I tell you here what Amina chooses."]),
        (offers.offer_sent(AMINA, TIMES[:1]),
         ["Amina can choose now, from 1 time.", "Mon, Nov 2, 12:00",
          "I tell you here what Amina chooses."]),
        (offers.form_closed(), ["Those times have been sent already, or this form was left."]),
        (offers.form_left(), ["No times were sent."]),
        (offers.problem(OfferProblem.NO_TIMES), ["Please choose at least one time."]),
        (offers.problem(OfferProblem.TOO_MANY), ["Please offer at most 6 times."]),
        (offers.problem(OfferProblem.PASSED),
         ["One of these times has passed. I have taken it away."]),
        (offers.problem(OfferProblem.LENGTH), ["Please choose one of the lengths."]),
    ],
)  # fmt: skip
def test_end_of_the_form_and_what_is_missing(message: Message, text: list[str]) -> None:
    assert lines(message) == text and data(message) == [] and message.form is None


def test_times_of_a_form_stored_without_its_state_are_read_from_its_lines() -> None:
    form = offers.ask_day(SUBJECT, AMINA, TIMES, TIMES, [MADE])
    assert offers.form_of(replace(form, form=None)) == OfferForm(tuple(TIMES))
    plain = message(*form.paragraphs, Verbatim("x"), buttons=[[Button(phrase("x"), "bm:x:p7")]])
    assert offers.form_of(plain) == OfferForm(tuple(TIMES))
    assert offers.form_of(message(*form.paragraphs)) is None
