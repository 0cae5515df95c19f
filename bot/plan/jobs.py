"""Machine translation into Danish of participants' own words in their plans."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.ports import Clock, Translator
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.plan.context import PlanLoader
from bot.plan.rules.document import Danish
from bot.plan.rules.versions import DanishText, text_key
from bot.plan.storage.versions import DanishTexts

BATCH = 10  # texts a run
RETRY_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class UntranslatedText:
    participant_id: int
    language: str
    text: str

    @property
    def key(self) -> str:
        return text_key(self.text)


@dataclass
class DanishTranslationJob:
    """Run by the scheduler.  `translator`: None: nothing is translated."""

    uow: UnitsOfWork
    clock: Clock
    loader: PlanLoader
    translator: Translator | None
    _not_before: dict[tuple[int, str], datetime] = field(default_factory=dict, init=False)

    async def work(self) -> None:
        """Translate up to BATCH texts, each stored in a transaction of its own.

        A failure ends the run.  The text that failed waits for RETRY_AFTER, as it may be the
        cause; the others are tried in the next run."""
        if self.translator is None:
            return
        now = self.clock()
        self._not_before = {key: at for key, at in self._not_before.items() if at > now}
        for wanted in await self._untranslated():
            text = await self.translator.translate(
                wanted.text, wanted.language, CONSULTANT_LANGUAGE
            )
            if not text or not text.strip():
                self._not_before[wanted.participant_id, wanted.key] = now + RETRY_AFTER
                return
            await self._store(wanted, text.strip())

    async def _untranslated(self) -> list[UntranslatedText]:
        """Texts without Danish in the plans of open cohorts, up to BATCH."""
        found: list[UntranslatedText] = []
        async with self.uow() as uow:
            for cohort in await uow[Cohorts].open_ones():
                assert cohort.id is not None, "a cohort is stored"
                for enrolment in await uow[Enrolments].of_cohort(cohort.id):
                    if enrolment.status is not EnrolmentStatus.LEFT:
                        found += await self._untranslated_of(uow, enrolment)
                    if len(found) >= BATCH:
                        return found[:BATCH]
        return found

    async def _untranslated_of(
        self, uow: UnitOfWork, enrolment: Enrolment
    ) -> list[UntranslatedText]:
        participant = await uow[Participants].get(enrolment.participant_id)
        if participant.language == CONSULTANT_LANGUAGE:
            return []
        texts = [
            UntranslatedText(enrolment.participant_id, participant.language, own.text)
            for own in await self.loader.own_words(uow, enrolment)
            if own.danish is None
        ]
        return [one for one in texts if (one.participant_id, one.key) not in self._not_before]

    async def _store(self, wanted: UntranslatedText, text: str) -> None:
        made = DanishText(wanted.participant_id, wanted.key, Danish(text, "machine"), self.clock())

        async def once() -> None:
            async with self.uow() as uow:
                await uow[DanishTexts].put_machine(made)
                await uow.commit()

        await retry_on_conflict(once)
