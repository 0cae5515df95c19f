"""The geometry of the charts: where the lines meet, how long the bars are, what stands beside."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.documents.lines import Localizer
from bot.plan.document.charts import break_even_chart, cash_chart
from bot.plan.rules.budget import Budget, Item
from tests.helpers.documents import RENDERER, bare

D = Decimal
LOCALIZER = Localizer(RENDERER, "en", ("en",))
SOUND = Budget((Item("chair", D(1000)),), (Item("rent", D(750)),), D(250), D(100), D(10))


def test_lines_meet_where_the_business_carries_itself() -> None:
    """Five sales cover 750 kr; the axes end at round numbers beyond."""
    chart = break_even_chart(SOUND, LOCALIZER)
    assert chart is not None
    assert [label for _, label in chart.across] == ["0", "5", "10", "15"]
    assert [label for _, label in chart.up] == ["0", "1,000", "2,000", "3,000", "4,000"]
    assert [x for x, _ in chart.across] == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert [y for y, _ in chart.up] == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert chart.even == pytest.approx((1 / 3, 1250 / 4000)) and chart.sales == "5"
    ends = (chart.income_end, chart.costs_begin, chart.costs_end)
    assert ends == pytest.approx((3750 / 4000, 750 / 4000, 2250 / 4000))
    assert bare(chart.alt) == (
        "A chart with two lines: the money that comes in and the money that goes out. "
        "They meet at 5 sales a month and 1,250 kr."
    )


def test_axis_ends_beyond_the_planned_sales_but_not_far_beyond_the_break_even() -> None:
    for units, end in ((None, "8"), (D(7), "8"), (D(12), "15"), (D(100), "20")):
        chart = break_even_chart(replace(SOUND, units_a_month=units), LOCALIZER)
        assert chart is not None and chart.across[-1][1] == end, units


@pytest.mark.parametrize(
    "budget",
    [
        replace(SOUND, monthly=(Item("rent", D(0)),)),
        replace(SOUND, monthly=()),
        replace(SOUND, price=D(100)),
        replace(SOUND, price=D(90)),
        replace(SOUND, price=None),
        replace(SOUND, unit_cost=None),
    ],
)
def test_no_chart_without_a_break_even_above_zero(budget: Budget) -> None:
    assert break_even_chart(budget, LOCALIZER) is None


def test_bars_rise_from_zero_and_fall_below_it() -> None:
    chart = cash_chart(replace(SOUND, units_a_month=D(7)), LOCALIZER)  # 300 kr are left a month
    assert chart is not None
    assert [label for _, label in chart.bars] == ["-700", "-400", "-100", "200", "500", "800"]
    assert chart.zero == pytest.approx(700 / 1500)
    assert [end for end, _ in chart.bars] == pytest.approx([n / 1500 for n in range(0, 1501, 300)])
    assert chart.months == ("1", "2", "3", "4", "5", "6")
    months = "Month 1: -700 kr, Month 2: -400 kr, Month 3: -100 kr, Month 4: 200 kr, "
    months += "Month 5: 500 kr, and Month 6: 800 kr"
    assert bare(chart.alt) == f"A chart with one bar for each month. {months}"


def test_no_bars_without_a_monthly_result_and_flat_ones_at_zero() -> None:
    assert cash_chart(replace(SOUND, units_a_month=None), LOCALIZER) is None
    nothing = replace(SOUND, startup=(Item("chair", D(0)),), units_a_month=D(5))
    chart = cash_chart(nothing, LOCALIZER)
    assert chart is not None and chart.zero == 0
    assert chart.bars == ((0.0, "0"),) * 6


def test_amounts_beside_the_bars_are_rounded_to_whole_kroner() -> None:
    half = replace(SOUND, startup=(Item("chair", D("0.50")),), units_a_month=D(5))
    chart = cash_chart(half, LOCALIZER)
    assert chart is not None and chart.bars[0][1] == "-1"
    assert "Month 1: -0.5 kr" in bare(chart.alt)
