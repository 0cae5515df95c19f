"""Free text: what wins over a waiting question, what is the answer, what happens without Rasa."""

import json
from itertools import pairwise

import httpx
import pytest

from bot.adapters.rasa.nlu import RasaNlu
from bot.kernel.database.participants import Participants
from tests.helpers.eligibility import (
    before,
    first_question,
    meaning,
    place,
    progress,
    questions,
    to_question,
    to_the_summary,
    value,
    yes_no_question,
)
from tests.helpers.world import Person, World

IDEA = "I want to sell soup, my sister has a permit and the consultant likes it"
WRITE = first_question(kind="text", optional=False)
INSIDE = {
    "buttons": next(q for q in questions()[1:] if q.kind == "one"),
    "free text": WRITE,
    "several": next(q for q in questions()[1:] if q.kind == "several"),
}


@pytest.mark.parametrize(
    ("intent", "answer"),
    [
        ("ask_help", "I help you find out"),
        ("talk_to_human", "I have told the consultant"),
        ("pause", "Take your time."),
        ("change_language", "Which language would you like?"),
        ("go_back", None),
        ("ask_privacy", "The consultants of the course in Ballerup can read"),
        ("distress", "You are not alone."),
    ],
)
@pytest.mark.parametrize("inside", [*INSIDE, "summary"])
async def test_global_intents_take_precedence_in_every_kind_of_question(
    world: World, amina: Person, intent: str, answer: str | None, inside: str
) -> None:
    if inside == "summary":
        await to_the_summary(amina, IDEA)
    else:
        await to_question(amina, INSIDE[inside], IDEA)
    answer = answer or progress(before(INSIDE[inside]) if inside in INSIDE else questions()[-1])
    given = dict((await amina.application()).answers)
    world.nlu.means("please", intent)
    await amina.says("please")
    assert amina.sees(answer)
    assert (await amina.application()).answers.keys() == given.keys()


async def test_answer_mentioning_permit_or_consultant_is_kept(world: World, amina: Person) -> None:
    world.nlu.means(IDEA, "faq_permits", confidence=0.45)
    await to_question(amina, WRITE)
    await amina.says(IDEA)
    assert (await amina.application()).value(WRITE.id) == IDEA


async def test_interrupted_question_is_resumed(world: World, amina: Person) -> None:
    world.nlu.means("help", "ask_help")
    await to_question(amina, WRITE)
    await amina.says("help")
    assert amina.sees(f"We were at question {place(WRITE)} of {len(questions())}:")
    assert progress(WRITE) in amina.last.text


async def test_uncertain_text_is_confirmed_by_buttons_and_kept(
    world: World, amina: Person
) -> None:
    world.nlu.means(IDEA, "talk_to_human", confidence=0.6)
    await to_question(amina, WRITE)
    await amina.says(IDEA)
    assert (await amina.application()).value(WRITE.id) is None
    await amina.presses("✍ That is my answer")
    assert (await amina.application()).value(WRITE.id) == IDEA


async def test_confirming_a_request_carries_it_out(world: World, amina: Person) -> None:
    world.nlu.means(IDEA, "talk_to_human", confidence=0.6)
    await to_question(amina, WRITE)
    await amina.says(IDEA)
    await amina.presses("🙋 I was asking")
    assert amina.sees("I have told the consultant")
    assert (await amina.application()).value(WRITE.id) is None


async def test_distress_alerts_the_consultant_and_keeps_the_question(
    world: World, amina: Person
) -> None:
    world.nlu.means("i cannot go on", "feel_discouraged", confidence=0.5, distress=0.4)
    await to_question(amina, WRITE)
    await amina.says("i cannot go on")
    assert amina.sees("Livslinien, 70 201 201")
    assert any("🆘" in shown.text for shown in world.team)
    assert (await amina.application()).open


async def test_yes_and_no_answer_a_yes_no_question(world: World, amina: Person) -> None:
    world.nlu.means("aye", "affirm")
    world.nlu.means("nay", "deny")
    question = yes_no_question()
    await to_question(amina, question)
    await amina.says("aye")
    assert (await amina.application()).value(question.id) == meaning(question, "affirm").id
    await amina.presses("◀ Back")
    await amina.says("nay")
    assert (await amina.application()).value(question.id) == meaning(question, "deny").id


async def test_yes_without_a_question_is_acknowledged(world: World, amina: Person) -> None:
    world.nlu.means("aye", "affirm")
    await amina.says("aye")
    assert amina.last.text.startswith("All right.")


@pytest.mark.parametrize(("intent", "agreed"), [("affirm", True), ("deny", False)])
async def test_yes_and_no_answer_the_question_for_consent(
    world: World, intent: str, agreed: bool
) -> None:
    amina = world.person(language="en")
    await amina.says("/start")
    await amina.presses("English")
    world.nlu.means("hm", intent)
    await amina.says("hm")
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
    assert participant is not None and [c.agreed for c in participant.consents] == [agreed]


async def test_question_that_may_stay_open_is_skipped_on_request(
    world: World, amina: Person
) -> None:
    question = first_question(kind="text", optional=True)
    await to_question(amina, question)
    world.nlu.means("next one", "skip")
    await amina.says("next one")
    application = await amina.application()
    assert application.has_answer(question.id) and application.value(question.id) is None


async def test_apology_is_not_repeated_in_a_row(world: World, amina: Person) -> None:
    world.nlu.means("blorb", "out_of_scope")
    said = []
    for _ in range(4):
        await amina.says("blorb")
        said.append(amina.last.text)
    assert all(one != other for one, other in pairwise(said))
    assert "Shall I ask the consultant?" in said[2], "after three of them the human is offered"


async def test_while_rasa_is_down_buttons_work_and_texts_wait(world: World, amina: Person) -> None:
    world.nlu.ready = False
    await to_question(amina, WRITE)
    await amina.says(IDEA)
    assert "One moment please." in amina.last.text
    await amina.says("/help")
    assert "I help you find out" in amina.last.text
    world.nlu.ready = True
    await world.settle()
    assert (await amina.application()).value(WRITE.id) == IDEA


async def test_one_moment_notice_is_sent_once(world: World, amina: Person) -> None:
    world.nlu.ready = False
    await amina.says("hello")
    await amina.says("are you there")
    assert sum("One moment please." in text for text in amina.texts) == 1


async def test_waiting_texts_are_interpreted_in_order(world: World, amina: Person) -> None:
    world.nlu.ready = False
    for text in ("one two", "three four", "five six"):
        await amina.says(text)
    world.nlu.ready = True
    await world.settle()
    assert world.nlu.heard == ["one two", "three four", "five six"]


async def test_waiting_text_never_answers_a_later_question(world: World, amina: Person) -> None:
    world.nlu.ready = False
    await to_question(amina, WRITE)
    await amina.says("because of my children")
    await amina.presses("◀ Back")
    world.nlu.ready = True
    await world.settle()
    assert (await amina.application()).value(WRITE.id) is None
    assert (await amina.application()).value(before(WRITE).id) == value(before(WRITE))


@pytest.mark.parametrize("text", ["/restart", "/greet{}", "/deny", "//"])
async def test_slash_text_still_goes_through_nlu(text: str) -> None:
    sent: list[bytes] = []

    def rasa(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        return httpx.Response(200, json=[])

    async with httpx.AsyncClient(transport=httpx.MockTransport(rasa)) as client:
        nlu = RasaNlu(client, lambda: "http://rasa", lambda: True, "token")
        await nlu.submit(1, 42, text, "en", "")
    assert not json.loads(sent[0])["message"].startswith("/")
