"""Participants go on after an update from the release of November 2026; nobody loses an answer.

tests/migration/README.md says who is where.
"""

from datetime import datetime, time
from pathlib import Path

from pydantic import SecretStr

from bot.bootstrap import build
from bot.course.rules.submissions import Stage
from bot.eligibility.rules.application import Status
from bot.files.rules.files import FileState
from bot.i18n.markup import PlainText
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.onboarding.buttons import GiveConsent
from bot.plan.rules.document import PlanDocument
from bot.reminders.rules.reminders import ReminderKind, ReminderState
from bot.settings import Settings
from tests.helpers.appointments import appointments_of, open_offers, ticks
from tests.helpers.course import answers_of as task_answers
from tests.helpers.course import message_behind, submission_of
from tests.helpers.desk import data_of
from tests.helpers.eligibility import after, by_id, questions, value
from tests.helpers.plan import plan_of
from tests.helpers.reminders import at, preferences, rows
from tests.helpers.world import World, shipped
from tests.migration import release
from tests.migration.release import answers_of, asked, phone

CHECK = {
    "lives": "yes", "age": "30to49", "income": "cash", "ready": "yes", "wish": "yes",
    "permit": "permitted", "time": "maybe",
}  # fmt: skip


async def test_program_starts_on_the_old_database(tmp_path: Path) -> None:
    (tmp_path / "egen-chef.sqlite3").write_bytes(release.FILE.read_bytes())
    key = SecretStr(release.KEY)
    settings = Settings(_env_file=None, data_dir=tmp_path, encryption_keys=key)  # type: ignore[call-arg]  # pydantic-settings' own switch
    core = build(settings, PlainText())
    async with core.uow() as uow:
        hanna = await uow[Participants].of_chat(release.HANNA)
    await core.close()
    assert hanna is not None and hanna.first_name == "Hanna"


async def test_every_message_on_a_phone_can_be_read(world: World) -> None:
    """As data: a press on it, or a reply to it, reads it back."""
    for chat_id, screen in world.channel.screens.items():
        for shown in screen:
            async with world.uow() as uow:
                found = await uow[Outbox].shown(chat_id, shown.message_id)
            assert found is not None and found[0].paragraphs, (chat_id, shown.message_id)


# --- Language, consent, the eligibility check


def consent() -> str:
    """The yes to the present text."""
    return GiveConsent(shipped().welcome.consent_version).pack()


async def test_language_can_be_chosen(world: World) -> None:
    nadia = phone(world, release.NADIA)
    await nadia.taps("lang:uk")
    assert consent() in data_of(nadia.last)


async def test_consent_can_be_given(world: World) -> None:
    omar = phone(world, release.OMAR)
    await omar.taps("ok:2026-11")
    assert consent() in data_of(omar.last), "the present text is read first"
    await omar.taps(consent())
    await omar.taps("m:join")
    assert asked(omar.last) is questions()[0]


async def test_question_that_waits_is_answered_in_words(world: World) -> None:
    hanna = phone(world, release.HANNA)
    await hanna.writes("Chcę mieć własną pracownię")
    assert await answers_of(world, release.HANNA) == {
        **CHECK, "motivation": "Chcę mieć własną pracownię",
    }  # fmt: skip
    assert asked(hanna.last) is after(by_id("motivation"))


async def test_check_is_sent_from_its_summary(world: World) -> None:
    before = await answers_of(world, release.YUSUF)
    assert before == {
        **CHECK, "motivation": "Waxaan rabaa inaan shaqaysto", "idea": "Cunto",
        "support": "interpreter,pace",
    }  # fmt: skip
    await phone(world, release.YUSUF).sends_the_check()
    since = {q.id: value(q) for q in questions() if q.id not in before}
    assert await answers_of(world, release.YUSUF) == before | since
    application = await world.person(release.YUSUF).application()
    assert application.status is Status.SUBMITTED
    assert f"c:{application.id}:invited" in [d for s in world.team[-3:] for d in data_of(s)]


async def test_paused_check_goes_on_at_its_question(world: World) -> None:
    halima = phone(world, release.HALIMA)
    await halima.taps("m:join")
    if any(d.endswith(":r") for d in data_of(halima.last)):
        await halima.taps(r"e:\d+:r")
    assert asked(halima.last) is by_id("wish")
    assert set(await answers_of(world, release.HALIMA)) == {"lives", "age", "income", "ready"}


async def test_text_in_doubt_becomes_the_answer(world: World) -> None:
    await phone(world, release.OLENA).taps("t:answer")
    answer = (await answers_of(world, release.OLENA))["motivation"]
    assert answer is not None and answer.startswith("Я хочу допомагати людям")


# --- The course


async def test_half_ticked_step_is_finished_and_handed_in(world: World) -> None:
    elif_ = phone(world, release.ELIF)
    await elif_.taps(r"w:\d+:d:support")
    await elif_.taps(r"w:\d+:x")
    assert await task_answers(world, elif_.person, "why") == {
        "reasons": "money,family", "goodday": "", "year": "Bir yıl sonra kendi dükkânım var",
        "support": "partner,friends",
    }  # fmt: skip
    work = await submission_of(world, elif_.person, "why")
    assert work.stage is Stage.HANDED_IN
    assert [file.state for file in work.files] == [FileState.KEPT], "the voice message was wanted"
    assert f"v:{work.id}:1:good" in [d for s in world.team for d in data_of(s)]


async def test_one_more_thing_is_added_and_handed_in_again(world: World) -> None:
    mariam = phone(world, release.MARIAM)
    before = await task_answers(world, mariam.person, "why")
    await mariam.taps(r"k:o:\d+")
    await mariam.taps(r"w:\d+:r")
    await mariam.taps(r"w:\d+:x")
    work = await submission_of(world, mariam.person, "why")
    assert (work.stage, work.version) == (Stage.HANDED_IN, 2)
    assert await task_answers(world, mariam.person, "why") == before
    assert before["goodday"] == "اچھا دن"


async def test_next_week_comes_at_its_hour(world: World) -> None:
    await at(world, datetime(2026, 11, 9, 9))  # noqa: DTZ001  # the helper adds the time zone
    bashir = phone(world, release.BASHIR)
    assert "m:task" in data_of(bashir.last)
    assert await submission_of(world, bashir.person, "ideas")


# --- The plan


async def test_line_of_a_list_gets_its_new_amount(world: World) -> None:
    zofia = phone(world, release.ZOFIA)
    await zofia.writes("3500")
    plan = await plan_of(world, zofia.person)
    assert "3500" in (plan.answers["buy"].value or "") and "Maszyna" in (
        plan.answers["buy"].value or ""
    )
    assert plan.answers["sentence"].value == "Szyję zasłony dla rodzin w Ballerup"
    assert plan.answers["price"].value == "400"
    assert "autobus" in (plan.answers["monthly"].value or "")


async def test_comment_is_opened_and_marked_as_read(world: World) -> None:
    zofia = phone(world, release.ZOFIA)
    await zofia.taps(r"pb:s:\d+:idea")
    assert "Hvor køber de gardiner i dag?" in zofia.last.text
    await zofia.taps(r"pb:r:\d+:\d+")
    assert (await plan_of(world, zofia.person)).comments[0].read_at is not None


async def test_kept_version_of_the_plan_comes_as_a_file(world: World) -> None:
    zofia = phone(world, release.ZOFIA)
    await zofia.taps_data("p:v:1:docx:both", zofia.last)
    said = await message_behind(world, release.ZOFIA, zofia.last)
    assert isinstance(said.enclosure, PlanDocument) and said.enclosure.form == "docx"


# --- Meetings


async def test_time_of_an_open_offer_is_booked(world: World) -> None:
    kemal = phone(world, release.KEMAL)
    await kemal.taps(r"y:p:1:\d+")
    [booked] = await appointments_of(world, kemal.person)
    assert booked.consultant_name == "Mette" and not await open_offers(world, kemal.person)
    assert f"y:c:{booked.id}" in data_of(kemal.last)


async def test_times_that_fit_are_taken_in_words(world: World) -> None:
    await phone(world, release.MINA).writes("دوشنبه صبح")
    assert any("دوشنبه صبح" in shown.text for shown in world.team)


async def test_booked_meeting_is_reminded_of_the_day_before(world: World) -> None:
    lone = phone(world, release.LONE)
    messages = len(lone.screen)
    zone = world.services.releases.weeks.calendar.zone
    await ticks(world, datetime(2026, 11, 4, 17, 30, tzinfo=zone))
    assert len(lone.screen) == messages + 1 and "y:c:1" in data_of(lone.last)


# --- Reminders, one's own data


async def test_planned_reminder_is_sent_at_its_hour(world: World) -> None:
    farid = phone(world, release.FARID)
    await at(world, datetime(2026, 11, 4, 9, 59))  # noqa: DTZ001  # the helper adds the time zone
    assert not any(d.startswith("n:s:") for d in data_of(farid.last))
    await at(world, datetime(2026, 11, 4, 10))  # noqa: DTZ001
    assert {"n:s:22:h", "n:s:22:t", "n:s:22:n"} <= set(data_of(farid.last))
    await farid.taps(r"n:s:22:t")
    states = [row.state for row in await rows(world, farid.person, ReminderKind.TASK)]
    assert states == [ReminderState.SENT, ReminderState.PLANNED]


async def test_choice_of_the_hour_is_kept(world: World) -> None:
    farid = phone(world, release.FARID)
    await farid.taps("n:t:evening")
    assert (await preferences(world, farid.person)).at == time(18)


async def test_question_about_erasing_is_answered(world: World) -> None:
    rashid = phone(world, release.RASHID)
    await rashid.taps("d:yes")
    async with world.uow() as uow:
        assert await uow[Participants].of_chat(release.RASHID) is None


async def test_every_job_of_the_clock_runs(world: World) -> None:
    for _ in range(3):
        world.clock.forward(hours=9)
        for job in world.services.jobs.values():
            await job()
        await world.settle()
    assert "o:l" in [data for shown in world.team for data in data_of(shown)], "the daily note"
