"""Review of submissions: the consultant's verdict and comment, and the message about them."""

from dataclasses import dataclass, replace

from bot.course.rules import submissions as rules
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
from bot.course.views import cohorts
from bot.files.rules.files import FileState
from bot.kernel.calendar import Calendar
from bot.kernel.callback_data import InvalidButton
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message, Paragraph, Param, Phrase, Verbatim, message
from bot.kernel.participants import Participant
from bot.kernel.unit_of_work import UnitOfWork
from bot.kernel.views.text import length
from bot.submissions.buttons import (
    CancelComment,
    ReviewButton,
    ReviewSubmission,
    SendBackWithoutComment,
)
from bot.submissions.views import comments, notices, verdicts
from bot.submissions.views import review as views


@dataclass(frozen=True)
class ReviewCase:
    """A submission with all that belongs to it."""

    submission: Submission
    task: Task
    enrolment: Enrolment
    cohort: Cohort
    participant: Participant


@dataclass(frozen=True)
class Verdict:
    """What a consultant decides about one version of a submission.

    `message_id`: the message that shows what was handed in; the verdict is noted there.
    """

    verdict: ReviewVerdict
    version: int
    message_id: int | None
    comment: str | None = None


@dataclass(frozen=True)
class ReviewHandlers:
    course: Course
    calendar: Calendar

    async def press(self, context: ConsultantContext, button: ReviewButton) -> None:
        """Raises InvalidButton."""
        case = await self.case(context.uow, button.submission)
        match button:
            case ReviewSubmission(_, version, ReviewVerdict.MORE):
                await self._ask_for_comment(context, case, version)
            case ReviewSubmission(_, version, verdict):
                await self._review(context, case, Verdict(verdict, version, context.message_id))
            case SendBackWithoutComment(_, version, message_id):
                await self._send_back(context, case, version, message_id, None)
            case CancelComment():
                await context.edit(comments.comment_cancelled())

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """A comment, in reply to the message that asked for it; False for any other message.

        Raises InvalidButton.
        """
        form = comments.form_of(shown)
        if form is None:
            return False
        comment = text.strip()
        if not comment:
            await context.say(comments.comment_is_empty())
        elif length(comment) > comments.LONGEST_COMMENT:
            await context.say(comments.comment_too_long(length(comment)))
        else:
            case = await self.case(context.uow, form.submission)
            await self._send_back(context, case, form.version, form.message, comment)
        return True

    async def show(self, context: ConsultantContext, submission_id: int) -> None:
        """All answers with the files and the buttons that are possible now.

        Raises InvalidButton.
        """
        await self._show(context, await self.case(context.uow, submission_id))

    async def case(self, uow: UnitOfWork, submission_id: int) -> ReviewCase:
        """Raises InvalidButton where there is no such submission, or its task was removed."""
        submission = await uow[Submissions].get(submission_id)
        task = self.course.tasks.get(submission.task_id) if submission else None
        enrolment = await uow[Enrolments].get(submission.enrolment_id) if submission else None
        cohort = await uow[Cohorts].get(enrolment.cohort_id) if enrolment else None
        if submission is None or task is None or enrolment is None or cohort is None:
            raise InvalidButton("v")
        participant = await uow[Participants].get(submission.participant_id)
        return ReviewCase(submission, task, enrolment, cohort, participant)

    async def _ask_for_comment(
        self, context: ConsultantContext, case: ReviewCase, version: int
    ) -> None:
        if await self._is_waiting(context, case, version, ReviewVerdict.MORE):
            asked = comments.ask_for_comment(
                case.submission, case.task, case.participant, context.message_id
            )
            await context.say(asked, about=case.participant)

    async def _send_back(
        self,
        context: ConsultantContext,
        case: ReviewCase,
        version: int,
        message_id: int | None,
        comment: str | None,
    ) -> None:
        """`context.message_id` is the message that asked for the comment."""
        verdict = Verdict(ReviewVerdict.MORE, version, message_id, comment)
        if await self._review(context, case, verdict):
            await context.edit(comments.comment_sent(case.participant))

    async def _review(
        self, context: ConsultantContext, case: ReviewCase, decided: Verdict
    ) -> bool:
        """False where the submission does not wait for this verdict (any more)."""
        if not await self._is_waiting(context, case, decided.version, decided.verdict):
            return False
        rules.review(
            case.submission, decided.verdict, decided.version, context.by, context.now,
            decided.comment,
        )  # fmt: skip
        news = self._news(case, decided.verdict, context.name)
        await context.to(case.participant).say(news)
        await self._note(context, case, decided.message_id)
        if decided.verdict is ReviewVerdict.GOOD and self._is_ready(case.enrolment):
            assert case.enrolment.id is not None, "the enrolment of a submission is stored"
            ready = views.ready(case.participant, case.enrolment.id)
            await context.say(ready, about=case.participant)
        return True

    def _is_ready(self, enrolment: Enrolment) -> bool:
        return enrolment.active and is_complete(enrolment, self.course)

    def _news(self, case: ReviewCase, verdict: ReviewVerdict, by: str) -> Message:
        match verdict:
            case ReviewVerdict.GOOD:
                pairs = in_order(case.enrolment, self.course)
                approved = sum(s.stage is Stage.APPROVED for _, s in pairs)
                more = next_task(case.enrolment, self.course) is not None
                return verdicts.good(case.task, approved, more=more)
            case ReviewVerdict.MORE:
                return verdicts.one_more_thing(case.task, case.submission, by)
            case ReviewVerdict.TALK:
                return verdicts.lets_talk(case.task)

    async def _note(
        self, context: ConsultantContext, case: ReviewCase, message_id: int | None
    ) -> None:
        """Note the verdict below what was handed in; only the buttons still possible remain."""
        note = Paragraph(views.verdict_note(case.submission, Verbatim(context.name)))
        shown = await context.shown(message_id) if message_id else None
        if shown is None:
            await context.say(message(note), about=case.participant)
            return
        others = (p for p in shown.paragraphs if _reviewer_in(p) is None)
        buttons = tuple(tuple(row) for row in views.review_buttons(case.submission))
        noted = replace(shown, paragraphs=(*others, note), buttons=buttons)
        await context.edit(noted, message_id)

    async def _is_waiting(
        self,
        context: ConsultantContext,
        case: ReviewCase,
        version: int,
        verdict: ReviewVerdict,
    ) -> bool:
        """Whether this verdict is possible now; if not, the consultant is told why."""
        submission = case.submission
        if case.enrolment.status is EnrolmentStatus.LEFT:
            await context.say(cohorts.not_in_the_cohort(case.participant))
        elif rules.can_review(submission, verdict, version):
            return True
        elif submission.stage is Stage.HANDED_IN:
            await context.say(views.changed_meanwhile(case.participant))
            await self._show(context, case)
        elif submission.stage in (Stage.NEW, Stage.STARTED):
            await context.say(views.being_changed(case.task, case.participant))
        else:
            by = await self._reviewer(context, submission)
            await context.say(views.reviewed_already(submission, case.task, case.participant, by))
        return False

    async def _reviewer(self, context: ConsultantContext, submission: Submission) -> Param:
        """The reviewer's name: from the database, or from the note below what was pressed."""
        if submission.reviewed_by == context.by:
            return Verbatim(context.name)
        known = await context.uow[Participants].of_chat(submission.reviewed_by or 0)
        if known is not None:
            return Verbatim(known.first_name)
        shown = await context.shown()
        paragraphs = shown.paragraphs if shown else ()
        names = [name for p in paragraphs if (name := _reviewer_in(p)) is not None]
        return names[-1] if names else views.a_colleague()

    async def _show(self, context: ConsultantContext, case: ReviewCase) -> None:
        submission, participant = case.submission, case.participant
        if submission.first_handed_in_at is None:
            raise InvalidButton("v")
        if submission.open:
            await context.say(views.being_changed(case.task, participant))
            return
        first = self.calendar.today(submission.first_handed_in_at)
        pages = views.handed_in(participant, case.task, submission, first, case.cohort.name)
        stored = [f for f in submission.files if f.state is FileState.KEPT]
        files = [notices.file(participant, case.task, f) for f in stored]
        await context.say(*files, *pages, about=participant)


def asks_for_comment(shown: Message) -> bool:
    """Whether a reply to this message is a comment on a submission."""
    return comments.form_of(shown) is not None


def _reviewer_in(paragraph: Paragraph) -> Param | None:
    """The name in the note of a verdict; None for any other paragraph."""
    content = paragraph.content
    return content.params.get("consultant") if isinstance(content, Phrase) else None
