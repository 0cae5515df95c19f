"""What people are reminded of, when, and in which words; what they press under it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.cases.rules.cases import Case
from bot.cases.rules.cases import CaseReason as CaseWhy
from bot.cases.storage.cases import Cases
from bot.course.rules.documents import WeekPicture
from bot.course.storage.repositories import Enrolments
from bot.eligibility.rules.application import REASON_QUESTION
from bot.eligibility.storage.repositories import Applications
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import Day, phrase
from bot.pipeline.ports import NotDelivered
from bot.reminders.handlers.composer import topic_of
from bot.reminders.rules.reminders import (
    LATEST_AFTER_DAYS,
    DecisionReason,
    ReminderKind,
    ReminderState,
)
from bot.reminders.rules.texts import ReminderTopic
from tests.helpers.course import (
    enrolment_of,
    hands_in,
    message_behind,
    on_the_course,
    opens,
    submission_of,
)
from tests.helpers.desk import applicant, counts, says
from tests.helpers.reminders import (
    at,
    buttons_of,
    day_by_day,
    id_of,
    preferences,
    reminders_on,
    rows,
    tick,
    variant_of,
)
from tests.helpers.world import Person, Shown, World

TEN = timedelta(hours=10)


def on(year: int, month: int, day: int, hour: int = 0) -> datetime:
    """What the clock of the municipality shows."""
    return datetime(year, month, day, hour)  # noqa: DTZ001  # the helpers put the zone to it


TUESDAY, WEDNESDAY, THURSDAY = on(2026, 11, 10), on(2026, 11, 11), on(2026, 11, 12)
ASKED = "When may I remind you?"


async def reminded(world: World, until: datetime) -> Person:
    """On the course since Monday, the 9th; week one has come, and nothing is done."""
    amina = await applicant(world)
    await on_the_course(world, amina)
    await day_by_day(world, until)
    return amina


async def a_task_waits(world: World) -> Person:
    """It is Wednesday at ten, and the first reminder of a task has come."""
    return await reminded(world, WEDNESDAY + TEN)


async def test_settings_are_asked_for_the_day_after_the_first_week(world: World) -> None:
    amina = await reminded(world, TUESDAY + TEN)
    assert ASKED in amina.last.text and "Monday to Friday" in amina.last.text
    assert {"n:t:evening", "n:d", "n:x"} <= set(buttons_of(amina.last))
    await day_by_day(world, TUESDAY + TEN + timedelta(days=7))
    assert sum(ASKED in text for text in amina.texts) == 1


async def test_waiting_task_is_reminded_of_at_the_hour(world: World) -> None:
    amina = await reminded(world, WEDNESDAY + timedelta(hours=9, minutes=59))
    assert not reminders_on(amina)
    await at(world, WEDNESDAY + TEN)
    assert variant_of(world, amina.last) == {"task"} and "Why you want this" in amina.last.text
    work = await submission_of(world, amina, "why")
    assert buttons_of(amina.last)[0] == f"k:o:{work.id}"
    [row] = await rows(world, amina, ReminderKind.TASK)
    assert (row.state, row.reason) == (ReminderState.SENT, DecisionReason.ON_TIME)


async def test_reminder_is_sent_once_however_often_the_job_runs(world: World) -> None:
    amina = await a_task_waits(world)
    for _ in range(3):
        assert await tick(world) == 0
        world.clock.forward(minutes=1)
    assert len(reminders_on(amina)) == 1


async def test_reminder_quotes_the_participants_reason(world: World) -> None:
    amina = await applicant(world)
    person = await id_of(world, amina)
    async with world.uow() as uow:
        application = await uow[Applications].latest(person)
        assert application is not None
        question = world.content.eligibility.question(REASON_QUESTION)
        kept = application.new_answer(question.id, "For my children", 1, world.clock())
        application.answers[question.id] = kept
        await uow.commit()
    await on_the_course(world, amina)
    await day_by_day(world, WEDNESDAY + TEN)
    assert "“For my children”" in amina.last.text


async def test_obsolete_reminder_is_dropped(world: World) -> None:
    amina = await reminded(world, WEDNESDAY + timedelta(hours=4))
    await hands_in(world, amina, "why")
    await at(world, WEDNESDAY + TEN)
    [row] = await rows(world, amina, ReminderKind.TASK)
    assert (row.state, row.reason) == (
        ReminderState.DROPPED,
        DecisionReason.OBSOLETE,
    ) and not reminders_on(amina)


async def test_reminder_waits_while_the_participant_writes(world: World) -> None:
    amina = await reminded(world, WEDNESDAY + timedelta(hours=4))
    world.clock.forward(hours=5, minutes=55)
    await amina.says("/help")
    await at(world, WEDNESDAY + TEN)
    assert not reminders_on(amina)
    await at(world, WEDNESDAY + TEN + timedelta(minutes=10))
    assert len(reminders_on(amina)) == 1


async def test_no_reminders_during_an_open_case(world: World) -> None:
    amina = await reminded(world, WEDNESDAY + timedelta(hours=4))
    person = await id_of(world, amina)
    async with world.uow() as uow:
        await uow[Cases].add(Case(person, world.clock(), CaseWhy.ASKED))
        await uow.commit()
    await day_by_day(world, WEDNESDAY + TEN + timedelta(days=5))
    assert not reminders_on(amina)
    reasons = {row.reason for row in await rows(world, amina, ReminderKind.DEADLINE)}
    assert DecisionReason.IN_CASE in reasons


async def test_no_reminders_during_an_absence(world: World) -> None:
    amina = await reminded(world, WEDNESDAY + timedelta(hours=4))
    await amina.presses_data("k:away:week", 1)
    await day_by_day(world, WEDNESDAY + TEN + timedelta(days=6))
    assert not reminders_on(amina)


async def test_several_reminders_are_merged_into_three_lines(world: World) -> None:
    amina = await reminded(world, on(2026, 11, 17) + TEN)
    assert amina.last.text.count("🌱") == 3 and variant_of(world, amina.last) == {"passed"}
    lines = amina.last.text.splitlines()
    assert len(set(lines)) == 3
    merged = [
        r for r in await rows(world, amina, ReminderKind.PASSED) if r.state is ReminderState.MERGED
    ]
    assert len(merged) == 2 and len({r.merged_into for r in merged}) == 1


async def test_release_of_a_week_counts_as_the_message_of_the_day(world: World) -> None:
    amina = await reminded(world, on(2026, 11, 16, 18))
    assert "Week 2" in amina.last.text
    [row] = [r for r in await rows(world, amina, ReminderKind.PASSED) if r.waited]
    assert row.waited == DecisionReason.ONE_A_DAY


async def test_no_text_is_used_twice_within_a_fortnight(world: World) -> None:
    amina = await reminded(world, on(2026, 12, 8) + TEN)
    said: dict[tuple[ReminderKind, int], datetime] = {}
    for row in await rows(world, amina):
        if row.variant is None or row.decided_at is None:
            continue
        before = said.get((row.kind, row.variant))
        assert before is None or row.decided_at - before >= timedelta(days=14)
        said[row.kind, row.variant] = row.decided_at


def is_silent(shown: Shown) -> bool:
    one = "{person} has been silent for {count} day."
    return counts(shown.text, one, one.replace("day", "days"))


async def test_after_ten_silent_days_only_the_consultants_are_told(
    world: World,
) -> None:
    amina = await reminded(world, on(2026, 11, 19) + TEN)
    assert any(is_silent(m) for m in world.team)
    assert any(d.startswith("s:p:") for d in buttons_of(world.team[-1]))
    before = len(reminders_on(amina))
    await day_by_day(world, on(2026, 11, 27) + TEN)
    assert len(reminders_on(amina)) == before
    told = [m for m in world.team if is_silent(m)]
    assert len(told) == 1


async def test_silence_of_last_week_is_not_told_to_the_consultants(world: World) -> None:
    amina = await reminded(world, on(2026, 11, 19, 4))
    days = LATEST_AFTER_DAYS[ReminderKind.SILENT] + 1
    await at(world, on(2026, 11, 19 + days, 10))  # the job did not run in between
    assert not any(is_silent(m) for m in world.team)
    [told] = await rows(world, amina, ReminderKind.SILENT)
    assert (told.state, told.reason) == (ReminderState.DROPPED, DecisionReason.TOO_LATE)


EMPTY = WeekPicture(Day(date(2026, 11, 9)), (0,) * 7, (), 0, 0, 3)


@pytest.mark.parametrize(
    ("kind", "picture", "topic"),
    [
        (ReminderKind.LOOK_BACK, None, ReminderTopic.LOOK_BACK),
        (ReminderKind.LOOK_BACK, EMPTY, ReminderTopic.QUIET_WEEK),
        (ReminderKind.LOOK_BACK, replace(EMPTY, answers=1), ReminderTopic.LOOK_BACK),
        (ReminderKind.LOOK_BACK, replace(EMPTY, tasks=(phrase("A"),)), ReminderTopic.LOOK_BACK),
        (ReminderKind.TASK, EMPTY, ReminderTopic.TASK),
    ],
)
def test_only_the_look_back_at_an_empty_week_has_texts_of_its_own(
    kind: ReminderKind, picture: WeekPicture | None, topic: ReminderTopic
) -> None:
    assert topic_of(kind, picture) is topic


async def test_look_back_on_friday_has_a_chart(world: World) -> None:
    amina = await reminded(world, WEDNESDAY + timedelta(hours=4))
    world.clock.forward(hours=8)
    await hands_in(world, amina, "why")
    await day_by_day(world, on(2026, 11, 13) + TEN)
    shown = reminders_on(amina)[-1]
    picture = (await message_behind(world, amina.id, shown)).enclosure
    assert isinstance(picture, WeekPicture)
    assert picture.days[2] > 0 and sum(picture.days) == picture.answers
    assert [title.text for title in picture.tasks] == ["Why you want this"]
    assert "look_back" in variant_of(world, shown)


async def test_look_back_that_comes_alone_has_its_chart(world: World) -> None:
    amina = await reminded(world, WEDNESDAY + timedelta(hours=4))
    world.clock.forward(hours=8)
    for task in ("why", "strengths", "today"):
        await hands_in(world, amina, task)
    await preferences(world, amina, asked_at=world.clock())
    await day_by_day(world, on(2026, 11, 13) + TEN)
    shown = reminders_on(amina)[-1]
    assert variant_of(world, shown) == {"look_back"}
    assert isinstance((await message_behind(world, amina.id, shown)).enclosure, WeekPicture)


async def test_finished_week_is_praised_the_day_after(world: World) -> None:
    amina = await reminded(world, TUESDAY + TEN)
    for task in world.content.course.weeks[0].tasks:
        await hands_in(world, amina, task.id)
    await day_by_day(world, WEDNESDAY + TEN)
    assert variant_of(world, amina.last) == {"praise"} and "🛤" in amina.last.labels[0]


async def test_open_question_of_a_task_is_reminded_of(world: World) -> None:
    amina = await reminded(world, TUESDAY + TEN)
    world.clock.forward(hours=2)
    await opens(world, amina, "why")
    await day_by_day(world, WEDNESDAY + TEN)
    assert variant_of(world, amina.last) == {"question"}
    total = len(world.content.course.tasks["why"].steps.questions)
    assert f"1 of {total}" in amina.last.text
    work = await submission_of(world, amina, "why")
    assert buttons_of(amina.last)[0] == f"w:{work.id}:r"


async def test_open_question_of_the_check_is_reminded_of(world: World, amina: Person) -> None:
    await amina.says("/join")
    first = world.content.eligibility.questions[0]
    await amina.presses(first.choices[0].label)
    await day_by_day(world, on(2026, 11, 3) + TEN)
    assert variant_of(world, amina.last) == {"question"}
    assert f"2 of {len(world.content.eligibility.questions)}" in amina.last.text
    assert buttons_of(amina.last)[0] == "m:join"


async def test_no_reminders_while_the_bot_is_blocked(world: World) -> None:
    amina = await reminded(world, WEDNESDAY + timedelta(hours=4))
    world.channel.fails = [NotDelivered(DeliveryFailure.BLOCKED, permanent=True, unreachable=True)]
    await at(world, WEDNESDAY + TEN)
    await tick(world)
    [row] = await rows(world, amina, ReminderKind.TASK)
    assert (row.state, row.reason) == (ReminderState.DROPPED, DecisionReason.UNDELIVERED)
    await day_by_day(world, on(2026, 11, 13) + TEN)
    assert not reminders_on(amina) and len(world.team) == 1
    await amina.says("/menu")
    await day_by_day(world, on(2026, 11, 17) + TEN)
    assert reminders_on(amina)


async def test_reminder_undelivered_by_night_is_dropped(
    world: World,
) -> None:
    amina = await reminded(world, WEDNESDAY + timedelta(hours=4))
    world.channel.fails = [
        NotDelivered(DeliveryFailure.NETWORK, permanent=False, retry_after=3600 * 11)
    ]
    await at(world, WEDNESDAY + TEN)
    await at(world, WEDNESDAY + timedelta(hours=21, minutes=1))
    assert not reminders_on(amina)
    await tick(world)
    [row] = await rows(world, amina, ReminderKind.TASK)
    assert row.reason == DecisionReason.UNDELIVERED


async def test_follow_ups_after_the_course(world: World) -> None:
    amina = await reminded(world, TUESDAY + TEN)
    place = (await enrolment_of(world, amina)).id or 0
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(place)
        assert enrolment is not None
        enrolment.status, enrolment.finished_at = type(enrolment.status)("finished"), world.clock()
        await uow.commit()
    await at(world, TUESDAY + timedelta(days=29, hours=20))
    await day_by_day(world, TUESDAY + TEN + timedelta(days=31))
    assert variant_of(world, amina.last) == {"follow_up"}


# --- the buttons under a reminder


async def test_snooze_for_an_hour_and_second_press_changes_nothing(world: World) -> None:
    amina = await a_task_waits(world)
    shown = reminders_on(amina)[-1]
    for _ in range(2):
        await amina.presses_data(next(d for d in buttons_of(shown) if d.endswith(":h")), 1)
    assert "11:00" in amina.last.text
    world.clock.forward(hours=1)
    await tick(world)
    assert len(reminders_on(amina)) == 2, "asked for, so it is no second one of the day"


async def test_snooze_until_tomorrow_ignores_the_preferred_days(world: World) -> None:
    amina = await a_task_waits(world)
    await preferences(world, amina, days=frozenset({2}))
    await amina.presses_data(next(d for d in buttons_of(amina.last) if d.endswith(":t")), 1)
    await at(world, THURSDAY + TEN)
    assert len(reminders_on(amina)) == 2


async def test_not_today_postpones_requested_reminders_too(world: World) -> None:
    amina = await a_task_waits(world)
    shown = reminders_on(amina)[-1]
    await amina.presses_data(next(d for d in buttons_of(shown) if d.endswith(":h")), 1)
    await amina.presses_data(next(d for d in buttons_of(shown) if d.endswith(":n")), 1)
    world.clock.forward(hours=1)
    await tick(world)
    assert len(reminders_on(amina)) == 1


async def test_reminder_of_another_participant_cannot_be_snoozed(world: World) -> None:
    amina = await a_task_waits(world)
    olena = await applicant(world, 43, "Olena")
    [row] = await rows(world, amina, ReminderKind.TASK)
    await olena.presses_data(f"n:s:{row.id}:h", 1)
    assert says(olena.last.text, "That button is old. Nothing was changed. Here is where you can "
                "go on:", "en")  # fmt: skip
    assert len(await rows(world, amina, ReminderKind.TASK)) == 1 and not await rows(world, olena)


# --- when


async def test_hour_and_days_are_set_by_buttons(world: World) -> None:
    amina = await reminded(world, TUESDAY + TEN)
    shown = amina.last
    await amina.presses_data("n:t:evening", shown.message_id)
    assert "18:00" in shown.text and any("✔" in label for label in shown.labels)
    await amina.presses_data("n:d", shown.message_id)
    await amina.presses_data("n:w:2", shown.message_id)
    await amina.presses_data("n:m", shown.message_id)
    assert "Wednesday" not in shown.text and "Thursday" in shown.text
    await day_by_day(world, THURSDAY + timedelta(hours=17, minutes=59), time(18))
    assert not reminders_on(amina)
    await at(world, THURSDAY + timedelta(hours=18))
    assert len(reminders_on(amina)) == 1


@pytest.mark.parametrize(
    ("text", "days", "hour"),
    [
        ("remind me in the evening on Sundays", {6}, time(18)),
        ("please remind me every day at 7.30", {*range(7)}, time(7, 30)),
        ("I want to be reminded at 21:00", {*range(5)}, time(21)),
    ],
)
async def test_days_and_hour_are_set_from_text(
    world: World, amina: Person, text: str, days: set[int], hour: time
) -> None:
    world.nlu.means(text, "set_reminder")
    await amina.says(text)
    found = await preferences(world, amina)
    assert found.days == days and found.at == hour and not found.is_quiet(hour)
    assert f"{hour:%H:%M}" in amina.last.text


async def test_remind_me_tomorrow_plans_one_reminder(world: World) -> None:
    amina = await reminded(world, TUESDAY + TEN)
    world.nlu.means("remind me tomorrow at 15:00", "set_reminder")
    await amina.says("remind me tomorrow at 15:00")
    assert "Wednesday, November 11" in amina.last.text and "15:00" in amina.last.text
    assert (await preferences(world, amina)).at == time(10)
    await at(world, WEDNESDAY + timedelta(hours=15))
    assert variant_of(world, amina.last) == {"task"}


async def test_stop_by_text_is_undone_by_one_press(world: World) -> None:
    amina = await reminded(world, WEDNESDAY + timedelta(hours=4))
    world.nlu.means("no more reminders", "stop_reminders")
    await amina.says("no more reminders")
    stopped = amina.last
    assert buttons_of(stopped)[0] == "n:on"
    await at(world, WEDNESDAY + TEN)
    [row] = await rows(world, amina, ReminderKind.TASK)
    assert not reminders_on(amina) and row.reason == DecisionReason.STOPPED
    await amina.presses_data("n:on", stopped.message_id)
    await day_by_day(world, THURSDAY + TEN)
    assert reminders_on(amina)


async def test_ramadan_setting_is_offered_when_it_is_near(world: World, amina: Person) -> None:
    await amina.says("/reminders")
    assert "n:r:1" not in buttons_of(amina.last)
    world.clock.now = datetime(2027, 1, 20, 12, tzinfo=world.clock.now.tzinfo)
    await amina.says("/reminders")
    shown = amina.last
    await amina.presses_data("n:r:1", shown.message_id)
    assert "n:r:0" in buttons_of(shown) and (await preferences(world, amina)).ramadan


async def test_hour_moves_out_of_new_quiet_hours(world: World, amina: Person) -> None:
    await preferences(world, amina, at=time(19))
    await amina.says("/reminders")
    await amina.presses_data("n:q", amina.last.message_id)
    await amina.presses_data("n:q:19:9", amina.last.message_id)
    found = await preferences(world, amina)
    assert (found.quiet_from, found.at) == (time(19), time(18))


@pytest.mark.parametrize("data", ["n", "n:t:never", "n:w:9", "n:q:1:2", "n:s:x:h", "n:s:1:z"])
async def test_forged_data_changes_nothing(world: World, amina: Person, data: str) -> None:
    before = await preferences(world, amina)
    await amina.presses_data(data, 1)
    assert replace(await preferences(world, amina)) == replace(before)


async def test_nothing_is_set_before_consent(world: World) -> None:
    stranger = world.person(chat_id=77, language="en")
    await stranger.says("/start")
    await stranger.presses_data("n:x", 1)
    assert "Which language would you like?" in stranger.last.text
    assert date(2026, 11, 2) == world.clock.now.date()
