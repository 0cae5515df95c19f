"""Status of a cohort, a person's card, attendance, statement and certificate."""

from datetime import date, timedelta

import pytest

from bot.course.rules.documents import Certificate, Statement
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus
from bot.course.storage.repositories import Enrolments
from bot.kernel.ports import CONSULTANTS
from tests.helpers.course import enclosed
from tests.helpers.desk import (
    Consultant,
    admitted,
    approve_everything,
    consultant,
    data_of,
    enrolment_of,
    hands_in,
    new_cohort,
    says,
)
from tests.helpers.world import Person, World


async def stored(world: World, enrolment_id: int) -> Enrolment:
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(enrolment_id)
        assert enrolment is not None
        return enrolment


async def test_the_status_lists_twelve_members_by_standing(world: World) -> None:
    cohort_id = await new_cohort(world)
    people = [await admitted(world, cohort_id, 100 + n, f"Person{n}") for n in range(12)]
    await hands_in(world, people[3])
    await approve_everything(world, people[5])
    mette = consultant(world)
    await mette.says("/status")
    text = mette.last.text
    assert all(f"Person{n}" in text for n in range(12)) and len(text) < 3900
    assert text.index("Person3") < text.index("Person5") < text.index("Person0")
    assert says(text, "📥 Waits for you") and says(text, "🌱 On the way")
    world.clock.forward(days=5)
    await mette.says("/status")
    assert says(mette.last.text, "🔸 Stuck: something is late")


async def test_an_absence_is_shown_without_its_reason(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    await amina.says("/away")
    await amina.presses_data("k:away:week", amina.last.message_id)
    mette = consultant(world)
    await mette.says("/status")
    assert says(mette.last.text, "☁ Pause")


async def test_with_several_cohorts_the_consultant_chooses_one(world: World) -> None:
    mette = consultant(world)
    await mette.says("/status")
    assert data_of(mette.last) == ["r:n"]
    first = await new_cohort(world)
    await new_cohort(world, "Hold 2")
    await mette.says("/status")
    await mette.taps(f"s:r:{first}")
    assert "Hold 1" in mette.last.text


async def test_long_status_is_paged(world: World) -> None:
    cohort_id = await new_cohort(world, places=60)
    for n in range(25):
        await admitted(world, cohort_id, 100 + n, "N" * 64)
    mette = consultant(world)
    await mette.says("/status")
    assert len(mette.last.text) < 3900
    await mette.taps(f"s:r:{cohort_id}:1")
    assert len([d for d in data_of(mette.last) if d.startswith("s:p:")]) == 5
    await mette.taps_data(f"s:r:{cohort_id}")  # without a page: the first one
    assert len([d for d in data_of(mette.last) if d.startswith("s:p:")]) == 20
    await mette.taps(f"s:t:{cohort_id}")
    assert len(mette.last.labels) == 26


async def card(world: World) -> tuple[Consultant, Person, int]:
    amina = await admitted(world, await new_cohort(world))
    enrolment_id = (await enrolment_of(world, amina)).id or 0
    mette = consultant(world)
    await mette.says("/status")
    await mette.taps(f"s:p:{enrolment_id}")
    return mette, amina, enrolment_id


async def test_the_card_shows_progress_and_replies_to_it_are_relayed(world: World) -> None:
    mette, amina, _ = await card(world)
    assert says(mette.last.text, "Week {week}: {done} of {total} handed in, {approved} approved")
    await mette.replies("Hej Amina")
    await world.passes(seconds=8)
    assert "Hej Amina" in amina.last.text


async def test_attendance_is_recorded_and_corrected(world: World) -> None:
    mette, _, enrolment_id = await card(world)
    shown = await mette.taps(f"s:at:{enrolment_id}:20261102:1")
    await mette.taps_data(f"s:at:{enrolment_id}:20261102:1", shown)
    [record] = (await stored(world, enrolment_id)).attendances
    assert (record.held_on, record.present, record.recorded_by) == (date(2026, 11, 2), True, 1)
    assert says(mette.last.text, "☑ Attended today")
    await mette.taps(f"s:at:{enrolment_id}:20261102:0")
    [record] = (await stored(world, enrolment_id)).attendances
    assert not record.present


async def test_a_meeting_of_last_week_can_be_recorded(world: World) -> None:
    mette, _, enrolment_id = await card(world)
    await mette.taps(f"s:d:{enrolment_id}")
    await mette.taps(f"s:d:{enrolment_id}:20261026")
    await mette.taps(f"s:a:{enrolment_id}:20261026:1")
    [record] = (await stored(world, enrolment_id)).attendances
    assert record.held_on == date(2026, 10, 26)


@pytest.mark.parametrize("day", ["20261025", "20261103", "20991231"])
async def test_attendance_of_days_out_of_range_is_refused(world: World, day: str) -> None:
    mette, _, enrolment_id = await card(world)
    await mette.taps_data(f"s:a:{enrolment_id}:{day}:1")
    assert (await stored(world, enrolment_id)).attendances == []
    assert says(mette.last.text, "That meeting is too long ago to be changed here.")


TOO_LONG_AGO = "That meeting is too long ago to be changed here."


async def test_buttons_of_a_meeting_long_ago_change_nothing(world: World) -> None:
    mette, _, enrolment_id = await card(world)
    cohort_id = (await stored(world, enrolment_id)).cohort_id
    day = "20261025"
    for data in (
        f"s:d:{enrolment_id}:{day}",
        f"s:at:{enrolment_id}:{day}:1",
        f"s:t:{cohort_id}:{day}",
        f"s:tt:{cohort_id}:{day}:{enrolment_id}:1",
        f"s:ts:{cohort_id}:{day}",
        f"s:ts:{cohort_id}:{day}:0",
    ):
        count = len(world.team)
        await mette.taps_data(data, world.team[0])
        assert len(world.team) == count + 1 and says(mette.last.text, TOO_LONG_AGO)
    assert (await stored(world, enrolment_id)).attendances == []


async def test_attendance_of_somebody_who_has_finished_is_not_recorded(world: World) -> None:
    mette, _, enrolment_id = await card(world)
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(enrolment_id)
        assert enrolment is not None
        enrolment.status = EnrolmentStatus.FINISHED
        await uow.commit()
    await mette.taps_data(f"s:a:{enrolment_id}:20261102:1", world.team[0])
    assert says(mette.last.text, TOO_LONG_AGO)
    assert (await stored(world, enrolment_id)).attendances == []
    await mette.taps_data(f"s:t:{(await stored(world, enrolment_id)).cohort_id}", world.team[0])
    assert says(mette.last.text, "Nobody is in this run yet."), "members only"


async def test_days_of_a_week_can_be_chosen_for_a_meeting(world: World) -> None:
    mette, _, enrolment_id = await card(world)
    await mette.taps(f"s:d:{enrolment_id}")
    days = [d.rsplit(":", 1)[1] for d in data_of(mette.last) if d.startswith("s:d:")]
    assert days == [f"{date(2026, 11, 2) - timedelta(days=n):%Y%m%d}" for n in range(8)]


async def test_meeting_counts_who_came_of_all_members(world: World) -> None:
    cohort_id = await new_cohort(world)
    people = [await admitted(world, cohort_id, 100 + n, f"Person{n}") for n in range(3)]
    ids = [(await enrolment_of(world, p)).id or 0 for p in people]
    mette = consultant(world)
    await mette.says("/status")
    await mette.taps(f"s:t:{cohort_id}")
    assert [label[2:] for label in mette.last.labels[:3]] == ["Person0", "Person1", "Person2"]
    for n in (0, 2):
        await mette.taps(f"s:tt:{cohort_id}:20261102:{ids[n]}:1")
    await mette.taps(f"s:ts:{cohort_id}:20261102")
    assert "2" in mette.last.text and "3" in mette.last.text and "Hold 1" in mette.last.text
    await mette.taps(f"s:t:{cohort_id}:20261102")
    await mette.taps(f"s:tt:{cohort_id}:20261102:{ids[0]}:0")
    assert not (await stored(world, ids[0])).attendances[0].present, "a tick is taken back"


async def test_attended_today_pressed_a_day_later_asks_for_the_day(world: World) -> None:
    mette, _, enrolment_id = await card(world)
    world.clock.forward(days=1)
    await mette.taps(f"s:at:{enrolment_id}:20261102:1")
    assert (await stored(world, enrolment_id)).attendances == []
    assert f"s:d:{enrolment_id}:20261102" in data_of(mette.last)


async def test_attendance_of_a_whole_cohort_is_saved_and_corrected(world: World) -> None:
    cohort_id = await new_cohort(world)
    people = [await admitted(world, cohort_id, 100 + n, f"Person{n}") for n in range(3)]
    ids = [(await enrolment_of(world, p)).id or 0 for p in people]
    mette = consultant(world)
    await mette.says("/status")
    await mette.taps(f"s:t:{cohort_id}")
    await mette.taps(f"s:ts:{cohort_id}:20261102")
    assert (await stored(world, ids[0])).attendances == []  # nobody is ticked: asked first
    await mette.taps(f"s:t:{cohort_id}:20261102")
    shown = await mette.taps(f"s:tt:{cohort_id}:20261102:{ids[1]}:1")
    await mette.taps_data(f"s:tt:{cohort_id}:20261102:{ids[1]}:1", shown)
    assert "☑ Person1" in shown.labels and "☐ Person0" in shown.labels
    await mette.taps(f"s:ts:{cohort_id}:20261102")
    present = [(await stored(world, i)).attendances[0].present for i in ids]
    assert present == [False, True, False]
    await mette.taps(f"s:t:{cohort_id}:20261102")
    await mette.taps(f"s:tt:{cohort_id}:20261102:{ids[0]}:1")
    assert (await stored(world, ids[0])).attendances[0].present


async def test_nobody_present_is_confirmed_and_recorded_as_absence(world: World) -> None:
    cohort_id = await new_cohort(world)
    amina = await admitted(world, cohort_id)
    mette = consultant(world)
    await mette.says("/status")
    await mette.taps(f"s:t:{cohort_id}")
    await mette.taps(f"s:ts:{cohort_id}:20261102")
    await mette.taps(f"s:ts:{cohort_id}:20261102:0")
    [record] = (await enrolment_of(world, amina)).attendances
    assert not record.present


async def test_members_of_another_cohort_are_not_ticked(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    other = await new_cohort(world, "Hold 2")
    enrolment = await enrolment_of(world, amina)
    mette = consultant(world)
    await mette.taps_data(f"s:tt:{other}:20261102:{enrolment.id}:1", world.team[0])
    assert (await stored(world, enrolment.id or 0)).attendances == []


async def test_submissions_can_be_opened_from_the_card(world: World) -> None:
    mette, amina, enrolment_id = await card(world)
    await mette.taps(f"s:w:{enrolment_id}")
    assert says(mette.last.text, "{person} has handed in nothing yet.")
    submission_id = await hands_in(world, amina)
    await mette.taps(f"v:{submission_id}:1:good")
    await mette.taps(f"s:pe:{enrolment_id}")
    await mette.taps(f"s:w:{enrolment_id}")
    await mette.taps(f"o:w:{submission_id}")
    assert "My own words" in mette.last.text and data_of(mette.last) == []


async def test_the_statement_goes_to_the_group(world: World) -> None:
    mette, _, enrolment_id = await card(world)
    await mette.taps(f"s:s:{enrolment_id}")
    [sent] = await enclosed(world, CONSULTANTS)
    assert isinstance(sent.enclosure, Statement) and sent.enclosure.name.text == "Amina"


async def test_the_certificate_is_approved_once_and_sent(
    world: World,
) -> None:
    mette, amina, _ = await card(world)
    enrolment_id = await approve_everything(world, amina)
    await mette.taps(f"s:p:{enrolment_id}")
    await mette.taps(f"s:c:{enrolment_id}")
    await mette.replies("Amina Yusuf  Ali")
    shown = await mette.taps(f"s:cy:{enrolment_id}")
    enrolment = await stored(world, enrolment_id)
    assert enrolment.status is EnrolmentStatus.FINISHED
    assert (enrolment.approved_by, enrolment.finished_at) == ("Mette", world.clock.now)
    [hers, danish], [ours] = await enclosed(world, amina.id), await enclosed(world, CONSULTANTS)
    assert isinstance(danish.enclosure, Certificate) and danish.enclosure.language == "da"
    assert isinstance(hers.enclosure, Certificate) and hers.enclosure == ours.enclosure
    assert hers.enclosure.name.text == "Amina Yusuf Ali" and len(hers.enclosure.weeks) == 8
    assert amina.sees("Congratulations!")
    await mette.taps_data(f"s:cy:{enrolment_id}", shown)
    assert len(await enclosed(world, amina.id)) == 2
    assert says(mette.last.text, "{person} has the certificate already. Approved by {consultant}.")
    await mette.says("/status")
    assert says(mette.last.text, "🏁 Finished")


async def test_no_certificate_before_everything_is_approved(world: World) -> None:
    mette, amina, enrolment_id = await card(world)
    last = list(world.content.course.tasks)[-1]
    await approve_everything(world, amina, except_for=last)
    await mette.taps_data(f"s:c:{enrolment_id}")
    await mette.taps_data(f"s:cy:{enrolment_id}")
    assert (await stored(world, enrolment_id)).active
    submission_id = await hands_in(world, amina, last)
    await mette.taps(f"v:{submission_id}:1:good")
    assert f"s:c:{enrolment_id}" in data_of(mette.last)


async def test_a_name_that_is_too_long_is_refused(world: World) -> None:
    mette, amina, enrolment_id = await card(world)
    await approve_everything(world, amina)
    await mette.taps_data(f"s:c:{enrolment_id}")
    asked = mette.last
    await mette.replies("x" * 61)
    assert says(mette.last.text, "The name must have 1 to {limit} characters.")
    assert f"s:cy:{enrolment_id}" in data_of(asked)


async def test_the_card_of_a_participant_who_left_is_gone(world: World) -> None:
    mette, _, enrolment_id = await card(world)
    await mette.taps(f"r:t:{enrolment_id}")
    await mette.taps(f"r:ty:{enrolment_id}")
    await mette.taps_data(f"s:p:{enrolment_id}")
    assert says(mette.last.text, "I can't find that any more. Nothing was changed.")


async def test_certificate_names_the_first_name_and_the_days_of_the_course(world: World) -> None:
    mette, amina, _ = await card(world)
    enrolment_id = await approve_everything(world, amina)
    world.clock.forward(days=60)
    await mette.taps_data(f"s:c:{enrolment_id}")
    assert "Amina" in mette.last.text
    question = await mette.taps(f"s:cy:{enrolment_id}")
    assert says(question.text, "Approved.") and data_of(question) == []
    document = (await enclosed(world, amina.id))[0].enclosure
    assert isinstance(document, Certificate)
    assert (document.name.text, document.run.text, document.approved_by.text) == (
        "Amina", "Hold 1", "Mette",
    )  # fmt: skip
    assert (document.began.value, document.ended.value) == (date(2026, 11, 2), date(2027, 1, 1))
    assert "Congratulations!" in amina.texts[-2] and "And the same in Danish." in amina.texts[-1]


async def test_danish_certificate_is_sent_once(world: World) -> None:
    cohort_id = await new_cohort(world)
    amina = await admitted(world, cohort_id, language="da")
    enrolment_id = await approve_everything(world, amina)
    mette = consultant(world)
    await mette.taps_data(f"s:c:{enrolment_id}", world.team[0])
    await mette.taps(f"s:cy:{enrolment_id}")
    assert len(await enclosed(world, amina.id)) == 1


async def test_certificate_before_the_end_says_what_is_missing(world: World) -> None:
    mette, _, enrolment_id = await card(world)
    await mette.taps_data(f"s:c:{enrolment_id}")
    assert says(
        mette.last.text,
        "{person} is not there yet: all weeks must have come and all tasks be approved.",
    )


@pytest.mark.parametrize(("name", "accepted"), [("x" * 60, True), (" ", False)])
async def test_name_on_the_certificate_has_1_to_60_characters(
    world: World, name: str, accepted: bool
) -> None:
    mette, amina, _ = await card(world)
    enrolment_id = await approve_everything(world, amina)
    await mette.taps_data(f"s:c:{enrolment_id}")
    await mette.replies(name)
    refusal = says(mette.last.text, "The name must have 1 to {limit} characters.")
    assert refusal is not accepted and (name in mette.last.text) is (accepted or name == " ")
