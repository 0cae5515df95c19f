"""A talk between a person and a human consultant: asked for, taken, closed, and opened again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """What brought the human in."""

    ASKED = "asked"
    DISTRESS = "distress"
    MISUNDERSTOOD = "misunderstood"  # the assistant did not understand, again and again
    RESULT = "result"  # of the eligibility check
    QUESTION = "question"  # about a question, a task or a fact card
    MEETING = "meeting"
    ABSENCE = "absence"
    DELETION = "deletion"
    HUMAN = "human"  # a consultant wrote first


@dataclass
class Case:
    """`waiting_since`: the oldest word of the person that no human has answered; None: none.

    `talking`: what the person writes now goes to the human; False while they use the assistant.
    """

    participant_id: int
    opened_at: datetime
    why: Why
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

    def human_wrote(self, by: int, name: str, now: datetime) -> None:
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

    def alarm(self, now: datetime) -> None:
        """The person may be in danger: what was said of an ordinary wait does not count."""
        if not self.urgent:
            self.urgent = True
            self.reminded_at = self.escalated_at = None
        self.waiting_since = self.waiting_since or now
