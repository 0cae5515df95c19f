"""Construction of the services, without the adapters."""

from dataclasses import dataclass

from bot.app.assistant import Assistant
from bot.app.attachments import Attachments
from bot.app.consultant_commands import build_consultant_router
from bot.app.intent_handlers import IntentHandlers
from bot.app.interpreter import MessageInterpreter
from bot.app.router import ParticipantRouter
from bot.app.typed_answers import TypedAnswers
from bot.appointments.consultant.appointments import AppointmentConsultantHandlers
from bot.appointments.consultant.offers import OfferWizard
from bot.appointments.handlers import AppointmentHandlers
from bot.appointments.jobs import AppointmentReminderJob
from bot.cases.consultant import CaseConsultantHandlers
from bot.cases.handlers.call import ConsultantCall
from bot.cases.handlers.cases import CaseHandlers
from bot.cases.handlers.summary import CaseSummaries
from bot.cases.jobs.idle_cases import IdleCaseJob
from bot.content.loader import Content
from bot.course.handlers import WeekReleases
from bot.course.jobs import ReleaseJob
from bot.crisis.handlers import CrisisSupport
from bot.eligibility.handlers import EligibilityFlow
from bot.facts.handlers import FactHandlers
from bot.i18n.render import Renderer
from bot.kernel.calendar import Calendar
from bot.kernel.ports import Clock, ConsultantsChat, Job, Translator
from bot.kernel.unit_of_work import UnitsOfWork
from bot.office.handlers import Office
from bot.office.rules.hours import OfficeHours
from bot.onboarding.handlers import Onboarding
from bot.plan.context import PlanLoader
from bot.plan.handlers.builder import PlanBuilderHandlers
from bot.plan.handlers.files import PlanFileHandlers
from bot.plan.handlers.flow import PlanFlow
from bot.plan.handlers.money import PlanMoneyHandlers
from bot.plan.handlers.plans import PlanHandlers
from bot.plan.jobs import DanishTranslationJob
from bot.privacy.handlers.my_data import MyDataArchive
from bot.privacy.handlers.privacy import PrivacyHandlers
from bot.privacy.jobs import RetentionJob, SharedPhoneJob
from bot.privacy.rules.retention import RetentionRules
from bot.questionnaire.handlers.flows import Flows
from bot.questionnaire.handlers.step_handlers import StepHandlers
from bot.reminders.handlers.composer import Composer
from bot.reminders.handlers.context import ReminderContextReader
from bot.reminders.handlers.settings import ReminderSettings
from bot.reminders.jobs import ReminderJob
from bot.reminders.rules.preferences import ReminderCalendar
from bot.reminders.rules.ramadan import ramadan_sunset
from bot.roster.handlers import Roster
from bot.submissions.handlers import TaskFlow
from bot.workqueue.jobs.daily_note import DailyNoteJob
from bot.workqueue.jobs.escalation import EscalationJob


@dataclass(frozen=True)
class Services:
    """The services that adapters and workers use."""

    assistant: Assistant
    attachments: Attachments
    archive: MyDataArchive
    cases: CaseHandlers
    releases: ReleaseJob
    escalation: EscalationJob
    daily_note: DailyNoteJob
    idle_cases: IdleCaseJob
    shared_phones: SharedPhoneJob
    retention: RetentionJob
    appointment_reminders: AppointmentReminderJob
    reminders: ReminderJob
    danish: DanishTranslationJob
    translator: Translator | None

    @property
    def jobs(self) -> dict[str, Job]:
        """Scheduled jobs by name, run in this order."""
        return {
            "release": self.releases.work,
            "escalate": self.escalation.work,
            "daily_note": self.daily_note.work,
            "wind_down": self.idle_cases.work,
            "meetings": self.appointment_reminders.work,
            "remind": self.reminders.work,
            "shared_phones": self.shared_phones.work,
            "retention": self.retention.work_daily,
            # Last, because machine translation is slow.
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
    rules: RetentionRules | None = None,
    translator: Translator | None = None,
) -> Services:
    """Construct the services."""
    onboarding = Onboarding(content.welcome)
    joining = EligibilityFlow(content.eligibility)
    tasks = TaskFlow(content.course, calendar)
    plan_loader = PlanLoader(content.course, content.plan)
    plan_flow, money = PlanFlow(plan_loader), PlanMoneyHandlers(plan_loader)
    files = PlanFileHandlers(
        plan_loader, calendar, [(t.term, t.text) for t in content.facts.terms]
    )
    flows = Flows({"e": joining, "w": tasks, "b": plan_flow})
    summaries = CaseSummaries(onboarding, flows, lambda: len(content.course.weeks))
    cases = CaseHandlers(summaries, calendar)
    office = Office(OfficeHours(content.office, calendar), consultant_ids)
    consultant = ConsultantCall(onboarding, flows, cases, office)
    archive = MyDataArchive(content.eligibility, content.course, content.plan, calendar, clock)
    attachments = Attachments(flows, tasks)
    reminder_calendar = ReminderCalendar(calendar, ramadan_sunset(calendar.zone))
    reminder_contexts = ReminderContextReader(
        content.course, content.eligibility, reminder_calendar
    )
    conversation = ParticipantRouter(
        onboarding=onboarding,
        joining=joining,
        tasks=tasks,
        plans=PlanHandlers(plan_flow, money, files),
        plan_buttons=PlanBuilderHandlers(plan_flow, money),
        attachments=attachments,
        flows=flows,
        step_buttons=StepHandlers(flows),
        crisis=CrisisSupport(cases, office),
        consultant=consultant,
        facts=FactHandlers(content.facts, consultant, renderer.zone),
        distress=content.distress,
        typed=TypedAnswers(onboarding, flows, renderer.plain),
        privacy=PrivacyHandlers(onboarding, archive, translated=translator is not None),
        cases=cases,
        meetings=AppointmentHandlers(content.meetings, consultant),
        reminders=ReminderSettings(reminder_contexts),
    )
    releases = WeekReleases(content.course, calendar)
    places = content.meetings
    appointments = AppointmentConsultantHandlers(places, calendar, OfferWizard(places, calendar))
    desk = build_consultant_router(
        consultants, consultant_ids, clock, content, calendar, releases, renderer.plain, files,
        office, CaseConsultantHandlers(consultants, cases), appointments, reminder_contexts,
    )  # fmt: skip
    reader = MessageInterpreter(conversation, IntentHandlers(conversation))
    people = Roster(content.course, calendar)
    return Services(
        assistant=Assistant(uow, clock, desk, conversation, reader),
        attachments=attachments,
        archive=archive,
        cases=cases,
        releases=ReleaseJob(uow, clock, releases),
        escalation=EscalationJob(uow, clock, office),
        daily_note=DailyNoteJob(
            uow, clock, office, desk.open_items.items, people, [appointments.morning_lines]
        ),
        idle_cases=IdleCaseJob(uow, clock, cases),
        shared_phones=SharedPhoneJob(uow, clock),
        retention=RetentionJob(uow, clock, rules or RetentionRules(), content.course, calendar),
        appointment_reminders=AppointmentReminderJob(uow, clock, calendar, content.meetings),
        reminders=ReminderJob(uow, clock, reminder_contexts, Composer(content.reminders)),
        danish=DanishTranslationJob(uow, clock, plan_loader, translator),
        translator=translator,
    )
