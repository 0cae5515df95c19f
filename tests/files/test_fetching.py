"""From a file that is wanted to one that is kept, or to kind words about it; through any fault."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from bot.adapters.file_store import DiskFiles
from bot.files.jobs import MOST_AT_ONCE, Fetcher
from bot.files.ports import Downloads, NotFetched
from bot.files.rules.files import GIVE_UP_AFTER, LONGEST_WAIT, TRIES, FileState, Refusal, SentFile
from bot.files.storage.repositories import SentFiles
from bot.kernel.database.participants import Participants
from bot.kernel.failures import FetchFailure
from bot.kernel.incoming import LARGEST
from bot.kernel.unit_of_work import UnitOfWork
from tests.helpers.files import EXE, JPEG, VOICE, FakeDownloads
from tests.helpers.vault import VAULT
from tests.helpers.world import Person, World

TOO_BIG = "Your file is too big for me. I can take up to 20 MB."
OTHER_KIND = "I cannot open a file of that kind."
NOT_THERE = "I did not get your file. That is not your fault."


@dataclass
class ConsultantRouter:
    """A fetcher at work; `kept` is what its hook was told."""

    world: World
    person: Person
    downloads: FakeDownloads
    store: DiskFiles
    folder: Path
    kept: list[int | None]

    def fetcher(self, downloads: Downloads | None = None) -> Fetcher:
        async def on_kept(uow: UnitOfWork, file: SentFile, now: datetime) -> None:
            assert file.state is FileState.KEPT and now == self.world.clock()
            self.kept.append(file.id)

        return Fetcher(
            self.world.uow, self.world.clock, downloads or self.downloads, self.store,
            on_kept,
        )  # fmt: skip

    async def sends(self, content: bytes | None = JPEG, media: str = "photo") -> int:
        """Somebody sent a file: its row is there, its content with Telegram."""
        async with self.world.uow() as uow:
            participant = await uow[Participants].of_chat(self.person.id)
            assert participant is not None and participant.id is not None
            file = SentFile(participant.id, None, None, media, "", None, self.world.clock())
            await uow[SentFiles].add(file)
            file.telegram_id = f"t{file.id}"
            await uow.commit()
        assert file.id is not None
        if content is not None:
            self.downloads.contents[file.telegram_id] = content
        return file.id

    async def fetch(self) -> None:
        await self.run(self.fetcher())

    async def run(self, fetcher: Fetcher) -> None:
        await fetcher.work()
        await fetcher.drained()
        await self.world.settle()

    async def file(self, number: int) -> SentFile:
        async with self.world.uow() as uow:
            file = await uow[SentFiles].get(number)
        assert file is not None
        return file

    def on_disk(self) -> list[str]:
        return sorted(
            str(p.relative_to(self.folder)) for p in self.folder.rglob("*") if p.is_file()
        )


@pytest.fixture
async def desk(world: World, amina: Person, tmp_path: Path) -> ConsultantRouter:
    folder = tmp_path / "files"
    return ConsultantRouter(world, amina, FakeDownloads(), DiskFiles(folder, VAULT), folder, [])


async def test_a_file_that_is_wanted_is_fetched_once_and_kept(desk: ConsultantRouter) -> None:
    number = await desk.sends(VOICE, "voice")
    said = len(desk.person.texts)
    await desk.fetch()
    await desk.fetch()
    file = await desk.file(number)
    assert (file.state, file.mime, file.size) == (FileState.KEPT, "audio/ogg", len(VOICE))
    assert file.key is not None and await desk.store.read(file.key) == VOICE
    assert desk.on_disk() == [file.key] and desk.downloads.asked == [f"t{number}"]
    assert desk.kept == [number] and len(desk.person.texts) == said


@pytest.mark.parametrize(
    ("content", "told", "refusal"),
    [
        (EXE, OTHER_KIND, Refusal.KIND),
        (b"<html><script>", OTHER_KIND, Refusal.KIND),
        (JPEG + bytes(LARGEST), TOO_BIG, Refusal.TOO_BIG),
        (b"", NOT_THERE, Refusal.NOT_THERE),
    ],
    ids=["a program called photo.jpg", "a web page", "larger than told", "nothing in it"],
)
async def test_a_file_we_do_not_take_is_not_kept_and_its_sender_hears_what_to_do(
    desk: ConsultantRouter, content: bytes, told: str, refusal: Refusal
) -> None:
    number = await desk.sends(content)
    await desk.fetch()
    await desk.fetch()
    file = await desk.file(number)
    assert (file.state, file.failure, file.key) == (FileState.REFUSED, refusal.value, None)
    assert sum(told in text for text in desk.person.texts) == 1
    assert desk.on_disk() == [] and desk.kept == []
    assert "👤 Talk to the consultant" in desk.person.last.labels


async def test_too_big_for_telegram_is_told_as_such(desk: ConsultantRouter) -> None:
    number = await desk.sends()
    desk.downloads.fails = [NotFetched(FetchFailure.REJECTED, refusal=Refusal.TOO_BIG)]
    await desk.fetch()
    assert (await desk.file(number)).state is FileState.REFUSED
    assert desk.person.sees(TOO_BIG)


async def test_what_can_never_be_fetched_is_asked_for_again(desk: ConsultantRouter) -> None:
    number = await desk.sends(None)
    await desk.fetch()
    file = await desk.file(number)
    assert (file.state, file.failure) == (FileState.FAILED, "rejected")
    assert desk.person.sees(NOT_THERE)


async def test_a_passing_failure_is_tried_again_later_and_later(desk: ConsultantRouter) -> None:
    number = await desk.sends()
    desk.downloads.fails = [
        NotFetched(FetchFailure.NETWORK),
        NotFetched(FetchFailure.NETWORK),
        OSError(28, "full"),
    ]
    tries = []
    for second in range(10):
        asked = len(desk.downloads.asked)
        await desk.fetch()
        if len(desk.downloads.asked) > asked:
            tries.append(second)
        desk.world.clock.forward(seconds=1)
    assert tries == [0, 1, 3, 7]
    assert (await desk.file(number)).state is FileState.KEPT and not desk.person.sees(NOT_THERE)


async def test_the_wait_that_telegram_asks_for_is_honoured(desk: ConsultantRouter) -> None:
    number = await desk.sends()
    desk.downloads.fails = [NotFetched(FetchFailure.RATE_LIMITED, retry_after=30)]
    await desk.fetch()
    desk.world.clock.forward(seconds=29)
    await desk.fetch()
    assert (await desk.file(number)).counts and len(desk.downloads.asked) == 1
    desk.world.clock.forward(seconds=1)
    await desk.fetch()
    assert (await desk.file(number)).state is FileState.KEPT


async def test_what_stays_away_too_long_is_given_up_with_a_word(desk: ConsultantRouter) -> None:
    number = await desk.sends()
    desk.world.clock.now += GIVE_UP_AFTER  # the machine was off: that is no try
    for _ in range(TRIES + 1):
        assert (await desk.file(number)).counts
        desk.downloads.fails = [NotFetched(FetchFailure.NETWORK)]
        await desk.fetch()
        desk.world.clock.now += LONGEST_WAIT
    assert (await desk.file(number)).state is FileState.FAILED and desk.person.sees(NOT_THERE)


async def test_one_that_has_to_wait_holds_up_no_other(desk: ConsultantRouter) -> None:
    first, second = await desk.sends(), await desk.sends()
    desk.downloads.fails = [NotFetched(FetchFailure.NETWORK, retry_after=300)]
    await desk.fetch()
    assert (await desk.file(first)).counts
    assert (await desk.file(second)).state is FileState.KEPT


class Slow:
    """Downloads that hang until they are let go."""

    def __init__(self) -> None:
        self.begun, self.go, self.open = 0, asyncio.Event(), asyncio.Event()

    async def fetch(self, telegram_id: str) -> bytes:
        self.begun += 1
        self.open.set()
        await self.go.wait()
        return JPEG


async def test_only_as_many_at_once_as_memory_has_room_for(desk: ConsultantRouter) -> None:
    numbers = [await desk.sends() for _ in range(MOST_AT_ONCE + 2)]
    slow = Slow()
    fetcher = desk.fetcher(slow)
    await fetcher.work()
    await fetcher.work()
    await asyncio.sleep(0.05)
    assert slow.begun == MOST_AT_ONCE
    slow.go.set()
    await fetcher.drained()
    await desk.run(fetcher)
    assert [(await desk.file(n)).state for n in numbers] == [FileState.KEPT] * len(numbers)
    assert slow.begun == len(numbers)


async def test_an_end_in_the_middle_of_a_download_is_made_good_by_the_next_start(
    desk: ConsultantRouter,
) -> None:
    number = await desk.sends()
    slow = Slow()
    running = asyncio.create_task(desk.fetcher(slow).run())
    await slow.open.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await desk.fetch()
    assert (await desk.file(number)).state is FileState.KEPT and desk.kept == [number]


async def test_an_end_before_the_commit_leaves_a_content_that_the_next_start_removes(
    desk: ConsultantRouter,
) -> None:
    await desk.store.write(b"nobody refers to this")
    await desk.fetcher().sweep()
    assert desk.on_disk() == []


async def test_an_end_after_the_commit_loses_nothing(desk: ConsultantRouter) -> None:
    number = await desk.sends()
    key = await desk.store.write(JPEG)
    async with desk.world.uow() as uow:
        file = await uow[SentFiles].get(number)
        assert file is not None
        file.keep(key, "image/jpeg", len(JPEG))
        await uow.commit()
    await desk.fetcher().sweep()
    assert desk.on_disk() == [key] and await desk.store.read(key) == JPEG


async def test_content_that_another_database_knows_is_left_alone(desk: ConsultantRouter) -> None:
    key = await desk.store.write(JPEG)
    await desk.store.keep(key)
    await desk.fetcher().sweep()
    assert desk.on_disk() == [key]


async def test_a_hook_that_breaks_keeps_nothing_and_the_file_waits(desk: ConsultantRouter) -> None:
    async def broken(uow: UnitOfWork, file: SentFile, now: datetime) -> None:
        raise ZeroDivisionError

    number = await desk.sends()
    fetcher = desk.fetcher()
    fetcher.on_kept = broken
    await desk.run(fetcher)
    file = await desk.file(number)
    failure = "internal error: ZeroDivisionError"
    assert (file.state, file.failure, file.key) == (FileState.WANTED, failure, None)
    assert desk.on_disk() == []
    desk.world.clock.forward(seconds=2)
    await desk.fetch()
    assert (await desk.file(number)).state is FileState.KEPT


async def test_a_file_settled_meanwhile_is_not_kept_a_second_time(desk: ConsultantRouter) -> None:
    number = await desk.sends()
    slow = Slow()
    fetcher = desk.fetcher(slow)
    await fetcher.work()
    await slow.open.wait()
    await desk.fetch()
    slow.go.set()
    await fetcher.drained()
    assert desk.on_disk() == [(await desk.file(number)).key] and desk.kept == [number]
