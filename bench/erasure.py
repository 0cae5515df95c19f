"""Does the time of an erasure grow with the messages of others in the database?

The messages to the consultants name others, in text and buttons: before they were noted when
they are written, an erasure opened all of them.
"""

import asyncio
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from pydantic import TypeAdapter

from bench.comparison import report_growth
from bench.report import Report, Timings, log
from bench.seeding import JOINED_AT, Row, insert, seed
from bot.adapters.database.engine import Database
from bot.adapters.database.ledger import LEDGER, LedgerFile
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.kernel.database.outbox_tables import outbox
from bot.kernel.database.participants import Participants
from bot.kernel.database.sealed import place_of
from bot.kernel.database.vault import Vault, keys_in
from bot.kernel.messages import Message, PersonLink, message, phrase
from bot.kernel.ports import CONSULTANTS
from bot.privacy.handlers.erasing import NO_UPDATE, erase

_messages = TypeAdapter(Message)
SIZES = (1_000, 50_000)
OTHERS = 20
FIRST_CHAT = 1_000
ABOUT_EACH = 30  # messages to the consultants about each person who is erased
# People are numbered from 1 in the order of their chats; `thread` holds the one who is named.
_MENTIONS = (
    "INSERT INTO outbox_mentions (participant_id, outbox_id) SELECT participants.id, outbox.id "
    "FROM outbox JOIN participants ON participants.chat_id = :first + outbox.thread "
    "WHERE outbox.chat_id = 0"
)


async def measure(folder: Path, report: Report, rounds: int) -> None:
    """Erase `rounds` people in each database, in turns."""
    databases: dict[int, Database] = {}
    try:
        for size in SIZES:
            log(f"{size:,} messages about {OTHERS} others")
            home = folder / f"erasure-{size}"
            databases[size] = await asyncio.to_thread(_database, home, size, rounds)
        times: dict[int, list[float]] = {size: [] for size in SIZES}
        for number in range(rounds):
            for size, database in databases.items():
                chat = FIRST_CHAT + OTHERS + number
                times[size].append(await _milliseconds(database, chat))
        timings = {size: Timings(found) for size, found in times.items()}
        report_growth(report, "person's erasure, messages of others", timings)
    finally:
        for database in databases.values():
            await database.close()


def _database(home: Path, size: int, rounds: int) -> Database:
    home.mkdir()
    url = f"sqlite+aiosqlite:///{home}/egen-chef.sqlite3"
    seed(url, home, (range(FIRST_CHAT, FIRST_CHAT + OTHERS + rounds), 2))
    vault = Vault(keys_in(home))
    others = [(number % OTHERS, f"b{number}") for number in range(size)]
    erased = [(OTHERS + n % rounds, f"e{n}") for n in range(rounds * ABOUT_EACH)]
    engine = sa.create_engine(url.replace("+aiosqlite", ""))
    with engine.begin() as connection:
        rows = (_row(vault, person, key) for person, key in others + erased)
        insert(connection, outbox, rows)
        connection.execute(sa.text(_MENTIONS), {"first": FIRST_CHAT})
    engine.dispose()
    database = Database(url, vault)
    database.after_erasure.file = LedgerFile(home / LEDGER)
    return database


def _row(vault: Vault, person: int, key: str) -> Row:
    """A message to the consultants that names a person; half of them are noted as about them."""
    said = message(phrase("{person} has blocked me. My messages do not arrive.",
                          person=PersonLink("Amina", FIRST_CHAT + person)))  # fmt: skip
    stored = json.dumps(_messages.dump_python(said, mode="json"))
    number = int(key[1:])
    return {
        "idempotency_key": key, "chat_id": CONSULTANTS, "method": "send",
        "message": vault.seal_at(place_of(outbox.c.message, (key,)), stored), "language": "da",
        "about": person + 1 if number % 2 else None, "thread": person, "silent": False,
        "background": False, "forget": False, "created_at": JOINED_AT, "attempts": 0,
        "sent_at": JOINED_AT, "message_id": number,
    }  # fmt: skip


async def _milliseconds(database: Database, chat_id: int) -> float:
    async with SqlUnitOfWork(database) as uow:
        person = await uow[Participants].of_chat(chat_id)
    assert person is not None
    started = time.perf_counter()
    async with SqlUnitOfWork(database) as uow:
        await erase(uow, person, NO_UPDATE, datetime.now(UTC), None)
        await uow.commit()
    return (time.perf_counter() - started) * 1000
