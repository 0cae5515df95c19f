"""What a consultant should know about a person before the first word."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.cases.storage.relays import Relays
from bot.cases.views import summary
from bot.cases.views.cases import Background
from bot.course.context import enrolment_of
from bot.eligibility.context import application_of
from bot.kernel.messages import Phrase, Verbatim, phrase
from bot.kernel.participant_context import Turn
from bot.onboarding.handlers import Onboarding
from bot.questionnaire.handlers.flows import Paths

# The question of the check, and its choice, that ask for an interpreter.
SUPPORT_QUESTION, INTERPRETER = "support", "interpreter"
MOST_WORDS = 3


@dataclass(frozen=True)
class Backgrounds:
    """`weeks`: how many the course has."""

    onboarding: Onboarding
    paths: Paths
    weeks: Callable[[], int]

    async def of(self, turn: Turn, about: Phrase | None = None) -> Background:
        assert turn.participant.id is not None, "participants are stored before their turn"
        last = await turn.uow[Relays].last_words(turn.participant.id, MOST_WORDS)
        return Background(
            await self._where(turn), await self._needs_interpreter(turn), about,
            [(relay.text, relay.translation) for relay in last],
        )  # fmt: skip

    async def _needs_interpreter(self, turn: Turn) -> bool:
        application = await application_of(turn)
        support = application.value(SUPPORT_QUESTION) if application else None
        return INTERPRETER in (support or "").replace(",", " ").split()

    async def _where(self, turn: Turn) -> list[Phrase]:
        lines = []
        enrolment = await enrolment_of(turn)
        if enrolment is not None and enrolment.releases:
            week = max(release.week for release in enrolment.releases)
            lines.append(
                phrase("Is in week {week} of {total}.", week=Verbatim(str(week)),
                       total=Verbatim(str(self.weeks())))
            )  # fmt: skip
        if self.onboarding.waiting(turn.participant):
            return [*lines, summary.not_yet_agreed()]
        path = await self.paths.current(turn)
        question = path.question if path else None
        return [*lines, summary.at_question(question) if question else summary.nowhere()]
