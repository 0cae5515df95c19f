"""Reject input that is in none of our nine languages before it reaches the classifier.

A small classifier gives confident answers to nonsense.  Pure rules, no framework.
"""

import re
import unicodedata
from collections import Counter
from enum import Enum

# Short words without vowels may be abbreviations ("tskkr"); longer ones are keyboard noise.
MIN_NOISE_LETTERS = 7
MIN_REPEATED_LETTERS = 6
MAX_CONTROL_SHARE = 0.1
MAX_CODE_SHARE = 0.12
MIN_CODE_LENGTH = 8

SUPPORTED_SCRIPTS = frozenset({"LATIN", "ARABIC", "CYRILLIC"})
ONE_LETTER_WORDS = frozenset("jynkت")  # common abbreviations of ja, yes, no, okay
VOWELS = frozenset("aeiouyøæåıіїєюяаеиоуыэё")
CODE_CHARACTERS = frozenset("{}[]<>;=\\|$#&_`^~")
CALL = re.compile(r"\w\((?:|.*['\"=].*)\)")  # print('x'), but not "opgave(r)"
STATEMENT = re.compile(r"['\"]\s*\)\s*;|;\s*--")  # '); DROP …; --
URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


class Reason(Enum):
    """Why a text is out of scope without being classified."""

    EMPTY = "empty"
    NO_WORDS = "no_words"
    NUMBERS_ONLY = "numbers_only"
    LINK_ONLY = "link_only"
    FOREIGN_SCRIPT = "foreign_script"
    NOT_TEXT = "not_text"
    CODE = "code"
    NOISE = "noise"


def rejection_reason(text: str) -> Reason | None:
    """Return why `text` is out of scope, or None where the classifier decides."""
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
    """Whether it looks like binary data: many control, private or replacement characters."""
    not_printable = sum(
        char == "\ufffd" or (unicodedata.category(char) in {"Cc", "Cn", "Co", "Cs"})
        for char in text
        if char not in "\n\r\t"
    )
    return not_printable > MAX_CONTROL_SHARE * len(text)


def _is_foreign(letters: list[str]) -> bool:
    """Whether most letters are of a script that none of our languages uses."""
    scripts = Counter(_script_of(letter) for letter in letters)
    supported = sum(count for script, count in scripts.items() if script in SUPPORTED_SCRIPTS)
    return supported * 2 < len(letters)


def _script_of(letter: str) -> str:
    """Return the first word of the letter's Unicode name, which is the name of its script."""
    # NFKC maps decorated letters such as "𝓱𝓮𝓳", whose names start with MATHEMATICAL, to plain.
    plain = unicodedata.normalize("NFKC", letter)[:1]
    return unicodedata.name(plain, "UNKNOWN").split(" ", 1)[0]


def _is_code(words: str) -> bool:
    if CALL.search(words) or STATEMENT.search(words):
        return True
    dense = "".join(words.split())
    code = sum(char in CODE_CHARACTERS for char in dense)
    return len(dense) >= MIN_CODE_LENGTH and code > MAX_CODE_SHARE * len(dense)


def _is_noise(letters: list[str]) -> bool:
    """Whether the letters are random keys without vowels, or one key held down.

    The Arabic script does not write short vowels, so there only the repetition counts.
    """
    lowered = [letter.lower() for letter in letters]
    if len(set(lowered)) == 1:
        return len(lowered) >= MIN_REPEATED_LETTERS
    plain = unicodedata.normalize("NFD", "".join(lowered))
    if any(_script_of(letter) == "ARABIC" for letter in lowered):
        return False
    return len(lowered) >= MIN_NOISE_LETTERS and not any(char in VOWELS for char in plain)
