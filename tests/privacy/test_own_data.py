"""What is handed out, what is erased with it, and what stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.cases.rules.topics import ForumTopic
from bot.cases.storage.relays import Topics
from bot.course.rules.enrolments import Absence, Attendance
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.files.ports import ContentMissing
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions, outbox
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Day, LanguageName, PersonLink, Phrase, Verbatim, message, phrase
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.privacy.buttons import MarkPhoneOwn, MarkPhoneShared, WithdrawConsent
from bot.privacy.jobs import RetentionJob, SharedPhoneJob
from bot.privacy.rules.documents import MyData, Report
from bot.privacy.rules.retention import RetentionRules
from bot.privacy.storage.personal_data import PersonalData
from tests.helpers.desk import admitted, enrolment_of, hands_in, new_cohort
from tests.helpers.world import MONDAY, TEAM, Person, World

TODAY = MONDAY.date()


async def participant_of(world: World, person: Person) -> Participant:
    async with world.uow() as uow:
        found = await uow[Participants].of_chat(person.id)
    assert found is not None and found.id is not None
    return found


async def report_of(world: World, person: Person) -> Report:
    wanted = MyData((await participant_of(world, person)).id or 0)
    async with world.uow() as uow:
        report = (await world.services.archive.gather(uow, wanted)).report
    assert report is not None
    return report


def titles(report: Report) -> list[str]:
    return [part.title.text for part in report.parts]


REST = "Everything else is in the file all.json."


async def test_report_of_a_newcomer_has_only_what_there_is(world: World, amina: Person) -> None:
    report = await report_of(world, amina)
    assert titles(report) == ["You", "Your yes and no to storing answers", REST]
    person, consents, _ = report.parts
    assert person.lines[:2] == (
        (phrase("First name"), Verbatim("Amina")), (phrase("Language"), LanguageName("en")),
    )  # fmt: skip
    assert [value for _, value in consents.lines] == [phrase("Yes")]
    assert report.day == Day(TODAY)


async def test_report_of_a_member_has_tasks_meetings_and_absences(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    await hands_in(world, amina, words="I sew curtains")
    enrolment_id = (await enrolment_of(world, amina)).id or 0
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(enrolment_id)
        assert enrolment is not None
        later = TODAY + timedelta(days=7)
        enrolment.attendances = [
            Attendance(later, False, 900, MONDAY), Attendance(TODAY, True, 900, MONDAY),
        ]  # fmt: skip
        enrolment.absences = [Absence(MONDAY, TODAY, 7)]
        await uow.commit()
    report = await report_of(world, amina)
    parts = {part.title.text: part.lines for part in report.parts}
    assert parts["Meetings of the course"] == (
        (Day(TODAY), phrase("You were there")), (Day(later), phrase("You were not there")),
    )  # fmt: skip
    [(day, span)] = parts["Times you could not come"]
    assert day == Day(TODAY) and isinstance(span, Phrase)
    assert (span.params["label"], span.params["days"]) == (phrase("Days away"), Verbatim("7"))
    task = world.content.course.tasks["why"]
    answered = [label for label, _ in parts["Your tasks"]]
    assert answered == [
        phrase("{task}: {title}", task=phrase(task.title), title=phrase(step.title))
        for step in task.steps.questions
    ]
    assert "I sew curtains" in str(parts["Your tasks"])
    assert "Your business plan" not in parts and "Files you sent" not in parts


async def test_further_archives_have_files_only(world: World, amina: Person) -> None:
    participant = await participant_of(world, amina)
    async with world.uow() as uow:
        archive = world.services.archive
        assert await archive.count_parts(uow, participant) == 1
        second = await archive.gather(uow, MyData(participant.id or 0, 2))
        assert (second.report, second.rows, second.files) == (None, None, [])
        with pytest.raises(ContentMissing):
            await archive.gather(uow, MyData(999))


async def test_phone_is_marked_in_place(world: World, amina: Person) -> None:
    await amina.says("/privacy")
    page, count = amina.last, len(amina.texts)
    await amina.presses_data(MarkPhoneShared().pack(), page.message_id)
    assert page.text.startswith("Thank you for telling me.") and len(amina.texts) == count
    assert (await participant_of(world, amina)).shared_phone
    await amina.says("/privacy")
    assert "📱 Nobody else uses my phone" in amina.last.labels
    page = amina.last
    await amina.presses_data(MarkPhoneOwn().pack(), page.message_id)
    assert page.text.startswith("Good. My messages stay here.")
    assert not (await participant_of(world, amina)).shared_phone


async def test_second_withdrawal_shows_the_page_about_privacy(world: World, amina: Person) -> None:
    for _ in range(2):
        await amina.presses_data(WithdrawConsent().pack(), 1)
    assert amina.last.text.startswith("What happens with what you write?")
    assert "✋ I take back my yes" not in amina.last.labels
    assert len(world.team) == 1, "the consultants are told once"


async def test_kept_data_are_confirmed_in_place(world: World, amina: Person) -> None:
    await amina.says("/deleteme")
    question, count = amina.last, len(amina.texts)
    await amina.presses("◀ No, keep it")
    assert question.text.startswith("Good. Nothing is deleted.") and len(amina.texts) == count


# --- erasing


async def test_erased_participant_is_not_written_again(world: World, amina: Person) -> None:
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
        assert participant is not None
        await uow[PersonalData].erase(participant, 0)
        participant.first_name = "somebody else"
        await uow.commit()
        assert await uow[Participants].of_chat(amina.id) is None


async def test_messages_that_name_the_participant_are_erased_or_changed(
    world: World, amina: Person
) -> None:
    olena = world.person(43, "Olena")
    await olena.says("/start")
    other = (await participant_of(world, olena)).id
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
        assert participant is not None
        named = message(phrase("{person} waits", person=PersonLink("Amina", amina.id)))
        unnamed = message(phrase("somebody waits"))
        put, now = uow[Outbox].put, world.clock()
        await put("named", CONSULTANTS, named, "da", now)
        await put("group", TEAM, named, "da", now)
        await put("unnamed", CONSULTANTS, unnamed, "da", now)
        await put("about", 900, unnamed, "da", now, SendOptions(about=participant.id))
        await put("named about another", 900, named, "da", now, SendOptions(about=other))
        await put("about another", 900, unnamed, "da", now, SendOptions(about=other))
        await put("in private", 900, named, "da", now)
        await uow[PersonalData].erase(participant, 0)
        await uow.commit()
    async with world.database.engine.connect() as connection:
        rows = await connection.execute(select(outbox.c.idempotency_key, outbox.c.message))
    kept = {row.idempotency_key: row.message for row in rows}
    test = {"named", "group", "unnamed", "about", "named about another", "about another",
            "in private"}  # fmt: skip
    assert set(kept) & test == {"unnamed", "about another", "named about another"}
    assert "waits" in str(kept["named about another"])
    assert "Amina" not in str(kept) and str(amina.id) not in str(kept)


async def test_days_are_handed_out_as_text(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    participant = await participant_of(world, amina)
    async with world.uow() as uow:
        rows = await uow[PersonalData].collect(participant)
    assert date.fromisoformat(rows["works"][0]["due_on"]) > TODAY
    assert rows["participants"][0]["created_at"].startswith("2026-11-02")


async def test_erasure_closes_the_topic_of_the_participant(world: World, amina: Person) -> None:
    participant = await participant_of(world, amina)
    async with world.uow() as uow:
        await uow[Topics].add(ForumTopic(participant.id or 0, TEAM, 77, "Amina"))
        await uow.commit()
    await amina.says("/deleteme")
    await amina.presses("🗑 Yes, delete everything")
    [closing] = [s for s in world.screen(TEAM) if s.row is not None and s.row.method == "close"]
    assert closing.row is not None and closing.row.thread == 77 and "Amina" in closing.text
    async with world.database.engine.connect() as connection:
        kept = (await connection.execute(select(outbox.c.method))).scalars().all()
    assert "close" not in kept, "the last notice is not stored"


# --- retention


def retention(world: World) -> RetentionJob:
    job = world.services.retention
    return RetentionJob(world.uow, world.clock, RetentionRules(), job.course, job.calendar)


async def test_newcomer_without_a_course_is_erased_after_six_months(
    world: World, amina: Person
) -> None:
    world.clock.forward(days=182)
    assert (await retention(world).apply(dry_run=False)).people == 0
    world.clock.forward(days=1)
    assert (await retention(world).apply(dry_run=True)).people == 1
    assert (await retention(world).apply(dry_run=False)).people == 1
    async with world.uow() as uow:
        assert await uow[Participants].of_chat(amina.id) is None


async def test_silent_member_is_kept_while_the_course_goes_on(world: World) -> None:
    cohort_id = await new_cohort(world, start=TODAY + timedelta(days=200))
    amina = await admitted(world, cohort_id)
    world.clock.forward(days=220)
    assert (await retention(world).apply(dry_run=False)).people == 0
    async with world.uow() as uow:
        cohort = await uow[Cohorts].get(cohort_id)
        assert cohort is not None
        cohort.closed_at = MONDAY
        await uow.commit()
    assert (await retention(world).apply(dry_run=False)).people == 1, "closed long ago"
    assert amina.texts


async def test_finished_course_counts_from_the_certificate(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    enrolment_id = (await enrolment_of(world, amina)).id or 0
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(enrolment_id)
        assert enrolment is not None
        enrolment.finished_at = MONDAY + timedelta(days=100)
        await uow.commit()
    world.clock.forward(days=100 + 182)
    assert (await retention(world).apply(dry_run=False)).people == 0
    world.clock.forward(days=1)
    assert (await retention(world).apply(dry_run=False)).people == 1


async def test_dry_run_deletes_no_messages_and_updates(world: World, amina: Person) -> None:
    world.clock.forward(days=181)
    due = await retention(world).apply(dry_run=True)
    assert due.messages > 0 and due.updates > 0
    assert await retention(world).apply(dry_run=True) == due
    assert await retention(world).apply(dry_run=False) == due


async def test_retention_of_a_day_is_done_once(world: World, amina: Person) -> None:
    job = retention(world)
    await job.work_daily()
    world.clock.forward(days=183)
    await job.work_daily()
    async with world.uow() as uow:
        assert await uow[Participants].of_chat(amina.id) is None, "on a new day"
    bilal = world.person(43, "Bilal")
    await bilal.says("/start")
    async with world.uow() as uow:
        stored = await uow[Participants].of_chat(bilal.id)
        assert stored is not None
        stored.created_at = stored.seen_at = MONDAY - timedelta(days=300)
        await uow.commit()
    await job.work_daily()
    async with world.uow() as uow:
        assert await uow[Participants].of_chat(bilal.id) is not None, "on the same day"


# --- a shared phone


async def test_messages_are_put_away_after_the_answers_somebody_waits_for(
    world: World, amina: Person
) -> None:
    await amina.presses_data(MarkPhoneShared().pack(), amina.last.message_id)
    world.clock.forward(hours=1, seconds=1)
    await SharedPhoneJob(world.uow, world.clock).work()
    columns = (outbox.c.background, outbox.c.method, outbox.c.language)
    async with world.database.engine.connect() as connection:
        wipes = (
            await connection.execute(
                select(*columns).where(outbox.c.idempotency_key.like("wipe:%"))
            )
        ).all()
    assert wipes and {tuple(row) for row in wipes} == {(True, "delete", "en")}
