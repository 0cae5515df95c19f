"""The steps on any path: each changes one walk and says what comes next."""

from bot.domain import walk as steps
from bot.domain.answers import NotANumber, UnknownAnswer
from bot.domain.item_lines import read_lines
from bot.domain.lists import add_lines
from bot.domain.questionnaire import Question
from bot.domain.walk import NeedsAnAnswer, NotOpen
from bot.parsing.figures import find_figure
from bot.services.paths import Path
from bot.services.turn import Turn
from bot.wording import plan_items
from bot.wording import steps as words
from bot.wording.steps import More


async def show(turn: Turn, path: Path) -> None:
    """Whatever waits now: a question, or the summary."""
    turn.asked = True
    question = path.question
    if question:
        await turn.say(path.words.question(question))
    elif path.walk.at_summary:
        await turn.say(path.words.summary())


async def answer(
    turn: Turn, path: Path, question_id: str, value: str, message_id: int | None
) -> None:
    """Raises NotOpen, UnknownAnswer, TextTooLong, NotANumber."""
    before = path.question
    changed = steps.answer(path.walk, path.questions, question_id, value, turn.update_id, turn.now)
    if message_id is not None:
        question = path.questions.question(question_id)
        await turn.edit(message_id, path.words.answered(question))
    in_turn = before is not None and before.id == question_id
    # A second tap on the same button, seconds later, must not ask the next question twice.
    if in_turn or changed:
        await show(turn, path)


async def answer_in_words(turn: Turn, path: Path, text: str) -> None:
    """The person's own words to the question that waits.  Raises TextTooLong, NotOpen."""
    question = path.question
    if question is None or not question.in_words:
        await turn.say(words.press_a_button())
        await show(turn, path)
        return
    if question.kind == "items":
        await add_to_list(turn, path, question, text)
        return
    if question.kind == "number":
        figure = find_figure(text, turn.participant.language, question.unit)
        text = "" if figure is None else str(figure)
    try:
        await answer(turn, path, question.id, text, None)
    except NotANumber:
        await turn.say(words.a_number())
        await show(turn, path)


async def add_to_list(turn: Turn, path: Path, question: Question, text: str) -> None:
    """One line or many; the question stays open for more.  Raises NotOpen."""
    found = read_lines(text, turn.participant.language)
    if not found:
        await turn.say(plan_items.not_a_list())
    elif not add_lines(path.walk, question, found, turn.update_id, turn.now):
        await turn.say(plan_items.is_full())
    await show(turn, path)


async def toggle(
    turn: Turn, path: Path, question_id: str, choice_id: str, message_id: int | None
) -> None:
    question = _current(path, question_id)
    if question is None:
        await show(turn, path)
        return
    steps.toggle(path.walk, question, choice_id, turn.now)
    await turn.edit(message_id, path.words.question(question))


async def finish_ticking(turn: Turn, path: Path, question_id: str, message_id: int | None) -> None:
    question = _current(path, question_id)
    if question is None:
        return
    try:
        steps.finish_ticking(path.walk, path.questions, turn.update_id, turn.now)
    except NeedsAnAnswer:
        await turn.say(words.nothing_ticked())
        return
    if message_id is not None:
        await turn.edit(message_id, path.words.answered(question))
    await show(turn, path)


async def explain(
    turn: Turn, path: Path, question_id: str, more: More, message_id: int | None
) -> None:
    question = _current(path, question_id)
    if question is None:
        await show(turn, path)
        return
    await turn.edit(message_id, path.words.question(question, more))


async def go_on(turn: Turn, path: Path, question_id: str, message_id: int | None) -> None:
    """After files were sent to a question: it has its answer."""
    question = _current(path, question_id)
    if question is None:
        await show(turn, path)
        return
    try:
        steps.go_on(path.walk, path.questions, question, turn.now)
    except NeedsAnAnswer:
        await turn.say(words.nothing_yet())
        return
    if message_id is not None:
        await turn.edit(message_id, path.words.answered(question))
    await show(turn, path)


async def skip(turn: Turn, path: Path, message_id: int | None) -> None:
    question = path.question
    try:
        steps.skip(path.walk, path.questions, turn.update_id, turn.now)
    except NeedsAnAnswer:
        await turn.say(words.cannot_skip())
    else:
        if message_id is not None and question is not None:
            await turn.edit(message_id, path.words.answered(question))
    await show(turn, path)


async def back(turn: Turn, path: Path, message_id: int | None) -> None:
    question = path.question
    if not steps.back(path.walk, path.questions, turn.now):
        await turn.say(words.first_question_already())
    elif message_id is not None and question is not None:
        await turn.edit(message_id, words.left(question))
    await show(turn, path)


async def pause(turn: Turn, path: Path) -> None:
    steps.pause(path.walk, turn.now)
    await turn.say(path.words.paused())


async def choose_what_to_change(turn: Turn, path: Path) -> None:
    steps.require_open(path.walk)
    await turn.say(path.words.which_to_change())


async def change(turn: Turn, path: Path, question_id: str) -> None:
    steps.correct(path.walk, path.questions, question_id, turn.now)
    await show(turn, path)


async def finish(turn: Turn, path: Path, message_id: int | None) -> None:
    """Raises NotOpen; goes to the first gap where content gained a question meanwhile."""
    try:
        await path.way.finish(turn, path, message_id)
    except NeedsAnAnswer:
        gap = steps.first_gap(path.walk, path.questions)
        if gap is None:
            raise
        await change(turn, path, gap.id)


def is_current(path: Path, question_id: str) -> bool:
    """Raises NotOpen, UnknownAnswer."""
    return _current(path, question_id) is not None


def _current(path: Path, question_id: str) -> Question | None:
    """The named question where it is the one that waits.  Raises NotOpen, UnknownAnswer."""
    if not path.walk.open:
        raise NotOpen
    if question_id not in path.questions:
        raise UnknownAnswer(question_id)
    question = path.question
    return question if question and question.id == question_id else None
