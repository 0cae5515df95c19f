"""Reminders at the consultants' desk: one person's, a pause of them, and one sent by hand."""

from dataclasses import dataclass
from datetime import datetime

from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.buttons import InvalidButton, Pressed
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.participants import Participant
from bot.reminders.handlers.context import ReminderPeople
from bot.reminders.rules.manual import fitting
from bot.reminders.rules.reminders import DecisionReason, Reminder, ReminderKind, by_hand
from bot.reminders.rules.texts import ReminderTexts, ReminderTopic
from bot.reminders.storage.repositories import Reminders
from bot.reminders.views import consultant as words
from bot.reminders.views.consultant import Hand, Preview
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

    async def press(self, context: ConsultantContext, pressed: Pressed) -> None:
        """`nr:p|x|g:<enrolment>`; by hand `nr:k:<to>`, `nr:v:<to>:<topic>`, and with a variant
        `w` preview, `y` send.  Raises NotAButton."""
        match pressed.arguments:
            case ("p" | "x" | "g" as verb, _):
                view, _ = await self.people.of_id(context.uow, pressed.number(1), context.now)
                await self._of_person(context, view, verb)
            case ("k", to):
                await self._members(context, to)
                await context.edit(words.which_kind(to, self.texts))
            case ("v", to, topic):
                chosen = _topic(topic)
                await context.edit(words.which_variant(to, chosen, self.texts.kinds[chosen]))
            case ("w", *_):
                hand = self._hand(pressed)
                seen = await self._preview(context, hand, send=False)
                await context.edit(words.preview(hand, self.texts.kinds[hand.topic], seen))
            case ("y", *_):
                await context.edit(
                    words.sent(await self._preview(context, self._hand(pressed), True))
                )
            case _:
                raise InvalidButton("nr")

    async def _of_person(self, context: ConsultantContext, view: PersonView, verb: str) -> None:
        assert view.participant.id is not None, "who has a card is stored"
        rows = context.uow[Reminders]
        wishes = await rows.preferences(view.participant.id)
        if verb == "x":
            wishes.paused_at, wishes.paused_by = wishes.paused_at or context.now, context.by
        elif verb == "g":
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

    def _hand(self, pressed: Pressed) -> Hand:
        topic, variant = _topic(pressed.argument(2)), pressed.number(3)
        if not 1 <= variant <= len(self.texts.kinds[topic].variants):
            raise InvalidButton("nr")
        return Hand(pressed.argument(1), topic, variant)

    async def _preview(self, context: ConsultantContext, hand: Hand, send: bool) -> Preview:
        """Who gets it, as things stand now; when it is sent, the rows are planned with it."""
        gets: list[Participant] = []
        not_to: list[tuple[Participant, DecisionReason | None]] = []
        later: list[datetime] = []
        for enrolment in await self._members(context, hand.to):
            participant = await context.uow[Participants].get(enrolment.participant_id)
            found = await self._for(context, hand, participant)
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
        self, context: ConsultantContext, hand: Hand, participant: Participant
    ) -> Reminder | DecisionReason | None:
        """None where it does not fit this person."""
        assert participant.id is not None, "who is in a run is stored"
        kind, variant = ReminderKind(hand.topic.value), hand.variant - 1
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

    async def _members(self, context: ConsultantContext, to: str) -> list[Enrolment]:
        """Of a run (`r<id>`), or one person (`p<enrolment>`).  Raises NotAButton."""
        number = int(to[1:]) if to[1:].isascii() and to[1:].isdigit() else 0
        if to[:1] == "r":
            if await context.uow[Cohorts].get(number) is None:
                raise InvalidButton("nr")
            return await context.uow[Enrolments].of_cohort(number)
        found = await context.uow[Enrolments].get(number) if to[:1] == "p" else None
        if found is None or found.status is EnrolmentStatus.LEFT:
            raise InvalidButton("nr")
        return [found]


def _topic(name: str) -> ReminderTopic:
    """Raises NotAButton."""
    try:
        topic = ReminderTopic(name)
    except ValueError:
        raise InvalidButton("nr") from None
    if topic is ReminderTopic.QUIET_WEEK:  # whether a week was quiet is no choice
        raise InvalidButton("nr")
    return topic
