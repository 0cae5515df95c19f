"""How often documents are made within a day.  Pure.

What was made is counted by the messages that carried it: their keys in the outbox end in the
label of the quota.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

A_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class DocumentQuota:
    """At most `most` requests within any 24 hours."""

    label: str
    most: int

    def next_at(self, made: Iterable[datetime], now: datetime) -> datetime | None:
        """From when the next request is granted; None: now.

        made: when the earlier requests were granted.  Those after `now` come from a clock that
        was wrong and do not count.
        """
        recent = sorted(at for at in made if now - A_DAY < at <= now)
        return recent[-self.most] + A_DAY if len(recent) >= self.most else None


MY_DATA = DocumentQuota("mydata", 3)
PAPERS = DocumentQuota("paper", 10)  # the plan and the statement, for their person


def of_consultant(user_id: int) -> DocumentQuota:
    """More than a day's work needs: the plans of five full runs."""
    return DocumentQuota(f"paper{user_id}", 300)
