"""A time that somebody refuses is never chosen: "not in the mornings", "not on weekends"."""

import re
from datetime import datetime, time

import pytest

from tests.helpers.course import on_the_course
from tests.helpers.desk import applicant, says
from tests.helpers.reminders import buttons_of, day_by_day, preferences
from tests.helpers.world import Person, Shown, World

TEN, EVENING = time(10), time(18)
WORK, ALL = {*range(5)}, {*range(7)}
WHICH_TIME = "You can also write it, for example: on Sundays at 17:00."
SET, STOP = "set_reminder", "stop_reminders"


async def somebody(world: World, language: str, text: str, intent: str) -> Person:
    """Who speaks that language and has written this; the model takes it for that intent."""
    person = await applicant(world, language=language)
    world.nlu.means(text, intent)
    await person.says(text)
    return person


def asks_for_an_hour(shown: Shown, language: str) -> bool:
    """In Arabic letters the time stands between marks of direction."""
    return says(re.sub("[\u2066\u2069]", "", shown.text), WHICH_TIME, language)


@pytest.mark.parametrize("intent", [SET, STOP])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "not in the mornings"),
        ("en", "please don't send me anything in the morning"),
        ("da", "ikke om morgenen"),
        ("da", "om morgenen passer det mig ikke"),
        ("uk", "не нагадуй мені вранці"),
        ("ar", "مو الصبح"),
        ("ar", "ma bdi ysir tazkir elsob7"),
        ("so", "subaxdii ha ii soo dirin"),
        ("tr", "sabahları olmasın"),
        ("pl", "nie rano"),
        ("fa", "صبح نه"),
        ("ur", "صبح نہیں"),
    ],
)
async def test_refused_time_alone_asks_for_another_time(
    world: World, language: str, text: str, intent: str
) -> None:
    person = await somebody(world, language, text, intent)
    wishes = await preferences(world, person)
    assert wishes.at == TEN and wishes.days == WORK and wishes.stopped_at is None
    assert asks_for_an_hour(person.last, language)
    assert any("n:t:evening" in buttons_of(shown) for shown in world.screen(person.id)[-2:])


@pytest.mark.parametrize("intent", [SET, STOP])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "not in the morning but in the evening"),
        ("da", "ikke om morgenen, men om aftenen"),
        ("uk", "нагадуй мені не вранці а ввечері"),
        ("ar", "مو الصبح، ذكرني المسا"),
        ("so", "subaxdii ha ii soo dirin, fiidkii ii soo dir"),
        ("tr", "sabah değil akşam hatırlat"),
        ("pl", "nie rano tylko wieczorem"),
        ("ur", "صبح نہیں، شام کو"),
    ],
)
async def test_alternative_to_refused_time_is_set(
    world: World, language: str, text: str, intent: str
) -> None:
    person = await somebody(world, language, text, intent)
    wishes = await preferences(world, person)
    assert wishes.at == EVENING and wishes.stopped_at is None
    assert not any(asks_for_an_hour(shown, language) for shown in world.screen(person.id))


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "not on weekends", WORK),
        ("en", "not on Fridays", {0, 1, 2, 3}),
        ("en", "every day except Sunday", ALL - {6}),
        ("en", "Monday to Thursday", {0, 1, 2, 3}),
        ("da", "ikke om fredagen", {0, 1, 2, 3}),
        ("da", "fra lørdag til mandag", {5, 6, 0}),
        ("uk", "не в п'ятницю", {0, 1, 2, 3}),
        ("uk", "щодня крім неділі", ALL - {6}),
        ("ar", "كل يوم ما عدا الجمعة", ALL - {4}),
        ("ar", "من الأحد للخميس", {6, 0, 1, 2, 3}),
        ("so", "Jimcaha ha ii soo dirin", {0, 1, 2, 3}),
        ("so", "Isniin ilaa Khamiis", {0, 1, 2, 3}),
    ],
)
async def test_refused_weekdays_are_left_out(
    world: World, language: str, text: str, days: set[int]
) -> None:
    person = await somebody(world, language, text, SET)
    wishes = await preferences(world, person)
    assert wishes.days == days and wishes.at == TEN
    assert not any(asks_for_an_hour(shown, language) for shown in world.screen(person.id))


@pytest.mark.parametrize(
    ("chosen", "left"),
    [({5, 6}, {0, 1, 2, 3, 4}), ({4, 5}, {4}), ({0, 2}, {0, 2}), (ALL, WORK)],
)
async def test_refused_weekend_leaves_other_chosen_days(
    world: World, amina: Person, chosen: set[int], left: set[int]
) -> None:
    await preferences(world, amina, days=frozenset(chosen))
    world.nlu.means("not on weekends", SET)
    await amina.says("not on weekends")
    assert (await preferences(world, amina)).days == left


async def test_weekdays_are_set_and_refused_time_is_asked_for(world: World, amina: Person) -> None:
    text = "every day except Sunday, not in the mornings"
    world.nlu.means(text, SET)
    await amina.says(text)
    wishes = await preferences(world, amina)
    assert wishes.days == ALL - {6} and wishes.at == TEN
    assert asks_for_an_hour(amina.last, "en")


async def test_refusing_all_weekdays_changes_nothing(world: World, amina: Person) -> None:
    world.nlu.means("not Monday to Sunday", SET)
    await amina.says("not Monday to Sunday")
    assert (await preferences(world, amina)).days == WORK
    assert asks_for_an_hour(amina.last, "en")


async def test_refused_date_plans_no_reminder(world: World) -> None:
    amina = await somebody(world, "en", "don't remind me tomorrow", SET)
    wishes = await preferences(world, amina)
    assert wishes.days == WORK and wishes.at == TEN
    assert asks_for_an_hour(amina.last, "en")


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("remind me tomorrow", "10:00"),
        ("remind me tomorrow but not in the morning", "12:00"),
        ("remind me tomorrow, not in the morning and not at noon", "15:00"),
        ("remind me tomorrow at 16:00, not in the morning", "16:00"),
    ],
)
async def test_single_reminder_comes_at_an_hour_that_is_not_refused(
    world: World, text: str, hour: str
) -> None:
    amina = await applicant(world)
    await on_the_course(world, amina)
    await day_by_day(world, datetime(2026, 11, 10, 10))  # noqa: DTZ001  # the helper puts the zone
    world.nlu.means(text, SET)
    await amina.says(text)
    assert hour in amina.last.text and (await preferences(world, amina)).at == TEN


async def test_refused_time_does_not_resume_stopped_reminders(world: World, amina: Person) -> None:
    for text in ("no more reminders", "no reminders in the morning"):
        world.nlu.means(text, STOP)
        await amina.says(text)
    assert (await preferences(world, amina)).stopped_at is not None


@pytest.mark.parametrize(
    "text", ["stop these messages every morning", "every day the same, enough", "stop it at last"]
)
async def test_frequency_in_stop_request_stops_reminders(
    world: World, amina: Person, text: str
) -> None:
    world.nlu.means(text, STOP)
    await amina.says(text)
    assert (await preferences(world, amina)).stopped_at is not None
