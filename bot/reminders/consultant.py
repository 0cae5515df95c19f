"""Reminders at the consultants' desk: one person's, a pause of them, and one sent by hand."""

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
from bot.reminders.handlers.context import ReminderPeople
from bot.reminders.rules.manual import AudienceKind, ReminderAudience, fitting
from bot.reminders.rules.reminders import DecisionReason, Reminder, ReminderKind, by_hand
from bot.reminders.rules.texts import ReminderTexts, ReminderTopic, ReminderWords
from bot.reminders.storage.repositories import Reminders
from bot.reminders.views import consultant as words
from bot.reminders.views.consultant import Preview
from bot.roster.buttons import ShowRemindersOf
from bot.roster.handlers import Roster
from bot.roster.views.status import PersonView


@dataclass(frozen=True)
class ReminderDesk:
    people: Roster
    rules: ReminderPeople
    texts: ReminderTexts

    async def show(self, context: ConsultantContext) -> None:
        """Which run a reminder is for."""
        await context.say(words.to_whom(await context.uow[Cohorts].open_ones()))

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
                view, _ = await self.people.of_id(context.uow, enrolment, context.now)
                await self._of_person(context, view, button)
            case ChooseReminderTopic(to):
                await self._members(context, to)
                await context.edit(words.which_kind(to, self.texts))
            case ChooseReminderText(to, topic):
                await context.edit(words.which_variant(to, topic, self._texts(topic)))
            case PreviewReminder():
                seen = await self._preview(context, button, send=False)
                await context.edit(words.preview(button, self._texts(button.topic), seen))
            case SendReminder():
                await context.edit(words.sent(await self._preview(context, button, send=True)))
            case _:
                raise InvalidButton(button.wire)

    async def _of_person(
        self,
        context: ConsultantContext,
        view: PersonView,
        button: ShowRemindersOf | PauseRemindersOf | ResumeRemindersOf,
    ) -> None:
        assert view.participant.id is not None, "who has a card is stored"
        rows = context.uow[Reminders]
        wishes = await rows.preferences(view.participant.id)
        match button:
            case PauseRemindersOf():
                wishes.paused_at, wishes.paused_by = wishes.paused_at or context.now, context.by
            case ResumeRemindersOf():
                wishes.paused_at = wishes.paused_by = None
        last = await rows.last_sent(view.participant.id)
        planned = await rows.planned(view.participant.id)
        following = next(iter(planned), None) if self._goes_on(view, wishes.stopped_at) else None
        moments = {last.id: last.decided_at or last.due_at} if last else {}
        moments |= {following.id: following.due_at} if following else {}
        local = {number: self.rules.almanac.local(m) for number, m in moments.items()}
        await context.edit(words.of_person(view, wishes, last, following, self.texts, local))

    def _goes_on(self, view: PersonView, stopped_at: datetime | None) -> bool:
        return stopped_at is None and view.participant.unreachable_since is None

    # --- by hand

    def _texts(self, topic: ReminderTopic) -> ReminderWords:
        """Raises InvalidButton for a topic that is not for a consultant to choose."""
        if topic is ReminderTopic.QUIET_WEEK:  # whether a week was quiet is a fact
            raise InvalidButton(topic)
        return self.texts.kinds[topic]

    async def _preview(
        self, context: ConsultantContext, chosen: ManualReminderButton, send: bool
    ) -> Preview:
        """Who gets it, as things stand now; when it is sent, the rows are planned with it."""
        if not 1 <= chosen.variant <= len(self._texts(chosen.topic).variants):
            raise InvalidButton(chosen.wire)
        gets: list[Participant] = []
        not_to: list[tuple[Participant, DecisionReason | None]] = []
        later: list[datetime] = []
        for enrolment in await self._members(context, chosen.to):
            participant = await context.uow[Participants].get(enrolment.participant_id)
            found = await self._for(context, chosen, participant)
            if not isinstance(found, Reminder):
                not_to.append((participant, found))
                continue
            gets.append(participant)
            later += [found.due_at] if found.due_at > context.now else []
            if send:
                await context.uow[Reminders].plan(found)
        first = self.rules.almanac.local(min(later)) if later else None
        return Preview(gets, not_to, first)

    async def _for(
        self, context: ConsultantContext, chosen: ManualReminderButton, participant: Participant
    ) -> Reminder | DecisionReason | None:
        """None where it does not fit this person."""
        assert participant.id is not None, "who is in a run is stored"
        kind, variant = ReminderKind(chosen.topic.value), chosen.variant - 1
        its = await self.rules.situation(context.uow, participant)
        if fitting(kind, its, context.now) is None:
            return None
        lately = await context.uow[Reminders].lately(participant.id, context.now)
        if any(r.kind is kind and r.variant == variant for r in lately):
            return DecisionReason.WORN
        holds = await self.rules.circumstances(context.uow, participant, its)
        name = f"hand:{context.chat_id}:{context.message_id or context.update_id}"
        return by_hand(
            participant.id, kind, variant, context.by, name, holds, self.rules.almanac, context.now
        )

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
