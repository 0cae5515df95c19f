"""A talk between a person and a human consultant: asked for, taken, closed, and opened again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

QUIET_FOR = timedelta(hours=24)  # then the person is asked whether the talk is over
UNANSWERED_FOR = timedelta(hours=24)  # and so long after that question it is
SNOOZE = timedelta(hours=3)


class CaseReason(StrEnum):
    """What brought the human in."""

    ASKED = "asked"
    DISTRESS = "distress"
    MISUNDERSTOOD = "misunderstood"  # the assistant did not understand, again and again
    RESULT = "result"  # of the eligibility check
    QUESTION = "question"  # about a question, a task or a fact card
    MEETING = "meeting"
    ABSENCE = "absence"
    HUMAN = "human"  # a consultant wrote first


@dataclass
class Case:
    """`waiting_since`: the oldest word of the person that no human has answered; None: none.

    `talking`: what the person writes now goes to the human; False while they use the assistant.
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
    reminded_at: datetime | None = None  # the group heard that it waits
    escalated_at: datetime | None = None  # and each consultant in private
    asked_to_close_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: int | None = None
    snoozed_until: datetime | None = None  # a consultant wants to be reminded then
    id: int | None = None

    @property
    def open(self) -> bool:
        return self.closed_at is None

    def mark_answered(self, by: int, name: str, now: datetime) -> None:
        """A consultant has said something to the person: nothing waits, and somebody is there."""
        self.waiting_since = self.reminded_at = self.escalated_at = None
        self.asked_to_close_at = None
        self.last_word_at = now
        if self.taken_by is None:
            self.taken_by, self.taken_name, self.taken_at = by, name, now

    def person_wrote(self, now: datetime) -> None:
        """The first word since a human has answered begins the waiting."""
        self.waiting_since = self.waiting_since or now
        self.asked_to_close_at = None
        self.last_word_at = now

    def take(self, by: int, name: str, now: datetime) -> None:
        """Or take over."""
        self.taken_by, self.taken_name, self.taken_at = by, name, now
        self.last_word_at, self.snoozed_until = now, None
        self.talking = True

    def close(self, by: int | None, now: datetime) -> None:
        """`by` None: the person, or silence."""
        self.closed_at, self.closed_by = now, by
        self.talking, self.waiting_since, self.snoozed_until = False, None, None
        self.asked_to_close_at = None

    def stay(self, now: datetime) -> None:
        """The person is not done yet."""
        self.asked_to_close_at, self.last_word_at = None, now

    def is_quiet(self, now: datetime) -> bool:
        """A human was there, nothing waits for an answer, and nobody has said anything lately."""
        if not self.open or self.taken_at is None or self.waiting_since is not None:
            return False
        return now - (self.last_word_at or self.taken_at) >= QUIET_FOR

    def is_over(self, now: datetime) -> bool:
        """The question whether it is over has had no answer."""
        asked = self.asked_to_close_at
        return self.is_quiet(now) and asked is not None and now - asked >= UNANSWERED_FOR

    def alarm(self, now: datetime) -> None:
        """The person may be in danger: what was said of an ordinary wait does not count."""
        if not self.urgent:
            self.urgent = True
            self.reminded_at = self.escalated_at = None
        self.waiting_since = self.waiting_since or now
