"""What people can do about their own data, and what a day's passing does to it."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Self
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.app.documents import document_renderer
from bot.app.enclosures import Enclosures
from bot.course.rules import submissions as submissions
from bot.course.storage.repositories import Enrolments, Submissions
from bot.kernel.database.outbox_tables import outbox
from bot.kernel.database.participants import Participants
from bot.onboarding.rules import PrivacyFacts
from bot.pipeline.inbox import Inbox, inbox
from bot.privacy.jobs import RetentionCounts, RetentionJob, SharedPhoneJob
from bot.privacy.rules.documents import MyData
from bot.privacy.rules.retention import RetentionRules
from tests.helpers.desk import admitted, consultant, enrolment_of, hands_in, new_cohort, says
from tests.helpers.files import PNG
from tests.helpers.world import Person, World

PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 100}]
WORDS = "I sew curtains for my neighbour"


@pytest.fixture
async def member(world: World) -> Person:
    person = await admitted(world, await new_cohort(world))
    await hands_in(world, person, words=WORDS)
    return person


async def press(person: Person, data: str) -> None:
    await person.presses_data(data, person.last.message_id)


async def files_of(world: World) -> list[str]:
    folder = world.fetcher.store._folder  # type: ignore[attr-defined]  # the disk is looked at
    return [p.name for p in folder.iterdir() if p.is_file()] if folder.exists() else []


async def test_archive_has_the_report_all_rows_and_files(world: World, member: Person) -> None:
    await member.says("/task")
    await press(member, (await _start(world, member)))
    await member.sends(photo=PHOTO)
    enclosures = Enclosures(
        world.uow, world.fetcher.store, document_renderer(world.channel.renderer),
        world.services.archive,
    )  # fmt: skip
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(member.id)
        assert participant is not None and participant.id is not None
    drawn = await enclosures.open(MyData(participant.id), "ar")
    with ZipFile(BytesIO(drawn.content)) as archive:
        names = archive.namelist()
        rows = json.loads(archive.read("all.json"))
        assert archive.read("my-data.pdf").startswith(b"%PDF")
        [file] = [name for name in names if name.startswith("files/")]
        assert archive.read(file) == PNG
    assert rows["participants"][0]["first_name"] == "Amina"
    assert WORDS in str(rows["work_answers"])


async def _start(world: World, person: Person) -> str:
    """A step that takes files."""
    enrolment = await enrolment_of(world, person)
    work = next(w for w in enrolment.submissions if not w.is_done)
    async with world.uow() as uow:
        stored = await uow[Submissions].get(work.id or 0)
        enrolment_ = await uow[Enrolments].get(enrolment.id or 0)
        assert stored is not None and enrolment_ is not None
        steps = world.content.course.tasks[work.task_id].steps.questions
        submissions.take_up(stored, world.content.course.tasks[work.task_id].steps, world.clock())
        stored.current = next(q.id for q in steps if q.is_open)
        enrolment_.working_on = work.task_id
        await uow.commit()
    return f"w:{work.id}:r"


async def test_my_data_is_sent_in_the_chat(world: World, member: Person) -> None:
    await member.says("/mydata")
    assert says(member.last.text, "This is all I know about you. First open the file “{name}”.",
                "en")  # fmt: skip


async def test_erasure_asks_once_then_erases_and_lists_what(world: World, member: Person) -> None:
    await member.says("/deleteme")
    assert await enrolment_of(world, member)
    await press(member, "d:yes")
    assert says(member.last.text, "Everything about you is deleted.", "en")
    assert "answer" in member.last.text
    async with world.uow() as uow:
        assert await uow[Participants].of_chat(member.id) is None
    assert consultant(world).sees("{person} has had everything deleted.")


async def test_refused_erasure_deletes_nothing(world: World, member: Person) -> None:
    await member.says("/deleteme")
    await press(member, "d:no")
    assert (await enrolment_of(world, member)).submissions


async def test_repeated_erasure_update_does_nothing(world: World, member: Person) -> None:
    await member.says("/deleteme")
    update = await member.presses_data("d:yes", member.last.message_id)
    said = len(member.texts)
    async with world.uow() as uow:
        row = await uow[Inbox].row(update)
    assert row is None
    message = {"message_id": 1, "chat": {"id": member.id, "type": "private"}}
    query = {"id": "7", "from": {"id": member.id, "first_name": "Amina"}, "message": message,
             "data": "d:yes"}  # fmt: skip
    await world.again({"update_id": update, "callback_query": query})
    assert len(member.texts) == said


async def test_receipt_and_notice_are_not_stored(world: World, member: Person) -> None:
    await member.says("/deleteme")
    await press(member, "d:yes")
    async with world.database.engine.connect() as connection:
        rows = (await connection.execute(select(outbox.c.message))).scalars().all()
    assert "Amina" not in str(rows) and str(member.id) not in str(rows)


async def test_erased_participant_can_start_again(world: World, member: Person) -> None:
    await member.says("/deleteme")
    await press(member, "d:yes")
    await member.says("/start")
    async with world.uow() as uow:
        newcomer = await uow[Participants].of_chat(member.id)
        assert newcomer is not None and newcomer.language_chosen_at is None


async def test_file_contents_are_erased_too(world: World, member: Person) -> None:
    data = await _start(world, member)
    await press(member, data)
    await member.sends(photo=PHOTO)
    assert len(await files_of(world)) == 1
    await member.says("/deleteme")
    await press(member, "d:yes")
    await world.settle()
    assert await files_of(world) == []


@pytest.mark.parametrize("translated", [True, False])
async def test_privacy_page_mentions_machine_translation(
    world: World, member: Person, translated: bool
) -> None:
    onboarding = world.services.assistant.conversation.onboarding
    facts = PrivacyFacts(translated=translated)
    object.__setattr__(onboarding, "privacy", facts)  # as where a server is set
    await member.says("/privacy")
    source = "A translation service gets your words too. It puts them into Danish."
    assert says(member.last.text, source, "en") is translated
    await press(member, "d:more")
    source = "A translation service. It gets words from you and your consultants."
    assert says(member.last.text, source, "en") is translated


async def test_nothing_is_sent_after_withdrawal_of_consent(world: World, member: Person) -> None:
    await member.says("/privacy")
    await press(member, "d:withdraw")
    assert consultant(world).sees("{person} has taken back the yes to storing answers.")
    said = len(member.texts)
    world.clock.forward(days=7)
    await world.services.releases.work()
    await world.settle()
    assert len(member.texts) == said
    await member.says("/start")
    await member.says("/task")
    assert not says(member.last.text, "▶ Start", "en")


async def test_missed_weeks_are_sent_after_new_consent(world: World, member: Person) -> None:
    await press(member, "d:withdraw")
    world.clock.forward(days=7)
    await world.services.releases.work()
    version = world.content.welcome.consent_version
    await press(member, f"ok:{version}")
    assert says(member.last.text, "Thank you! You go on where you were.", "en")
    assert consultant(world).sees("{person} says yes again to storing answers.")
    await world.services.releases.work()
    await world.settle()
    assert (await enrolment_of(world, member)).released(2)


async def test_messages_on_a_shared_phone_are_removed_after_an_hour(
    world: World, member: Person
) -> None:
    await member.says("/privacy")
    await press(member, "d:shared")
    shown = len(member.texts)
    job = SharedPhoneJob(world.uow, world.clock)
    world.clock.forward(minutes=50)
    await job.work()
    await world.settle()
    assert len(member.texts) == shown
    world.clock.forward(minutes=20)
    for _ in range(2):  # a tick too many changes nothing
        await job.work()
        await world.settle()
    assert member.texts == []


async def test_messages_that_telegram_no_longer_deletes_are_left_alone(
    world: World, member: Person
) -> None:
    await member.says("/privacy")
    await press(member, "d:shared")
    shown = len(member.texts)
    world.clock.forward(hours=47)
    await SharedPhoneJob(world.uow, world.clock).work()
    await world.settle()
    assert len(member.texts) == shown


async def test_messages_on_an_own_phone_stay(world: World, member: Person) -> None:
    shown = len(member.texts)
    world.clock.forward(hours=3)
    await SharedPhoneJob(world.uow, world.clock).work()
    await world.settle()
    assert len(member.texts) == shown


async def test_cpr_number_is_removed_from_the_chat(world: World, member: Person) -> None:
    await member.says("my number is 010190-1234")
    assert world.channel.deleted == [(member.id, world.message_id)]
    assert any(says(text, "I saw a CPR number in your message. I did not keep it. You never need "
                          "it here.", "en") for text in member.texts)  # fmt: skip


def retention(world: World) -> RetentionJob:
    calendar = world.services.retention.calendar
    return RetentionJob(world.uow, world.clock, RetentionRules(), world.content.course, calendar)


async def test_participant_is_erased_six_months_after_the_course(
    world: World, member: Person
) -> None:
    world.clock.forward(days=7 * 8 + 4 * 7 + 150)
    assert (await retention(world).apply(dry_run=False)).people == 0
    world.clock.forward(days=50)
    assert (await retention(world).apply(dry_run=True)).people == 1
    async with world.uow() as uow:
        assert await uow[Participants].of_chat(member.id) is not None
    assert (await retention(world).apply(dry_run=False)).people == 1
    async with world.uow() as uow:
        assert await uow[Participants].of_chat(member.id) is None


async def test_active_participant_is_not_erased(world: World, member: Person) -> None:
    world.clock.forward(days=300)
    await member.says("/menu")
    world.clock.forward(days=30)
    assert (await retention(world).apply(dry_run=False)).people == 0


async def test_retention_only_reads_silent_participants(world: World) -> None:
    before = world.clock()
    silent, lively = world.person(42), world.person(43)
    for person in (silent, lively):
        await person.says("/start")
    world.clock.forward(days=100)
    await lively.says("/menu")
    async with world.uow() as uow:
        known = await uow[Participants].of_chat(silent.id)
        assert known is not None
        assert await uow[Participants].silent_since(before + timedelta(days=50)) == [known.id]
        assert await uow[Participants].silent_since(before) == []


async def test_old_messages_and_updates_are_deleted_and_participants_kept(
    world: World, member: Person
) -> None:
    world.clock.forward(days=31)
    due = await retention(world).apply(dry_run=False)
    assert due.people == 0 and due.messages == 0 and due.updates > 0
    world.clock.forward(days=150)
    await member.says("/menu")
    due = await retention(world).apply(dry_run=False)
    assert due.people == 0 and due.messages > 0
    assert await retention(world).apply(dry_run=False) == RetentionCounts(0, 0, 0)


async def test_retention_runs_once_a_day(world: World, member: Person) -> None:
    job = retention(world)
    await job.work_daily()
    world.clock.forward(days=31)
    await job.work_daily()
    async with world.database.engine.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(inbox))).scalar() == 0


async def test_participant_who_is_active_again_is_not_erased(world: World, member: Person) -> None:
    job, opened = retention(world), 0

    class WritesInBetween(SqlUnitOfWork):
        """After the job has listed who is due, the participant writes again."""

        async def __aenter__(self) -> Self:
            nonlocal opened
            opened += 1
            if opened == 3:
                async with world.uow() as uow:
                    participant = await uow[Participants].of_chat(member.id)
                    assert participant is not None
                    participant.seen_at = world.clock()
                    await uow.commit()
            return await super().__aenter__()

    world.clock.forward(days=7 * 8 + 4 * 7 + 200)
    assert (await job.apply(dry_run=True)).people == 1
    job.uow = lambda: WritesInBetween(world.database)
    assert (await job.apply(dry_run=False)).people == 0
    async with world.uow() as uow:
        assert opened >= 3 and await uow[Participants].of_chat(member.id) is not None
