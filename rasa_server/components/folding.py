"""One spelling for what people write in many ways, so that counting letters sees it as the same.

Phones leave out "ł" and "ø", keyboards mix Arabic and Persian letters, and feelings double them.
"""

import re
import unicodedata

SAME_LETTER = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ـ": None,  # a stroke that only makes a word longer
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
    """Return `text` in lower case, without marks, every digit 0, no letter more than twice."""
    apart = unicodedata.normalize("NFD", text.lower())
    bare = "".join(char for char in apart if unicodedata.category(char) != "Mn")
    joined = unicodedata.normalize("NFC", bare).translate(SAME_LETTER)
    return REPEATED.sub(r"\1\1", DIGIT.sub("0", joined))
