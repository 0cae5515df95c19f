"""The daily note: one message to the consultants each morning."""

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
from bot.workqueue.views.open_items import (
    CaseItem,
    Overdue,
    and_more,
    case_since,
    item_buttons,
    overdue_lines,
    to_open_items,
)

# With names of any length the note stays below Telegram's 4,096 characters.
MOST_AT_ONCE, MOST_NAMES = 8, 6
NOTHING_OVERDUE = Overdue()


@dataclass(frozen=True)
class Today:
    """`overdue`: papers that have waited for two working days; `recent`: local times since when
    the other papers wait, the oldest first; `away`: absences; `more`: lines of other subjects."""

    day: date
    cases: Sequence[CaseItem] = ()
    overdue: Overdue = NOTHING_OVERDUE
    recent: Sequence[datetime] = ()
    late: Sequence[Participant] = ()
    silent: Sequence[Participant] = ()
    ready: Sequence[Participant] = ()
    away: Sequence[Param] = ()
    more: Sequence[Param] = ()

    @property
    def needs_action(self) -> bool:
        return bool(self.cases or self.overdue.items or self.recent or self.more)

    @property
    def has_news(self) -> bool:
        """Worth a note on the first open day of a week."""
        return self.needs_action or bool(self.late or self.silent or self.ready)


def note(today: Today) -> Message:
    content: list[Param | Paragraph] = [
        strong(phrase("☀ Good morning! It is {day}.", day=Weekday(today.day)))
    ]
    cases, rest = today.cases[:MOST_AT_ONCE], len(today.cases[MOST_AT_ONCE:])
    if cases:
        content.append(strong(phrase("👤 These people wait for your answer")))
        content += [item(case_since(case)) for case in cases]
        content += and_more(rest)
    content += overdue_lines(today.overdue)
    if today.recent:
        content.append(_recent(today.recent))
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
    entries = [*[case.item for case in cases], *[entry for entry, _ in today.overdue.items]]
    return message(*content, *today.away, buttons=[*item_buttons(entries), [to_open_items()]])


def _recent(since: Sequence[datetime]) -> Phrase:
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
