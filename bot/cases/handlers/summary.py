"""The summary that a consultant reads before answering a participant."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.cases.storage.relays import Relays
from bot.cases.views import summary
from bot.cases.views.consultant import CaseSummary
from bot.course.context import enrolment_of
from bot.eligibility.context import latest_application
from bot.kernel.messages import Phrase, Verbatim, phrase
from bot.kernel.participant_context import ParticipantContext
from bot.onboarding.handlers import Onboarding
from bot.questionnaire.handlers.flows import Flows

# The question of the eligibility check, and its choice, that ask for an interpreter.
SUPPORT_QUESTION, INTERPRETER = "support", "interpreter"
QUOTED = 3  # messages


@dataclass(frozen=True)
class CaseSummaries:
    """`weeks` returns how many weeks the course has."""

    onboarding: Onboarding
    flows: Flows
    weeks: Callable[[], int]

    async def of(self, context: ParticipantContext, about: Phrase | None = None) -> CaseSummary:
        assert context.participant.id is not None, "participants are stored before their update"
        last = await context.uow[Relays].last_words(context.participant.id, QUOTED)
        return CaseSummary(
            await self._where(context), await self._needs_interpreter(context), about,
            [(relay.text, relay.translation) for relay in last],
        )  # fmt: skip

    async def _needs_interpreter(self, context: ParticipantContext) -> bool:
        application = await latest_application(context)
        support = application.value(SUPPORT_QUESTION) if application else None
        return INTERPRETER in (support or "").replace(",", " ").split()

    async def _where(self, context: ParticipantContext) -> list[Phrase]:
        lines = []
        enrolment = await enrolment_of(context)
        if enrolment is not None and enrolment.releases:
            week = max(release.week for release in enrolment.releases)
            lines.append(
                phrase("Is in week {week} of {total}.", week=Verbatim(str(week)),
                       total=Verbatim(str(self.weeks())))
            )  # fmt: skip
        if self.onboarding.pending_step(context.participant):
            return [*lines, summary.not_consented()]
        active = await self.flows.current(context)
        question = active.question if active else None
        return [*lines, summary.at_question(question) if question else summary.no_open_question()]
