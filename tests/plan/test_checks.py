"""The check of a plan: contradictions, gaps, and the question about the benefit."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.loader import load
from bot.course.rules.enrolments import Enrolment
from bot.plan.rules import budget
from bot.plan.rules.checks import FindingKind, check_plan, yearly_sales
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView, SectionStatus
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


# Without findings.
COMPLETE: dict[str, str | None] = {
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
    """The complete plan with other answers; None: no answer."""
    plan = Plan(started_at=MONDAY, enrolment_id=1, participant_id=1)
    for question_id, value in (COMPLETE | changes).items():
        if value is not None:
            plan.answers[question_id] = plan.new_answer(question_id, value, 1, MONDAY)
    return PlanView(OUTLINE, CONTENT.course, Enrolment(1, 1, MONDAY, 900, id=1), plan)


def found_kinds(**changes: str | None) -> dict[FindingKind, str]:
    """The kinds of findings, each with the question it refers to."""
    return {finding.kind: finding.question.id for finding in check_plan(view(**changes))}


def test_a_consistent_plan_has_no_findings() -> None:
    assert found_kinds() == {}
    assert set(view().statuses().values()) == {SectionStatus.DONE}


@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({"price": "100"}, {FindingKind.PRICE_UNDER_COST: "price"}),
        ({"price": "0"}, {FindingKind.PRICE_ZERO: "price"}),
        ({"price": "99999999999"}, {FindingKind.ODD_FIGURE: "price"}),
        ({"units": "200000"}, {FindingKind.ODD_FIGURE: "units"}),
        ({"buy": lines(("ship", "99999999999"))}, {FindingKind.ODD_FIGURE: "buy"}),
        ({"price": None}, {FindingKind.PRICE_MISSING: "price", FindingKind.GAP: "price"}),
        ({"units": "0"}, {FindingKind.NOTHING_SOLD: "units"}),
        ({"units": "60"},
         {FindingKind.MORE_SOLD_THAN_MADE: "units", FindingKind.VAT_OVER_LIMIT: "vat"}),
        ({"price": "155", "units": "20"},
         {FindingKind.MORE_NEEDED_THAN_MADE: "price", FindingKind.MONTH_LOSES: "units"}),
        ({"cost": "0", "monthly": NO_ITEMS}, {FindingKind.NO_COSTS: "monthly"}),
        ({"monthly": lines(("bus", None))}, {FindingKind.AMOUNT_MISSING: "monthly"}),
        ({"units": "2"}, {FindingKind.MONTH_LOSES: "units"}),
        ({"source": "unsure"}, {FindingKind.NO_MONEY: "source"}),
        ({"source": None}, {FindingKind.NO_MONEY: "source", FindingKind.GAP: "source"}),
        ({"place": "rented", "monthly": NO_ITEMS}, {FindingKind.RENT_MISSING: "place"}),
        ({"where": "unsure"}, {FindingKind.NO_REACH: "where"}),
        ({"where": None}, {FindingKind.NO_REACH: "where", FindingKind.GAP: "where"}),
        ({"place": "unsure"}, {FindingKind.NO_PLACE: "place"}),
        ({"rules": "food", "permits": "open"}, {FindingKind.FOOD: "permits"}),
        ({"rules": "food", "permits": None},
         {FindingKind.FOOD: "permits", FindingKind.GAP: "permits"}),
        ({"rules": "children", "permits": "open"}, {FindingKind.SPECIAL_RULES: "permits"}),
        ({"vat": "unsure"}, {FindingKind.VAT_UNSURE: "vat"}),
        ({"units": "21"}, {FindingKind.VAT_OVER_LIMIT: "vat"}),
        ({"units": "21", "form": "pmv", "vat": "with"}, {FindingKind.PMV_OVER_LIMIT: "vat"}),
        ({"benefit": "open"}, {FindingKind.BENEFIT: "benefit"}),
        ({"benefit": None}, {FindingKind.BENEFIT: "benefit", FindingKind.GAP: "benefit"}),
        ({"need": None}, {FindingKind.GAP: "need"}),
        ({"many": None, "good": None, "different": None}, {FindingKind.EMPTY: "many"}),
    ],
)  # fmt: skip
def test_findings_refer_to_the_question_with_the_answer(
    changes: dict[str, str | None], findings: dict[FindingKind, str]
) -> None:
    assert found_kinds(**changes) == findings


@pytest.mark.parametrize(
    "changes",
    [
        {"monthly": NO_ITEMS}, {"place": "rented"}, {"vat": "with", "form": "pmv"},
        {"rules": "children", "permits": "have"}, {"units": "21", "vat": "with"},
    ],
)  # fmt: skip
def test_answers_that_fit_together_have_no_finding(changes: dict[str, str | None]) -> None:
    assert found_kinds(**changes) == {}


def test_special_rules_of_a_food_business_are_asked_about_once() -> None:
    assert found_kinds(rules="food,children", permits="open") == {FindingKind.FOOD: "permits"}


def test_yearly_sales_at_the_limit_do_not_exceed_it() -> None:
    for price, exceeds in (("1000", False), ("1000.01", True)):
        outline = replace(OUTLINE, vat_limit=Decimal(120_000))
        found = check_plan(replace(view(price=price), outline=outline))
        assert (FindingKind.VAT_OVER_LIMIT in {f.kind for f in found}) is exceeds


def test_empty_sections_are_mentioned_once_half_of_all_have_content() -> None:
    names = list(view().statuses())
    for empty, mentioned in ((5, True), (6, False)):
        missing = {q.id: None for q in OUTLINE.questions if q.plan in names[-empty:]}
        found = [f for f in check_plan(view(**missing)) if f.kind is FindingKind.EMPTY]
        assert [(f.section, f.count) for f in found] == [(names[-empty], empty)] * mentioned


def test_finding_names_the_first_cost_without_an_amount() -> None:
    costs = lines(("phone", "150"), ("bus", None), ("rent", None))
    names = [(f.kind, f.name) for f in check_plan(view(monthly=costs))]
    assert names == [(FindingKind.AMOUNT_MISSING, "bus")]


def test_gap_names_its_section_and_how_many_answers_are_missing() -> None:
    [gap] = check_plan(view(need=None, better=None))
    assert (gap.section, gap.count, gap.question.id) == ("idea", 2, "need")


def test_a_known_permit_has_no_finding() -> None:
    assert found_kinds(rules="food", permits="have") == {}


def test_an_empty_plan_has_no_findings() -> None:
    assert found_kinds(**dict.fromkeys(COMPLETE)) == {}


def test_the_benefit_is_asked_about_once_sales_legal_or_goals_are_begun() -> None:
    near = {q.id: None for q in OUTLINE.questions if q.plan in ("sales", "legal", "goals")}
    assert FindingKind.BENEFIT not in found_kinds(**near)
    assert FindingKind.BENEFIT in found_kinds(**{**near, "first": "the laundry"})


def test_the_budget_comes_from_the_plans_figures() -> None:
    found = view(vat="with").budget
    assert found.with_vat and not view(vat="without").budget.with_vat
    assert (found.price, found.unit_cost) == (Decimal(400), Decimal(150))
    assert (found.units_a_month, found.capacity_a_day) == (Decimal(10), Decimal(1))
    assert budget.total(found.monthly) == 600 and budget.total(found.startup) == 3000
    assert all(item.own for item in (*found.monthly, *found.startup))
    nothing = view(monthly=NO_ITEMS).budget.monthly
    assert budget.total(nothing) == 0 and not nothing[0].own


def test_yearly_sales_are_without_vat() -> None:
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
def test_findings_of_any_plan_are_unique_and_deterministic(
    answers: dict[str, str | None],
) -> None:
    read = view(**answers)
    findings = check_plan(read)
    asked = [(f.kind, f.question.id, f.section) for f in findings]
    assert len(set(asked)) == len(asked) and findings == check_plan(read)
    assert all(finding.question.id in OUTLINE.questionnaire for finding in findings)
    gaps = [f for f in findings if f.kind is FindingKind.GAP]
    assert all(len(read.gaps(gap.section)) == gap.count > 0 for gap in gaps)
    if budget.BudgetIssue.PRICE_UNDER_COST in budget.find_issues(read.budget) and not any(
        f.kind is FindingKind.ODD_FIGURE for f in findings
    ):
        assert any(f.kind is FindingKind.PRICE_UNDER_COST for f in findings)
