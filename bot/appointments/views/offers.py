"""Offering times to a person, step by step, as the consultant sees it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.appointments.buttons import (
    ChooseDay,
    ChoosePlace,
    LeaveOffer,
    ReviewOffer,
    SendOffer,
    ToggleTime,
)
from bot.appointments.rules.appointments import MINUTES, MOST_TIMES, Appointment
from bot.appointments.rules.offer_drafts import OfferDraft, OfferForm, OfferSubject
from bot.appointments.rules.places import MOST_THINGS, MeetingPlaces
from bot.appointments.rules.times import minute_of
from bot.appointments.views import participant as words
from bot.cases.buttons import OfferMeeting
from bot.kernel.callback_data import unpack_as
from bot.kernel.messages import (
    Button,
    LanguageName,
    LocalMoment,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.layout import in_pairs
from bot.kernel.views.people import who


def ask_day(
    subject: OfferSubject, participant: Participant, days: Sequence[datetime],
    chosen: Sequence[datetime], booked: Sequence[Appointment],
) -> Message:  # fmt: skip
    """`days`: a moment of each; `booked`: the meetings that the person has already."""
    return _form(
        participant,
        chosen,
        *[item(phrase("📅 Booked already: {when}", when=words.when(a.starts_at))) for a in booked],
        quiet(phrase("On which day? You can choose times on several days.")),
        buttons=[
            *in_pairs([_day(subject, d) for d in days]),
            *([[_go_on(subject)]] if chosen else []),
            [_leave(subject)],
        ],
    )


def ask_time(
    subject: OfferSubject, participant: Participant, times: Sequence[datetime],
    chosen: Sequence[datetime], busy: Collection[datetime],
) -> Message:  # fmt: skip
    """`times`: of one day; `busy`: when the consultant has another meeting."""
    buttons = [_time(subject, t, t in chosen, t in busy) for t in times]
    rows = [buttons[n : n + 4] for n in range(0, len(buttons), 4)]
    day = times[0] if times else None
    return _form(
        participant,
        chosen,
        *([strong(LocalMoment(day))] if day else []),
        quiet(phrase("Press the times that you offer. Press again to take one away.")),
        *([quiet(phrase("⚠ means: you have another meeting then."))] if busy else []),
        buttons=[
            *rows,
            [
                Button(phrase("◀ Another day"), ChooseDay(subject).pack()),
                *([_go_on(subject)] if chosen else []),
            ],
            [_leave(subject)],
        ],
    )


def ask_place(
    subject: OfferSubject, participant: Participant, places: MeetingPlaces,
    chosen: Sequence[datetime],
) -> Message:  # fmt: skip
    return _form(
        participant,
        chosen,
        quiet(phrase("Where do you meet?")),
        buttons=[
            *[[Button(phrase(p.title), ChoosePlace(subject, p.id).pack())] for p in places.places],
            [Button(phrase("◀ Back"), ChooseDay(subject).pack()), _leave(subject)],
        ],
    )


def ask_minutes(
    draft: OfferDraft, participant: Participant, chosen: Sequence[datetime]
) -> Message:
    lengths = [
        Button(
            phrase("{minutes} min.", minutes=Verbatim(str(n))),
            ReviewOffer.of(replace(draft, minutes=n)).pack(),
        )
        for n in MINUTES
    ]
    return _form(
        participant,
        chosen,
        quiet(phrase("How long is the meeting?")),
        buttons=[
            lengths,
            [
                Button(phrase("◀ Back"), ChoosePlace(draft.subject).pack()),
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
    return _form(
        participant,
        chosen,
        *([item(phrase("📍 {place}", place=phrase(place.title)))] if place else []),
        item(phrase("⏱ {minutes} minutes", minutes=Verbatim(str(draft.minutes)))),
        item(phrase("Language: {language}", language=LanguageName(participant.language))),
        *[_warning(moment, person) for moment, person in busy],
        quiet(phrase("Tick what {person} should know, then send it.", person=who(participant))),
        buttons=[
            [_interpreter(draft)],
            *[[_thing(draft, n, places)] for n in _offered(draft, places)],
            [Button(phrase("📨 Send the times"), SendOffer.of(draft).pack())],
            [
                Button(phrase("◀ Back"), ChoosePlace(draft.subject, draft.place_id).pack()),
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


def form_of(shown: Message) -> OfferForm | None:
    """The form that a message holds; None for any other message, and for a form that ended."""
    return shown.form if isinstance(shown.form, OfferForm) else legacy_form(shown)


def legacy_form(shown: Message) -> OfferForm | None:
    """For messages stored before this release: the times are read from the paragraphs.

    Each step of the form has a button that leaves it, so that button tells a form.
    """
    data = (unpack_as(LeaveOffer, button.data) for row in shown.buttons for button in row)
    if not any(data):
        return None
    contents = (p.content for p in shown.paragraphs)
    moments = (c.params.get("when") for c in contents if isinstance(c, Phrase))
    short = (m for m in moments if isinstance(m, LocalMoment) and m.show == "short")
    return OfferForm(tuple(moment.value for moment in short))


def _form(
    participant: Participant, chosen: Sequence[datetime], *content: Param | Paragraph,
    buttons: Sequence[Sequence[Button]],
) -> Message:  # fmt: skip
    """One step of the form: the times chosen so far, then what the step asks for."""
    shown = message(
        strong(phrase("Times for a meeting with {person}", person=who(participant))),
        *[item(phrase("🕑 {when}", when=LocalMoment(t, "short"))) for t in chosen],
        *content,
        buttons=buttons,
    )
    return replace(shown, form=OfferForm(tuple(chosen)))


def _warning(moment: datetime, person: Participant) -> Paragraph:
    return Paragraph(
        phrase(
            "⚠ {when}: you meet {person} then. You can offer it all the same.",
            when=words.when(moment), person=who(person),
        )
    )  # fmt: skip


def _day(subject: OfferSubject, moment: datetime) -> Button:
    return Button(LocalMoment(moment, "date"), ChooseDay(subject, moment.date()).pack())


def _time(subject: OfferSubject, moment: datetime, chosen: bool, busy: bool) -> Button:
    at = LocalMoment(moment, "time")
    data = ToggleTime(subject, minute_of(moment), wanted=not chosen).pack()
    if chosen:
        return Button(phrase("☑ {choice}", choice=at), data)
    return Button(phrase("⚠ {time}", time=at) if busy else at, data)


def _go_on(subject: OfferSubject) -> Button:
    return Button(phrase("▶ Go on"), ChoosePlace(subject).pack())


def _leave(subject: OfferSubject) -> Button:
    return Button(phrase("✖ Cancel"), LeaveOffer(subject).pack())


def _offered(draft: OfferDraft, places: MeetingPlaces) -> list[int]:
    """All things to bring while there is room for one more; then those that are ticked."""
    every = range(len(places.things))
    ticked = [n for n in every if draft.things >> n & 1]
    return list(every) if len(ticked) < MOST_THINGS else ticked


def _interpreter(draft: OfferDraft) -> Button:
    data = ReviewOffer.of(replace(draft, interpreter=not draft.interpreter)).pack()
    on = draft.interpreter
    return Button(phrase("☑ Interpreter") if on else phrase("☐ Interpreter"), data)


def _thing(draft: OfferDraft, number: int, places: MeetingPlaces) -> Button:
    data = ReviewOffer.of(replace(draft, things=draft.things ^ 1 << number)).pack()
    label = phrase(places.things[number].label)
    if draft.things >> number & 1:
        return Button(phrase("☑ {choice}", choice=label), data)
    return Button(phrase("☐ {choice}", choice=label), data)


def to_offer(participant: Participant) -> Button:
    """Times for a meeting, for whoever shows a person to the consultants."""
    return Button(phrase("📅 Offer a meeting"), OfferMeeting(participant.id or 0).pack())
