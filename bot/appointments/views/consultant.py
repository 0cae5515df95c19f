"""Meetings with one person, as the consultants read them."""

from dataclasses import dataclass, replace

from bot.appointments.buttons import (
    CancelAppointment,
    ConfirmCancellation,
    CorrectOutcome,
    ListAppointments,
    OfferNewTimes,
    OpenAppointment,
    OpenOffer,
    Outcome,
    RecordOutcome,
    SetInterpreter,
    WithdrawOffer,
)
from bot.appointments.rules.appointments import Appointment, AppointmentState, Offer
from bot.appointments.rules.places import MeetingPlaces
from bot.appointments.views import participant as words
from bot.cases.buttons import OfferMeeting
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
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.pager import Page
from bot.kernel.views.people import who


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
        *[item(line(v.of, v.participant)) for v in booked if isinstance(v.of, Appointment)],
        *([strong(phrase("Offered, no answer yet"))] if waiting else []),
        *[item(_waits(v)) for v in waiting],
        buttons=[*[[_open(view)] for view in page.items], page.turning(ListAppointments)],
    )


def card(view: MeetingView, places: MeetingPlaces) -> Message:
    of, person = view.of, view.participant
    if isinstance(of, Offer):
        take_back = Button(phrase("✖ Take the offer back"), WithdrawOffer(view.id).pack())
        return message(
            strong(phrase("Offered to {person}", person=who(person))),
            *[
                item(LocalMoment(t.starts_at, "short"))
                for t in sorted(of.times, key=lambda t: t.starts_at)
            ],
            *words.details(of, places),
            buttons=[[again(person)], [take_back], [to_list()]],
        )
    return message(
        *about(of, person, places), buttons=[*changes(of), [to_list()]]
    )  # fmt: skip


def sure_to_cancel(view: MeetingView) -> Message:
    assert isinstance(view.of, Appointment), "an offer is taken back, not cancelled"
    return message(
        phrase("Do you want to cancel this meeting?"),
        line(view.of, view.participant),
        quiet(phrase("I tell {person} at once.", person=who(view.participant))),
        buttons=[
            [Button(phrase("✖ Yes, cancel it"), ConfirmCancellation(view.id).pack())],
            [Button(phrase("◀ Keep the meeting"), OpenAppointment(view.id).pack())],
        ],
    )


def cancelled(
    appointment: Appointment, participant: Participant, places: MeetingPlaces
) -> Message:
    """By a consultant; with the file that takes it out of the calendar."""
    said = message(
        phrase("This meeting is cancelled:"),
        line(appointment, participant),
        phrase("{person} has been told.", person=who(participant)),
        buttons=[[again(participant)]],
    )
    return replace(said, enclosure=words.event(appointment, places, participant.first_name, False))


def cancelled_in_place(appointment: Appointment, participant: Participant) -> Message:
    return message(phrase("This meeting is cancelled:"), line(appointment, participant))


def taken_back(participant: Participant) -> Message:
    return message(
        phrase("The times for {person} are not offered any more.", person=who(participant)),
        buttons=[[again(participant)], [to_list()]],
    )


def is_over(participant: Participant) -> Message:
    return message(
        phrase("That meeting with {person} can't be changed any more.", person=who(participant)),
        buttons=[[again(participant)], [to_list()]],
    )


def did_it_take_place(view: MeetingView) -> Message:
    assert isinstance(view.of, Appointment), "only what was booked can have taken place"
    return message(
        strong(phrase("Did the meeting with {person} take place?", person=who(view.participant))),
        line(view.of, view.participant),
        buttons=_outcomes(view.id),
    )


def recorded(view: MeetingView) -> Message:
    assert isinstance(view.of, Appointment), "only what was booked can have taken place"
    said = {
        AppointmentState.HELD: phrase("✅ The meeting took place."),
        AppointmentState.MISSED: phrase("{person} did not come.", person=who(view.participant)),
        AppointmentState.CANCELLED: phrase("The meeting was cancelled."),
        AppointmentState.BOOKED: phrase("The meeting is booked."),
    }[view.of.state]
    anew = [] if view.of.state is AppointmentState.HELD else [again(view.participant)]
    return message(
        said,
        line(view.of, view.participant),
        buttons=[anew, [Button(phrase("✏ Correct it"), CorrectOutcome(view.id).pack())]],
    )


def line_today(view: MeetingView) -> Phrase:
    """One line of the consultants' morning."""
    assert isinstance(view.of, Appointment), "only what is booked is today"
    fields: dict[str, Param] = {
        "time": LocalMoment(view.of.starts_at, "time"),
        "person": who(view.participant),
        "consultant": Verbatim(view.of.consultant_name),
    }
    if view.of.interpreter:
        return phrase("📅 {time}: {person} with {consultant}, 🗣 interpreter", **fields)
    return phrase("📅 {time}: {person} with {consultant}", **fields)


def line_unanswered(participant: Participant) -> Phrase:
    """Another line of that morning."""
    return phrase("⏳ {person} has not chosen a time yet", person=who(participant))


def to_list() -> Button:
    return Button(phrase("📅 All meetings"), ListAppointments().pack())


def about(
    appointment: Appointment, participant: Participant, places: MeetingPlaces
) -> list[Paragraph]:
    language = LanguageName(participant.language)
    return [
        Paragraph(line(appointment, participant)),
        *words.details(appointment, places),
        item(phrase("Language: {language}", language=language)),
        *([item(phrase("Asks for another time"))] if appointment.move_asked_at else []),
    ]


def line(appointment: Appointment, participant: Participant) -> Phrase:
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
        return Button(phrase("⏳ {person}", person=name), OpenOffer(view.id).pack())
    at = LocalMoment(view.of.starts_at, "short")
    return Button(
        phrase("{when}: {person}", when=at, person=name), OpenAppointment(view.id).pack()
    )


def changes(appointment: Appointment) -> list[list[Button]]:
    number = appointment.id or 0
    wanted = not appointment.interpreter
    return [
        [Button(phrase("🕑 Offer new times"), OfferNewTimes(number).pack())],
        [Button(phrase("✖ Cancel the meeting"), CancelAppointment(number).pack())],
        [
            Button(
                phrase("🗣 With an interpreter") if wanted else phrase("🗣 Without an interpreter"),
                SetInterpreter(number, wanted).pack(),
            )
        ],
    ]


def _outcomes(number: int) -> list[list[Button]]:
    return [
        [Button(phrase("✅ Yes, it took place"), RecordOutcome(number, Outcome.HELD).pack())],
        [
            Button(
                phrase("☐ The person did not come"), RecordOutcome(number, Outcome.MISSED).pack()
            )
        ],
        [Button(phrase("✖ It was cancelled"), RecordOutcome(number, Outcome.CANCELLED).pack())],
    ]


def again(participant: Participant) -> Button:
    return Button(phrase("🕑 Offer new times"), OfferMeeting(participant.id or 0).pack())
