"""Stored messages in tests, made to look otherwise: a form must not depend on how it looks."""

from collections.abc import Callable
from dataclasses import replace

from pydantic import TypeAdapter
from sqlalchemy import bindparam, or_, select, update

from bot.kernel.database.outbox_tables import outbox
from bot.kernel.messages import Message, Phrase
from tests.helpers.world import Shown, World

_messages = TypeAdapter(Message)
Change = Callable[[Message], Message]


def without_form(message: Message) -> Message:
    """As releases before the stored forms wrote it."""
    return replace(message, form=None)


def looking_otherwise(message: Message) -> Message:
    """The form alone: neither its words nor its buttons."""
    return Message(tuple(replace(p, content=Phrase("")) for p in message.paragraphs[:1]),
                   form=message.form)  # fmt: skip


async def change_stored(world: World, chat_id: int, shown: Shown, change: Change) -> None:
    """Change what is stored of a message on somebody's screen."""
    this = or_(
        outbox.c.message_id == shown.message_id, outbox.c.edit_message_id == shown.message_id
    )
    newest = select(outbox).where(outbox.c.chat_id == chat_id, this).order_by(outbox.c.id.desc())
    async with world.database.engine.begin() as connection:
        row = (await connection.execute(newest.limit(1))).one()
        message = change(_messages.validate_python(row.message))
        changed = _messages.dump_python(message, mode="json")
        await connection.execute(
            update(outbox).where(outbox.c.idempotency_key == bindparam("outbox_idempotency_key")),
            {"outbox_idempotency_key": row.idempotency_key, "message": changed},
        )
