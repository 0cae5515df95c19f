"""What each step of a questionnaire sends and edits, after a press and after a typed message."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import cast

import pytest

from bot.kernel.messages import Message, Verbatim, message
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant
from bot.questionnaire.buttons import ExplainSimpler, ExplainWhy, ShowExample, StepButton
from bot.questionnaire.handlers import steps
from bot.questionnaire.handlers.flows import ActiveFlow, Flow, Flows, FlowViews
from bot.questionnaire.handlers.step_handlers import StepHandlers
from bot.questionnaire.rules.answers import UnknownAnswer
from bot.questionnaire.rules.item_lines import MAX_LINES, ItemLine, dump
from bot.questionnaire.rules.lists import lines_of
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import AnswerRequired, NotOpen, go_to_summary
from bot.questionnaire.views import lists
from bot.questionnaire.views import steps as words
from bot.questionnaire.views.steps import Explanation
from tests.questionnaire.test_session import (
    HOURS,
    LATER,
    NOON,
    PICK,
    SHOW,
    TELL,
    SampleSession,
    at,
    question,
)

TICK = question("tick", "several")
COSTS = Question("costs", "Costs", "Costs?", "items")
QUESTIONS = Questionnaire((HOURS, SHOW, TELL, PICK, TICK, COSTS))
PRESSED = 12  # the message with the pressed button


@dataclass
class RecordingContext:
    """Keeps what is sent (None) and edited (id of the message)."""

    participant: Participant = field(default_factory=lambda: Participant(42, "Amina", "en", NOON))
    update_id: int = 7
    now: datetime = LATER
    asked: bool = False
    sent: list[tuple[int | None, Message]] = field(default_factory=list)

    async def say(self, *messages: Message) -> None:
        self.sent += [(None, one) for one in messages]

    async def edit(self, message_id: int | None, shown: Message) -> None:
        self.sent.append((message_id, shown))


class NamedViews:
    """Messages that only say which they are."""

    def question(self, question: Question, more: Explanation | None = None) -> Message:
        return message(Verbatim(f"question {question.id} {more or ''}".strip()))

    def answered(self, question: Question) -> Message:
        return message(Verbatim(f"answered {question.id}"))

    def summary(self) -> Message:
        return message(Verbatim("summary"))

    def paused(self) -> Message:
        return message(Verbatim("paused"))

    def which_to_change(self) -> Message:
        return message(Verbatim("which to change"))


@dataclass
class SampleFlow:
    """A kind of questionnaire whose answers can be sent once all are given."""

    active: ActiveFlow | None = None
    finished: int | None = None
    complete: bool = True

    async def by_id(self, context: ParticipantContext, number: int) -> ActiveFlow | None:
        return self.active if number == 31 else None

    async def finish(
        self, context: ParticipantContext, active: ActiveFlow, message_id: int | None
    ) -> None:
        if not self.complete:
            raise AnswerRequired
        self.finished = message_id


def opened(place: Question, flow: SampleFlow | None = None) -> ActiveFlow:
    views = cast(FlowViews, NamedViews())
    return ActiveFlow(at(place), QUESTIONS, views, cast(Flow, flow or SampleFlow()))


def shown(label: str) -> Message:
    return message(Verbatim(label))


Step = Callable[[ParticipantContext, ActiveFlow], Awaitable[None]]


async def sent_by(active: ActiveFlow, step: Step) -> list[tuple[int | None, Message]]:
    context = RecordingContext()
    await step(cast(ParticipantContext, context), active)
    return context.sent


def give(question_id: str, value: str, message_id: int | None) -> Step:
    return lambda context, active: steps.answer(context, active, question_id, value, message_id)


def type_text(text: str) -> Step:
    return lambda context, active: steps.answer_text(context, active, text)


def keep(question: Question, message_id: int | None) -> Step:
    return lambda context, active: steps.keep_answer(context, active, question, message_id)


def tick(choice: str, message_id: int | None) -> Step:
    return lambda context, active: steps.toggle_choice(context, active, TICK, choice, message_id)


def finish_ticks(message_id: int | None) -> Step:
    return lambda context, active: steps.finish_choices(context, active, TICK, message_id)


async def test_pressed_answer_is_written_below_its_question() -> None:
    sent = await sent_by(opened(PICK), give("pick", "a", PRESSED))
    assert sent == [(PRESSED, shown("answered pick")), (None, shown("question tick"))]


async def test_typed_answer_only_asks_the_next_question() -> None:
    assert await sent_by(opened(TELL), type_text("hello")) == [(None, shown("question pick"))]


async def test_repeated_answer_to_an_earlier_question_asks_nothing() -> None:
    active = opened(PICK)
    await sent_by(active, give("pick", "a", PRESSED))
    again = await sent_by(active, give("pick", "a", PRESSED))
    assert again == [(PRESSED, shown("answered pick"))]


async def test_other_answer_to_an_earlier_question_shows_the_current_one_again() -> None:
    active = opened(PICK)
    await sent_by(active, give("pick", "a", PRESSED))
    other = await sent_by(active, give("pick", "b", PRESSED))
    assert other == [(PRESSED, shown("answered pick")), (None, shown("question tick"))]


async def test_answer_that_comes_too_late_shows_its_question_again_while_it_is_current() -> None:
    active = opened(PICK)
    active.session.answers["pick"] = active.session.new_answer("pick", "a", 8, NOON)
    sent = await sent_by(active, give("pick", "b", PRESSED))
    assert sent == [(PRESSED, shown("answered pick")), (None, shown("question pick"))]
    assert active.session.value("pick") == "a"


async def test_answer_pressed_while_the_summary_is_shown_shows_it_again() -> None:
    active = opened(PICK)
    go_to_summary(active.session)
    sent = await sent_by(active, give("pick", "a", PRESSED))
    assert sent == [(PRESSED, shown("answered pick")), (None, shown("summary"))]


async def test_text_at_a_question_with_buttons_asks_to_press_one() -> None:
    active = opened(PICK)
    sent = await sent_by(active, type_text("hello"))
    assert sent == [(None, words.press_a_button()), (None, shown("question pick"))]
    assert not active.session.answers


async def test_text_at_the_summary_asks_to_press_a_button() -> None:
    active = opened(PICK)
    go_to_summary(active.session)
    sent = await sent_by(active, type_text("hello"))
    assert sent == [(None, words.press_a_button()), (None, shown("summary"))]


async def test_nothing_is_asked_once_the_answers_are_sent() -> None:
    active = opened(PICK)
    cast(SampleSession, active.session).closed = True
    assert await sent_by(active, steps.show_current) == []


async def test_number_in_a_sentence_answers_a_question_for_a_number() -> None:
    active = opened(HOURS)
    sent = await sent_by(active, type_text("about 20 hours"))
    assert sent == [(None, shown("question show"))]
    assert active.session.value("hours") == "20"


async def test_text_without_a_number_asks_for_one() -> None:
    active = opened(HOURS)
    sent = await sent_by(active, type_text("quite a lot"))
    assert sent == [(None, words.ask_for_number()), (None, shown("question hours"))]
    assert not active.session.answers


async def test_typed_line_joins_the_list_which_is_shown_again() -> None:
    active = opened(COSTS)
    assert await sent_by(active, type_text("rent 4500")) == [(None, shown("question costs"))]
    assert lines_of(active.session, COSTS) == (ItemLine(1, "rent", Decimal(4500)),)


async def test_text_that_is_no_line_explains_what_a_line_is() -> None:
    sent = await sent_by(opened(COSTS), type_text(" \n "))
    assert sent == [(None, lists.not_a_list()), (None, shown("question costs"))]


async def test_line_beyond_the_room_of_the_list_is_refused() -> None:
    active = opened(COSTS)
    full = [ItemLine(n, f"item {n}", Decimal(n)) for n in range(1, MAX_LINES + 1)]
    active.session.answers["costs"] = active.session.new_answer("costs", dump(full), 1, NOON)
    sent = await sent_by(active, type_text("lamp 49"))
    assert sent == [(None, lists.list_is_full()), (None, shown("question costs"))]


async def test_tick_changes_the_question_in_place() -> None:
    active = opened(TICK)
    assert await sent_by(active, tick("b", PRESSED)) == [(PRESSED, shown("question tick"))]
    assert await sent_by(active, tick("a", None)) == [(None, shown("question tick"))]
    assert active.session.pending == "a,b"


async def test_ticked_choices_are_written_below_their_question() -> None:
    active = opened(TICK)
    assert await sent_by(active, finish_ticks(PRESSED)) == [(None, words.nothing_ticked())]
    await sent_by(active, tick("b", PRESSED))
    sent = await sent_by(active, finish_ticks(PRESSED))
    assert sent == [(PRESSED, shown("answered tick")), (None, shown("question costs"))]
    assert active.session.value("tick") == "b"


async def test_ticks_finished_without_a_message_only_ask_the_next_question() -> None:
    active = opened(TICK)
    await sent_by(active, tick("b", None))
    assert await sent_by(active, finish_ticks(None)) == [(None, shown("question costs"))]


async def test_kept_answer_is_written_below_its_question() -> None:
    active = opened(SHOW)
    assert await sent_by(active, keep(SHOW, PRESSED)) == [(None, words.nothing_yet())]
    active.session.answers["show"] = active.session.new_answer("show", "", 1, NOON)
    sent = await sent_by(active, keep(SHOW, PRESSED))
    assert sent == [(PRESSED, shown("answered show")), (None, shown("question tell"))]


async def test_answer_kept_without_a_message_only_asks_the_next_question() -> None:
    active = opened(SHOW)
    active.session.answers["show"] = active.session.new_answer("show", "", 1, NOON)
    assert await sent_by(active, keep(SHOW, None)) == [(None, shown("question tell"))]


async def test_skip_closes_the_question_only_when_it_was_pressed() -> None:
    pressed = await sent_by(opened(SHOW), lambda c, a: steps.skip(c, a, PRESSED))
    assert pressed == [(PRESSED, shown("answered show")), (None, shown("question tell"))]
    typed = await sent_by(opened(SHOW), lambda c, a: steps.skip(c, a, None))
    assert typed == [(None, shown("question tell"))]


async def test_refused_skip_asks_the_question_again() -> None:
    sent = await sent_by(opened(TELL), lambda c, a: steps.skip(c, a, PRESSED))
    assert sent == [(None, words.cannot_skip()), (None, shown("question tell"))]


async def test_step_back_closes_the_question_only_when_it_was_pressed() -> None:
    pressed = await sent_by(opened(TELL), lambda c, a: steps.go_back(c, a, PRESSED))
    assert pressed == [(PRESSED, words.question_left(TELL)), (None, shown("question show"))]
    typed = await sent_by(opened(TELL), lambda c, a: steps.go_back(c, a, None))
    assert typed == [(None, shown("question show"))]


async def test_step_back_from_the_summary_changes_no_message() -> None:
    active = opened(TELL)
    go_to_summary(active.session)
    sent = await sent_by(active, lambda c, a: steps.go_back(c, a, PRESSED))
    assert sent == [(None, shown("question costs"))]


async def test_step_back_at_the_first_question_is_refused() -> None:
    sent = await sent_by(opened(HOURS), lambda c, a: steps.go_back(c, a, PRESSED))
    assert sent == [(None, words.first_question_already()), (None, shown("question hours"))]


async def test_pause_is_confirmed_and_recorded() -> None:
    active = opened(TELL)
    assert await sent_by(active, steps.pause) == [(None, shown("paused"))]
    assert active.session.paused_at == LATER


async def test_answer_to_change_can_be_chosen_only_while_answers_are_open() -> None:
    active = opened(TELL)
    sent = await sent_by(active, steps.choose_answer_to_change)
    assert sent == [(None, shown("which to change"))]
    cast(SampleSession, active.session).closed = True
    with pytest.raises(NotOpen):
        await sent_by(active, steps.choose_answer_to_change)


async def test_complete_answers_are_finished() -> None:
    flow = SampleFlow()
    assert await sent_by(opened(TELL, flow), lambda c, a: steps.finish(c, a, PRESSED)) == []
    assert flow.finished == PRESSED


async def test_finishing_with_a_gap_asks_the_missing_question() -> None:
    active = opened(TELL, SampleFlow(complete=False))
    go_to_summary(active.session)
    active.session.answers["hours"] = active.session.new_answer("hours", "6", 1, NOON)
    sent = await sent_by(active, lambda c, a: steps.finish(c, a, PRESSED))
    assert sent == [(None, shown("question show"))]


async def test_refusal_without_a_gap_is_passed_on() -> None:
    active = opened(TELL, SampleFlow(complete=False))
    for one in QUESTIONS.questions:
        active.session.answers[one.id] = active.session.new_answer(one.id, None, 1, NOON)
    with pytest.raises(AnswerRequired):
        await sent_by(active, lambda c, a: steps.finish(c, a, PRESSED))


async def test_shown_question_is_not_asked_once_more_after_the_update() -> None:
    context = RecordingContext()
    await steps.show_current(cast(ParticipantContext, context), opened(TELL))
    assert context.asked


def test_current_question_is_found_by_its_id() -> None:
    active = opened(TELL)
    assert steps.current_question(active, "tell") is TELL
    assert steps.current_question(active, "pick") is None
    with pytest.raises(UnknownAnswer):
        steps.current_question(active, "gone")
    go_to_summary(active.session)
    assert steps.current_question(active, "tell") is None
    cast(SampleSession, active.session).closed = True
    with pytest.raises(NotOpen):
        steps.current_question(active, "tell")


@pytest.mark.parametrize(
    ("button", "more"),
    [(ExplainWhy, "why"), (ShowExample, "example"), (ExplainSimpler, "simpler")],
)
async def test_help_is_shown_below_the_question_in_place(
    button: Callable[[str, int, str], StepButton], more: str
) -> None:
    flow = SampleFlow()
    flow.active = opened(TELL, flow)
    context = RecordingContext()
    handlers = StepHandlers(Flows({"w": cast(Flow, flow)}))
    await handlers.press(cast(ParticipantContext, context), button("w", 31, "tell"), PRESSED)
    assert context.sent == [(PRESSED, shown(f"question tell {more}"))]
