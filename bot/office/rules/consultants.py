"""The consultants: names, absences and substitutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.kernel.calendar import DAY, Calendar

TEAM = 0  # stands for all consultants where CONSULTANT_IDS is empty; Telegram has no user 0
LONGEST_ABSENCE = 366  # days
FRIDAY = 4
WEEKS_AHEAD = 4  # Fridays that are offered as the last day


@dataclass
class Consultant:
    """`user_id`: Telegram's.  The reason of an absence is not stored."""

    user_id: int
    name: str
    away_from: date | None = None
    away_until: date | None = None  # inclusive
    substitute_id: int | None = None

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
    """`ids`: CONSULTANT_IDS; `known`: consultants that have written, by id (or the team)."""

    ids: frozenset[int]
    known: Mapping[int, Consultant]

    def is_away(self, user_id: int | None, day: date) -> bool:
        known = self.known.get(user_id) if user_id is not None else None
        return known is not None and known.is_away(day)

    def all_away(self, day: date) -> bool:
        return all(self.is_away(one, day) for one in self.ids or {TEAM})

    def present(self, day: date) -> list[int]:
        """Ids of the consultants who are not away; of all if everybody is away."""
        return sorted(i for i in self.ids if not self.is_away(i, day)) or sorted(self.ids)

    def away(self, day: date) -> list[Consultant]:
        """The consultants who are away, by name."""
        found = [self.known[i] for i in self.ids or {TEAM} if self.is_away(i, day)]
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
