"""A plan read as a friend reads it: contradictions, gaps, and the guard before anything begins."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.loader import load
from bot.course.rules.enrolments import Enrolment
from bot.plan.rules import budget
from bot.plan.rules.checks import Concern, look_over, yearly_sales
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import Mark, PlanView
from bot.questionnaire.rules import item_lines
from bot.questionnaire.rules.answers import NO_ITEMS
from bot.questionnaire.rules.item_lines import ItemLine
from bot.questionnaire.rules.questionnaire import Question
from tests.helpers.world import MONDAY

CONTENT = load()
OUTLINE = CONTENT.plan


def lines(*named: tuple[str, str | None]) -> str:
    return item_lines.dump(
        ItemLine(n, name, Decimal(amount) if amount is not None else None)
        for n, (name, amount) in enumerate(named, 1)
    )


# Nothing to ask about.
WHOLE: dict[str, str | None] = {
    "sentence": "I sew curtains", "need": "windows", "better": "warm rooms", "why": "money",
    "work": "sewing", "hours": "20", "support": "family", "word": "curtain", "gets": "a curtain",
    "special": "by hand", "price": "400", "cost": "150", "kind": "private", "typical": "a family",
    "when": "in autumn", "many": "few", "good": "quick", "different": "by hand",
    "where": "friends", "first": "the laundry", "trust": "photos", "times": "mornings",
    "place": "home", "order": "first, then", "day": "1", "pay": "mobilepay", "form": "ask",
    "rules": "none", "permits": "asked", "damage": "a window", "buy": lines(("machine", "3000")),
    "source": "own", "monthly": lines(("phone", "150"), ("bus", "450")), "units": "10",
    "vat": "small", "sudden": "save", "goal": "ten curtains", "step": "ask", "benefit": "asked",
}  # fmt: skip


def view(**changes: str | None) -> PlanView:
    """`None`: no answer."""
    plan = Plan(started_at=MONDAY, enrolment_id=1, participant_id=1)
    for question_id, value in (WHOLE | changes).items():
        if value is not None:
            plan.answers[question_id] = plan.new_answer(question_id, value, 1, MONDAY)
    return PlanView(OUTLINE, CONTENT.course, Enrolment(1, 1, MONDAY, 900, id=1), plan)


def concerns(**changes: str | None) -> dict[Concern, str]:
    """What is asked, and where its answer is."""
    return {finding.concern: finding.question.id for finding in look_over(view(**changes))}


def test_a_plan_that_fits_together_is_asked_nothing() -> None:
    assert concerns() == {}
    assert set(view().marks().values()) == {Mark.DONE}


@pytest.mark.parametrize(
    ("changes", "concern", "question"),
    [
        ({"price": "100"}, Concern.PRICE_UNDER_COST, "price"),
        ({"price": "0"}, Concern.PRICE_ZERO, "price"),
        ({"price": "99999999999"}, Concern.ODD_FIGURE, "price"),
        ({"units": "200000"}, Concern.ODD_FIGURE, "units"),
        ({"buy": lines(("ship", "99999999999"))}, Concern.ODD_FIGURE, "buy"),
        ({"price": None}, Concern.PRICE_MISSING, "price"),
        ({"units": "0"}, Concern.NOTHING_SOLD, "units"),
        ({"units": "60"}, Concern.MORE_SOLD_THAN_MADE, "units"),
        ({"price": "155", "units": "20"}, Concern.MORE_NEEDED_THAN_MADE, "price"),
        ({"cost": "0", "monthly": NO_ITEMS}, Concern.NO_COSTS, "monthly"),
        ({"monthly": lines(("bus", None))}, Concern.AMOUNT_MISSING, "monthly"),
        ({"units": "2"}, Concern.MONTH_LOSES, "units"),
        ({"source": "unsure"}, Concern.NO_MONEY, "source"),
        ({"source": None}, Concern.NO_MONEY, "source"),
        ({"place": "rented", "monthly": NO_ITEMS}, Concern.RENT_MISSING, "place"),
        ({"where": "unsure"}, Concern.NO_REACH, "where"),
        ({"where": None}, Concern.NO_REACH, "where"),
        ({"place": "unsure"}, Concern.NO_PLACE, "place"),
        ({"rules": "food", "permits": "open"}, Concern.FOOD, "permits"),
        ({"rules": "food", "permits": None}, Concern.FOOD, "permits"),
        ({"rules": "children", "permits": "open"}, Concern.SPECIAL_RULES, "permits"),
        ({"vat": "unsure"}, Concern.VAT_UNSURE, "vat"),
        ({"units": "21"}, Concern.VAT_OVER_LIMIT, "vat"),
        ({"units": "21", "form": "pmv", "vat": "with"}, Concern.PMV_OVER_LIMIT, "vat"),
        ({"benefit": "open"}, Concern.BENEFIT, "benefit"),
        ({"benefit": None}, Concern.BENEFIT, "benefit"),
        ({"need": None}, Concern.GAP, "need"),
        ({"many": None, "good": None, "different": None}, Concern.EMPTY, "many"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_asked_where_its_answer_is(
    changes: dict[str, str | None], concern: Concern, question: str
) -> None:
    assert concerns(**changes).get(concern) == question


def test_whoever_knows_the_permission_is_not_asked_again() -> None:
    assert concerns(rules="food", permits="have") == {}


def test_an_empty_plan_is_no_long_list_of_what_is_missing() -> None:
    assert concerns(**dict.fromkeys(WHOLE)) == {}


def test_the_guard_waits_until_somebody_comes_near_to_beginning() -> None:
    near = {q.id: None for q in OUTLINE.questions if q.plan in ("sales", "legal", "goals")}
    assert Concern.BENEFIT not in concerns(**near)
    assert Concern.BENEFIT in concerns(**{**near, "first": "the laundry"})


def test_the_figures_of_the_plan_are_its_budget() -> None:
    found = view(vat="with").budget
    assert found.with_vat and not view(vat="without").budget.with_vat
    assert (found.price, found.unit_cost) == (Decimal(400), Decimal(150))
    assert (found.units_a_month, found.capacity_a_day) == (Decimal(10), Decimal(1))
    assert budget.total(found.monthly) == 600 and budget.total(found.startup) == 3000
    assert all(item.own for item in (*found.monthly, *found.startup))
    nothing = view(monthly=NO_ITEMS).budget.monthly
    assert budget.total(nothing) == 0 and not nothing[0].own


def test_sales_of_a_year_count_without_vat() -> None:
    assert yearly_sales(view(vat="small").budget) == 48_000
    assert yearly_sales(view(vat="with").budget) == 38_400
    assert yearly_sales(replace(view().budget, price=None)) is None


def _any_answer(question: Question) -> st.SearchStrategy[str | None]:
    if question.choices:
        return st.sampled_from([None, *(c.id for c in question.choices)])
    if question.kind == "number":
        return st.sampled_from([None, "0", "1", "25", "99.5", "1000000000000"])
    if question.kind == "items":
        amounts = st.sampled_from([None, "0", "150", "12.5", "1000000000000"])
        rows = st.lists(st.tuples(st.text(max_size=8), amounts), max_size=3)
        return st.one_of(st.none(), st.just(NO_ITEMS), rows.map(lambda found: lines(*found)))
    return st.sampled_from([None, "words"])


@given(st.fixed_dictionaries({q.id: _any_answer(q) for q in OUTLINE.questions}))
@settings(max_examples=120, deadline=None)
def test_whatever_is_answered_the_reader_asks_kindly_and_once(
    answers: dict[str, str | None],
) -> None:
    read = view(**answers)
    findings = look_over(read)
    asked = [(f.concern, f.question.id, f.section) for f in findings]
    assert len(set(asked)) == len(asked) and findings == look_over(read)
    assert all(finding.question.id in OUTLINE.whole for finding in findings)
    gaps = [f for f in findings if f.concern is Concern.GAP]
    assert all(len(read.gaps(gap.section)) == gap.count > 0 for gap in gaps)
    if budget.Doubt.PRICE_UNDER_COST in budget.doubts(read.budget) and not any(
        f.concern is Concern.ODD_FIGURE for f in findings
    ):
        assert any(f.concern is Concern.PRICE_UNDER_COST for f in findings)
