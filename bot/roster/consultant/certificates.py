"""The statement and the certificate of one person, given out by a consultant."""

from dataclasses import dataclass, replace

from bot.course.rules import overview as course_views
from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Course
from bot.course.rules.documents import Certificate
from bot.course.rules.enrolments import EnrolmentStatus
from bot.course.rules.progress import can_finish, finish
from bot.course.views import cohort_drafts as run_drafts
from bot.course.views import course
from bot.kernel.buttons import InvalidButton, Pressed, decode
from bot.kernel.calendar import Calendar
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Day, Message, Verbatim, phrase
from bot.kernel.views import forms
from bot.roster.views import certificates as words
from bot.roster.views.status import PersonView

LONGEST_NAME = 60  # fits on the certificate in any script


@dataclass(frozen=True)
class Certificates:
    course: Course
    calendar: Calendar

    async def press(
        self, context: ConsultantContext, view: PersonView, run: Cohort, pressed: Pressed
    ) -> None:
        """`s:s:<enrolment>`, `s:c:<enrolment>`, `s:cy:<enrolment>`.  Raises NotAButton."""
        match pressed.argument(0):
            case "s":
                await self._state(context, view, run)
            case "c" | "cy" if view.enrolment.status is EnrolmentStatus.FINISHED:
                by = view.enrolment.approved_by
                await context.say(words.approved_already(view.participant, by))
            case "c" | "cy" if not can_finish(view.enrolment, self.course):
                await context.say(words.not_complete(view.participant))
            case "c":
                asked = words.really_approve(view, view.participant.first_name)
                await context.say(asked, about=view.participant)
            case "cy":
                await self._approve(context, view, run)
            case _:
                raise InvalidButton("s")

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """Another name for the certificate; False where the message does not ask for one."""
        if not _asks_for_name(shown):
            return False
        name = " ".join(text.split())
        if not 0 < len(name) <= LONGEST_NAME:
            await context.say(words.name_too_long(LONGEST_NAME))
            return True
        paragraphs = tuple(words.with_name(p, name) for p in shown.paragraphs)
        await context.edit(forms.goes_on_below())
        participant = await context.uow[Outbox].about(context.message_id or 0, context.chat_id)
        about = await context.uow[Participants].get(participant) if participant else None
        await context.say(Message(paragraphs, shown.buttons), about=about)
        return True

    async def _state(self, context: ConsultantContext, view: PersonView, run: Cohort) -> None:
        paper = course_views.statement(
            view.participant, view.enrolment, run, self.course, self.calendar, context.now
        )
        await context.say(words.statement(view.participant, paper), about=view.participant)

    async def _approve(self, context: ConsultantContext, view: PersonView, run: Cohort) -> None:
        shown = await context.shown()
        name = (run_drafts.name_in(shown) if shown else None) or view.participant.first_name
        finish(view.enrolment, self.course, context.name, context.now)
        paper = self._certificate(context, view, run, name)
        recipient = context.to(view.participant)
        await recipient.say(words.congratulations(paper))
        if view.participant.language != CONSULTANT_LANGUAGE:
            await recipient.say(course.in_danish(replace(paper, language=CONSULTANT_LANGUAGE)))
        await context.edit(words.approved())
        await context.say(words.certificate_given(view.participant, paper), about=view.participant)

    def _certificate(
        self, context: ConsultantContext, view: PersonView, run: Cohort, name: str
    ) -> Certificate:
        today = self.calendar.today
        began = max(run.release_day(1, self.calendar), today(view.enrolment.admitted_at))
        return Certificate(
            Verbatim(name),
            Verbatim(run.name),
            Day(began),
            Day(today(context.now)),
            Verbatim(context.name),
            tuple(phrase(week.title) for week in self.course.weeks),
        )


def _asks_for_name(shown: Message) -> bool:
    pressed = [decode(button.data) for row in shown.buttons for button in row]
    return any(p.topic == "s" and p.arguments[:1] == ("cy",) for p in pressed)
