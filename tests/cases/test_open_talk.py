"""During an open talk: which presses and commands bring the assistant back, and what comes next.

A press after which the participant types an answer must leave the talk, or the consultant would
get that answer.  What only shows something must keep it, or the consultant would miss messages.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from bot.cases.rules.cases import Case, CaseReason
from bot.cases.rules.relays import HOLD, relay_of
from bot.kernel.callback_data import Access, CallbackData
from bot.kernel.commands import RunCommand, leaves_talk
from bot.kernel.incoming import Command, Content, Press
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant
from tests.golden.test_callback_data import STRINGS
from tests.helpers.appointments import books, offers
from tests.helpers.course import on_the_course, submission_of
from tests.helpers.desk import applicant
from tests.helpers.plan import opens_plan
from tests.helpers.talk import case_of
from tests.helpers.world import Person, World

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ANSWER = "Because I want to sew curtains"

# Topics of participants' presses, and whether each press of the topic leaves an open talk.
LEAVES = {
    "b": True, "e": True, "k": True, "p": True, "pb": True, "t": True, "w": True,
    "i": True, "d": False, "da": False, "f": False, "fa": False, "g": False, "lang": False,
    "ok": False,
}  # fmt: skip
# Topics where it depends on the press, by the first argument.
LEAVES_SOMETIMES = {
    # The settings of reminders can be typed; a snooze or a stop asks for nothing.
    "n": {"s": False, "d": True, "m": True, "on": True, "q": True, "r": True, "t": True,
          "w": True, "x": False},
    "ht": {"g": True, "w": False, "y": False, "n": False, "m": False, "r": False},
    # "None of these times fits" asks to write which ones do.
    "y": {"n": True, "a": False, "p": False, "m": False, "c": False, "cy": False, "s": False,
          "i": False},
}  # fmt: skip
TOPICS = {*LEAVES, *LEAVES_SOMETIMES, "m"}
PARTICIPANTS = [data for data in STRINGS if data.split(":")[0] in TOPICS]


def leaves(world: World, content: Content) -> bool:
    """Whether an update leaves an open talk; without a database."""
    participant = Participant(42, "Amina", "en", NOW, id=1)
    case = Case(1, NOW, CaseReason.ASKED, id=1)
    context = ParticipantContext(cast(Any, None), participant, 1, NOW, talk=case)
    world.services.cases.leave_talk(context, content)
    return not case.talking


def expected(data: str) -> bool:
    topic, *arguments = data.split(":")
    if topic == "m":
        return leaves_talk(arguments[0])
    if topic in LEAVES_SOMETIMES:
        return LEAVES_SOMETIMES[topic][arguments[0]]
    return LEAVES[topic]


def test_every_topic_of_participants_is_in_the_table() -> None:
    for topic in {data.split(":")[0] for data in STRINGS}:
        access = {button.access for button in CallbackData.by_topic.get(topic, ())}
        assert (Access.CONSULTANTS in access) == (topic not in TOPICS) or not access


async def test_every_press_leaves_the_talk_or_keeps_it_as_in_the_table(world: World) -> None:
    found = {data: leaves(world, Press(data, 1, "7")) for data in PARTICIPANTS}
    assert found == {data: expected(data) for data in PARTICIPANTS}


@pytest.mark.parametrize("data", ["", "nothing", "w", "pb:zz", "ht:z", "m", "y:zz"])
async def test_data_that_no_button_carries_keeps_the_talk(world: World, data: str) -> None:
    assert not leaves(world, Press(data, 1, "7"))


@pytest.mark.parametrize("name", ["task", "meeting", "deleteme", "consultant", "help", "zzz"])
async def test_typed_command_and_its_button_do_the_same(world: World, name: str) -> None:
    typed = leaves(world, Command(name, "", 1))
    assert typed == leaves(world, Press(RunCommand(name).pack(), 1, "7")) == leaves_talk(name)


async def test_a_closed_case_has_no_talk_to_leave(world: World) -> None:
    context = ParticipantContext(cast(Any, None), Participant(42, "Amina", "en", NOW), 1, NOW)
    world.services.cases.leave_talk(context, Command("menu", "", 1))
    assert not context.talking


# --- conversations: what is typed after the press


Data = Callable[[World, Person], Awaitable[str]]


def fixed(data: str) -> Data:
    async def same(world: World, person: Person) -> str:
        return data

    return same


def of_submission(data: str) -> Data:
    async def filled(world: World, person: Person) -> str:
        return data.format(id=(await submission_of(world, person, "why")).id)

    return filled


def of_plan(data: str) -> Data:
    async def filled(world: World, person: Person) -> str:
        return data.format(id=await opens_plan(world, person))

    return filled


async def rejected_offer(world: World, person: Person) -> str:
    return f"y:n:{(await offers(world, person, in_an_hour(world))).id}"


async def interpreter(world: World, person: Person) -> str:
    return f"y:i:{(await books(world, person, in_an_hour(world))).id}:1"


def in_an_hour(world: World) -> datetime:
    return world.clock.now + timedelta(hours=1)


@dataclass(frozen=True)
class Row:
    """A press.  `asks`: the text that is typed next is for the assistant."""

    name: str
    data: Data
    asks: bool

    def __repr__(self) -> str:
        return self.name


MAIN = [
    Row("question of a task", of_submission("w:{id}:r"), True),
    Row("open a task", of_submission("k:o:{id}"), True),
    Row("question of the plan", of_plan("pb:q:{id}:sentence"), True),
    Row("section of the plan", of_plan("pb:s:{id}:idea"), True),
    Row("change an answer of the plan", of_plan("b:{id}:c:sentence"), True),
    Row("command: task", fixed("m:task"), True),
    Row("none of the times fits", rejected_offer, True),
]
OTHERS = [
    Row("example of a question", of_submission("w:{id}:h:reason"), True),
    Row("money of the plan", fixed("pb:m"), True),
    Row("reminder settings", fixed("n:m"), True),
    Row("reminders: quiet hours", fixed("n:q"), True),
    Row("command: menu", fixed("m:menu"), True),
    Row("command: plan", fixed("m:plan"), True),
    Row("back to the assistant", fixed("ht:g"), True),
    Row("fact card", fixed("f:permits:1"), False),
    Row("term", fixed("g:moms"), False),
    Row("keep my data", fixed("d:no"), False),
    Row("Danish below", fixed("da"), False),
    Row("language", fixed("lang:tr"), False),
    Row("command: help", fixed("m:help"), False),
    Row("command: privacy", fixed("m:privacy"), False),
    Row("the whole privacy notice", fixed("d:more"), False),
    Row("interpreter", interpreter, False),
    Row("write to the consultant", fixed("ht:w"), False),
    Row("ask about a fact", fixed("fa:permits"), False),
    Row("talk about the result", fixed("ht:r"), False),
]


async def type_after(world: World, row: Row, language: str) -> bool:
    """Press during an open talk, then type: whether the text is relayed to the consultants.

    Otherwise the assistant must have answered it.
    """
    amina = await applicant(world, language=language)
    await on_the_course(world, amina)
    world.clock.now = world.clock.now.astimezone(UTC)
    data = await row.data(world, amina)
    await amina.says("/consultant")
    assert (await case_of(world, amina)).talking
    await amina.presses_data(data, amina.last.message_id)
    seen = len(amina.texts)
    await amina.says(ANSWER)
    await world.passes(seconds=HOLD.total_seconds())
    relays = [shown for shown in world.team if shown.row and relay_of(shown.row.key) is not None]
    relayed = any(ANSWER in shown.text for shown in relays)
    assert relayed or len(amina.texts) > seen
    return relayed


@pytest.mark.parametrize("language", ["en", "ar", "so"])
@pytest.mark.parametrize("row", MAIN, ids=repr)
async def test_typed_answer_goes_to_the_assistant(world: World, row: Row, language: str) -> None:
    assert not await type_after(world, row, language)


@pytest.mark.parametrize("row", OTHERS, ids=repr)
async def test_next_text_goes_where_the_press_leads(world: World, row: Row) -> None:
    assert await type_after(world, row, "en") is not row.asks
