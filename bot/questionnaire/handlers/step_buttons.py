"""The buttons of the check and of the tasks: who may press them, and which step each one is."""

from dataclasses import dataclass

from bot.kernel.buttons import NotAButton, Pressed
from bot.kernel.participant_context import Turn
from bot.questionnaire.handlers import steps as walking
from bot.questionnaire.handlers.flows import Path, Paths
from bot.questionnaire.rules.session import NotOpen
from bot.questionnaire.views.steps import More

_OF_A_QUESTION = frozenset("atdwhsbkgz")
_EXPLAIN: dict[str, More] = {"w": "why", "h": "example", "s": "simpler"}


@dataclass(frozen=True)
class StepButtons:
    paths: Paths

    async def press(self, turn: Turn, pressed: Pressed, message_id: int | None) -> None:
        """Raises NotAButton, UnknownAnswer for data that fits no step of one's own way."""
        way = self.paths.ways.get(pressed.topic)
        # Ids are guessable; only one's own answers can be touched.
        path = await way.of_id(turn, pressed.number(0)) if way else None
        if path is None:
            raise NotAButton(pressed.topic)
        try:
            if not await self._question_step(turn, path, pressed, message_id):
                await self._step(turn, path, pressed, message_id)
        except NotOpen:
            await path.way.closed(turn, path)

    async def _question_step(
        self, turn: Turn, path: Path, pressed: Pressed, message_id: int | None
    ) -> bool:
        """Steps that belong to one question: `<topic>:<id>:<verb>:<question>[:<choice>]`."""
        verb = pressed.argument(1)
        if verb not in _OF_A_QUESTION or len(pressed.arguments) < 3:  # id, verb, question
            return False
        question = pressed.argument(2)
        if verb == "a":
            await walking.answer(turn, path, question, pressed.argument(3), message_id)
        elif not walking.is_current(path, question):
            await walking.show(turn, path)  # a button of yesterday: here is where we are
        elif verb == "t":
            await walking.toggle(turn, path, question, pressed.argument(3), message_id)
        elif verb == "d":
            await walking.finish_ticking(turn, path, question, message_id)
        elif verb in _EXPLAIN:
            await walking.explain(turn, path, question, _EXPLAIN[verb], message_id)
        elif verb == "b":
            await walking.back(turn, path, message_id)
        elif verb == "z":
            await path.way.remove_files(turn, path, question)
        elif verb == "g":
            await walking.go_on(turn, path, question, message_id)
        else:
            await walking.skip(turn, path, message_id)
        return True

    async def _step(
        self, turn: Turn, path: Path, pressed: Pressed, message_id: int | None
    ) -> None:
        match pressed.arguments[1:]:
            case ("p",):
                await walking.pause(turn, path)
            case ("r",):
                await path.way.take_up(turn, path)
            case ("u",):
                await path.way.reopen(turn, path)
            case ("n",):
                await path.way.start_over(turn, path)
            case ("c",):
                await walking.choose_what_to_change(turn, path)
            case ("c", question):
                await walking.change(turn, path, question)
            case ("x",):
                await walking.finish(turn, path, message_id)
            case ("v",):
                await turn.say(path.words.all_answers())
            case _:
                raise NotAButton(pressed.topic)
