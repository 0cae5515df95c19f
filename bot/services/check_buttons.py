"""The buttons of the eligibility check: who may press them, and which step each one is."""

from dataclasses import dataclass

from bot.domain.buttons import NotAButton, Pressed
from bot.domain.eligibility import Application, NotOpen
from bot.services.joining import Joining
from bot.services.turn import Turn


@dataclass(frozen=True)
class CheckButtons:
    joining: Joining

    async def press(self, turn: Turn, pressed: Pressed, message_id: int | None) -> None:
        """Raises NotAButton, UnknownAnswer for data that fits no step of one's own check."""
        application = await turn.uow.applications.get(pressed.number(0))
        # Ids are guessable; only one's own answers can be touched.
        if application is None or application.participant_id != turn.participant.id:
            raise NotAButton(pressed.topic)
        try:
            if not await self._question_step(turn, application, pressed, message_id):
                await self._step(turn, application, pressed, message_id)
        except NotOpen:
            await self.joining.closed(turn, application)

    async def _question_step(
        self, turn: Turn, application: Application, pressed: Pressed, message_id: int | None
    ) -> bool:
        """Steps that belong to one question: `e:<application>:<verb>:<question>[:<choice>]`."""
        verb = pressed.argument(1)
        if verb not in ("a", "t", "d", "w", "b", "k") or len(pressed.arguments) < 3:
            return False
        joining, question = self.joining, pressed.argument(2)
        if verb == "a":
            await joining.answer(turn, application, question, pressed.argument(3), message_id)
        elif not joining.is_current(application, question):
            await joining.show(turn, application)  # a button of yesterday: here is where we are
        elif verb == "t":
            await joining.toggle(turn, application, question, pressed.argument(3), message_id)
        elif verb == "d":
            await joining.finish_ticking(turn, application, question, message_id)
        elif verb == "w":
            await joining.explain(turn, application, question, message_id)
        elif verb == "b":
            await joining.back(turn, application, message_id)
        else:
            await joining.skip(turn, application, message_id)
        return True

    async def _step(
        self, turn: Turn, application: Application, pressed: Pressed, message_id: int | None
    ) -> None:
        joining = self.joining
        match pressed.arguments[1:]:
            case ("p",):
                await joining.pause(turn, application)
            case ("r",):
                await joining.go_on(turn, application)
            case ("n",):
                await joining.start_over(turn, application)
            case ("c",):
                await joining.choose_what_to_change(turn, application)
            case ("c", question):
                await joining.change(turn, application, question)
            case ("x",):
                await joining.submit(turn, application, message_id)
            case ("v",):
                await joining.show_answers(turn, application)
            case _:
                raise NotAButton(pressed.topic)
