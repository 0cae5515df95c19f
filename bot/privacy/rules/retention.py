"""How long personal data are kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

DAYS_A_MONTH = 30.44


@dataclass(frozen=True)
class RetentionRules:
    """`people`: months after the end of the course or the last activity, whichever is later.

    `messages`, `updates`: days.  `withdrawn`: days after a consent was taken back.  `audit`:
    months for which it is noted what consultants did.
    """

    people: int = 6
    messages: int = 180
    updates: int = 30
    withdrawn: int = 30
    audit: int = 24

    def people_before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.people * DAYS_A_MONTH)

    def withdrawn_until(self, at: datetime) -> datetime:
        """Until when what was stored is kept after a consent was taken back."""
        return at + timedelta(days=self.withdrawn)

    def withdrawn_before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.withdrawn)

    def audit_before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.audit * DAYS_A_MONTH)

    def messages_before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.messages)

    def updates_before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.updates)


@dataclass(frozen=True)
class ParticipantActivity:
    """When a participant first and last wrote, and when their course ended (None: no course).

    `on_course`: the course is still going on.  `withdrew_at`: when the consent was taken back, if
    it was not given again.
    """

    came_at: datetime
    wrote_at: datetime | None
    course_ended_at: datetime | None
    on_course: bool
    withdrew_at: datetime | None = None


def is_due(activity: ParticipantActivity, rules: RetentionRules, now: datetime) -> bool:
    """Whether a participant is erased.

    After a consent was taken back, when the term for that is over, whatever they did since; else
    never during a course or soon after any activity.
    """
    if activity.withdrew_at is not None and activity.withdrew_at < rules.withdrawn_before(now):
        return True
    if activity.on_course:
        return False
    moments = [activity.came_at, activity.wrote_at, activity.course_ended_at]
    last = max(sign for sign in moments if sign is not None)
    return last < rules.people_before(now)
