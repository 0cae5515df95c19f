from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.helpers.world import World, make_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """What the database promises is tried the way it runs."""
    world = await make_world(tmp_path, threads=True)
    yield world
    await world.close()
