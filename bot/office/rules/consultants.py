"""The consultants: their names, when one is away, and who stands in then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.kernel.calendar import DAY, Calendar

# Stands for all of them where the municipality has named none: Telegram has no user 0.
TEAM = 0
LONGEST_ABSENCE = 366
FRIDAY = 4
WEEKS_AHEAD = 4


@dataclass
class Consultant:
    """`user_id`: theirs with Telegram.  Why somebody is away is not asked."""

    user_id: int
    name: str
    away_from: date | None = None
    away_until: date | None = None  # the last day of it
    substitute_id: int | None = None

    def is_away(self, day: date) -> bool:
        if self.away_from is None or self.away_until is None:
            return False
        return self.away_from <= day <= self.away_until

    def go(self, today: date, until: date, substitute_id: int | None) -> None:
        """Until the end of a day; a new notice takes the place of the one before."""
        if not self.is_away(today):
            self.away_from = today
        self.away_until, self.substitute_id = until, substitute_id

    def come_back(self, today: date) -> None:
        """The days that were really spent away stay days away."""
        if self.is_away(today):
            self.away_until, self.substitute_id = today - DAY, None


@dataclass(frozen=True)
class Staff:
    """`ids`: CONSULTANT_IDS; `known`: those of them whom we have met, by id (or the team)."""

    ids: frozenset[int]
    known: Mapping[int, Consultant]

    def is_away(self, user_id: int | None, day: date) -> bool:
        known = self.known.get(user_id) if user_id is not None else None
        return known is not None and known.is_away(day)

    def nobody_there(self, day: date) -> bool:
        return all(self.is_away(one, day) for one in self.ids or {TEAM})

    def there(self, day: date) -> list[int]:
        """Nobody is not possible: if all are away, all are told."""
        return sorted(i for i in self.ids if not self.is_away(i, day)) or sorted(self.ids)

    def away(self, day: date) -> list[Consultant]:
        """In the order of their names."""
        mine = [self.known[i] for i in self.ids or {TEAM} if self.is_away(i, day)]
        return sorted(mine, key=lambda one: (one.name, one.user_id))

    def reachable(self, user_id: int | None, day: date) -> int | None:
        """Somebody themselves or, where they are away, who stands in."""
        if user_id in self.ids and not self.is_away(user_id, day):
            return user_id
        return self.substitute_of(user_id, day)

    def substitute_of(self, user_id: int | None, day: date) -> int | None:
        """Who is there for somebody who is away; a substitute may have one, too."""
        seen: set[int] = set()
        while user_id is not None and self.is_away(user_id, day) and user_id not in seen:
            seen.add(user_id)
            user_id = self.known[user_id].substitute_id
        found = bool(seen) and user_id in self.ids and user_id not in seen
        return user_id if found else None


def likely_ends(today: date, calendar: Calendar) -> list[date]:
    """Days that an absence often ends on: today, the next working day, the coming Fridays."""
    friday = today + DAY * ((FRIDAY - today.weekday()) % 7)
    fridays = [friday + DAY * 7 * n for n in range(WEEKS_AHEAD)]
    return sorted({today, calendar.workday_from(today + DAY), *fridays})
