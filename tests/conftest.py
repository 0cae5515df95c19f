from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.helpers import postgres
from tests.helpers.world import Person, World, make_world


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow files first: with the quick ones behind them two workers finish together."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_runtest_logfinish() -> None:
    postgres.take_back()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = await make_world(tmp_path)
    yield world
    await world.close()


@pytest.fixture
async def amina(world: World) -> Person:
    """Somebody who has chosen English, agreed, and stands at the menu."""
    amina = world.person(language="en")
    await amina.says("/start")
    await amina.presses("English")
    await amina.presses("✅ Yes, that is okay")
    return amina
