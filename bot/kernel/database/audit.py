"""Append-only log of the consultants' actions, each row bound to the one before it.

`hash` is a MAC over the row and the hash of the row before (`previous`); its key and the last row
are in the sealed `state` of `audit_chain`.  Without the encryption keys nobody can change, insert
or remove a row so that `verify_rows` does not find it.  Rows whose term is over are removed from
the beginning; then `state` says what the first row that is left follows.
"""

import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.database.ids import next_id_of
from bot.kernel.database.types import Id, SealedJson, UtcDateTime, metadata

# `about` is a participant id without a foreign key: the participant may have been erased.
audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("action", String(80), nullable=False),
    Column("about", BigInteger),
    Column("update_id", BigInteger, nullable=False),
    Column("previous", String(64)),  # null until the first start after the update: rows of
    Column("hash", String(64)),  # older releases
)
Index("ix_audit_about", audit.c.about)

audit_chain = Table(
    "audit_chain",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("state", SealedJson, nullable=False),
    # What the triggers let be deleted, within a transaction only: rows up to this id that are
    # older than this moment.
    Column("cleared_to", BigInteger),
    Column("cleared_before", UtcDateTime),
)


_LOST = "lost"  # no row follows this


@dataclass(frozen=True)
class AuditRow:
    """One action: the columns of `audit`."""

    id: int
    at: datetime
    by: int
    action: str
    about: int | None
    update_id: int
    previous: str | None = None
    hash: str | None = None


@dataclass(frozen=True)
class ChainState:
    """The key of the MAC (hex), what the first row follows, and the last row.

    start, start_id: hash and id of the last row that was deleted after its term.
    """

    key: str
    start: str = ""
    start_id: int = 0
    last_id: int = 0
    last_hash: str = ""

    @classmethod
    def new(cls) -> "ChainState":
        return cls(secrets.token_hex(32))

    def link(self, row: AuditRow) -> AuditRow:
        """The row with the hashes that bind it to the last one."""
        bare = replace(row, previous=self.last_hash)
        return replace(bare, hash=self.mac(bare))

    def after(self, row: AuditRow) -> "ChainState":
        """The state once a linked row is the last one."""
        return replace(self, last_id=row.id, last_hash=row.hash or "")

    def mac(self, row: AuditRow) -> str:
        """The hash that a row must have."""
        at = row.at.astimezone(UTC).isoformat()
        content = json.dumps(
            [row.previous, row.id, at, row.by, row.action, row.about, row.update_id]
        )
        return hmac.digest(bytes.fromhex(self.key), content.encode(), "sha256").hex()


def verify_rows(state: ChainState, rows: Iterable[AuditRow]) -> list[str]:
    """What is wrong with the log, a line each; `rows` are all, by id."""
    found, expected, last = [], state.start, state.start_id
    for row in rows:
        if row.hash is None or not hmac.compare_digest(state.mac(row), row.hash):
            found.append(f"row {row.id} was changed or does not belong here")
        elif row.previous != expected:
            found.append(f"rows between {last} and {row.id} are missing")
        expected, last = row.hash or "", row.id
    if last < state.last_id:
        found.append(f"rows after {last} are missing, up to {state.last_id}")
    elif expected != state.last_hash:
        found.append(f"row {last} was added or changed")
    return found


class AuditLog:
    """Repository of the audit log."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(
        self, at: datetime, by: int, action: str, about: int | None, update_id: int
    ) -> None:
        """Append an action of the consultant `by`, concerning the participant `about`."""
        state = await self._state()
        number = await next_id_of(self._session, audit)
        row = state.link(AuditRow(number, at, by, action[:80], about, update_id))
        await self._session.execute(insert(audit), asdict(row))
        await self._store(state.after(row))

    async def about(self, participant_id: int) -> list[AuditRow]:
        """The actions that concern a participant, the oldest first."""
        statement = select(audit).where(audit.c.about == participant_id).order_by(audit.c.id)
        rows = await self._session.execute(statement)
        return [AuditRow(**row._mapping) for row in rows]

    async def remove_before(self, before: datetime, really: bool) -> int:
        """Return how many rows at the beginning of the log are older; delete them if `really`.

        A row after a younger one stays: the clock may have been wrong.
        """
        younger = select(func.min(audit.c.id)).where(audit.c.at >= before).scalar_subquery()
        old = (audit.c.at < before) & (audit.c.id < func.coalesce(younger, 2**62))
        statement = select(func.count(), func.max(audit.c.id)).where(old)
        count, last_id = (await self._session.execute(statement)).one()
        if not really or not count:
            return int(count)
        last = select(audit.c.hash).where(audit.c.id == last_id)
        hash_ = (await self._session.execute(last)).scalar_one() or ""
        state = replace(await self._state(), start=hash_, start_id=last_id)
        await self._store(state, cleared_to=last_id, cleared_before=before)
        await self._session.execute(delete(audit).where(audit.c.id <= last_id))
        await self._store(state)
        return int(count)

    async def _store(
        self, state: ChainState, cleared_to: int | None = None,
        cleared_before: datetime | None = None,
    ) -> None:  # fmt: skip
        statement = update(audit_chain).where(audit_chain.c.id == bindparam("audit_chain_id"))
        values = {"cleared_to": cleared_to, "cleared_before": cleared_before}
        parameters = {"audit_chain_id": 1, "state": asdict(state)} | values
        await self._session.execute(statement, parameters)

    async def people(self) -> dict[int, tuple[int, datetime]]:
        """Who has acted: how often, and when last."""
        last = func.max(audit.c.at, type_=UtcDateTime)
        rows = await self._session.execute(
            select(audit.c.by, func.count(), last).group_by(audit.c.by)
        )
        return {by: (times, at) for by, times, at in rows}

    async def _state(self) -> ChainState:
        """`check_keys` starts it; where it is gone, a new one tells that rows are missing."""
        stored = (await self._session.execute(select(audit_chain.c.state))).scalar()
        if stored is not None:
            return ChainState(**stored)
        state = replace(ChainState.new(), start=_LOST)
        await self._session.execute(insert(audit_chain), {"id": 1, "state": asdict(state)})
        return state
