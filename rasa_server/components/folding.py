"""Fold different spellings of a word into one, for counting n-grams.

People write without "ł" and "ø", mix Arabic and Persian letters, and repeat letters ("heeej").
"""

import re
import unicodedata

EQUIVALENT_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ـ": None,  # tatweel, which only stretches a word
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "ı": "i",
        "đ": "d",
    }
)
DIGIT = re.compile(r"\d")
REPEATED = re.compile(r"(.)\1{2,}")


def fold(text: str) -> str:
    """Return `text` lowercased, without diacritics, each digit as 0, runs of 3+ cut to two."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    composed = unicodedata.normalize("NFC", bare).translate(EQUIVALENT_LETTERS)
    return REPEATED.sub(r"\1\1", DIGIT.sub("0", composed))
