"""The real program before Telegram's stand-in: people from /start to the consultant's word, both ways in."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.content.loader import load
from bot.domain.languages import OWN_NAMES
from bot.domain.messages import Param, PersonLink, Verbatim, phrase
from bot.domain.questionnaire import Question
from bot.i18n.markup import PlainText
from bot.i18n.render import Renderer
from bot.telegram.channel import WEBHOOK_PATH
from bot.telegram.receiving import LARGEST_UPDATE
from bot.wording.commands import participant_commands
from tests.helpers.fake_rasa import FakeRasa
from tests.helpers.program import TOKEN, Program, free_port
from tests.telegram_server import Group, Person, TelegramServer
from tests.telegram_server.loopback import serving

pytestmark = pytest.mark.slow

SECRET = "only-Telegram-knows"
TEAM = -1001
PATIENT = 30.0  # for what waits behind the pace of one message a second
RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText(), "44 77 20 00")
MODES = ["polling", "webhook"]


def said(text: str, language: str, **params: Param) -> str:
    """As the catalogue words it."""
    return RENDERER.plain(phrase(text, **params), language)


@dataclass
class Town:
    """The program, Telegram, the consultants' group and a Rasa."""

    telegram: TelegramServer
    team: Group
    kirsten: Person
    program: Program
    file: Path

    def stored(self) -> int:
        with sqlite3.connect(self.file) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM inbox").fetchone()[0])

    async def calm(self) -> None:
        await self.telegram.settled(quiet=1, timeout=PATIENT)

    def assert_no_refusals(self) -> None:
        """Nothing Telegram minds: no limit overrun, no call refused, no spinner left turning."""
        refused = [(c.method, c.description) for c in self.telegram.calls if c.status != 200]
        assert not refused
        assert not self.telegram.violations
        assert not self.telegram.unanswered()


Settle = Callable[[str], Awaitable[Town]]


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Settle]:
    """Gives a program that runs in this mode; it ends well with the test."""
    async with AsyncExitStack() as stack:

        async def settle(mode: str) -> Town:
            port = free_port()
            rasa = FakeRasa(f"http://127.0.0.1:{port}/actions/webhook", TOKEN)
            rasa_url = await stack.enter_async_context(serving(rasa.app()))
            host = f"http://127.0.0.1:{port}" if mode == "webhook" else ""
            telegram = await stack.enter_async_context(TelegramServer(webhook_host=host))
            kirsten = telegram.person(900, "Kirsten", language_code="da")
            team = telegram.group(TEAM, "Konsulenter", members=[kirsten])
            webhook = {
                "TELEGRAM_MODE": "webhook",
                "PUBLIC_URL": "https://bot.example",
                "WEBHOOK_SECRET": SECRET,
            }
            settings = webhook if mode == "webhook" else {}
            folder = tmp_path / "data"
            program = Program(folder, telegram.url, rasa_url, port, settings)
            await program.start()
            stack.push_async_callback(program.kill)
            await program.ready()
            return Town(telegram, team, kirsten, program, folder / "egen-chef.sqlite3")

        yield settle


# The way of a new person.


async def presses(person: Person, label: str, under: str) -> None:
    """Waits for the message, however long the pace of the chat holds it back, and presses."""
    shown = await person.sees(under, timeout=PATIENT)
    assert label in shown.labels, person.drawn()
    await person.presses(label)


async def answers(person: Person, question: Question, language: str) -> None:
    text = said(question.text, language)
    if question.kind == "one":
        await presses(person, said(question.choices[0].label, language), text)
    elif question.kind == "several":
        choice = said(question.choices[0].label, language)
        box = phrase(question.choices[0].label)
        await presses(person, said("☐ {choice}", language, choice=box), text)
        while not any(f"☑ {choice}" in shown.labels for shown in person.screen()):
            await asyncio.sleep(0.05)
        await presses(person, said("✅ Done", language), text)
    elif question.optional:
        await presses(person, said("Skip ▶", language), text)
    else:
        await person.sees(text, timeout=PATIENT)
        await person.says(reason(person))


def reason(person: Person) -> str:
    return f"Jeg & <{person.id}> vil selv"


async def goes_all_the_way(person: Person, language: str) -> None:
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
        await answers(person, question, language)
    check = said("These are your answers. Is everything right?", language)
    await presses(person, said("📨 Yes, send to the consultant", language), check)
    await person.sees(said("It looks right! The course seems to fit you.", language), PATIENT)
    sent = "I have sent your answers to the consultant, who decides and writes to you here."
    await person.sees(said(sent, language), PATIENT)


async def is_decided(town: Town, person: Person, language: str) -> None:
    """Under the summary, in Danish, the consultant presses; the person reads it in their own language."""
    town_screen = town.team
    who = PersonLink(person.user["first_name"], person.id)
    head = said("{person} has answered the questions", "da", person=who)
    summary = await town_screen.sees(head, PATIENT)
    assert said("Recommendation: looks right", "da") in summary.text
    assert reason(person) in summary.text, "the person's own words, untouched"
    for question in load().eligibility.questions:
        assert said(question.title, "da") in summary.text
    suitable = said("✅ Looks right for the course", "da")
    assert len(summary.labels) == 3 and suitable in summary.labels
    await town.kirsten.presses_data(f"c:{application(town, person)}:suitable", to=town.team)
    good_news = "Good news: the consultant thinks that the course is right for you!"
    await person.sees(said(good_news, language), PATIENT)
    note = "{consultant}: the course is right for {person}. The message is on its way."
    by = Verbatim("Kirsten")
    await town_screen.sees(said(note, "da", consultant=by, person=who), PATIENT)


def application(town: Town, person: Person) -> int:
    with sqlite3.connect(town.file) as connection:
        query = (
            "SELECT a.id FROM applications a JOIN participants p ON p.id = a.participant_id "
            "WHERE p.chat_id = ?"
        )
        return int(connection.execute(query, (person.id,)).fetchone()[0])


@pytest.mark.parametrize("mode", MODES)
async def test_new_people_come_from_start_to_the_consultants_word_in_their_languages(
    town: Settle, mode: str
) -> None:
    here = await town(mode)
    people = {
        language: here.telegram.person(number, name, language_code=language)
        for number, (language, name) in enumerate(
            [("da", "Åse"), ("ar", "أمينة"), ("so", "Faadumo")], 101
        )
    }
    await asyncio.gather(*(goes_all_the_way(p, language) for language, p in people.items()))
    await asyncio.gather(*(is_decided(here, p, language) for language, p in people.items()))
    await here.calm()
    here.assert_no_refusals()
    assert here.telegram.calls_of("setWebhook") if mode == "webhook" else True
    assert await here.program.stop() == 0
    assert '"level": "error"' not in here.program.log
    assert "vil selv" not in here.program.log, "nobody's words in the log"


# What happens around a conversation.


@pytest.mark.parametrize("mode", MODES)
async def test_the_commands_stand_in_telegrams_menu_in_every_language(
    town: Settle, mode: str
) -> None:
    here = await town(mode)
    await here.calm()
    for language in OWN_NAMES:
        shown = here.telegram.commands(language_code=language)
        expected = {c: RENDERER.plain(p, language) for c, p in participant_commands().items()}
        assert {c["command"]: c["description"] for c in shown} == expected
    assert here.telegram.commands() == here.telegram.commands(language_code="en")
    described = here.telegram.descriptions("setMyDescription")
    assert set(described) == {"", *OWN_NAMES} and all(described.values())
    here.assert_no_refusals()


async def test_every_command_of_the_menu_is_one_the_assistant_knows(town: Settle) -> None:
    here = await town("polling")
    amina = here.telegram.person(101, "Amina", language_code="en")
    await amina.says("/start")
    await presses(amina, "English", "Which language")
    await presses(amina, "✅ Yes, that is okay", "Is it okay")
    await amina.sees("Thank you! Now you can", PATIENT)
    for command in participant_commands():
        await amina.says(f"/{command}")
    await here.calm()
    assert "I do not know that command" not in amina.drawn()
    here.assert_no_refusals()


@pytest.mark.parametrize("mode", MODES)
async def test_a_group_the_bot_was_added_to_by_chance_is_left_with_a_word(
    town: Settle, mode: str
) -> None:
    here = await town(mode)
    eve = here.telegram.person(666, "Eve", language_code="tr")
    family = here.telegram.group(-77, "Aile", members=[eve], bot="left")
    await family.adds_bot(by=eve, status="member")
    await family.sees(said(
        "I only talk with people one by one. Please write to me in private. Goodbye!", "tr"
    ))  # fmt: skip
    await here.calm()
    assert family.chat.members[here.telegram.world.me["id"]] == "left"
    assert here.team.screen() == []
    here.assert_no_refusals()


@pytest.mark.parametrize("mode", MODES)
async def test_a_consultants_reply_is_passed_on_to_the_person(town: Settle, mode: str) -> None:
    here = await town(mode)
    amina = here.telegram.person(101, "أمينة", language_code="ar")
    post = await asks_for_the_consultant(here, amina, "ar")
    await here.kirsten.says("Hej! Ring på <70 & 201>", to=here.team, reply_to=post)
    shown = await amina.sees("Hej! Ring på <70 & 201>", PATIENT)
    assert said("{consultant} (consultant) writes:", "ar", consultant=Verbatim("Kirsten")) in (
        shown.text
    )
    who = PersonLink("أمينة", amina.id)
    await here.team.sees(said("Passed on to {person}.", "da", person=who), PATIENT)
    await here.calm()
    here.assert_no_refusals()


async def test_the_consultants_own_talk_reaches_nobody(town: Settle) -> None:
    here = await town("polling")
    amina = here.telegram.person(101, "Amina", language_code="so")
    await asks_for_the_consultant(here, amina, "so")
    before = amina.drawn()
    own = await here.kirsten.says("Kaffe?", to=here.team)
    await here.kirsten.says("Ja tak", to=here.team, reply_to=own.message_id)
    await here.calm()
    assert amina.drawn() == before
    here.assert_no_refusals()


async def asks_for_the_consultant(here: Town, person: Person, language: str) -> int:
    """The id of what the group reads then."""
    await person.says("/consultant")
    called = "I have told the consultant, who writes to you here or calls. It can take a working day."
    await person.sees(said(called, language), PATIENT)
    who = PersonLink(person.user["first_name"], person.id)
    wish = said("{person} would like to talk with you", "da", person=who)
    return (await here.team.sees(wish, PATIENT)).message_id


@pytest.mark.parametrize("noticed", ["told by Telegram", "found out when writing"])
async def test_that_a_person_blocked_the_bot_is_told_to_the_consultants_once(
    town: Settle, noticed: str
) -> None:
    here = await town("polling")
    amina = here.telegram.person(101, "Amina", language_code="da")
    post = await asks_for_the_consultant(here, amina, "da")
    if noticed == "told by Telegram":
        await amina.blocks()
    else:
        amina.chat.blocked = True
    for words in ("Hej Amina", "Er du der?", "Hallo"):
        await here.kirsten.says(words, to=here.team, reply_to=post)
    who = PersonLink("Amina", amina.id)
    blocked = said(
        "{person} has blocked me. My messages do not arrive.", "da", person=who
    )  # fmt: skip
    await here.team.sees(blocked, PATIENT)
    await here.calm()
    assert sum(shown.text == blocked for shown in here.team.screen()) == 1
    assert not here.telegram.violations


# The webhook's door.


def update(update_id: Any = 1) -> dict[str, Any]:
    chat = {"id": 42, "type": "private", "first_name": "Eve"}
    sender = {"id": 42, "is_bot": False, "first_name": "Eve"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": "/start"}
    return {"update_id": update_id, "message": message}


async def post(here: Town, body: bytes, headers: dict[str, str]) -> httpx.Response:
    url = f"http://127.0.0.1:{here.program.port}{WEBHOOK_PATH}"
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(url, content=body, headers=headers)


RIGHT = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


async def test_the_webhook_takes_nothing_but_updates_from_telegram(town: Settle) -> None:
    here = await town("webhook")
    valid = json.dumps(update()).encode()
    for wrong in ({}, {**RIGHT, "X-Telegram-Bot-Api-Secret-Token": SECRET[:-1]}, *_nearly()):
        assert (await post(here, valid, wrong)).status_code == 403, wrong
    for garbage in (b"", b"not json", b"{", b"\xff\xfe\x00", b"[" * 100_000):
        assert (await post(here, garbage, RIGHT)).status_code == 400, garbage[:20]
    for harmless in (b"[]", b"null", b"7", b'"x"', b"{}", json.dumps(update("x")).encode()):
        assert (await post(here, harmless, RIGHT)).status_code == 200, harmless
    large = json.dumps(update() | {"padding": "x" * LARGEST_UPDATE}).encode()
    assert (await post(here, large, RIGHT)).status_code == 413
    assert here.stored() == 0
    assert (await post(here, valid, RIGHT)).status_code == 200
    assert here.stored() == 1, "the right one is taken"
    assert SECRET not in here.program.log


def _nearly() -> list[dict[str, str]]:
    header = "X-Telegram-Bot-Api-Secret-Token"
    return [{header: ""}, {header: SECRET.lower()}, {header: f"{SECRET}x"}, {"Secret": SECRET}]


async def test_with_polling_there_is_no_webhook(town: Settle) -> None:
    here = await town("polling")
    assert (await post(here, json.dumps(update()).encode(), RIGHT)).status_code == 404
    assert here.stored() == 0
