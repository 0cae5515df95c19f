"""The figures of a plan in its files: correct, readable in every language, robust."""

from dataclasses import asdict, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from io import BytesIO
from math import ceil
from typing import Any

import pytest
from babel import numbers
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pydantic import TypeAdapter
from pypdf import PdfReader

from bot.course.rules.course import PLAN_SECTIONS
from bot.course.views import documents as wording
from bot.documents.lines import Lines
from bot.i18n.catalogues import locale
from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import Message, Phrase, Verbatim, message
from bot.plan.document import plan as plan_document
from bot.plan.document.money import MOST_ROWS, Table
from bot.plan.document.sheet import Sheet, sheet
from bot.plan.rules.budget import MONTHS, Budget, Item
from bot.plan.rules.document import Danish, PlanDocument, PlanEntry, Variant
from bot.plan.views import document as document_words
from bot.plan.views.plan import section
from tests.helpers.documents import HOSTILE, RENDERER, bare, is_accessible, plain, roles
from tests.helpers.plan_documents import (
    FULL_PLAN_BYTES,
    HAIRCUTS,
    document,
    plan_with_many_costs,
    with_budget,
)
from tests.plan.test_document import (
    FORMS,
    ORDER,
    RIGHT_TO_LEFT,
    draw,
    forms,
    holds,
    opened,
    words,
)

LOSS = replace(HAIRCUTS, units_a_month=Decimal(5))


def sheet_of(budget: Budget, language: str = "da", variant: Variant = "own") -> Sheet:
    """A sheet with figures only."""
    return sheet(replace(with_budget(budget, variant=variant), sections=()), RENDERER, language)


def tables(made: Sheet) -> list[Table]:
    return [table for section in made.sections for table in section.money.tables]


def figures(made: Sheet, language: str) -> dict[str, list[Decimal | None]]:
    """The numbers of each row; None for a cell without number."""
    found: dict[str, list[Decimal | None]] = {}
    for table in tables(made):
        for row in table.rows:
            name = f"{bare(table.titles[0].text)}/{bare(row.names[0].text)}"
            found[name] = [number(cell, language) for cell in row.cells]
    return found


def number(cell: Lines, language: str) -> Decimal | None:
    try:
        return numbers.parse_decimal(cell[0].text, locale(language)) if cell else None
    except numbers.NumberFormatError:
        return None


def row(table: Phrase, name: Phrase | str, language: str) -> str:
    return f"{plain(table, language)}/{name if isinstance(name, str) else plain(name, language)}"


def rounded(amount: Fraction) -> Decimal:
    """To the øre, half away from zero."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


# Values

MONEY = st.decimals(0, 99_999, places=2)
ITEMS = st.lists(MONEY, max_size=5).map(
    lambda amounts: tuple(Item(f"thing {n}", amount) for n, amount in enumerate(amounts))
)
SOUND = st.builds(
    Budget, startup=ITEMS, monthly=ITEMS, price=MONEY, unit_cost=MONEY,
    units_a_month=st.integers(0, 9_999).map(Decimal), with_vat=st.booleans(),
    capacity_a_day=st.none() | st.integers(1, 99).map(Decimal),
)  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(SOUND, st.sampled_from(list(OWN_NAMES)))
def test_figures_equal_an_independent_calculation(budget: Budget, lang: str) -> None:
    """Calculated with fractions from the budget; the document's figures are parsed."""
    shown = figures(sheet_of(budget, lang), lang)
    own = Fraction(4, 5) if budget.with_vat else Fraction(1)

    def said(amount: Decimal) -> list[Decimal]:
        gross = Fraction(amount)
        return [rounded(gross), rounded(gross * own)] if budget.with_vat else [rounded(gross)]

    for title, items in (
        (document_words.startup(), budget.startup),
        (document_words.monthly(), budget.monthly),
    ):
        for item in items:
            assert shown[row(title, item.name, lang)] == said(item.amount or Decimal(0))
        if items:
            whole = sum((item.amount or Decimal(0) for item in items), Decimal(0))
            assert shown[row(title, wording.in_all_label(), lang)] == said(whole)

    price, cost, units = (
        Fraction(one or 0) for one in (budget.price, budget.unit_cost, budget.units_a_month)
    )
    sales = document_words.sales()
    assert shown[row(sales, document_words.price(), lang)] == said(budget.price or Decimal(0))
    left = (price - cost) * own
    assert shown[row(sales, document_words.contribution(), lang)][-1] == rounded(left)
    fixed = sum((Fraction(i.amount or 0) for i in budget.monthly), Fraction(0)) * own
    start = sum((Fraction(i.amount or 0) for i in budget.startup), Fraction(0)) * own
    final = left > 0 and not (budget.monthly and fixed == 0 and cost == 0)
    if final and budget.monthly:
        month = left * units - fixed
        assert shown[row(sales, document_words.monthly_result(), lang)][-1] == rounded(month)
        needed = document_words.sales_axis()
        assert shown[row(needed, document_words.needed_a_month(), lang)] == [ceil(fixed / left)]
        if budget.startup:
            need = max(start, *(start - month * n for n in range(1, MONTHS + 1)))
            assert shown[row(sales, document_words.funding_need(), lang)][-1] == rounded(need)


@pytest.mark.parametrize("language", OWN_NAMES)
@forms
async def test_every_figure_is_in_the_file(form: Any, language: str) -> None:
    drawn = await draw(with_budget(HAIRCUTS, form), language)
    text = words(drawn).replace("\u00a0", " ")
    for table in tables(sheet_of(HAIRCUTS, language)):
        for one in table.rows:
            assert all(cell[0].text.replace("\u00a0", " ") in text for cell in one.cells)
            assert holds(text, bare(one.names[0].text))
    assert form == "docx" or is_accessible(drawn)


def test_with_vat_each_amount_is_shown_gross_and_net() -> None:
    made = sheet_of(replace(HAIRCUTS, with_vat=True))
    shown = figures(made, "da")
    assert shown[row(document_words.startup(), "Clippers", "da")] == [2000, 1600]
    assert shown[row(document_words.sales(), document_words.contribution(), "da")] == [None, 176]
    said = [bare(lines[0].text) for section in made.sections for lines in section.money.notes]
    assert plain(document_words.vat_is_passed_on(), "da") in said


def test_negative_zero_is_not_shown() -> None:
    made = sheet_of(replace(HAIRCUTS, unit_cost=Decimal(250), price=Decimal("250.001")))
    assert not any("-0" in cell[0].text for t in tables(made) for r in t.rows for cell in r.cells)


# Layout


def test_figures_are_in_the_sections_about_money() -> None:
    made = sheet(with_budget(HAIRCUTS), RENDERER, "en")
    empty = [bare(one.titles[0].text) for one in made.sections if one.empty]
    assert plain(section("startup"), "en") not in empty
    assert plain(section("running"), "en") not in empty and len(empty) == 9


def test_names_from_the_content_are_translated_and_own_words_kept() -> None:
    budget = Budget((Item("Money to start", Decimal(5)), Item("Loppemarked", Decimal(5))))
    first, second, _ = tables(sheet_of(budget, "ar", "both"))[0].rows
    title = Phrase("Money to start")
    assert [bare(n.text) for n in first.names] == [plain(title, "ar"), plain(title, "da")]
    assert [bare(n.text) for n in second.names] == ["Loppemarked"] and second.own


def test_unknown_figures_are_marked_as_still_to_come() -> None:
    made = sheet_of(Budget(monthly=(Item("Rent", None),), price=Decimal(50)))
    later = plain(wording.later(), "da")
    cells = [bare(r.cells[0][0].text) for t in tables(made) for r in t.rows]
    assert cells.count(later) >= 4 and "50" in cells
    assert made.sections[0].money.break_even is None and made.sections[0].money.cash is None


@pytest.mark.parametrize("price", [Decimal(20), Decimal(0), Decimal(10) ** 9])
def test_figures_with_open_issues_have_no_charts(price: Decimal) -> None:
    money = sheet_of(replace(HAIRCUTS, price=price)).sections[-1].money
    assert money.break_even is None and money.cash is None
    assert bare(money.notes[-1][0].text) == plain(document_words.not_final(), "da")


def test_a_very_long_list_ends_with_the_sum_of_the_rest() -> None:
    items = tuple(Item(f"thing {n}", Decimal(n)) for n in range(10_000))
    rows = tables(sheet_of(Budget(items)))[0].rows
    assert len(rows) == MOST_ROWS + 2
    rest, total = (number(one.cells[0], "da") for one in rows[-2:])
    assert rest == sum(range(MOST_ROWS, 10_000)) and total == sum(range(10_000))


# Charts


@pytest.mark.parametrize("variant", ["own", "both"])
@pytest.mark.parametrize("budget", [HAIRCUTS, LOSS])
async def test_charts_have_alternative_text(budget: Budget, variant: Variant) -> None:
    pdf = PdfReader(BytesIO((await draw(with_budget(budget, "pdf", variant), "ar")).content))
    tree: Any = pdf.trailer["/Root"]
    assert list(roles(tree["/StructTreeRoot"]["/K"])).count("/Figure") == 2
    alts = [bare(alt) for alt in figure_texts(tree["/StructTreeRoot"]["/K"])]
    file = opened(await draw(with_budget(budget, "docx", variant), "ar"))
    described = [bare(one.get("descr")) for one in file.element.body.iter(qn("wp:docPr"))]
    assert alts == described and "22" in described[0] and len(file.inline_shapes) == 2


def figure_texts(element: Any) -> list[str]:
    element = element.get_object()
    if isinstance(element, list):
        return [text for one in element for text in figure_texts(one)]
    if not isinstance(element, dict):
        return []
    mine = [str(element["/Alt"])] if "/Alt" in element and element["/S"] == "/Figure" else []
    return mine + (figure_texts(element["/K"]) if "/K" in element else [])


@pytest.mark.parametrize("language", ["da", "ar", "fa", "ur"])
def test_charts_run_in_reading_direction(language: str) -> None:
    """The bars of a profitable plan grow with the months."""
    made = sheet_of(HAIRCUTS, language)
    pictures = list(plan_document._chart_pictures(made).values())
    bars = Image.open(BytesIO(pictures[1])).convert("RGB")
    dark = [sum(sum(pixel) < 300 for pixel in half(bars, at)) for at in (0, 1)]
    assert (dark[0] > dark[1]) == (language in RIGHT_TO_LEFT)
    assert max(map(len, pictures)) < 100_000


def half(picture: Image.Image, at: int) -> Any:
    width = picture.width // 2
    cut = picture.crop((at * width, 0, (at + 1) * width, picture.height)).resize((100, 50))
    return [cut.getpixel((x, y)) for x in range(100) for y in range(50)]


@given(SOUND)
@settings(max_examples=200, deadline=None)
def test_everything_in_a_chart_is_within_its_bounds(budget: Budget) -> None:
    for part in sheet_of(budget).sections:
        even, cash = part.money.break_even, part.money.cash
        if even:
            places = [even.income_end, even.costs_begin, even.costs_end, *even.even]
            assert all(0 <= place <= 1.000001 for place in places)
            assert even.across[0][0] == even.up[0][0] == 0
            assert even.across[-1][0] == even.up[-1][0] == 1
            assert 2 <= len(even.across) <= 8 and 2 <= len(even.up) <= 8
        if cash:
            assert all(0 <= end <= 1 for end, _ in cash.bars) and 0 <= cash.zero <= 1


# Hostile content

ODD = st.none() | st.sampled_from(
    [Decimal(text) for text in ("NaN", "-5", "Infinity", "1E+100000", "1E-100000", "0", "1e15",
                                "0.000001", "999999999999999.999999", "-0")]
)  # fmt: skip
NAMES = st.sampled_from([*HOSTILE, "{amount} kr", "{", "abc\u202egnp", "\ud800", "a\nb", "Name"])
ODD_ITEMS = st.lists(st.builds(Item, NAMES, ODD), max_size=4).map(tuple)


@given(
    st.builds(Budget, ODD_ITEMS, ODD_ITEMS, ODD, ODD, ODD, st.booleans(), ODD),
    st.sampled_from(["da", "ar"]),
)
@settings(max_examples=300, deadline=None)
def test_impossible_figures_can_be_rendered(budget: Budget, language: str) -> None:
    assert asdict(sheet_of(budget, language, "both"))


@forms
async def test_hostile_names_are_shown_verbatim(form: Any) -> None:
    names = [*HOSTILE, "{amount} kr", "abc\u202egnp.exe", "x" * 3000, "\ud800b"]
    items = tuple(Item(name, Decimal(5)) for name in names)
    drawn = await draw(with_budget(Budget(items, items), form, "both"), "ur")
    text = words(drawn)
    assert "\u202e" not in text and "root:" not in text
    assert form == "docx" or is_accessible(drawn)


@forms
async def test_a_plan_with_two_hundred_costs_is_a_small_file(form: Any) -> None:
    """The time it takes is measured by bench.documents."""
    drawn = await draw(plan_with_many_costs(form), "ar")
    text = words(drawn)
    assert holds(text, "199") and len(drawn.content) < FULL_PLAN_BYTES


def test_a_budget_survives_storing_in_a_message() -> None:
    whole = replace(message(Phrase("Your plan")), enclosure=with_budget(HAIRCUTS, "docx", "both"))
    stored = TypeAdapter(Message)
    assert stored.validate_json(stored.dump_json(whole)) == whole


def test_a_stored_message_without_budget_can_be_read() -> None:
    stored = TypeAdapter(Message)
    old = stored.dump_python(replace(message(), enclosure=document("pdf", "own", Verbatim("x"))))
    del old["enclosure"]["budget"]
    for part in old["enclosure"]["sections"]:
        for entry in part["entries"]:
            del entry["danish"]
    read = stored.validate_python(old).enclosure
    assert isinstance(read, PlanDocument) and read.budget is None


# Danish of own words


def in_danish(danish: Danish, form: Any, variant: Variant) -> PlanDocument:
    whole = document(form, variant, Verbatim("أريد مقهى صغيرا"))
    first, *others = whole.sections
    entry = PlanEntry(first.entries[0].title, first.entries[0].answer, danish)
    return replace(whole, sections=(replace(first, entries=(entry,)), *others))


@forms
@pytest.mark.parametrize("by", ["machine", "checked"])
async def test_own_words_are_shown_with_their_danish_and_its_origin(form: Any, by: Any) -> None:
    danish = Danish("Jeg vil have en lille café.\nMed moms.", by)
    marks = {"machine": document_words.made_by_machine(), "checked": document_words.checked()}
    for variant in ("danish", "both"):
        text = words(await draw(in_danish(danish, form, variant), "ar"))
        assert holds(text, "Jeg vil have en lille café.") and holds(
            text, plain(marks.pop(by), "da")
        )
        assert "مقهى" in text and not any(
            holds(text, plain(other, "da")) for other in marks.values()
        )
        marks[by] = {"machine": document_words.made_by_machine, "checked": document_words.checked}[
            by
        ]()
    assert "lille" not in words(await draw(in_danish(danish, form, "own"), "ar"))


def test_danish_equal_to_the_original_is_left_out() -> None:
    made = sheet(document_in("Facebook", "Facebook"), RENDERER, "pl")
    assert made.sections[0].entries[0].danish == ()


def document_in(own: str, danish: str) -> PlanDocument:
    whole = document("pdf", "both", Verbatim(own))
    entry = replace(whole.sections[0].entries[0], danish=Danish(danish, "machine"))
    return replace(whole, sections=(replace(whole.sections[0], entries=(entry,)),))


@pytest.mark.parametrize("danish", [*HOSTILE, "abc\u202egnp", "\ud800x\x00", "ا" * 3000])
async def test_hostile_danish_can_be_rendered(danish: str) -> None:
    for form in FORMS:
        drawn = await draw(in_danish(Danish(danish, "machine"), form, "both"), "ar")
        assert "\u202e" not in words(drawn) and (form == "docx" or is_accessible(drawn))


@pytest.mark.parametrize("language", ["ar", "pl"])
async def test_tables_and_links_are_in_schema_order(language: str) -> None:
    whole = replace(in_danish(Danish("En café", "checked"), "docx", "both"), budget=HAIRCUTS)
    body = opened(await draw(whole, language)).element.body
    for properties in body.iter(qn("w:pPr")):
        names = [one.tag.rpartition("}")[2] for one in properties]
        known = [ORDER.index(name) for name in names if name in ORDER]
        assert known == sorted(known) and len(names) == len(set(names)), names
    places = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    assert places == [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert len(places) == len(set(places)) > len(PLAN_SECTIONS)
