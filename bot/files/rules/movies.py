"""MP4 and QuickTime without metadata: place, device, time and comments are blanked out.

The boxes stay where they are, since the tables of a film point to places in the file.
https://developer.apple.com/documentation/quicktime-file-format
"""

_CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf"})
_METADATA = frozenset({b"udta", b"meta", b"uuid", b"xml "})
_HEAD = 8  # bytes: size and type of a box
_MOST_BOXES = 100_000


def without_metadata(content: bytes) -> bytes:
    """The same film with its metadata boxes turned into free space; what cannot be read stays."""
    film = bytearray(content)
    open_: list[tuple[int, int]] = [(0, len(film))]
    for _ in range(_MOST_BOXES):
        if not open_:
            break
        start, end = open_.pop()
        box = _box(film, start, end)
        if box is None:
            continue
        kind, body, after = box
        open_.append((after, end))
        if kind in _METADATA:
            film[start + 4 : start + _HEAD] = b"free"
            film[body:after] = bytes(after - body)
        elif kind in _CONTAINERS:
            open_.append((body, after))
    return bytes(film)


def _box(film: bytearray, start: int, end: int) -> tuple[bytes, int, int] | None:
    """Type, start of the content and end of the box at `start`; None: there is no whole box."""
    if end - start < _HEAD:
        return None
    size, body = int.from_bytes(film[start : start + 4]), start + _HEAD
    if size == 1:  # the size follows in eight bytes
        size, body = int.from_bytes(film[body : body + 8]), body + 8
    elif size == 0:  # to the end
        size = end - start
    if start + size > end or start + size < body:
        return None
    return bytes(film[start + 4 : start + _HEAD]), body, start + size
