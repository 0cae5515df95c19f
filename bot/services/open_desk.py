"""The consultants' desk with all that is done at it."""

from collections.abc import Callable

from bot.content.loader import Content
from bot.domain.messages import Param
from bot.domain.runs import Calendar
from bot.services.absences import Absences
from bot.services.appointment_desk import AppointmentDesk
from bot.services.cases import CaseDesk
from bot.services.course_status import CourseStatus
from bot.services.decisions import Decisions
from bot.services.desk import Desk
from bot.services.office import Office
from bot.services.open_list import OpenList
from bot.services.papers import Papers
from bot.services.people import People
from bot.services.phrase_desk import PhraseDesk
from bot.services.plan_danish import DanishDesk
from bot.services.plan_desk import PlanDesk
from bot.services.plan_files import PlanFiles
from bot.services.ports import Clock, ConsultantsChat
from bot.services.releases import Releases
from bot.services.reminder_desk import ReminderDesk
from bot.services.reminder_people import ReminderPeople
from bot.services.review_desk import ReviewDesk
from bot.services.run_desk import RunDesk
from bot.services.run_wizard import RunWizard
from bot.services.visit import Visit
from bot.wording import desk


def open_desk(
    chat: ConsultantsChat, consultant_ids: frozenset[int], clock: Clock, content: Content,
    calendar: Calendar, releases: Releases, plain: Callable[[Param, str], str],
    files: PlanFiles, office: Office, cases: CaseDesk, appointments: AppointmentDesk,
    reminded: ReminderPeople,
) -> Desk:  # fmt: skip
    """A new thing that consultants do: its topic and its command here, and in `asking` where it
    takes replies."""
    course = content.course
    runs = RunDesk(course, calendar, releases, RunWizard(course, calendar, plain))
    reviews = ReviewDesk(course, calendar)
    plans = PlanDesk(files.book, calendar, files)
    people = People(course, calendar)
    reminders = ReminderDesk(people, reminded, content.reminders)
    status = CourseStatus(people, Papers(course, calendar), plans)
    open_list = OpenList(content.eligibility, reviews, cases)
    phrases = PhraseDesk(content.phrasebook, calendar)
    absences, danish = Absences(office), DanishDesk(files.book)
    return Desk(
        chat,
        consultant_ids,
        clock,
        cases,
        open_list,
        topics={
            "a": absences,
            "bm": appointments,
            "c": Decisions(),
            "h": cases,
            "nr": reminders,
            "o": open_list,
            "pd": danish,
            "pl": plans,
            "q": phrases,
            "r": runs,
            "s": status,
            "v": reviews,
        },
        asking=(runs, reviews, status, phrases, absences, danish, plans, appointments),
        commands={
            "absent": absences.ask,
            "back": absences.end,
            "close": cases.close_here,
            "help": _help,
            "meetings": appointments.show,
            "open": open_list.show,
            "remind": reminders.show,
            "runs": runs.show_runs,
            "status": status.show,
        },
    )


async def _help(visit: Visit) -> None:
    await visit.say(desk.help_())
