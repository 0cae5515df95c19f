"""A consultant picks a sentence, fills its blanks, looks at it once more, and sends it.

Nothing is remembered between the steps: what was chosen travels in the buttons, and typed words
stand in the message."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.cases.handlers.answered import mark_answered
from bot.kernel.buttons import InvalidButton, Pressed, decode, encode
from bot.kernel.calendar import Calendar
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.kernel.views import forms
from bot.phrasebook import views as words
from bot.phrasebook.rules import TYPED, Filling, Phrasebook, read_code

DAYS_OFFERED = 14


@dataclass(frozen=True)
class PhraseDesk:
    book: Phrasebook
    calendar: Calendar

    async def press(self, context: ConsultantContext, pressed: Pressed) -> None:
        """`q:<verb>:<participant>[:<category> or :<sentence>[:<blank>…]]`.  Raises NotAButton."""
        participant = await self._participant(context, pressed)
        match pressed.arguments:
            case ("o", _):
                known = words.categories(participant, self.book.categories)
                await context.say(known, about=participant)
            case ("oe", _):
                await context.edit(words.categories(participant, self.book.categories))
            case ("c", _, category):
                await context.edit(words.sentences(participant, self.book.category(category)))
            case ("p", _, _, *_):
                filling = self._filling(pressed, await context.shown())
                await context.edit(self._next(context, participant, filling))
            case ("s", _, _, *_):
                await self._send(context, participant, pressed)
            case ("x", _, *_):
                await self._cancel(context, participant, pressed)
            case _:
                raise InvalidButton("q")

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """What fills a blank; False where the message asks for none."""
        step = _step_of(shown)
        if step is None:
            return False
        participant = await self._participant(context, step)
        filling = self._filling(step, shown)
        blank, said = filling.next_blank, " ".join(text.split())
        code = read_code(blank, said, self._today(context)) if blank else None
        if blank is None:
            await context.say(forms.press_a_button())
        elif code is None:
            await context.say(words.not_understood(blank))
        else:
            filled = filling.typed(said) if code == TYPED else filling.following(code)
            await context.edit(forms.goes_on_below())
            await context.say(self._next(context, participant, filled), about=participant)
        return True

    async def _participant(self, context: ConsultantContext, pressed: Pressed) -> Participant:
        found = await context.uow[Participants].find(pressed.number(1))
        if found is None:
            raise InvalidButton("q")
        return found

    def _filling(self, pressed: Pressed, shown: Message | None) -> Filling:
        sentence = self.book.sentence(pressed.argument(2))
        typed = words.words_in(shown, sentence) if shown else {}
        return Filling.read(sentence, pressed.arguments[3:], typed)

    def _next(
        self, context: ConsultantContext, participant: Participant, filling: Filling
    ) -> Message:
        """The next blank, or all of it once more before it goes out."""
        today = self._today(context)
        filling = filling.until_today(today)
        category = self.book.category_of(filling.sentence)
        blank = filling.next_blank
        if blank is None:
            return words.preview(participant, category, filling)
        return words.ask(participant, category, filling, blank, self._days(today))

    async def _send(
        self, context: ConsultantContext, participant: Participant, pressed: Pressed
    ) -> None:
        shown = await context.shown()
        if not _carries(shown, pressed):
            await context.say(words.over_already(participant), about=participant)
            return
        filling = self._filling(pressed, shown).until_today(self._today(context))
        if filling.next_blank is not None:
            await context.edit(self._next(context, participant, filling))
            return
        recipient = context.to(participant)
        await recipient.say(words.to_person(context.name, filling))
        await mark_answered(context, participant)
        note = words.sent(context.name, participant, filling)
        await context.edit(note)
        if context.chat_id != CONSULTANTS:  # the others see it too
            await recipient.tell_consultants(note)

    async def _cancel(
        self, context: ConsultantContext, participant: Participant, pressed: Pressed
    ) -> None:
        """What was sent stays as it is."""
        if _carries(await context.shown(), pressed):
            await context.edit(words.cancelled(participant))
        else:
            await context.say(words.over_already(participant), about=participant)

    def _days(self, today: date) -> list[date]:
        days = [today + timedelta(days=n) for n in range(DAYS_OFFERED)]
        return [day for day in days if self.calendar.is_workday(day)]

    def _today(self, context: ConsultantContext) -> date:
        return self.calendar.today(context.now)


def _carries(shown: Message | None, pressed: Pressed) -> bool:
    """Whether a message still has the button that was pressed."""
    data = encode(pressed.topic, *pressed.arguments)
    return shown is not None and any(b.data == data for row in shown.buttons for b in row)


def _step_of(shown: Message) -> Pressed | None:
    """By its way out, which carries the sentence and what was chosen so far."""
    for row in shown.buttons:
        for button in row:
            pressed = decode(button.data)
            if pressed.topic == "q" and pressed.argument(0) == "x" and len(pressed.arguments) > 2:
                return pressed
    return None
