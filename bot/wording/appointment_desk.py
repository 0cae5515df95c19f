"""Meetings with one person, as the consultants read them."""

from dataclasses import dataclass, replace

from bot.domain.appointments import Appointment, Offer, State
from bot.domain.buttons import encode
from bot.domain.meeting_places import MeetingPlaces
from bot.domain.messages import (
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
    quiet,
    strong,
)
from bot.domain.participants import Participant
from bot.wording import appointments as words
from bot.wording.desk import who
from bot.wording.pager import Page


@dataclass(frozen=True)
class MeetingView:
    """An appointment, or times that were offered and nobody has chosen from yet."""

    of: Appointment | Offer
    participant: Participant

    @property
    def id(self) -> int:
        assert self.of.id is not None, "it is stored before it is shown"
        return self.of.id


def list_of(page: Page[MeetingView]) -> Message:
    """What is booked, the next first; then what waits for an answer."""
    booked = [v for v in page.items if isinstance(v.of, Appointment)]
    waiting = [v for v in page.items if isinstance(v.of, Offer)]
    head = phrase("Meetings to come") if booked else phrase("No meeting is booked.")
    return message(
        strong(head),
        *[item(_line(v.of, v.participant)) for v in booked if isinstance(v.of, Appointment)],
        *([strong(phrase("Offered, no answer yet"))] if waiting else []),
        *[item(_waits(v)) for v in waiting],
        buttons=[*[[_open(view)] for view in page.items], page.turning("bm", "m")],
    )


def card(view: MeetingView, places: MeetingPlaces) -> Message:
    of, person = view.of, view.participant
    if isinstance(of, Offer):
        take_back = Button(phrase("✖ Take the offer back"), encode("bm", "w", view.id))
        return message(
            strong(phrase("Offered to {person}", person=who(person))),
            *[
                item(LocalMoment(t.starts_at, "short"))
                for t in sorted(of.times, key=lambda t: t.starts_at)
            ],
            *words.details(of, places),
            buttons=[[_again(person)], [take_back], [to_list()]],
        )
    return message(
        *_about(of, person, places), buttons=[*_buttons(of), [to_list()]]
    )  # fmt: skip


def booked(appointment: Appointment, participant: Participant, places: MeetingPlaces) -> Message:
    """The person has chosen.  With the file for the consultant's own calendar."""
    person = who(participant)
    head = (
        phrase("🔁 {person} has chosen a new time", person=person)
        if appointment.version
        else phrase("📅 {person} has chosen a time", person=person)
    )
    said = message(
        strong(head), *_about(appointment, participant, places), buttons=_buttons(appointment)
    )
    return replace(said, enclosure=words.event(appointment, places, participant.first_name))


def wants_to_move(appointment: Appointment, participant: Participant) -> Message:
    return message(
        strong(phrase("{person} asks for another time", person=who(participant))),
        phrase("Until then this one stays: {meeting}", meeting=_line(appointment, participant)),
        buttons=_buttons(appointment),
    )


def none_fits(offer: Offer, participant: Participant) -> Message:
    return message(
        strong(phrase("None of the offered times fits {person}", person=who(participant))),
        quiet(phrase("I have asked which days and times fit. The answer comes here.")),
        buttons=[[_offer_again(offer)]],
    )


def nothing_left(offer: Offer, participant: Participant) -> Message:
    return message(
        strong(
            phrase("The times that {person} could choose from are gone", person=who(participant))
        ),
        phrase("They have passed, or somebody else has taken them."),
        buttons=[[_offer_again(offer)]],
    )


def times_that_fit(participant: Participant, text: str) -> Message:
    """The person's own words."""
    return message(
        strong(phrase("{person} says which times fit:", person=who(participant))),
        Verbatim(text),
        phrase("Language: {language}", language=LanguageName(participant.language)),
        buttons=[[_again(participant)]],
    )


def cancelled_by_person(
    appointment: Appointment, participant: Participant, places: MeetingPlaces
) -> Message:
    said = message(
        strong(phrase("{person} has cancelled the meeting", person=who(participant))),
        _line(appointment, participant),
        buttons=[[_again(participant)]],
    )
    return replace(said, enclosure=words.event(appointment, places, participant.first_name))


def interpreter_wish(appointment: Appointment, participant: Participant) -> Message:
    person = who(participant)
    return message(
        strong(
            phrase("🗣 {person} needs an interpreter", person=person)
            if appointment.interpreter
            else phrase("🗣 {person} needs no interpreter", person=person)
        ),
        _line(appointment, participant),
        phrase("Language: {language}", language=LanguageName(participant.language)),
    )


def sure_to_cancel(view: MeetingView) -> Message:
    assert isinstance(view.of, Appointment), "an offer is taken back, not cancelled"
    return message(
        phrase("Cancel this meeting? {meeting}", meeting=_line(view.of, view.participant)),
        quiet(phrase("I tell {person} at once.", person=who(view.participant))),
        buttons=[
            [Button(phrase("✖ Yes, cancel it"), encode("bm", "cy", view.id))],
            [Button(phrase("◀ Keep the meeting"), encode("bm", "v", view.id))],
        ],
    )


def cancelled(
    appointment: Appointment, participant: Participant, places: MeetingPlaces
) -> Message:
    """By a consultant; with the file that takes it out of the calendar."""
    said = message(
        phrase("Cancelled: {meeting}", meeting=_line(appointment, participant)),
        phrase("{person} has been told.", person=who(participant)),
        buttons=[[_again(participant)]],
    )
    return replace(said, enclosure=words.event(appointment, places, participant.first_name))


def cancelled_in_place(appointment: Appointment, participant: Participant) -> Message:
    return message(phrase("Cancelled: {meeting}", meeting=_line(appointment, participant)))


def taken_back(participant: Participant) -> Message:
    return message(
        phrase("The times for {person} are not offered any more.", person=who(participant)),
        buttons=[[_again(participant)], [to_list()]],
    )


def is_over(participant: Participant) -> Message:
    return message(
        phrase("That meeting with {person} can't be changed any more.", person=who(participant)),
        buttons=[[_again(participant)], [to_list()]],
    )


def soon(appointment: Appointment, participant: Participant, places: MeetingPlaces) -> Message:
    return message(
        strong(phrase("⏰ Soon: a meeting with {person}", person=who(participant))),
        *_about(appointment, participant, places),
        buttons=_buttons(appointment),
    )


def did_it_take_place(view: MeetingView) -> Message:
    assert isinstance(view.of, Appointment), "only what was booked can have taken place"
    return message(
        strong(phrase("Did the meeting with {person} take place?", person=who(view.participant))),
        _line(view.of, view.participant),
        buttons=_outcomes(view.id),
    )


def recorded(view: MeetingView) -> Message:
    assert isinstance(view.of, Appointment), "only what was booked can have taken place"
    said = {
        State.HELD: phrase("✅ The meeting took place."),
        State.MISSED: phrase("{person} did not come.", person=who(view.participant)),
        State.CANCELLED: phrase("The meeting was cancelled."),
        State.BOOKED: phrase("The meeting is booked."),
    }[view.of.state]
    again = [] if view.of.state is State.HELD else [_again(view.participant)]
    return message(
        said,
        _line(view.of, view.participant),
        buttons=[again, [Button(phrase("✏ Correct it"), encode("bm", "q", view.id))]],
    )


def line_today(view: MeetingView) -> Paragraph:
    """One line of the consultants' morning."""
    assert isinstance(view.of, Appointment), "only what is booked is today"
    fields: dict[str, Param] = {
        "time": LocalMoment(view.of.starts_at, "time"),
        "person": who(view.participant),
        "consultant": Verbatim(view.of.consultant_name),
    }
    if view.of.interpreter:
        return item(phrase("📅 {time}: {person} with {consultant}, 🗣 interpreter", **fields))
    return item(phrase("📅 {time}: {person} with {consultant}", **fields))


def to_list() -> Button:
    return Button(phrase("📅 All meetings"), encode("bm", "m"))


def to_offer(participant: Participant) -> Button:
    """For whoever shows a person to the consultants."""
    return Button(phrase("📅 Offer a meeting"), encode("bm", "o", participant.id or 0))


def _about(
    appointment: Appointment, participant: Participant, places: MeetingPlaces
) -> list[Paragraph]:
    language = LanguageName(participant.language)
    return [
        Paragraph(_line(appointment, participant)),
        *words.details(appointment, places),
        item(phrase("Language: {language}", language=language)),
        *([item(phrase("Asks for another time"))] if appointment.move_asked_at else []),
    ]


def _line(appointment: Appointment, participant: Participant) -> Phrase:
    return phrase(
        "{when}: {person} with {consultant}",
        when=words.when(appointment.starts_at), person=who(participant),
        consultant=Verbatim(appointment.consultant_name),
    )  # fmt: skip


def _waits(view: MeetingView) -> Phrase:
    return phrase(
        "{person}, from {consultant}",
        person=who(view.participant), consultant=Verbatim(view.of.consultant_name),
    )  # fmt: skip


def _open(view: MeetingView) -> Button:
    name = Verbatim(view.participant.first_name)
    if isinstance(view.of, Offer):
        return Button(phrase("⏳ {person}", person=name), encode("bm", "u", view.id))
    at = LocalMoment(view.of.starts_at, "short")
    return Button(phrase("{when}: {person}", when=at, person=name), encode("bm", "v", view.id))


def _buttons(appointment: Appointment) -> list[list[Button]]:
    number = appointment.id or 0
    wanted = not appointment.interpreter
    return [
        [Button(phrase("🕑 Offer new times"), encode("bm", "n", number))],
        [Button(phrase("✖ Cancel the meeting"), encode("bm", "c", number))],
        [
            Button(
                phrase("🗣 With an interpreter") if wanted else phrase("🗣 Without an interpreter"),
                encode("bm", "i", number, int(wanted)),
            )
        ],
    ]


def _outcomes(number: int) -> list[list[Button]]:
    return [
        [Button(phrase("✅ Yes, it took place"), encode("bm", "h", number))],
        [Button(phrase("☐ The person did not come"), encode("bm", "f", number))],
        [Button(phrase("✖ It was cancelled"), encode("bm", "z", number))],
    ]


def _again(participant: Participant) -> Button:
    return Button(phrase("🕑 Offer new times"), encode("bm", "o", participant.id or 0))


def _offer_again(offer: Offer) -> Button:
    """For what the offer was for: a new meeting, or one that moves."""
    if offer.appointment_id is not None:
        return Button(phrase("🕑 Offer new times"), encode("bm", "n", offer.appointment_id))
    return Button(phrase("🕑 Offer new times"), encode("bm", "o", offer.participant_id))
