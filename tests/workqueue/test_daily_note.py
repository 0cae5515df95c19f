"""The daily note: when it is sent, and what it says."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.cases.rules.cases import Case, CaseReason
from bot.course.storage.repositories import Enrolments
from bot.kernel.messages import Param, phrase
from bot.kernel.participants import Participant
from bot.kernel.unit_of_work import UnitOfWork
from bot.workqueue.jobs.daily_note import DailyNoteJob
from bot.workqueue.rules import ItemKind, OpenItem
from bot.workqueue.views import daily_note as views
from bot.workqueue.views.daily_note import Today
from bot.workqueue.views.open_items import CaseItem, Overdue
from tests.helpers.cases import is_answered, ticks, turn_to, waits
from tests.helpers.desk import (
    admitted,
    applicant,
    consultant,
    data_of,
    enrolment_of,
    hands_in,
    new_cohort,
    says,
)
from tests.helpers.world import World, make_world

MORNING = "☀ Good morning! It is {day}."


async def note(world: World) -> str | None:
    """The daily note that one run of the jobs sends to the group."""
    said = [t for t in (await ticks(world)).get(0, []) if says(t, MORNING)]
    assert len(said) <= 1, "one message, not two"
    return said[0] if said else None


async def test_daily_note_is_sent_once_when_the_office_opens(world: World) -> None:
    await waits(world, await applicant(world))
    turn_to(world, "2026-11-03 07:59")
    assert await note(world) is None
    turn_to(world, "2026-11-03 08:00")
    text = await note(world)
    assert text and "Amina" in text and "10:00" in text
    for hour in ("08:01", "11:00", "15:59"):
        turn_to(world, f"2026-11-03 {hour}")
        assert await note(world) is None
    turn_to(world, "2026-11-04 08:00")
    assert await note(world)


async def test_restart_sends_no_second_daily_note(world: World) -> None:
    await waits(world, await applicant(world))
    turn_to(world, "2026-11-03 08:00")
    assert await note(world)
    ours = world.services.daily_note
    again = DailyNoteJob(ours.uow, ours.clock, ours.office, ours.items, ours.roster)
    await again.work()
    await world.settle()
    assert len([m for m in world.team if says(m.text, MORNING)]) == 1


async def test_missed_daily_note_is_sent_later_with_the_items_of_the_morning(world: World) -> None:
    early = await applicant(world, 42, "Amina")
    await waits(world, early)
    turn_to(world, "2026-11-03 09:00")
    await waits(world, await applicant(world, 43, "Yusuf"))
    turn_to(world, "2026-11-03 09:30")
    text = await note(world)
    assert text and "Amina" in text and "Yusuf" not in text


async def test_no_daily_note_on_days_off(world: World) -> None:
    turn_to(world, "2026-12-23 12:00")
    await waits(world, await applicant(world))
    for off in ("12-24", "12-25", "12-26", "12-27"):
        turn_to(world, f"2026-{off} 10:00")
        assert await note(world) is None
    turn_to(world, "2026-12-28 08:00")
    assert await note(world)


async def test_no_daily_note_when_nothing_waits(world: World) -> None:
    done = await applicant(world)
    await is_answered(world, await waits(world, done))
    for day in ("2026-11-03", "2026-11-09"):
        turn_to(world, f"{day} 08:00")
        assert await note(world) is None


async def test_daily_note_counts_new_items_and_lists_old_ones(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    await hands_in(world, amina)
    await applicant(world, 43, "Yusuf", decision=None)
    turn_to(world, "2026-11-03 08:00")
    text = await note(world)
    assert text and "2" in text and "Yusuf" not in text
    turn_to(world, "2026-11-04 08:00")
    text = await note(world)
    assert text and says(text, "🔔 This has waited for two working days") and "Yusuf" in text
    assert [d[:3] for d in data_of(world.team[-1])] == ["o:w", "o:a", "o:l"]


async def test_late_and_silent_participants_are_named_on_the_first_day_of_the_week(
    world: World,
) -> None:
    run = await new_cohort(world)
    late, silent = [await admitted(world, run, 42 + n, name) for n, name in enumerate("AB")]
    for work in (await enrolment_of(world, late)).submissions:
        assert work.due_on < date(2026, 11, 16)
    turn_to(world, "2026-11-10 08:00")
    assert await note(world) is None
    silent_id = (await enrolment_of(world, silent)).id or 0
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(silent_id)
        assert enrolment is not None
        for work in enrolment.submissions:
            work.due_on = date(2026, 12, 1)
        await uow.commit()
    turn_to(world, "2026-11-16 08:00")
    text = await note(world)
    assert text and says(text, "🔸 Something is late: {people}")
    assert says(text, "🤫 Silent for four days or more: {people}")


async def test_first_open_day_of_a_week_may_be_a_wednesday(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    enrolment_id = (await enrolment_of(world, amina)).id or 0
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(enrolment_id)
        assert enrolment is not None
        enrolment.submissions[0].due_on = date(2026, 11, 6)
        await uow.commit()
    ours, sent = world.services.daily_note, []
    hours = ours.office.hours
    week = {n: span for n, span in hours.plan.week.items() if n >= 2}
    office = replace(ours.office, hours=replace(hours, plan=replace(hours.plan, week=week)))
    job = DailyNoteJob(ours.uow, ours.clock, office, ours.items, ours.roster)
    for day in range(9, 14):  # from Monday; somebody is late, which is named once a week
        turn_to(world, f"2026-11-{day:02} 12:00")
        await job.work()
        await world.settle()
        sent.append(len([m for m in world.team if says(m.text, MORNING)]))
    assert sent == [0, 0, 1, 1, 1]


async def test_absent_consultants_are_named(world: World) -> None:
    mette = consultant(world)
    await mette.says("/absent")
    await mette.taps("a:u:1:20261106")
    turn_to(world, "2026-11-03 08:00")
    assert await note(world) is None, "that alone is no news"
    await waits(world, await applicant(world))
    turn_to(world, "2026-11-04 08:00")
    text = await note(world)
    assert text and says(text, "☁ {consultant} is away until {day}.") and "Mette" in text


async def test_absent_consultant_is_named_with_the_substitute(tmp_path: Path) -> None:
    world = await make_world(tmp_path, consultant_ids=frozenset({1, 2}))
    await consultant(world, 2, "Bo").says("/open")
    mette = consultant(world)
    await mette.says("/absent")
    await mette.taps("a:u:1:20261106")
    await mette.taps("a:s:1:20261106:2")
    await waits(world, await applicant(world))
    turn_to(world, "2026-11-04 08:00")
    text = await note(world)
    await world.close()
    assert text and "Mette" in text and "Bo" in text


async def test_other_subjects_add_lines(world: World) -> None:
    async def meetings(uow: UnitOfWork, now: object) -> list[Param]:
        return [phrase("Nothing was changed.")]

    ours = world.services.daily_note
    turn_to(world, "2026-11-03 08:00")
    with_meetings = DailyNoteJob(
        ours.uow, ours.clock, ours.office, ours.items, ours.roster, [meetings]
    )
    await with_meetings.work()
    await world.settle()
    assert says(world.team[-1].text, "Nothing was changed.")


async def test_daily_note_always_fits_in_one_message(world: World) -> None:
    people = [Participant(900 + n, "N" * 64, "en", world.clock(), id=n) for n in range(60)]
    now = world.clock()
    cases = [Case(n, now, CaseReason.RESULT, waiting_since=now, id=n) for n in range(60)]
    talks = [
        OpenItem(ItemKind.CASE, now, p, 1, case=c) for p, c in zip(people, cases, strict=True)
    ]
    papers = [(OpenItem(ItemKind.TALK, now, p, 1, "T" * 60), 200) for p in people]
    most = views.MOST_AT_ONCE
    today = Today(
        now.date(), [CaseItem(t, now) for t in talks], Overdue(papers[:most], 52), [now] * 60,
        people, people, people,
    )  # fmt: skip
    rendered = world.channel.renderer.render(views.note(today), "da")
    assert len(rendered.text) < 4000 and len(rendered.buttons) == 2 * most + 1
