"""The quota of a person: rules, and held while several files arrive at once."""

import asyncio
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.files.rules.files import FileState
from bot.files.rules.quota import Quota, Usage, exceeded
from bot.files.rules.refusals import Refusal
from tests.cases.test_files_in_talks import files
from tests.files.test_fetching import FetchCase
from tests.files.test_fetching import case as case  # the fixture
from tests.helpers.files import VOICE
from tests.helpers.world import Person

NUMBERS = st.integers(1, 20)


@given(st.builds(Quota, NUMBERS, NUMBERS, NUMBERS, NUMBERS), st.lists(st.integers(0, 9)))
def test_no_order_of_files_exceeds_a_quota(quota: Quota, sizes: list[int]) -> None:
    usage = Usage()
    for size in sizes:
        if exceeded(quota, usage, size) is None:
            usage = Usage(
                usage.files_today + 1, usage.bytes_today + size,
                usage.files_kept + 1, usage.bytes_kept + size,
            )  # fmt: skip
    assert usage.files_today <= min(quota.files_today, quota.files_kept)
    assert usage.bytes_today <= min(quota.bytes_today, quota.bytes_kept)


def test_reason_is_the_one_that_lasts() -> None:
    quota = Quota(1, 10, 2, 20)
    assert exceeded(quota, Usage(), 10) is None
    assert exceeded(quota, Usage(), 11) is Refusal.TODAY
    assert exceeded(quota, Usage(1, 1, 1, 1), 1) is Refusal.TODAY
    assert exceeded(quota, Usage(0, 0, 2, 2), 1) is Refusal.FULL
    assert exceeded(quota, Usage(1, 1, 1, 1), 20) is Refusal.FULL


async def test_files_fetched_at_the_same_moment_stay_within_the_quota(case: FetchCase) -> None:
    """Their sizes are not known before: all were accepted."""
    ids = [await case.sends(VOICE, "voice") for _ in range(4)]
    fetcher = case.fetcher()
    fetcher.quota = replace(fetcher.quota, bytes_today=len(VOICE) * 2 + 1)
    await case.run(fetcher)
    states = [(await case.file(file_id)).state for file_id in ids]
    assert sorted(states) == [FileState.KEPT] * 2 + [FileState.REFUSED] * 2
    assert len(case.on_disk()) == 2
    assert sum("many files today" in text for text in case.person.texts) == 2


async def test_photos_stored_at_the_same_moment_stay_within_the_quota(
    case: FetchCase, amina: Person
) -> None:
    world = case.world
    await amina.says("/consultant")
    quota = replace(world.fetcher.quota, files_today=3)
    object.__setattr__(world.services.cases.intake, "quota", quota)
    photo = [{"file_id": "p", "file_size": 9, "width": 1, "height": 1}]
    await asyncio.gather(*(amina.sends(photo=photo) for _ in range(8)))
    await world.settle()
    assert len(await files(world, amina)) == 3
