_PIECE = 2700


_BREAK_WITHIN = 80  # so far back a space is looked for, to part no word


def pieces(words: str) -> list[str]:
    """One's words in parts that fit into a message; joined they are what was written."""
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
    """As Telegram counts: most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
