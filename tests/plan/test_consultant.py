"""A participant's plan for consultants: read, commented on, marked as ready."""

import pytest

from bot.kernel.messages import Verbatim
from bot.kernel.ports import CONSULTANTS
from bot.plan.buttons import CommentOnSection, MarkReady
from bot.plan.consultant.plan import legacy_form
from bot.plan.forms import PlanCommentForm
from bot.plan.rules.document import PlanDocument
from bot.plan.views.consultant import LONGEST_COMMENT
from tests.helpers.course import enclosed, message_behind, on_the_course
from tests.helpers.desk import Consultant, consultant, data_of, says
from tests.helpers.forms import Change, change_stored, looking_otherwise, without_form
from tests.helpers.plan import goes_to, opens_plan, plan_of
from tests.helpers.world import Person, World


@pytest.fixture
async def member(world: World, amina: Person) -> Person:
    await on_the_course(world, amina)
    await goes_to(world, amina, "need")
    await amina.says("It is cold in winter")
    return amina


@pytest.fixture
def mette(world: World) -> Consultant:
    return consultant(world)


async def reads_the_plan(mette: Consultant) -> None:
    await mette.says("/status")
    await mette.taps("s:p:.*")
    await mette.taps("pl:o:.*")


async def comments(mette: Consultant, section: str, words: str) -> None:
    await reads_the_plan(mette)
    await mette.taps("pl:s:.*")
    await mette.taps(f"pl:c:.*:{section}")
    await mette.replies(words)


async def test_the_plan_is_shown_with_danish_headings_and_own_words(
    world: World, member: Person, mette: Consultant
) -> None:
    await reads_the_plan(mette)
    assert says(mette.last.text, "📘 The business plan of {person}")
    assert says(mette.last.text, "The idea") and "It is cold in winter" in mette.last.text


async def test_a_plan_not_yet_begun_can_be_opened_and_commented_on(
    world: World, amina: Person, mette: Consultant
) -> None:
    await on_the_course(world, amina)
    await reads_the_plan(mette)
    assert says(mette.last.text, "There is nothing in it yet.")
    await mette.taps_data(CommentOnSection(1, "idea").pack())
    await mette.replies("Begin with one sentence")
    assert amina.sees("Begin with one sentence")


@pytest.mark.parametrize("form", ["pdf", "docx"])
async def test_the_plan_is_sent_to_the_consultants_as_a_file(
    world: World, member: Person, mette: Consultant, form: str
) -> None:
    await reads_the_plan(mette)
    await mette.taps(f"pl:f:.*:{form}")
    document = (await enclosed(world, CONSULTANTS))[-1].enclosure
    assert isinstance(document, PlanDocument)
    assert (document.form, document.variant) == (form, "both")
    answers = [entry.answer for section in document.sections for entry in section.entries]
    assert answers == [Verbatim("It is cold in winter")]


async def test_a_comment_reaches_the_participant_and_is_shown_in_its_section(
    world: World, member: Person, mette: Consultant
) -> None:
    world.clock.forward(minutes=1)
    await comments(mette, "idea", "What about summer?")
    assert "Mette (consultant) has read “The idea” in your plan and writes:" in member.last.text
    assert "What about summer?" in member.last.text
    await member.presses("✏ Open this part")
    assert "💬 Mette (consultant) writes: “What about summer?”" in member.last.text
    await opens_plan(world, member)
    assert "💬 The idea" in member.last.labels
    world.clock.forward(minutes=1)
    await goes_to(world, member, "need")
    await member.says("It is cold in winter and bright in summer")
    await opens_plan(world, member)
    assert "✏ The idea" in member.last.labels


async def test_a_comment_can_be_marked_as_read(
    world: World, member: Person, mette: Consultant
) -> None:
    world.clock.forward(minutes=1)
    await comments(mette, "idea", "Well written")
    await member.presses("✏ Open this part")
    await member.presses("✔ I have read the comment")
    assert "Well written" not in member.last.text
    assert (await plan_of(world, member)).comments[0].read_at is not None


@pytest.mark.parametrize("words", ["   ", "x" * (LONGEST_COMMENT + 1)])
async def test_an_empty_or_too_long_comment_can_be_sent_again(
    world: World, member: Person, mette: Consultant, words: str
) -> None:
    await comments(mette, "idea", words)
    assert not (await plan_of(world, member)).comments
    asked = next(
        s for s in reversed(mette.screen) if any(d.startswith("pl:no") for d in data_of(s))
    )
    await mette.replies("Shorter", asked)
    assert [c.words for c in (await plan_of(world, member)).comments] == ["Shorter"]


@pytest.mark.parametrize("change", [without_form, looking_otherwise])
async def test_a_comment_needs_the_form_or_in_older_messages_the_button(
    world: World, member: Person, mette: Consultant, change: Change
) -> None:
    await reads_the_plan(mette)
    await mette.taps_data(CommentOnSection(1, "goals").pack())
    asked = mette.last
    await change_stored(world, CONSULTANTS, asked, change)
    await mette.replies("What comes first?", asked)
    [comment] = (await plan_of(world, member)).comments
    assert (comment.section, comment.words) == ("goals", "What comes first?")


async def test_the_prompt_for_a_comment_stores_its_form(
    world: World, member: Person, mette: Consultant
) -> None:
    await reads_the_plan(mette)
    await mette.taps_data(CommentOnSection(1, "goals").pack())
    asked = await message_behind(world, CONSULTANTS, mette.last)
    assert asked.form == legacy_form(asked) == PlanCommentForm(1, "goals")
    await mette.taps("pl:no:.*")
    assert (await message_behind(world, CONSULTANTS, mette.last)).form is None


async def test_a_comment_can_be_cancelled(world: World, member: Person, mette: Consultant) -> None:
    await reads_the_plan(mette)
    await mette.taps("pl:s:.*")
    await mette.taps("pl:c:.*:idea")
    await mette.taps("pl:no:.*")
    assert says(mette.last.text, "No comment was sent.")
    await mette.replies("Too late?")
    assert not (await plan_of(world, member)).comments


async def test_marking_a_plan_as_ready_congratulates_the_participant(
    world: World, member: Person, mette: Consultant
) -> None:
    await reads_the_plan(mette)
    button = next(d for d in data_of(mette.last) if d.startswith("pl:r:"))
    await mette.taps_data(button)
    assert (
        "🎉 Mette has read your business plan: it is ready. Congratulations!" in member.last.text
    )
    await mette.taps_data(button)
    assert says(mette.last.text, "The plan of {person} is marked as ready already.")
    assert sum("Congratulations!" in text for text in member.texts) == 1
    await opens_plan(world, member)
    assert "⭐ Your consultant says that your plan is ready." in member.last.text
    await mette.says("/status")
    await mette.taps("s:p:.*")
    assert says(mette.last.text, "⭐ {consultant} marked the plan as ready on {day}")
    assert not says(mette.last.text, "✏ The plan was changed after it was marked as ready")


async def test_a_change_after_the_mark_is_shown_and_the_mark_can_be_removed(
    world: World, member: Person, mette: Consultant
) -> None:
    await reads_the_plan(mette)
    await mette.taps("pl:r:.*")
    world.clock.forward(minutes=1)
    await goes_to(world, member, "need")
    await member.says("Something else")
    await opens_plan(world, member)
    assert "You have changed it since." in member.last.text
    await reads_the_plan(mette)
    assert says(mette.last.text, "✏ The plan was changed after it was marked as ready")
    await mette.taps("pl:u:.*")
    assert (await plan_of(world, member)).ready_at is None
    await opens_plan(world, member)
    assert "⭐" not in member.last.text


async def test_a_plan_changed_since_it_was_shown_is_not_marked(
    world: World, member: Person, mette: Consultant
) -> None:
    await reads_the_plan(mette)
    button = next(d for d in data_of(mette.last) if d.startswith("pl:r:"))
    world.clock.forward(minutes=1)
    await goes_to(world, member, "need")
    await member.says("Something else")
    await mette.taps_data(button)
    assert mette.sees("{person} has changed the plan meanwhile. Here it is as it is now:")
    assert "Something else" in mette.last.text
    assert (await plan_of(world, member)).ready_at is None


@pytest.mark.parametrize(
    "data", ["pl:o:99", "pl:f:1:exe", "pl:c:1:dreams", "pl", "pl:r:1:x", "pl:z:1"]
)
async def test_invalid_button_data_is_answered(
    world: World, member: Person, mette: Consultant, data: str
) -> None:
    await mette.says("/runs")
    before = len(mette.screen)
    await mette.taps_data(data)
    assert len(mette.screen) == before + 1 and "pl:" not in "".join(data_of(mette.last))


async def test_participants_cannot_use_consultants_buttons(
    world: World, member: Person, mette: Consultant
) -> None:
    await member.presses_data(MarkReady(1, 0).pack(), 1)
    assert "That button is old." in member.last.text
    assert (await plan_of(world, member)).ready_at is None
