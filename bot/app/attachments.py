"""Photos, documents and voice notes: answers to the current step, or a friendly refusal."""

from dataclasses import dataclass
from datetime import datetime

from bot.course.rules.submissions import Submission
from bot.course.storage.repositories import Submissions
from bot.files import views as words
from bot.files.handlers import FileIntake, tell_refused
from bot.files.rules.files import MOST_A_STEP, FileState, SentFile
from bot.files.rules.refusals import Refused
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.incoming import Attachment
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.ports import CONSULTANTS
from bot.kernel.unit_of_work import UnitOfWork
from bot.kernel.views import replies
from bot.plan.rules.plan import Plan
from bot.plan.views import builder as plan_builder
from bot.questionnaire.handlers import steps as flow_steps
from bot.questionnaire.handlers.flows import ActiveFlow, Flows
from bot.questionnaire.rules import answering
from bot.questionnaire.rules.answers import TextTooLong
from bot.questionnaire.views import steps as step_words
from bot.submissions.handlers import TaskFlow
from bot.submissions.views import notices as handover


@dataclass(frozen=True)
class Attachments:
    """Handles attachments of participants."""

    flows: Flows
    tasks: TaskFlow
    intake: FileIntake

    async def receive(self, context: ParticipantContext, content: Attachment) -> None:
        """Store the file as an answer, or explain why it is not taken."""
        same_album = content.album is not None and content.album == context.participant.last_album
        context.participant.last_album = content.album
        active = await self.flows.current(context)
        if content.media == "sticker":
            await context.say(replies.just_emoji())
        elif active is not None and isinstance(active.session, Submission):
            await self._answer(context, active, active.session, content, same_album)
        elif not same_album:  # one answer per album
            await context.say(await self._not_now(context, active))
            await self._show(context, active)

    async def _answer(
        self,
        context: ParticipantContext,
        active: ActiveFlow,
        submission: Submission,
        content: Attachment,
        same_album: bool,
    ) -> None:
        question = active.question
        if question is None or not question.is_open:
            if not same_album:
                numeric = question is not None and question.kind == "number"
                await context.say(
                    step_words.ask_for_number() if numeric else step_words.press_a_button()
                )
                await flow_steps.show_current(context, active)
            return
        if len(submission.files_of(question.id)) >= MOST_A_STEP:
            if not same_album:
                await context.say(words.enough())
                await flow_steps.show_current(context, active)
            return
        try:
            file = await self.intake.accept(context, content, submission.id, question.id)
        except Refused as refused:
            await tell_refused(context, content, refused.refusal)
            if not same_album:
                await flow_steps.show_current(context, active)
            return
        submission.files.append(file)
        try:
            answering.attach_file(
                submission, question, content.caption, context.update_id, context.now
            )
        except TextTooLong:  # keep the file without its caption
            answering.attach_file(submission, question, "", context.update_id, context.now)
            await context.say(replies.too_long())
        if not same_album:
            await flow_steps.show_current(context, active)

    async def _not_now(self, context: ParticipantContext, active: ActiveFlow | None) -> Message:
        if active is None and await self.tasks.enrolment(context) is not None:
            return words.to_which_task()
        if active is not None and isinstance(active.session, Plan):
            return plan_builder.words_needed()
        return replies.only_text()

    async def _show(self, context: ParticipantContext, active: ActiveFlow | None) -> None:
        if active is not None:
            await flow_steps.show_current(context, active)

    async def pass_on(self, uow: UnitOfWork, file: SentFile, now: datetime) -> None:
        """Send a file that was fetched after its task was submitted to the consultants."""
        submission = await uow[Submissions].get(file.submission_id) if file.submission_id else None
        task = self.tasks.course.tasks.get(submission.task_id) if submission else None
        if submission is None or task is None or not submission.is_done:
            return  # it is sent with the submission
        assert file.state is FileState.KEPT, "called when it is kept"
        person = await uow[Participants].get(submission.participant_id)
        message = handover.file(person, task, file)
        key = f"file:{file.id}:{submission.version}"
        await uow[Outbox].put(
            key, CONSULTANTS, message, CONSULTANT_LANGUAGE, now, SendOptions(about=person.id)
        )
