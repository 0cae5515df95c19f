"""Presses on a questionnaire: whose answers they may change, and the step each one takes."""

from dataclasses import dataclass

from bot.kernel.callback_data import InvalidButton
from bot.kernel.participant_context import ParticipantContext
from bot.questionnaire import buttons
from bot.questionnaire.buttons import QuestionButton, StepButton
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.handlers.flows import ActiveFlow, Flows
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.rules.session import NotOpen
from bot.questionnaire.views.steps import Explanation

_EXPLAIN: dict[type[QuestionButton], Explanation] = {
    buttons.ExplainWhy: "why",
    buttons.ShowExample: "example",
    buttons.ExplainSimpler: "simpler",
}


@dataclass(frozen=True)
class StepHandlers:
    """Takes the step of a pressed button in the participant's own questionnaire."""

    flows: Flows

    async def press(
        self, context: ParticipantContext, button: StepButton, message_id: int | None
    ) -> None:
        """Raises InvalidButton for somebody else's answers, UnknownAnswer for a question or
        choice that the content no longer has."""
        flow = self.flows.flows.get(button.topic)
        # Ids are guessable; only one's own answers can be touched.
        active = await flow.by_id(context, button.owner) if flow else None
        if active is None:
            raise InvalidButton(button.wire)
        try:
            await self._step(context, active, button, message_id)
        except NotOpen:
            await active.flow.explain_closed(context, active)

    async def _step(
        self,
        context: ParticipantContext,
        active: ActiveFlow,
        button: StepButton,
        message_id: int | None,
    ) -> None:
        match button:
            case QuestionButton():
                question = flow_steps.current_question(active, button.question)
                if question:
                    await self._question_step(context, active, button, question, message_id)
                else:  # an old button: show the question that is open now
                    await flow_steps.show_current(context, active)
            case buttons.GiveAnswer():
                await flow_steps.answer(
                    context, active, button.question, button.choice, message_id
                )
            case buttons.ChangeAnswer():
                await flow_steps.change_answer(context, active, button.question)
            case buttons.ChooseAnswerToChange():
                await flow_steps.choose_answer_to_change(context, active)
            case buttons.ShowAnswers():
                await context.say(active.views.all_answers())
            case buttons.Pause():
                await flow_steps.pause(context, active)
            case buttons.Resume():
                await active.flow.resume(context, active)
            case buttons.Reopen():
                await active.flow.reopen(context, active)
            case buttons.StartOver():
                await active.flow.start_over(context, active)
            case buttons.Finish():
                await flow_steps.finish(context, active, message_id)

    async def _question_step(
        self,
        context: ParticipantContext,
        active: ActiveFlow,
        button: QuestionButton,
        question: Question,
        message_id: int | None,
    ) -> None:
        """A step that belongs to the current question."""
        match button:
            case buttons.ToggleChoice(choice=choice):
                await flow_steps.toggle_choice(context, active, question, choice, message_id)
            case buttons.FinishChoices():
                await flow_steps.finish_choices(context, active, question, message_id)
            case buttons.GoBack():
                await flow_steps.go_back(context, active, message_id)
            case buttons.RemoveFiles():
                await active.flow.remove_files(context, active, question.id)
            case buttons.KeepAnswer():
                await flow_steps.keep_answer(context, active, question, message_id)
            case buttons.SkipQuestion():
                await flow_steps.skip(context, active, message_id)
            case _:
                more = _EXPLAIN[type(button)]
                await flow_steps.explain(context, active, question, more, message_id)
