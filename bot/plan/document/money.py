"""The money of a plan as tables and charts, from its budget alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.course.views import documents
from bot.documents.lines import Line, Lines, Localizer
from bot.documents.numbers import decimal_text
from bot.i18n.catalogues import locale, translations
from bot.kernel.messages import Param, Phrase, Verbatim
from bot.plan.document.charts import BreakEven, Cash, break_even_chart, cash_chart
from bot.plan.rules import budget as rules
from bot.plan.rules.budget import Budget, BudgetIssue, Item
from bot.plan.views import document as wording
from bot.plan.views import money_meaning as chat

MOST_ROWS = 200
# With one of these issues, results would mislead.
_NOT_FINAL = {
    BudgetIssue.ODD_FIGURE, BudgetIssue.PRICE_ZERO, BudgetIssue.PRICE_UNDER_COST,
    BudgetIssue.NO_COSTS,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    names: Lines
    cells: tuple[Lines, ...]
    own: bool = False  # named by the participant
    total: bool = False


@dataclass(frozen=True)
class Table:
    titles: Lines
    head: tuple[Lines, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Money:
    """The content of one section, in this order."""

    tables: tuple[Table, ...] = ()
    notes: tuple[Lines, ...] = ()
    break_even: BreakEven | None = None
    cash: Cash | None = None

    def lines(self) -> Iterator[Line]:
        for table in self.tables:
            yield from table.titles
            for row in table.rows:
                yield from row.names
        for lines in self.notes:
            yield from lines


EMPTY = Money()


def money(budget: Budget, localizer: Localizer) -> dict[str, Money]:
    """By section."""
    final = _NOT_FINAL.isdisjoint(rules.find_issues(budget))
    tables = _MoneyTables(budget, rules.net_of_vat(budget), final, localizer)
    startup, running = tables.startup(), tables.running()
    if running != EMPTY:
        startup = replace(startup, notes=())  # the note on VAT once is enough
    found = {"startup": startup, "running": running}
    return {section: shown for section, shown in found.items() if shown != EMPTY}


@dataclass(frozen=True)
class _MoneyTables:
    """`net`: the budget without VAT, from which results are calculated.

    `final`: whether results can be shown."""

    budget: Budget
    net: Budget
    final: bool
    localizer: Localizer

    def startup(self) -> Money:
        if not self.budget.startup:
            return EMPTY
        return Money((self.cost_table(wording.startup(), self.budget.startup),), self.vat())

    def running(self) -> Money:
        tables = []
        if self.budget.monthly:
            tables.append(self.cost_table(wording.monthly(), self.budget.monthly))
        sales = (self.budget.price, self.budget.unit_cost, self.budget.units_a_month)
        if any(number is not None for number in sales):
            tables += [self.result_table(), *self.sales_table()]
        if not tables:
            return EMPTY
        if not self.final:
            return Money(tuple(tables), (*self.vat(), self.text(wording.not_final())))
        meaning = tuple(self.text(one) for one in chat.meaning(self.net)[:1])
        return Money(
            tuple(tables),
            (*self.vat(), *meaning),
            break_even_chart(self.net, self.localizer),
            cash_chart(self.net, self.localizer),
        )

    def text(self, param: Param) -> Lines:
        return self.localizer.localize(param)

    def vat(self) -> tuple[Lines, ...]:
        note = wording.vat_is_passed_on() if self.budget.with_vat else wording.no_vat()
        return (self.text(note),)

    def cost_table(self, title: Phrase, items: tuple[Item, ...]) -> Table:
        """A row for each cost, and their sum."""
        shown, rest = items[:MOST_ROWS], items[MOST_ROWS:]
        rows = [self.item(item) for item in shown]
        if rest:
            more = self.text(wording.more_items(len(rest)))
            rows.append(Row(more, self.amounts(rules.total(rest))))
        total = self.text(documents.in_all_label())
        rows.append(Row(total, self.amounts(rules.total(items)), total=True))
        return Table(self.text(title), self.head(), tuple(rows))

    def result_table(self) -> Table:
        """Price, contribution margin and monthly result."""
        budget = self.budget
        rows = [
            self.row(wording.price(), self.amounts(budget.price)),
            self.row(wording.unit_cost(), self.amounts(budget.unit_cost)),
            self.row(wording.contribution(), self.net_amount(rules.contribution(self.net))),
        ]
        result, need = rules.monthly_result(self.net), rules.funding_need(self.net)
        if self.final and need is not None:
            rows.append(self.row(wording.funding_need(), self.net_amount(need)))
        if self.final:
            last = self.row(wording.monthly_result(), self.net_amount(result))
            rows.append(replace(last, total=True))
        return Table(self.text(wording.sales()), self.head(), tuple(rows))

    def sales_table(self) -> Iterator[Table]:
        """Sales a month: planned, needed to break even, possible."""
        known = [
            (wording.units_a_month(), _known(self.budget.units_a_month)),
            (wording.needed_a_month(), rules.break_even(self.net)),
            (wording.capacity_a_month(), rules.capacity_a_month(self.budget)),
        ]
        rows = tuple(
            self.row(name, (self.figure(Decimal(number)),))
            for name, number in known
            if number is not None
        )
        if rows:
            head = (
                self.text(wording.cost_names()),
                self.text(wording.number_label()),
            )
            yield Table(self.text(wording.sales_axis()), head, rows)

    def row(self, name: Phrase, cells: tuple[Lines, ...]) -> Row:
        return Row(self.text(name), cells)

    def head(self) -> tuple[Lines, ...]:
        columns = [wording.kroner_label()]
        if self.budget.with_vat:
            columns = [wording.with_vat_label(), wording.without_vat_label()]
        return tuple(self.text(one) for one in (wording.cost_names(), *columns))

    def amounts(self, amount: Decimal | None) -> tuple[Lines, ...]:
        """One cell; with VAT two, gross and net."""
        figure = _known(amount)
        if not self.budget.with_vat:
            return (self.figure(figure),)
        return self.figure(figure), self.figure(
            None if figure is None else rules.without_vat(figure)
        )

    def net_amount(self, amount: Decimal | None) -> tuple[Lines, ...]:
        """An amount that is always net: with VAT the gross cell stays empty."""
        return ((), self.figure(amount)) if self.budget.with_vat else (self.figure(amount),)

    def figure(self, number: Decimal | None) -> Lines:
        if number is None:
            return self.text(documents.later())
        language = self.localizer.languages[0]
        return (Line(decimal_text(number, locale(language)), language, rtl=False),)

    def item(self, item: Item) -> Row:
        """Names from the content are localized; own words are shown once."""
        own, amounts = self.localizer.own_words(Verbatim(item.name)), self.amounts(item.amount)
        if not own:
            return self.row(wording.nameless(), amounts)
        if item.own or not self._is_translated(item.name):
            return Row(own, amounts, own=True)
        return self.row(Phrase(item.name), amounts)

    def _is_translated(self, name: str) -> bool:
        languages = ("da", *self.localizer.languages)
        return "{" not in name and any(
            translations(language).gettext(name) != name for language in languages
        )


def _known(number: Decimal | None) -> Decimal | None:
    """None for an impossible figure too."""
    return rules.total((Item("", number),))
