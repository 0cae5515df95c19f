"""People who are in a run already when the program starts."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.adapters.database.engine import Database
from bot.adapters.database.migrate import migrate
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.bootstrap import danish_calendar
from bot.content.loader import load
from bot.course.rules.cohorts import Cohort
from bot.course.rules.enrolments import Enrolment
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.database.participants import Participants
from bot.kernel.database.vault import Vault, keys_in
from bot.kernel.participants import Participant

ZONE = ZoneInfo("Europe/Copenhagen")
PLACES = 60


def run_in_week(number: int, places: int = PLACES) -> Cohort:
    """Begun on the latest day on which exactly so many weeks are due now: holidays move them."""
    wanted = list(range(1, number + 1))
    latest = datetime.now(ZONE).date() - timedelta(days=7 * (number - 1))
    starts = (latest - timedelta(days=days) for days in range(15))
    runs = (
        Cohort("Hold 1", start, start.weekday(), 9, places, datetime.now(UTC), 900)
        for start in starts
    )
    return next(run for run in runs if _due(run) == wanted)


def _due(run: Cohort) -> list[int]:
    numbers = [week.number for week in load().course.weeks]
    return run.weeks_due(numbers, danish_calendar(str(ZONE)), datetime.now(UTC))


async def prepared(folder: Path, run: Cohort, people: dict[int, str]) -> None:
    """A database with that run and these people (chat id: name) in it, speaking English."""
    url = f"sqlite+aiosqlite:///{folder / 'egen-chef.sqlite3'}"
    await asyncio.to_thread(migrate, url)
    database = Database(url, Vault(keys_in(folder)))
    version = load().welcome.consent_version
    long_ago = datetime.now(UTC) - timedelta(weeks=9)
    async with SqlUnitOfWork(database) as uow:
        await uow[Cohorts].add(run)
        assert run.id is not None
        for chat_id, name in people.items():
            person = Participant(chat_id, name, "en", long_ago, language_chosen_at=long_ago)
            person.answer_consent(version, True, long_ago)
            await uow[Participants].add(person)
            assert person.id is not None
            await uow[Enrolments].add(Enrolment(run.id, person.id, long_ago, 900))
        await uow.commit()
    await database.close()
