"""What consultants read about appointments and open offers."""

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
from bot.appointments.rules.places import AppointmentPlaces
from bot.appointments.views import details
from bot.appointments.views import participant as participant_views
from bot.cases.buttons import OfferAppointment
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
class AppointmentView:
    """An appointment or an open offer, with its participant."""

    of: Appointment | Offer
    participant: Participant

    @property
    def id(self) -> int:
        assert self.of.id is not None, "stored before it is shown"
        return self.of.id


def appointment_list(page: Page[AppointmentView]) -> Message:
    """Appointments, the next first, then open offers."""
    booked = [v for v in page.items if isinstance(v.of, Appointment)]
    waiting = [v for v in page.items if isinstance(v.of, Offer)]
    head = phrase("Meetings to come") if booked else phrase("No meeting is booked.")
    return message(
        strong(head),
        *[item(line(v.of, v.participant)) for v in booked if isinstance(v.of, Appointment)],
        *([strong(phrase("Offered, no answer yet"))] if waiting else []),
        *[item(_pending_line(v)) for v in waiting],
        buttons=[*[[_open_button(view)] for view in page.items], page.turning(ListAppointments)],
    )


def card(view: AppointmentView, places: AppointmentPlaces) -> Message:
    of, person = view.of, view.participant
    if isinstance(of, Offer):
        withdraw = Button(phrase("✖ Take the offer back"), WithdrawOffer(view.id).pack())
        return message(
            strong(phrase("Offered to {person}", person=who(person))),
            *[
                item(LocalMoment(t.starts_at, "short"))
                for t in sorted(of.times, key=lambda t: t.starts_at)
            ],
            *details.details(of, places),
            buttons=[[offer_again_button(person)], [withdraw], [list_button()]],
        )
    return message(
        *summary_lines(of, person, places), buttons=[*change_buttons(of), [list_button()]]
    )  # fmt: skip


def confirm_cancellation(view: AppointmentView) -> Message:
    assert isinstance(view.of, Appointment), "offers are withdrawn, not cancelled"
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
    appointment: Appointment, participant: Participant, places: AppointmentPlaces
) -> Message:
    """By a consultant; with the file that removes it from the calendar."""
    shown = message(
        phrase("This meeting is cancelled:"),
        line(appointment, participant),
        phrase("{person} has been told.", person=who(participant)),
        buttons=[[offer_again_button(participant)]],
    )
    return replace(
        shown,
        enclosure=details.event(appointment, places, participant.first_name, False),
    )


def cancelled_short(appointment: Appointment, participant: Participant) -> Message:
    return message(phrase("This meeting is cancelled:"), line(appointment, participant))


def offer_withdrawn(participant: Participant) -> Message:
    return message(
        phrase("The times for {person} are not offered any more.", person=who(participant)),
        buttons=[[offer_again_button(participant)], [list_button()]],
    )


def not_changeable(participant: Participant) -> Message:
    return message(
        phrase("That meeting with {person} can't be changed any more.", person=who(participant)),
        buttons=[[offer_again_button(participant)], [list_button()]],
    )


def ask_outcome(view: AppointmentView) -> Message:
    assert isinstance(view.of, Appointment), "only appointments have an outcome"
    return message(
        strong(phrase("Did the meeting with {person} take place?", person=who(view.participant))),
        line(view.of, view.participant),
        buttons=_outcome_buttons(view.id),
    )


def outcome_recorded(view: AppointmentView) -> Message:
    assert isinstance(view.of, Appointment), "only appointments have an outcome"
    shown = {
        AppointmentState.HELD: phrase("✅ The meeting took place."),
        AppointmentState.MISSED: phrase("{person} did not come.", person=who(view.participant)),
        AppointmentState.CANCELLED: phrase("The meeting was cancelled."),
        AppointmentState.BOOKED: phrase("The meeting is booked."),
    }[view.of.state]
    offer_again = (
        [] if view.of.state is AppointmentState.HELD else [offer_again_button(view.participant)]
    )
    return message(
        shown,
        line(view.of, view.participant),
        buttons=[offer_again, [Button(phrase("✏ Correct it"), CorrectOutcome(view.id).pack())]],
    )


def line_of_today(view: AppointmentView) -> Phrase:
    """A line of the morning note about an appointment of today."""
    assert isinstance(view.of, Appointment), "the note lists appointments"
    fields: dict[str, Param] = {
        "time": LocalMoment(view.of.starts_at, "time"),
        "person": who(view.participant),
        "consultant": Verbatim(view.of.consultant_name),
    }
    if view.of.interpreter:
        return phrase("📅 {time}: {person} with {consultant}, 🗣 interpreter", **fields)
    return phrase("📅 {time}: {person} with {consultant}", **fields)


def line_unanswered(participant: Participant) -> Phrase:
    """A line of the morning note about an offer without an answer."""
    return phrase("⏳ {person} has not chosen a time yet", person=who(participant))


def list_button() -> Button:
    return Button(phrase("📅 All meetings"), ListAppointments().pack())


def summary_lines(
    appointment: Appointment, participant: Participant, places: AppointmentPlaces
) -> list[Paragraph]:
    language = LanguageName(participant.language)
    return [
        Paragraph(line(appointment, participant)),
        *details.details(appointment, places),
        item(phrase("Language: {language}", language=language)),
        *([item(phrase("Asks for another time"))] if appointment.move_asked_at else []),
    ]


def line(appointment: Appointment, participant: Participant) -> Phrase:
    return phrase(
        "{when}: {person} with {consultant}",
        when=participant_views.when(appointment.starts_at), person=who(participant),
        consultant=Verbatim(appointment.consultant_name),
    )  # fmt: skip


def _pending_line(view: AppointmentView) -> Phrase:
    return phrase(
        "{person}, from {consultant}",
        person=who(view.participant), consultant=Verbatim(view.of.consultant_name),
    )  # fmt: skip


def _open_button(view: AppointmentView) -> Button:
    name = Verbatim(view.participant.first_name)
    if isinstance(view.of, Offer):
        return Button(phrase("⏳ {person}", person=name), OpenOffer(view.id).pack())
    at = LocalMoment(view.of.starts_at, "short")
    return Button(
        phrase("{when}: {person}", when=at, person=name), OpenAppointment(view.id).pack()
    )


def change_buttons(appointment: Appointment) -> list[list[Button]]:
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


def _outcome_buttons(number: int) -> list[list[Button]]:
    return [
        [Button(phrase("✅ Yes, it took place"), RecordOutcome(number, Outcome.HELD).pack())],
        [
            Button(
                phrase("☐ The person did not come"), RecordOutcome(number, Outcome.MISSED).pack()
            )
        ],
        [Button(phrase("✖ It was cancelled"), RecordOutcome(number, Outcome.CANCELLED).pack())],
    ]


def offer_again_button(participant: Participant) -> Button:
    return Button(phrase("🕑 Offer new times"), OfferAppointment(participant.id or 0).pack())
