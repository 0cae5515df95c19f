"""The consultants' desk with all that is done at it."""

from collections.abc import Callable

from bot.app.consultant_router import ConsultantRouter
from bot.app.views import consultant_help
from bot.appointments.buttons import AppointmentButton
from bot.appointments.consultant.appointments import ConsultantAppointments
from bot.appointments.views import offers
from bot.cases.buttons import CaseButton, OfferMeeting, OpenPhrasebook
from bot.cases.consultant import CaseConsultantHandlers
from bot.content.loader import Content
from bot.course.buttons import CohortButton, StatusButton
from bot.course.consultant.cohort_wizard import CohortWizard
from bot.course.consultant.cohorts import CohortHandlers
from bot.course.handlers import WeekReleases
from bot.eligibility.buttons import Decide
from bot.eligibility.consultant import DecisionHandlers
from bot.kernel.calendar import Calendar
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.messages import Param
from bot.kernel.ports import Clock, ConsultantsChat
from bot.office.buttons import AbsenceButton
from bot.office.consultant import AbsenceHandlers
from bot.office.handlers import Office
from bot.phrasebook.buttons import PhrasebookButton
from bot.phrasebook.consultant import PhrasebookHandlers
from bot.plan.buttons import DanishButton, EnrolmentPlanButton
from bot.plan.consultant.danish import DanishDesk
from bot.plan.consultant.plan import PlanDesk
from bot.plan.handlers.files import PlanFiles
from bot.reminders.buttons import ConsultantReminderButton
from bot.reminders.consultant import ReminderDesk
from bot.reminders.handlers.context import ReminderPeople
from bot.roster.buttons import ShowRemindersOf, ShowSubmission
from bot.roster.consultant.certificates import Certificates
from bot.roster.consultant.status import StatusHandlers
from bot.roster.handlers import Roster
from bot.submissions.buttons import ReviewButton
from bot.submissions.consultant import ReviewHandlers
from bot.workqueue.buttons import ListOpenItems, ShowApplication, ShowCase
from bot.workqueue.consultant import OpenList


def build_consultant_router(
    chat: ConsultantsChat,
    consultant_ids: frozenset[int],
    clock: Clock,
    content: Content,
    calendar: Calendar,
    releases: WeekReleases,
    plain: Callable[[Param, str], str],
    files: PlanFiles,
    office: Office,
    cases: CaseConsultantHandlers,
    appointments: ConsultantAppointments,
    reminded: ReminderPeople,
) -> ConsultantRouter:
    """Join everything that consultants do: what handles which buttons, replies and commands."""
    course = content.course
    cohorts = CohortHandlers(course, calendar, releases, CohortWizard(course, calendar, plain))
    reviews = ReviewHandlers(course, calendar)
    plans = PlanDesk(files.book, calendar, files)
    people = Roster(course, calendar)
    reminders = ReminderDesk(people, reminded, content.reminders)
    status = StatusHandlers(people, Certificates(course, calendar), plans)
    open_list = OpenList(content.eligibility, reviews, cases)
    phrases = PhrasebookHandlers(content.phrasebook, calendar)
    absences, danish = AbsenceHandlers(office), DanishDesk(files.book)
    return ConsultantRouter(
        chat,
        consultant_ids,
        clock,
        cases,
        open_list,
        buttons={
            AbsenceButton: absences,
            AppointmentButton: appointments,
            OfferMeeting: appointments,
            Decide: DecisionHandlers(offers.to_offer),
            CaseButton: cases,
            ConsultantReminderButton: reminders,
            ShowRemindersOf: reminders,
            ListOpenItems: open_list,
            ShowApplication: open_list,
            ShowCase: open_list,
            ShowSubmission: open_list,
            DanishButton: danish,
            EnrolmentPlanButton: plans,
            PhrasebookButton: phrases,
            OpenPhrasebook: phrases,
            CohortButton: cohorts,
            StatusButton: status,
            ReviewButton: reviews,
        },
        replies=(cohorts, reviews, status, phrases, absences, danish, plans, appointments),
        commands={
            "absent": absences.ask,
            "back": absences.end,
            "close": cases.close_here,
            "help": _help,
            "meetings": appointments.show,
            "open": open_list.show,
            "remind": reminders.show,
            "runs": cohorts.show_cohorts,
            "status": status.show,
        },
    )


async def _help(context: ConsultantContext) -> None:
    await context.say(consultant_help.help_())
