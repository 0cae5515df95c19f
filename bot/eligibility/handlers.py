"""The eligibility check: where it begins, how it ends, and what is said about it afterwards."""

from dataclasses import dataclass

from bot.eligibility.context import application_of, apply
from bot.eligibility.rules import application as eligibility
from bot.eligibility.rules.application import Application, Status
from bot.eligibility.storage.repositories import Applications
from bot.eligibility.views import check as words
from bot.eligibility.views import consultant as desk
from bot.eligibility.views import results
from bot.kernel.participant_context import Turn
from bot.kernel.views import replies
from bot.questionnaire.handlers import steps as walking
from bot.questionnaire.handlers.flows import Path
from bot.questionnaire.rules import session as steps
from bot.questionnaire.rules.questionnaire import Questionnaire
from bot.questionnaire.rules.session import NotOpen


@dataclass(frozen=True)
class Joining:
    questions: Questionnaire

    async def join(self, turn: Turn) -> None:
        """ "May I join?": begin, go on, or tell what became of it."""
        application = await application_of(turn)
        if application is None:
            await self._begin(turn)
        elif application.status is Status.DECIDED:
            await turn.say(words.decided(application))
        elif application.status is Status.SUBMITTED:
            await turn.say(words.sent_already(application))
        elif application.grown_cold(turn.now) and application.answers:
            await turn.say(words.go_on_or_start_over(application))
        else:
            await self.take_up(turn, self._path(application))

    async def current(self, turn: Turn) -> Path | None:
        application = await application_of(turn)
        waits = application is not None and application.open and application.paused_at is None
        return self._path(application) if application is not None and waits else None

    async def of_id(self, turn: Turn, number: int) -> Path | None:
        application = await turn.uow[Applications].get(number)
        if application is None or application.participant_id != turn.participant.id:
            return None
        return self._path(application)

    async def take_up(self, turn: Turn, path: Path) -> None:
        steps.resume(path.walk, turn.now)
        await walking.show(turn, path)

    async def reopen(self, turn: Turn, path: Path) -> None:
        """What was sent stays as it is; new answers can be sent instead."""
        raise NotOpen

    async def remove_files(self, turn: Turn, path: Path, question_id: str) -> None:
        """The check takes no files."""
        await walking.show(turn, path)

    async def start_over(self, turn: Turn, path: Path) -> None:
        """What was sent stays with the consultant; what was only begun is dropped."""
        assert isinstance(path.walk, Application), "our own paths are walks of applications"
        if path.walk.open:
            eligibility.abandon(path.walk)
        await self._begin(turn)

    async def finish(self, turn: Turn, path: Path, message_id: int | None) -> None:
        assert isinstance(path.walk, Application), "our own paths are walks of applications"
        assessment = eligibility.submit(path.walk, self.questions, turn.now)
        if message_id is not None:
            await turn.edit(message_id, path.words.all_answers())
        await turn.say(*results.result(assessment))
        await turn.tell_consultants(
            *desk.application_pages(turn.participant, path.walk, self.questions, assessment)
        )

    async def closed(self, turn: Turn, path: Path) -> None:
        assert isinstance(path.walk, Application), "our own paths are walks of applications"
        if path.walk.status is Status.ABANDONED:
            await turn.say(replies.stale_button())
        else:
            await self.join(turn)

    async def _begin(self, turn: Turn) -> None:
        assert turn.participant.id is not None, "participants are stored before their turn"
        application = eligibility.begin(turn.participant.id, self.questions, turn.now)
        await apply(turn, application)
        await walking.show(turn, self._path(application))

    def _path(self, application: Application) -> Path:
        spoken = words.CheckWords(application, self.questions)
        return Path(application, self.questions, spoken, self)
