"""The tasks of the course as use cases of a participant: do, hand in, deadlines, absence."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.course.context import enrolment_of
from bot.course.rules import enrolments
from bot.course.rules import submissions as works
from bot.course.rules.course import Course, Task
from bot.course.rules.enrolments import AWAY, Enrolment, in_order, next_task
from bot.course.rules.overview import statement, week_marks
from bot.course.rules.submissions import Stage, Work
from bot.course.storage.repositories import Cohorts, Submissions
from bot.course.views import course as words
from bot.files.rules.files import FileState
from bot.kernel.buttons import NotAButton, Pressed
from bot.kernel.calendar import Calendar
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.participant_context import Turn
from bot.questionnaire.handlers import steps as walking
from bot.questionnaire.handlers.flows import Path
from bot.submissions.views import notices as handover
from bot.submissions.views import review
from bot.submissions.views import tasks as task_words


@dataclass(frozen=True)
class Tasks:
    course: Course
    calendar: Calendar

    async def enrolment(self, turn: Turn) -> Enrolment | None:
        """The run somebody is in, or has finished."""
        return await enrolment_of(turn)

    # --- a way like the check (see services.paths)

    async def current(self, turn: Turn) -> Path | None:
        enrolment = await self.enrolment(turn)
        work = enrolment.in_hand() if enrolment and enrolment.active else None
        return self._path(work) if work else None

    async def of_id(self, turn: Turn, number: int) -> Path | None:
        work = await turn.uow[Submissions].get(number)
        enrolment = await self.enrolment(turn)
        mine = work is not None and enrolment is not None and work.enrolment_id == enrolment.id
        return self._path(work) if work is not None and mine else None

    async def take_up(self, turn: Turn, path: Path) -> None:
        """An old button never takes back what was handed in: that is `reopen`."""
        work, _ = _of(path)
        if work.is_done:
            await self.open(turn, path)
        else:
            await self.reopen(turn, path)

    async def reopen(self, turn: Turn, path: Path) -> None:
        """Raises NotOpen once it is approved."""
        work, task = _of(path)
        enrolment = await self.enrolment(turn)
        assert enrolment is not None, "a path of ours has its enrolment"
        works.take_up(work, task.steps, turn.now)
        enrolment.working_on = task.id
        await walking.show(turn, path)

    async def remove_files(self, turn: Turn, path: Path, question_id: str) -> None:
        """A picture sent by mistake can be taken back.  Raises NotOpen."""
        work, _ = _of(path)
        works.remove_files(work, question_id)
        await walking.show(turn, path)

    async def start_over(self, turn: Turn, path: Path) -> None:
        """Answers of a task are changed one by one, never thrown away."""
        await self.open(turn, path)

    async def finish(self, turn: Turn, path: Path, message_id: int | None) -> None:
        work, task = _of(path)
        before = work.handed_in_at
        works.hand_in(work, task.steps, turn.now)
        if message_id is not None:
            await turn.edit(message_id, path.words.all_answers())
        enrolment = await self.enrolment(turn)
        assert enrolment is not None, "a path of ours has its enrolment"
        enrolment.working_on = None
        pairs = in_order(enrolment, self.course)
        done = sum(w.is_done for _, w in pairs)
        more = next_task(enrolment, self.course) is not None
        await turn.say(task_words.handed_in(task, done, len(pairs), more))
        await self._to_consultants(turn, task, work, before)

    async def closed(self, turn: Turn, path: Path) -> None:
        await self.open(turn, path)

    # --- commands and buttons

    async def open(self, turn: Turn, path: Path) -> None:
        """A task as it stands: go on, its introduction, or what became of it."""
        work, task = _of(path)
        today = self.calendar.today(turn.now)
        if work.stage is Stage.APPROVED:
            await turn.say(task_words.is_approved(task))
        elif work.is_done:
            await turn.say(task_words.waits_for_consultant(task, work))
        else:
            await turn.say(task_words.introduction(task, work, today))

    async def show_next(self, turn: Turn) -> None:
        """What to do now: the task in hand, or the first that is not handed in."""
        enrolment = await self.enrolment(turn)
        if enrolment is None:
            await turn.say(words.in_no_run())
            return
        path = await self.current(turn)
        if path is not None:
            await walking.show(turn, path)
            return
        following = next_task(enrolment, self.course) if enrolment.active else None
        if following is not None:
            task, work = following
            today = self.calendar.today(turn.now)
            await turn.say(task_words.introduction(task, work, today))
        elif enrolment.releases:
            await turn.say(words.all_done(await self._next_week(turn, enrolment)))
        else:
            await self._before_the_first(turn, enrolment)

    async def show_all(self, turn: Turn) -> None:
        enrolment = await self.enrolment(turn)
        if enrolment is None or not enrolment.works:
            await self.show_next(turn)
            return
        await turn.say(words.all_tasks(in_order(enrolment, self.course)))

    async def show_deadlines(self, turn: Turn) -> None:
        enrolment = await self.enrolment(turn)
        pairs = self._todo(enrolment) if enrolment else []
        if not pairs:
            await self.show_next(turn)
            return
        await turn.say(words.deadlines(pairs, self.calendar.today(turn.now)))

    async def show_progress(self, turn: Turn) -> None:
        enrolment = await self.enrolment(turn)
        if enrolment is None or not enrolment.releases:
            await self.show_next(turn)
            return
        mine = [w for _, w in in_order(enrolment, self.course)]
        handed_in = sum(w.is_done for w in mine)
        approved = sum(w.stage is Stage.APPROVED for w in mine)
        marks = week_marks(enrolment, self.course)
        await turn.say(words.progress(marks, handed_in, approved, len(mine)))

    async def offer_absence(self, turn: Turn) -> None:
        enrolment = await self.enrolment(turn)
        today = self.calendar.today(turn.now)
        if enrolment is None or not enrolment.active:
            await self.show_next(turn)
        elif enrolment.away_until and enrolment.away_until > today:
            await turn.say(words.away_already(enrolment.away_until))
        else:  # after a bad day, too, somebody may need the week
            await turn.say(words.offer_absence())

    async def press(self, turn: Turn, pressed: Pressed) -> None:
        """`k:o:<work>`, `k:away:<day|week>`, `k:st`.  Raises NotAButton."""
        match pressed.arguments:
            case ("o", _):
                path = await self.of_id(turn, pressed.number(1))
                if path is None:
                    raise NotAButton("k")
                await self.open(turn, path)
            case ("away", span) if span in AWAY:
                await self._away(turn, AWAY[span])
            case ("st",):
                await self._statement(turn)
            case _:
                raise NotAButton("k")

    async def _away(self, turn: Turn, days: int) -> None:
        enrolment = await self.enrolment(turn)
        if enrolment is None or not enrolment.active:
            await self.show_next(turn)
            return
        if enrolments.covers(enrolment, days, self.calendar.today(turn.now)):
            assert enrolment.away_until is not None, "it covers some days"
            await turn.say(words.away_already(enrolment.away_until))
            return
        until = enrolments.away(enrolment, days, self.calendar, turn.now)
        await turn.say(words.away(until, self._todo(enrolment)))
        await turn.tell_consultants(handover.pause(turn.participant, until))

    async def _statement(self, turn: Turn) -> None:
        enrolment = await self.enrolment(turn)
        if enrolment is None:
            await turn.say(words.in_no_run())
            return
        run = await turn.uow[Cohorts].get(enrolment.run_id)
        assert run is not None, "an enrolment has its run"
        paper = statement(turn.participant, enrolment, run, self.course, self.calendar, turn.now)
        await turn.say(words.paper(paper))
        if turn.participant.language != CONSULTANT_LANGUAGE:
            await turn.say(words.in_danish(replace(paper, language=CONSULTANT_LANGUAGE)))

    async def _to_consultants(
        self, turn: Turn, task: Task, work: Work, before: datetime | None
    ) -> None:
        """`before`: when it was handed in last; files that went with that are there already."""
        today = self.calendar.today(turn.now)
        pages = review.handed_in(turn.participant, task, work, today)
        kept = [f for f in work.files if f.state is FileState.KEPT]
        kept = [f for f in kept if before is None or f.created_at > before]
        files = [handover.file(turn.participant, task, f) for f in kept]
        await turn.tell_consultants(*files, *pages)

    async def _before_the_first(self, turn: Turn, enrolment: Enrolment) -> None:
        run = await turn.uow[Cohorts].get(enrolment.run_id)
        assert run is not None, "an enrolment has its run"
        await turn.say(words.begins(run.name, run.release_day(1, self.calendar)))

    async def _next_week(self, turn: Turn, enrolment: Enrolment) -> date | None:
        run = await turn.uow[Cohorts].get(enrolment.run_id)
        ahead = [w.number for w in self.course.weeks if not enrolment.released(w.number)]
        goes_on = run is not None and run.closed_at is None and ahead
        return run.release_day(ahead[0], self.calendar) if run and goes_on else None

    def _todo(self, enrolment: Enrolment) -> list[tuple[Task, Work]]:
        """What has a deadline: not what came back, which has time."""
        pairs = in_order(enrolment, self.course)
        return [(t, w) for t, w in pairs if not w.is_done and w.first_handed_in_at is None]

    def _path(self, work: Work) -> Path | None:
        """None where the content has dropped the task."""
        task = self.course.tasks.get(work.task_id)
        if task is None:
            return None
        words_ = task_words.TaskWords(work, task)
        return Path(work, task.steps, words_, self, f"{task.id}.")


def _of(path: Path) -> tuple[Work, Task]:
    assert isinstance(path.words, task_words.TaskWords), "our own paths speak with our words"
    return path.words.work, path.words.task
