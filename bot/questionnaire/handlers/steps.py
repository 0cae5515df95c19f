"""Steps of a questionnaire: each changes its state and shows what comes next.

`message_id` is the message with the pressed button, which is edited; None for a typed message.
"""

from bot.kernel.participant_context import ParticipantContext
from bot.parsing.figures import find_figure
from bot.questionnaire.handlers.flows import ActiveFlow
from bot.questionnaire.rules import answering
from bot.questionnaire.rules import session as steps
from bot.questionnaire.rules.answers import NotANumber, UnknownAnswer
from bot.questionnaire.rules.item_lines import read_lines
from bot.questionnaire.rules.lists import add_lines
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.rules.session import AnswerRequired
from bot.questionnaire.views import lists
from bot.questionnaire.views import steps as words
from bot.questionnaire.views.steps import Explanation


async def show_current(context: ParticipantContext, active: ActiveFlow) -> None:
    """Show the current question or the summary."""
    context.asked = True
    question = active.question
    if question:
        await context.say(active.views.question(question))
    elif active.session.at_summary:
        await context.say(active.views.summary())


async def answer(
    context: ParticipantContext,
    active: ActiveFlow,
    question_id: str,
    value: str,
    message_id: int | None,
) -> None:
    """Answer any question, also an earlier one.

    Raises NotOpen, UnknownAnswer, TextTooLong, NotANumber.
    """
    before = active.question
    changed = answering.answer(
        active.session, active.questions, question_id, value, context.update_id, context.now
    )
    if message_id is not None:
        question = active.questions.question(question_id)
        await context.edit(message_id, active.views.answered(question))
    was_current = before is not None and before.id == question_id
    # A second tap on the same button, seconds later, must not ask the next question twice.
    if was_current or changed:
        await show_current(context, active)


async def answer_text(context: ParticipantContext, active: ActiveFlow, text: str) -> None:
    """Answer the current question with a typed text.  Raises TextTooLong, NotOpen."""
    question = active.question
    if question is None or not question.in_words:
        await context.say(words.press_a_button())
        await show_current(context, active)
        return
    if question.kind == "items":
        await add_to_list(context, active, question, text)
        return
    if question.kind == "number":
        figure = find_figure(text, context.participant.language, question.unit)
        text = "" if figure is None else str(figure)
    try:
        await answer(context, active, question.id, text, None)
    except NotANumber:
        await context.say(words.ask_for_number())
        await show_current(context, active)


async def add_to_list(
    context: ParticipantContext, active: ActiveFlow, question: Question, text: str
) -> None:
    """Add one line or several; the question stays current for more.  Raises NotOpen."""
    found = read_lines(text, context.participant.language)
    if not found:
        await context.say(lists.not_a_list())
    elif not add_lines(active.session, question, found, context.update_id, context.now):
        await context.say(lists.list_is_full())
    await show_current(context, active)


async def toggle_choice(
    context: ParticipantContext,
    active: ActiveFlow,
    question: Question,
    choice_id: str,
    message_id: int | None,
) -> None:
    """Tick or untick one choice of the current question.  Raises NotOpen, UnknownAnswer."""
    answering.toggle_choice(active.session, question, choice_id, context.now)
    await context.edit(message_id, active.views.question(question))


async def finish_choices(
    context: ParticipantContext, active: ActiveFlow, question: Question, message_id: int | None
) -> None:
    """Answer the current question with the ticked choices."""
    try:
        answering.finish_choices(active.session, active.questions, context.update_id, context.now)
    except AnswerRequired:
        await context.say(words.nothing_ticked())
        return
    if message_id is not None:
        await context.edit(message_id, active.views.answered(question))
    await show_current(context, active)


async def explain(
    context: ParticipantContext,
    active: ActiveFlow,
    question: Question,
    more: Explanation,
    message_id: int | None,
) -> None:
    """Show the current question with more help."""
    await context.edit(message_id, active.views.question(question, more))


async def keep_answer(
    context: ParticipantContext, active: ActiveFlow, question: Question, message_id: int | None
) -> None:
    """Go on with the answer that is there, such as files.  Raises NotOpen."""
    try:
        answering.keep_answer(active.session, active.questions, question, context.now)
    except AnswerRequired:
        await context.say(words.nothing_yet())
        return
    if message_id is not None:
        await context.edit(message_id, active.views.answered(question))
    await show_current(context, active)


async def skip(context: ParticipantContext, active: ActiveFlow, message_id: int | None) -> None:
    """Leave the current question without an answer, if it may be.  Raises NotOpen."""
    question = active.question
    try:
        answering.skip(active.session, active.questions, context.update_id, context.now)
    except AnswerRequired:
        await context.say(words.cannot_skip())
    else:
        if message_id is not None and question is not None:
            await context.edit(message_id, active.views.answered(question))
    await show_current(context, active)


async def go_back(context: ParticipantContext, active: ActiveFlow, message_id: int | None) -> None:
    """Go to the question before the current one.  Raises NotOpen."""
    question = active.question
    if not answering.go_back(active.session, active.questions, context.now):
        await context.say(words.first_question_already())
    elif message_id is not None and question is not None:
        await context.edit(message_id, words.question_left(question))
    await show_current(context, active)


async def pause(context: ParticipantContext, active: ActiveFlow) -> None:
    """Take a break.  Raises NotOpen."""
    answering.pause(active.session, context.now)
    await context.say(active.views.paused())


async def choose_answer_to_change(context: ParticipantContext, active: ActiveFlow) -> None:
    """Ask which answer is to be changed.  Raises NotOpen."""
    steps.require_open(active.session)
    await context.say(active.views.which_to_change())


async def change_answer(context: ParticipantContext, active: ActiveFlow, question_id: str) -> None:
    """Ask one question again.  Raises NotOpen, UnknownAnswer."""
    answering.correct(active.session, active.questions, question_id, context.now)
    await show_current(context, active)


async def finish(context: ParticipantContext, active: ActiveFlow, message_id: int | None) -> None:
    """Send or hand in.  Asks the first unanswered question if the content has gained one.

    Raises NotOpen.
    """
    try:
        await active.flow.finish(context, active, message_id)
    except AnswerRequired:
        gap = steps.first_gap(active.session, active.questions)
        if gap is None:
            raise
        await change_answer(context, active, gap.id)


def current_question(active: ActiveFlow, question_id: str) -> Question | None:
    """The question with this id if it is current.  Raises NotOpen, UnknownAnswer."""
    steps.require_open(active.session)
    if question_id not in active.questions:
        raise UnknownAnswer(question_id)
    question = active.question
    return question if question and question.id == question_id else None
