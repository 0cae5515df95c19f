"""The buttons of the check and of the tasks: who may press them, and which step each one is."""

from dataclasses import dataclass

from bot.kernel.buttons import InvalidButton, Pressed
from bot.kernel.participant_context import ParticipantContext
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.handlers.flows import ActiveFlow, Flows
from bot.questionnaire.rules.session import NotOpen
from bot.questionnaire.views.steps import More

_OF_A_QUESTION = frozenset("atdwhsbkgz")
_EXPLAIN: dict[str, More] = {"w": "why", "h": "example", "s": "simpler"}


@dataclass(frozen=True)
class StepButtons:
    flows: Flows

    async def press(
        self, context: ParticipantContext, pressed: Pressed, message_id: int | None
    ) -> None:
        """Raises NotAButton, UnknownAnswer for data that fits no step of one's own way."""
        flow = self.flows.flows.get(pressed.topic)
        # Ids are guessable; only one's own answers can be touched.
        active = await flow.of_id(context, pressed.number(0)) if flow else None
        if active is None:
            raise InvalidButton(pressed.topic)
        try:
            if not await self._question_step(context, active, pressed, message_id):
                await self._step(context, active, pressed, message_id)
        except NotOpen:
            await active.flow.closed(context, active)

    async def _question_step(
        self,
        context: ParticipantContext,
        active: ActiveFlow,
        pressed: Pressed,
        message_id: int | None,
    ) -> bool:
        """Steps that belong to one question: `<topic>:<id>:<verb>:<question>[:<choice>]`."""
        verb = pressed.argument(1)
        if verb not in _OF_A_QUESTION or len(pressed.arguments) < 3:  # id, verb, question
            return False
        question = pressed.argument(2)
        if verb == "a":
            await flow_steps.answer(context, active, question, pressed.argument(3), message_id)
        elif not flow_steps.is_current(active, question):
            await flow_steps.show(context, active)  # a button of yesterday: here is where we are
        elif verb == "t":
            await flow_steps.toggle(context, active, question, pressed.argument(3), message_id)
        elif verb == "d":
            await flow_steps.finish_ticking(context, active, question, message_id)
        elif verb in _EXPLAIN:
            await flow_steps.explain(context, active, question, _EXPLAIN[verb], message_id)
        elif verb == "b":
            await flow_steps.back(context, active, message_id)
        elif verb == "z":
            await active.flow.remove_files(context, active, question)
        elif verb == "g":
            await flow_steps.go_on(context, active, question, message_id)
        else:
            await flow_steps.skip(context, active, message_id)
        return True

    async def _step(
        self,
        context: ParticipantContext,
        active: ActiveFlow,
        pressed: Pressed,
        message_id: int | None,
    ) -> None:
        match pressed.arguments[1:]:
            case ("p",):
                await flow_steps.pause(context, active)
            case ("r",):
                await active.flow.take_up(context, active)
            case ("u",):
                await active.flow.reopen(context, active)
            case ("n",):
                await active.flow.start_over(context, active)
            case ("c",):
                await flow_steps.choose_what_to_change(context, active)
            case ("c", question):
                await flow_steps.change(context, active, question)
            case ("x",):
                await flow_steps.finish(context, active, message_id)
            case ("v",):
                await context.say(active.words.all_answers())
            case _:
                raise InvalidButton(pressed.topic)
