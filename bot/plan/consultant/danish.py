"""The Danish of a participant's own words: consultants write it, or check the machine's."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.repositories import Enrolments
from bot.kernel.callback_data import InvalidButton, unpack_as
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Form, Message
from bot.kernel.participants import Participant
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
from bot.plan.context import PlanLoader
from bot.plan.forms import DanishForm, OwnWordsListForm
from bot.plan.rules.document import Danish
from bot.plan.rules.versions import DanishText
from bot.plan.storage.versions import DanishTexts
from bot.plan.views import danish as words
from bot.plan.views.danish import OwnWords

PAGE = 10  # answers


@dataclass(frozen=True)
class DanishConsultantHandlers:
    loader: PlanLoader

    async def press(self, context: ConsultantContext, button: DanishButton) -> None:
        """Raises InvalidButton."""
        enrolment, participant = await _load(context, button.enrolment)
        if participant.language == CONSULTANT_LANGUAGE:
            await context.say(words.writes_danish(participant), about=participant)
            return
        match button:
            case ListOwnWords(page=None):
                shown = await self._list(context, enrolment, participant)
                await context.say(shown, about=participant)
            case ListOwnWords(page=int(page)):
                await context.edit(await self._list(context, enrolment, participant, page))
            case OwnWordsButton():
                await self._press_words(context, enrolment, participant, button)

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """Store the reply as the Danish of the words in the message `shown`.

        Returns False where that is no message of ours.  A reply to the list is refused with a
        hint; it is not passed on to the participant either.  Raises InvalidButton."""
        form = shown.form or legacy_form(shown)
        if isinstance(form, OwnWordsListForm):
            await context.say(words.press_an_answer())
            return True
        if not isinstance(form, DanishForm):
            return False
        enrolment, participant = await _load(context, form.enrolment)
        danish = text.strip()
        if length(danish) > words.LONGEST:
            await context.say(words.too_long(length(danish)), about=participant)
        else:
            await self._store_checked(context, enrolment, participant, form.key, danish)
        return True

    async def _press_words(
        self,
        context: ConsultantContext,
        enrolment: Enrolment,
        participant: Participant,
        button: OwnWordsButton,
    ) -> None:
        found = await self._find(context, enrolment, button.key)
        number = button.enrolment
        if found is None:
            await context.say(words.words_changed(participant, number), about=participant)
        elif isinstance(button, LeaveDanish):
            await context.edit(words.left_unchanged(number, found))
        elif isinstance(button, ConfirmDanish) and found.danish:
            confirmed = found.danish.text
            await self._store_checked(context, enrolment, participant, button.key, confirmed)
        else:
            await context.say(*words.ask_for_danish(participant, number, found), about=participant)

    async def _store_checked(
        self,
        context: ConsultantContext,
        enrolment: Enrolment,
        participant: Participant,
        key: str,
        danish: str,
    ) -> None:
        """Store Danish that a consultant wrote or confirmed, unless the words changed since."""
        everything = await self.loader.own_words(context.uow, enrolment)
        found = next((own for own in everything if own.key == key), None)
        number = enrolment.id or 0
        if found is None:
            await context.say(words.words_changed(participant, number), about=participant)
            return
        checked = Danish(danish, "checked")
        await context.uow[DanishTexts].put_checked(
            DanishText(enrolment.participant_id, key, checked, context.now, context.by)
        )
        following = _next_unchecked(everything, key)
        await context.edit(words.saved(participant, number, found, following))

    async def _list(
        self,
        context: ConsultantContext,
        enrolment: Enrolment,
        participant: Participant,
        page: int = 0,
    ) -> Message:
        found = await self.loader.own_words(context.uow, enrolment)
        return words.own_words_list(participant, enrolment.id or 0, page_of(found, page, PAGE))

    async def _find(
        self, context: ConsultantContext, enrolment: Enrolment, key: str
    ) -> OwnWords | None:
        found = await self.loader.own_words(context.uow, enrolment)
        return next((own for own in found if own.key == key), None)


async def _load(context: ConsultantContext, number: int) -> tuple[Enrolment, Participant]:
    """Raises InvalidButton where there is no such enrolment, or the participant left."""
    enrolment = await context.uow[Enrolments].get(number)
    if enrolment is None or enrolment.status is EnrolmentStatus.LEFT:
        raise InvalidButton("no such enrolment")
    return enrolment, await context.uow[Participants].get(enrolment.participant_id)


def _next_unchecked(everything: Sequence[OwnWords], after: str) -> OwnWords | None:
    """The next own words without checked Danish behind those with the key `after`, wrapping."""
    place = next((n for n, own in enumerate(everything) if own.key == after), 0)
    others = (*everything[place + 1 :], *everything[:place])
    return next((own for own in others if own.danish is None or own.danish.by == "machine"), None)


def legacy_form(shown: Message) -> Form | None:
    """For messages stored before forms were: the state stands in the buttons."""
    data = [unpack_as(OwnWordsButton, button.data) for row in shown.buttons for button in row]
    buttons = [button for button in data if button is not None]
    for button in buttons:
        if isinstance(button, LeaveDanish | ChangeDanish):
            return DanishForm(button.enrolment, button.key)
    return OwnWordsListForm() if any(isinstance(b, OpenOwnWords) for b in buttons) else None
