"""The use cases, joined to one another: the core without its edges."""

from dataclasses import dataclass

from bot.adapters.scheduler import Job
from bot.content.loader import Content
from bot.domain.office import OfficeHours
from bot.domain.preferences import Almanac
from bot.domain.retention import Rules
from bot.domain.runs import Calendar
from bot.i18n.render import Renderer
from bot.reminders.ramadan import ramadan_sunset
from bot.services.appointment_desk import AppointmentDesk
from bot.services.appointment_offers import OfferWizard
from bot.services.appointment_reminders import AppointmentReminders
from bot.services.appointments import Meetings
from bot.services.assistant import Assistant
from bot.services.attachments import Attachments
from bot.services.background import Backgrounds
from bot.services.care import Care
from bot.services.cases import CaseDesk
from bot.services.conversation import Conversation
from bot.services.daily_note import DailyNote
from bot.services.escalation import Escalation
from bot.services.facts import FactDesk
from bot.services.handover import Handover
from bot.services.joining import Joining
from bot.services.my_data import MyDataArchive
from bot.services.office import Office
from bot.services.onboarding import Onboarding
from bot.services.open_desk import open_desk
from bot.services.paths import Paths
from bot.services.people import People
from bot.services.plan_book import PlanBook
from bot.services.plan_builder import PlanBuilder
from bot.services.plan_buttons import PlanButtons
from bot.services.plan_danish import DanishByMachine
from bot.services.plan_files import PlanFiles
from bot.services.plan_money import PlanMoney
from bot.services.plans import Plans
from bot.services.ports import (
    Clock,
    ConsultantsChat,
    Translator,
    UnitsOfWork,
)
from bot.services.privacy import Privacy, SharedPhones
from bot.services.reader import Reader
from bot.services.releases import Releases
from bot.services.reminder_people import ReminderPeople
from bot.services.reminder_settings import ReminderSettings
from bot.services.reminder_texts import Composer
from bot.services.reminders import Reminders
from bot.services.retention import Retention
from bot.services.step_buttons import StepButtons
from bot.services.tasks import Tasks
from bot.services.typed import TypedAnswers
from bot.services.winding import Winding
from bot.services.wishes import Wishes


@dataclass(frozen=True)
class Services:
    """The use cases, joined."""

    assistant: Assistant
    attachments: Attachments
    archive: MyDataArchive
    cases: CaseDesk
    releases: Releases
    escalation: Escalation
    daily_note: DailyNote
    winding: Winding
    shared_phones: SharedPhones
    retention: Retention
    meeting_reminders: AppointmentReminders
    reminders: Reminders
    danish: DanishByMachine
    translator: Translator | None

    @property
    def jobs(self) -> dict[str, Job]:
        """What the clock does, by name and in this order."""
        return {
            "release": self.releases.work,
            "escalate": self.escalation.work,
            "daily_note": self.daily_note.work,
            "wind_down": self.winding.work,
            "meetings": self.meeting_reminders.work,
            "remind": self.reminders.work,
            "shared_phones": self.shared_phones.work,
            "retention": self.retention.work_daily,
            # Last: the others need not wait for a machine that translates.
            "danish": self.danish.work,
        }


def assemble(
    content: Content,
    uow: UnitsOfWork,
    renderer: Renderer,
    consultants: ConsultantsChat,
    consultant_ids: frozenset[int],
    calendar: Calendar,
    clock: Clock,
    rules: Rules | None = None,
    translator: Translator | None = None,
) -> Services:
    """The services, joined; tests join them to a channel and a mind of their own."""
    onboarding = Onboarding(content.welcome)
    joining = Joining(content.eligibility)
    tasks = Tasks(content.course, calendar)
    book = PlanBook(content.course, content.plan)
    builder, money = PlanBuilder(book), PlanMoney(book)
    files = PlanFiles(book, calendar, content.facts.terms)
    paths = Paths({"e": joining, "w": tasks, "b": builder})
    backgrounds = Backgrounds(onboarding, paths, lambda: len(content.course.weeks))
    handover = Handover(backgrounds, calendar.zone)
    cases = CaseDesk(consultants, handover)
    office = Office(OfficeHours(content.office, calendar), consultant_ids)
    care = Care(onboarding, paths, handover, office)
    archive = MyDataArchive(content.eligibility, content.course, content.plan, calendar, clock)
    attachments = Attachments(paths, tasks)
    almanac = Almanac(calendar, ramadan_sunset(calendar.zone))
    reminded = ReminderPeople(content.course, content.eligibility, almanac)
    conversation = Conversation(
        onboarding=onboarding,
        joining=joining,
        tasks=tasks,
        plans=Plans(builder, money, files),
        plan_buttons=PlanButtons(builder, money),
        attachments=attachments,
        paths=paths,
        step_buttons=StepButtons(paths),
        care=care,
        facts=FactDesk(content.facts, care, renderer.zone),
        distress=content.distress,
        typed=TypedAnswers(onboarding, paths, renderer.plain),
        privacy=Privacy(onboarding, archive, translated=translator is not None),
        handover=handover,
        meetings=Meetings(content.meetings, care),
        reminders=ReminderSettings(reminded),
    )
    releases = Releases(uow, clock, content.course, calendar)
    places = content.meetings
    appointments = AppointmentDesk(places, calendar, OfferWizard(places, calendar))
    desk = open_desk(
        consultants, consultant_ids, clock, content, calendar, releases, renderer.plain, files,
        office, cases, appointments, reminded,
    )  # fmt: skip
    reader = Reader(conversation, Wishes(conversation))
    people = People(content.course, calendar)
    return Services(
        assistant=Assistant(uow, clock, desk, conversation, reader),
        attachments=attachments,
        archive=archive,
        cases=cases,
        releases=releases,
        escalation=Escalation(uow, clock, office),
        daily_note=DailyNote(
            uow, clock, office, desk.open_list, people, [appointments.lines_today]
        ),
        winding=Winding(uow, clock, cases),
        shared_phones=SharedPhones(uow, clock),
        retention=Retention(uow, clock, rules or Rules(), content.course, calendar),
        meeting_reminders=AppointmentReminders(uow, clock, calendar, content.meetings),
        reminders=Reminders(uow, clock, reminded, Composer(content.reminders)),
        danish=DanishByMachine(uow, clock, book, translator),
        translator=translator,
    )
