"""The audit log from outside the assistant: check its chain, ship its rows."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Text, select, type_coerce

from bot.adapters.database.migrate import blocking_engine
from bot.kernel.database.audit import AuditRow, ChainState, audit, audit_chain, verify_rows
from bot.kernel.database.sealed import place_of
from bot.kernel.database.vault import Vault


@dataclass(frozen=True)
class Verification:
    """`head`: the last row as `id:hash`, to be kept elsewhere; `findings`: a line each."""

    rows: int
    head: str
    findings: list[str]


def verify(url: str, keys: Vault, head: str | None = None) -> Verification:
    """Check every row of the log; `head`: one that was kept, which must still be there.

    Raises WrongKey, SQLAlchemyError.
    """
    engine = blocking_engine(url)
    try:
        with engine.connect() as connection:
            rows = list(_rows(connection, 0))
            stored = select(type_coerce(audit_chain.c.state, Text))
            token = connection.execute(stored).scalar()
    finally:
        engine.dispose()
    start = 0
    if token is None:
        findings = ["the key of the chain is missing"]
    else:
        state = ChainState(**json.loads(keys.open_at(place_of(audit_chain.c.state, (1,)), token)))
        findings = verify_rows(state, rows)
        start = state.start_id
    known = {f"{row.id}:{row.hash}" for row in rows}
    if head is not None and head not in known and not _is_over(head, start):
        findings.append(f"row {head} is not there any more")
    return Verification(len(rows), f"{rows[-1].id}:{rows[-1].hash}" if rows else "0:", findings)


def _is_over(head: str, start_id: int) -> bool:
    """Whether the term of a kept row is over: the log begins after it."""
    number = head.partition(":")[0]
    return number.isdigit() and int(number) <= start_id


def rows_after(url: str, row_id: int) -> Iterator[str]:
    """The rows after one, as JSON, the oldest first.  Raises SQLAlchemyError."""
    engine = blocking_engine(url)
    try:
        with engine.connect() as connection:
            for row in _rows(connection, row_id):
                yield json.dumps(asdict(row) | {"at": row.at.isoformat()})
    finally:
        engine.dispose()


def _rows(connection: Connection, after: int) -> Iterator[AuditRow]:
    statement = select(audit).where(audit.c.id > after).order_by(audit.c.id)
    for row in connection.execute(statement):
        yield AuditRow(**row._mapping)
