"""The status of a cohort, a person's card, and the attendance of the course's meetings."""

from dataclasses import dataclass
from datetime import date

from bot.course.buttons import (
    BackToPerson,
    OpenPerson,
    PersonButton,
    ShowCohortStatus,
    StatusButton,
    TakeAttendance,
)
from bot.course.rules.cohorts import Cohort
from bot.course.rules.enrolments import in_order, record_attendance
from bot.course.storage.repositories import Cohorts
from bot.kernel.callback_data import InvalidButton
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.messages import Message
from bot.kernel.views.pager import page_of
from bot.plan.consultant.plan import PlanConsultantHandlers
from bot.roster.buttons import (
    AskAttendance,
    ChooseAttendanceDay,
    ConfirmNobodyCame,
    CorrectAttendance,
    RecordAttendance,
    RecordAttendanceToday,
    SaveAttendance,
    ShowSubmissions,
    TickAttendance,
)
from bot.roster.consultant.certificates import Certificates
from bot.roster.handlers import Roster
from bot.roster.views import attendance, certificates
from bot.roster.views import status as views
from bot.roster.views.status import PersonView


@dataclass(frozen=True)
class StatusHandlers:
    roster: Roster
    certificates: Certificates
    plans: PlanConsultantHandlers

    async def show(self, context: ConsultantContext) -> None:
        """The status of the only open cohort; with several, ask which one."""
        cohorts = await context.uow[Cohorts].open_ones()
        if len(cohorts) == 1:
            await context.say(await self._status(context, cohorts[0], 0))
        else:
            await context.say(views.which_cohort(cohorts))

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """Another name for a certificate; False where `shown` does not ask for one.

        Raises InvalidButton.
        """
        form = certificates.form_of(shown)
        if form is None:
            return False
        view, _ = await self.roster.of_id(context.uow, form.enrolment, context.now)
        await self.certificates.rename(context, view, text)
        return True

    async def press(self, context: ConsultantContext, button: StatusButton) -> None:
        """Raises InvalidButton."""
        match button:
            case ShowCohortStatus(cohort_id, page):
                cohort = await self._cohort(context, cohort_id)
                await context.edit(await self._status(context, cohort, page or 0))
            case TakeAttendance(cohort_id):
                cohort = await self._cohort(context, cohort_id)
                today = self.roster.today(context.now)
                await context.say(await self._meeting(context, cohort, today))
            case CorrectAttendance(cohort_id, day):
                await self._correct(context, await self._cohort(context, cohort_id), day)
            case TickAttendance():
                await self._tick(context, await self._cohort(context, button.cohort), button)
            case SaveAttendance(cohort_id, day):
                cohort = await self._cohort(context, cohort_id)
                await self._save(context, cohort, day, confirmed=False)
            case ConfirmNobodyCame(cohort_id, day):
                cohort = await self._cohort(context, cohort_id)
                await self._save(context, cohort, day, confirmed=True)
            case PersonButton():
                await self._press_person(context, button)

    async def _press_person(self, context: ConsultantContext, button: PersonButton) -> None:
        view, cohort = await self.roster.of_id(context.uow, button.enrolment, context.now)
        match button:
            case OpenPerson():
                await context.say(await self._card(context, view, cohort), about=view.participant)
            case BackToPerson():
                await context.edit(await self._card(context, view, cohort))
            case ChooseAttendanceDay():
                await context.edit(attendance.which_day(view, self.roster.days(context.now)))
            case AskAttendance(_, day):
                await self._ask_presence(context, view, day)
            case RecordAttendance() | RecordAttendanceToday():
                await self._record(context, view, cohort, button)
            case ShowSubmissions():
                await context.edit(self._submissions(view))
            case _:
                await self.certificates.press(context, view, cohort, button)

    async def _cohort(self, context: ConsultantContext, cohort_id: int) -> Cohort:
        """Raises InvalidButton where there is no such cohort."""
        cohort = await context.uow[Cohorts].get(cohort_id)
        if cohort is None:
            raise InvalidButton("s")
        return cohort

    async def _status(self, context: ConsultantContext, cohort: Cohort, number: int) -> Message:
        people = await self.roster.of_cohort(context.uow, cohort, context.now)
        today = self.roster.today(context.now)
        return views.of_cohort(cohort, page_of(people, number), today)

    async def _card(self, context: ConsultantContext, view: PersonView, cohort: Cohort) -> Message:
        pairs = in_order(view.enrolment, self.roster.course)
        due = [(task, submission) for task, submission in pairs if not submission.is_done]
        plan = await self.plans.ready_state(context.uow, view.enrolment)
        return views.card(view, cohort, due, self.roster.today(context.now), plan)

    def _submissions(self, view: PersonView) -> Message:
        pairs = in_order(view.enrolment, self.roster.course)
        handed_in = [(task, submission) for task, submission in pairs if submission.version]
        return views.answers(view, handed_in)

    # --- one person at one meeting

    async def _ask_presence(self, context: ConsultantContext, view: PersonView, day: date) -> None:
        if self.roster.can_record(day, context.now):
            await context.edit(attendance.ask_presence(view, day))
        else:
            await context.say(attendance.too_long_ago())

    async def _record(
        self,
        context: ConsultantContext,
        view: PersonView,
        cohort: Cohort,
        button: RecordAttendance | RecordAttendanceToday,
    ) -> None:
        """A button that says "today" asks for the day when it is pressed on a later one."""
        says_today = isinstance(button, RecordAttendanceToday)
        if not view.enrolment.active or not self.roster.can_record(button.day, context.now):
            await context.say(attendance.too_long_ago())
        elif says_today and button.day != self.roster.today(context.now):
            await context.edit(attendance.which_day(view, self.roster.days(context.now)))
        else:
            self._set(context, view, button.day, button.present)
            await context.edit(await self._card(context, view, cohort))

    def _set(self, context: ConsultantContext, view: PersonView, day: date, present: bool) -> None:
        record_attendance(view.enrolment, day, present, context.by, context.now)

    # --- everybody at one meeting

    async def _correct(self, context: ConsultantContext, cohort: Cohort, day: date) -> None:
        if self.roster.can_record(day, context.now):
            await context.edit(await self._meeting(context, cohort, day))
        else:
            await context.say(attendance.too_long_ago())

    async def _tick(
        self, context: ConsultantContext, cohort: Cohort, button: TickAttendance
    ) -> None:
        view, _ = await self.roster.of_id(context.uow, button.enrolment, context.now)
        is_member = view.enrolment.cohort_id == cohort.id
        if not is_member or not self.roster.can_record(button.day, context.now):
            await context.say(attendance.too_long_ago())
            return
        self._set(context, view, button.day, button.present)
        await context.edit(await self._meeting(context, cohort, button.day))

    async def _save(
        self, context: ConsultantContext, cohort: Cohort, day: date, *, confirmed: bool
    ) -> None:
        """Members without a tick are recorded as absent; nobody present must be confirmed."""
        if not self.roster.can_record(day, context.now):
            await context.say(attendance.too_long_ago())
            return
        members = await self.roster.members(context.uow, cohort, context.now)
        present = sum(member.was_present(day) for member in members)
        if not present and not confirmed:
            await context.edit(attendance.nobody_ticked(cohort, day))
            return
        for member in members:
            if not member.was_present(day):
                self._set(context, member, day, False)
        await context.edit(attendance.meeting_saved(cohort, day, present, len(members)))

    async def _meeting(self, context: ConsultantContext, cohort: Cohort, day: date) -> Message:
        members = await self.roster.members(context.uow, cohort, context.now)
        return attendance.meeting(cohort, members, day)
