"""Notes whom the messages of an older release name; done once, at the first start after it."""

import json
from typing import Any

from sqlalchemy import Connection, Text, insert, select, text, type_coerce, update

from bot.adapters.database.migrate import blocking_engine, one_at_a_time
from bot.adapters.database.sealing import vacuum
from bot.kernel.database.mentions import condition
from bot.kernel.database.outbox_tables import outbox, outbox_mentions
from bot.kernel.database.participants import participants
from bot.kernel.database.sealed import place_of
from bot.kernel.database.vault import Vault

_BATCH = 500
# An edit of a message about somebody is about them too.
_EDITS = (
    "INSERT INTO outbox_mentions (participant_id, outbox_id) "
    "SELECT DISTINCT first.about, edit.id FROM outbox AS edit JOIN outbox AS first "
    "ON first.chat_id = edit.chat_id AND first.message_id = edit.edit_message_id "
    "WHERE NOT edit.indexed AND first.about IS NOT NULL AND edit.about IS NULL "
    "ON CONFLICT DO NOTHING"
)


def index_mentions(url: str, keys: Vault) -> int:
    """Return how many messages were looked at.  Raises WrongKey.

    Where there were any, what older releases erased is removed from free pages of SQLite, too.
    """
    engine = blocking_engine(url)
    count = 0
    try:
        with engine.begin() as connection:
            one_at_a_time(connection)
            connection.execute(text(_EDITS))
            while rows := _unindexed(connection):
                for row in rows:
                    _note(connection, keys, row)
                ids = [row.id for row in rows]
                done = update(outbox).where(outbox.c.id.in_(ids)).values(indexed=True)
                connection.execute(done)
                count += len(rows)
        if count and engine.dialect.name == "sqlite":
            vacuum(engine)
    finally:
        engine.dispose()
    return count


def _unindexed(connection: Connection) -> list[Any]:
    stored = type_coerce(outbox.c.message, Text).label("stored")
    statement = select(outbox.c.id, outbox.c.idempotency_key, outbox.c.chat_id, stored)
    return list(connection.execute(statement.where(~outbox.c.indexed).limit(_BATCH)))


def _note(connection: Connection, keys: Vault, row: Any) -> None:
    if not row.stored:
        return
    place = place_of(outbox.c.message, (row.idempotency_key,))
    named = condition(json.loads(keys.open_at(place, row.stored)), row.chat_id)
    if named is None:
        return
    known = select(outbox_mentions.c.participant_id).where(outbox_mentions.c.outbox_id == row.id)
    people = select(participants.c.id).where(named, participants.c.id.not_in(known))
    for participant_id in connection.execute(people).scalars().all():
        values = {"participant_id": participant_id, "outbox_id": row.id}
        connection.execute(insert(outbox_mentions), values)
