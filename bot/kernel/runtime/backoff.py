"""Exponential backoff."""

_MAX_EXPONENT = 64  # keeps the power finite; every wait has reached its maximum long before


def backoff(failures: int, *, longest: float, first: float = 1.0, factor: float = 2.0) -> float:
    """Return the seconds to wait after `failures` (1 or more) failures in a row.

    `first` seconds, then `factor` times as long after each further failure, at most `longest`.
    """
    return min(first * factor ** min(failures - 1, _MAX_EXPONENT), longest)
