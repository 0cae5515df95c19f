"""Fetching files: kept or refused, with retries, limits and crashes."""

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
from tests.helpers.files import EXE, JPEG, VOICE, DirectInspector, FakeDownloads
from tests.helpers.vault import VAULT
from tests.helpers.world import Person, World

TOO_BIG = "Your file is too big for me. I can take up to 20 MB."
OTHER_KIND = "I cannot open a file of that kind."
NOT_THERE = "I did not get your file. That is not your fault."


@dataclass
class FetchCase:
    """A fetcher with its surroundings; `kept`: ids that its hook was called with."""

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
            DirectInspector(), on_kept,
        )  # fmt: skip

    async def sends(self, content: bytes | None = JPEG, media: str = "photo") -> int:
        """A file was sent: its row is stored, its content is with Telegram."""
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

    async def file(self, file_id: int) -> SentFile:
        async with self.world.uow() as uow:
            file = await uow[SentFiles].get(file_id)
        assert file is not None
        return file

    def on_disk(self) -> list[str]:
        return sorted(
            str(p.relative_to(self.folder)) for p in self.folder.rglob("*") if p.is_file()
        )


@pytest.fixture
async def case(world: World, amina: Person, tmp_path: Path) -> FetchCase:
    folder = tmp_path / "files"
    return FetchCase(world, amina, FakeDownloads(), DiskFiles(folder, VAULT), folder, [])


async def test_a_wanted_file_is_fetched_once_and_kept(case: FetchCase) -> None:
    file_id = await case.sends(VOICE, "voice")
    texts_before = len(case.person.texts)
    await case.fetch()
    await case.fetch()
    file = await case.file(file_id)
    assert (file.state, file.mime, file.size) == (FileState.KEPT, "audio/ogg", len(VOICE))
    assert file.key is not None and await case.store.read(file.key) == VOICE
    assert case.on_disk() == [file.key] and case.downloads.asked == [f"t{file_id}"]
    assert case.kept == [file_id] and len(case.person.texts) == texts_before


@pytest.mark.parametrize(
    ("content", "answer", "refusal"),
    [
        (EXE, OTHER_KIND, Refusal.KIND),
        (b"<html><script>", OTHER_KIND, Refusal.KIND),
        (JPEG + bytes(LARGEST), TOO_BIG, Refusal.TOO_BIG),
        (b"", NOT_THERE, Refusal.NOT_THERE),
    ],
    ids=["a program called photo.jpg", "a web page", "larger than told", "nothing in it"],
)
async def test_a_refused_file_is_not_kept_and_is_answered_once(
    case: FetchCase, content: bytes, answer: str, refusal: Refusal
) -> None:
    file_id = await case.sends(content)
    await case.fetch()
    await case.fetch()
    file = await case.file(file_id)
    assert (file.state, file.failure, file.key) == (FileState.REFUSED, refusal.value, None)
    assert sum(answer in text for text in case.person.texts) == 1
    assert case.on_disk() == [] and case.kept == []
    assert "👤 Talk to the consultant" in case.person.last.labels


async def test_a_file_too_big_for_telegram_is_refused_as_such(case: FetchCase) -> None:
    file_id = await case.sends()
    case.downloads.fails = [NotFetched(FetchFailure.REJECTED, refusal=Refusal.TOO_BIG)]
    await case.fetch()
    assert (await case.file(file_id)).state is FileState.REFUSED
    assert case.person.sees(TOO_BIG)


async def test_a_permanent_failure_asks_to_send_the_file_again(case: FetchCase) -> None:
    file_id = await case.sends(None)
    await case.fetch()
    file = await case.file(file_id)
    assert (file.state, file.failure) == (FileState.FAILED, "rejected")
    assert case.person.sees(NOT_THERE)


async def test_transient_failures_are_retried_with_backoff(case: FetchCase) -> None:
    file_id = await case.sends()
    case.downloads.fails = [
        NotFetched(FetchFailure.NETWORK),
        NotFetched(FetchFailure.NETWORK),
        OSError(28, "full"),
    ]
    tries = []
    for second in range(10):
        asked = len(case.downloads.asked)
        await case.fetch()
        if len(case.downloads.asked) > asked:
            tries.append(second)
        case.world.clock.forward(seconds=1)
    assert tries == [0, 1, 3, 7]
    assert (await case.file(file_id)).state is FileState.KEPT and not case.person.sees(NOT_THERE)


async def test_retry_after_is_honoured(case: FetchCase) -> None:
    file_id = await case.sends()
    case.downloads.fails = [NotFetched(FetchFailure.RATE_LIMITED, retry_after=30)]
    await case.fetch()
    case.world.clock.forward(seconds=29)
    await case.fetch()
    assert (await case.file(file_id)).counts and len(case.downloads.asked) == 1
    case.world.clock.forward(seconds=1)
    await case.fetch()
    assert (await case.file(file_id)).state is FileState.KEPT


async def test_gives_up_after_the_limit_and_answers(case: FetchCase) -> None:
    file_id = await case.sends()
    case.world.clock.now += GIVE_UP_AFTER  # the machine was off: that is no try
    for _ in range(TRIES + 1):
        assert (await case.file(file_id)).counts
        case.downloads.fails = [NotFetched(FetchFailure.NETWORK)]
        await case.fetch()
        case.world.clock.now += LONGEST_WAIT
    assert (await case.file(file_id)).state is FileState.FAILED and case.person.sees(NOT_THERE)


async def test_a_file_waiting_for_a_retry_delays_no_other(case: FetchCase) -> None:
    first, second = await case.sends(), await case.sends()
    case.downloads.fails = [NotFetched(FetchFailure.NETWORK, retry_after=300)]
    await case.fetch()
    assert (await case.file(first)).counts
    assert (await case.file(second)).state is FileState.KEPT


class Slow:
    """Downloads that wait for `go`."""

    def __init__(self) -> None:
        self.begun, self.go, self.open = 0, asyncio.Event(), asyncio.Event()

    async def fetch(self, telegram_id: str) -> bytes:
        self.begun += 1
        self.open.set()
        await self.go.wait()
        return JPEG


async def test_concurrent_fetches_are_limited(case: FetchCase) -> None:
    numbers = [await case.sends() for _ in range(MOST_AT_ONCE + 2)]
    slow = Slow()
    fetcher = case.fetcher(slow)
    await fetcher.work()
    await fetcher.work()
    await asyncio.sleep(0.05)
    assert slow.begun == MOST_AT_ONCE
    slow.go.set()
    await fetcher.drained()
    await case.run(fetcher)
    assert [(await case.file(n)).state for n in numbers] == [FileState.KEPT] * len(numbers)
    assert slow.begun == len(numbers)


async def test_an_interrupted_download_is_repeated_after_restart(
    case: FetchCase,
) -> None:
    file_id = await case.sends()
    slow = Slow()
    running = asyncio.create_task(case.fetcher(slow).run())
    await slow.open.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await case.fetch()
    assert (await case.file(file_id)).state is FileState.KEPT and case.kept == [file_id]


async def test_an_end_before_the_commit_leaves_a_content_that_the_next_start_removes(
    case: FetchCase,
) -> None:
    await case.store.write(b"nobody refers to this")
    await case.fetcher().sweep()
    assert case.on_disk() == []


async def test_an_end_after_the_commit_loses_nothing(case: FetchCase) -> None:
    file_id = await case.sends()
    key = await case.store.write(JPEG)
    async with case.world.uow() as uow:
        file = await uow[SentFiles].get(file_id)
        assert file is not None
        file.keep(key, "image/jpeg", len(JPEG))
        await uow.commit()
    await case.fetcher().sweep()
    assert case.on_disk() == [key] and await case.store.read(key) == JPEG


async def test_kept_content_unknown_to_the_database_is_left_alone(case: FetchCase) -> None:
    key = await case.store.write(JPEG)
    await case.store.keep(key)
    await case.fetcher().sweep()
    assert case.on_disk() == [key]


async def test_a_failing_hook_keeps_nothing_and_the_file_is_retried(case: FetchCase) -> None:
    async def broken(uow: UnitOfWork, file: SentFile, now: datetime) -> None:
        raise ZeroDivisionError

    file_id = await case.sends()
    fetcher = case.fetcher()
    fetcher.on_kept = broken
    await case.run(fetcher)
    file = await case.file(file_id)
    failure = "internal error: ZeroDivisionError"
    assert (file.state, file.failure, file.key) == (FileState.WANTED, failure, None)
    assert case.on_disk() == []
    case.world.clock.forward(seconds=2)
    await case.fetch()
    assert (await case.file(file_id)).state is FileState.KEPT


async def test_a_file_settled_meanwhile_is_not_kept_twice(case: FetchCase) -> None:
    file_id = await case.sends()
    slow = Slow()
    fetcher = case.fetcher(slow)
    await fetcher.work()
    await slow.open.wait()
    await case.fetch()
    slow.go.set()
    await fetcher.drained()
    assert case.on_disk() == [(await case.file(file_id)).key] and case.kept == [file_id]


async def test_content_of_a_removed_file_is_deleted(case: FetchCase) -> None:
    file_id = await case.sends()
    await case.fetch()
    async with case.world.uow() as uow:
        file = await uow[SentFiles].get(file_id)
        assert file is not None
        file.remove()
        await uow.commit()
    await case.fetch()
    file = await case.file(file_id)
    assert (file.state, file.key) == (FileState.REMOVED, None) and case.on_disk() == []


async def test_scheduled_deletions_are_done_once(case: FetchCase) -> None:
    kept, other = await case.sends(), await case.sends(VOICE, "voice")
    await case.fetch()
    participant = (await case.file(kept)).participant_id
    async with case.world.uow() as uow:
        await uow[SentFiles].schedule_deletion(participant + 1)  # nobody's: changes nothing
        assert await uow[SentFiles].pending_deletions() == []
        await uow[SentFiles].schedule_deletion(participant)
        assert len(await uow[SentFiles].pending_deletions()) == 2
        await uow.commit()
    await case.fetch()
    assert case.on_disk() == [] and other != kept
    async with case.world.uow() as uow:
        assert await uow[SentFiles].pending_deletions() == []


async def test_provisional_content_of_a_stored_file_is_kept_by_the_sweep(case: FetchCase) -> None:
    await case.store.write(b"unknown")
    await case.sends()
    await case.run(case.fetcher())
    [kept] = [name for name in case.on_disk() if "/" not in name]
    await case.fetcher().sweep()
    assert case.on_disk() == [kept]
