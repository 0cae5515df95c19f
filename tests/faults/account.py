"""What is there in the end, held against what people did."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select, text

from bot.adapters.database.engine import Database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.file_store import DiskFiles
from bot.course.storage.repositories import Enrolments
from bot.eligibility.storage.repositories import Applications
from bot.kernel.database.outbox_tables import outbox
from bot.kernel.database.participants import Participants
from bot.kernel.database.vault import Vault, keys_in
from bot.kernel.ports import CONSULTANTS
from tests.faults.crowd import One
from tests.telegram_server import TelegramServer

CALLS = "{person} would like to talk with you"


@dataclass
class Account:
    """`lost` and `twice` say what, so that an empty list is a promise kept."""

    answers: int = 0
    updates: int = 0
    messages: int = 0
    files: int = 0
    repeated: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    disorder: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # words of people in the log

    @property
    def faultless(self) -> bool:
        return not (self.lost or self.twice or self.disorder or self.told)


async def account_of(
    folder: Path, telegram: TelegramServer, people: Sequence[One], log: str
) -> Account:
    vault = Vault(keys_in(folder))
    database = Database(f"sqlite+aiosqlite:///{folder / 'egen-chef.sqlite3'}", vault)
    found = Account()
    try:
        for one in people:
            await _answers(database, found, one)
            await _files(database, DiskFiles(folder / "files", vault), found, one)
            await _messages(database, found, one)
        await _queues(database, found, telegram)
    finally:
        await database.close()
    _words(found, people, log)
    return found


async def _answers(database: Database, found: Account, one: One) -> None:
    stored: dict[str, str | None] = {}
    async with SqlUnitOfWork(database) as uow:
        person = await uow[Participants].of_chat(one.phone.id)
        if person is None or person.id is None:
            found.lost.append(f"{one.phone.id} themselves")
            return
        application = await uow[Applications].latest(person.id)
        if application is not None:
            stored |= {q: a.value for q, a in application.answers.items()}
        enrolment = await uow[Enrolments].latest(person.id)
        for work in enrolment.submissions if enrolment else []:
            stored |= {f"{work.task_id}/{q}": a.value for q, a in work.answers.items()}
            if work.version > 1:
                found.twice.append(f"{one.phone.id}: {work.task_id} handed in {work.version}×")
    found.answers += len(one.answers)
    for key, value in one.answers.items():
        if key not in stored:
            found.lost.append(f"{one.phone.id}: {key}")
        elif _plain(stored[key]) != value:
            found.disorder.append(f"{one.phone.id}: {key} is not what was said")
    for key in stored.keys() - one.answers.keys():
        found.twice.append(f"{one.phone.id}: {key} was never answered")
    await _once(database, found, one, person.id)


def _plain(value: str | None) -> str | None:
    """A number may be stored with zeros after the point."""
    return (
        value
        if value is None or not value.replace(".", "").isdecimal()
        else str(int(float(value)))
    )


async def _once(database: Database, found: Account, one: One, person: int) -> None:
    """Whoever applied, applied once; whoever called, was heard once."""
    count = "SELECT COUNT(*) FROM applications WHERE participant_id = :it"
    about = select(outbox.c.message).where(
        outbox.c.chat_id == CONSULTANTS, outbox.c.about == person
    )
    async with database.engine.connect() as connection:
        applied = (await connection.execute(text(count), {"it": person})).scalar_one()
        told = (await connection.execute(about)).scalars().all()
    if applied > 1:
        found.twice.append(f"{one.phone.id}: {applied} applications")
    heard = sum(CALLS in json.dumps(message) for message in told)
    if heard != one.called:
        (found.twice if heard else found.lost).append(f"{one.phone.id}: a call for the human")


async def _files(database: Database, store: DiskFiles, found: Account, one: One) -> None:
    query = (
        "SELECT key FROM files JOIN participants ON participants.id = participant_id "
        "WHERE chat_id = :chat AND state = 'kept'"
    )
    async with database.engine.connect() as connection:
        keys = (await connection.execute(text(query), {"chat": one.phone.id})).scalars().all()
    kept = Counter([await store.read(key) for key in keys])
    found.files += len(one.files)
    for content in one.files:
        if kept[content] != 1:
            (found.twice if kept[content] else found.lost).append(f"{one.phone.id}: a file")


async def _messages(database: Database, found: Account, one: One) -> None:
    """What the outbox sent is on the phone, in order; what is there more often is counted."""
    query = (
        "SELECT message_id FROM outbox WHERE chat_id = :chat AND method = 'send' "
        "AND sent_at IS NOT NULL AND failure IS NULL ORDER BY id"
    )
    async with database.engine.connect() as connection:
        noted = (await connection.execute(text(query), {"chat": one.phone.id})).scalars().all()
    there = [m.id for m in one.phone.chat.messages.values() if m.from_bot]
    found.messages += len(noted)
    found.repeated += len(there) - len(noted)
    if missing := set(noted) - set(there):
        found.lost.append(f"{one.phone.id}: {len(missing)} messages")
    if noted != sorted(noted):
        found.disorder.append(f"{one.phone.id}: messages out of order")
    questions = list(dict.fromkeys(one.seen))
    if questions != one.seen:
        found.twice.append(f"{one.phone.id}: a question came again: {one.seen}")


async def _queues(database: Database, found: Account, telegram: TelegramServer) -> None:
    async with database.engine.connect() as connection:
        rows = (
            await connection.execute(text("SELECT update_id, done_at, failure FROM inbox"))
        ).all()
        given_up = (
            await connection.execute(text("SELECT failure FROM outbox WHERE failure IS NOT NULL"))
        ).scalars().all()  # fmt: skip
        unsent = (
            await connection.execute(text("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL"))
        ).scalar_one()
    done = {row.update_id for row in rows if row.done_at and not row.failure}
    published = {u["update_id"] for u in telegram.world.updates.published}
    found.updates = len(published)
    found.lost += [f"update {missing}" for missing in sorted(published - done)]
    found.lost += [f"a message: {failure}" for failure in given_up]
    if unsent:
        found.lost.append(f"{unsent} messages never sent")


def _words(found: Account, people: Sequence[One], log: str) -> None:
    found.told += [one.mark for one in people if one.mark in log]
    found.told += [w for w in ("Traceback", "bot_challenge", "123456:TEST") if w in log]
