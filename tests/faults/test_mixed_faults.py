"""Everything that can go wrong, at once, for a short while; `make soak` does it for long."""

from pathlib import Path

import pytest

from bot.content.loader import load
from tests.faults.soak import Plan, soak

# Those that take no longer to pass than a test may; the rest have tests of their own, and `soak`.
FAULTS = (
    "Telegram away", "429 storm", "5xx", "garbage", "lost before the effect",
    "lost after the effect", "files can't be fetched", "Rasa killed", "Rasa slow", "Rasa broken",
    "translator hung", "database locked", "disk full",
)  # fmt: skip


@pytest.mark.slow
async def test_mixed_faults_lose_and_repeat_nothing(tmp_path: Path) -> None:
    plan = Plan(
        seconds=12, people=6, seed=3, tasks=1, between_ends=(3, 5), each=FAULTS,
        seconds_between_crises=4, burst=20, quiet=3.0,
    )  # fmt: skip
    outcome = await soak(plan, tmp_path)
    account = outcome.account
    assert account.lost == [], f"{outcome}"
    assert account.twice == [], f"{outcome}"
    assert account.disorder == [], f"{outcome}"
    assert account.told == [], f"{outcome}"
    assert account.repeated <= outcome.may_repeat, f"{outcome}"
    assert len(outcome.crises.alarms) == 3 and outcome.flooder.texts, "each alarm arrived"
    course, check = load().course, load().eligibility
    steps = next(iter(course.tasks.values())).steps.questions
    files = sum(step.kind in ("photo", "file", "voice") for step in steps)
    wanted = (3 * (len(steps) + len(check.questions)), 3 * files)
    assert (account.answers, account.files) == wanted, "everybody went all their way"
