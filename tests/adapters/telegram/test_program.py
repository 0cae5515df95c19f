"""The program as a process, against a Bot API server for tests: from /start to the decision."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
import pytest_asyncio

from bot.adapters.telegram.channel import WEBHOOK_PATH
from bot.adapters.telegram.receiving import MAX_UPDATE
from bot.app.views.commands import participant_commands
from bot.content.loader import load
from bot.i18n.markup import PlainText
from bot.i18n.render import Renderer
from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import Param, PersonLink, Verbatim, phrase
from bot.questionnaire.rules.questionnaire import Question
from tests.helpers.consultants import KIRSTEN
from tests.helpers.eligibility import labels
from tests.helpers.fake_rasa import FakeRasa
from tests.helpers.program import TOKEN, Program, free_port
from tests.telegram_server import Group, Person, TelegramServer, Violation
from tests.telegram_server.loopback import serving
from tests.telegram_server.webhook import SECRET_HEADER

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

SECRET = "only-Telegram-knows"
TEAM = -1001
PATIENT = 60.0  # seconds; also for messages that wait for the rate limit of their chat
RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText(), "44 77 20 00")
WEBHOOK = {
    "TELEGRAM_MODE": "webhook",
    "PUBLIC_URL": "https://bot.example",
    "WEBHOOK_SECRET": SECRET,
}


def said(text: str, language: str, **params: Param) -> str:
    """Return the text in the catalogue's translation."""
    return RENDERER.plain(phrase(text, **params), language)


@dataclass
class Town:
    """The program, Telegram and the consultants' group.  `…_before`: counts of earlier tests."""

    mode: str
    telegram: TelegramServer
    team: Group
    kirsten: Person
    program: Program
    file: Path
    calls_before: int = 0
    violations_before: int = 0

    def stored(self) -> int:
        with sqlite3.connect(self.file) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM inbox").fetchone()[0])

    def newcomer(self, name: str, language: str) -> Person:
        number = 100 + len(self.telegram.world.people)
        return self.telegram.person(number, name, language_code=language)

    async def sees_label(self, person: Person, label: str) -> bool:
        def shown() -> bool:
            return any(label in message.labels for message in person.screen())

        return await self.telegram.world.activity.until(shown, PATIENT)

    async def calm(self) -> None:
        await self.telegram.settled(quiet=0.7, timeout=PATIENT)

    @property
    def violations(self) -> list[Violation]:
        return self.telegram.violations[self.violations_before :]

    def assert_no_refusals(self) -> None:
        """No rate limit exceeded, no call refused, no press left without an answer."""
        calls = self.telegram.calls[self.calls_before :]
        assert not [(c.method, c.description) for c in calls if c.status != 200]
        assert not self.violations
        assert not self.telegram.unanswered()


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["polling", "webhook"])
async def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    """One program for all tests of a mode; each test adds its own people."""
    mode, port, folder = request.param, free_port(), tmp_path_factory.mktemp("data")
    rasa = FakeRasa(f"http://127.0.0.1:{port}/actions/webhook", TOKEN)
    host = f"http://127.0.0.1:{port}" if mode == "webhook" else ""
    async with serving(rasa.app()) as rasa_url, TelegramServer(webhook_host=host) as telegram:
        kirsten = telegram.person(KIRSTEN, "Kirsten", language_code="da", started=True)
        team = telegram.group(TEAM, "Konsulenter", members=[kirsten])
        settings = WEBHOOK if mode == "webhook" else {}
        program = Program(folder, telegram.url, rasa_url, port, settings)
        await program.start()
        try:
            await program.ready()
            file = folder / "egen-chef.sqlite3"
            yield Town(mode, telegram, team, kirsten, program, file)
            assert await program.stop() == 0
        finally:
            await program.kill()


@pytest_asyncio.fixture(loop_scope="module")
async def town(built: Town) -> Town:
    await built.calm()
    calls, violations = len(built.telegram.calls), len(built.telegram.violations)
    return replace(built, calls_before=calls, violations_before=violations)


ONLY_POLLING = pytest.mark.parametrize("built", ["polling"], indirect=True)
ONLY_WEBHOOK = pytest.mark.parametrize("built", ["webhook"], indirect=True)


# From /start to the decision.


async def presses(person: Person, label: str, under: str) -> None:
    """Wait for the message `under` and press a button of it."""
    shown = await person.sees(under, timeout=PATIENT)
    assert label in shown.labels, person.drawn()
    await person.presses(label)


async def answers(town: Town, person: Person, question: Question, language: str) -> None:
    text = said(question.text, language)
    for label in labels(question, language):
        await presses(person, label, text)
        if label.startswith("☐"):
            assert await town.sees_label(person, label.replace("☐", "☑")), person.drawn()
    if not labels(question, language):
        await person.sees(text, timeout=PATIENT)
        await person.says(reason(person))


def reason(person: Person) -> str:
    return f"Jeg & <{person.id}> vil selv"


async def goes_all_the_way(town: Town, person: Person, language: str) -> None:
    content = load()
    await person.says("/start")
    await presses(person, OWN_NAMES[language], said("Which language would you like?", language))
    await presses(
        person, said("✅ Yes, that is okay", language), said(content.welcome.agreement, language)
    )
    for text in content.welcome.messages:
        await person.sees(said(text, language), timeout=PATIENT)
    thanks = "Thank you! Now you can find out if the course fits you. It takes about 5 minutes."
    await presses(person, said("🌱 May I join?", language), said(thanks, language))
    for question in content.eligibility.questions:
        await answers(town, person, question, language)
    check = said("These are your answers. Is everything right?", language)
    await presses(person, said("📨 Yes, send to the consultant", language), check)
    await person.sees(said("It looks right! The course seems to fit you.", language), PATIENT)
    sent = "I have sent your answers to the consultant, who decides and writes to you here."
    await person.sees(said(sent, language), PATIENT)


async def is_decided(town: Town, person: Person, language: str) -> None:
    """The consultant decides below the Danish summary; the person is told in their language."""
    who = PersonLink(person.user["first_name"], person.id)
    head = said("{person} has answered the questions", "da", person=who)
    summary = await town.team.sees(head, PATIENT)
    assert said("Recommendation: looks right", "da") in summary.text
    assert reason(person) in summary.text, "the person's own words, not translated"
    for question in load().eligibility.questions:
        assert said(question.title, "da") in summary.text
    suitable = said("✅ Looks right for the course", "da")
    assert len(summary.labels) == 3 and suitable in summary.labels
    await town.kirsten.presses_data(f"c:{application(town, person)}:suitable", to=town.team)
    good_news = "Good news: the consultant thinks that the course is right for you!"
    await person.sees(said(good_news, language), PATIENT)
    note = "{consultant}: the course is right for {person}. The message is on its way."
    by = Verbatim("Kirsten")
    await town.team.sees(said(note, "da", consultant=by, person=who), PATIENT)


def application(town: Town, person: Person) -> int:
    with sqlite3.connect(town.file) as connection:
        query = (
            "SELECT a.id FROM applications a JOIN participants p ON p.id = a.participant_id "
            "WHERE p.chat_id = ?"
        )
        return int(connection.execute(query, (person.id,)).fetchone()[0])


async def test_participants_get_from_start_to_the_decision_in_their_languages(
    town: Town,
) -> None:
    people = {
        language: town.newcomer(name, language)
        for language, name in [("da", "Åse"), ("ar", "أمينة"), ("so", "Faadumo")]
    }
    await asyncio.gather(*(goes_all_the_way(town, p, language) for language, p in people.items()))
    await asyncio.gather(*(is_decided(town, p, language) for language, p in people.items()))
    await town.calm()
    town.assert_no_refusals()
    assert bool(town.telegram.calls_of("setWebhook")) == (town.mode == "webhook")
    assert '"level": "error"' not in town.program.log, town.program.log
    assert "vil selv" not in town.program.log, "no text of people in the log"


# Groups, replies, rate limits.


async def test_commands_and_description_are_published_in_every_language(town: Town) -> None:
    await town.calm()
    for language in OWN_NAMES:
        shown = town.telegram.commands(language_code=language)
        expected = {c: RENDERER.plain(p, language) for c, p in participant_commands().items()}
        assert {c["command"]: c["description"] for c in shown} == expected
    assert town.telegram.commands() == town.telegram.commands(language_code="en")
    described = town.telegram.descriptions("setMyDescription")
    assert set(described) == {"", *OWN_NAMES} and all(described.values())
    town.assert_no_refusals()


async def test_bot_leaves_a_foreign_group_with_an_explanation(town: Town) -> None:
    before = town.team.drawn()
    eve = town.newcomer("Eve", "tr")
    family = town.telegram.group(-77, "Aile", members=[eve], bot="left")
    await family.adds_bot(by=eve, status="member")
    await family.sees(said(
        "I only talk with people one by one. Please write to me in private. Goodbye!", "tr"
    ))  # fmt: skip
    await town.calm()
    assert family.chat.members[town.telegram.world.me["id"]] == "left"
    assert town.team.drawn() == before
    town.assert_no_refusals()


async def test_consultants_reply_is_relayed_to_the_participant(town: Town) -> None:
    amina = town.newcomer("أمينة", "ar")
    post = await asks_for_the_consultant(town, amina, "ar")
    await town.kirsten.says("Hej! Ring på <70 & 201>", to=town.team, reply_to=post)
    shown = await amina.sees("Hej! Ring på <70 & 201>", PATIENT)
    assert said("{consultant} (consultant) writes:", "ar", consultant=Verbatim("Kirsten")) in (
        shown.text
    )
    who = PersonLink("أمينة", amina.id)
    await town.team.sees(said("✔ Sent to {person}.", "da", person=who), PATIENT)
    await town.calm()
    town.assert_no_refusals()


@ONLY_POLLING
async def test_talk_among_consultants_is_not_relayed(town: Town) -> None:
    amina = town.newcomer("Amina", "so")
    await asks_for_the_consultant(town, amina, "so")
    before = amina.drawn()
    own = await town.kirsten.says("Kaffe?", to=town.team)
    await town.kirsten.says("Ja tak", to=town.team, reply_to=own.message_id)
    await town.calm()
    assert amina.drawn() == before
    town.assert_no_refusals()


CALLED = "I have told the consultant, who writes to you here or calls."


async def asks_for_the_consultant(town: Town, person: Person, language: str) -> int:
    """Return the id of the message that the group gets."""
    await person.says("/consultant")
    await person.sees(said(CALLED, language), PATIENT)
    who = PersonLink(person.user["first_name"], person.id)
    wish = said("{person} would like to talk with you", "da", person=who)
    return (await town.team.sees(wish, PATIENT)).message_id


@ONLY_POLLING
@pytest.mark.parametrize("noticed", ["told by Telegram", "found out when writing"])
async def test_consultants_are_told_once_that_a_participant_blocked_the_bot(
    town: Town, noticed: str
) -> None:
    amina = town.newcomer(f"Bente, {noticed}", "da")
    post = await asks_for_the_consultant(town, amina, "da")
    if noticed == "told by Telegram":
        await amina.blocks()
    else:
        amina.chat.blocked = True
    await town.kirsten.says("Hej Amina", to=town.team, reply_to=post)
    who = PersonLink(amina.user["first_name"], amina.id)
    lost = said("⚠ Not delivered: {person} has blocked me.", "da", person=who)
    blocked = said("{person} has blocked me. My messages do not arrive.", "da", person=who)
    await town.team.sees(lost, PATIENT)
    await town.calm()
    texts = [shown.text for shown in town.team.screen()]
    assert texts.count(lost) == 1, "one for the message that was not delivered"
    assert texts.count(blocked) == (noticed == "told by Telegram")


@ONLY_POLLING
async def test_burst_to_the_consultants_keeps_telegrams_rate_limits(town: Town) -> None:
    people = [town.newcomer(f"Person{n}", "en") for n in range(5)]
    for person in people:
        await person.says("/consultant")
    for person in people:
        await town.team.sees(f"{person.user['first_name']} ", PATIENT)
    await town.calm()
    assert not town.violations


# The webhook's endpoint.


def update(update_id: Any = 1) -> dict[str, Any]:
    chat = {"id": 42, "type": "private", "first_name": "Eve"}
    sender = {"id": 42, "is_bot": False, "first_name": "Eve"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": "/start"}
    return {"update_id": update_id, "message": message}


async def post(town: Town, body: bytes, headers: dict[str, str]) -> httpx.Response:
    url = f"http://127.0.0.1:{town.program.port}{WEBHOOK_PATH}"
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(url, content=body, headers=headers)


RIGHT = {SECRET_HEADER: SECRET}
NEARLY_RIGHT: list[dict[str, str]] = [
    {},
    {SECRET_HEADER: ""},
    {SECRET_HEADER: SECRET[:-1]},
    {SECRET_HEADER: f"{SECRET}x"},
    {SECRET_HEADER: SECRET.lower()},
    {"Secret": SECRET},
]


@ONLY_WEBHOOK
async def test_webhook_accepts_only_updates_with_the_secret(town: Town) -> None:
    before, valid = town.stored(), json.dumps(update()).encode()
    for wrong in NEARLY_RIGHT:
        assert (await post(town, valid, wrong)).status_code == 403, wrong
    for garbage in (b"", b"not json", b"{", b"\xff\xfe\x00"):
        assert (await post(town, garbage, RIGHT)).status_code == 400, garbage
    for harmless in (b"[]", b"null", b"7", b'"x"', b"{}", json.dumps(update("x")).encode()):
        assert (await post(town, harmless, RIGHT)).status_code == 200, harmless
    large = json.dumps(update() | {"padding": "x" * MAX_UPDATE}).encode()
    assert (await post(town, large, RIGHT)).status_code == 413
    assert town.stored() == before
    assert (await post(town, valid, RIGHT)).status_code == 200
    assert town.stored() == before + 1, "the valid update is stored"
    assert SECRET not in town.program.log


@ONLY_WEBHOOK
async def test_webhook_refuses_too_deeply_nested_json(town: Town) -> None:
    assert (await post(town, b"[" * 100_000, RIGHT)).status_code == 400


@ONLY_POLLING
async def test_no_webhook_route_when_polling(town: Town) -> None:
    before = town.stored()
    assert (await post(town, json.dumps(update()).encode(), RIGHT)).status_code == 404
    assert town.stored() == before
