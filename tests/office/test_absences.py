"""Consultants report absences and substitutes; participants hear when to expect an answer."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.i18n.catalogues import translations
from bot.kernel.database.audit import audit
from bot.kernel.messages import Weekday
from bot.kernel.ports import CONSULTANTS
from bot.office.forms import AbsenceForm
from bot.office.rules.consultants import NOBODY, Consultant
from bot.office.storage.repositories import Consultants
from tests.helpers.cases import turn_to
from tests.helpers.course import message_behind
from tests.helpers.desk import Consultant as AtDesk
from tests.helpers.desk import applicant, consultant, data_of, says
from tests.helpers.forms import Change, change_stored, looking_otherwise, without_form
from tests.helpers.world import Person, World, make_world

METTE, BO = 1, 2
AWAY = "☁ {consultant} is away until {day}."
CLOSED = "The office is closed now."
CALL = "The office is closed now. Please do not wait for an answer: call one of these numbers."
HOW = "Please write the last day, for example 24/12, or how many days, for example 5."
PASSED = "That day has passed. Please choose a day that is still to come."
TOO_LONG = "That is more than a year. Please choose a day that comes sooner."
NOT_YOURS = "Only {consultant} can press that. Write /absent when you are away yourself."

NO_CONSULTANT = (
    "{person}, you are not a consultant with me yet, so I did nothing. A consultant can "
    "reply to a message of yours with /consultant add."
)


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[World]:
    """A world with two named consultants; it is Monday, 2 November 2026, ten o'clock."""
    world = await make_world(tmp_path, consultant_ids=frozenset({METTE, BO}))
    yield world
    await world.close()


def bo_of(world: World) -> AtDesk:
    return consultant(world, BO, "Bo")


async def stored(world: World, user_id: int = METTE) -> Consultant | None:
    async with world.uow() as uow:
        return next((c for c in await uow[Consultants].all() if c.user_id == user_id), None)


async def until_of(world: World, user_id: int = METTE) -> str | None:
    found = await stored(world, user_id)
    return f"{found.away_until}" if found and found.away_until else None


async def last_logged(world: World) -> tuple[int, str]:
    """Who did what in the newest row of the audit log."""
    newest = select(audit.c.by, audit.c.action).order_by(audit.c.id.desc())
    async with world.database.engine.connect() as connection:
        by, action = (await connection.execute(newest)).first() or (0, "")
    return by, action


async def asks(person: Person) -> str:
    await person.says("/consultant")
    return person.last.text


def day(world: World, iso: str, language: str = "en") -> str:
    return world.channel.renderer.plain(Weekday(date.fromisoformat(iso)), language)


# --- what participants hear


@pytest.mark.parametrize(
    ("now", "source"),
    [
        ("2026-11-02 10:00", "Your consultant usually answers today before {hour}."),
        ("2026-11-02 15:00", "Your consultant usually answers tomorrow morning."),
        ("2026-11-06 18:00", "Your consultant usually answers on {day}."),
    ],
)
async def test_caller_hears_when_an_answer_is_expected(team: World, now: str, source: str) -> None:
    turn_to(team, now)
    said = await asks(await applicant(team))
    assert says(said, source, "en") and says(said, CLOSED, "en") == now.endswith("18:00")


async def test_day_is_rendered_in_the_participants_language(team: World) -> None:
    turn_to(team, "2026-11-06 18:00")
    for number, language in enumerate(("fa", "ur", "ar", "uk")):
        person = await applicant(team, 70 + number, "P", language)
        assert day(team, "2026-11-09", language) in await asks(person)


def numbers_shown_to(person: Person) -> str:
    """The newest message with the emergency numbers; what is less urgent comes after it."""
    shown = person.world.channel.screens[person.id]
    return next(message.text for message in reversed(shown) if "112" in message.text)


async def test_crisis_message_gives_the_numbers_before_the_closed_office(team: World) -> None:
    amina = await applicant(team)
    await amina.says("I want to die")
    assert not says(numbers_shown_to(amina), CALL, "en")
    turn_to(team, "2026-11-07 03:00")
    await amina.says("I want to die")
    text = numbers_shown_to(amina)
    assert says(text, CALL, "en")
    numbers, rest = text.split(translations("en").gettext(CALL))
    assert "112" in numbers and "70 201 201" in numbers and "112" not in rest


async def test_absence_of_one_consultant_does_not_show_to_participants(
    team: World,
) -> None:
    await bo_of(team).says("/open")
    mette = consultant(team)
    await mette.says("/absent")
    await mette.taps("a:u:1:20261113")
    await mette.taps("a:s:1:20261113:2")
    said = await asks(await applicant(team))
    assert says(said, "Your consultant usually answers today before {hour}.", "en")
    assert "Mette" not in said and "Bo" not in said


async def test_while_all_are_away_participants_hear_the_day_of_return(team: World) -> None:
    for one in (consultant(team), bo_of(team)):
        await one.says("/absent")
        await one.taps(f"a:u:{one.person.id}:20261113")
    amina = await applicant(team)
    said = await asks(amina)
    assert says(said, CLOSED, "en") and day(team, "2026-11-16") in said
    await amina.says("I want to die")
    assert says(numbers_shown_to(amina), CALL, "en")


# --- reporting an absence


async def test_absence_is_reported_with_two_presses(team: World) -> None:
    await bo_of(team).says("/open")
    mette = consultant(team)
    await mette.says("/absent")
    await mette.taps("a:u:1:20261106")
    assert data_of(mette.last) == ["a:s:1:20261106:2", "a:s:1:20261106:0", "a:x:1"]
    await mette.taps("a:s:1:20261106:2")
    assert says(mette.last.text, AWAY) and says(mette.last.text, "{consultant} stands in.")
    found = await stored(team)
    assert found and (f"{found.away_until}", found.substitute_id) == ("2026-11-06", BO)
    assert len(team.team) == 2, "the question became the answer"


async def test_absence_can_be_for_today_only(team: World) -> None:
    await bo_of(team).says("/open")
    mette = consultant(team)
    await mette.says("/absent")
    today = data_of(mette.last)[0]
    await mette.taps_data(today)
    assert data_of(mette.last)[1] == f"{today.replace('a:u', 'a:s')}:0"
    await mette.taps_data(data_of(mette.last)[1])
    assert says(mette.last.text, AWAY)


async def test_back_command_ends_the_absence(team: World) -> None:
    mette = consultant(team)
    await mette.says("/back")
    assert says(mette.last.text, "No absence is noted just now.")
    await mette.says("/absent")
    await mette.taps("a:u:1:20261106")
    await mette.says("/back")
    assert says(mette.last.text, "👋 {consultant} is here again.")
    assert says(
        await asks(await applicant(team)),
        "Your consultant usually answers today before {hour}.",
        "en",
    )


async def test_button_below_the_absence_ends_it(team: World) -> None:
    mette = consultant(team)
    await mette.says("/absent")
    await mette.taps("a:u:1:20261106")
    team.clock.forward(days=2)
    await mette.taps("a:b:1")
    assert says(mette.last.text, "👋 {consultant} is here again.")
    assert await until_of(team) == "2026-11-03"


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("6/11", "2026-11-06"),
        ("24. december", "2026-12-24"),
        ("3", "2026-11-04"),
        ("14 dage", "2026-11-15"),
        ("1 day", "2026-11-02"),
        ("366", "2027-11-02"),
    ],
)
async def test_the_last_day_can_be_typed(team: World, typed: str, until: str) -> None:
    mette = consultant(team)
    await mette.says("/absent")
    await mette.replies(typed)
    assert await until_of(team) == until and says(mette.last.text, AWAY)


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("soon", HOW),
        ("0", HOW),
        ("1.11.2026", PASSED),
        ("999", TOO_LONG),
        ("3.11.2027", TOO_LONG),
        ("367", TOO_LONG),
    ],
)
async def test_impossible_day_is_asked_for_again(team: World, typed: str, source: str) -> None:
    mette = consultant(team)
    await mette.says("/absent")
    await mette.replies(typed)
    assert says(mette.last.text, source) and await until_of(team) is None


async def test_today_can_be_the_last_day(team: World) -> None:
    mette = consultant(team)
    await mette.says("/absent")
    await mette.replies("2/11")
    assert not mette.sees(PASSED) and await until_of(team) == "2026-11-02"


async def test_absence_reported_in_private_is_told_to_the_group(team: World) -> None:
    await bo_of(team).says("/open")
    mette = consultant(team)
    mette.chat = METTE
    await mette.says("/absent")
    await mette.replies("2")
    assert len(team.team) == 1, "Bo has asked what is open"
    await mette.taps("a:s:1:20261103:2")
    assert says(team.team[-1].text, AWAY) and "Mette" in team.team[-1].text
    await mette.says("/back")
    assert says(team.team[-1].text, "👋 {consultant} is here again.")


async def test_nobody_can_report_the_absence_of_a_colleague(team: World) -> None:
    await consultant(team).says("/absent")
    bo = bo_of(team)
    await bo.taps("a:u:1:20261106")
    assert says(bo.last.text, NOT_YOURS) and "Mette" in bo.last.text
    count = len(team.team)
    await bo.replies("3", to=team.team[0])
    assert says(bo.last.text, NOT_YOURS) and len(team.team) == count + 1
    assert await last_logged(team) == (BO, "text"), "it was an answer to a question of ours"
    assert await until_of(team) is None and await until_of(team, BO) is None


async def test_stranger_cannot_report_an_absence(team: World) -> None:
    stranger = consultant(team, 9, "Xaver")
    await stranger.says("/absent")
    await consultant(team).says("/absent")
    await stranger.taps_data("a:u:1:20261106")
    await stranger.taps_data("a:u:9:20261106")
    hint, question = team.team
    assert says(hint.text, NO_CONSULTANT) and says(question.text, "Until when are you away?")
    assert data_of(question) and await stored(team) and await until_of(team) is None
    assert await stored(team, 9) is None
    stranger.chat = 9
    await stranger.says("/absent")
    assert not says(stranger.last.text, "Until when are you away?")


@pytest.mark.parametrize(
    "data",
    ["a:u:1:20261301", "a:u:1:x", "a:u:7:20261106", "a:s:1:20261106:7", "a:s:1:20261106", "a:q:1"],
)
async def test_data_that_no_button_carries_changes_nothing(team: World, data: str) -> None:
    mette = consultant(team)
    await mette.says("/absent")
    await mette.taps_data(data)
    assert says(mette.last.text, "I can't find that any more. Nothing was changed.")
    assert await until_of(team) is None


async def test_button_of_a_passed_day_says_so(team: World) -> None:
    mette = consultant(team)
    await mette.says("/absent")
    team.clock.forward(days=2)
    await mette.taps("a:u:1:20261103")
    assert says(mette.last.text, PASSED) and await until_of(team) is None


async def test_substitute_pressed_after_the_day_has_passed_says_so(team: World) -> None:
    await bo_of(team).says("/open")
    mette = consultant(team)
    await mette.says("/absent")
    await mette.taps("a:u:1:20261103")
    team.clock.forward(days=2)
    await mette.taps("a:s:1:20261103:2")
    assert says(mette.last.text, PASSED) and await until_of(team) is None


async def test_colleague_who_is_away_cannot_substitute(team: World) -> None:
    bo = bo_of(team)
    await bo.says("/open")
    mette = consultant(team)
    await mette.says("/absent")
    await mette.taps("a:u:1:20261106")
    question = mette.last
    async with team.uow() as uow:
        colleague = await uow[Consultants].get(BO)
        assert colleague is not None
        colleague.go(date(2026, 11, 2), date(2026, 11, 4), None)
        await uow.commit()
    await mette.taps_data("a:s:1:20261106:2", question)
    assert says(mette.last.text, "I can't find that any more. Nothing was changed.")
    assert await until_of(team) is None


async def test_repeated_press_reports_the_absence_once(team: World) -> None:
    mette = consultant(team)
    await mette.says("/absent")
    for _ in range(2):
        await mette.taps_data("a:u:1:20261106", team.team[0])
    assert await until_of(team) == "2026-11-06" and len(team.team) == 1


async def test_cancel_changes_nothing(team: World) -> None:
    mette = consultant(team)
    await mette.says("/absent")
    await mette.taps("a:x:1")
    assert says(mette.last.text, "Nothing was changed.") and not data_of(mette.last)
    assert await until_of(team) is None


async def test_absence_of_the_whole_team_from_an_older_release_is_nobodys(team: World) -> None:
    """Where CONSULTANT_IDS was not set, all were away under the number 0."""
    async with team.uow() as uow:
        await uow[Consultants].meet(NOBODY, "")
        await uow.commit()
    mette = consultant(team)
    await mette.says("/absent")
    await mette.taps_data("a:u:0:20261106")
    assert says(mette.last.text, "I can't find that any more. Nothing was changed.")
    assert await until_of(team, NOBODY) is None


async def test_the_help_names_the_commands(team: World) -> None:
    mette = consultant(team)
    await mette.says("/help")
    assert "/absent" in mette.last.text and "/back" in mette.last.text


async def test_renamed_consultant_is_known_by_the_new_name(team: World) -> None:
    await consultant(team, BO, "Bo").says("/open")
    await consultant(team, BO, "Bodil").says("hello everybody")
    mette = consultant(team)
    await mette.says("/absent")
    await mette.taps("a:u:1:20261106")
    assert "Bodil" in mette.last.labels


@pytest.mark.parametrize("change", [without_form, looking_otherwise])
async def test_the_form_is_stored_and_read_from_the_look_of_older_messages(
    team: World, change: Change
) -> None:
    mette = consultant(team)
    await bo_of(team).says("/open")
    await mette.says("/absent")
    assert (await message_behind(team, CONSULTANTS, mette.last)).form == AbsenceForm(METTE)
    await change_stored(team, CONSULTANTS, mette.last, change)
    await mette.replies("13/11")
    assert not await until_of(team), "a substitute is asked for first"
    await mette.taps("a:s:1:20261113:0")
    assert await until_of(team) == "2026-11-13"
    assert (await message_behind(team, CONSULTANTS, mette.last)).form is None


async def test_only_the_question_until_when_takes_a_reply(team: World) -> None:
    mette = consultant(team)
    await bo_of(team).says("/open")
    await mette.says("/absent")
    await mette.taps("a:u:1:20261113")
    await mette.replies("20/11")
    assert not await until_of(team)
