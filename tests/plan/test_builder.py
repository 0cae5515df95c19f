"""The plan built in the chat: question by question, in any order, over weeks."""

import pytest

from bot.course.rules.enrolments import Standing, standing
from bot.kernel.views.text import length
from bot.plan.buttons import (
    AcceptAllSuggestions,
    AcceptSuggestion,
    GetPlanFile,
    GoToQuestion,
    OpenPlan,
    OpenSection,
    ReadPlan,
    ShowFinding,
)
from bot.questionnaire.buttons import ChangeAnswer, GiveAnswer
from tests.helpers.course import answers_of, enrol, enrolment_of, on_the_course, opens, to_step
from tests.helpers.desk import applicant, consultant
from tests.helpers.plan import WEEK_6, answers_tasks, goes_to, opens_plan, plan_of, view_of
from tests.helpers.world import Person, World


@pytest.fixture
async def member(world: World, amina: Person) -> Person:
    await on_the_course(world, amina)
    return amina


async def test_the_overview_shows_the_status_of_each_section(world: World, member: Person) -> None:
    plan = await goes_to(world, member, "sentence")
    await member.says("I sew curtains for people in my street")
    await opens_plan(world, member)
    assert "0 of 11 parts are finished." in member.last.text
    assert "You were at “Why people need it” in “The idea”." in member.last.text
    assert "✏ The idea" in member.last.labels and "⬜ Competitors" in member.last.labels
    await member.presses("▶ Go on")
    assert "question 2 of 3" in member.last.text
    await member.says("Windows need them")
    await member.says("Warm rooms")
    assert "“The idea”: this is what you have." in member.last.text
    assert "I sew curtains for people in my street" in member.last.text
    await opens_plan(world, member)
    assert "1 of 11 parts is finished." in member.last.text
    assert "✅ The idea" in member.last.labels
    await member.presses_data(OpenSection(plan, "idea").pack(), 1)
    assert "this is what you have." in member.last.text


async def test_sections_can_be_answered_in_any_order_and_answers_changed(
    world: World, member: Person
) -> None:
    await opens_plan(world, member)
    await member.presses("⬜ Goals and next steps")
    assert "What do you want to have done in three months?" in member.last.text
    await member.says("Ten curtains")
    plan = await goes_to(world, member, "goal")
    assert "Your answer now: ✔ “Ten curtains”" in member.last.text
    await member.says("Twelve curtains")
    assert (await plan_of(world, member)).value("goal") == "Twelve curtains"
    assert "What is your first small step" in member.last.text
    await member.presses_data(ChangeAnswer("b", plan, "goal").pack(), 1)
    await member.presses("➕ Add something to it")
    assert "Write what you want to add." in member.last.text
    await member.says("and a cushion")
    assert (await plan_of(world, member)).value("goal") == "Twelve curtains\nand a cushion"


async def test_a_question_can_be_left_for_later(world: World, member: Person) -> None:
    plan = await goes_to(world, member, "goal")
    await member.presses("Skip ▶")
    assert "What is your first small step" in member.last.text
    world.nlu.means("skip this", "skip")
    await member.says("skip this")
    await member.presses("Skip ▶")  # this one is optional
    await member.presses("Skip ▶")
    assert "“Goals and next steps”: this is what you have." in member.last.text
    assert set((await plan_of(world, member)).answers) == {"helper"}
    await member.presses_data(OpenSection(plan, "goals").pack(), 1)
    assert "What do you want to have done in three months?" in member.last.text


# Suggestions from tasks


async def test_an_answer_to_a_task_is_suggested_and_accepted_with_one_press(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina, weeks=2)
    await answers_tasks(world, amina, {"simply": {"sentence": "I help old people"}})
    plan = await goes_to(world, amina, "sentence")
    assert "In week 2 you wrote: “I help old people”" in amina.last.text
    assert len((await view_of(world, amina)).pending_suggestions()) == 1
    await amina.presses("✔ Keep it")
    assert "Why do people need this?" in amina.last.text
    assert (await plan_of(world, amina)).value("sentence") == "I help old people"
    await answers_tasks(world, amina, {"simply": {"sentence": "Something else now"}})
    await amina.presses_data(
        AcceptSuggestion(plan, "sentence").pack(), 1
    )  # an old button changes nothing
    assert (await plan_of(world, amina)).value("sentence") == "I help old people"


async def test_a_suggestion_can_be_appended_to_or_replaced(world: World, amina: Person) -> None:
    await on_the_course(world, amina, weeks=2)
    await answers_tasks(world, amina, {"simply": {"sentence": "I help old people"}})
    await goes_to(world, amina, "sentence")
    await amina.presses("➕ Add something to it")
    await amina.says("in Ballerup")
    assert (await plan_of(world, amina)).value("sentence") == "I help old people\nin Ballerup"
    await goes_to(world, amina, "sentence")
    await amina.says("I repair bicycles")
    assert (await plan_of(world, amina)).value("sentence") == "I repair bicycles"
    given = await answers_of(world, amina, "simply")
    assert given["sentence"] == "I help old people"  # the task stays as it was


async def test_all_suggestions_can_be_accepted_at_once(world: World, amina: Person) -> None:
    await on_the_course(world, amina, weeks=6)
    await answers_tasks(
        world, amina, {**WEEK_6, "simply": {"sentence": "I sew"}, "offer": {"day": "4"}}
    )
    plan = await opens_plan(world, amina)
    await amina.presses("✔ Keep 7 answers from my tasks")
    assert amina.sees("✔ 7 answers are in your plan now.")
    kept = await plan_of(world, amina)
    assert {"sentence", "price", "cost", "day", "buy", "monthly", "units"} == set(kept.answers)
    before = len(amina.texts)
    await amina.presses_data(AcceptAllSuggestions(plan).pack(), 1)
    assert len(amina.texts) == before + 1  # only the overview, as it is
    assert (await view_of(world, amina)).budget.price == 250


async def test_choices_of_a_task_are_suggested_too(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await answers_tasks(world, amina, {"why": {"reasons": "money,family"}})
    await goes_to(world, amina, "why")
    assert "In week 1 you chose: Earn my own money and Do it for my family" in amina.last.text
    await amina.presses("✔ Keep it")
    assert (await plan_of(world, amina)).value("why") == "money,family"


# Beside other conversations


async def test_after_weeks_the_plan_resumes_at_its_question(world: World, member: Person) -> None:
    await goes_to(world, member, "need")
    await member.presses("⏸ Pause")
    assert "What you wrote is safe." in member.last.text
    world.clock.forward(days=40)
    world.nlu.means("my business plan please", "build_plan")
    await member.says("my business plan please")
    assert "📘 Your plan" in member.last.text and "▶ Start" in member.last.labels
    await member.presses("▶ Start")
    assert "Why do people need this?" in member.last.text
    await member.says("Because it is cold")
    assert (await plan_of(world, member)).value("need") == "Because it is cold"


async def test_work_on_the_plan_counts_as_activity(world: World, member: Person) -> None:
    world.clock.forward(days=5)
    await goes_to(world, member, "need")
    mine, now = await enrolment_of(world, member), world.clock()
    for submission in mine.submissions:
        submission.due_on = now.date()  # nothing is late
    assert standing(mine, world.content.course, now.date(), now) is Standing.UNDER_WAY
    world.clock.forward(days=5)
    now = world.clock()
    for submission in mine.submissions:
        submission.due_on = now.date()
    assert standing(mine, world.content.course, now.date(), now) is Standing.SILENT


async def test_a_task_opened_later_takes_over_from_the_plan(world: World, member: Person) -> None:
    await goes_to(world, member, "need")
    world.clock.forward(minutes=5)
    await to_step(world, member, "why", "year")
    await member.says("I want to be calm")
    assert (await answers_of(world, member, "why"))["year"] == "I want to be calm"
    assert (await plan_of(world, member)).value("need") is None
    world.clock.forward(minutes=5)
    await goes_to(world, member, "need")
    await member.says("It is cold")
    assert (await plan_of(world, member)).value("need") == "It is cold"
    world.clock.forward(minutes=5)
    await opens(world, member, "why")


async def test_a_question_to_the_bot_is_not_stored_as_an_answer(
    world: World, member: Person
) -> None:
    await goes_to(world, member, "need")
    world.nlu.means("what is moms?", "faq_vat_tax")
    await member.says("what is moms?")
    assert member.sees("VAT (moms) is 25 percent.")
    assert member.sees("Now back to your plan, to “The idea”:")
    assert "Why do people need this?" in member.last.text
    assert not (await plan_of(world, member)).answers


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("talk_to_human", "I have told the consultant"),
        ("ask_help", "You can write: back, skip, pause, language."),
        ("distress", "consultant"),
    ],
)
async def test_requests_for_help_or_a_human_are_not_stored_as_answers(
    world: World, member: Person, intent: str, text: str
) -> None:
    await goes_to(world, member, "need")
    world.nlu.means("please", intent, distress=0.97 if intent == "distress" else 0)
    await member.says("please")
    assert member.sees(text)
    assert not (await plan_of(world, member)).answers


@pytest.mark.parametrize("kind", ["photo", "voice"])
async def test_a_picture_or_voice_message_is_refused_and_the_question_repeated(
    world: World, member: Person, kind: str
) -> None:
    await goes_to(world, member, "need")
    file = {"file_id": "x", "file_size": 100}
    await member.sends(**{kind: [file] if kind == "photo" else file})
    assert member.sees("The plan is made of words and numbers.")
    assert "Why do people need this?" in member.last.text


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")', "{{7*7}} and {0} %s", "<b>bold</b> *stars* _lines_ [x](http://y)",
        "\u202eright to left\u202c", "👩🏽‍🦳🪡🧵 curtains", "'; DROP TABLE business_plans; --",
    ],
)  # fmt: skip
async def test_hostile_text_is_stored_and_shown_verbatim(
    world: World, member: Person, text: str
) -> None:
    plan = await goes_to(world, member, "need")
    await member.says(text)
    assert (await plan_of(world, member)).value("need") == text
    await member.presses_data(ReadPlan(plan).pack(), 1)
    assert text.strip("\u202e\u202c") in member.last.text  # nothing may turn what stands around
    await member.presses_data(GetPlanFile("pdf", "own").pack(), 1)
    assert not member.sees("went wrong")


@pytest.mark.parametrize("letter", ["w", "👩🏽"])
async def test_long_answers_are_split_into_messages_within_telegrams_limit(
    world: World, member: Person, letter: str
) -> None:
    for question in ("sentence", "need", "better"):
        plan = await goes_to(world, member, question)
        await member.says((letter * 3000)[:3000])
        await member.presses_data(GoToQuestion(plan, question).pack(), 1)
    await goes_to(world, member, "buy")
    await member.says("\n".join(f"{n}{letter * 50} 1" for n in range(30)))
    await member.presses_data(OpenSection(plan, "idea").pack(), 1)
    await member.presses_data(ReadPlan(plan).pack(), 1)
    await consultant(world).taps_data(OpenPlan(1).pack(), member.last)
    pages = [*member.texts, *(shown.text for shown in world.team)]
    assert "…" in pages[-1]
    assert all(length(page) <= 4096 for page in pages)


# Old, repeated and forged presses


@pytest.mark.parametrize(
    "verb",
    ["pb:q:{}:nobody", "pb:s:{}:dreams", "pb:x", "pb:i:{}:sentence:1", "pb:r:{}:99", "pb:l:{}:x",
     "b:{}:a:kind:nobody", "b:{}:y", "pb:a:{}:price", "pb:q:{}"],
)  # fmt: skip
async def test_invalid_button_data_is_answered(world: World, member: Person, verb: str) -> None:
    plan = await opens_plan(world, member)
    await member.presses_data(verb.format(plan), 1)
    assert "That button is old." in member.last.text


async def test_another_participants_plan_cannot_be_reached(world: World, member: Person) -> None:
    plan = await goes_to(world, member, "need")
    other = await applicant(world, 43, "Omar")
    await enrol(world, other)
    await opens_plan(world, other)
    for verb in (
        GoToQuestion(plan, "need").pack(),
        GiveAnswer("b", plan, "kind", "private").pack(),
        ReadPlan(plan).pack(),
    ):
        await other.presses_data(verb, 1)
        assert "That button is old." in other.last.text
    assert not (await plan_of(world, member)).answers


async def test_a_repeated_press_changes_nothing(world: World, member: Person) -> None:
    plan = await goes_to(world, member, "kind")
    await member.presses("Private people")
    before = len(member.texts)
    await member.presses_data(GiveAnswer("b", plan, "kind", "private").pack(), 1)
    assert len(member.texts) == before
    await member.presses_data(
        GiveAnswer("b", plan, "place", "home").pack(), 1
    )  # of a section that is not the current one
    assert (await plan_of(world, member)).value("place") == "home"


async def test_without_a_course_there_is_no_plan(world: World, amina: Person) -> None:
    await amina.says("/plan")
    assert "You are not on a course yet." in amina.last.text
    await amina.presses_data(GoToQuestion(1, "need").pack(), 1)
    assert "You are not on a course yet." in amina.last.text


# The check of a plan


async def test_findings_are_shown_one_at_a_time_with_a_button_to_the_question(
    world: World, member: Person
) -> None:
    for question, value in (("price", "100"), ("cost", "150")):
        await goes_to(world, member, question)
        await member.says(value)
    plan = await opens_plan(world, member)
    await member.presses("🔎 2 things to look at")
    assert "🔎 1 of 2" in member.last.text
    assert "A customer pays you 100 kr, and one costs you 150 kr." in member.last.text
    await member.presses("Next ▶")
    assert "In “What I sell”, 3 questions still wait for you." in member.last.text
    await member.presses_data(ShowFinding(plan, 0).pack(), 1)
    await member.presses("✏ To “The price”")
    await member.says("400 kr.")
    await opens_plan(world, member)
    assert "🔎 1 thing to look at" in member.last.labels
