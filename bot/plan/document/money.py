"""The money of a plan as tables and charts: what is shown follows from the budget alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.course.views import documents
from bot.documents.lines import Line, Lines, Voice
from bot.documents.numbers import decimal_text
from bot.i18n.catalogues import locale, translations
from bot.kernel.messages import Phrase, Verbatim
from bot.plan.document.charts import BreakEven, Cash, break_even_chart, cash_chart
from bot.plan.rules import budget as rules
from bot.plan.rules.budget import Budget, BudgetIssue, Item
from bot.plan.views import document as wording
from bot.plan.views import money_meaning as chat

MOST_ROWS = 200
# While one of these is asked, what follows from the figures would mislead.
_NOT_FINAL = {
    BudgetIssue.ODD_FIGURE, BudgetIssue.PRICE_ZERO, BudgetIssue.PRICE_UNDER_COST,
    BudgetIssue.NO_COSTS,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    names: Lines
    cells: tuple[Lines, ...]
    own: bool = False  # somebody's own word for it
    total: bool = False


@dataclass(frozen=True)
class Table:
    titles: Lines
    head: tuple[Lines, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Money:
    """What stands in one section, in this order."""

    tables: tuple[Table, ...] = ()
    said: tuple[Lines, ...] = ()
    break_even: BreakEven | None = None
    cash: Cash | None = None

    def lines(self) -> Iterator[Line]:
        for table in self.tables:
            yield from table.titles
            for row in table.rows:
                yield from row.names
        for lines in self.said:
            yield from lines


NOTHING = Money()


def money(budget: Budget, voice: Voice) -> dict[str, Money]:
    """By the section it belongs to."""
    final = _NOT_FINAL.isdisjoint(rules.find_issues(budget))
    teller = _Teller(budget, rules.net_of_vat(budget), final, voice)
    startup, running = teller.to_start(), teller.every_month()
    if running != NOTHING:
        startup = replace(startup, said=())  # said once is enough
    found = {"startup": startup, "running": running}
    return {section: shown for section, shown in found.items() if shown != NOTHING}


@dataclass(frozen=True)
class _Teller:
    """`net`: without VAT, which is not the business's; what follows is counted from that.

    `final`: whether the figures can be right."""

    budget: Budget
    net: Budget
    final: bool
    voice: Voice

    def to_start(self) -> Money:
        if not self.budget.startup:
            return NOTHING
        return Money((self.ledger(wording.startup(), self.budget.startup),), self.vat())

    def every_month(self) -> Money:
        tables = []
        if self.budget.monthly:
            tables.append(self.ledger(wording.monthly(), self.budget.monthly))
        sales = (self.budget.price, self.budget.unit_cost, self.budget.units_a_month)
        if any(number is not None for number in sales):
            tables += [self.result(), *self.numbers()]
        if not tables:
            return NOTHING
        if not self.final:
            return Money(tuple(tables), (*self.vat(), self.voice.said(wording.not_final())))
        meaning = tuple(self.voice.said(one) for one in chat.meaning(self.net)[:1])
        return Money(
            tuple(tables),
            (*self.vat(), *meaning),
            break_even_chart(self.net, self.voice),
            cash_chart(self.net, self.voice),
        )

    def vat(self) -> tuple[Lines, ...]:
        said = wording.vat_is_passed_on() if self.budget.with_vat else wording.no_vat()
        return (self.voice.said(said),)

    def ledger(self, title: Phrase, items: tuple[Item, ...]) -> Table:
        """One row each, and their sum."""
        shown, rest = items[:MOST_ROWS], items[MOST_ROWS:]
        rows = [self.item(item) for item in shown]
        if rest:
            more = self.voice.said(wording.more_items(len(rest)))
            rows.append(Row(more, self.amounts(rules.total(rest))))
        total = self.voice.said(documents.in_all_label())
        rows.append(Row(total, self.amounts(rules.total(items)), total=True))
        return Table(self.voice.said(title), self.head(), tuple(rows))

    def result(self) -> Table:
        """What a sale and a month leave."""
        budget = self.budget
        rows = [
            self.row(wording.price(), self.amounts(budget.price)),
            self.row(wording.unit_cost(), self.amounts(budget.unit_cost)),
            self.row(wording.contribution(), self.own_amount(rules.contribution(self.net))),
        ]
        result, need = rules.monthly_result(self.net), rules.funding_need(self.net)
        if self.final and need is not None:
            rows.append(self.row(wording.funding_need(), self.own_amount(need)))
        if self.final:
            last = self.row(wording.monthly_result(), self.own_amount(result))
            rows.append(replace(last, total=True))
        return Table(self.voice.said(wording.sales()), self.head(), tuple(rows))

    def numbers(self) -> Iterator[Table]:
        """How many sales: planned, needed, possible."""
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
            head = (self.voice.said(wording.cost_names()), self.voice.said(wording.number_label()))
            yield Table(self.voice.said(wording.sales_axis()), head, rows)

    def row(self, name: Phrase, cells: tuple[Lines, ...]) -> Row:
        return Row(self.voice.said(name), cells)

    def head(self) -> tuple[Lines, ...]:
        columns = [wording.kroner_label()]
        if self.budget.with_vat:
            columns = [wording.with_vat_label(), wording.without_vat_label()]
        return tuple(self.voice.said(one) for one in (wording.cost_names(), *columns))

    def amounts(self, amount: Decimal | None) -> tuple[Lines, ...]:
        """As it was said; where that is with VAT, without it too."""
        figure = _known(amount)
        if not self.budget.with_vat:
            return (self.figure(figure),)
        return self.figure(figure), self.figure(
            None if figure is None else rules.without_vat(figure)
        )

    def own_amount(self, amount: Decimal | None) -> tuple[Lines, ...]:
        return ((), self.figure(amount)) if self.budget.with_vat else (self.figure(amount),)

    def figure(self, number: Decimal | None) -> Lines:
        if number is None:
            return self.voice.said(documents.later())
        language = self.voice.languages[0]
        return (Line(decimal_text(number, locale(language)), language, rtl=False),)

    def item(self, item: Item) -> Row:
        """A cost that the course names is said in the document's languages; own words once."""
        own, amounts = self.voice.own_words(Verbatim(item.name)), self.amounts(item.amount)
        if not own:
            return self.row(wording.nameless(), amounts)
        known = (
            not item.own
            and "{" not in item.name
            and any(
                translations(language).gettext(item.name) != item.name
                for language in ("da", *self.voice.languages)
            )
        )
        return self.row(Phrase(item.name), amounts) if known else Row(own, amounts, own=True)


def _known(number: Decimal | None) -> Decimal | None:
    """None, too, for what the rules take for no figure."""
    return rules.total((Item("", number),))
