"""Somebody's own words in Danish: made by a machine where there is one, given by a consultant."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.callback_data import InvalidButton, unpack_as
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Form, Message
from bot.kernel.participants import Participant
from bot.kernel.ports import Clock, Translator
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.kernel.views.pager import page_of
from bot.kernel.views.text import length
from bot.plan.buttons import (
    ChangeDanish,
    ConfirmDanish,
    DanishButton,
    LeaveDanish,
    ListOwnWords,
    OpenOwnWords,
    OwnWordsButton,
)
from bot.plan.forms import DanishForm, OwnWordsListForm
from bot.plan.handlers.book import PlanBook
from bot.plan.handlers.sections import document_sections
from bot.plan.rules.document import Danish
from bot.plan.rules.versions import DanishText, key_of, own_words
from bot.plan.storage.versions import DanishTexts
from bot.plan.views import danish as words
from bot.plan.views.danish import OwnWords

MOST_AT_ONCE = 10  # texts a tick: others wait for their tick too
TRY_AGAIN = timedelta(minutes=10)
_PAGE = 10


@dataclass(frozen=True)
class Wanted:
    participant_id: int
    language: str
    text: str

    @property
    def key(self) -> str:
        return key_of(self.text)


@dataclass
class DanishByMachine:
    """By the clock; without a translator nothing happens."""

    uow: UnitsOfWork
    clock: Clock
    book: PlanBook
    translator: Translator | None
    _not_before: dict[tuple[int, str], datetime] = field(default_factory=dict, init=False)

    async def work(self) -> None:
        """Each text is kept by itself.  After a failure the rest waits for the next tick, and the
        text that failed for longer: it may be the text."""
        if self.translator is None:
            return
        now = self.clock()
        self._not_before = {k: at for k, at in self._not_before.items() if at > now}
        for wanted in await self._wanted():
            text = await self.translator.translate(
                wanted.text, wanted.language, CONSULTANT_LANGUAGE
            )
            if not text or not text.strip():
                self._not_before[wanted.participant_id, wanted.key] = now + TRY_AGAIN
                return
            await self._keep(wanted, text.strip())

    async def _wanted(self) -> list[Wanted]:
        """What has no Danish yet in the plans of those who are on a course."""
        found: list[Wanted] = []
        async with self.uow() as uow:
            for cohort in await uow[Cohorts].open_ones():
                assert cohort.id is not None, "a run is stored"
                for enrolment in await uow[Enrolments].of_cohort(cohort.id):
                    if enrolment.status is not EnrolmentStatus.LEFT:
                        found += await self._wanted_of(uow, enrolment)
                    if len(found) >= MOST_AT_ONCE:
                        return found[:MOST_AT_ONCE]
        return found

    async def _wanted_of(self, uow: UnitOfWork, enrolment: Enrolment) -> list[Wanted]:
        participant = await uow[Participants].get(enrolment.participant_id)
        if participant.language == CONSULTANT_LANGUAGE:
            return []
        missing = [
            Wanted(enrolment.participant_id, participant.language, one.text)
            for one in await own_words_of(uow, enrolment, self.book)
            if one.danish is None
        ]
        return [w for w in missing if (w.participant_id, w.key) not in self._not_before]

    async def _keep(self, wanted: Wanted, text: str) -> None:
        made = DanishText(wanted.participant_id, wanted.key, Danish(text, "machine"), self.clock())

        async def once() -> None:
            async with self.uow() as uow:
                await uow[DanishTexts].put_machine(made)
                await uow.commit()

        await retry_on_conflict(once)


@dataclass(frozen=True)
class DanishDesk:
    """Where a consultant gives or checks it."""

    book: PlanBook

    async def press(self, context: ConsultantContext, button: DanishButton) -> None:
        """Raises InvalidButton."""
        enrolment, participant = await _somebody(context, button.enrolment)
        if participant.language == CONSULTANT_LANGUAGE:
            await context.say(words.writes_danish(participant), about=participant)
            return
        match button:
            case ListOwnWords(page=None):
                await context.say(
                    await self._list(context, enrolment, participant), about=participant
                )
            case ListOwnWords(page=int(page)):
                await context.edit(await self._list(context, enrolment, participant, page))
            case OwnWordsButton():
                await self._press_words(context, enrolment, participant, button)

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """The Danish of the words in a message that asks for it; False where no message of ours
        was replied to.  Nothing that is meant for a plan is passed on to the person."""
        form = shown.form or legacy_form(shown)
        if isinstance(form, OwnWordsListForm):
            await context.say(words.press_an_answer())
            return True
        if not isinstance(form, DanishForm):
            return False
        enrolment, participant = await _somebody(context, form.enrolment)
        danish = text.strip()
        if length(danish) > words.LONGEST:
            await context.say(words.too_long(length(danish)), about=participant)
        else:
            await self._check(context, enrolment, participant, form.key, danish)
        return True

    async def _press_words(
        self,
        context: ConsultantContext,
        enrolment: Enrolment,
        participant: Participant,
        button: OwnWordsButton,
    ) -> None:
        one = await self._find(context, enrolment, button.key)
        number = enrolment.id or 0
        if one is None:
            await context.say(words.words_changed(participant, number), about=participant)
        elif isinstance(button, LeaveDanish):
            await context.edit(words.left_as_it_is(number, one))
        elif isinstance(button, ConfirmDanish) and one.danish:
            await self._check(context, enrolment, participant, button.key, one.danish.text)
        else:
            await context.say(*words.asked(participant, number, one), about=participant)

    async def _check(
        self,
        context: ConsultantContext,
        enrolment: Enrolment,
        participant: Participant,
        key: str,
        danish: str,
    ) -> None:
        """A human's word: it counts while the person's words stay what they were."""
        one, number = await self._find(context, enrolment, key), enrolment.id or 0
        if one is None:
            await context.say(words.words_changed(participant, number), about=participant)
            return
        await context.uow[DanishTexts].put_checked(
            DanishText(
                enrolment.participant_id, key, Danish(danish, "checked"), context.now, context.by
            )
        )
        everything = await own_words_of(context.uow, enrolment, self.book)
        following = _next_unchecked(everything, key)
        await context.edit(words.saved(participant, number, one, following))

    async def _list(
        self,
        context: ConsultantContext,
        enrolment: Enrolment,
        participant: Participant,
        page: int = 0,
    ) -> Message:
        found = await own_words_of(context.uow, enrolment, self.book)
        return words.listing(participant, enrolment.id or 0, page_of(found, page, _PAGE))

    async def _find(
        self, context: ConsultantContext, enrolment: Enrolment, key: str
    ) -> OwnWords | None:
        found = await own_words_of(context.uow, enrolment, self.book)
        return next((one for one in found if one.key == key), None)


async def own_words_of(uow: UnitOfWork, enrolment: Enrolment, book: PlanBook) -> list[OwnWords]:
    """The person's own words in the plan as it is now, each once, with the Danish there is."""
    known = await uow[DanishTexts].of_participant(enrolment.participant_id)
    danish = {text.key: text.danish for text in known}
    found: dict[str, OwnWords] = {}
    for section in document_sections(await book.view(uow, enrolment)):
        for entry in section.entries:
            if text := own_words(entry):
                key = key_of(text)
                found.setdefault(key, OwnWords(key, entry.title, text, danish.get(key)))
    return list(found.values())


async def _somebody(context: ConsultantContext, number: int) -> tuple[Enrolment, Participant]:
    """Raises InvalidButton where there is nobody (any more)."""
    enrolment = await context.uow[Enrolments].get(number)
    if enrolment is None or enrolment.status is EnrolmentStatus.LEFT:
        raise InvalidButton("no such enrolment")
    return enrolment, await context.uow[Participants].get(enrolment.participant_id)


def _next_unchecked(everything: Sequence[OwnWords], after: str) -> OwnWords | None:
    """Beginning behind the one that was just checked."""
    place = next((n for n, one in enumerate(everything) if one.key == after), 0)
    turned = (*everything[place + 1 :], *everything[:place])
    return next((o for o in turned if o.danish is None or o.danish.by == "machine"), None)


def legacy_form(shown: Message) -> Form | None:
    """For messages stored before forms were: the state stands in the buttons."""
    data = [unpack_as(OwnWordsButton, button.data) for row in shown.buttons for button in row]
    buttons = [button for button in data if button is not None]
    for button in buttons:
        if isinstance(button, LeaveDanish | ChangeDanish):
            return DanishForm(button.enrolment, button.key)
    return OwnWordsListForm() if any(isinstance(b, OpenOwnWords) for b in buttons) else None
