"""Waits, absences and a morning with the longest that can stand in them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.cases.rules.cases import Case, CaseReason
from bot.kernel.messages import Verbatim
from bot.kernel.participants import Participant
from bot.office.rules.consultants import Consultant, Staff
from bot.office.rules.hours import Expected
from bot.office.views import absences
from bot.workqueue.rules import ItemKind, OpenItem
from bot.workqueue.views.daily_note import MOST_AT_ONCE, Today
from bot.workqueue.views.open_items import CaseItem, Overdue

NOON = datetime(2026, 12, 23, 12, 0, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 12, 23), date(2026, 12, 24)
WIDE = Participant(2**40, "W" * 64, "so", NOON, id=10**9)

METTE = Consultant(2**40, "K" * 64, TODAY, TODAY + timedelta(days=12))
EXPECTED = [
    Expected(day, time(hour), TODAY, is_open)
    for day in (TODAY, TOMORROW, date(2026, 12, 28))
    for hour in (12, 16)
    for is_open in (True, False)
]
WAITING = [Case(10**9, NOON, why, waiting_since=NOON, id=10**9) for why in CaseReason]
CASES = [
    *WAITING,
    replace(WAITING[0], taken_name="K" * 64),
    replace(WAITING[0], waiting_since=None),
    replace(WAITING[0], closed_at=NOON),
]
TALKS = [OpenItem(ItemKind.CASE, NOON, WIDE, 10**9, case=case) for case in CASES]
PAPERS = [
    (OpenItem(kind, NOON, WIDE, 10**9, "T" * 60), 200)
    for kind in (ItemKind.TALK, ItemKind.APPLICATION, ItemKind.SUBMISSION)
]
OVERDUE = Overdue((PAPERS * MOST_AT_ONCE)[:MOST_AT_ONCE], 50)
FULL = Today(
    TODAY, [CaseItem(talk, NOON) for talk in TALKS * 2], OVERDUE, [NOON] * 60, [WIDE] * 60,
    [WIDE] * 60, [WIDE] * 60, absences.lines(METTE, METTE), [Verbatim("m" * 60)],
)  # fmt: skip

COLLEAGUES = {
    1: Consultant(1, "K" * 64),
    2: Consultant(2, "", admitted_at=NOON),
    3: Consultant(3, WIDE.first_name, admitted_at=NOON, in_group=False, checked_at=NOON),
}
EXAMPLES: dict[Any, list[Any]] = {
    Staff: [Staff(frozenset({1}), COLLEAGUES)],
    CaseItem: [CaseItem(talk, NOON) for talk in TALKS],
    Consultant: [METTE],
    Consultant | None: [None, METTE],
    Expected: EXPECTED,
    Overdue: [OVERDUE, Overdue(OVERDUE.items, 1)],
    Sequence[Consultant]: [[replace(METTE, name=WIDE.first_name)] * 8],
    Sequence[OpenItem]: [TALKS],
    Today: [Today(TODAY), FULL, replace(FULL, recent=[NOON])],
    CaseReason: list(CaseReason),
    datetime: [NOON],
    datetime | None: [None, NOON],
}
WORDS = {"owner": ["K" * 64], "stands_in_for": ["K" * 64]}
