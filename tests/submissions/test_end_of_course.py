"""The last approval of a course, and what a verdict offers next."""

from bot.course.rules.enrolments import EnrolmentStatus
from bot.course.rules.submissions import Stage
from bot.course.storage.repositories import Enrolments, Submissions
from bot.files.rules.files import FileState, SentFile
from tests.helpers.course import hands_in as hands_in_by_hand
from tests.helpers.course import on_the_course, opens, submission_of
from tests.helpers.desk import (
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


async def test_last_approval_offers_the_certificate_to_the_consultants(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    last = list(world.content.course.tasks)[-1]
    enrolment_id = await approve_everything(world, amina, except_for=last)
    submission_id = await hands_in(world, amina, last)
    mette = consultant(world)
    await mette.taps(f"v:{submission_id}:1:good")
    assert says(mette.last.text, "🎓 {person} has finished all tasks")
    assert data_of(mette.last) == [f"s:c:{enrolment_id}", f"s:p:{enrolment_id}"]
    assert data_of(amina.last)[:2] == ["m:progress", "m:menu"], "there is no next task"


async def test_approval_before_the_end_offers_the_next_task_only(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    first, second = list(world.content.course.tasks)[:2]
    for task, approved in ((first, 1), (second, 2)):
        submission_id = await hands_in(world, amina, task)
        mette = consultant(world)
        handed_in = await mette.taps(f"v:{submission_id}:1:good")
        assert mette.last is handed_in, "nothing is said about a certificate"
        assert f"{approved} task" in amina.last.text
    assert data_of(amina.last)[:2] == ["m:task", "m:menu"]


async def test_approval_after_the_end_of_the_course_offers_no_second_certificate(
    world: World,
) -> None:
    amina = await admitted(world, await new_cohort(world))
    last = list(world.content.course.tasks)[-1]
    enrolment_id = await approve_everything(world, amina, except_for=last)
    submission_id = await hands_in(world, amina, last)
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(enrolment_id)
        assert enrolment is not None
        enrolment.status = EnrolmentStatus.FINISHED
        await uow.commit()
    mette = consultant(world)
    handed_in = await mette.taps(f"v:{submission_id}:1:good")
    assert mette.last is handed_in


async def test_verdicts_are_told_by_their_kind(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    submission_id = await hands_in(world, amina)
    mette = consultant(world)
    await mette.taps(f"v:{submission_id}:1:talk")
    assert "Nothing is wrong." in amina.last.text
    await mette.taps(f"v:{submission_id}:1:more")
    await mette.replies("Hvem køber det?")
    assert "Mette (consultant) writes:" in amina.last.text


async def test_second_consultant_hears_who_reviewed_it(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    submission_id = await hands_in(world, amina)
    await consultant(world).taps(f"v:{submission_id}:1:good")
    jens = consultant(world, 2, "Jens")
    shown = jens.screen[-1]
    await jens.taps_data(f"v:{submission_id}:1:talk", shown)
    assert says(jens.last.text, "{consultant} has approved “{task}” of {person} already.")
    assert "Mette" in jens.last.text, "read from the note below what was handed in"
    await jens.taps_data(f"v:{submission_id}:1:talk", world.team[0])
    assert says(jens.last.text, "A colleague"), "no note below that message"


async def test_second_press_of_the_same_consultant_names_them(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    submission_id = await hands_in(world, amina)
    mette = consultant(world)
    await mette.taps(f"v:{submission_id}:1:good")
    await mette.taps_data(f"v:{submission_id}:1:talk", world.team[0])
    assert says(mette.last.text, "{consultant} has approved “{task}” of {person} already.")
    assert "Mette" in mette.last.text, "no note below that message"


async def test_reviewer_who_has_written_to_the_assistant_is_known_by_name(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    submission_id = await hands_in(world, amina)
    mette = consultant(world)
    await mette.person.says("/start")
    await mette.taps(f"v:{submission_id}:1:good")
    jens = consultant(world, 2, "Jens")
    await jens.taps_data(f"v:{submission_id}:1:talk", world.team[0])
    assert "Mette" in jens.last.text, "no note below that message"


async def test_verdict_below_an_unknown_message_is_noted_in_a_new_one(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    submission_id = await hands_in(world, amina)
    mette = consultant(world)
    handed_in = mette.last
    await mette.person.presses_data(f"v:{submission_id}:1:good", 1, mette.chat)
    assert mette.last is not handed_in
    assert says(mette.last.text, "{consultant}: ✅ good. The message is on its way.")


async def test_task_that_was_never_handed_in_cannot_be_shown(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    submission = (await enrolment_of(world, amina)).submissions[0]
    mette = consultant(world)
    await mette.taps_data(f"o:w:{submission.id}", world.team[0])
    assert says(mette.last.text, "I can't find that any more. Nothing was changed.")
    await mette.taps_data("o:w:999", world.team[0])
    assert says(mette.last.text, "I can't find that any more. Nothing was changed.")


async def test_task_that_is_being_changed_is_not_shown(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    submission_id = await hands_in(world, amina)
    async with world.uow() as uow:
        submission = await uow[Submissions].get(submission_id)
        assert submission is not None
        submission.stage = Stage.STARTED
        await uow.commit()
    mette = consultant(world)
    await mette.taps_data(f"o:w:{submission_id}", world.team[0])
    assert says(
        mette.last.text,
        "{person} is changing “{task}” just now. It comes again when it is handed in.",
    )


async def test_only_new_files_that_are_kept_are_passed_on(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await hands_in_by_hand(world, amina, "why")
    submission = await submission_of(world, amina, "why")
    pictures = [s for s in world.team if s.row is not None and s.row.message.enclosure]
    sent = len([f for f in submission.files if f.state is FileState.KEPT])
    assert len(pictures) == sent, "each file is passed on once"
    world.clock.forward(hours=1)
    async with world.uow() as uow:
        stored = await uow[Submissions].get(submission.id or 0)
        assert stored is not None
        stored.files.append(
            SentFile(stored.participant_id, stored.id, "goodday", "photo", "x", 10,
                     world.clock(), FileState.REMOVED)
        )  # fmt: skip
        await uow.commit()
    before = len(world.team)
    await amina.presses_data(f"w:{submission.id}:u", 1)
    await amina.presses("📨 Hand it in")
    again = world.team[before:]
    assert not any(s.row is not None and s.row.message.enclosure for s in again)
    assert any(says(s.text, "Handed in again, after a change.") for s in again)


async def test_handing_in_counts_the_tasks_so_far(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await hands_in_by_hand(world, amina, "why")
    total = len((await enrolment_of(world, amina)).submissions)
    assert f"You have handed in 1 of {total} tasks so far." in amina.last.text
    assert data_of(amina.last)[:1] == ["m:task"]
    await opens(world, amina, "why")
    assert "is with the consultant." in amina.last.text, "it is shown and not taken back"
    assert (await submission_of(world, amina, "why")).stage is Stage.HANDED_IN
