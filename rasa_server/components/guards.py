"""What no classifier should be asked: texts without words of any of our nine languages.

A small classifier is sure of nonsense, so these rules speak first.  Pure, no framework.
"""

import re
import unicodedata
from collections import Counter
from enum import Enum

# One word of an abbreviation ("tskkrlr") may lack vowels; longer runs are keyboard noise.
MIN_NOISE_LETTERS = 7
MIN_REPEATED_LETTERS = 6
MAX_CONTROL_SHARE = 0.1
MAX_CODE_SHARE = 0.12
MIN_CODE_LENGTH = 8

SCRIPTS_OF_OURS = frozenset({"LATIN", "ARABIC", "CYRILLIC"})
ONE_LETTER_WORDS = frozenset("jynkت")  # ja, yes, no, okay, as people abbreviate them
VOWELS = frozenset("aeiouyøæåıіїєюяаеиоуыэё")
CODE_SIGNS = frozenset("{}[]<>;=\\|$#&_`^~")
CALL = re.compile(r"\w\((?:|.*['\"=].*)\)")  # print('x'), but not "opgave(r)"
STATEMENT = re.compile(r"['\"]\s*\)\s*;|;\s*--")  # '); DROP …; --
URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


class Reason(Enum):
    """Why a text is out of scope before anybody reads it."""

    EMPTY = "empty"
    NO_WORDS = "no_words"
    NUMBERS_ONLY = "numbers_only"
    LINK_ONLY = "link_only"
    FOREIGN_SCRIPT = "foreign_script"
    NOT_TEXT = "not_text"
    CODE = "code"
    NOISE = "noise"


def rejection_reason(text: str) -> Reason | None:
    """Name the rule that puts `text` out of scope, or None: then the classifier decides."""
    text = text.strip()
    if not text:
        return Reason.EMPTY
    if _is_not_text(text):
        return Reason.NOT_TEXT
    words = URL.sub(" ", text)
    letters = [char for char in words if char.isalpha()]
    if not letters:
        return _reason_without_letters(text, words)
    if len(letters) == 1 and letters[0].lower() not in ONE_LETTER_WORDS:
        return Reason.NOISE
    if _is_foreign(letters):
        return Reason.FOREIGN_SCRIPT
    if _is_code(words):
        return Reason.CODE
    return Reason.NOISE if _is_noise(letters) else None


def _reason_without_letters(text: str, words: str) -> Reason:
    if words != text:
        return Reason.LINK_ONLY
    return Reason.NUMBERS_ONLY if any(char.isdigit() for char in text) else Reason.NO_WORDS


def _is_not_text(text: str) -> bool:
    """Say whether bytes were sent as text: control, private or replacement characters."""
    strange = sum(
        char == "\ufffd" or (unicodedata.category(char) in {"Cc", "Cn", "Co", "Cs"})
        for char in text
        if char not in "\n\r\t"
    )
    return strange > MAX_CONTROL_SHARE * len(text)


def _is_foreign(letters: list[str]) -> bool:
    """Say whether most letters are of a script that none of our languages is written in."""
    scripts = Counter(_script_of(letter) for letter in letters)
    ours = sum(count for script, count in scripts.items() if script in SCRIPTS_OF_OURS)
    return ours * 2 < len(letters)


def _script_of(letter: str) -> str:
    """Return the first word of the letter's Unicode name, which is the name of its script."""
    # NFKC first: people decorate Latin as "𝓱𝓮𝓳", whose names start with MATHEMATICAL.
    plain = unicodedata.normalize("NFKC", letter)[:1]
    return unicodedata.name(plain, "UNKNOWN").split(" ", 1)[0]


def _is_code(words: str) -> bool:
    if CALL.search(words) or STATEMENT.search(words):
        return True
    dense = "".join(words.split())
    signs = sum(char in CODE_SIGNS for char in dense)
    return len(dense) >= MIN_CODE_LENGTH and signs > MAX_CODE_SHARE * len(dense)


def _is_noise(letters: list[str]) -> bool:
    """Say whether keys were hit at random, or one was held down.

    Scripts that leave vowels out (Arabic) can only be told by the repetition.
    """
    lowered = [letter.lower() for letter in letters]
    if len(set(lowered)) == 1:
        return len(lowered) >= MIN_REPEATED_LETTERS
    plain = unicodedata.normalize("NFD", "".join(lowered))
    if any(_script_of(letter) == "ARABIC" for letter in lowered):
        return False
    return len(lowered) >= MIN_NOISE_LETTERS and not any(char in VOWELS for char in plain)
