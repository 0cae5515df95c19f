"""A card, its further texts and the glossary as they are shown; which card answers what."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from bot.facts import views
from bot.facts.rules import Fact, Facts, Term
from bot.facts.schema import FactsYaml, FactYaml, GlossaryYaml, TermYaml, join
from tests.helpers.rendered import data, labels, lines

DUE = date(2027, 1, 1)
TERMS = tuple(Term(f"t{n}", f"Moms{n}", f"It is VAT {n}.") for n in range(3))
CARD = Fact(
    "vat", frozenset({"faq_vat_tax"}), "VAT", "25 percent.", ("More.", "Most."), True, TERMS,
    "skat.dk", date(2026, 1, 1), DUE,
)  # fmt: skip
OTHER = replace(CARD, id="permits", intents=frozenset({"faq_permits"}))
FACTS = Facts((CARD, OTHER), TERMS)
GUARD = "Ask your consultant before you register or advertise anything."


def test_card_has_its_answer_a_way_to_more_and_its_terms_in_pairs() -> None:
    shown = views.card(CARD, 0, DUE)
    assert lines(shown) == ["VAT", "25 percent.", GUARD]
    assert data(shown) == [["f:vat:1"], ["fa:vat"], ["g:t0", "g:t1"], ["g:t2"]]
    assert labels(shown)[:3] == [
        ["➕ More"], ["👤 Ask the consultant about this"], ["📖 Moms0", "📖 Moms1"],
    ]  # fmt: skip


def test_further_texts_are_shown_one_at_a_time_without_the_terms() -> None:
    shown = [views.card(CARD, place, DUE) for place in (1, 2)]
    assert [lines(one)[1] for one in shown] == ["More.", "Most."]
    assert [data(one) for one in shown] == [[["f:vat:2"], ["fa:vat"]], [["fa:vat"]]]


def test_warning_stands_only_on_cards_that_touch_the_benefit() -> None:
    assert lines(views.card(replace(CARD, guard=False), 0, DUE)) == ["VAT", "25 percent."]


def test_overdue_card_only_refers_to_the_consultant() -> None:
    shown = views.card(CARD, 0, date(2027, 1, 2))
    assert lines(shown) == ["VAT", "The rules may have changed. Please ask your consultant."]
    assert data(shown) == [["m:consultant"]]


def test_glossary_has_a_button_for_each_term_in_pairs() -> None:
    shown = views.glossary(TERMS)
    assert lines(shown) == ["Press a Danish word. I explain it."]
    assert data(shown) == [["g:t0", "g:t1"], ["g:t2"]] and labels(shown)[0] == ["Moms0", "Moms1"]
    assert lines(views.term_explained(TERMS[1])) == ["Moms1", "It is VAT 1."]


def test_cards_and_terms_are_found_by_id_and_intent() -> None:
    assert (FACTS.card("permits"), FACTS.card("no")) == (OTHER, None)
    assert (FACTS.term("t2"), FACTS.term("no")) == (TERMS[2], None)
    assert FACTS.answering("faq_permits") == [OTHER] and FACTS.answering("greet") == []


# --- the content

TERM_YAML = {"id": "moms", "term": "moms", "text": "It is VAT."}
CARD_YAML = {
    "id": "vat", "intents": ["faq_vat_tax"], "title": "VAT", "text": "25 percent.",
    "more": ["More."], "guard": True, "terms": ["moms"], "source": "skat.dk",
    "reviewed": "2026-01-01", "review_by": "2026-01-02",
}  # fmt: skip


def test_valid_cards_are_joined_with_their_terms() -> None:
    facts = FactsYaml.model_validate({"facts": [CARD_YAML]}, context={"moms"})
    found = join(facts, GlossaryYaml.model_validate({"terms": [TERM_YAML]}))
    moms = Term("moms", "moms", "It is VAT.")
    card = Fact(
        "vat", frozenset({"faq_vat_tax"}), "VAT", "25 percent.", ("More.",), True, (moms,),
        "skat.dk", date(2026, 1, 1), date(2026, 1, 2),
    )  # fmt: skip
    assert found == Facts((card,), (moms,))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"intents": ["faq_weather"]}, "no intent of the contract: faq_weather"),
        ({"intents": []}, "at least 1"),
        ({"terms": ["cvr"]}, "no term cvr in glossary.yml"),
        ({"review_by": "2026-01-01"}, "review_by must be later than reviewed"),
        ({"source": "  "}, "at least 1"),
        ({"source": "x" * 301}, "at most 300"),
    ],
)
def test_invalid_card_is_refused(changes: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        FactYaml.model_validate({**CARD_YAML, **changes}, context={"moms"})


def test_ids_are_used_once() -> None:
    with pytest.raises(ValidationError, match="used twice: vat"):
        FactsYaml.model_validate({"facts": [CARD_YAML, CARD_YAML]}, context={"moms"})
    with pytest.raises(ValidationError, match="used twice: moms"):
        GlossaryYaml(terms=(TermYaml(**TERM_YAML), TermYaml(**TERM_YAML)))
