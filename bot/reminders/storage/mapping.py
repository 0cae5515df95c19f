"""Maps the preferences to their table."""

from typing import Any

from sqlalchemy import Dialect, String, TypeDecorator

from bot.kernel.database.types import mapper
from bot.reminders.rules.preferences import Preferences
from bot.reminders.storage.tables import reminder_preferences


class AsWeekdays(TypeDecorator[frozenset[int]]):
    """Weekdays (Monday is 0) as a string of digits."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> str | None:
        return None if value is None else "".join(str(n) for n in sorted(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> frozenset[int] | None:
        return None if value is None else frozenset(int(n) for n in value)


reminder_preferences.c.days.type = AsWeekdays()
mapper.map_imperatively(Preferences, reminder_preferences)
