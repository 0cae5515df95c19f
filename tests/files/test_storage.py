"""The repository of sent files."""

from datetime import timedelta

import pytest

from bot.files.rules.files import FileState, Refusal, SentFile
from bot.files.rules.quota import Usage
from bot.files.storage.repositories import SentFiles
from bot.kernel.database.participants import Participants
from bot.kernel.participants import Participant
from tests.helpers.world import MONDAY, Person, World


@pytest.fixture(autouse=True)
async def participant(world: World) -> int:
    person = Participant(42, "Amina", "ar", MONDAY)
    async with world.uow() as uow:
        await uow[Participants].add(person)
        await uow.commit()
    assert person.id is not None
    return person.id


async def add(world: World, participant: int, **fields: object) -> int:
    file = SentFile(participant, None, "q", "photo", "t", 9, MONDAY)
    for name, value in fields.items():
        setattr(file, name, value)
    async with world.uow() as uow:
        await uow[SentFiles].add(file)
        await uow.commit()
    assert file.id is not None
    return file.id


async def due(world: World, most: int = 10, **later: float) -> list[int | None]:
    async with world.uow() as uow:
        return [f.id for f in await uow[SentFiles].next_wanted(MONDAY + timedelta(**later), most)]


async def test_a_file_is_stored_and_read(world: World, participant: int) -> None:
    number = await add(world, participant)
    async with world.uow() as uow:
        file = await uow[SentFiles].get(number)
        assert file is not None
        file.keep("k" * 32, "image/jpeg", 60)
        await uow.commit()
    async with world.uow() as uow:
        found = await uow[SentFiles].get(number)
        assert found is not None and found is not file
        assert found == file and found.state is FileState.KEPT
        assert [f.id for f in await uow[SentFiles].of_participant(participant)] == [number]
        assert await uow[SentFiles].of_participant(participant + 1) == []
        assert await uow[SentFiles].kept_among(["k" * 32, "l" * 32]) == {"k" * 32}
        assert await uow[SentFiles].get(number + 1) is None


async def test_wanted_files_that_are_due_are_returned_oldest_first(
    world: World, participant: int
) -> None:
    first = await add(world, participant)
    await add(world, participant, state=FileState.KEPT)
    await add(world, participant, state=FileState.REFUSED, failure=Refusal.KIND.value)
    later = await add(world, participant, next_try_at=MONDAY + timedelta(minutes=1))
    last = await add(world, participant)
    assert await due(world) == [first, last]
    assert await due(world, minutes=1) == [first, later, last]
    assert await due(world, most=1) == [first]


async def test_many_files_of_one_person_do_not_delay_anothers(world: World, amina: Person) -> None:
    bente = world.person(43, "Bente", "en")
    await bente.says("/start")
    async with world.uow() as uow:
        ids = []
        for person in (*[amina] * 9, bente):
            participant = await uow[Participants].of_chat(person.id)
            assert participant is not None and participant.id is not None
            file = SentFile(participant.id, None, None, "photo", "t", 9, MONDAY)
            await uow[SentFiles].add(file)
            ids.append(file.id)
        found = [file.id for file in await uow[SentFiles].next_wanted(MONDAY, 4)]
    assert found == [ids[0], ids[9], ids[1], ids[2]]


async def test_usage_counts_what_the_participant_sent_and_what_is_kept(
    world: World, participant: int
) -> None:
    since, recent = MONDAY, MONDAY + timedelta(seconds=1)
    kept = await add(world, participant, state=FileState.KEPT, size=1, created_at=recent)
    await add(world, participant, state=FileState.KEPT, size=2, created_at=since)
    await add(world, participant, state=FileState.WANTED, size=None, created_at=recent)
    await add(world, participant, state=FileState.REMOVED, size=8, created_at=recent)
    await add(world, participant, state=FileState.REFUSED, size=16, created_at=since)
    await add(world, participant, state=FileState.KEPT, size=32, created_at=recent, sent_by=1)
    async with world.uow() as uow:
        files = uow[SentFiles]
        assert await files.usage(participant, since) == Usage(3, 9, 3, 3)
        assert await files.usage(participant, since, but=kept) == Usage(2, 8, 2, 2)
        assert await files.usage(participant + 1, since) == Usage()


async def test_content_of_removed_files_is_deleted_only_where_there_is_one(
    world: World, participant: int
) -> None:
    removed = await add(world, participant, state=FileState.REMOVED, key="r" * 32)
    await add(world, participant, state=FileState.REMOVED, key=None)
    await add(world, participant, state=FileState.KEPT, key="k" * 32)
    async with world.uow() as uow:
        assert [file.id for file in await uow[SentFiles].removed()] == [removed]
        await uow[SentFiles].schedule_deletion(participant + 1)
        assert await uow[SentFiles].pending_deletions() == []
        await uow[SentFiles].schedule_deletion(participant)
        assert sorted(await uow[SentFiles].pending_deletions()) == ["k" * 32, "r" * 32]
        await uow[SentFiles].note_deleted("k" * 32)
        assert await uow[SentFiles].pending_deletions() == ["r" * 32]
