"""The shipped phrasebook, and errors in its file."""

from pathlib import Path

import pytest

from bot.content.loader import ContentError, load
from bot.kernel.callback_data import LIMIT
from bot.kernel.languages import OWN_NAMES
from bot.phrasebook.buttons import ChoosePhrase
from bot.phrasebook.rules import TYPED
from tests.content.test_loader import PHRASEBOOK, changed, put, refusal

BOOK = load().phrasebook
SENTENCES = [s for category in BOOK.categories for s in category.sentences]


def test_there_are_about_sixty_sentences_in_a_handful_of_categories() -> None:
    assert 55 <= len(SENTENCES) <= 70 and 7 <= len(BOOK.categories) <= 9


def test_ids_are_unique() -> None:
    assert len({s.id for s in SENTENCES}) == len(SENTENCES)


def test_sentences_are_short() -> None:
    assert [s.text for s in SENTENCES if len(s.text.split()) > 25] == []


def test_every_sentence_fits_a_button_however_its_blanks_are_filled() -> None:
    codes = {"day": "20261207", "time": "0930", "words": TYPED}
    for sentence in SENTENCES:
        chosen = [codes[blank.kind] for blank in sentence.blanks]
        assert len(ChoosePhrase(10**9, sentence.id, tuple(chosen)).pack()) <= LIMIT


def test_confirmed_languages_exist() -> None:
    assert all(set(s.confirmed) <= set(OWN_NAMES) for s in SENTENCES)


def test_valid_content_is_read(tmp_path: Path) -> None:
    [category] = load(put(tmp_path)).phrasebook.categories
    meet, thanks = category.sentences
    assert [(b.id, b.kind) for b in meet.blanks] == [("date", "day"), ("place", "words")]
    assert [(p.text, p.translated) for p in meet.blanks[1].presets] == [("Town Hall", False)]
    assert (meet.confirmed, thanks.blanks) == ({"ar": "Hanan A."}, ())


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("{date}", "{hour}", 15, "nothing fills {hour}"),
        ("Day: {date}", "Day: {date", 15, "braces"),
        ("kind: day", "kind: year", 8, "day"),
        ("id: thanks", "id: meet", 17, "used twice: meet"),
        ("- id: date", "- id: place", 7, "used twice: place"),
        ("{ar: Hanan A.}", "{xx: Hanan A.}", 14, "nobody needs to confirm xx"),
        ("{ar: Hanan A.}", "{da: Hanan A.}", 14, "nobody needs to confirm da"),
        ("- words: Town Hall", "- {words: Hall, text: Hall}", 6, "either text"),
        ("Thank you!", '""', 18, "at least 1"),
    ],
)
def test_error_names_its_line(tmp_path: Path, old: str, new: str, line: int, why: str) -> None:
    error = refusal(put(tmp_path, phrasebook=changed(old, new, PHRASEBOOK)))
    assert isinstance(error, ContentError) and error.file.name == "phrasebook.yml"
    assert why in error.mistake and error.line == line


def test_a_blank_of_another_kind_has_no_presets(tmp_path: Path) -> None:
    wrong = changed("kind: words", "kind: time", PHRASEBOOK)
    assert "only a blank of kind words" in refusal(put(tmp_path, phrasebook=wrong)).mistake
