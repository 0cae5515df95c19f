"""Exponential backoff."""

import math

import pytest

from bot.kernel.runtime.backoff import backoff


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (8, 60), (10_000, 60)]
)
def test_wait_doubles_up_to_its_maximum(failures: int, seconds: float) -> None:
    assert backoff(failures, longest=60) == seconds


def test_first_wait_and_factor_can_be_chosen() -> None:
    waits = [backoff(n, first=0.2, factor=5, longest=30) for n in range(1, 6)]
    assert waits == pytest.approx([0.2, 1, 5, 25, 30])


def test_maximum_holds_for_the_first_wait() -> None:
    assert backoff(1, first=9, longest=3) == 3


def test_number_of_failures_cannot_overflow() -> None:
    assert math.isfinite(backoff(10**9, longest=1e300))
