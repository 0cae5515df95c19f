"""Wiring of the consultants' buttons, replies and commands to their handlers."""

from bot.app.consultant_router import ConsultantRouter
from bot.app.environment import Environment
from bot.app.group_access import GroupAccess
from bot.app.views import consultant_help
from bot.appointments.buttons import AppointmentButton
from bot.appointments.consultant.appointments import AppointmentConsultantHandlers
from bot.appointments.views import offers
from bot.cases.buttons import CaseButton, OfferAppointment, OpenPhrasebook
from bot.cases.consultant import CaseConsultantHandlers
from bot.course.buttons import CohortButton, StatusButton
from bot.course.consultant.cohort_wizard import CohortWizard
from bot.course.consultant.cohorts import CohortHandlers
from bot.course.handlers import WeekReleases
from bot.eligibility.buttons import Decide
from bot.eligibility.consultant import DecisionHandlers
from bot.kernel.consultant_context import ConsultantContext
from bot.office.buttons import AbsenceButton, ColleagueButton
from bot.office.consultant.absences import AbsenceHandlers
from bot.office.consultant.colleagues import ColleagueHandlers
from bot.office.handlers.office import Office
from bot.office.views import colleagues as colleague_views
from bot.phrasebook.buttons import PhrasebookButton
from bot.phrasebook.consultant import PhrasebookHandlers
from bot.plan.buttons import DanishButton, EnrolmentPlanButton
from bot.plan.consultant.danish import DanishConsultantHandlers
from bot.plan.consultant.plan import PlanConsultantHandlers
from bot.plan.handlers.files import PlanFileHandlers
from bot.reminders.buttons import ConsultantReminderButton
from bot.reminders.consultant import ReminderConsultantHandlers
from bot.reminders.handlers.context import ReminderContextReader
from bot.roster.buttons import ShowRemindersOf, ShowSubmission
from bot.roster.consultant.certificates import Certificates
from bot.roster.consultant.status import StatusHandlers
from bot.roster.handlers import Roster
from bot.submissions.buttons import ReviewButton
from bot.submissions.consultant import ReviewHandlers
from bot.workqueue.buttons import OpenItemButton
from bot.workqueue.consultant import OpenItemHandlers
from bot.workqueue.items import OpenItems


def build_consultant_router(
    environment: Environment,
    releases: WeekReleases,
    files: PlanFileHandlers,
    office: Office,
    cases: CaseConsultantHandlers,
    appointments: AppointmentConsultantHandlers,
    reminder_contexts: ReminderContextReader,
) -> ConsultantRouter:
    """Construct the handlers of the consultants and the router to them."""
    content, calendar = environment.content, environment.calendar
    course, plain = content.course, environment.renderer.plain
    cohorts = CohortHandlers(course, calendar, releases, CohortWizard(course, calendar, plain))
    reviews = ReviewHandlers(course, calendar)
    plans = PlanConsultantHandlers(files.loader, calendar, files)
    people = Roster(course, calendar)
    reminders = ReminderConsultantHandlers(people, reminder_contexts, content.reminders)
    status = StatusHandlers(people, Certificates(course, calendar), plans)
    items = OpenItems(course, calendar)
    open_items = OpenItemHandlers(items, content.eligibility, reviews, cases)
    phrases = PhrasebookHandlers(content.phrasebook, calendar)
    absences, danish = AbsenceHandlers(office), DanishConsultantHandlers(files.loader)
    colleagues = ColleagueHandlers(office)
    return ConsultantRouter(
        environment.chat,
        GroupAccess(office, environment.membership),
        environment.clock,
        cases,
        open_items,
        buttons={
            AbsenceButton: absences,
            AppointmentButton: appointments,
            OfferAppointment: appointments,
            Decide: DecisionHandlers(offers.to_offer),
            CaseButton: cases,
            ColleagueButton: colleagues,
            ConsultantReminderButton: reminders,
            ShowRemindersOf: reminders,
            OpenItemButton: open_items,
            ShowSubmission: open_items,
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
            "open": open_items.show,
            "remind": reminders.show,
            "runs": cohorts.show_cohorts,
            "status": status.show,
        },
        group_commands={"consultant": colleagues.command, "pair": _paired_already},
    )


async def _help(context: ConsultantContext) -> None:
    await context.say(consultant_help.help_())


async def _paired_already(context: ConsultantContext) -> None:
    await context.say(colleague_views.paired_already())
