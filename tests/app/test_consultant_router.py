"""What a consultant does in a private chat is handled once, and not as a participant's."""

from pathlib import Path

from bot.kernel.database.participants import Participants
from bot.privacy.storage.personal_data import PersonalData
from tests.helpers.desk import applicant, consultant, says
from tests.helpers.world import make_world

METTE = 1
GONE = "This person is gone: everything about them was erased. Nothing was changed."


async def test_press_about_an_erased_person_is_answered_once_in_private(tmp_path: Path) -> None:
    world = await make_world(tmp_path, consultant_ids=frozenset({METTE}))
    amina = await applicant(world, decision=None)
    application = await amina.application()
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
        assert participant is not None
        await uow[PersonalData].erase(participant, 0)
        await uow.commit()
    mette = consultant(world)
    mette.chat = METTE
    await mette.person.presses_data(f"c:{application.id}:unsuitable", 1, METTE)
    said = [shown.text for shown in mette.screen]
    await world.close()
    assert len(said) == 1 and says(said[0], GONE)
