"""Messages about open items: the list, and reminders of participants who wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cases.rules.cases import Case, CaseReason
from bot.kernel.callback_data import CallbackData
from bot.kernel.messages import (
    Button,
    LanguageName,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    Weekday,
    item,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.pager import Page
from bot.kernel.views.people import name_of, who
from bot.roster.buttons import ShowSubmission
from bot.workqueue.buttons import ListOpenItems, ShowApplication, ShowCase
from bot.workqueue.rules import ItemKind, OpenItem

Aged = tuple[OpenItem, int]  # with its age in working days


@dataclass(frozen=True)
class Overdue:
    """Items that have waited too long.  `rest`: how many more there are."""

    items: Sequence[Aged] = ()
    rest: int = 0


@dataclass(frozen=True)
class CaseItem:
    """`since`: local time."""

    item: OpenItem
    since: datetime


def open_items(page: Page[Aged]) -> Message:
    if not page.items:
        return message(phrase("Nothing waits for you. 🌿"))
    return message(
        strong(phrase("This waits for you, the oldest first")),
        *[item(_line(entry, days)) for entry, days in page.items],
        buttons=[*item_buttons([entry for entry, _ in page.items]), page.turning(ListOpenItems)],
    )


def overdue_lines(overdue: Overdue) -> list[Param | Paragraph]:
    if not overdue.items:
        return []
    return [
        strong(phrase("🔔 This has waited for two working days")),
        *[item(_line(entry, days)) for entry, days in overdue.items],
        *and_more(overdue.rest),
    ]


def and_more(rest: int) -> list[Phrase]:
    return [phrases("And {count} more waits.", "And {count} more wait.", rest)] if rest else []


def to_open_items() -> Button:
    return Button(phrase("📥 All that waits"), ListOpenItems().pack())


def case_since(entry: CaseItem) -> Phrase:
    return phrase(
        "{person}: {what}, since {day} at {hour}",
        person=who(entry.item.participant), what=_what(entry.item), **_moment(entry.since),
    )  # fmt: skip


def reminder(
    participant: Participant, case: Case, since: datetime, stands_in_for: str | None = None
) -> Message:
    """`stands_in_for`: name of the absent consultant who has the case; None: nobody."""
    stands_in = phrase(
        "{consultant} is away, and you stand in.", consultant=Verbatim(stands_in_for or "")
    )
    return message(
        strong(phrase("⏰ {person} still waits for an answer", person=who(participant))),
        item(reason_of(case.why)),
        *_facts(participant, case, since),
        *([stands_in] if stands_in_for else []),
        quiet(_reply()),
        buttons=[[_to_case(case)], [to_open_items()]],
    )


def alarm(participant: Participant, case: Case, since: datetime) -> Message:
    head = phrase(
        "🆘 {person} may be in a crisis and has no answer yet. Please call now",
        person=who(participant),
    )
    return message(
        strong(head),
        *_facts(participant, case, since),
        quiet(phrase("I say this again until somebody answers or takes it.")),
        quiet(_reply()),
        buttons=[[_to_case(case)]],
    )


def reason_of(reason: CaseReason) -> Phrase:
    return {
        CaseReason.ASKED: phrase("would like to talk"),
        CaseReason.DISTRESS: phrase("may be in a crisis"),
        CaseReason.MISUNDERSTOOD: phrase("needs help that I can't give"),
        CaseReason.RESULT: phrase("a talk about the recommendation"),
        CaseReason.QUESTION: phrase("has a question"),
        CaseReason.MEETING: phrase("something about a meeting"),
        CaseReason.ABSENCE: phrase("can't come"),
        CaseReason.HUMAN: phrase("a talk that you began"),
    }[reason]


def _facts(participant: Participant, case: Case, since: datetime | None) -> list[Paragraph]:
    lines = [phrase("Language: {language}", language=LanguageName(participant.language))]
    if not case.open:
        return [item(line) for line in [*lines, phrase("This talk is closed.")]]
    if since is None:
        lines.append(phrase("Has an answer. The talk is still open."))
    else:
        lines.append(phrase("Waits since {day} at {hour}", **_moment(since)))
    if case.taken_name:
        lines.append(phrase("{consultant} has taken it.", consultant=Verbatim(case.taken_name)))
    else:
        lines.append(phrase("Nobody has taken it yet."))
    return [item(line) for line in lines]


def _moment(local: datetime) -> dict[str, Param]:
    return {"day": Weekday(local.date()), "hour": Verbatim(f"{local:%H:%M}")}


def _reply() -> Phrase:
    return phrase("Press the name to write. Or reply to this message: I pass it on.")


def _line(entry: OpenItem, days: int) -> Phrase:
    what = _what(entry)
    if entry.case is not None and entry.case.waiting_since is None:
        return phrase("{person}: {what}, answered", person=who(entry.participant), what=what)
    if not days:
        return phrase("{person}: {what}, today", person=who(entry.participant), what=what)
    return phrases(
        "{person}: {what}, {count} working day",
        "{person}: {what}, {count} working days",
        days,
        person=who(entry.participant),
        what=what,
    )


def _what(entry: OpenItem) -> Param:
    title = phrase(entry.title) if entry.title else phrase("a task")
    match entry.kind:
        case ItemKind.CASE:
            return reason_of(entry.case.why if entry.case else CaseReason.ASKED)
        case ItemKind.APPLICATION:
            return phrase("wants to join")
        case ItemKind.TALK:
            return phrase("a talk about “{task}”", task=title)
        case ItemKind.SUBMISSION:
            return phrase("“{task}”", task=title)


def item_buttons(items: Sequence[OpenItem]) -> list[list[Button]]:
    return [[_button(entry)] for entry in items]


def _button(entry: OpenItem) -> Button:
    label = phrase("👁 {person}: {what}", person=name_of(entry.participant), what=_what(entry))
    return Button(label, _show(entry).pack())


def _show(entry: OpenItem) -> CallbackData:
    match entry.kind:
        case ItemKind.CASE:
            return ShowCase(entry.about)
        case ItemKind.APPLICATION:
            return ShowApplication(entry.about)
        case ItemKind.TALK | ItemKind.SUBMISSION:
            return ShowSubmission(entry.about)


def _to_case(case: Case) -> Button:
    assert case.id is not None, "a case is stored before it is shown"
    return Button(phrase("👁 Show the talk"), ShowCase(case.id).pack())
