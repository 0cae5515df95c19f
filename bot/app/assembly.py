"""Construction of the services, without the adapters."""

from dataclasses import dataclass
from datetime import datetime

from bot.app.assistant import Assistant
from bot.app.attachments import Attachments
from bot.app.consultant_commands import build_consultant_router
from bot.app.environment import Environment
from bot.app.groups import ConsultantsGroup
from bot.app.intent_handlers import IntentHandlers
from bot.app.interpreter import MessageInterpreter
from bot.app.router import ParticipantRouter
from bot.app.typed_answers import TypedAnswers
from bot.appointments.consultant.appointments import AppointmentConsultantHandlers
from bot.appointments.consultant.offers import OfferWizard
from bot.appointments.handlers import AppointmentHandlers
from bot.appointments.jobs import AppointmentReminderJob
from bot.cases.consultant import CaseConsultantHandlers
from bot.cases.handlers import relay
from bot.cases.handlers.alarms import Alarms
from bot.cases.handlers.call import ConsultantCall
from bot.cases.handlers.cases import CaseHandlers
from bot.cases.handlers.summary import CaseSummaries
from bot.cases.jobs.alarms import AlarmJob
from bot.cases.jobs.idle_cases import IdleCaseJob
from bot.course.handlers import WeekReleases
from bot.course.jobs import ReleaseJob
from bot.crisis.handlers import CrisisSupport
from bot.eligibility.handlers import EligibilityFlow
from bot.facts.handlers import FactHandlers
from bot.files.handlers import FileIntake
from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.failures import DeliveryFailure
from bot.kernel.ports import Job, Translator
from bot.kernel.unit_of_work import UnitOfWork
from bot.office.handlers.office import Office
from bot.office.jobs import MembershipJob, PairingJob
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
from bot.privacy.jobs import ErasureNoticeJob, RetentionJob, SharedPhoneJob
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
    groups: ConsultantsGroup
    pairing: PairingJob
    membership: MembershipJob
    attachments: Attachments
    archive: MyDataArchive
    cases: CaseHandlers
    alarms: AlarmJob
    releases: ReleaseJob
    escalation: EscalationJob
    daily_note: DailyNoteJob
    idle_cases: IdleCaseJob
    shared_phones: SharedPhoneJob
    erasure_notices: ErasureNoticeJob
    retention: RetentionJob
    appointment_reminders: AppointmentReminderJob
    reminders: ReminderJob
    danish: DanishTranslationJob
    translator: Translator | None

    @property
    def jobs(self) -> dict[str, Job]:
        """Scheduled jobs by name, run in this order."""
        return {
            "alarms": self.alarms.work,
            "pairing": self.pairing.work,
            "membership": self.membership.work,
            "release": self.releases.work,
            "escalate": self.escalation.work,
            "daily_note": self.daily_note.work,
            "wind_down": self.idle_cases.work,
            "meetings": self.appointment_reminders.work,
            "remind": self.reminders.work,
            "shared_phones": self.shared_phones.work,
            "erasure_notices": self.erasure_notices.work,
            "retention": self.retention.work_daily,
            # Last, because machine translation is slow.
            "danish": self.danish.work,
        }

    async def not_delivered(
        self, uow: UnitOfWork, row: OutboxRow, reason: DeliveryFailure, now: datetime
    ) -> bool:
        """Tell those concerned of a message that will never arrive; False where nobody was."""
        told = await self.cases.alarms.not_delivered(uow, row, reason, now)
        return await relay.not_delivered(uow, row, reason, now) or told


@dataclass(frozen=True)
class _Shared:
    """Handlers that participants, consultants and jobs have in common."""

    onboarding: Onboarding
    joining: EligibilityFlow
    tasks: TaskFlow
    plan_loader: PlanLoader
    plan_flow: PlanFlow
    plan_files: PlanFileHandlers
    flows: Flows
    cases: CaseHandlers
    office: Office
    archive: MyDataArchive
    attachments: Attachments
    reminder_contexts: ReminderContextReader


def assemble(environment: Environment) -> Services:
    """Construct the services."""
    shared = _shared(environment)
    participants = _participant_router(environment, shared)
    content, calendar = environment.content, environment.calendar
    uow, clock = environment.uow, environment.clock
    releases = WeekReleases(content.course, calendar)
    offers = OfferWizard(content.appointment_places, calendar)
    appointments = AppointmentConsultantHandlers(content.appointment_places, calendar, offers)
    consultants = build_consultant_router(
        environment, releases, shared.plan_files, shared.office,
        CaseConsultantHandlers(environment.chat, shared.cases), appointments,
        shared.reminder_contexts,
    )  # fmt: skip
    groups = ConsultantsGroup(uow, clock, environment.chat, environment.membership)
    interpreter = MessageInterpreter(participants, IntentHandlers(participants))
    items, roster = consultants.open_items.items, Roster(content.course, calendar)
    return Services(
        assistant=Assistant(uow, clock, consultants, groups, participants, interpreter),
        groups=groups,
        pairing=PairingJob(uow, clock, environment.chat, groups.codes),
        membership=MembershipJob(uow, clock, shared.office, environment.membership),
        attachments=shared.attachments,
        archive=shared.archive,
        cases=shared.cases,
        alarms=AlarmJob(uow, clock, shared.cases.alarms),
        releases=ReleaseJob(uow, clock, releases),
        escalation=EscalationJob(uow, clock, shared.office),
        daily_note=DailyNoteJob(
            uow, clock, shared.office, items, roster, [appointments.morning_lines]
        ),
        idle_cases=IdleCaseJob(uow, clock, shared.cases),
        shared_phones=SharedPhoneJob(uow, clock),
        erasure_notices=ErasureNoticeJob(uow, clock),
        retention=RetentionJob(uow, clock, environment.retention, content.course, calendar),
        appointment_reminders=AppointmentReminderJob(
            uow, clock, calendar, content.appointment_places
        ),
        reminders=ReminderJob(uow, clock, shared.reminder_contexts, Composer(content.reminders)),
        danish=DanishTranslationJob(uow, clock, shared.plan_loader, environment.translator),
        translator=environment.translator,
    )


def _shared(environment: Environment) -> _Shared:
    content, calendar = environment.content, environment.calendar
    onboarding = Onboarding(content.welcome, environment.privacy)
    joining = EligibilityFlow(content.eligibility)
    tasks = TaskFlow(content.course, calendar)
    plan_loader = PlanLoader(content.course, content.plan)
    plan_flow = PlanFlow(plan_loader)
    terms = [(term.term, term.text) for term in content.facts.terms]
    flows = Flows({"e": joining, "w": tasks, "b": plan_flow})
    summaries = CaseSummaries(onboarding, flows, lambda: len(content.course.weeks))
    intake = FileIntake(environment.quota)
    reminder_calendar = ReminderCalendar(calendar, ramadan_sunset(calendar.zone))
    office = Office(OfficeHours(content.office, calendar), environment.consultant_ids)
    return _Shared(
        onboarding=onboarding,
        joining=joining,
        tasks=tasks,
        plan_loader=plan_loader,
        plan_flow=plan_flow,
        plan_files=PlanFileHandlers(plan_loader, calendar, terms),
        flows=flows,
        cases=CaseHandlers(summaries, calendar, intake, Alarms(environment.chat, office)),
        office=office,
        archive=MyDataArchive(
            content.eligibility, content.course, content.plan, calendar, environment.clock
        ),
        attachments=Attachments(flows, tasks, intake),
        reminder_contexts=ReminderContextReader(
            content.course, content.eligibility, reminder_calendar
        ),
    )


def _participant_router(environment: Environment, shared: _Shared) -> ParticipantRouter:
    content, renderer = environment.content, environment.renderer
    money = PlanMoneyHandlers(shared.plan_loader)
    consultant = ConsultantCall(shared.onboarding, shared.flows, shared.cases, shared.office)
    return ParticipantRouter(
        onboarding=shared.onboarding,
        joining=shared.joining,
        tasks=shared.tasks,
        plans=PlanHandlers(shared.plan_flow, money, shared.plan_files),
        plan_buttons=PlanBuilderHandlers(shared.plan_flow, money),
        attachments=shared.attachments,
        flows=shared.flows,
        step_buttons=StepHandlers(shared.flows),
        crisis=CrisisSupport(shared.cases, shared.office),
        consultant=consultant,
        facts=FactHandlers(content.facts, consultant, renderer.zone),
        distress=content.distress,
        typed=TypedAnswers(shared.onboarding, shared.flows, renderer.plain),
        privacy=PrivacyHandlers(
            shared.onboarding,
            shared.archive,
            environment.retention,
            environment.calendar,
        ),
        cases=shared.cases,
        appointments=AppointmentHandlers(content.appointment_places, consultant),
        reminders=ReminderSettings(shared.reminder_contexts),
    )
