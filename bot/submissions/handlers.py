"""A participant's tasks: answer the steps, hand in, deadlines, absence, progress."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.course.buttons import GetStatement, OpenTask, ReportAbsence, TaskButton
from bot.course.context import enrolment_of
from bot.course.rules import enrolments
from bot.course.rules import submissions as rules
from bot.course.rules.course import Course, Task
from bot.course.rules.enrolments import ABSENCE_DAYS, Enrolment, in_order, next_task
from bot.course.rules.overview import statement, week_marks
from bot.course.rules.submissions import Stage, Submission
from bot.course.storage.repositories import Cohorts, Submissions
from bot.course.views import course as views
from bot.documents import requests
from bot.documents.quota import PAPERS
from bot.files.rules.files import FileState
from bot.kernel.calendar import Calendar
from bot.kernel.callback_data import InvalidButton
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.participant_context import ParticipantContext
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.handlers.flows import ActiveFlow
from bot.submissions.views import notices, review
from bot.submissions.views import tasks as task_views


@dataclass(frozen=True)
class TaskFlow:
    course: Course
    calendar: Calendar

    async def enrolment(self, context: ParticipantContext) -> Enrolment | None:
        """The enrolment in the cohort that the participant is in, or has finished."""
        return await enrolment_of(context)

    # --- the flow (see questionnaire.handlers.flows)

    async def current(self, context: ParticipantContext) -> ActiveFlow | None:
        enrolment = await self.enrolment(context)
        submission = enrolment.in_hand() if enrolment and enrolment.active else None
        return self._active(submission) if submission else None

    async def by_id(self, context: ParticipantContext, number: int) -> ActiveFlow | None:
        submission = await context.uow[Submissions].get(number)
        enrolment = await self.enrolment(context)
        owned = (
            submission is not None
            and enrolment is not None
            and submission.enrolment_id == enrolment.id
        )
        return self._active(submission) if submission is not None and owned else None

    async def resume(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Continue a task; one that is handed in is only shown (see `reopen`)."""
        submission, _ = _of(active)
        if submission.is_done:
            await self.open(context, active)
        else:
            await self.reopen(context, active)

    async def reopen(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Raises NotOpen once it is approved."""
        submission, task = _of(active)
        enrolment = await self.enrolment(context)
        assert enrolment is not None, "a task has its enrolment"
        rules.take_up(submission, task.steps, context.now)
        enrolment.working_on = task.id
        await flow_steps.show_current(context, active)

    async def remove_files(
        self, context: ParticipantContext, active: ActiveFlow, question_id: str
    ) -> None:
        """Remove the files of one step.  Raises NotOpen."""
        submission, _ = _of(active)
        rules.remove_files(submission, question_id)
        await flow_steps.show_current(context, active)

    async def start_over(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Answers of a task are changed one by one, so it is only shown."""
        await self.open(context, active)

    async def finish(
        self, context: ParticipantContext, active: ActiveFlow, message_id: int | None
    ) -> None:
        submission, task = _of(active)
        before = submission.handed_in_at
        rules.hand_in(submission, task.steps, context.now)
        if message_id is not None:
            await context.edit(message_id, active.views.all_answers())
        enrolment = await self.enrolment(context)
        assert enrolment is not None, "a task has its enrolment"
        enrolment.working_on = None
        released = in_order(enrolment, self.course)
        done = sum(s.is_done for _, s in released)
        more = next_task(enrolment, self.course) is not None
        await context.say(task_views.handed_in(task, done, len(released), more))
        await self._to_consultants(context, task, submission, before)

    async def explain_closed(self, context: ParticipantContext, active: ActiveFlow) -> None:
        await self.open(context, active)

    # --- commands and buttons

    async def open(self, context: ParticipantContext, active: ActiveFlow) -> None:
        """Show a task by its stage: the introduction, or what became of it."""
        submission, task = _of(active)
        today = self.calendar.today(context.now)
        if submission.stage is Stage.APPROVED:
            await context.say(task_views.is_approved(task))
        elif submission.is_done:
            await context.say(task_views.waits_for_consultant(task, submission))
        else:
            await context.say(task_views.introduction(task, submission, today))

    async def show_next(self, context: ParticipantContext) -> None:
        """Show the open step, or the next task to do."""
        enrolment = await self.enrolment(context)
        if enrolment is None:
            await context.say(views.not_enrolled())
            return
        active = await self.current(context)
        if active is not None:
            await flow_steps.show_current(context, active)
            return
        following = next_task(enrolment, self.course) if enrolment.active else None
        if following is not None:
            task, submission = following
            today = self.calendar.today(context.now)
            await context.say(task_views.introduction(task, submission, today))
        elif enrolment.releases:
            await context.say(views.all_done(await self._next_week(context, enrolment)))
        else:
            await self._before_the_first(context, enrolment)

    async def show_all(self, context: ParticipantContext) -> None:
        enrolment = await self.enrolment(context)
        if enrolment is None or not enrolment.submissions:
            await self.show_next(context)
            return
        await context.say(views.all_tasks(in_order(enrolment, self.course)))

    async def show_deadlines(self, context: ParticipantContext) -> None:
        enrolment = await self.enrolment(context)
        open_tasks = self._todo(enrolment) if enrolment else []
        if not open_tasks:
            await self.show_next(context)
            return
        await context.say(views.deadlines(open_tasks, self.calendar.today(context.now)))

    async def show_progress(self, context: ParticipantContext) -> None:
        enrolment = await self.enrolment(context)
        if enrolment is None or not enrolment.releases:
            await self.show_next(context)
            return
        submissions = [s for _, s in in_order(enrolment, self.course)]
        handed_in = sum(s.is_done for s in submissions)
        approved = sum(s.stage is Stage.APPROVED for s in submissions)
        marks = week_marks(enrolment, self.course)
        await context.say(views.progress(marks, handed_in, approved, len(submissions)))

    async def offer_absence(self, context: ParticipantContext) -> None:
        enrolment = await self.enrolment(context)
        today = self.calendar.today(context.now)
        if enrolment is None or not enrolment.active:
            await self.show_next(context)
        elif enrolment.away_until and enrolment.away_until > today:
            await context.say(views.away_already(enrolment.away_until))
        else:  # after one day a week may follow
            await context.say(views.offer_absence())

    async def press(self, context: ParticipantContext, button: TaskButton) -> None:
        """Raises InvalidButton."""
        match button:
            case OpenTask(submission):
                active = await self.by_id(context, submission)
                if active is None:
                    raise InvalidButton("k")
                await self.open(context, active)
            case ReportAbsence(span):
                await self._absence(context, ABSENCE_DAYS[span])
            case GetStatement():
                await self._statement(context)

    async def _absence(self, context: ParticipantContext, days: int) -> None:
        enrolment = await self.enrolment(context)
        if enrolment is None or not enrolment.active:
            await self.show_next(context)
            return
        if enrolments.covers(enrolment, days, self.calendar.today(context.now)):
            assert enrolment.away_until is not None, "it covers some days"
            await context.say(views.away_already(enrolment.away_until))
            return
        until = enrolments.record_absence(enrolment, days, self.calendar, context.now)
        await context.say(views.away(until, self._todo(enrolment)))
        await context.tell_consultants(notices.pause(context.participant, until))

    async def _statement(self, context: ParticipantContext) -> None:
        enrolment = await self.enrolment(context)
        if enrolment is None:
            await context.say(views.not_enrolled())
            return
        cohort = await context.uow[Cohorts].get(enrolment.cohort_id)
        assert cohort is not None, "an enrolment has its cohort"
        if not await requests.may_have(context, PAPERS):
            return
        document = statement(
            context.participant, enrolment, cohort, self.course, self.calendar, context.now
        )
        await context.say(views.statement(document), label=PAPERS.label)
        if context.participant.language != CONSULTANT_LANGUAGE:
            danish = replace(document, language=CONSULTANT_LANGUAGE)
            await context.say(views.in_danish(danish), label=PAPERS.label)

    async def _to_consultants(
        self,
        context: ParticipantContext,
        task: Task,
        submission: Submission,
        before: datetime | None,
    ) -> None:
        """`before`: when it was handed in last; the files of that time were sent then."""
        today = self.calendar.today(context.now)
        pages = review.handed_in(context.participant, task, submission, today)
        kept = [f for f in submission.files if f.state is FileState.KEPT]
        kept = [f for f in kept if before is None or f.created_at > before]
        files = [notices.file(context.participant, task, f) for f in kept]
        await context.tell_consultants(*files, *pages)

    async def _before_the_first(self, context: ParticipantContext, enrolment: Enrolment) -> None:
        cohort = await context.uow[Cohorts].get(enrolment.cohort_id)
        assert cohort is not None, "an enrolment has its cohort"
        await context.say(views.first_week_on(cohort.name, cohort.release_day(1, self.calendar)))

    async def _next_week(self, context: ParticipantContext, enrolment: Enrolment) -> date | None:
        cohort = await context.uow[Cohorts].get(enrolment.cohort_id)
        ahead = [w.number for w in self.course.weeks if not enrolment.released(w.number)]
        more_to_come = cohort is not None and cohort.closed_at is None and ahead
        return cohort.release_day(ahead[0], self.calendar) if cohort and more_to_come else None

    def _todo(self, enrolment: Enrolment) -> list[tuple[Task, Submission]]:
        """The open tasks with a deadline; one that was sent back has none."""
        released = in_order(enrolment, self.course)
        return [(t, s) for t, s in released if not s.is_done and s.first_handed_in_at is None]

    def _active(self, submission: Submission) -> ActiveFlow | None:
        """None where the content has dropped the task."""
        task = self.course.tasks.get(submission.task_id)
        if task is None:
            return None
        texts = task_views.TaskWords(submission, task)
        return ActiveFlow(submission, task.steps, texts, self, f"{task.id}.")


def _of(active: ActiveFlow) -> tuple[Submission, Task]:
    assert isinstance(active.views, task_views.TaskWords), "a task flow has task texts"
    return active.views.submission, active.views.task
