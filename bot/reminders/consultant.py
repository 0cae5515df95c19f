"""The consultants' side of reminders: those of one participant, a pause, one that they send."""

from dataclasses import dataclass
from datetime import datetime

from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.callback_data import InvalidButton
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.participants import Participant
from bot.reminders.buttons import (
    ChooseReminderText,
    ChooseReminderTopic,
    ConsultantReminderButton,
    ManualReminderButton,
    PauseRemindersOf,
    PreviewReminder,
    ResumeRemindersOf,
    SendReminder,
)
from bot.reminders.handlers.context import ReminderContextReader
from bot.reminders.rules.manual import AudienceKind, ReminderAudience, matching_trigger
from bot.reminders.rules.reminders import (
    DecisionReason,
    ManualReminder,
    Reminder,
    ReminderKind,
    plan_manual,
)
from bot.reminders.rules.texts import ReminderTexts, ReminderTopic, TopicTexts
from bot.reminders.storage.repositories import Reminders
from bot.reminders.views import consultant as views
from bot.reminders.views.consultant import AudiencePreview
from bot.roster.buttons import ShowRemindersOf
from bot.roster.handlers import Roster
from bot.roster.views.status import PersonView


@dataclass(frozen=True)
class ReminderConsultantHandlers:
    roster: Roster
    contexts: ReminderContextReader
    texts: ReminderTexts

    async def show(self, context: ConsultantContext) -> None:
        """Ask for the cohort that a reminder is for."""
        await context.say(views.choose_cohort(await context.uow[Cohorts].open_ones()))

    async def press(
        self, context: ConsultantContext, button: ConsultantReminderButton | ShowRemindersOf
    ) -> None:
        """Raises InvalidButton for an unknown enrolment or cohort, and for a topic or a text that
        can't be chosen."""
        match button:
            case (
                ShowRemindersOf(enrolment)
                | PauseRemindersOf(enrolment)
                | ResumeRemindersOf(enrolment)
            ):
                view, _ = await self.roster.of_id(context.uow, enrolment, context.now)
                await self._show_person(context, view, button)
            case ChooseReminderTopic(to):
                await self._members(context, to)
                await context.edit(views.choose_topic(to, self.texts))
            case ChooseReminderText(to, topic):
                await context.edit(views.choose_text(to, topic, self._texts(topic)))
            case PreviewReminder():
                audience = await self._preview(context, button, send=False)
                await context.edit(views.preview(button, self._texts(button.topic), audience))
            case SendReminder():
                await context.edit(views.sent(await self._preview(context, button, send=True)))
            case _:
                raise InvalidButton(button.wire)

    async def _show_person(
        self,
        context: ConsultantContext,
        view: PersonView,
        button: ShowRemindersOf | PauseRemindersOf | ResumeRemindersOf,
    ) -> None:
        assert view.participant.id is not None, "stored before the card is shown"
        repository = context.uow[Reminders]
        preferences = await repository.preferences(view.participant.id)
        match button:
            case PauseRemindersOf():
                preferences.pause(context.by, context.now)
            case ResumeRemindersOf():
                preferences.end_pause()
        last = await repository.last_sent(view.participant.id)
        planned = await repository.planned(view.participant.id)
        upcoming = (
            next(iter(planned), None) if self._are_sent(view, preferences.stopped_at) else None
        )
        moments = {last.id: last.decided_at or last.due_at} if last else {}
        moments |= {upcoming.id: upcoming.due_at} if upcoming else {}
        local = {number: self.contexts.calendar.local(m) for number, m in moments.items()}
        await context.edit(views.overview(view, preferences, last, upcoming, self.texts, local))

    def _are_sent(self, view: PersonView, stopped_at: datetime | None) -> bool:
        return stopped_at is None and view.participant.unreachable_since is None

    # --- sent by a consultant

    def _texts(self, topic: ReminderTopic) -> TopicTexts:
        """Raises InvalidButton for a topic that is not for a consultant to choose."""
        if topic is ReminderTopic.QUIET_WEEK:  # whether a week was quiet is a fact
            raise InvalidButton(topic)
        return self.texts.kinds[topic]

    async def _preview(
        self, context: ConsultantContext, chosen: ManualReminderButton, send: bool
    ) -> AudiencePreview:
        """Who gets the reminder now; with `send` it is planned for them."""
        if not 1 <= chosen.variant <= len(self._texts(chosen.topic).variants):
            raise InvalidButton(chosen.wire)
        recipients: list[Participant] = []
        excluded: list[tuple[Participant, DecisionReason | None]] = []
        later: list[datetime] = []
        for enrolment in await self._members(context, chosen.to):
            participant = await context.uow[Participants].get(enrolment.participant_id)
            found = await self._reminder_for(context, chosen, participant)
            if not isinstance(found, Reminder):
                excluded.append((participant, found))
                continue
            recipients.append(participant)
            later += [found.due_at] if found.due_at > context.now else []
            if send:
                await context.uow[Reminders].plan(found)
        first = self.contexts.calendar.local(min(later)) if later else None
        return AudiencePreview(recipients, excluded, first)

    async def _reminder_for(
        self, context: ConsultantContext, chosen: ManualReminderButton, participant: Participant
    ) -> Reminder | DecisionReason | None:
        """The reminder, or why there is none; None if it does not fit the participant."""
        assert participant.id is not None, "stored before the enrolment"
        kind, variant = ReminderKind(chosen.topic.value), chosen.variant - 1
        reminder_context = await self.contexts.read(context.uow, participant)
        if matching_trigger(kind, reminder_context, context.now) is None:
            return None
        recent = await context.uow[Reminders].recent(participant.id, context.now)
        if any(r.kind is kind and r.variant == variant for r in recent):
            return DecisionReason.REPEATED
        conditions = await self.contexts.conditions(context.uow, participant, reminder_context)
        name = f"hand:{context.chat_id}:{context.message_id or context.update_id}"
        wanted = ManualReminder(participant.id, kind, variant, context.by, name)
        return plan_manual(wanted, conditions, self.contexts.calendar, context.now)

    async def _members(self, context: ConsultantContext, to: ReminderAudience) -> list[Enrolment]:
        """The enrolments that `to` refers to.  Raises InvalidButton for an unknown id."""
        if to.kind is AudienceKind.COHORT:
            if await context.uow[Cohorts].get(to.number) is None:
                raise InvalidButton(str(to))
            return await context.uow[Enrolments].of_cohort(to.number)
        found = await context.uow[Enrolments].get(to.number)
        if found is None or found.status is EnrolmentStatus.LEFT:
            raise InvalidButton(str(to))
        return [found]
