"""Word tables by language, which the patterns are built from."""


def split_words(words: str) -> list[str]:
    """The entries of a comma-separated table, without empty ones."""
    return [w for w in words.split(", ") if w]
