"""People and past messages, as the program leaves them; written in bulk: 100,000 take seconds.

One sealed value serves all rows: what it says is never read here, how long it is matters.
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
from bot.kernel.database.outbox_tables import outbox
from bot.kernel.database.participants import participants
from bot.kernel.database.types import Sealed, SealedJson
from bot.kernel.database.vault import Vault, keys_in
from bot.kernel.messages import Message
from bot.kernel.views import menu
from bot.pipeline.inbox import inbox

BEGAN = datetime.now(UTC) - timedelta(days=20)
AT_ONCE = 10_000
Row = dict[str, Any]


class History:
    """Who is there, and how many messages each has written and got; numbers count on."""

    def __init__(self, vault: Vault) -> None:
        said = TypeAdapter(Message).dump_python(menu.menu(on_the_course=False), mode="json")
        self._said = vault.seal(json.dumps(said).encode()).decode()
        self._name = vault.seal(b"Amina").decode()
        self._version = load().welcome.consent_version
        self._updates = self._people = 0

    def write(self, connection: sa.Connection, chats: range, messages: int) -> None:
        first = self._people + 1
        self._people += len(chats)
        people = list(enumerate(chats, first))
        _insert(
            connection, participants.participants, (self._person(n, chat) for n, chat in people)
        )
        _insert(connection, participants.consents, (self._consent(n) for n, _ in people))
        if messages:
            numbers = [(chat, n) for n in range(1, messages + 1) for chat in chats]
            updates = list(enumerate(numbers, self._updates + 1))
            self._updates += len(updates)
            _insert(connection, inbox, (self._heard(u, chat) for u, (chat, _) in updates))
            said = (self._answer(u, chat, n) for u, (chat, n) in updates)
            _insert(connection, outbox, said)

    def _person(self, number: int, chat_id: int) -> Row:
        return {"id": number, "chat_id": chat_id, "first_name": self._name, "language": "en",
                "created_at": BEGAN, "language_chosen_at": BEGAN, "misses": 0,
                "last_message_id": 0, "shared_phone": False}  # fmt: skip

    def _consent(self, number: int) -> Row:
        return {"participant_id": number, "version": self._version, "agreed": True, "at": BEGAN}

    @staticmethod
    def _heard(update_id: int, chat_id: int) -> Row:
        """Done: nothing of what was said is left."""
        at = BEGAN + timedelta(seconds=update_id)
        return {"update_id": update_id, "chat_id": chat_id, "received_at": at, "attempts": 0,
                "done_at": at}  # fmt: skip

    def _answer(self, update_id: int, chat_id: int, number: int) -> Row:
        at = BEGAN + timedelta(seconds=update_id)
        return {"idempotency_key": f"u{update_id}:1", "chat_id": chat_id, "method": "send",
                "message": self._said, "language": "en", "silent": False, "background": False,
                "forget": False, "created_at": at, "attempts": 0, "sent_at": at,
                "message_id": number}  # fmt: skip


def fill(url: str, folder: Path, *groups: tuple[range, int]) -> None:
    """A migrated database with these chats, each with so many messages in and out."""
    migrate(url)
    vault = Vault(keys_in(folder))
    check_keys(url, vault)  # now: the first start would seal every row anew
    engine = sa.create_engine(url.replace("+aiosqlite", ""))
    history = History(vault)
    with engine.begin() as connection:
        for chats, messages in groups:
            history.write(connection, chats, messages)
    engine.dispose()


def _insert(connection: sa.Connection, whole: sa.Table, rows: Iterable[Row]) -> None:
    rows = iter(rows)
    first = next(rows)
    columns = [sa.column(name, _as_stored(whole.c[name].type)) for name in first]
    statement = sa.insert(sa.table(whole.name, *columns))
    for some in _batches(chain([first], rows)):
        connection.execute(statement, some)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _as_stored(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """Without sealing."""
    return sa.Text() if isinstance(kind, Sealed | SealedJson) else kind
