"""What the consultants see of reminders, pause, and send by hand."""

import pytest

from bot.course.rules.enrolments import EnrolmentStatus
from bot.course.storage.repositories import Enrolments
from bot.kernel.database.participants import Participants
from bot.kernel.messages import phrase
from bot.reminders.rules.reminders import DecisionReason, ReminderKind, ReminderState
from tests.helpers.desk import (
    Consultant,
    admitted,
    consultant,
    counts,
    data_of,
    enrolment_of,
    new_cohort,
    says,
)
from tests.helpers.reminders import preferences, reminders_on, rows, tick, variant_of
from tests.helpers.world import Person, World


async def a_course(world: World, *languages: str) -> tuple[int, list[Person]]:
    """A run whose first week came some days ago: it is Thursday at noon."""
    run = await new_cohort(world)
    people = [
        await admitted(world, run, 42 + n, f"P{n}", language)
        for n, language in enumerate(languages)
    ]
    world.clock.forward(days=3, hours=2)
    return run, people


async def previews(mette: Consultant, run: int, kind: str = "task", variant: int = 3) -> str:
    await mette.says("/remind")
    await mette.taps(f"nr:k:r{run}")
    await mette.taps(f"nr:v:r{run}:{kind}")
    await mette.taps(f"nr:w:r{run}:{kind}:{variant}")
    return mette.last.text


async def test_consultant_reminds_a_cohort_after_a_preview(world: World) -> None:
    run, (amina, olena) = await a_course(world, "en", "da")
    mette = consultant(world)
    shown = await previews(mette, run)
    assert counts(shown, "A reminder to {count} person", "A reminder to {count} people")
    assert says(shown, "{language}: {n}")
    await mette.taps(f"nr:y:r{run}:task:3")
    assert says(mette.last.text, "It is on its way. ✔") and not data_of(mette.last)
    assert await tick(world) == 2
    assert variant_of(world, amina.last) == {"task"} and reminders_on(olena)
    [row] = [r for r in await rows(world, amina, ReminderKind.TASK) if r.by]
    assert (row.state, row.reason, row.variant) == (ReminderState.SENT, DecisionReason.MANUAL, 2)


async def test_second_press_sends_nothing(world: World) -> None:
    run, (amina,) = await a_course(world, "en")
    mette = consultant(world)
    await previews(mette, run)
    shown = mette.last
    for _ in range(2):
        await mette.taps_data(f"nr:y:r{run}:task:3", shown)
    await tick(world)
    world.clock.forward(days=1)
    await tick(world)
    assert len([r for r in await rows(world, amina) if r.by]) == 1


async def test_preview_names_who_is_excluded_and_why(world: World) -> None:
    run, (_, olena, samir) = await a_course(world, "en", "da", "ar")
    await preferences(world, olena, stopped_at=world.clock())
    await samir.presses_data("k:away:week", 1)
    shown = await previews(consultant(world), run)
    assert counts(shown, "A reminder to {count} person", "A reminder to {count} people")
    assert says(shown, "wants no reminders") and says(shown, "takes a pause")


async def test_manual_reminder_in_quiet_hours_is_sent_in_the_morning(world: World) -> None:
    run, (amina,) = await a_course(world, "en")
    world.clock.forward(hours=10)
    mette = consultant(world)
    shown = await previews(mette, run)
    assert "08.00" in shown
    await mette.taps(f"nr:y:r{run}:task:3")
    await tick(world)
    assert not reminders_on(amina)
    world.clock.forward(hours=10)  # eight in the morning
    await tick(world)
    assert len(reminders_on(amina)) == 1


async def test_manual_reminder_counts_for_one_a_day(world: World) -> None:
    run, (amina,) = await a_course(world, "en")
    mette = consultant(world)
    await previews(mette, run)
    await mette.taps(f"nr:y:r{run}:task:3")
    await tick(world)
    await previews(mette, run, "silence", 1)
    await mette.taps(f"nr:y:r{run}:silence:1")
    await tick(world)
    assert len(reminders_on(amina)) == 1
    world.clock.forward(days=1)
    await tick(world)
    assert len(reminders_on(amina)) == 2


async def test_recently_used_text_is_not_sent_again(world: World) -> None:
    run, (_,) = await a_course(world, "en")
    mette = consultant(world)
    await previews(mette, run)
    await mette.taps(f"nr:y:r{run}:task:3")
    await tick(world)
    assert says(await previews(mette, run), "heard this lately")


async def test_card_shows_and_pauses_reminders(world: World) -> None:
    _, (amina,) = await a_course(world, "en")
    enrolment = (await enrolment_of(world, amina)).id
    mette = consultant(world)
    await mette.says("/status")
    await mette.taps(f"s:p:{enrolment}")
    await mette.taps(f"nr:p:{enrolment}")
    assert says(mette.last.text, "Reminders for {person}") and "10.00" in mette.last.text
    await mette.taps(f"nr:x:{enrolment}")
    assert says(mette.last.text, "⏸ Paused by a consultant")
    assert (await preferences(world, amina)).paused_at is not None
    world.clock.forward(days=1)
    await tick(world)
    assert not reminders_on(amina)
    await mette.taps(f"nr:g:{enrolment}")
    assert (await preferences(world, amina)).paused_at is None


@pytest.mark.parametrize("stopped", [True, False])
async def test_card_names_no_next_reminder_when_none_would_be_sent(
    world: World, stopped: bool
) -> None:
    _, (amina,) = await a_course(world, "en")
    await tick(world)
    enrolment = (await enrolment_of(world, amina)).id
    mette = consultant(world)
    await mette.says("/status")
    await mette.taps(f"s:p:{enrolment}")
    await mette.taps(f"nr:p:{enrolment}")
    lines = mette.last.text.splitlines()
    following = world.channel.renderer.plain(phrase("Next"), "da")
    assert any(line.startswith(following) for line in lines), lines
    if stopped:
        await preferences(world, amina, stopped_at=world.clock())
    else:
        async with world.uow() as uow:
            participant = await uow[Participants].of_chat(amina.id)
            assert participant is not None
            participant.unreachable_since = world.clock()
            await uow.commit()
    await mette.taps_data(f"nr:p:{enrolment}")
    assert says(mette.last.text, "Reminders for {person}")
    assert not any(line.startswith(following) for line in mette.last.text.splitlines())


async def test_participant_who_has_left_is_not_reminded_by_hand(world: World) -> None:
    _, (amina,) = await a_course(world, "en")
    enrolment_id = (await enrolment_of(world, amina)).id or 0
    mette = consultant(world)
    await mette.says("/remind")
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(enrolment_id)
        assert enrolment is not None
        enrolment.status = EnrolmentStatus.LEFT
        await uow.commit()
    await mette.taps_data(f"nr:k:p{enrolment_id}")
    assert says(mette.last.text, "I can't find that any more. Nothing was changed.")


async def test_other_text_on_the_same_topic_is_not_called_repeated(world: World) -> None:
    run, (_,) = await a_course(world, "en")
    mette = consultant(world)
    await previews(mette, run)
    await mette.taps(f"nr:y:r{run}:task:3")
    await tick(world)
    assert not says(await previews(mette, run, variant=2), "heard this lately")
    assert not says(await previews(mette, run, "silence", 3), "heard this lately")


async def test_one_participant_is_reminded_from_the_card(world: World) -> None:
    _, (amina, olena) = await a_course(world, "en", "da")
    enrolment = (await enrolment_of(world, amina)).id
    mette = consultant(world)
    await mette.says("/status")
    await mette.taps(f"s:p:{enrolment}")
    await mette.taps(f"nr:p:{enrolment}")
    await mette.taps(f"nr:k:p{enrolment}")
    await mette.taps(f"nr:v:p{enrolment}:silence")
    await mette.taps(f"nr:w:p{enrolment}:silence:1")
    await mette.taps(f"nr:y:p{enrolment}:silence:1")
    await tick(world)
    assert reminders_on(amina) and not reminders_on(olena)


@pytest.mark.parametrize(
    "data", ["nr", "nr:p:99", "nr:k:r99", "nr:k:x1", "nr:v:r1:quiet_week", "nr:w:r1:task:99",
             "nr:w:r1:task:0", "nr:y:r1:task:0",
             "nr:y:r1:nothing:1", "nr:y:r1:task"],
)  # fmt: skip
async def test_forged_data_sends_nothing(world: World, data: str) -> None:
    _, (amina,) = await a_course(world, "en")
    mette = consultant(world)
    await mette.says("/runs")
    await mette.taps_data(data)
    await tick(world)
    assert not [r for r in await rows(world, amina) if r.by]


async def test_participants_cannot_send_reminders(world: World) -> None:
    run, (amina, olena) = await a_course(world, "en", "da")
    await amina.presses_data(f"nr:y:r{run}:silence:1", 1)
    await tick(world)
    assert not [r for r in await rows(world, olena) if r.by]
