"""The circuit breaker: when calls are allowed, with a clock that the test turns."""

from dataclasses import dataclass

import pytest

from bot.kernel.runtime.circuit_breaker import CircuitBreaker


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def breaker(clock: Clock, threshold: int = 3, interval: float = 60.0) -> CircuitBreaker:
    return CircuitBreaker(threshold, interval, clock)


def test_closed_allows_every_call(clock: Clock) -> None:
    closed = breaker(clock)
    assert all(closed.allows_call() for _ in range(5)) and not closed.is_open


def test_opens_at_the_threshold_and_not_before(clock: Clock) -> None:
    tried = breaker(clock)
    for _ in range(2):
        tried.record_failure()
        assert tried.allows_call() and not tried.is_open
    tried.record_failure()
    assert not tried.allows_call() and tried.is_open and tried.failures == 3


def test_by_default_opens_at_the_first_failure_for_two_seconds(clock: Clock) -> None:
    tried = CircuitBreaker(clock=clock)
    tried.record_failure()
    clock.now += 1.9
    assert not tried.allows_call()
    clock.now += 0.1
    assert tried.allows_call()


def test_open_allows_one_probe_per_interval(clock: Clock) -> None:
    tried = breaker(clock, threshold=1)
    tried.record_failure()
    for _ in range(2):
        clock.now += 59.9
        assert not tried.allows_call()
        clock.now += 0.1
        assert [tried.allows_call() for _ in range(3)] == [True, False, False]


def test_failed_probe_restarts_the_interval(clock: Clock) -> None:
    tried = breaker(clock, threshold=1)
    tried.record_failure()
    clock.now += 60
    assert tried.allows_call()
    clock.now += 30  # the probe took long to fail
    tried.record_failure()
    clock.now += 59.9
    assert not tried.allows_call()


def test_success_closes_and_resets_the_count(clock: Clock) -> None:
    tried = breaker(clock)
    for _ in range(3):
        tried.record_failure()
    tried.record_success()
    assert tried.allows_call() and not tried.is_open and tried.failures == 0
    tried.record_failure()
    assert tried.allows_call(), "one failure of three"


@pytest.mark.parametrize("pause", [7.0, 600.0])
def test_pause_opens_at_once_and_replaces_the_first_interval(clock: Clock, pause: float) -> None:
    tried = breaker(clock)
    tried.record_failure(pause)
    assert tried.is_open
    clock.now += pause - 0.1
    assert not tried.allows_call()
    clock.now += 0.1
    assert tried.allows_call()
    clock.now += 59.9
    assert not tried.allows_call(), "the interval again"
