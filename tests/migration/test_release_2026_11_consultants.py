"""Consultants go on in half-made forms after an update from the release of November 2026.

The state of such a form is read back from the message that shows it: its buttons and texts.
"""

from datetime import date

from bot.cases.rules.cases import SNOOZE
from bot.course.rules.documents import Certificate
from bot.course.rules.submissions import Stage
from bot.course.storage.repositories import Cohorts
from bot.kernel.messages import Verbatim
from bot.office.storage.repositories import Consultants
from bot.plan.storage.versions import DanishTexts
from tests.helpers.appointments import local, open_offers
from tests.helpers.course import enclosed, enrolment_of, submission_of
from tests.helpers.desk import Consultant, data_of, says
from tests.helpers.plan import plan_of
from tests.helpers.reminders import reminders_on, tick
from tests.helpers.talk import the_case
from tests.helpers.world import Shown, World
from tests.migration import release
from tests.migration.release import has_button, mette, phone, soren

HANDED_IN = 5140  # the message in the group with what Bashir handed in


def form(consultant: Consultant, pattern: str) -> Shown:
    """The newest message with a button whose data is like this."""
    found = (s for s in reversed(consultant.screen) if has_button(s, pattern))
    return next(found)


# --- Applications and hand-ins


async def test_application_is_decided(world: World) -> None:
    daria = phone(world, release.DARIA)
    messages = len(daria.screen)
    await mette(world).taps(r"c:\d+:invited")
    assert len(daria.screen) == messages + 1
    summary = form(mette(world), r"bm:o:5")
    assert "Маленьке ательє" in summary.text and has_button(summary, r"c:3:suitable")


async def test_hand_in_is_approved(world: World) -> None:
    await mette(world).taps(r"v:\d+:1:good")
    work = await submission_of(world, phone(world, release.BASHIR).person, "why")
    assert work.stage is Stage.APPROVED and work.value("year") == "یک سال بعد"
    assert "m:task" in data_of(phone(world, release.BASHIR).last)


async def test_comment_asked_for_by_reply_is_sent(world: World) -> None:
    bashir = phone(world, release.BASHIR)
    await mette(world).replies("Hvad er en god dag?", form(mette(world), r"v:4:1:bare:\d+"))
    assert "Hvad er en god dag?" in bashir.last.text and "k:o:4" in data_of(bashir.last)
    handed_in = next(s for s in world.team if s.message_id == HANDED_IN)
    assert "Mette" in handed_in.text and not data_of(handed_in), "the decision is noted there"


async def test_hand_in_is_sent_back_without_words(world: World) -> None:
    await mette(world).taps(r"v:4:1:bare:\d+")
    assert "k:o:4" in data_of(phone(world, release.BASHIR).last)


# --- Meetings


async def test_offer_of_times_is_finished(world: World) -> None:
    team, daria = mette(world), phone(world, release.DARIA)
    await team.taps(r"bm:l:p5")
    await team.taps(r"bm:l:p5:townhall")
    await team.taps(r"bm:s:p5:townhall:45:1:0")
    await team.taps(r"bm:s:p5:townhall:45:1:2")
    await team.taps(r"bm:y:p5:townhall:45:1:2")
    [offer] = await open_offers(world, daria.person)
    assert [time.starts_at for time in offer.times] == [
        local(world, 15, 0, date(2026, 11, 6)),
        local(world, 9, 30, date(2026, 11, 9)),
    ]
    assert (offer.minutes, offer.interpreter, offer.bring) == (45, True, "budget")
    assert sum(data.startswith("y:p:") for data in data_of(daria.last)) == 2


async def test_offered_time_is_taken_away_again(world: World) -> None:
    team = mette(world)
    await team.taps(r"bm:t:p5:29903550:0")
    shown = form(team, r"bm:x:p5")
    assert "bm:t:p5:29903550:1" in data_of(shown) and "09.30" not in shown.text


async def test_meeting_is_cancelled_by_the_consultant(world: World) -> None:
    await soren(world).taps(r"bm:v:1")
    await soren(world).taps(r"bm:c:1")
    await soren(world).taps(r"bm:cy:1")
    assert "y:a" in data_of(phone(world, release.LONE).last)


# --- Runs of the course


async def test_number_of_places_is_typed_and_the_run_created(world: World) -> None:
    await soren(world).replies("14", form(soren(world), r"r:n:20261109:0:9:6"))
    await soren(world).taps(r"r:c:20261109:0:9:14")
    async with world.uow() as uow:
        [run] = [run for run in await uow[Cohorts].open_ones() if run.places == 14]
    assert (run.starts_on, run.weekday, run.hour) == (date(2026, 11, 9), 0, 9)


async def test_run_is_created_with_the_name_in_its_summary(world: World) -> None:
    await mette(world).taps(r"r:c:20270104:0:10:14")
    async with world.uow() as uow:
        [run] = [run for run in await uow[Cohorts].open_ones() if run.name == "Vinterholdet"]
    assert (run.starts_on, run.hour, run.places) == (date(2027, 1, 4), 10, 14)


async def test_run_is_renamed_by_reply(world: World) -> None:
    await mette(world).replies("Foråret", form(mette(world), r"r:c:.*"))
    await mette(world).taps(r"r:c:20270104:0:10:14")
    async with world.uow() as uow:
        assert "Foråret" in [run.name for run in await uow[Cohorts].open_ones()]


async def test_attendance_is_saved_with_the_ticks(world: World) -> None:
    await mette(world).taps(r"s:ts:1:20261104")
    for chat_id, present in ((release.FARID, True), (release.ELIF, False)):
        enrolment = await enrolment_of(world, phone(world, chat_id).person)
        days = [(a.held_on, a.present) for a in enrolment.attendances]
        assert days == [(date(2026, 11, 4), present)]


async def test_certificate_has_the_name_that_was_typed(world: World) -> None:
    await soren(world).taps(r"s:cy:6")
    papers = [said.enclosure for said in await enclosed(world, release.AZIZ)]
    assert [paper.name for paper in papers if isinstance(paper, Certificate)] == [
        Verbatim("Aziz Karimi"), Verbatim("Aziz Karimi"),
    ]  # fmt: skip


# --- Ready sentences


async def test_blank_is_filled_by_reply_and_the_sentence_sent(world: World) -> None:
    team = mette(world)
    await team.replies("20/11", form(team, r"q:x:14:missing:w"))
    await team.taps(r"q:s:14:missing:w:20261120")
    assert "Din lejekontrakt" in phone(world, release.ZOFIA).last.text


async def test_blank_is_filled_by_button(world: World) -> None:
    await mette(world).taps(r"q:p:14:missing:w:20261116")
    assert "Din lejekontrakt" in form(mette(world), r"q:s:14:missing:w:20261116").text


async def test_sentence_is_sent_once_from_its_preview(world: World) -> None:
    team, kemal = mette(world), phone(world, release.KEMAL)
    preview = form(team, r"q:s:17:.*")
    messages = len(kemal.screen)
    for _ in range(2):
        await team.taps_data("q:s:17:meet:20261110:0900:w", preview)
    assert len(kemal.screen) == messages + 1 and "Biblioteket, lokale 2" in kemal.last.text


# --- Plans


async def test_comment_on_a_part_of_the_plan_is_sent(world: World) -> None:
    zofia = phone(world, release.ZOFIA)
    await mette(world).replies("Hvad koster stoffet?", form(mette(world), r"pl:no:4:product"))
    assert "Hvad koster stoffet?" in zofia.last.text and "pb:s:1:product" in data_of(zofia.last)
    plan = await plan_of(world, zofia.person)
    assert [c.section for c in plan.comments] == ["idea", "product"]


async def test_danish_of_own_words_is_given_by_reply(world: World) -> None:
    team = mette(world)
    await team.replies("Jeg syr gardiner til familier", form(team, r"pd:no:4:.*"))
    async with world.uow() as uow:
        known = await uow[DanishTexts].of_participant(14)
    assert {text.danish.text for text in known} == {
        "Om vinteren er der koldt ved vinduet", "Jeg syr gardiner til familier",
    }  # fmt: skip


# --- Talks, absence, reminders


async def test_talk_that_was_put_off_is_brought_up(world: World) -> None:
    await world.settle()
    messages = len(world.team)
    await world.passes(seconds=SNOOZE.total_seconds() + 1)
    new = [shown for shown in world.team[messages:] if has_button(shown, r"h:c:2")]
    assert [says(shown.text, "⏰ You wanted to come back to {person}.") for shown in new] == [True]


async def test_talk_is_closed(world: World) -> None:
    await world.settle()
    await world.passes(seconds=10)
    await mette(world).taps(r"h:c:1")
    assert await the_case(world, phone(world, release.SAMIRA).person) is None


async def test_absence_is_noted_with_a_substitute(world: World) -> None:
    await mette(world).replies("3", form(mette(world), r"a:u:1:20261104"))
    await mette(world).taps(r"a:s:1:20261106:2")
    async with world.uow() as uow:
        known = await uow[Consultants].meet(release.METTE, "Mette")
    assert (known.away_until, known.substitute_id) == (date(2026, 11, 6), release.SOREN)


async def test_reminder_by_hand_is_sent_from_its_preview(world: World) -> None:
    """Not while the person is writing."""
    world.clock.forward(minutes=15)
    await mette(world).taps(r"nr:y:r1:task:2")
    await tick(world)
    farid = phone(world, release.FARID)
    assert len(reminders_on(farid.person)) == 1 and has_button(farid.last, r"k:o:\d+")
