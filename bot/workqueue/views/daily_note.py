"""The one message that the consultants get in the morning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.kernel.messages import (
    Listing,
    Message,
    Paragraph,
    Param,
    Phrase,
    Weekday,
    item,
    message,
    phrase,
    phrases,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.people import who
from bot.workqueue.views.waiting import (
    CaseItem,
    Old,
    all_open,
    and_more,
    buttons_of,
    case_since,
    old_lines,
)

# However long the names are, all of it stays below Telegram's 4,096 characters.
MOST_AT_ONCE, MOST_NAMES = 8, 6
NOTHING_OLD = Old()


@dataclass(frozen=True)
class Today:
    """`cases`: with the local time since when; `old`: what has waited for two working days;
    `fresh`: since when what is newer waits, the oldest first; `more`: what others add."""

    day: date
    cases: Sequence[CaseItem] = ()
    old: Old = NOTHING_OLD
    fresh: Sequence[datetime] = ()
    late: Sequence[Participant] = ()
    silent: Sequence[Participant] = ()
    ready: Sequence[Participant] = ()
    away: Sequence[Param] = ()
    more: Sequence[Param] = ()

    @property
    def wants_something(self) -> bool:
        return bool(self.cases or self.old.items or self.fresh or self.more)

    @property
    def has_news(self) -> bool:
        """Something that is good to know at the start of a week."""
        return self.wants_something or bool(self.late or self.silent or self.ready)


def note(today: Today) -> Message:
    content: list[Param | Paragraph] = [
        strong(phrase("☀ Good morning! It is {day}.", day=Weekday(today.day)))
    ]
    cases, rest = today.cases[:MOST_AT_ONCE], len(today.cases[MOST_AT_ONCE:])
    if cases:
        content.append(strong(phrase("👤 These people wait for your answer")))
        content += [item(case_since(case)) for case in cases]
        content += and_more(rest)
    content += old_lines(today.old)
    if today.fresh:
        content.append(_fresh(today.fresh))
    content += [item(line) for line in today.more]
    if today.late:
        content.append(phrase("🔸 Something is late: {people}", people=_names(today.late)))
    if today.silent:
        content.append(
            phrase("🤫 Silent for four days or more: {people}", people=_names(today.silent))
        )
    if today.ready:
        content.append(
            phrase("🎓 Ready for the certificate: {people}", people=_names(today.ready))
        )
    entries = [*[case.item for case in cases], *[entry for entry, _ in today.old.items]]
    return message(*content, *today.away, buttons=[*buttons_of(entries), [all_open()]])


def _fresh(since: Sequence[datetime]) -> Phrase:
    return phrases(
        "📥 {count} hand-in or application waits, since {day}.",
        "📥 {count} hand-ins and applications wait, the oldest since {day}.",
        len(since),
        day=Weekday(since[0].date()),
    )


def _names(people: Sequence[Participant]) -> Param:
    more = len(people) - MOST_NAMES
    names: list[Param] = [who(person) for person in people[:MOST_NAMES]]
    if more > 0:
        names.append(phrases("{count} more", "{count} more", more))
    return Listing(tuple(names))
