"""One message made of what is due: at most three lines, each in words not heard lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.course.rules.documents import WeekPicture
from bot.course.rules.enrolments import in_order
from bot.kernel.messages import Day, Message, phrase
from bot.reminders.handlers.context import own_reason
from bot.reminders.rules.reminders import MOST_LINES, Reminder, ReminderKind, choose_variant
from bot.reminders.rules.texts import ReminderTexts, ReminderTopic
from bot.reminders.rules.triggers import ReminderContext, Trigger
from bot.reminders.views import reminders as words
from bot.reminders.views.reminders import ReminderLine


@dataclass(frozen=True)
class Due:
    """A reminder that may go out now, and what it is about."""

    reminder: Reminder
    occasion: Trigger


@dataclass(frozen=True)
class Composed:
    """`said`: with their variants, the leading one first.  `absorbed`: needless beside these.
    `waits`: there was no room.  `worn`: all their words were heard lately."""

    message: Message | None
    said: list[tuple[Due, int]]
    absorbed: list[Due]
    waits: list[Due]
    worn: list[Due]


@dataclass(frozen=True)
class Composer:
    texts: ReminderTexts

    def compose(
        self, due: list[Due], its: ReminderContext, lately: list[Reminder], now: datetime
    ) -> Composed:
        """`due` in any order."""
        due = sorted(due, key=lambda d: d.reminder.place)
        distinct, absorbed = _distinct(due)
        picture = week_picture(its, now) if any(_looks_back(d) for d in distinct) else None
        lines: list[tuple[Due, int]] = []
        waits, worn = [], []
        for one in distinct:
            used = [r.variant for r in lately if r.kind is one.reminder.kind]
            used += [v for d, v in lines if d.reminder.kind is one.reminder.kind]
            variant = self._variant(one, used, picture)
            if variant is None:
                worn.append(one)
            elif len(lines) == MOST_LINES:
                waits.append(one)
            else:
                lines.append((one, variant))
        if not lines:  # what would have absorbed them is not said
            return Composed(None, [], [], waits, worn + absorbed)
        return Composed(self._message(lines, its, picture), lines, absorbed, waits, worn)

    def _message(
        self, lines: list[tuple[Due, int]], its: ReminderContext, picture: WeekPicture | None
    ) -> Message:
        lead = lines[0][0]
        spoken = [
            ReminderLine(
                self.texts.kinds[topic_of(d.occasion.kind, picture)].variants[v], d.occasion
            )
            for d, v in lines
        ]
        reason = self._reason(lead, its, picture) if len(lines) == 1 else None
        shown = picture if any(_looks_back(d) for d, _ in lines) else None
        return words.reminder(lead.reminder.id, spoken, reason, shown)

    def _variant(
        self, one: Due, used: list[int | None], picture: WeekPicture | None
    ) -> int | None:
        """A consultant's choice holds; else by the rule, which draws no lots."""
        kind = one.reminder.kind
        topic = topic_of(kind, picture)
        if one.reminder.variant is not None and topic is ReminderTopic(kind.value):
            return one.reminder.variant
        count = len(self.texts.kinds[topic].variants)
        return choose_variant(count, used, one.reminder.id)

    def _reason(
        self, lead: Due, its: ReminderContext, picture: WeekPicture | None
    ) -> tuple[str, str] | None:
        reason = own_reason(its)
        if not reason or not self.texts.kinds[topic_of(lead.occasion.kind, picture)].reason:
            return None
        return self.texts.reasons[lead.reminder.id % len(self.texts.reasons)], reason


def topic_of(kind: ReminderKind, picture: WeekPicture | None) -> ReminderTopic:
    """`picture`: of the week, where it is drawn."""
    if kind is ReminderKind.LOOK_BACK and picture and not picture.answers and not picture.tasks:
        return ReminderTopic.QUIET_WEEK
    return ReminderTopic(kind.value)


def _looks_back(one: Due) -> bool:
    return one.reminder.kind is ReminderKind.LOOK_BACK


def _distinct(due: list[Due]) -> tuple[list[Due], list[Due]]:
    """Without what another says already: about the same work, or that one is missed."""
    kept: list[Due] = []
    absorbed: list[Due] = []
    for one in due:
        about = one.occasion.subject
        same = about is not None and about in {d.occasion.subject for d in kept}
        needless = one.reminder.kind is ReminderKind.SILENCE and bool(kept)
        (absorbed if same or needless else kept).append(one)
    return kept, absorbed


def week_picture(its: ReminderContext, now: datetime) -> WeekPicture | None:
    """The week so far: answers given on each of its days, and the tasks that were handed in."""
    if its.enrolment is None:
        return None
    today = its.day(now)
    monday = today - timedelta(days=today.weekday())
    pairs = in_order(its.enrolment, its.course)
    days = [(its.day(a.answered_at) - monday).days for _, w in pairs for a in w.answers.values()]
    titles = [
        phrase(t.title)
        for t, w in pairs
        if w.handed_in_at and its.day(w.handed_in_at) >= monday and w.is_done
    ]
    done = tuple(days.count(n) for n in range(7))
    handed_in = sum(w.is_done for _, w in pairs)
    return WeekPicture(Day(monday), done, tuple(titles), sum(done), handed_in, len(pairs))
