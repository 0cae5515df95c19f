"""A reminder as a row, and the rule that decides about it: now, later, or not at all, and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.reminders.rules.preferences import DAY, Almanac, Preferences

MOST_LINES = 3
FORTNIGHT = timedelta(days=14)
WRITING = timedelta(minutes=15)  # whoever did something so lately is not interrupted
# A tick that was late, or a short stop: still the hour the person chose.
PUNCTUAL = timedelta(minutes=30)


class ReminderKind(StrEnum):
    """In the order in which they speak when several are due."""

    ASK = "ask"  # when may I remind you?
    PRAISE = "praise"  # a week of the course is done
    DEADLINE = "deadline"  # it is near
    PASSED = "passed"
    TASK = "task"  # one waits
    QUESTION = "question"  # "you were at question 4"
    PLAN = "plan"  # a part of it is still empty
    LOOK_BACK = "look_back"  # at the week, with a picture
    FOLLOW_UP = "follow_up"  # after the course
    SILENCE = "silence"
    SILENT = "silent"  # told to the consultants, not to the person


# What asks for something; it rests on holidays.
NAGGING = frozenset(
    {
        ReminderKind.ASK,
        ReminderKind.DEADLINE,
        ReminderKind.PASSED,
        ReminderKind.TASK,
        ReminderKind.QUESTION,
        ReminderKind.PLAN,
        ReminderKind.SILENCE,
    }
)
# The late cutoff of each kind: so many days after its day it is still kind to say it.
# A deadline that is near has its own: the day itself.
KIND_FOR_DAYS = {
    ReminderKind.ASK: 5,
    ReminderKind.PRAISE: 3,
    ReminderKind.PASSED: 4,
    ReminderKind.TASK: 3,
    ReminderKind.QUESTION: 3,
    ReminderKind.PLAN: 5,
    ReminderKind.LOOK_BACK: 1,
    ReminderKind.FOLLOW_UP: 7,
    ReminderKind.SILENCE: 2,
    ReminderKind.SILENT: 5,
}
_ORDER = list(ReminderKind)


class ReminderState(StrEnum):
    PLANNED = "planned"
    SENT = "sent"
    MERGED = "merged"  # said in, or made needless by, the message of another
    DROPPED = "dropped"


class DecisionReason(StrEnum):
    """What a decision was made for; the row keeps it."""

    ON_TIME = "on time"
    ASKED = "asked for"
    BY_HAND = "by hand"
    TOO_LATE = "too late to be kind"
    DONE = "done already"
    STOPPED = "stopped by the person"
    PAUSED = "paused by a consultant"
    UNREACHABLE = "bot was blocked"
    HANDOVER = "talks with a consultant"
    AWAY = "pause"
    NOT_TODAY = "not today"
    QUIET = "quiet hours"
    DAY_OFF = "not on this day"
    WRITING = "was writing"
    ONE_A_DAY = "one a day"
    MISSED = "hour was missed"
    NO_ROOM = "three lines at most"
    WORN = "said often lately"
    UNDELIVERED = "could not be delivered"


class Snooze(StrEnum):
    """Until when a participant puts a reminder off, by the letter that stands in the button."""

    HOUR = "h"
    TOMORROW = "t"
    NOT_TODAY = "n"  # no reminder at all today


@dataclass(frozen=True)
class Reminder:
    """`name` says which occasion of its kind it is.  `asked`: the person wants it then ("in an
    hour").  `by`: the consultant who sends it by hand.  `waited`: what it waited for last."""

    participant_id: int
    kind: ReminderKind
    name: str
    due_at: datetime
    cutoff_at: datetime
    asked: bool = False
    by: int | None = None
    variant: int | None = None
    state: ReminderState = ReminderState.PLANNED
    decided_at: datetime | None = None
    reason: str | None = None
    waited: str | None = None
    merged_into: int | None = None
    id: int = 0

    @property
    def occasion(self) -> str:
        """Without what says that it comes again."""
        return self.name.partition("+")[0]

    @property
    def nagging(self) -> bool:
        return self.kind in NAGGING

    @property
    def free(self) -> bool:
        """Of the person's days and hour: the person, or a consultant, chose the moment."""
        return self.asked or self.by is not None

    @property
    def place(self) -> tuple[int, int, int]:
        """What speaks first: a consultant's choice, then the kind, then the order of planning."""
        return (self.by is None, _ORDER.index(self.kind), self.id)


@dataclass(frozen=True)
class Circumstances:
    """What holds for a person at the moment of sending.

    `reminded_at`: the last message of the kind of which there is one a day.  Meetings are none.
    """

    preferences: Preferences
    reachable: bool = True
    in_case: bool = False
    away_until: datetime | None = None  # the end of the last day of a pause
    seen_at: datetime | None = None
    reminded_at: datetime | None = None


@dataclass(frozen=True)
class Decision:
    """`until`: when to look again.  Neither `send` nor `until`: dropped."""

    why: DecisionReason
    send: bool = False
    until: datetime | None = None


def decide(reminder: Reminder, holds: Circumstances, almanac: Almanac, now: datetime) -> Decision:
    """Whether it goes out now.  What has to wait is dropped when it would be too late then."""
    if now > reminder.cutoff_at:
        return Decision(DecisionReason.TOO_LATE)
    never = _never(reminder, holds)
    if never is not None:
        return Decision(never)
    found = _later(reminder, holds, almanac, now)
    if found is None:
        why = DecisionReason.BY_HAND if reminder.by is not None else DecisionReason.ON_TIME
        return Decision(DecisionReason.ASKED if reminder.asked else why, send=True)
    why, until = found
    return Decision(why, until=until if until <= reminder.cutoff_at else None)


def _never(reminder: Reminder, holds: Circumstances) -> DecisionReason | None:
    if holds.preferences.stopped_at is not None:
        return DecisionReason.STOPPED
    if holds.preferences.paused_at is not None and not reminder.asked:
        return DecisionReason.PAUSED
    return None if holds.reachable else DecisionReason.UNREACHABLE


def _later(
    reminder: Reminder, holds: Circumstances, almanac: Almanac, now: datetime
) -> tuple[DecisionReason, datetime] | None:
    wishes, today = holds.preferences, almanac.today(now)
    if holds.away_until is not None and now < holds.away_until:
        return DecisionReason.AWAY, _next(reminder, wishes, almanac, holds.away_until)
    if holds.in_case:
        return DecisionReason.HANDOVER, _next(reminder, wishes, almanac, now)
    if wishes.not_before is not None and now < wishes.not_before:
        return DecisionReason.NOT_TODAY, _next(reminder, wishes, almanac, wishes.not_before)
    if wishes.is_quiet(almanac.local(now).time()):
        return DecisionReason.QUIET, _next(reminder, wishes, almanac, now)
    if not reminder.asked and _reminded_today(holds, almanac, now):
        return DecisionReason.ONE_A_DAY, _next(reminder, wishes, almanac, almanac.end_of(today))
    if not reminder.free and not wishes.allows(today, reminder.nagging, almanac):
        return DecisionReason.DAY_OFF, _next(reminder, wishes, almanac, now)
    if holds.seen_at is not None and now - holds.seen_at < WRITING:
        return DecisionReason.WRITING, holds.seen_at + WRITING
    if not reminder.free and _missed(reminder, wishes, almanac, now):
        return DecisionReason.MISSED, _next(reminder, wishes, almanac, now)
    return None


def _missed(reminder: Reminder, wishes: Preferences, almanac: Almanac, now: datetime) -> bool:
    """The machine was off at the hour.  What waited because the person wrote has its time."""
    hour = wishes.moment(almanac.today(now), almanac)
    from_when = reminder.due_at if reminder.waited == DecisionReason.WRITING else hour
    return now < hour or now - from_when > PUNCTUAL


def _reminded_today(holds: Circumstances, almanac: Almanac, now: datetime) -> bool:
    last = holds.reminded_at
    return last is not None and almanac.today(last) >= almanac.today(now)


def _next(reminder: Reminder, wishes: Preferences, almanac: Almanac, after: datetime) -> datetime:
    """A moment that somebody chose moves no further than needed, the others to the next hour."""
    if reminder.free:
        later = wishes.awake_from(after, almanac)
        return later if later > after else after + timedelta(hours=1)
    return wishes.next_moment(after, reminder.nagging, almanac)


def snoozed(
    reminder: Reminder, snooze: Snooze, wishes: Preferences, almanac: Almanac, now: datetime
) -> Reminder:
    """The same reminder again, in an hour or tomorrow at the participant's hour."""
    if snooze is Snooze.HOUR:
        due = wishes.awake_from(now + timedelta(hours=1), almanac)
    else:
        due = wishes.moment(almanac.today(now) + DAY, almanac)
    cutoff = almanac.end_of(almanac.today(due))
    name = f"{reminder.occasion}+{reminder.id}{snooze}"
    return Reminder(reminder.participant_id, reminder.kind, name, due, cutoff, asked=True)


def retimed(reminder: Reminder, wishes: Preferences, almanac: Almanac, now: datetime) -> datetime:
    """When a planned one is due after the person has changed their days or hour."""
    first = max(almanac.today(reminder.due_at), almanac.today(now))
    day = wishes.day_from(first, reminder.nagging, almanac)
    due = wishes.moment(day, almanac)
    return due if due > now else wishes.next_moment(now, reminder.nagging, almanac)


def by_hand(
    participant_id: int,
    kind: ReminderKind,
    variant: int,
    by: int,
    name: str,
    holds: Circumstances,
    almanac: Almanac,
    now: datetime,
) -> Reminder | DecisionReason:
    """What a consultant sends now, at the next time that is allowed; or why it can't be."""
    wishes = holds.preferences
    today, due = almanac.today(now), wishes.awake_from(now, almanac)
    none_today = wishes.not_before is not None and now < wishes.not_before
    if none_today or _reminded_today(holds, almanac, now):
        due = max(due, wishes.awake_from(almanac.end_of(today), almanac))
    cutoff = almanac.end_of(almanac.today(due) + DAY)
    reminder = Reminder(participant_id, kind, name, due, cutoff, by=by, variant=variant)
    never = _never(reminder, holds)
    if never is not None:
        return never
    if holds.away_until is not None and due < holds.away_until:
        return DecisionReason.AWAY
    return DecisionReason.HANDOVER if holds.in_case else reminder


def choose_variant(count: int, used: list[int | None], seed: int) -> int | None:
    """`used`: those of this kind that the person heard within a fortnight; None: all of them."""
    fresh = [n for n in range(count) if n not in used]
    return fresh[seed % len(fresh)] if fresh else None
