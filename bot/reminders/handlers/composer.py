"""One message made of what is due: three lines at most, none with a text that was used lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.course.rules.documents import WeekPicture
from bot.course.rules.enrolments import in_order
from bot.kernel.messages import Day, Message, phrase
from bot.reminders.handlers.context import own_reason
from bot.reminders.rules.reminders import MAX_LINES, Reminder, ReminderKind
from bot.reminders.rules.texts import ReminderTexts, ReminderTopic, choose_variant
from bot.reminders.rules.triggers import ReminderContext, Trigger
from bot.reminders.views import reminders as views
from bot.reminders.views.reminders import ReminderLine


@dataclass(frozen=True)
class DueReminder:
    """A reminder that may be sent now, and what it is about."""

    reminder: Reminder
    trigger: Trigger


@dataclass(frozen=True)
class Composed:
    """`lines`: with the number of their text, the first one leads.

    `redundant`: said by another line already.  `left_over`: more than three lines.  `repeated`:
    all their texts were used lately.
    """

    message: Message | None
    lines: list[tuple[DueReminder, int]]
    redundant: list[DueReminder]
    left_over: list[DueReminder]
    repeated: list[DueReminder]


@dataclass(frozen=True)
class Composer:
    texts: ReminderTexts

    def compose(
        self,
        due: list[DueReminder],
        context: ReminderContext,
        recent: list[Reminder],
        now: datetime,
    ) -> Composed:
        """None as the message if nothing is left to say.  `due` in any order."""
        due = sorted(due, key=lambda d: d.reminder.priority)
        distinct, redundant = _without_redundant(due)
        picture = week_picture(context, now) if any(_is_look_back(d) for d in distinct) else None
        lines: list[tuple[DueReminder, int]] = []
        left_over, repeated = [], []
        for one in distinct:
            used = [r.variant for r in recent if r.kind is one.reminder.kind]
            used += [v for d, v in lines if d.reminder.kind is one.reminder.kind]
            variant = self._variant(one, used, picture)
            if variant is None:
                repeated.append(one)
            elif len(lines) == MAX_LINES:
                left_over.append(one)
            else:
                lines.append((one, variant))
        if not lines:  # nothing says what the redundant ones would have said
            return Composed(None, [], [], left_over, repeated + redundant)
        return Composed(
            self._message(lines, context, picture), lines, redundant, left_over, repeated
        )

    def _message(
        self,
        lines: list[tuple[DueReminder, int]],
        context: ReminderContext,
        picture: WeekPicture | None,
    ) -> Message:
        lead = lines[0][0]
        texts = [
            ReminderLine(
                self.texts.kinds[topic_of(d.trigger.kind, picture)].variants[v], d.trigger
            )
            for d, v in lines
        ]
        reason = self._reason(lead, context, picture) if len(lines) == 1 else None
        shown = picture if any(_is_look_back(d) for d, _ in lines) else None
        return views.reminder(lead.reminder.id, texts, reason, shown)

    def _variant(
        self, one: DueReminder, used: list[int | None], picture: WeekPicture | None
    ) -> int | None:
        """The number of the text: chosen by a consultant, or one that was not used lately."""
        kind = one.reminder.kind
        topic = topic_of(kind, picture)
        if one.reminder.variant is not None and topic is ReminderTopic(kind.value):
            return one.reminder.variant
        count = len(self.texts.kinds[topic].variants)
        return choose_variant(count, used, one.reminder.id)

    def _reason(
        self, lead: DueReminder, context: ReminderContext, picture: WeekPicture | None
    ) -> tuple[str, str] | None:
        reason = own_reason(context)
        if not reason or not self.texts.kinds[topic_of(lead.trigger.kind, picture)].reason:
            return None
        return self.texts.reasons[lead.reminder.id % len(self.texts.reasons)], reason


def topic_of(kind: ReminderKind, picture: WeekPicture | None) -> ReminderTopic:
    """`picture`: the chart of the week, if the message has one."""
    if kind is ReminderKind.LOOK_BACK and picture and not picture.answers and not picture.tasks:
        return ReminderTopic.QUIET_WEEK
    return ReminderTopic(kind.value)


def _is_look_back(one: DueReminder) -> bool:
    return one.reminder.kind is ReminderKind.LOOK_BACK


def _without_redundant(due: list[DueReminder]) -> tuple[list[DueReminder], list[DueReminder]]:
    """Those that say something new, and the others: same subject, or silence beside others."""
    kept: list[DueReminder] = []
    redundant: list[DueReminder] = []
    for one in due:
        subject = one.trigger.subject
        same = subject is not None and subject in {d.trigger.subject for d in kept}
        unneeded = one.reminder.kind is ReminderKind.SILENCE and bool(kept)
        (redundant if same or unneeded else kept).append(one)
    return kept, redundant


def week_picture(context: ReminderContext, now: datetime) -> WeekPicture | None:
    """The chart of the week: answers a day, and the tasks that were handed in."""
    if context.enrolment is None:
        return None
    today = context.day(now)
    monday = today - timedelta(days=today.weekday())
    pairs = in_order(context.enrolment, context.course)
    days = [
        (context.day(a.answered_at) - monday).days for _, w in pairs for a in w.answers.values()
    ]
    titles = [
        phrase(t.title)
        for t, w in pairs
        if w.handed_in_at and context.day(w.handed_in_at) >= monday and w.is_done
    ]
    done = tuple(days.count(n) for n in range(7))
    handed_in = sum(w.is_done for _, w in pairs)
    return WeekPicture(Day(monday), done, tuple(titles), sum(done), handed_in, len(pairs))
