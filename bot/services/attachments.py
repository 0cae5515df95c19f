"""Photos, documents and voice notes: the answer to the step that waits, or a kind word."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import walk as steps
from bot.domain.answers import TextTooLong
from bot.domain.files import MOST_A_STEP, FileState, Refused, SentFile, want
from bot.domain.incoming import Attachment
from bot.domain.languages import CONSULTANT_LANGUAGE
from bot.domain.messages import Message
from bot.domain.plans import Plan
from bot.domain.works import Work
from bot.services import walking
from bot.services.paths import Path, Paths
from bot.services.ports import CONSULTANTS, UnitOfWork
from bot.services.tasks import Tasks
from bot.services.turn import Turn
from bot.wording import files as words
from bot.wording import handover, menu, plan_builder
from bot.wording import steps as step_words


@dataclass(frozen=True)
class Attachments:
    paths: Paths
    tasks: Tasks

    async def receive(self, turn: Turn, content: Attachment) -> None:
        same_album = content.album is not None and content.album == turn.participant.last_album
        turn.participant.last_album = content.album
        path = await self.paths.current(turn)
        if content.media == "sticker":
            await turn.say(menu.just_emoji())
        elif path is not None and isinstance(path.walk, Work):
            await self._answer(turn, path, path.walk, content, same_album)
        elif not same_album:  # an album comes as many messages; one answer is enough
            await turn.say(await self._not_now(turn, path))
            await self._show(turn, path)

    async def _answer(
        self, turn: Turn, path: Path, work: Work, content: Attachment, same_album: bool
    ) -> None:
        question = path.question
        if question is None or not question.is_open:
            if not same_album:
                numeric = question is not None and question.kind == "number"
                await turn.say(step_words.a_number() if numeric else step_words.press_a_button())
                await walking.show(turn, path)
            return
        if len(work.files_of(question.id)) >= MOST_A_STEP:
            if not same_album:
                await turn.say(words.enough())
                await walking.show(turn, path)
            return
        try:
            file = want(content, work.participant_id, turn.now, work.id, question.id)
        except Refused as refused:
            await turn.say(words.not_taken(refused.refusal))
            await walking.show(turn, path)
            return
        work.files.append(file)
        try:
            steps.enclose(work, question, content.caption, turn.update_id, turn.now)
        except TextTooLong:  # the file is kept all the same
            steps.enclose(work, question, "", turn.update_id, turn.now)
            await turn.say(menu.too_long())
        if not same_album:
            await walking.show(turn, path)

    async def _not_now(self, turn: Turn, path: Path | None) -> Message:
        if path is None and await self.tasks.enrolment(turn) is not None:
            return words.to_which_task()
        if path is not None and isinstance(path.walk, Plan):
            return plan_builder.words_needed()
        return menu.only_text()

    async def _show(self, turn: Turn, path: Path | None) -> None:
        if path is not None:
            await walking.show(turn, path)

    async def pass_on(self, uow: UnitOfWork, file: SentFile, now: datetime) -> None:
        """A file has come after its task was handed in: the consultants get it now."""
        work = await uow.works.get(file.work_id) if file.work_id else None
        task = self.tasks.course.tasks.get(work.task_id) if work else None
        if work is None or task is None or not work.is_done:
            return  # it goes with the hand-in
        assert file.state is FileState.KEPT, "called when it is kept"
        person = await uow.participants.get(work.participant_id)
        said = handover.file(person, task, file)
        key = f"file:{file.id}:{work.version}"
        await uow.outbox.put(key, CONSULTANTS, said, CONSULTANT_LANGUAGE, now, about=person.id)
