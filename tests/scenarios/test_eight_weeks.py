"""Eight weeks with twelve people in nine languages, over Christmas; and over both clock changes.

The clock is turned by the test.  All else is real: the services, the database, Telegram's calls.
Each step of each task is answered on four phones; on all twelve with EGEN_EVERY_STEP=1.
"""

import gc
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.bootstrap import danish_calendar
from bot.course.rules.course import Course, Task, Week
from bot.course.rules.documents import Certificate, PathPicture, Statement
from bot.course.storage.tables import step_answers, submissions
from bot.kernel.database.participants import participants
from bot.kernel.messages import Verbatim, phrase
from tests.scenarios.consultant import Consultant
from tests.scenarios.learner import Learner, same, words_of
from tests.scenarios.town import ZONE, Script, Town, sketch_of, town

pytestmark = pytest.mark.slow

START = date(2026, 11, 30)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
CHRISTMAS = (date(2026, 12, 22), date(2026, 12, 28))  # when Mette is away, and back
LONG_NAME = "Pakize Gülnihal Ayşe-Fatma Çetinkaya-Öztürkoğlu von Hammelev"
assert len(LONG_NAME) == 60


@dataclass
class Twelve:
    """Who they are; each has something of their own."""

    late: Learner  # always late
    away: Learner  # can't in week two
    tired: Learner  # has a bad day in week three
    unsure: Learner  # changes after handing in
    sender: Learner  # of a film too large, and of a program
    hasty: Learner  # hands in twice
    silent: Learner  # in weeks five and six
    blocks: Learner  # while week three comes
    joins: Learner  # in week three
    films: Learner
    albums: Learner
    writes: Learner  # documents instead of photos

    @property
    def all(self) -> list[Learner]:
        return list(vars(self).values())


async def twelve(place: Town) -> Twelve:
    async def one(number: int, name: str, language: str, habit: str = "photo") -> Learner:
        phone = await place.applicant(100 + number, name, language)
        return Learner(place, phone, name, language, number, habit, skips=number % 3 == 0)

    return Twelve(
        late=await one(1, "Åse Bjørn", "da"),
        away=await one(2, "أمينة حسن", "ar"),
        tired=await one(3, "Grace", "en"),
        unsure=await one(4, "آناهیتا", "fa"),
        sender=await one(5, "Faadumo Cali", "so"),
        hasty=await one(6, LONG_NAME, "tr"),
        silent=await one(7, "Оксана-Марія", "uk"),
        blocks=await one(8, "شازیہ", "ur"),
        joins=await one(9, "Żaneta", "pl"),
        films=await one(10, "يوسف القمر", "ar", "video"),
        albums=await one(11, "Xaliimo", "so", "album"),
        writes=await one(12, "Jens <&> Ko", "da", "document"),
    )


def wanted_on(people: Twelve, learner: Learner, task: Task, place: int) -> date:
    """The day on which somebody does a task; `place` in its week, from 0."""
    monday = START + WEEK * (task.week - 1)
    usual = monday + DAY * (1 + place)
    if learner is people.late:
        return monday + DAY * 9
    if learner is people.away and task.week == 2:
        return usual + WEEK
    if learner is people.tired and (task.week, place) == (3, 0):
        return usual + DAY
    if learner is people.silent and task.week in (5, 6):
        return START + WEEK * 6 + DAY
    if learner is people.joins and task.week < 4:
        return date(2026, 12, 16)
    return max(usual, date(2026, 12, 17)) if learner is people.blocks and task.week == 3 else usual


@dataclass
class Story:
    place: Town
    mette: Consultant
    people: Twelve
    course: Course

    async def tells(self) -> None:
        await self._begins()
        for week in range(1, 10):
            await self._week(START + WEEK * (week - 1))
        await self._ends()

    # --- the beginning

    async def _begins(self) -> None:
        first = [one for one in self.people.all if one is not self.people.joins]
        await self.place.together(self.mette.makes_a_run(START))
        await self.place.together(self.mette.admits(*first))
        for learner in first:
            learner.must_have_seen("Until then there is nothing you must do.")

    # --- a week

    async def _week(self, monday: date) -> None:
        await self.place.until(monday, 10)
        await self._looks_at_things(monday)
        for day in (monday + DAY * n for n in (1, 2, 3)):
            await self.place.until(day, 10)
            await self._mornings(day)
            await self.place.until(day, 17)
            await self.place.together(*[self._evening(one, day) for one in self.people.all])
            await self._nights(day)
        await self.place.until(monday + DAY * 4, 8, 30)
        await self._fridays(monday + DAY * 4)
        await self.place.until(monday + DAY * 4, 10)
        await self._looks_at_things(monday + DAY * 4)
        if monday == date(2026, 12, 28):
            await self._stands(self.people.silent, "🤫 Silent for four days or more")

    async def _looks_at_things(self, day: date) -> None:
        if not CHRISTMAS[0] < day < CHRISTMAS[1]:
            await self.place.together(self.mette.reviews())

    async def _evening(self, learner: Learner, day: date) -> Script:
        if learner.phone.chat.blocked:
            return
        for hand_in in [h for h in self.mette.returned if h.learner is learner]:
            self.mette.returned.remove(hand_in)
            async for _ in learner.adds(self.course.tasks[hand_in.task], "første kunde"):
                yield
        for task in self._tasks_of(learner, day):
            async for _ in self._does(learner, task):
                yield

    def _tasks_of(self, learner: Learner, day: date) -> list[Task]:
        return [
            task
            for week in self.course.weeks
            for place, task in enumerate(week.tasks)
            if task.id not in learner.handed_in
            and wanted_on(self.people, learner, task, place) <= day
        ]

    def _does(self, learner: Learner, task: Task) -> Script:
        if learner is self.people.sender and task.id == "ideas":
            return self._does_with_odd_files(learner, task)
        if learner is self.people.hasty and task.id == "why":
            return self._hands_in_twice(learner, task)
        if learner is self.people.unsure and task.id == "ideas":
            return self._changes_it(learner, task)
        return learner.does(task)

    async def _does_with_odd_files(self, learner: Learner, task: Task) -> Script:
        async for _ in learner.opens(task):
            yield
        for step in task.steps.questions:
            if step.kind == "photo":
                async for _ in learner.sends_what_we_cannot_take(step):
                    yield
                await self._still_asks(learner)
                yield
            async for _ in learner.answers(task, step):
                yield
        async for _ in learner.hands_in(task):
            yield

    async def _still_asks(self, learner: Learner) -> None:
        await learner.phone.says("/task")

    async def _hands_in_twice(self, learner: Learner, task: Task) -> Script:
        async for _ in learner.opens(task):
            yield
        for step in task.steps.questions:
            async for _ in learner.answers(task, step):
                yield
        async for _ in learner.hands_in(task, times=2):
            yield
        title = phrase(task.title)
        learner.must_see("“{task}” is with the consultant. You hear here about it.", task=title)

    async def _changes_it(self, learner: Learner, task: Task) -> Script:
        async for _ in chain_of(learner.does(task), learner.thinks_again(task)):
            yield

    # --- what happens besides

    async def _mornings(self, day: date) -> None:
        if day == date(2026, 12, 9):
            await self._old_button()
        await self._looks_at_things(day)
        if day == date(2026, 12, 15):
            await self.place.together(self._is_away(self.people.tired, "day"))
        if day == date(2026, 12, 16):
            await self._late_joiner()
        if day == date(2026, 12, 17):
            await self._comes_back()
        if day == date(2027, 1, 6):
            await self._stands(self.people.late, "🔸 Stuck: something is late")

    async def _nights(self, day: date) -> None:
        if day in (date(2026, 12, 3), date(2027, 1, 14)):
            await self.place.together(self.mette.holds_a_meeting(self.people.late))

    async def _fridays(self, day: date) -> None:
        match day.month, day.day:
            case 12, 4:
                await self._stands(self.people.late, "🌱 On the way")
            case 12, 11:
                await self._left_lying()
                await self.people.blocks.phone.blocks()
                await self.place.settle()
                self._told_of_blocking()
            case 1, 8:
                await self._stands(self.people.silent, "🔸 Stuck: something is late")

    async def _stands(self, learner: Learner, head: str) -> None:
        standings = await self.mette.standings()
        assert len(standings) == len(self.mette.learners), self.mette.newest
        assert standings[learner.name] == head, self.mette.newest

    async def _old_button(self) -> None:
        """Of the version that was changed after handing in: the newest is shown instead."""
        work = await self.place.number(
            "SELECT w.id FROM works w JOIN participants p ON p.id = w.participant_id "
            "WHERE p.chat_id = :chat AND w.task_id = 'ideas'",
            chat=self.people.unsure.phone.id,
        )
        await self.mette.presses(f"v:{work}:1:good")
        await self.place.settle()
        who = Verbatim(self.people.unsure.name)
        changed = "{person} has changed it meanwhile. The newest is below."
        self.mette.must_see(changed, within=6, person=who)

    async def _is_away(self, learner: Learner, span: str) -> Script:
        before = await self._due(learner)
        await learner.phone.says("/away")
        yield
        await learner.taps(f"k:away:{span}")
        yield
        after = await self._due(learner)
        days = {"day": 1, "week": 7}[span]
        assert before, "something was to be done"
        for task, due in before.items():
            assert after[task] - due >= DAY * days, (task, due, after[task])
        paused = "{person} takes a pause until {day}."
        head = self.place.words(paused, "da", person=Verbatim(learner.name), day=Verbatim("§"))
        assert any(head.partition("§")[0] in words_of(m) for m in self.mette.in_view())
        assert (await self.mette.standings())[learner.name] == "☁ Pause", self.mette.newest

    async def _due(self, learner: Learner) -> dict[str, date]:
        rows = await self.place.rows(
            "SELECT w.task_id, w.due_on FROM works w JOIN participants p "
            "ON p.id = w.participant_id WHERE p.chat_id = :chat AND w.version = 0",
            chat=learner.phone.id,
        )
        return {task: date.fromisoformat(due) for task, due in rows}

    async def _late_joiner(self) -> None:
        joins = self.people.joins
        await self.place.together(self.mette.admits(joins))
        told = [text for text in joins.heard() if text.startswith("🌱")]
        heads = [head_of(week, joins) for week in self.course.weeks[:3]]
        assert [any(h in t for t in told[n : n + 1]) for n, h in enumerate(heads)] == [True] * 3
        due = list((await self._due(joins)).values())
        assert due == sorted(due), "each week has time of its own"
        assert due[3] - due[0] >= WEEK and due[6] - due[3] >= DAY * 6, due

    async def _comes_back(self) -> None:
        """Whoever blocked us missed a message, but no task."""
        await self.people.blocks.phone.unblocks()
        await self.place.settle()

    def _told_of_blocking(self) -> None:
        who = Verbatim(self.people.blocks.name)
        blocked = "{person} has blocked me. My messages do not arrive."
        assert self.mette.count(blocked, person=who) == 1

    async def _left_lying(self) -> None:
        """Handed in on Wednesday, brought up on Friday; /open shows it again."""
        learner = self.people.writes
        self.mette.must_see("🔔 This has waited for two working days", within=5)
        await self.mette.says("/open")
        await self.place.settle()
        self.mette.must_see("This waits for you, the oldest first")
        assert learner.name in self.mette.newest, self.mette.newest
        self.mette.leaves.clear()

    # --- the end

    async def _ends(self) -> None:
        await self.place.until(date(2027, 1, 29), 12)
        await self.place.together(self.mette.reviews())
        standings = await self.mette.standings()
        assert set(standings.values()) == {"🎓 Ready for the certificate"}, self.mette.newest
        for learner in self.people.all:
            name = "Fatma Çetinkaya" if learner is self.people.hasty else ""
            await self.place.together(self.mette.gives_the_certificate(learner, name))
        await self.place.together(*[self._asks_for_papers(one) for one in self.people.all])

    async def _asks_for_papers(self, learner: Learner) -> Script:
        await learner.phone.says("/progress")
        yield
        await learner.taps("k:st")
        yield


def head_of(week: Week, learner: Learner) -> str:
    title = phrase(week.title)
    number = Verbatim(str(week.number))
    words = "🌱 Week {week}: {title}"
    return learner.town.words(words, learner.language, week=number, title=title)


async def chain_of(*scripts: Script) -> Script:
    for script in scripts:
        async for _ in script:
            yield


@pytest.fixture
def no_pauses() -> Iterator[None]:
    """The messages of eight weeks are many objects, and none of them is garbage."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    """Nothing of ours has failed on the way, even where a second try was enough."""
    with capture_logs() as logs:
        yield
    assert not [entry for entry in logs if entry["log_level"] == "error"]


async def consultant(place: Town) -> Consultant:
    phone = place.telegram.person(900, "Mette", language_code="da")
    place.team.chat.members[900] = "member"
    return Consultant(place, phone)


def monday_before(start: date) -> datetime:
    return datetime.combine(start - WEEK, time(10), ZONE).astimezone(UTC)


@pytest.mark.usefixtures("no_pauses")
async def test_twelve_participants_complete_eight_weeks_over_christmas(tmp_path: Path) -> None:
    drawn = frozenset({"Åse Bjørn", "أمينة حسن"})
    async with town(tmp_path, monday_before(START), drawn) as place:
        mette, people = await consultant(place), await twelve(place)
        mette.leaves = {(people.writes.number, "simply")}
        mette.verdicts = {
            (people.films.number, "why"): "more",
            (people.writes.number, "offer"): "more",
            (people.albums.number, "strengths"): "talk",
        }
        story = Story(place, mette, people, place.core.content.course)
        await story.tells()
        await weeks_came_once_at_nine(story, START)
        await due_dates_are_working_days(place)
        await everything_is_stored(story)
        nobody_sees_another(people.all)
        await meetings_are_recorded(story)
        brought_up_twice(story)
        papers_have_arrived(story, drawn)
        nothing_was_refused(place, people.blocks)


# --- what must be true in the end


async def weeks_came_once_at_nine(story: Story, start: date) -> None:
    calendar = danish_calendar("Europe/Copenhagen")
    for learner in story.people.all:
        rows = await story.place.rows(
            "SELECT r.week, r.released_at FROM releases r JOIN enrolments e "
            "ON e.id = r.enrolment_id JOIN participants p ON p.id = e.participant_id "
            "WHERE p.chat_id = :chat ORDER BY r.week",
            chat=learner.phone.id,
        )
        assert [week for week, _ in rows] == list(range(1, 9)), learner.name
        for week, at in rows:
            day = calendar.workday_from(start + WEEK * (week - 1))
            local = datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone(ZONE)
            if learner.name == "Żaneta" and week < 4:
                assert local.date() == date(2026, 12, 16)
            else:
                assert local == datetime.combine(day, time(9), ZONE), (learner.name, week)
            seen = sum(
                head_of(story.course.weeks[week - 1], learner) in t for t in learner.heard()
            )
            blocked = learner.name == "شازیہ" and week == 3
            assert seen == (0 if blocked else 1), f"week {week} for {learner.name}: {seen} times"


async def due_dates_are_working_days(place: Town) -> None:
    calendar = danish_calendar("Europe/Copenhagen")
    rows = await place.rows("SELECT task_id, due_on FROM works")
    wrong = [(t, due) for t, due in rows if not calendar.is_workday(date.fromisoformat(due))]
    assert rows and not wrong, wrong


async def everything_is_stored(story: Story) -> None:
    for learner in story.people.all:
        answers = (
            select(submissions.c.task_id, step_answers.c.question_id, step_answers.c.value)
            .join_from(step_answers, submissions)
            .join(participants)
            .where(participants.c.chat_id == learner.phone.id)
        )
        rows = await story.place.found(answers)
        stored = {(task, step): value for task, step, value in rows}
        assert stored.keys() == learner.given.keys()
        wrong = {k: v for k, v in stored.items() if not same(learner.given[k].value, v)}
        assert not wrong, (learner.name, wrong)
    open_works = await story.place.number("SELECT COUNT(*) FROM works WHERE stage != 'approved'")
    assert open_works == 0
    files_are_in_the_group(story)


def files_are_in_the_group(story: Story) -> None:
    """Each file once for each time that its task was handed in or shown: at least once."""
    shown = {m.file.data for m in story.place.team.screen() if m.file is not None}
    for learner in story.people.all:
        sent = set(chain.from_iterable(given.files for given in learner.given.values()))
        assert sent and sent <= shown, f"{len(sent - shown)} files of {learner.name} are missing"
    kept = [m.file.name for m in story.place.team.screen() if m.file is not None]
    assert not [name for name in kept if "plan" in name or ".." in name], kept
    assert not [data for data in shown if data.startswith(b"MZ")], "no program reaches the group"


def nobody_sees_another(people: list[Learner]) -> None:
    for reader in people:
        heard = "\n".join(reader.heard())
        for other in people:
            if other is not reader:
                assert other.mark not in heard, f"{reader.name} reads words of {other.name}"
                assert other.name not in heard, f"{reader.name} reads the name {other.name}"


async def meetings_are_recorded(story: Story) -> None:
    rows = await story.place.rows(
        "SELECT p.chat_id, a.present FROM attendances a JOIN enrolments e "
        "ON e.id = a.enrolment_id JOIN participants p ON p.id = e.participant_id"
    )
    absent = story.people.late.phone.id
    assert len(rows) == 11 + 12
    assert {chat for chat, present in rows if not present} == {absent}


def brought_up_twice(story: Story) -> None:
    """What was left lying in week two; and on the first working days after Christmas."""
    head = story.place.words("🔔 This has waited for two working days", "da")
    messages = story.place.team.chat.messages.values()
    times = [
        datetime.fromtimestamp(m.content["date"], ZONE)
        for m in messages
        if m.from_bot and head in words_of(m)
    ]
    days = [moment.date() for moment in times]
    assert days == [date(2026, 12, 11), date(2026, 12, 28)], days
    assert all(moment.hour == 8 for moment in times), times


def papers_have_arrived(story: Story, drawn: frozenset[str]) -> None:
    for learner in story.people.all:
        files = [m.file for m in learner.phone.screen() if m.file is not None]
        mine = [f for f in files if f.name in ("egen-chef-bevis.pdf", "certificate.pdf")]
        assert mine, f"{learner.name} has only {[f.name for f in files]}"
        if learner.name in drawn:
            assert learner.name in words_of_pdf(mine[0].data)
            paper = next(f for f in files if f.name == "egen-chef-deltagelse.pdf")
            assert paper.data.startswith(b"%PDF")
        else:
            own = sketch_of("certificate", learner.language)
            assert [own in file.data for file in mine].count(True) == 1, learner.name
        assert any(f.kind == "photo" and f.name == "path.png" for f in files), learner.name
    papers = [(type(paper), language) for paper, language in story.place.sketcher.drawn]
    for learner in story.people.all:
        assert {(Certificate, learner.language), (Statement, learner.language)} <= set(papers)
        assert (PathPicture, learner.language) in papers
    named = [p.name.text for p, _ in story.place.sketcher.drawn if isinstance(p, Certificate)]
    assert "Fatma Çetinkaya" in named


def words_of_pdf(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def nothing_was_refused(place: Town, blocked: Learner | None = None) -> None:
    """Nothing that Telegram minds, but writing to somebody who blocked us."""
    allowed = f" to {blocked.phone.id}: 403 " if blocked else "never"
    assert not [line for line in place.refusals() if allowed not in line]
    assert not place.telegram.unanswered()


# --- the smaller runs


@dataclass
class Three:
    all: list[Learner]


async def three(place: Town) -> AsyncIterator[Learner]:
    for number, (name, language) in enumerate(
        [("Børge", "da"), ("نادية", "ar"), ("Zofia", "pl")], 1
    ):
        phone = await place.applicant(100 + number, name, language)
        yield Learner(place, phone, name, language, number)


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize(
    ("start", "moved"),
    [
        pytest.param(date(2026, 10, 5), {}, id="winter time comes"),
        pytest.param(date(2027, 3, 1), {5: date(2027, 3, 30)}, id="summer time and Easter come"),
    ],
)
async def test_weeks_are_released_at_nine_across_daylight_saving(
    tmp_path: Path, start: date, moved: dict[int, date]
) -> None:
    async with town(tmp_path, monday_before(start)) as place:
        mette = await consultant(place)
        people = Three([learner async for learner in three(place)])
        story = Story(place, mette, people, place.core.content.course)  # type: ignore[arg-type]
        await place.together(mette.makes_a_run(start))
        await place.together(mette.admits(*people.all))
        tasks = list(story.course.tasks.values())
        await place.until(start + DAY, 17)
        await place.together(*[one.does(tasks[0]) for one in people.all])
        await place.until(start + WEEK * 7 + DAY, 17)
        await place.together(*[one.does(tasks[-1]) for one in people.all])
        await place.together(mette.reviews())
        await weeks_came_once_at_nine(story, start)
        for week, day in moved.items():
            assert (
                danish_calendar("Europe/Copenhagen").workday_from(start + WEEK * (week - 1)) == day
            )
        await due_dates_are_working_days(place)
        nobody_sees_another(people.all)
        nothing_was_refused(place)
