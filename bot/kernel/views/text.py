"""Text length in Telegram's units, and splitting of long texts."""

_PIECE = 2700  # UTF-16 code units per piece
_BREAK_WITHIN = 80  # how far back to look for whitespace to break at


def pieces(words: str) -> list[str]:
    """Split a text into pieces that fit into a message; joined they equal the text."""
    found = []
    while length(words) > _PIECE:
        end = _end_of_piece(words)
        found.append(words[:end])
        words = words[end:]
    return [*found, words] if words else found


def _end_of_piece(words: str) -> int:
    size = end = 0
    while size + length(words[end]) <= _PIECE:
        size += length(words[end])
        end += 1
    for back in range(end, end - _BREAK_WITHIN, -1):
        if words[back - 1].isspace():
            return back
    return end


def length(text: str) -> int:
    """Return the length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
