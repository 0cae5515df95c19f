"""A reminder, and the rule that decides whether it is sent now, later or never, and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from bot.reminders.rules.preferences import DAY, Preferences, ReminderCalendar

MAX_LINES = 3
REPEAT_WINDOW = timedelta(days=14)  # no text is used twice within it
WRITING = timedelta(minutes=15)  # no reminder so soon after a message or a press
# A job that is late by this much has still met the hour that the participant chose.
GRACE = timedelta(minutes=30)


class ReminderKind(StrEnum):
    """In order of priority, for when several are due."""

    ASK = "ask"  # for the settings
    PRAISE = "praise"  # all tasks of a week are handed in
    DEADLINE = "deadline"  # is near
    PASSED = "passed"  # the deadline
    TASK = "task"  # one is not begun
    QUESTION = "question"  # one is open in a task or the eligibility check
    PLAN = "plan"  # a section is still empty
    LOOK_BACK = "look_back"  # at the week, with a chart
    FOLLOW_UP = "follow_up"  # after the course
    SILENCE = "silence"  # nothing was done for some days
    SILENT = "silent"  # for the consultants, after a longer silence


# Kinds that ask the participant to do something: not sent on holidays.
REQUESTS = frozenset(
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
# How many days after its day a reminder of each kind may still be sent.  That of a near deadline
# has a cutoff of its own: the deadline.
LATEST_AFTER_DAYS = {
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
    MERGED = "merged"  # part of the message of another one, or made redundant by it
    DROPPED = "dropped"


class DecisionReason(StrEnum):
    """Why a decision was made; stored with the reminder."""

    ON_TIME = "on time"
    ASKED = "asked for"
    MANUAL = "by hand"
    TOO_LATE = "too late to be kind"
    OBSOLETE = "done already"
    STOPPED = "stopped by the person"
    PAUSED = "paused by a consultant"
    UNREACHABLE = "bot was blocked"
    IN_CASE = "talks with a consultant"
    AWAY = "pause"
    NOT_TODAY = "not today"
    QUIET = "quiet hours"
    DAY_OFF = "not on this day"
    WRITING = "was writing"
    ONE_A_DAY = "one a day"
    MISSED = "hour was missed"
    TOO_MANY_LINES = "three lines at most"
    REPEATED = "said often lately"
    UNDELIVERED = "could not be delivered"


class Snooze(StrEnum):
    """Until when a participant puts a reminder off, by the letter that stands in the button."""

    HOUR = "h"
    TOMORROW = "t"
    NOT_TODAY = "n"  # no reminder at all today


@dataclass(frozen=True)
class Reminder:
    """A row of the table of reminders.

    `name`: of the trigger, unique for the participant and kind.  `asked`: the participant chose
    the moment.  `by`: the consultant who sends it.  `variant`: which text.  `waited`: why it was
    postponed last.  `merged_into`: the id of the reminder whose message it is part of.
    """

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
    def trigger_name(self) -> str:
        """`name` without the suffix of a repetition."""
        return self.name.partition("+")[0]

    @property
    def is_request(self) -> bool:
        return self.kind in REQUESTS

    @property
    def is_fixed(self) -> bool:
        """Whether the moment was chosen, and does not follow the preferred days and hour."""
        return self.asked or self.by is not None

    @property
    def priority(self) -> tuple[int, int, int]:
        """Sort key: those of consultants first, then by kind, then in the order of planning."""
        return (self.by is None, _ORDER.index(self.kind), self.id)


@dataclass(frozen=True)
class SendConditions:
    """The state of a participant at the moment of sending.

    `in_case`: has an open case.  `away_until`: the end of the last day of an absence.
    `reminded_at`: the last message that counts for one a day; those about appointments do not.
    """

    preferences: Preferences
    reachable: bool = True
    in_case: bool = False
    away_until: datetime | None = None
    seen_at: datetime | None = None
    reminded_at: datetime | None = None


@dataclass(frozen=True)
class Decision:
    """Send, postpone `until` then, or drop if neither is set."""

    reason: DecisionReason
    send: bool = False
    until: datetime | None = None


def decide(
    reminder: Reminder, conditions: SendConditions, calendar: ReminderCalendar, now: datetime
) -> Decision:
    """Whether the reminder is sent at `now`; it is dropped if it would be too late afterwards."""
    if now > reminder.cutoff_at:
        return Decision(DecisionReason.TOO_LATE)
    never = _drop_reason(reminder, conditions)
    if never is not None:
        return Decision(never)
    found = _postponement(reminder, conditions, calendar, now)
    if found is None:
        reason = DecisionReason.MANUAL if reminder.by is not None else DecisionReason.ON_TIME
        return Decision(DecisionReason.ASKED if reminder.asked else reason, send=True)
    reason, until = found
    return Decision(reason, until=until if until <= reminder.cutoff_at else None)


def _drop_reason(reminder: Reminder, conditions: SendConditions) -> DecisionReason | None:
    if conditions.preferences.stopped_at is not None:
        return DecisionReason.STOPPED
    if conditions.preferences.paused_at is not None and not reminder.asked:
        return DecisionReason.PAUSED
    return None if conditions.reachable else DecisionReason.UNREACHABLE


def _postponement(
    reminder: Reminder, conditions: SendConditions, calendar: ReminderCalendar, now: datetime
) -> tuple[DecisionReason, datetime] | None:
    """Why the reminder waits and until when; None if it can be sent now."""
    preferences, today = conditions.preferences, calendar.today(now)
    next_after = partial(_next_moment, reminder, preferences, calendar)
    if conditions.away_until is not None and now < conditions.away_until:
        return DecisionReason.AWAY, next_after(conditions.away_until)
    if conditions.in_case:
        return DecisionReason.IN_CASE, next_after(now)
    if preferences.not_before is not None and now < preferences.not_before:
        return DecisionReason.NOT_TODAY, next_after(preferences.not_before)
    if preferences.is_quiet(calendar.local(now).time()):
        return DecisionReason.QUIET, next_after(now)
    if not reminder.asked and _reminded_today(conditions, calendar, now):
        return DecisionReason.ONE_A_DAY, next_after(calendar.end_of(today))
    if not reminder.is_fixed and not preferences.allows(today, reminder.is_request, calendar):
        return DecisionReason.DAY_OFF, next_after(now)
    if conditions.seen_at is not None and now - conditions.seen_at < WRITING:
        return DecisionReason.WRITING, conditions.seen_at + WRITING
    if not reminder.is_fixed and _missed_hour(reminder, preferences, calendar, now):
        return DecisionReason.MISSED, next_after(now)
    return None


def _missed_hour(
    reminder: Reminder, preferences: Preferences, calendar: ReminderCalendar, now: datetime
) -> bool:
    """Whether the hour has passed, e.g. in a downtime.

    A reminder that waited for the participant to pause writing counts from its new time.
    """
    hour = preferences.moment(calendar.today(now), calendar)
    counted_from = reminder.due_at if reminder.waited == DecisionReason.WRITING else hour
    return now < hour or now - counted_from > GRACE


def _reminded_today(conditions: SendConditions, calendar: ReminderCalendar, now: datetime) -> bool:
    last = conditions.reminded_at
    return last is not None and calendar.today(last) >= calendar.today(now)


def _next_moment(
    reminder: Reminder, preferences: Preferences, calendar: ReminderCalendar, after: datetime
) -> datetime:
    """The next moment after `after`: a chosen one moves no further than needed."""
    if reminder.is_fixed:
        later = preferences.after_quiet_hours(after, calendar)
        return later if later > after else after + timedelta(hours=1)
    return preferences.next_moment(after, reminder.is_request, calendar)


def retimed(
    reminder: Reminder, preferences: Preferences, calendar: ReminderCalendar, now: datetime
) -> datetime:
    """When a planned reminder is due after a change of the preferences."""
    first = max(calendar.today(reminder.due_at), calendar.today(now))
    day = preferences.next_allowed_day(first, reminder.is_request, calendar)
    due = preferences.moment(day, calendar)
    return due if due > now else preferences.next_moment(now, reminder.is_request, calendar)


@dataclass(frozen=True)
class ManualReminder:
    """What a consultant sends to one participant; `variant` from 0, `name`: of the press."""

    participant_id: int
    kind: ReminderKind
    variant: int
    by: int
    name: str

    def due(self, due_at: datetime, cutoff_at: datetime) -> Reminder:
        return Reminder(
            self.participant_id, self.kind, self.name, due_at, cutoff_at, by=self.by,
            variant=self.variant,
        )  # fmt: skip


def plan_manual(
    wanted: ManualReminder, conditions: SendConditions, calendar: ReminderCalendar, now: datetime
) -> Reminder | DecisionReason:
    """A reminder at the next allowed time, or why it can't be sent."""
    preferences = conditions.preferences
    today, due = calendar.today(now), preferences.after_quiet_hours(now, calendar)
    none_today = preferences.not_before is not None and now < preferences.not_before
    if none_today or _reminded_today(conditions, calendar, now):
        due = max(due, preferences.after_quiet_hours(calendar.end_of(today), calendar))
    reminder = wanted.due(due, calendar.end_of(calendar.today(due) + DAY))
    never = _drop_reason(reminder, conditions)
    if never is not None:
        return never
    if conditions.away_until is not None and due < conditions.away_until:
        return DecisionReason.AWAY
    return DecisionReason.IN_CASE if conditions.in_case else reminder
