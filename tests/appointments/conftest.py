import pytest

from tests.helpers.desk import Consultant, applicant, consultant
from tests.helpers.world import Person, World


@pytest.fixture
async def person(world: World) -> Person:
    return await applicant(world)


@pytest.fixture
def mette(world: World) -> Consultant:
    return consultant(world)
