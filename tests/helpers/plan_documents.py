"""Plans as documents in tests and in the benchmark."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.content.loader import load
from bot.course.rules.course import PLAN_SECTIONS
from bot.kernel.messages import Amount, Day, Listing, Param, Verbatim, phrase
from bot.plan.rules.budget import Budget, Item
from bot.plan.rules.document import FileFormat, PlanDocument, PlanEntry, PlanSection, Variant
from bot.plan.views.plan import section

FULL_PLAN_BYTES = 500_000  # at most, of the two largest plans below
PHONE = "+45 12 34 56 78"
OWN = {
    "da": "Jeg vil åbne en lille café.", "en": "I want to open a small café.",
    "tr": "Küçük bir çay bahçesi açmak istiyorum.", "so": "Waxaan rabaa inaan furo maqaaxi yar.",
    "pl": "Chcę otworzyć mały zakład.", "uk": "Я хочу відкрити їдальню.",
    "ar": "أريد أن أفتح مطعم عائلتي", "fa": "من یک کافه کوچک باز کنم",
    "ur": "میں ایک چھوٹی دکان کھولنا چاہتی ہوں",
}  # fmt: skip
TERMS = tuple((term.term, phrase(term.text)) for term in load().facts.terms)
CHOICES = Listing((phrase("Neighbours"), phrase("My consultant")))
HAIRCUTS = Budget(
    (Item("Clippers", Decimal(2000)), Item("Chair", Decimal("3999.50"))),
    (Item("Rent", Decimal(4500)), Item("Phone", Decimal(199))),
    Decimal(250), Decimal(30), Decimal(70), capacity_a_day=Decimal(5),
)  # fmt: skip


def document(
    form: FileFormat, variant: Variant = "own", *answers: Param, name: str = "Amina Yusuf"
) -> PlanDocument:
    """A plan with the answers in its first section."""
    entries = tuple(PlanEntry(phrase("Help from others"), answer) for answer in answers)
    first, *others = [PlanSection(section(one), ()) for one in PLAN_SECTIONS]
    sections = (replace(first, entries=entries), *others)
    return PlanDocument(Verbatim(name), Day(date(2027, 3, 5)), sections, form, variant, TERMS)


def answers(language: str) -> tuple[Param, ...]:
    quoted = phrase("✔ “{words}”", words=Verbatim(f"{OWN[language]} {PHONE}"))
    price = phrase("{amount} kr", amount=Amount(Decimal(4500)))
    return Verbatim(f"{OWN[language]}\nmoms og CVR"), quoted, CHOICES, price


def with_budget(
    budget: Budget, form: FileFormat = "pdf", variant: Variant = "own"
) -> PlanDocument:
    return replace(document(form, variant), budget=budget)


def full_plan(form: FileFormat) -> PlanDocument:
    """Every question answered at length, in Arabic and Danish."""
    return document(form, "both", *answers("ar") * 17)


def plan_with_many_costs(form: FileFormat) -> PlanDocument:
    """Two lists of 200 costs each, in Arabic and Danish."""
    items = tuple(Item(f"شيء {n}", Decimal(n)) for n in range(200))
    return with_budget(replace(HAIRCUTS, startup=items, monthly=items), form, "both")
