"""What waits for the consultants: the list, and what is brought up again."""

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
from bot.workqueue.rules import OpenItem, Waits

Aged = tuple[OpenItem, int]  # with its age in working days


@dataclass(frozen=True)
class Old:
    """`rest`: how many more there are."""

    items: Sequence[Aged] = ()
    rest: int = 0


@dataclass(frozen=True)
class CaseItem:
    """`since`: by the municipality's clock."""

    item: OpenItem
    since: datetime


def open_items(page: Page[Aged]) -> Message:
    if not page.items:
        return message(phrase("Nothing waits for you. 🌿"))
    return message(
        strong(phrase("This waits for you, the oldest first")),
        *[item(_line(entry, days)) for entry, days in page.items],
        buttons=[*buttons_of([entry for entry, _ in page.items]), page.turning(ListOpenItems)],
    )


def old_lines(old: Old) -> list[Param | Paragraph]:
    if not old.items:
        return []
    return [
        strong(phrase("🔔 This has waited for two working days")),
        *[item(_line(entry, days)) for entry, days in old.items],
        *and_more(old.rest),
    ]


def and_more(rest: int) -> list[Phrase]:
    return [phrases("And {count} more waits.", "And {count} more wait.", rest)] if rest else []


def all_open() -> Button:
    return Button(phrase("📥 All that waits"), ListOpenItems().pack())


def case_since(entry: CaseItem) -> Phrase:
    return phrase(
        "{person}: {what}, since {day} at {hour}",
        person=who(entry.item.participant), what=_what(entry.item), **_moment(entry.since),
    )  # fmt: skip


def reminder(
    participant: Participant, case: Case, since: datetime, stands_in_for: str | None = None
) -> Message:
    """`stands_in_for`: the consultant who took it and is away."""
    stands_in = phrase(
        "{consultant} is away, and you stand in.", consultant=Verbatim(stands_in_for or "")
    )
    return message(
        strong(phrase("⏰ {person} still waits for an answer", person=who(participant))),
        item(why(case.why)),
        *_facts(participant, case, since),
        *([stands_in] if stands_in_for else []),
        quiet(_reply()),
        buttons=[[_to_case(case)], [all_open()]],
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


def why(reason: CaseReason) -> Phrase:
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
    match entry.waits:
        case Waits.CASE:
            return why(entry.case.why if entry.case else CaseReason.ASKED)
        case Waits.APPLICATION:
            return phrase("wants to join")
        case Waits.TALK:
            return phrase("a talk about “{task}”", task=title)
        case Waits.WORK:
            return phrase("“{task}”", task=title)


def buttons_of(items: Sequence[OpenItem]) -> list[list[Button]]:
    return [[_button(entry)] for entry in items]


def _button(entry: OpenItem) -> Button:
    label = phrase("👁 {person}: {what}", person=name_of(entry.participant), what=_what(entry))
    return Button(label, _shows(entry).pack())


def _to_case(case: Case) -> Button:
    assert case.id is not None, "a case is stored before anybody is told of it"
    return Button(phrase("👁 Show the talk"), ShowCase(case.id).pack())


def _shows(entry: OpenItem) -> CallbackData:
    match entry.waits:
        case Waits.CASE:
            return ShowCase(entry.about)
        case Waits.APPLICATION:
            return ShowApplication(entry.about)
        case Waits.WORK | Waits.TALK:
            return ShowSubmission(entry.about)
