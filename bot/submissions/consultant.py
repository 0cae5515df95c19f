"""What is handed in: a consultant looks at it, and the person hears what becomes of it."""

from dataclasses import dataclass

from bot.course.rules import submissions as submissions
from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Course, Task
from bot.course.rules.enrolments import (
    Enrolment,
    EnrolmentStatus,
    in_order,
    is_complete,
    next_task,
)
from bot.course.rules.submissions import ReviewVerdict, Stage, Submission
from bot.course.storage.repositories import Cohorts, Enrolments, Submissions
from bot.course.views import cohorts as runs
from bot.files.rules.files import FileState
from bot.kernel.buttons import InvalidButton, Pressed, decode
from bot.kernel.calendar import Calendar
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message, Paragraph, Param, Verbatim
from bot.kernel.participants import Participant
from bot.kernel.unit_of_work import UnitOfWork
from bot.kernel.views.text import length
from bot.submissions.views import notices as handover
from bot.submissions.views import review as words
from bot.submissions.views import verdicts


@dataclass(frozen=True)
class Review:
    """A work with all that belongs to it."""

    submission: Submission
    task: Task
    enrolment: Enrolment
    run: Cohort
    participant: Participant


@dataclass(frozen=True)
class ReviewDesk:
    course: Course
    calendar: Calendar

    async def press(self, context: ConsultantContext, pressed: Pressed) -> None:
        """`v:<work>:<version>:<verb>[:<message>]`.  Raises NotAButton."""
        case = await self.case(context.uow, pressed.number(0))
        version = pressed.number(1)
        at = pressed.number(3) if len(pressed.arguments) > 3 else None
        match pressed.argument(2):
            case "good" | "talk" as word:
                await self._review(context, case, version, ReviewVerdict(word), context.message_id)
            case "more":
                await self._ask_for_comment(context, case, version)
            case "bare":
                await self._send_back(context, case, version, at, None)
            case "no":
                await context.edit(words.comment_cancelled())
            case _:
                raise InvalidButton("v")

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """What is missing, as a reply to the message that asked for it; False for any other."""
        prompt = _prompt(shown)
        if prompt is None:
            return False
        comment = text.strip()
        if not comment:
            await context.say(words.comment_is_empty())
        elif length(comment) > words.LONGEST_COMMENT:
            await context.say(words.comment_too_long(length(comment)))
        else:
            case = await self.case(context.uow, prompt.number(0))
            at = prompt.number(3) if len(prompt.arguments) > 3 else None
            await self._send_back(context, case, prompt.number(1), at, comment)
        return True

    async def show(self, context: ConsultantContext, work_id: int) -> None:
        """All of it again, with its files and the buttons that make sense now.

        Raises NotAButton.
        """
        await self._show(context, await self.case(context.uow, work_id))

    async def case(self, uow: UnitOfWork, work_id: int) -> Review:
        """Raises NotAButton where there is no such work, or the content has dropped its task."""
        submission = await uow[Submissions].get(work_id)
        task = self.course.tasks.get(submission.task_id) if submission else None
        enrolment = await uow[Enrolments].get(submission.enrolment_id) if submission else None
        run = await uow[Cohorts].get(enrolment.run_id) if enrolment else None
        if submission is None or task is None or enrolment is None or run is None:
            raise InvalidButton("v")
        return Review(
            submission,
            task,
            enrolment,
            run,
            await uow[Participants].get(submission.participant_id),
        )

    async def _ask_for_comment(
        self, context: ConsultantContext, case: Review, version: int
    ) -> None:
        if await self._waits(context, case, version, ReviewVerdict.MORE):
            asked = words.ask_for_comment(
                case.submission, case.task, case.participant, context.message_id
            )
            await context.say(asked, about=case.participant)

    async def _send_back(
        self,
        context: ConsultantContext,
        case: Review,
        version: int,
        at: int | None,
        comment: str | None,
    ) -> None:
        """`context.message_id` is the message that asked for the comment."""
        if await self._review(context, case, version, ReviewVerdict.MORE, at, comment):
            await context.edit(words.comment_sent(case.participant))

    async def _review(
        self,
        context: ConsultantContext,
        case: Review,
        version: int,
        verdict: ReviewVerdict,
        at: int | None,
        comment: str | None = None,
    ) -> bool:
        """`at`: the message with what was handed in.  False where it does not wait any more."""
        if not await self._waits(context, case, version, verdict):
            return False
        submissions.review(case.submission, verdict, version, context.by, context.now, comment)
        await context.to(case.participant).say(self._news(case, verdict, context.name))
        await self._note(context, case, at)
        if verdict is ReviewVerdict.GOOD and self._is_ready(case.enrolment):
            assert case.enrolment.id is not None, "an enrolment of a work is stored"
            await context.say(
                words.ready(case.participant, case.enrolment.id), about=case.participant
            )
        return True

    def _is_ready(self, enrolment: Enrolment) -> bool:
        return enrolment.active and is_complete(enrolment, self.course)

    def _news(self, case: Review, verdict: ReviewVerdict, by: str) -> Message:
        match verdict:
            case ReviewVerdict.GOOD:
                pairs = in_order(case.enrolment, self.course)
                approved = sum(w.stage is Stage.APPROVED for _, w in pairs)
                more = next_task(case.enrolment, self.course) is not None
                return verdicts.good(case.task, approved, more=more)
            case ReviewVerdict.MORE:
                return verdicts.one_more_thing(case.task, case.submission, by)
            case ReviewVerdict.TALK:
                return verdicts.lets_talk(case.task)

    async def _note(self, context: ConsultantContext, case: Review, at: int | None) -> None:
        """Under what was handed in stands who decided what; the buttons shrink."""
        note = Paragraph(words.looked_at(case.submission, Verbatim(context.name)))
        shown = await context.shown(at) if at else None
        if shown is None:
            await context.say(Message((note,)), about=case.participant)
            return
        kept = [p for p in shown.paragraphs if note_by(p) is None]
        buttons = tuple(tuple(row) for row in words.review_buttons(case.submission))
        await context.edit(Message((*kept, note), buttons), at)

    async def _waits(
        self, context: ConsultantContext, case: Review, version: int, verdict: ReviewVerdict
    ) -> bool:
        """Whether that can be said now; if not, the consultant hears how things stand."""
        submission = case.submission
        if case.enrolment.status is EnrolmentStatus.LEFT:
            await context.say(runs.not_in_the_run(case.participant))
        elif submissions.can_review(submission, verdict, version):
            return True
        elif submission.stage is Stage.HANDED_IN:
            await context.say(words.changed_meanwhile(case.participant))
            await self._show(context, case)
        elif submission.stage in (Stage.NEW, Stage.STARTED):
            await context.say(words.being_changed(case.task, case.participant))
        else:
            by = await self._reviewer(context, submission)
            await context.say(words.looked_at_already(submission, case.task, case.participant, by))
        return False

    async def _reviewer(self, context: ConsultantContext, submission: Submission) -> Param:
        """The name of who looked at it: as known, or as it stands under what was pressed."""
        if submission.reviewed_by == context.by:
            return Verbatim(context.name)
        known = await context.uow[Participants].of_chat(submission.reviewed_by or 0)
        if known is not None:
            return Verbatim(known.first_name)
        shown = await context.shown()
        notes = [by for p in (shown.paragraphs if shown else ()) if (by := note_by(p))]
        return notes[-1] if notes else words.a_colleague()

    async def _show(self, context: ConsultantContext, case: Review) -> None:
        submission, participant = case.submission, case.participant
        if submission.first_handed_in_at is None:
            raise InvalidButton("v")
        if submission.open:
            await context.say(words.being_changed(case.task, participant))
            return
        first = self.calendar.today(submission.first_handed_in_at)
        pages = words.handed_in(participant, case.task, submission, first, case.run.name)
        kept = [f for f in submission.files if f.state is FileState.KEPT]
        files = [handover.file(participant, case.task, f) for f in kept]
        await context.say(*files, *pages, about=participant)


def note_by(paragraph: Paragraph) -> Param | None:
    """Whose note a paragraph is; None where it is none."""
    params: dict[str, Param] = getattr(paragraph.content, "params", {})
    return params.get("consultant")


def asks_for_comment(shown: Message) -> bool:
    """Whether a message wants the words that go with "one more thing"."""
    return _prompt(shown) is not None


def _prompt(shown: Message) -> Pressed | None:
    """The button of the message that asks what is missing."""
    pressed = [decode(button.data) for row in shown.buttons for button in row]
    return next((p for p in pressed if p.topic == "v" and p.arguments[2:3] == ("bare",)), None)
