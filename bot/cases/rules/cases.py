"""A case: the conversation of a participant with the consultants, from call to close."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

QUIET_FOR = timedelta(hours=24)  # then the participant is asked whether the case is done
UNANSWERED_FOR = timedelta(hours=24)  # after that question; then the case is closed
SNOOZE = timedelta(hours=3)
SAME_ALARM = timedelta(seconds=60)  # a repeated alarm changes the last one instead of a new one
ALARM_ARRIVES = timedelta(seconds=60)  # after that the participant hears that it reached nobody


class CaseReason(StrEnum):
    """Why the case was opened."""

    ASKED = "asked"
    DISTRESS = "distress"
    MISUNDERSTOOD = "misunderstood"  # several messages in a row were not understood
    RESULT = "result"  # of the eligibility check
    QUESTION = "question"  # about a question, a task or a fact card
    MEETING = "meeting"
    ABSENCE = "absence"
    HUMAN = "human"  # a consultant wrote first


@dataclass
class Case:
    """A participant has at most one open case.

    `waiting_since`: the oldest message that no consultant has answered; None: all are answered.
    `talking`: what the participant writes goes to the consultants; False while they use the
    assistant.
    """

    participant_id: int
    opened_at: datetime
    why: CaseReason
    urgent: bool = False
    talking: bool = True
    waiting_since: datetime | None = None
    taken_by: int | None = None
    taken_name: str | None = None
    taken_at: datetime | None = None
    last_word_at: datetime | None = None  # of either side
    reminded_at: datetime | None = None  # the consultants' group was reminded
    escalated_at: datetime | None = None  # each consultant was told in private
    asked_to_close_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: int | None = None
    snoozed_until: datetime | None = None  # the group is reminded then
    alarm_key: str | None = None  # outbox key of the newest alarm in the group
    alarmed_at: datetime | None = None  # when that alarm was sent
    alarm_count: int = 0  # messages that it stands for
    id: int | None = None

    @property
    def open(self) -> bool:
        return self.closed_at is None

    def mark_answered(self, by: int, name: str, now: datetime) -> None:
        """A consultant wrote to the participant: nothing waits; an untaken case is taken."""
        self.waiting_since = self.reminded_at = self.escalated_at = None
        self.asked_to_close_at = None
        self.last_word_at = now
        if self.taken_by is None:
            self.taken_by, self.taken_name, self.taken_at = by, name, now

    def person_wrote(self, now: datetime) -> None:
        """The first message after an answer starts the wait."""
        self.waiting_since = self.waiting_since or now
        self.asked_to_close_at = None
        self.last_word_at = now

    def take(self, by: int, name: str, now: datetime) -> None:
        """Take the case, or take it over from a colleague."""
        self.taken_by, self.taken_name, self.taken_at = by, name, now
        self.last_word_at, self.snoozed_until = now, None
        self.talking = True

    def close(self, by: int | None, now: datetime) -> None:
        """`by`: the consultant; None: the participant, or nobody wrote any more."""
        self.closed_at, self.closed_by = now, by
        self.talking, self.waiting_since, self.snoozed_until = False, None, None
        self.asked_to_close_at = None

    def stay(self, now: datetime) -> None:
        """The participant is not done: the quiet time starts again."""
        self.asked_to_close_at, self.last_word_at = None, now

    def is_quiet(self, now: datetime) -> bool:
        """Taken, answered, and without a message for QUIET_FOR."""
        if not self.open or self.taken_at is None or self.waiting_since is not None:
            return False
        return now - (self.last_word_at or self.taken_at) >= QUIET_FOR

    def is_over(self, now: datetime) -> bool:
        """Quiet, and the question whether it is done has had no answer for UNANSWERED_FOR."""
        asked = self.asked_to_close_at
        return self.is_quiet(now) and asked is not None and now - asked >= UNANSWERED_FOR

    def repeats_alarm(self, now: datetime) -> bool:
        """Whether the last alarm is so recent that it stands for this one too."""
        if self.alarm_key is None or self.alarmed_at is None:
            return False
        return now - self.alarmed_at < SAME_ALARM

    def is_alarm_overdue(self, now: datetime) -> bool:
        """Whether the last alarm should have reached somebody by now."""
        if not self.open or self.waiting_since is None or self.alarmed_at is None:
            return False
        return now - self.alarmed_at >= ALARM_ARRIVES

    def alarm(self, now: datetime) -> None:
        """Mark the case urgent: the reminders of an ordinary wait do not count."""
        if not self.urgent:
            self.urgent = True
            self.reminded_at = self.escalated_at = None
        self.waiting_since = self.waiting_since or now
