from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.helpers import postgres
from tests.helpers.world import World
from tests.migration.release import world_of_release


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """On a copy of the release's database, with the phones as they were."""
    if postgres.WANTED:
        pytest.skip("the release's database is an SQLite file")
    world = await world_of_release(tmp_path, monkeypatch)
    yield world
    await world.close()
