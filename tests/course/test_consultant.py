"""Cohorts in the consultants' chat: created by buttons, filled, closed."""

from dataclasses import replace
from datetime import date

import pytest

from bot.course.rules.cohorts import MOST_PLACES, Cohort
from bot.course.rules.enrolments import EnrolmentStatus
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.eligibility.rules.application import Decision
from bot.kernel.stamps import read_day
from bot.pipeline.inbox import Inbox
from tests.helpers.desk import (
    Consultant,
    admitted,
    applicant,
    consultant,
    data_of,
    enrolment_of,
    new_cohort,
    says,
)
from tests.helpers.world import TEAM, Shown, World

MOVED = "Week {week}: {day} at {hour} (moved: the usual day is a day off)"
NO_DAY = "I do not understand that day. Please write it like 7/12 or 7.12.2026."
NO_NAME = "The name must have 1 to {limit} characters. Please reply with a shorter one."
NOT_BEGUN = "{run}: {begins} – {ends}, {people} of {places} places, not begun yet"


async def cohorts(world: World) -> list[Cohort]:
    async with world.uow() as uow:
        return await uow[Cohorts].open_ones()


async def to_summary(mette: Consultant) -> None:
    await mette.says("/runs")
    await mette.taps("r:n")
    await mette.taps("r:n:20261207")
    await mette.taps("r:n:20261207:0")
    await mette.taps("r:n:20261207:0:9")
    await mette.taps("r:n:20261207:0:9:12")


async def test_a_cohort_is_created_by_buttons_in_one_message(world: World) -> None:
    mette = consultant(world)
    await to_summary(mette)
    assert len(world.team) == 1
    await mette.taps("r:c:.*")
    [cohort] = await cohorts(world)
    assert (cohort.starts_on, cohort.weekday, cohort.hour, cohort.places) == (
        date(2026, 12, 7),
        0,
        9,
        12,
    )
    assert cohort.created_by == 1 and "2026" in cohort.name
    assert len(world.team) == 1 and f"r:a:{cohort.id}" in data_of(mette.last)


async def test_the_summary_lists_weeks_and_marks_moved_ones(world: World) -> None:
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps_data("r:n:20261110:3:9:12")  # Thursdays; 24 and 31 December are days off
    lines = mette.last.text.split("\n")
    moved = [
        ln
        for ln in lines
        if says(ln, "Week {week}: {day} at {hour} (moved: the usual day is a day off)")
    ]
    assert len([ln for ln in lines if "9:00" in ln]) == 8 and len(moved) == 2


async def test_only_mondays_that_are_working_days_are_offered(world: World) -> None:
    world.clock.forward(days=146)  # 28 March 2027 is Easter
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps("r:n")
    offered = [d for d in data_of(mette.last) if d.startswith("r:n:")]
    assert offered[0] == "r:n:20270405" and len(offered) == 6


async def test_start_places_and_name_can_be_typed_as_replies(world: World) -> None:
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps("r:n")
    asked = mette.last
    await mette.replies("9/12")
    assert data_of(asked) == []  # it goes on below
    assert data_of(mette.last)[0] == "r:n:20261209:2"  # the start's weekday stands first
    await mette.taps("r:n:20261209:2")
    await mette.taps("r:n:20261209:2:10")
    await mette.replies("7")
    await mette.replies("  Hold   vinter ")
    await mette.taps("r:c:20261209:2:10:7")
    [cohort] = await cohorts(world)
    assert (cohort.name, cohort.places, cohort.weekday) == ("Hold vinter", 7, 2)


@pytest.mark.parametrize("text", ["soon", "31/2", "1/1/2099", "", "🙂", "0/0", "9" * 300])
async def test_an_unreadable_start_is_answered_and_can_be_repeated(
    world: World, text: str
) -> None:
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps("r:n")
    asked = mette.last
    await mette.replies(text)
    assert says(mette.last.text, NO_DAY)
    await mette.replies("7/12", asked)
    assert data_of(mette.last)[0] == "r:n:20261207:0"


async def test_a_typed_start_in_the_past_is_refused(world: World) -> None:
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps("r:n")
    await mette.replies("1.10.2026")
    assert mette.sees("That day has passed. Please choose a day that is still to come.")


async def test_creating_after_the_start_has_passed_asks_for_it_again(world: World) -> None:
    mette = consultant(world)
    await to_summary(mette)
    world.clock.forward(days=40)
    await mette.taps("r:c:.*")
    assert await cohorts(world) == []
    assert mette.sees("That day has passed. Please choose a day that is still to come.")
    assert any(d.startswith("r:n:2026121") for d in data_of(world.team[0]))


@pytest.mark.parametrize("number", ["0", "61", "99999"])
async def test_a_typed_number_of_places_out_of_range_is_refused(world: World, number: str) -> None:
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps_data("r:n:20261207:0:9")
    await mette.replies(number)
    assert says(mette.last.text, "A run needs at least one place, and at most {limit}.")
    await mette.replies("many", world.team[0])
    assert says(mette.last.text, "Please press a button, or reply with a number.")
    await mette.replies("8", world.team[0])
    assert "r:c:20261207:0:9:8" in data_of(mette.last)


async def test_impossible_value_in_a_step_is_told_and_asked_for_again(world: World) -> None:
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps_data("r:n:20261207:0:9:0")
    assert says(mette.last.text, "A run needs at least one place, and at most {limit}.")
    assert "r:n:20261207:0:9:12" in data_of(world.team[0])


async def test_typed_hour_is_read_with_and_without_minutes(world: World) -> None:
    mette = consultant(world)
    for hour, typed in enumerate(["9", " 10:00 ", "11.00"], 9):
        await mette.says("/runs")
        await mette.taps_data("r:n:20261207:0")
        await mette.replies(typed)
        assert f"r:n:20261207:0:{hour}:12" in data_of(mette.last)


async def test_weekday_is_chosen_by_a_button_only(world: World) -> None:
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps_data("r:n:20261207")
    await mette.replies("Monday")
    assert says(mette.last.text, "Please press one of the buttons there.")


@pytest.mark.parametrize("data", ["r:n:20261207:0:9:0", "r:n:20261207:0:3", "r:n:20261207:6:9"])
async def test_impossible_values_in_a_button_create_nothing(world: World, data: str) -> None:
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps_data(data)
    await mette.taps_data(data.replace("r:n", "r:c"), world.team[0])
    assert await cohorts(world) == []


async def test_a_name_that_is_too_long_is_refused_and_the_summary_kept(world: World) -> None:
    mette = consultant(world)
    await to_summary(mette)
    await mette.replies("x" * 41)
    assert says(
        mette.last.text,
        NO_NAME,
    )
    await mette.taps("r:c:.*")
    assert len(await cohorts(world)) == 1


async def test_a_double_tap_creates_one_cohort(world: World) -> None:
    mette = consultant(world)
    await to_summary(mette)
    shown = await mette.taps("r:c:.*")
    await mette.taps_data("r:c:20261207:0:9:12", shown)
    assert len(await cohorts(world)) == 1
    assert says(mette.last.text, "This run has been made already. There is only one of it.")


async def test_the_list_shows_places_and_week(world: World) -> None:
    cohort_id = await new_cohort(world, "Hold A", places=10)
    await new_cohort(world, "Hold B", start=date(2026, 12, 7))
    await admitted(world, cohort_id)
    mette = consultant(world)
    await mette.says("/runs")
    first, second = [ln for ln in mette.last.text.split("\n") if "Hold " in ln]
    assert "1" in first and "10" in first and says(second, NOT_BEGUN)


async def test_many_cohorts_are_paged(world: World) -> None:
    for n in range(45):
        await new_cohort(world, f"Hold med et langt navn {n}")
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps("r:l:1")
    await mette.taps("r:l:2")
    assert "navn 44" in mette.last.text and len(world.team) == 1
    assert max(len(m.text) for m in world.team) < 4000


# --- people


async def test_admission_sends_the_welcome_and_released_weeks(
    world: World,
) -> None:
    cohort_id = await new_cohort(world)
    amina = await admitted(world, cohort_id)
    enrolment = await enrolment_of(world, amina)
    assert enrolment.active and enrolment.admitted_by == 1
    assert [r.week for r in enrolment.releases] == [1]
    assert amina.sees("Welcome to the course “Hold 1”!")
    assert consultant(world).sees("{person} is in “{run}” now. The message is on its way.")


@pytest.mark.parametrize(
    ("decision", "offered"),
    [
        (None, True),
        (Decision.SUITABLE, True),
        (Decision.INVITED, True),
        (Decision.UNSUITABLE, False),
    ],
)
async def test_who_can_be_admitted(world: World, decision: Decision | None, offered: bool) -> None:
    cohort_id = await new_cohort(world)
    await applicant(world, decision=decision)
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps(f"r:o:{cohort_id}")
    await mette.taps(f"r:a:{cohort_id}")
    assert any(label == "Amina" for label in mette.last.labels) is offered


async def test_admitting_twice_admits_once(world: World) -> None:
    cohort_id = await new_cohort(world)
    amina = await admitted(world, cohort_id)
    enrolment = await enrolment_of(world, amina)
    heard = len(amina.texts)
    mette = consultant(world)
    await mette.taps_data(f"r:a:{cohort_id}:{enrolment.participant_id}", world.team[0])
    assert says(mette.last.text, "{person} is in “{run}” already.")
    assert len(amina.texts) == heard


async def test_nobody_is_in_two_cohorts(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    other = await new_cohort(world, "Hold 2")
    enrolment = await enrolment_of(world, amina)
    mette = consultant(world)
    await mette.taps_data(f"r:a:{other}:{enrolment.participant_id}", world.team[0])
    assert (await enrolment_of(world, amina)).id == enrolment.id
    assert says(mette.last.text, "{person} is in “{run}” already.")


async def test_a_full_cohort_can_get_more_places(world: World) -> None:
    cohort_id = await new_cohort(world, places=1)
    await admitted(world, cohort_id)
    await applicant(world, 43, "Bilal")
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps(f"r:o:{cohort_id}")
    await mette.taps(f"r:a:{cohort_id}")
    assert says(mette.last.text, "“{run}” is full.")
    full = await mette.taps(f"r:m:{cohort_id}:3")
    await mette.taps_data(f"r:m:{cohort_id}:3", full)  # a double tap
    [cohort] = await cohorts(world)
    assert cohort.places == 3
    await mette.taps_data(f"r:m:{cohort_id}:2", full)  # an old button takes no place away
    [cohort] = await cohorts(world)
    assert cohort.places == 3
    await mette.taps(f"r:a:{cohort_id}")
    assert "Bilal" in mette.last.labels


@pytest.mark.parametrize(("wanted", "places"), [(MOST_PLACES, MOST_PLACES), (MOST_PLACES + 1, 1)])
async def test_a_cohort_gets_no_more_places_than_the_most(
    world: World, wanted: int, places: int
) -> None:
    cohort_id = await new_cohort(world, places=1)
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps_data(f"r:m:{cohort_id}:{wanted}")
    [cohort] = await cohorts(world)
    assert cohort.places == places


async def test_closing_again_keeps_the_first_time(world: World) -> None:
    cohort_id, first = await new_cohort(world), world.clock()
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps_data(f"r:xy:{cohort_id}")
    world.clock.forward(hours=1)
    await mette.taps_data(f"r:xy:{cohort_id}", world.team[0])
    async with world.uow() as uow:
        cohort = await uow[Cohorts].get(cohort_id)
    assert cohort is not None and cohort.closed_at == first


async def test_removal_is_confirmed_and_the_participant_is_told(world: World) -> None:
    cohort_id = await new_cohort(world)
    amina = await admitted(world, cohort_id)
    enrolment = await enrolment_of(world, amina)
    mette = consultant(world)
    await mette.taps_data(f"r:t:{enrolment.id}", world.team[0])
    assert (await enrolment_of(world, amina)).active
    shown = await mette.taps(f"r:ty:{enrolment.id}")
    await mette.taps_data(f"r:ty:{enrolment.id}", shown)
    async with world.uow() as uow:
        left = await uow[Enrolments].get(enrolment.id or 0)
        assert left is not None and left.status is EnrolmentStatus.LEFT
    assert len([t for t in amina.texts if "not on the course" in t]) == 1
    assert says(mette.last.text, "{person} is not in the run any more.")


async def test_readmission_keeps_the_earlier_submissions(world: World) -> None:
    cohort_id = await new_cohort(world)
    amina = await admitted(world, cohort_id)
    first = await enrolment_of(world, amina)
    mette = consultant(world)
    await mette.taps_data(f"r:ty:{first.id}", world.team[0])
    await mette.taps_data(f"r:a:{cohort_id}:{first.participant_id}", world.team[0])
    again = await enrolment_of(world, amina)
    assert again.active and again.id == first.id
    assert amina.sees("Welcome back to the course")


async def test_closing_a_cohort_is_confirmed(world: World) -> None:
    cohort_id = await new_cohort(world)
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps(f"r:o:{cohort_id}")
    await mette.taps(f"r:x:{cohort_id}")
    assert len(await cohorts(world)) == 1
    await mette.taps(f"r:xy:{cohort_id}")
    assert await cohorts(world) == []
    await mette.taps_data(f"r:a:{cohort_id}")
    assert says(mette.last.text, "“{run}” is closed.")


async def test_a_member_of_a_closed_cohort_can_be_admitted_to_another(world: World) -> None:
    first = await new_cohort(world)
    amina = await admitted(world, first)
    enrolment = await enrolment_of(world, amina)
    mette = consultant(world)
    await mette.taps_data(f"r:xy:{first}", world.team[0])
    second = await new_cohort(world, "Hold 2")
    await mette.taps_data(f"r:a:{second}:{enrolment.participant_id}", world.team[0])
    assert (await enrolment_of(world, amina)).cohort_id == second
    async with world.uow() as uow:
        earlier = await uow[Enrolments].get(enrolment.id or 0)
    assert earlier is not None and earlier.status is EnrolmentStatus.LEFT


async def test_sixty_people_fit_into_the_lists(world: World) -> None:
    cohort_id = await new_cohort(world, places=60)
    for n in range(30):
        await applicant(world, 100 + n, "N" * 64)
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps_data(f"r:a:{cohort_id}")
    assert len(mette.last.labels) < 30
    await mette.taps(f"r:ap:{cohort_id}:1")
    assert len([d for d in data_of(mette.last) if d.startswith(f"r:a:{cohort_id}:")]) == 10


async def test_everybody_admitted_is_welcomed(world: World) -> None:
    cohort_id = await new_cohort(world)
    people = [await admitted(world, cohort_id, 100 + n, f"Person{n}") for n in range(3)]
    for person in people:
        assert person.sees("Welcome to the course “Hold 1”!") and person.sees("🌱 Week 1:")


async def test_members_are_listed_page_by_page(world: World) -> None:
    cohort_id = await new_cohort(world, places=60)
    for n in range(22):
        await admitted(world, cohort_id, 100 + n, f"Person{n}")
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps(f"r:o:{cohort_id}")
    await mette.taps(f"r:p:{cohort_id}")
    assert [d[:3] for d in data_of(mette.last)].count("s:p") == 20
    await mette.taps(f"r:p:{cohort_id}:1")
    assert [d[:3] for d in data_of(mette.last)].count("s:p") == 2
    assert "Person21" in mette.last.text and "Person1" not in mette.last.labels


async def test_a_closed_cohort_takes_nobody_and_gets_no_places(world: World) -> None:
    cohort_id = await new_cohort(world)
    amina = await applicant(world)
    mette = consultant(world)
    await mette.taps_data(f"r:xy:{cohort_id}", (await _help(mette)))
    for data in (
        f"r:a:{cohort_id}",
        f"r:a:{cohort_id}:1",
        f"r:m:{cohort_id}",
        f"r:m:{cohort_id}:20",
    ):
        await mette.taps_data(data)
        assert says(mette.last.text, "“{run}” is closed.")
    async with world.uow() as uow:
        closed = await uow[Cohorts].get(cohort_id)
        assert closed is not None and closed.places == 12
        closed_at = closed.closed_at
    world.clock.forward(days=1)
    await mette.taps_data(f"r:xy:{cohort_id}")
    async with world.uow() as uow:
        closed = await uow[Cohorts].get(cohort_id)
        assert closed is not None and closed.closed_at == closed_at, "the first time stays"
    assert not amina.sees("Welcome")


async def test_a_full_cohort_refuses_an_old_button(world: World) -> None:
    cohort_id = await new_cohort(world, places=1)
    await admitted(world, cohort_id)
    bilal = await applicant(world, 43, "Bilal")
    mette = consultant(world)
    await mette.taps_data(f"r:a:{cohort_id}:2", world.team[0])
    assert says(world.team[0].text, "“{run}” is full.") and not bilal.sees("Welcome")
    await mette.taps_data(f"r:m:{cohort_id}:61", world.team[0])
    [cohort] = await cohorts(world)
    assert cohort.places == 1, "beyond the most"


async def _help(mette: Consultant) -> Shown:
    await mette.says("/help")
    return mette.last


# --- who may act, and what no button carries


async def test_a_repeated_update_changes_nothing(world: World) -> None:
    mette = consultant(world)
    await to_summary(mette)
    summary = mette.last
    body = {
        "id": "7", "from": {"id": 1, "first_name": "Mette"}, "data": "r:c:20261207:0:9:12",
        "message": {
            "message_id": summary.message_id, "chat": {"id": TEAM, "type": "supergroup"},
        },
    }  # fmt: skip
    update = {"update_id": 9000, "callback_query": body}
    await world.again(update)
    seen = [m.text for m in world.team]
    await world.again(update)
    assert [m.text for m in world.team] == seen and len(await cohorts(world)) == 1


@pytest.mark.parametrize(
    "data",
    [
        "r", "r:", "r:z", "r:o", "r:o:x", "r:o:999", "r:a:999:1", "r:t:999", "r:ty:x", "r:n:1",
        "r:n:99999999", "r:n:20261332", "r:n:20261207:0:9:12:1", "r:c:20261207", "r:m:1:9", "v:1",
        "v:999:1:good", "v:1:1:zzz", "s:p:999", "s:r:999", "s:t:999", "s:tt:1:20261102:1:1",
        "s:at:9:1:1", "s:ts:1:x", "o:w:999", "o:a:999", "o:l:99999", "c:999:suitable", "c:1:zzz",
        "s:cy:999", "r:l:x", "s:z:1", "o:", "v", "s", "c", "o", "r:n:٢٠٢٦١٢٠٧",
    ],
)  # fmt: skip
async def test_data_that_no_button_carries_changes_nothing(world: World, data: str) -> None:
    mette = consultant(world)
    await mette.says("/help")
    await mette.taps_data(data)
    assert await cohorts(world) == []
    async with world.uow() as uow:
        assert await uow[Inbox].row(world.update_id) is None  # done, and nothing failed


async def test_only_consultants_act_where_they_are_named(world: World) -> None:
    world.name_consultants(1)
    stranger = consultant(world, 2, "Stranger")
    await stranger.says("/runs")
    [hint] = world.team
    assert "Stranger" in hint.text and "/consultant add" in hint.text and not data_of(hint)
    mette = consultant(world)
    await to_summary(mette)
    await stranger.taps("r:c:.*")
    assert await cohorts(world) == []


async def test_a_named_consultant_can_create_a_cohort_in_private(world: World) -> None:
    world.name_consultants(1)
    mette = replace(consultant(world), chat=1)
    await to_summary(mette)
    await mette.replies("Hold privat")
    await mette.taps("r:c:.*")
    [cohort] = await cohorts(world)
    assert cohort.name == "Hold privat" and world.team == []
    await mette.says("/help")
    assert says(mette.last.text, "This is where I tell you about the participants")


async def test_participants_cannot_create_a_cohort_in_private(world: World) -> None:
    amina = await applicant(world)
    stranger = replace(consultant(world, amina.id), chat=amina.id)
    await stranger.says("/runs")
    await stranger.taps_data("r:c:20261207:0:9:12", amina.last)
    assert await cohorts(world) == []


async def test_a_voice_note_as_a_reply_is_refused(world: World) -> None:
    mette = consultant(world)
    await to_summary(mette)
    world.message_id += 1
    await world.arrives(
        "message",
        {
            "message_id": 77_000, "chat": {"id": TEAM, "type": "supergroup"},
            "from": {"id": 1, "first_name": "Mette"}, "voice": {"file_id": "x", "duration": 1},
            "reply_to_message": {"message_id": mette.last.message_id},
        },
    )  # fmt: skip
    assert says(mette.last.text, "I can only pass on written words. Please write it.")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7/12", date(2026, 12, 7)), ("7.12.", date(2026, 12, 7)), ("7-12-26", date(2026, 12, 7)),
        ("07.12.2026", date(2026, 12, 7)), ("2026-12-07", date(2026, 12, 7)),
        ("7. december", date(2026, 12, 7)), ("7 dec 2026", date(2026, 12, 7)),
        ("4. maj", date(2027, 5, 4)), ("1/11", date(2027, 11, 1)), ("29/2", None), ("7/13", None),
        ("12", None), ("7. foo", None), ("1/1/2030", None),
    ],
)  # fmt: skip
def test_typed_days_are_read(text: str, day: date | None) -> None:
    assert read_day(text, date(2026, 11, 2)) == day
