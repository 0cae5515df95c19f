"""The form in which consultants offer times, step by step."""

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
from bot.appointments.rules.appointments import MAX_TIMES, MINUTES, Appointment
from bot.appointments.rules.offer_drafts import OfferDraft, OfferForm, OfferSubject
from bot.appointments.rules.places import MAX_THINGS, AppointmentPlaces
from bot.appointments.rules.times import OfferProblem, minute_of
from bot.appointments.views import participant as participant_views
from bot.cases.buttons import OfferAppointment
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
    """`days`: a moment of each; `booked`: the participant's upcoming appointments."""
    return _form(
        participant,
        chosen,
        *[
            item(phrase("📅 Booked already: {when}", when=participant_views.when(a.starts_at)))
            for a in booked
        ],
        quiet(phrase("On which day? You can choose times on several days.")),
        buttons=[
            *in_pairs([_day_button(subject, d) for d in days]),
            *([[_continue_button(subject)]] if chosen else []),
            [_leave_button(subject)],
        ],
    )


def ask_time(
    subject: OfferSubject, participant: Participant, times: Sequence[datetime],
    chosen: Sequence[datetime], busy: Collection[datetime],
) -> Message:  # fmt: skip
    """`times`: of one day; `busy`: those at which the consultant has another appointment."""
    buttons = [_time_button(subject, t, t in chosen, t in busy) for t in times]
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
                *([_continue_button(subject)] if chosen else []),
            ],
            [_leave_button(subject)],
        ],
    )


def ask_place(
    subject: OfferSubject, participant: Participant, places: AppointmentPlaces,
    chosen: Sequence[datetime],
) -> Message:  # fmt: skip
    return _form(
        participant,
        chosen,
        quiet(phrase("Where do you meet?")),
        buttons=[
            *[[Button(phrase(p.title), ChoosePlace(subject, p.id).pack())] for p in places.places],
            [Button(phrase("◀ Back"), ChooseDay(subject).pack()), _leave_button(subject)],
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
                _leave_button(draft.subject),
            ],
        ],
    )


def summary(
    draft: OfferDraft, participant: Participant, places: AppointmentPlaces,
    chosen: Sequence[datetime], busy: Sequence[tuple[datetime, Participant]],
) -> Message:  # fmt: skip
    """The whole offer before it is sent; `busy`: times with another appointment."""
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
            [_interpreter_button(draft)],
            *[[_thing_button(draft, n, places)] for n in _things_offered(draft, places)],
            [Button(phrase("📨 Send the times"), SendOffer.of(draft).pack())],
            [
                Button(phrase("◀ Back"), ChoosePlace(draft.subject, draft.place_id).pack()),
                _leave_button(draft.subject),
            ],
        ],
    )


def offer_sent(participant: Participant, times: Sequence[datetime]) -> Message:
    return message(
        phrases(
            "{person} can choose now, from {count} time.",
            "{person} can choose now, from {count} times.",
            len(times), person=who(participant),
        ),
        *[item(LocalMoment(t, "short")) for t in times],
        quiet(phrase("I tell you here what {person} chooses.", person=who(participant))),
    )  # fmt: skip


def form_closed() -> Message:
    return message(phrase("Those times have been sent already, or this form was left."))


def form_left() -> Message:
    return message(quiet(phrase("No times were sent.")))


def problem(problem: OfferProblem) -> Message:
    """Why the times can't be offered."""
    return message(
        {
            OfferProblem.NO_TIMES: phrase("Please choose at least one time."),
            OfferProblem.TOO_MANY: phrase(
                "Please offer at most {limit} times.", limit=Verbatim(str(MAX_TIMES))
            ),
            OfferProblem.PASSED: phrase("One of these times has passed. I have taken it away."),
            OfferProblem.LENGTH: phrase("Please choose one of the lengths."),
        }[problem]
    )


def form_of(shown: Message) -> OfferForm | None:
    """The form of a message; None if it has none or the form has ended."""
    return shown.form if isinstance(shown.form, OfferForm) else legacy_form(shown)


def legacy_form(shown: Message) -> OfferForm | None:
    """For messages stored before December 2026: read the times from the paragraphs.

    Every step of the form had a button to leave it, other messages had none.
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
    """A step of the form: the chosen times, then what the step asks for."""
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
            when=participant_views.when(moment), person=who(person),
        )
    )  # fmt: skip


def _day_button(subject: OfferSubject, moment: datetime) -> Button:
    return Button(LocalMoment(moment, "date"), ChooseDay(subject, moment.date()).pack())


def _time_button(subject: OfferSubject, moment: datetime, chosen: bool, busy: bool) -> Button:
    at = LocalMoment(moment, "time")
    data = ToggleTime(subject, minute_of(moment), wanted=not chosen).pack()
    if chosen:
        return Button(phrase("☑ {choice}", choice=at), data)
    return Button(phrase("⚠ {time}", time=at) if busy else at, data)


def _continue_button(subject: OfferSubject) -> Button:
    return Button(phrase("▶ Go on"), ChoosePlace(subject).pack())


def _leave_button(subject: OfferSubject) -> Button:
    return Button(phrase("✖ Cancel"), LeaveOffer(subject).pack())


def _things_offered(draft: OfferDraft, places: AppointmentPlaces) -> list[int]:
    """Numbers of the things that can be ticked; at the limit only those that are ticked."""
    every = range(len(places.things))
    ticked = [n for n in every if draft.things >> n & 1]
    return list(every) if len(ticked) < MAX_THINGS else ticked


def _interpreter_button(draft: OfferDraft) -> Button:
    data = ReviewOffer.of(replace(draft, interpreter=not draft.interpreter)).pack()
    on = draft.interpreter
    return Button(phrase("☑ Interpreter") if on else phrase("☐ Interpreter"), data)


def _thing_button(draft: OfferDraft, number: int, places: AppointmentPlaces) -> Button:
    data = ReviewOffer.of(replace(draft, things=draft.things ^ 1 << number)).pack()
    label = phrase(places.things[number].label)
    if draft.things >> number & 1:
        return Button(phrase("☑ {choice}", choice=label), data)
    return Button(phrase("☐ {choice}", choice=label), data)


def to_offer(participant: Participant) -> Button:
    """Begins an offer; for messages to consultants that show a participant."""
    return Button(phrase("📅 Offer a meeting"), OfferAppointment(participant.id or 0).pack())
