"""A participant's statement and certificate, issued by a consultant."""

from dataclasses import dataclass, replace

from bot.course.buttons import ApproveCertificate, PersonButton
from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Course
from bot.course.rules.documents import Certificate
from bot.course.rules.enrolments import EnrolmentStatus
from bot.course.rules.overview import statement
from bot.course.rules.progress import can_finish, finish
from bot.course.views import course
from bot.documents import requests
from bot.kernel.calendar import Calendar
from bot.kernel.callback_data import InvalidButton
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Day, Verbatim, phrase
from bot.kernel.views import forms
from bot.roster.buttons import ConfirmCertificate, IssueStatement
from bot.roster.views import certificates as views
from bot.roster.views.status import PersonView

LONGEST_NAME = 60  # fits on the certificate in any script


@dataclass(frozen=True)
class Certificates:
    course: Course
    calendar: Calendar

    async def press(
        self, context: ConsultantContext, view: PersonView, cohort: Cohort, button: PersonButton
    ) -> None:
        """Raises InvalidButton."""
        match button:
            case IssueStatement():
                await self._statement(context, view, cohort)
            case ApproveCertificate() | ConfirmCertificate():
                await self._certificate(context, view, cohort, button)
            case _:
                raise InvalidButton("s")

    async def rename(self, context: ConsultantContext, view: PersonView, text: str) -> None:
        """Ask again for the approval, with another name on the certificate."""
        name = " ".join(text.split())
        if not 0 < len(name) <= LONGEST_NAME:
            await context.say(views.name_too_long(LONGEST_NAME))
            return
        await context.edit(forms.goes_on_below())
        await context.say(views.confirm_approval(view, name), about=view.participant)

    async def _statement(
        self, context: ConsultantContext, view: PersonView, cohort: Cohort
    ) -> None:
        if not await requests.consultant_may_have(context):
            return
        document = statement(
            view.participant, view.enrolment, cohort, self.course, self.calendar, context.now
        )
        shown = views.statement(view.participant, document)
        await requests.say_to_consultant(context, shown, view.participant)

    async def _certificate(
        self,
        context: ConsultantContext,
        view: PersonView,
        cohort: Cohort,
        button: ApproveCertificate | ConfirmCertificate,
    ) -> None:
        participant = view.participant
        if view.enrolment.status is EnrolmentStatus.FINISHED:
            by = view.enrolment.approved_by
            await context.say(views.approved_already(participant, by))
        elif not can_finish(view.enrolment, self.course):
            await context.say(views.not_complete(participant))
        elif isinstance(button, ApproveCertificate):
            asked = views.confirm_approval(view, participant.first_name)
            await context.say(asked, about=participant)
        else:
            await self._approve(context, view, cohort)

    async def _approve(self, context: ConsultantContext, view: PersonView, cohort: Cohort) -> None:
        shown = await context.shown()
        form = views.form_of(shown) if shown else None
        name = form.name if form else view.participant.first_name
        finish(view.enrolment, self.course, context.name, context.now)
        document = self._document(context, view, cohort, name)
        recipient = context.to(view.participant)
        await recipient.say(views.congratulations(document))
        if view.participant.language != CONSULTANT_LANGUAGE:
            danish = replace(document, language=CONSULTANT_LANGUAGE)
            await recipient.say(course.in_danish(danish))
        await context.edit(views.approved())
        given = views.certificate_given(view.participant, document)
        await context.say(given, about=view.participant)

    def _document(
        self, context: ConsultantContext, view: PersonView, cohort: Cohort, name: str
    ) -> Certificate:
        today = self.calendar.today
        began = max(cohort.release_day(1, self.calendar), today(view.enrolment.admitted_at))
        return Certificate(
            Verbatim(name),
            Verbatim(cohort.name),
            Day(began),
            Day(today(context.now)),
            Verbatim(context.name),
            tuple(phrase(week.title) for week in self.course.weeks),
        )
