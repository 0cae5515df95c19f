"""A consultant chooses a sentence, fills its blanks, checks it and sends it.

The state of the form is stored beside its message; the buttons carry the same choices, so that a
second press of a message that was closed is noticed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.cases.buttons import OpenPhrasebook
from bot.cases.handlers.answered import mark_answered
from bot.kernel.calendar import Calendar
from bot.kernel.callback_data import InvalidButton, unpack_as
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import (
    Message,
    Phrase,
    Verbatim,
)
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.kernel.views import forms
from bot.phrasebook import views
from bot.phrasebook.buttons import (
    BackToPhrasebook,
    CancelPhrase,
    ChoosePhrase,
    OpenCategory,
    PhrasebookButton,
    SendPhrase,
)
from bot.phrasebook.forms import PhraseForm
from bot.phrasebook.rules import (
    TYPED,
    Filling,
    Phrasebook,
    read_code,
)
from bot.phrasebook.views import GAP

DAYS_OFFERED = 14


@dataclass(frozen=True)
class PhrasebookHandlers:
    book: Phrasebook
    calendar: Calendar

    async def press(
        self, context: ConsultantContext, button: PhrasebookButton | OpenPhrasebook
    ) -> None:
        """Raises InvalidButton."""
        match button:
            case OpenPhrasebook(participant_id):
                participant = await self._participant(context, participant_id)
                categories = views.categories(participant, self.book.categories)
                await context.say(categories, about=participant)
            case BackToPhrasebook(participant_id):
                participant = await self._participant(context, participant_id)
                await context.edit(views.categories(participant, self.book.categories))
            case OpenCategory(participant_id, category):
                participant = await self._participant(context, participant_id)
                await context.edit(views.sentences(participant, self.book.category(category)))
            case ChoosePhrase(participant_id):
                participant = await self._participant(context, participant_id)
                filling = self._filling(button, await self._form(context))
                await context.edit(self._next(context, participant, filling))
            case SendPhrase():
                await self._send(context, button)
            case CancelPhrase():
                await self._cancel(context, button)
            case _:
                raise InvalidButton(button.wire)

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """Fill the next blank with a typed reply; False where the message asks for none."""
        form = form_of(shown, self.book)
        if form is None or form.sentence is None:
            return False
        participant = await self._participant(context, form.participant)
        filling = Filling.read(self.book.sentence(form.sentence), form.chosen, form.words)
        blank, words = filling.next_blank, " ".join(text.split())
        code = read_code(blank, words, self._today(context)) if blank else None
        if blank is None:
            await context.say(forms.press_a_button())
        elif code is None:
            await context.say(views.not_understood(blank))
        else:
            filled = filling.typed(words) if code == TYPED else filling.following(code)
            await context.edit(forms.goes_on_below())
            await context.say(self._next(context, participant, filled), about=participant)
        return True

    async def _participant(self, context: ConsultantContext, participant_id: int) -> Participant:
        """Raises InvalidButton."""
        found = await context.uow[Participants].find(participant_id)
        if found is None:
            raise InvalidButton(PhrasebookButton.__name__)
        return found

    async def _form(self, context: ConsultantContext) -> PhraseForm | None:
        shown = await context.shown()
        return form_of(shown, self.book) if shown is not None else None

    def _filling(self, button: ChoosePhrase | SendPhrase, form: PhraseForm | None) -> Filling:
        """Raises InvalidButton.  Typed words are in the form only: they fit into no button."""
        sentence = self.book.sentence(button.sentence)
        same = form is not None and form.sentence == button.sentence
        return Filling.read(sentence, button.chosen, form.words if form and same else {})

    def _next(
        self, context: ConsultantContext, participant: Participant, filling: Filling
    ) -> Message:
        """Ask for the next blank, or show the filled sentence before it is sent."""
        today = self._today(context)
        filling = filling.until_today(today)
        category = self.book.category_of(filling.sentence)
        blank = filling.next_blank
        if blank is None:
            return views.preview(participant, category, filling)
        return views.ask(participant, category, filling, blank, self._days(today))

    async def _send(self, context: ConsultantContext, button: SendPhrase) -> None:
        participant = await self._participant(context, button.participant)
        form = await self._form(context)
        if not _is_current(form, button):
            await context.say(views.closed_already(participant), about=participant)
            return
        filling = self._filling(button, form).until_today(self._today(context))
        if filling.next_blank is not None:
            await context.edit(self._next(context, participant, filling))
            return
        recipient = context.to(participant)
        await recipient.say(views.to_participant(context.name, filling))
        await mark_answered(context, participant)
        note = views.sent(context.name, participant, filling)
        await context.edit(note)
        if context.chat_id != CONSULTANTS:  # sent from a private chat: tell the group
            await recipient.tell_consultants(note)

    async def _cancel(self, context: ConsultantContext, button: CancelPhrase) -> None:
        """Close the form; a sentence that was sent already stays sent."""
        participant = await self._participant(context, button.participant)
        if _is_current(await self._form(context), button):
            await context.edit(views.cancelled(participant))
        else:
            await context.say(views.closed_already(participant), about=participant)

    def _days(self, today: date) -> list[date]:
        days = [today + timedelta(days=n) for n in range(DAYS_OFFERED)]
        return [day for day in days if self.calendar.is_workday(day)]

    def _today(self, context: ConsultantContext) -> date:
        return self.calendar.today(context.now)


def _is_current(form: PhraseForm | None, button: SendPhrase | CancelPhrase) -> bool:
    """Whether the message still shows the form that the button was part of."""
    if form is None:
        return False
    shown = (form.participant, form.sentence, form.chosen)
    return shown == (button.participant, button.sentence, button.chosen)


def form_of(shown: Message, book: Phrasebook) -> PhraseForm | None:
    """The state of the form that a message shows; None: it is none, or is closed."""
    if isinstance(shown.form, PhraseForm):
        return shown.form
    return legacy_form(shown, book) if shown.form is None else None


def legacy_form(shown: Message, book: Phrasebook) -> PhraseForm | None:
    """For messages that were stored before releases kept the form beside them.

    Its cancel button carries the state, and typed words stand in the sentence itself.
    """
    found = (unpack_as(CancelPhrase, button.data) for row in shown.buttons for button in row)
    cancel = next((button for button in found if button is not None), None)
    if cancel is None:
        return None
    words = _legacy_words(shown, book, cancel.sentence)
    return PhraseForm(cancel.participant, cancel.sentence, cancel.chosen, words)


def _legacy_words(shown: Message, book: Phrasebook, sentence_id: str | None) -> Mapping[str, str]:
    known = (sentence for category in book.categories for sentence in category.sentences)
    texts = {sentence.text for sentence in known if sentence.id == sentence_id}
    for paragraph in shown.paragraphs:
        content = paragraph.content
        if isinstance(content, Phrase) and content.text in texts:
            typed = {k: v.text for k, v in content.params.items() if isinstance(v, Verbatim)}
            return {blank: words for blank, words in typed.items() if words != GAP}
    return {}
