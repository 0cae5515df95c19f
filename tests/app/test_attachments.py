"""Files as answers to a step: how many it takes, and those that arrive after handing in."""

from bot.files.rules.files import MOST_A_STEP, FileState, SentFile
from bot.kernel.messages import KeptFile
from tests.helpers.course import (
    hands_in,
    message_behind,
    on_the_course,
    submission_of,
    to_step,
)
from tests.helpers.world import Person, World


async def test_step_takes_so_many_files_and_no_more(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    for number in range(MOST_A_STEP):
        assert not amina.sees("That is enough for this step.")
        await amina.sends(photo=[{"file_id": f"p{number}", "file_size": 1000}])
    assert f"{MOST_A_STEP} files" in amina.last.text
    await amina.sends(photo=[{"file_id": "one more", "file_size": 1000}])
    assert amina.sees("That is enough for this step. You can remove the files, or go on.")
    submission = await submission_of(world, amina, "strengths")
    assert len(submission.files_of("made")) == MOST_A_STEP


async def passed_on(world: World, amina: Person) -> int:
    """Fetch a file of the task; how many messages the consultants get."""
    submission, count = await submission_of(world, amina, "why"), len(world.team)
    file = SentFile(
        submission.participant_id, submission.id, "goodday", "photo", "t", 1, world.clock(),
        FileState.KEPT, id=77,
    )  # fmt: skip
    async with world.uow() as uow:
        await world.services.attachments.pass_on(uow, file, world.clock())
        await uow.commit()
    await world.settle()
    return len(world.team) - count


async def test_file_fetched_after_handing_in_goes_to_the_consultants(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    assert await passed_on(world, amina) == 0, "it goes with the task"
    await hands_in(world, amina, "why")
    assert await passed_on(world, amina) == 1
    assert isinstance((await message_behind(world, 0, world.team[-1])).enclosure, KeptFile)
