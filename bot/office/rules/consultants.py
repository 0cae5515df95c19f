"""The consultants: names, absences and substitutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from functools import cached_property

from bot.kernel.calendar import DAY, Calendar

NOBODY = 0  # in place of a substitute; Telegram has no user 0
# So long it counts whether somebody was in the group when Telegram was asked.
MEMBERSHIP_HOLDS = timedelta(minutes=5)
LONGEST_ABSENCE = 366  # days
FRIDAY = 4
WEEKS_AHEAD = 4  # Fridays that are offered as the last day


class Presence(Enum):
    """Whether a consultant is in the group."""

    IN = auto()
    LEFT = auto()
    UNCHECKED = auto()  # not asked, or too long ago
    UNKNOWN = auto()  # the channel was asked and did not tell


@dataclass
class Consultant:
    """Somebody who is, was or may become a consultant.

    user_id: Telegram's.  The reason of an absence is not stored.
    admitted_at, admitted_by: since when and by whom (0: the administrator); neither for those of
        CONSULTANT_IDS.
    in_group, checked_at: whether they were in the group, and when that was known.
    """

    user_id: int
    name: str
    away_from: date | None = None
    away_until: date | None = None  # inclusive
    substitute_id: int | None = None
    admitted_at: datetime | None = None
    admitted_by: int | None = None
    in_group: bool | None = None
    checked_at: datetime | None = None

    def presence(self, now: datetime) -> Presence:
        """What is known by `now`."""
        if self.in_group is None or self.checked_at is None:
            return Presence.UNCHECKED
        if abs(now - self.checked_at) >= MEMBERSHIP_HOLDS:
            return Presence.UNCHECKED
        return Presence.IN if self.in_group else Presence.LEFT

    def note_presence(self, in_group: bool, now: datetime) -> None:
        self.in_group, self.checked_at = in_group, now

    def admit(self, by: int, now: datetime) -> None:
        self.admitted_at, self.admitted_by = now, by

    def dismiss(self) -> None:
        self.admitted_at = self.admitted_by = None

    def is_away(self, day: date) -> bool:
        if self.away_from is None or self.away_until is None:
            return False
        return self.away_from <= day <= self.away_until

    def go(self, today: date, until: date, substitute_id: int | None) -> None:
        """Be away until the end of a day; replaces an absence that was reported before."""
        if not self.is_away(today):
            self.away_from = today
        self.away_until, self.substitute_id = until, substitute_id

    def come_back(self, today: date) -> None:
        """End the absence today; its past days stay days of absence."""
        if self.is_away(today):
            self.away_until, self.substitute_id = today - DAY, None


@dataclass(frozen=True)
class Staff:
    """The consultants.

    named: those of CONSULTANT_IDS.
    known: everybody who is or was a consultant, by id; not all of `named` have written yet.
    """

    named: frozenset[int]
    known: Mapping[int, Consultant]

    @property
    def all_ids(self) -> frozenset[int]:
        """Every consultant, also one who has left the group."""
        return self.named | {i for i, one in self.known.items() if one.admitted_at is not None}

    @cached_property
    def ids(self) -> frozenset[int]:
        """The consultants but for those who have left the group."""
        return frozenset(i for i in self.all_ids if not self.has_left(i))

    def has_left(self, user_id: int) -> bool:
        """Whether somebody was not in the group when that was last known."""
        known = self.known.get(user_id)
        return known is not None and known.in_group is False

    def name_of(self, user_id: int) -> str:
        """The first name, or the number of somebody who has not written yet."""
        known = self.known.get(user_id)
        return (known.name if known is not None else "") or str(user_id)

    def is_away(self, user_id: int | None, day: date) -> bool:
        known = self.known.get(user_id) if user_id is not None else None
        return known is not None and known.is_away(day)

    def all_away(self, day: date) -> bool:
        return bool(self.ids) and all(self.is_away(one, day) for one in self.ids)

    def present(self, day: date) -> list[int]:
        """Ids of the consultants who are not away; of all if everybody is away."""
        return sorted(i for i in self.ids if not self.is_away(i, day)) or sorted(self.ids)

    def away(self, day: date) -> list[Consultant]:
        """The consultants who are away, by name."""
        found = [self.known[i] for i in self.ids if self.is_away(i, day)]
        return sorted(found, key=lambda one: (one.name, one.user_id))

    def reachable(self, user_id: int | None, day: date) -> int | None:
        """The consultant or, if away, the substitute; None if neither is present."""
        if user_id in self.ids and not self.is_away(user_id, day):
            return user_id
        return self.substitute_of(user_id, day)

    def substitute_of(self, user_id: int | None, day: date) -> int | None:
        """The substitute of somebody who is away; a substitute who is away has their own."""
        seen: set[int] = set()
        while user_id is not None and self.is_away(user_id, day) and user_id not in seen:
            seen.add(user_id)
            user_id = self.known[user_id].substitute_id
        found = bool(seen) and user_id in self.ids and user_id not in seen
        return user_id if found else None


def likely_ends(today: date, calendar: Calendar) -> list[date]:
    """Days on which an absence often ends: today, the next working day, the coming Fridays."""
    friday = today + DAY * ((FRIDAY - today.weekday()) % 7)
    fridays = [friday + DAY * 7 * n for n in range(WEEKS_AHEAD)]
    return sorted({today, calendar.workday_from(today + DAY), *fridays})
