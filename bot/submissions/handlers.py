"""The tasks of the course as use cases of a participant: do, hand in, deadlines, absence."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.course.context import enrolment_of
from bot.course.rules import enrolments
from bot.course.rules import submissions as submissions
from bot.course.rules.course import Course, Task
from bot.course.rules.enrolments import AWAY, Enrolment, in_order, next_task
from bot.course.rules.overview import statement, week_marks
from bot.course.rules.submissions import Stage, Submission
from bot.course.storage.repositories import Cohorts, Submissions
from bot.course.views import course as words
from bot.files.rules.files import FileState
from bot.kernel.buttons import InvalidButton, Pressed
from bot.kernel.calendar import Calendar
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.participant_context import ParticipantContext
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.handlers.flows import ActiveFlow
from bot.submissions.views import notices as handover
from bot.submissions.views import review
from bot.submissions.views import tasks as task_words


@dataclass(frozen=True)
class TaskFlow:
    course: Course
    calendar: Calendar

    async def enrolment(self, context: ParticipantContext) -> Enrolment | None:
        """The run somebody is in, or has finished."""
        return await enrolment_of(context)

    # --- a way like the check (see services.paths)

    async def current(self, context: ParticipantContext) -> ActiveFlow | None:
        enrolment = await self.enrolment(context)
        submission = enrolment.in_hand() if enrolment and enrolment.active else None
        return self._active(submission) if submission else None

    async def by_id(self, context: ParticipantContext, number: int) -> ActiveFlow | None:
        submission = await context.uow[Submissions].get(number)
        enrolment = await self.enrolment(context)
        mine = (
            submission is not None
            and enrolment is not None
            and submission.enrolment_id == enrolment.id
        )
        return self._active(submission) if submission is not None and mine else None

    async def resume(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """An old button never takes back what was handed in: that is `reopen`."""
        submission, _ = _of(active)
        if submission.is_done:
            await self.open(context, active)
        else:
            await self.reopen(context, active)

    async def reopen(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Raises NotOpen once it is approved."""
        submission, task = _of(active)
        enrolment = await self.enrolment(context)
        assert enrolment is not None, "a path of ours has its enrolment"
        submissions.take_up(submission, task.steps, context.now)
        enrolment.working_on = task.id
        await flow_steps.show_current(context, active)

    async def remove_files(
        self, context: ParticipantContext, active: ActiveFlow, question_id: str
    ) -> None:
        """A picture sent by mistake can be taken back.  Raises NotOpen."""
        submission, _ = _of(active)
        submissions.remove_files(submission, question_id)
        await flow_steps.show_current(context, active)

    async def start_over(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Answers of a task are changed one by one, never thrown away."""
        await self.open(context, active)

    async def finish(
        self, context: ParticipantContext, active: ActiveFlow, message_id: int | None
    ) -> None:
        submission, task = _of(active)
        before = submission.handed_in_at
        submissions.hand_in(submission, task.steps, context.now)
        if message_id is not None:
            await context.edit(message_id, active.views.all_answers())
        enrolment = await self.enrolment(context)
        assert enrolment is not None, "a path of ours has its enrolment"
        enrolment.working_on = None
        pairs = in_order(enrolment, self.course)
        done = sum(w.is_done for _, w in pairs)
        more = next_task(enrolment, self.course) is not None
        await context.say(task_words.handed_in(task, done, len(pairs), more))
        await self._to_consultants(context, task, submission, before)

    async def explain_closed(self, context: ParticipantContext, active: ActiveFlow) -> None:
        await self.open(context, active)

    # --- commands and buttons

    async def open(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """A task as it stands: go on, its introduction, or what became of it."""
        submission, task = _of(active)
        today = self.calendar.today(context.now)
        if submission.stage is Stage.APPROVED:
            await context.say(task_words.is_approved(task))
        elif submission.is_done:
            await context.say(task_words.waits_for_consultant(task, submission))
        else:
            await context.say(task_words.introduction(task, submission, today))

    async def show_next(self, context: ParticipantContext) -> None:
        """What to do now: the task in hand, or the first that is not handed in."""
        enrolment = await self.enrolment(context)
        if enrolment is None:
            await context.say(words.in_no_run())
            return
        active = await self.current(context)
        if active is not None:
            await flow_steps.show_current(context, active)
            return
        following = next_task(enrolment, self.course) if enrolment.active else None
        if following is not None:
            task, submission = following
            today = self.calendar.today(context.now)
            await context.say(task_words.introduction(task, submission, today))
        elif enrolment.releases:
            await context.say(words.all_done(await self._next_week(context, enrolment)))
        else:
            await self._before_the_first(context, enrolment)

    async def show_all(self, context: ParticipantContext) -> None:
        enrolment = await self.enrolment(context)
        if enrolment is None or not enrolment.submissions:
            await self.show_next(context)
            return
        await context.say(words.all_tasks(in_order(enrolment, self.course)))

    async def show_deadlines(self, context: ParticipantContext) -> None:
        enrolment = await self.enrolment(context)
        pairs = self._todo(enrolment) if enrolment else []
        if not pairs:
            await self.show_next(context)
            return
        await context.say(words.deadlines(pairs, self.calendar.today(context.now)))

    async def show_progress(self, context: ParticipantContext) -> None:
        enrolment = await self.enrolment(context)
        if enrolment is None or not enrolment.releases:
            await self.show_next(context)
            return
        mine = [w for _, w in in_order(enrolment, self.course)]
        handed_in = sum(w.is_done for w in mine)
        approved = sum(w.stage is Stage.APPROVED for w in mine)
        marks = week_marks(enrolment, self.course)
        await context.say(words.progress(marks, handed_in, approved, len(mine)))

    async def offer_absence(self, context: ParticipantContext) -> None:
        enrolment = await self.enrolment(context)
        today = self.calendar.today(context.now)
        if enrolment is None or not enrolment.active:
            await self.show_next(context)
        elif enrolment.away_until and enrolment.away_until > today:
            await context.say(words.away_already(enrolment.away_until))
        else:  # after a bad day, too, somebody may need the week
            await context.say(words.offer_absence())

    async def press(self, context: ParticipantContext, pressed: Pressed) -> None:
        """`k:o:<work>`, `k:away:<day|week>`, `k:st`.  Raises NotAButton."""
        match pressed.arguments:
            case ("o", _):
                active = await self.by_id(context, pressed.number(1))
                if active is None:
                    raise InvalidButton("k")
                await self.open(context, active)
            case ("away", span) if span in AWAY:
                await self._away(context, AWAY[span])
            case ("st",):
                await self._statement(context)
            case _:
                raise InvalidButton("k")

    async def _away(self, context: ParticipantContext, days: int) -> None:
        enrolment = await self.enrolment(context)
        if enrolment is None or not enrolment.active:
            await self.show_next(context)
            return
        if enrolments.covers(enrolment, days, self.calendar.today(context.now)):
            assert enrolment.away_until is not None, "it covers some days"
            await context.say(words.away_already(enrolment.away_until))
            return
        until = enrolments.away(enrolment, days, self.calendar, context.now)
        await context.say(words.away(until, self._todo(enrolment)))
        await context.tell_consultants(handover.pause(context.participant, until))

    async def _statement(self, context: ParticipantContext) -> None:
        enrolment = await self.enrolment(context)
        if enrolment is None:
            await context.say(words.in_no_run())
            return
        run = await context.uow[Cohorts].get(enrolment.run_id)
        assert run is not None, "an enrolment has its run"
        paper = statement(
            context.participant, enrolment, run, self.course, self.calendar, context.now
        )
        await context.say(words.paper(paper))
        if context.participant.language != CONSULTANT_LANGUAGE:
            await context.say(words.in_danish(replace(paper, language=CONSULTANT_LANGUAGE)))

    async def _to_consultants(
        self,
        context: ParticipantContext,
        task: Task,
        submission: Submission,
        before: datetime | None,
    ) -> None:
        """`before`: when it was handed in last; files that went with that are there already."""
        today = self.calendar.today(context.now)
        pages = review.handed_in(context.participant, task, submission, today)
        kept = [f for f in submission.files if f.state is FileState.KEPT]
        kept = [f for f in kept if before is None or f.created_at > before]
        files = [handover.file(context.participant, task, f) for f in kept]
        await context.tell_consultants(*files, *pages)

    async def _before_the_first(self, context: ParticipantContext, enrolment: Enrolment) -> None:
        run = await context.uow[Cohorts].get(enrolment.run_id)
        assert run is not None, "an enrolment has its run"
        await context.say(words.begins(run.name, run.release_day(1, self.calendar)))

    async def _next_week(self, context: ParticipantContext, enrolment: Enrolment) -> date | None:
        run = await context.uow[Cohorts].get(enrolment.run_id)
        ahead = [w.number for w in self.course.weeks if not enrolment.released(w.number)]
        goes_on = run is not None and run.closed_at is None and ahead
        return run.release_day(ahead[0], self.calendar) if run and goes_on else None

    def _todo(self, enrolment: Enrolment) -> list[tuple[Task, Submission]]:
        """What has a deadline: not what came back, which has time."""
        pairs = in_order(enrolment, self.course)
        return [(t, w) for t, w in pairs if not w.is_done and w.first_handed_in_at is None]

    def _active(self, submission: Submission) -> ActiveFlow | None:
        """None where the content has dropped the task."""
        task = self.course.tasks.get(submission.task_id)
        if task is None:
            return None
        words_ = task_words.TaskWords(submission, task)
        return ActiveFlow(submission, task.steps, words_, self, f"{task.id}.")


def _of(active: ActiveFlow) -> tuple[Submission, Task]:
    assert isinstance(active.views, task_words.TaskWords), "our own paths speak with our words"
    return active.views.submission, active.views.task
