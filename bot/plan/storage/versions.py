"""Versions of plans, and the Danish of own words."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.database.dialects import insert_for
from bot.kernel.database.ids import next_id_of
from bot.plan.rules.document import Danish, PlanDocument
from bot.plan.rules.versions import DanishText, PlanVersion
from bot.plan.storage.tables import plan_danish, plan_versions

_documents = TypeAdapter(PlanDocument)


class PlanVersions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, version_id: int) -> PlanVersion | None:
        statement = select(plan_versions).where(plan_versions.c.id == version_id)
        row = (await self._session.execute(statement)).first()
        return _version(row) if row else None

    async def of_enrolment(self, enrolment_id: int) -> list[PlanVersion]:
        """Newest first."""
        mine = plan_versions.c.enrolment_id == enrolment_id
        statement = select(plan_versions).where(mine).order_by(plan_versions.c.id.desc())
        return [_version(row) for row in await self._session.execute(statement)]

    async def add(self, version: PlanVersion) -> None:
        values = {
            "id": await next_id_of(self._session, plan_versions),
            "enrolment_id": version.enrolment_id,
            "made_at": version.made_at,
            "document": _documents.dump_python(version.document, mode="json"),
        }
        await self._session.execute(insert(plan_versions), values)

    async def keep_newest(self, enrolment_id: int, count: int) -> None:
        """Delete all but the newest."""
        mine = plan_versions.c.enrolment_id == enrolment_id
        newest = select(plan_versions.c.id).where(mine).order_by(plan_versions.c.id.desc())
        kept = list((await self._session.execute(newest.limit(count))).scalars())
        older = delete(plan_versions).where(mine, plan_versions.c.id.not_in(kept))
        await self._session.execute(older)


class DanishTexts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_participant(self, participant_id: int) -> list[DanishText]:
        mine = plan_danish.c.participant_id == participant_id
        return [
            _danish(row) for row in await self._session.execute(select(plan_danish).where(mine))
        ]

    async def put_machine(self, text: DanishText) -> None:
        """Never replaces a text: a consultant may have written one meanwhile."""
        insertion = insert_for(self._session)(plan_danish)
        await self._session.execute(insertion.on_conflict_do_nothing(), _values(text))

    async def put_checked(self, text: DanishText) -> None:
        """Replaces any text."""
        values = _values(text)
        keys = ("participant_id", "source_key")
        insertion = insert_for(self._session)(plan_danish)
        changed = {name: insertion.excluded[name] for name in values if name not in keys}
        replacing = insertion.on_conflict_do_update(index_elements=list(keys), set_=changed)
        await self._session.execute(replacing, values)


def _version(row: Row[Any]) -> PlanVersion:
    document = _documents.validate_python(row.document)
    return PlanVersion(row.enrolment_id, row.made_at, document, row.id)


def _values(text: DanishText) -> dict[str, Any]:
    return {
        "participant_id": text.participant_id,
        "source_key": text.key,
        "text": text.danish.text,
        "made_by": text.danish.by,
        "checked_by": text.by,
        "at": text.at,
    }


def _danish(row: Row[Any]) -> DanishText:
    return DanishText(
        row.participant_id, row.source_key, Danish(row.text, row.made_by), row.at, row.checked_by
    )
