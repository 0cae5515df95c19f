import pytest

from tests.helpers.world import Person, World


@pytest.fixture
def mette(world: World) -> Person:
    return world.person(900, "Mette")
