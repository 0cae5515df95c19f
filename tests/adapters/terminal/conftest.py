from pathlib import Path

import pytest

from tests.adapters.terminal.desk import Desk, make_desk
from tests.helpers.world import World


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    return make_desk(world, tmp_path)
