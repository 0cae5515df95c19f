"""Offering times to a person, by buttons.  Nothing is remembered between the steps: what was
chosen travels in the buttons, and the times stand in the message."""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.appointments.rules.appointments import (
    MOST_TIMES,
    USUAL_MINUTES,
    Appointment,
    NotAnOffer,
    Offer,
    OfferedTime,
    check_times,
    choosable,
    overlapping,
)
from bot.appointments.rules.offer_drafts import OfferDraft, Subject
from bot.appointments.rules.places import MeetingPlaces
from bot.appointments.rules.times import days_ahead, moment_of, times_on
from bot.appointments.storage.repositories import Appointments
from bot.appointments.views import consultant as appointment_desk
from bot.appointments.views import offers as words
from bot.appointments.views import participant as persons
from bot.cases.handlers.answered import mark_answered
from bot.eligibility.storage.repositories import Applications
from bot.kernel.buttons import InvalidButton, Pressed, decode
from bot.kernel.calendar import Calendar
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import LocalMoment, Message, Phrase
from bot.kernel.participants import Participant
from bot.kernel.stamps import read_stamp

# The question of the eligibility check, and its answer, that say who needs an interpreter.
SUPPORT_QUESTION, INTERPRETER = "support", "interpreter"


@dataclass(frozen=True)
class _Form:
    """The form as it stands.  `moved`: the appointment that gets another time."""

    subject: Subject
    participant: Participant
    moved: Appointment | None
    chosen: list[datetime]


@dataclass(frozen=True)
class OfferWizard:
    places: MeetingPlaces
    calendar: Calendar

    async def press(self, context: ConsultantContext, pressed: Pressed) -> None:
        """`bm:o:<participant>` and `bm:n:<appointment>` begin; the other verbs are its steps.

        Raises NotAButton."""
        match pressed.arguments:
            case ("o", _):
                await self._begin(context, Subject("p", pressed.number(1)))
            case ("n", _):
                await self._begin(context, Subject("a", pressed.number(1)))
            case ("d" | "t" | "l" | "s" | "y" | "x", subject, *_):
                await self._step(context, Subject.read(subject), pressed)
            case _:
                raise InvalidButton("bm")

    async def _begin(self, context: ConsultantContext, subject: Subject) -> None:
        form = await self._form(context, subject, [])
        if form is not None:
            await context.say(await self._days(context, form), about=form.participant)

    async def _step(self, context: ConsultantContext, subject: Subject, pressed: Pressed) -> None:
        shown = await context.shown()
        if shown is None or not is_form(shown):
            await context.say(words.sent_already())
            return
        form = await self._form(context, subject, _chosen(shown))
        if form is None:
            return
        match pressed.arguments:
            case ("d", _):
                await context.edit(await self._days(context, form))
            case ("d", _, day):
                await context.edit(await self._times(context, form, read_stamp(day)))
            case ("t", _, _, "0" | "1" as wanted):
                await self._toggle(context, form, _moment(pressed), wanted == "1")
            case ("l", _):
                await context.edit(self._place(form))
            case ("l", _, place_id):
                await context.edit(await self._minutes(context, form, place_id))
            case ("s", _, *_):
                await context.edit(await self._summary(context, form, self._draft(pressed)))
            case ("y", _, *_):
                await self._send(context, form, self._draft(pressed))
            case ("x", _):
                await context.edit(words.left())
            case _:
                raise InvalidButton("bm")

    async def _form(
        self, context: ConsultantContext, subject: Subject, chosen: list[datetime]
    ) -> _Form | None:
        """None where it was said why not.  Raises NotAButton."""
        moved = None
        number = subject.number
        if subject.kind == "a":
            moved = await context.uow[Appointments].get(subject.number)
            if moved is None:
                raise InvalidButton("bm")
            number = moved.participant_id
        participant = await context.uow[Participants].find(number)
        if participant is None:
            raise InvalidButton("bm")
        if moved is not None and not moved.coming(context.now):
            await context.say(appointment_desk.is_over(participant))
            return None
        return _Form(subject, participant, moved, chosen)

    def _draft(self, pressed: Pressed) -> OfferDraft:
        draft = OfferDraft.read(pressed.arguments[1:])
        if self.places.place(draft.place_id) is None:
            raise InvalidButton("bm")
        return draft

    # --- the steps

    async def _days(self, context: ConsultantContext, form: _Form) -> Message:
        days = days_ahead(self.calendar, context.now)
        noons = [datetime.combine(day, time(12), self.calendar.zone) for day in days]
        number = form.participant.id or 0
        booked = await context.uow[Appointments].coming_of(number, context.now)
        return words.ask_day(form.subject, form.participant, noons, form.chosen, booked)

    async def _times(self, context: ConsultantContext, form: _Form, day: date) -> Message:
        times = times_on(day, self.calendar, context.now)
        booked = await context.uow[Appointments].lock_of(context.by)
        but = form.moved.id if form.moved else None
        busy = {t for t in times if overlapping(t, USUAL_MINUTES, context.by, booked, but)}
        return words.ask_time(form.subject, form.participant, times, form.chosen, busy)

    async def _toggle(
        self, context: ConsultantContext, form: _Form, moment: datetime, wanted: bool
    ) -> None:
        chosen = {t for t in form.chosen if t > context.now} - {moment}
        if wanted and moment > context.now:
            chosen.add(moment)
        if len(chosen) > MOST_TIMES:
            await context.say(words.not_an_offer("many"))
            return
        day = moment.astimezone(self.calendar.zone).date()
        changed = _Form(form.subject, form.participant, form.moved, sorted(chosen))
        await context.edit(await self._times(context, changed, day))

    def _place(self, form: _Form) -> Message:
        return words.ask_place(form.subject, form.participant, self.places, form.chosen)

    async def _minutes(self, context: ConsultantContext, form: _Form, place_id: str) -> Message:
        if self.places.place(place_id) is None:
            raise InvalidButton("bm")
        interpreter = await self._needs_interpreter(context, form)
        draft = OfferDraft(form.subject, place_id, USUAL_MINUTES, interpreter, 0)
        return words.ask_minutes(draft, form.participant, form.chosen)

    async def _needs_interpreter(self, context: ConsultantContext, form: _Form) -> bool:
        """As it was for the meeting that moves; else as the person said in the check."""
        if form.moved is not None:
            return form.moved.interpreter
        application = await context.uow[Applications].latest(form.participant.id or 0)
        answer = application.value(SUPPORT_QUESTION) if application else None
        return INTERPRETER in (answer or "").split(",")

    async def _summary(
        self, context: ConsultantContext, form: _Form, draft: OfferDraft
    ) -> Message:
        busy = [
            (moment, await context.uow[Participants].get(other.participant_id))
            for moment in form.chosen
            if (other := await self._other(context, form, draft, moment))
        ]
        return words.summary(draft, form.participant, self.places, form.chosen, busy)

    async def _other(
        self, context: ConsultantContext, form: _Form, draft: OfferDraft, moment: datetime
    ) -> Appointment | None:
        booked = await context.uow[Appointments].lock_of(context.by)
        but = form.moved.id if form.moved else None
        return overlapping(moment, draft.minutes, context.by, booked, but)

    # --- the end

    async def _send(self, context: ConsultantContext, form: _Form, draft: OfferDraft) -> None:
        try:
            times = check_times(form.chosen, draft.minutes, self.calendar, context.now)
        except NotAnOffer as error:
            await self._refuse(context, form, error.reason)
            return
        offer = await self._offer(context, form, draft, times)
        await self._replace_older(context, form)
        await context.uow[Appointments].add_offer(offer)
        booked = await context.uow[Appointments].lock_of(context.by)
        can_be_had = choosable(offer, booked, context.now)
        recipient = context.to(form.participant)
        await recipient.say(persons.offer(offer, can_be_had, self.places))
        await mark_answered(context, form.participant)
        await context.edit(words.sent(form.participant, times))

    async def _offer(
        self, context: ConsultantContext, form: _Form, draft: OfferDraft, times: list[datetime]
    ) -> Offer:
        things = ",".join(thing.id for thing in self.places.marked(draft.things))
        offered = [
            OfferedTime(t, knowingly=await self._other(context, form, draft, t) is not None)
            for t in times
        ]
        return Offer(
            form.participant.id or 0,
            context.by,
            context.name,
            draft.place_id,
            draft.minutes,
            things,
            draft.interpreter,
            context.now,
            offered,
            form.moved.id if form.moved else None,
        )

    async def _replace_older(self, context: ConsultantContext, form: _Form) -> None:
        """What was offered for the same and not answered: two offers would make two meetings."""
        number = form.moved.id if form.moved else None
        for older in await context.uow[Appointments].open_offers_of(form.participant.id or 0):
            if older.appointment_id == number:
                older.closed_at = context.now

    async def _refuse(self, context: ConsultantContext, form: _Form, reason: str) -> None:
        """The answer, and the days again without what has passed."""
        await context.say(words.not_an_offer(reason))
        kept = [t for t in form.chosen if t > context.now]
        left = _Form(form.subject, form.participant, form.moved, kept)
        await context.edit(await self._days(context, left))


def is_form(shown: Message) -> bool:
    """Whether a message is a form that goes on: every step of it can be left."""
    data = (decode(b.data) for row in shown.buttons for b in row)
    return any(p.topic == "bm" and p.arguments[:1] == ("x",) for p in data)


def _chosen(shown: Message) -> list[datetime]:
    times = []
    for paragraph in shown.paragraphs:
        content = paragraph.content
        when = content.params.get("when") if isinstance(content, Phrase) else None
        if isinstance(when, LocalMoment) and when.show == "short":
            times.append(when.value)
    return times


def _moment(pressed: Pressed) -> datetime:
    try:
        return moment_of(pressed.number(2))
    except ValueError:
        raise InvalidButton("bm") from None
