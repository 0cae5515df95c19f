"""Offering times to a person, step by step, as the consultant sees it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.appointments.rules.appointments import MINUTES, MOST_TIMES, Appointment
from bot.appointments.rules.offer_drafts import OfferDraft, Subject
from bot.appointments.rules.places import MOST_THINGS, MeetingPlaces
from bot.appointments.rules.times import minute_of
from bot.appointments.views import participant as words
from bot.kernel.buttons import encode
from bot.kernel.messages import (
    Button,
    LanguageName,
    LocalMoment,
    Message,
    Paragraph,
    Verbatim,
    item,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.stamps import stamp
from bot.kernel.views.layout import in_pairs
from bot.kernel.views.people import who


def ask_day(
    subject: Subject, participant: Participant, days: Sequence[datetime],
    chosen: Sequence[datetime], booked: Sequence[Appointment],
) -> Message:  # fmt: skip
    """`days`: a moment of each; `booked`: the meetings that the person has already."""
    return message(
        *_head(participant, chosen),
        *[item(phrase("📅 Booked already: {when}", when=words.when(a.starts_at))) for a in booked],
        quiet(phrase("On which day? You can choose times on several days.")),
        buttons=[
            *in_pairs([_day(subject, d) for d in days]),
            *([[_go_on(subject)]] if chosen else []),
            [_leave(subject)],
        ],
    )


def ask_time(
    subject: Subject, participant: Participant, times: Sequence[datetime],
    chosen: Sequence[datetime], busy: Collection[datetime],
) -> Message:  # fmt: skip
    """`times`: of one day; `busy`: when the consultant has another meeting."""
    buttons = [_time(subject, t, t in chosen, t in busy) for t in times]
    rows = [buttons[n : n + 4] for n in range(0, len(buttons), 4)]
    day = times[0] if times else None
    return message(
        *_head(participant, chosen),
        *([strong(LocalMoment(day))] if day else []),
        quiet(phrase("Press the times that you offer. Press again to take one away.")),
        *([quiet(phrase("⚠ means: you have another meeting then."))] if busy else []),
        buttons=[
            *rows,
            [
                Button(phrase("◀ Another day"), encode("bm", "d", str(subject))),
                *([_go_on(subject)] if chosen else []),
            ],
            [_leave(subject)],
        ],
    )


def ask_place(
    subject: Subject, participant: Participant, places: MeetingPlaces,
    chosen: Sequence[datetime],
) -> Message:  # fmt: skip
    return message(
        *_head(participant, chosen),
        quiet(phrase("Where do you meet?")),
        buttons=[
            *[
                [Button(phrase(p.title), encode("bm", "l", str(subject), p.id))]
                for p in places.places
            ],
            [Button(phrase("◀ Back"), encode("bm", "d", str(subject))), _leave(subject)],
        ],
    )


def ask_minutes(
    draft: OfferDraft, participant: Participant, chosen: Sequence[datetime]
) -> Message:
    lengths = [
        Button(
            phrase("{minutes} min.", minutes=Verbatim(str(n))),
            encode("bm", "s", *replace(draft, minutes=n).chosen),
        )
        for n in MINUTES
    ]
    return message(
        *_head(participant, chosen),
        quiet(phrase("How long is the meeting?")),
        buttons=[
            lengths,
            [
                Button(phrase("◀ Back"), encode("bm", "l", str(draft.subject))),
                _leave(draft.subject),
            ],
        ],
    )


def summary(
    draft: OfferDraft, participant: Participant, places: MeetingPlaces,
    chosen: Sequence[datetime], busy: Sequence[tuple[datetime, Participant]],
) -> Message:  # fmt: skip
    """Everything once more before it goes out.  `busy`: what the consultant has then already."""
    place = places.place(draft.place_id)
    return message(
        *_head(participant, chosen),
        *([item(phrase("📍 {place}", place=phrase(place.title)))] if place else []),
        item(phrase("⏱ {minutes} minutes", minutes=Verbatim(str(draft.minutes)))),
        item(phrase("Language: {language}", language=LanguageName(participant.language))),
        *[_warning(moment, person) for moment, person in busy],
        quiet(phrase("Tick what {person} should know, then send it.", person=who(participant))),
        buttons=[
            [_interpreter(draft)],
            *[[_thing(draft, n, places)] for n in _offered(draft, places)],
            [Button(phrase("📨 Send the times"), encode("bm", "y", *draft.chosen))],
            [
                Button(phrase("◀ Back"), encode("bm", "l", str(draft.subject), draft.place_id)),
                _leave(draft.subject),
            ],
        ],
    )


def sent(participant: Participant, times: Sequence[datetime]) -> Message:
    return message(
        phrases(
            "{person} can choose now, from {count} time.",
            "{person} can choose now, from {count} times.",
            len(times), person=who(participant),
        ),
        *[item(LocalMoment(t, "short")) for t in times],
        quiet(phrase("I tell you here what {person} chooses.", person=who(participant))),
    )  # fmt: skip


def sent_already() -> Message:
    return message(phrase("Those times have been sent already, or this form was left."))


def left() -> Message:
    return message(quiet(phrase("No times were sent.")))


def not_an_offer(reason: str) -> Message:
    """What was chosen stays."""
    return message(
        {
            "none": phrase("Please choose at least one time."),
            "many": phrase("Please offer at most {limit} times.", limit=Verbatim(str(MOST_TIMES))),
            "past": phrase("One of these times has passed. I have taken it away."),
            "minutes": phrase("Please choose one of the lengths."),
        }[reason]
    )


def _head(participant: Participant, chosen: Sequence[datetime]) -> list[Paragraph]:
    """The chosen times are read from here: they do not fit into a button."""
    return [
        strong(phrase("Times for a meeting with {person}", person=who(participant))),
        *[item(phrase("🕑 {when}", when=LocalMoment(t, "short"))) for t in chosen],
    ]


def _warning(moment: datetime, person: Participant) -> Paragraph:
    return Paragraph(
        phrase(
            "⚠ {when}: you meet {person} then. You can offer it all the same.",
            when=words.when(moment), person=who(person),
        )
    )  # fmt: skip


def _day(subject: Subject, moment: datetime) -> Button:
    return Button(
        LocalMoment(moment, "date"), encode("bm", "d", str(subject), stamp(moment.date()))
    )


def _time(subject: Subject, moment: datetime, chosen: bool, busy: bool) -> Button:
    at = LocalMoment(moment, "time")
    data = encode("bm", "t", str(subject), minute_of(moment), int(not chosen))
    if chosen:
        return Button(phrase("☑ {choice}", choice=at), data)
    return Button(phrase("⚠ {time}", time=at) if busy else at, data)


def _go_on(subject: Subject) -> Button:
    return Button(phrase("▶ Go on"), encode("bm", "l", str(subject)))


def _leave(subject: Subject) -> Button:
    return Button(phrase("✖ Cancel"), encode("bm", "x", str(subject)))


def _offered(draft: OfferDraft, places: MeetingPlaces) -> list[int]:
    """All things to bring while there is room for one more; then those that are ticked."""
    every = range(len(places.things))
    ticked = [n for n in every if draft.things >> n & 1]
    return list(every) if len(ticked) < MOST_THINGS else ticked


def _interpreter(draft: OfferDraft) -> Button:
    data = encode("bm", "s", *replace(draft, interpreter=not draft.interpreter).chosen)
    on = draft.interpreter
    return Button(phrase("☑ Interpreter") if on else phrase("☐ Interpreter"), data)


def _thing(draft: OfferDraft, number: int, places: MeetingPlaces) -> Button:
    data = encode("bm", "s", *replace(draft, things=draft.things ^ 1 << number).chosen)
    label = phrase(places.things[number].label)
    if draft.things >> number & 1:
        return Button(phrase("☑ {choice}", choice=label), data)
    return Button(phrase("☐ {choice}", choice=label), data)


def to_offer(participant: Participant) -> Button:
    """Times for a meeting, for whoever shows a person to the consultants."""
    return Button(phrase("📅 Offer a meeting"), encode("bm", "o", participant.id or 0))
