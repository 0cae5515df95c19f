"""Fill a database with people and their past messages, as the program would have stored them.

Rows are inserted in bulk, 100,000 in a few seconds.  All rows hold the same text, encrypted for
each, as only its length matters here.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot.adapters.database.migrate import migrate
from bot.adapters.database.sealing import check_keys
from bot.content.loader import load
from bot.kernel.database import participants
from bot.kernel.database.outbox_tables import outbox
from bot.kernel.database.sealed import Sealed, place_of
from bot.kernel.database.vault import Vault, keys_in
from bot.kernel.messages import Message
from bot.kernel.views import menu as main_menu
from bot.pipeline.inbox import inbox

JOINED_AT = datetime.now(UTC) - timedelta(days=20)
BATCH_SIZE = 10_000
Row = dict[str, Any]


class History:
    """Writes people with their consent, updates and messages; ids continue from call to call."""

    def __init__(self, vault: Vault) -> None:
        said = TypeAdapter(Message).dump_python(main_menu.menu(on_the_course=False), mode="json")
        self._vault, self._said = vault, json.dumps(said)
        self._version = load().welcome.consent_version
        self._updates = self._people = 0

    def write(self, connection: sa.Connection, chats: range, messages: int) -> None:
        first = self._people + 1
        self._people += len(chats)
        people = list(enumerate(chats, first))
        insert(
            connection, participants.participants, (self._person(n, chat) for n, chat in people)
        )
        insert(connection, participants.consents, (self._consent(n) for n, _ in people))
        if messages:
            numbers = [(chat, n) for n in range(1, messages + 1) for chat in chats]
            updates = list(enumerate(numbers, self._updates + 1))
            self._updates += len(updates)
            insert(connection, inbox, (self._update(u, chat) for u, (chat, _) in updates))
            said = (self._answer(u, chat, n) for u, (chat, n) in updates)
            insert(connection, outbox, said)

    def _person(self, number: int, chat_id: int) -> Row:
        place = place_of(participants.participants.c.first_name, (number,))
        name = self._vault.seal_at(place, "Amina")
        return {"id": number, "chat_id": chat_id, "first_name": name, "language": "en",
                "created_at": JOINED_AT, "language_chosen_at": JOINED_AT, "misses": 0,
                "last_message_id": 0, "shared_phone": False}  # fmt: skip

    def _consent(self, number: int) -> Row:
        return {
            "participant_id": number,
            "version": self._version,
            "agreed": True,
            "at": JOINED_AT,
        }

    @staticmethod
    def _update(update_id: int, chat_id: int) -> Row:
        """A processed update, whose content has been deleted."""
        at = JOINED_AT + timedelta(seconds=update_id)
        return {"update_id": update_id, "chat_id": chat_id, "received_at": at, "attempts": 0,
                "done_at": at}  # fmt: skip

    def _answer(self, update_id: int, chat_id: int, number: int) -> Row:
        at = JOINED_AT + timedelta(seconds=update_id)
        key = f"u{update_id}:1"
        said = self._vault.seal_at(place_of(outbox.c.message, (key,)), self._said)
        return {"idempotency_key": key, "chat_id": chat_id, "method": "send", "message": said,
                "language": "en", "silent": False, "background": False,
                "forget": False, "created_at": at, "attempts": 0, "sent_at": at,
                "message_id": number}  # fmt: skip


def seed(url: str, folder: Path, *groups: tuple[range, int]) -> None:
    """Create a migrated database; each group is (chats, messages in and out of each chat).

    `folder` is the DATA_DIR with the encryption key.
    """
    migrate(url)
    vault = Vault(keys_in(folder))
    check_keys(url, vault)  # else the first start would encrypt every row again
    engine = sa.create_engine(url.replace("+aiosqlite", ""))
    history = History(vault)
    with engine.begin() as connection:
        for chats, messages in groups:
            history.write(connection, chats, messages)
    engine.dispose()


def insert(connection: sa.Connection, whole: sa.Table, rows: Iterable[Row]) -> None:
    """Insert rows whose sealed values are sealed already."""
    rows = iter(rows)
    first = next(rows)
    columns = [sa.column(name, _as_stored(whole.c[name].type)) for name in first]
    statement = sa.insert(sa.table(whole.name, *columns))
    for some in _batches(chain([first], rows)):
        connection.execute(statement, some)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, BATCH_SIZE)):
        yield some


def _as_stored(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """Return the column type without encryption, as the values are encrypted already."""
    return sa.Text() if isinstance(kind, Sealed) else kind
