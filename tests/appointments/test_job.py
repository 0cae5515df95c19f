"""The job for reminders of appointments, unanswered offers and outcomes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Self

import pytest

from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.appointments.rules.appointments import AppointmentState, cancel
from bot.appointments.storage.repositories import Appointments
from bot.kernel.calendar import DAY
from tests.helpers.appointments import (
    appointments_of,
    books,
    chooses,
    count_of,
    local,
    offers,
    open_offers,
    sends_times,
    stored,
    ticks,
)
from tests.helpers.desk import (
    Consultant,
    data_of,
    says,
)
from tests.helpers.world import MONDAY, Person, World

DAY_BEFORE, TODAY = "Your meeting is tomorrow", "Your meeting is today"
DID_IT = "Did the meeting with {person} take place?"


# --- reminders


async def test_reminders_are_sent_once_the_day_before_and_two_hours_before(
    world: World, person: Person, mette: Consultant
) -> None:
    await books(world, person, local(world, 14))
    await ticks(world, local(world, 16, 30, world.clock().date()))
    assert count_of(person, DAY_BEFORE) == 0
    await ticks(world, local(world, 18, 0, world.clock().date()))
    assert count_of(person, DAY_BEFORE) == 1
    await ticks(world, local(world, 13))
    assert count_of(person, TODAY) == 1 and count_of(person, DAY_BEFORE) == 1
    assert sum(says(m.text, "⏰ Soon: a meeting with {person}") for m in world.team) == 1
    assert "14:00" in person.last.text


WHICH = "{consultant} would like to meet you. Which time fits you?"


async def test_unanswered_offer_is_shown_once_more_on_the_next_day(
    world: World, person: Person
) -> None:
    ten = local(world, 10) + 4 * DAY
    offer = await offers(world, person, ten, local(world, 9))
    await ticks(world, local(world, 9, 30))
    assert count_of(person, WHICH) == 1, "it is not a day old"
    await ticks(world, local(world, 23) + DAY)
    assert count_of(person, WHICH) == 2
    assert "09:00" not in person.last.text, "that time has passed"
    await chooses(person, offer, ten)
    [made] = await appointments_of(world, person)
    assert made.starts_at == ten


async def test_offer_made_in_the_evening_is_not_shown_again_at_night(
    world: World, person: Person
) -> None:
    world.clock.now = local(world, 21, 0, MONDAY.date())
    await offers(world, person, local(world, 10) + 4 * DAY)
    await ticks(world, local(world, 23, 30))
    assert count_of(person, WHICH) == 1
    await ticks(world, local(world, 8, 30) + DAY)
    assert count_of(person, WHICH) == 2


async def test_answered_or_past_offer_is_not_shown_again(world: World, person: Person) -> None:
    refused = await offers(world, person, local(world, 10) + 4 * DAY)
    await person.presses_data(f"y:n:{refused.id}", person.last.message_id)
    await offers(world, person, local(world, 9))
    before = count_of(person, WHICH)
    await ticks(world, local(world, 15) + DAY)
    assert count_of(person, WHICH) == before


async def test_morning_note_names_unanswered_offers_for_three_days(
    world: World, person: Person
) -> None:
    await offers(world, person, local(world, 10) + 9 * DAY)
    [morning_lines] = world.services.daily_note.more
    found = []
    for _ in range(5):
        async with world.uow() as uow:
            found.append(len(await morning_lines(uow, world.clock())))
        world.clock.forward(days=1)
    assert found == [0, 1, 1, 0, 0]


async def test_cancelled_or_moved_appointment_sends_no_old_reminder(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 14))
    await mette.taps_data(f"bm:n:{made.id}")
    thursday = local(world, 14, 0, date(2026, 11, 5))
    await sends_times(mette, thursday)
    [offer] = await open_offers(world, person)
    await chooses(person, offer, thursday)
    await ticks(world, local(world, 16))
    assert count_of(person, DAY_BEFORE) == count_of(person, TODAY) == 0
    await ticks(world, local(world, 18, 0, date(2026, 11, 4)))
    assert count_of(person, DAY_BEFORE) == 1
    await person.presses_data(f"y:cy:{made.id}", person.last.message_id)
    await ticks(world, local(world, 18, 0, date(2026, 11, 5)))
    assert count_of(person, TODAY) == 0
    assert not mette.sees(DID_IT)


async def test_crash_before_commit_neither_loses_nor_repeats_a_reminder(
    world: World, person: Person, mette: Consultant
) -> None:
    await books(world, person, local(world, 14))
    reminders = world.services.appointment_reminders

    class Stops(SqlUnitOfWork):
        async def commit(self) -> None:
            raise KeyboardInterrupt

    world.clock.now = local(world, 17, 0, world.clock().date())
    stopping = replace(reminders, uow=lambda: Stops(world.database))
    with pytest.raises(KeyboardInterrupt):
        await stopping.work()
    assert await reminders.work() == 1 and await reminders.work() == 0
    await world.settle()
    assert count_of(person, DAY_BEFORE) == 1


async def test_appointment_cancelled_while_the_job_runs_is_not_reminded_of(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 14))
    job, opened = world.services.appointment_reminders, 0

    class CancelsInBetween(SqlUnitOfWork):
        """After the job has listed what is due, the appointment is cancelled."""

        async def __aenter__(self) -> Self:
            nonlocal opened
            opened += 1
            if opened == 2:
                async with world.uow() as uow:
                    appointment = await uow[Appointments].get(made.id or 0)
                    assert appointment is not None and cancel(appointment, world.clock())
                    await uow.commit()
            return await super().__aenter__()

    world.clock.now = local(world, 17, 0, world.clock().date())
    assert await replace(job, uow=lambda: CancelsInBetween(world.database)).work() == 0
    await world.settle()
    assert opened == 2 and count_of(person, DAY_BEFORE) == 0


async def test_offer_answered_while_the_job_runs_is_not_shown_again(
    world: World, person: Person
) -> None:
    offer = await offers(world, person, local(world, 10) + 4 * DAY)
    job, opened = world.services.appointment_reminders, 0

    class ClosesInBetween(SqlUnitOfWork):
        """After the job has listed what is due, the offer is closed."""

        async def __aenter__(self) -> Self:
            nonlocal opened
            opened += 1
            if opened == 2:
                async with world.uow() as uow:
                    stored_offer = await uow[Appointments].offer(offer.id or 0)
                    assert stored_offer is not None
                    stored_offer.closed_at = world.clock()
                    await uow.commit()
            return await super().__aenter__()

    world.clock.now = local(world, 16)
    assert await replace(job, uow=lambda: ClosesInBetween(world.database)).work() == 0
    await world.settle()
    assert opened == 2 and count_of(person, WHICH) == 1


async def test_failed_reminder_is_not_counted_and_is_sent_by_the_next_run(
    world: World, person: Person, mette: Consultant
) -> None:
    await books(world, person, local(world, 14))
    job, opened = world.services.appointment_reminders, 0

    class FailsOnce(SqlUnitOfWork):
        async def __aenter__(self) -> Self:
            nonlocal opened
            opened += 1
            if opened == 2:
                raise RuntimeError
            return await super().__aenter__()

    world.clock.now = local(world, 17, 0, world.clock().date())
    failing = replace(job, uow=lambda: FailsOnce(world.database))
    assert await failing.work() == 0 and await failing.work() == 1
    await world.settle()
    assert count_of(person, DAY_BEFORE) == 1


async def test_no_stale_reminders_after_a_downtime(
    world: World, person: Person, mette: Consultant
) -> None:
    await books(world, person, local(world, 14))
    heard = len(person.texts)
    world.clock.now = local(world, 14, 10)
    assert await world.services.appointment_reminders.work() == 0
    await world.settle()
    assert len(person.texts) == heard


# --- the outcome


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("h", AppointmentState.HELD),
        ("f", AppointmentState.MISSED),
        ("z", AppointmentState.CANCELLED),
    ],
)
async def test_consultants_are_asked_once_for_the_outcome_an_hour_later(
    world: World, person: Person, mette: Consultant, verb: str, state: AppointmentState
) -> None:
    made = await books(world, person, local(world, 10))
    await ticks(world, local(world, 13))
    assert sum(says(m.text, DID_IT) for m in world.team) == 1
    heard = len(person.texts)
    await mette.taps(f"bm:{verb}:{made.id}")
    assert (await stored(world, made.id)).state is state
    assert len(person.texts) == heard  # nobody is blamed
    again = any(d.startswith("bm:o:") for d in data_of(mette.last))
    assert again is (state is not AppointmentState.HELD)
    await mette.taps(f"bm:q:{made.id}")
    await mette.taps(f"bm:h:{made.id}")
    assert (await stored(world, made.id)).state is AppointmentState.HELD


async def test_outcome_cannot_be_recorded_before(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    await mette.taps_data(f"bm:h:{made.id}")
    assert (await stored(world, made.id)).state is AppointmentState.BOOKED
    assert made.booked_at < datetime(2027, 1, 1, tzinfo=UTC)
