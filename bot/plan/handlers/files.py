"""The plan as a file: as it is now, and its earlier versions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.course.rules.enrolments import Enrolment
from bot.documents import requests
from bot.documents.quota import PAPERS
from bot.kernel.calendar import Calendar
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Day, Phrase, Verbatim, phrase
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant
from bot.kernel.unit_of_work import UnitOfWork
from bot.plan.buttons import (
    GetPlanFile,
    GetVersionFile,
    ListVersions,
    OpenVersion,
    PlanFileButton,
    VersionButton,
)
from bot.plan.context import PlanLoader
from bot.plan.rules.budget import Budget, Item
from bot.plan.rules.document import FileFormat, PlanDocument, Variant
from bot.plan.rules.versions import VERSIONS_KEPT, PlanVersion, version_content, with_danish
from bot.plan.storage.versions import DanishTexts, PlanVersions
from bot.plan.views import files as words
from bot.plan.views.sections import document_sections


@dataclass(frozen=True)
class PlanFileHandlers:
    """`terms`: Danish terms with their meaning, for the glossary of a plan."""

    loader: PlanLoader
    calendar: Calendar
    terms: Sequence[tuple[str, str]]

    async def offer(self, context: ParticipantContext, enrolment: Enrolment) -> None:
        await context.say(words.which_file(len(await _versions_of(context, enrolment)) > 1))

    async def press(
        self, context: ParticipantContext, enrolment: Enrolment, button: PlanFileButton
    ) -> None:
        match button:
            case GetPlanFile(form, None) if context.participant.language != CONSULTANT_LANGUAGE:
                await context.say(words.which_language(form))
            case GetPlanFile(form, variant):
                await self._send(context, enrolment, form, variant or "own")
            case ListVersions():
                await context.say(words.versions(await _versions_of(context, enrolment)))
            case VersionButton():
                await self._press_version(context, enrolment, button)

    async def document(
        self, uow: UnitOfWork, participant: Participant, enrolment: Enrolment, now: datetime,
        form: FileFormat, variant: Variant,
    ) -> PlanDocument:  # fmt: skip
        """A participant's plan as it is now, with the Danish there is for their own words."""
        assert participant.id is not None, "participants are stored before they have a plan"
        known = await uow[DanishTexts].of_participant(participant.id)
        view = await self.loader.view(uow, enrolment)
        sections, budget = document_sections(view), _storable(view.budget)
        return PlanDocument(
            Verbatim(participant.first_name),
            Day(self.calendar.today(now)),
            with_danish(sections, {text.key: text.danish for text in known}),
            form,
            variant,
            self._glossary,
            participant.language,
            None if budget == Budget() else budget,
        )

    @property
    def _glossary(self) -> tuple[tuple[str, Phrase], ...]:
        return tuple((word, phrase(meaning)) for word, meaning in self.terms)

    async def _send(
        self,
        context: ParticipantContext,
        enrolment: Enrolment,
        form: FileFormat,
        variant: Variant,
    ) -> None:
        if not await requests.may_have(context, PAPERS):
            return
        document = await self.document(
            context.uow, context.participant, enrolment, context.now, form, variant
        )
        await _store_version(context, enrolment, document)
        older = len(await _versions_of(context, enrolment)) > 1
        await context.say(words.plan_file(document, older), label=PAPERS.label)

    async def _press_version(
        self, context: ParticipantContext, enrolment: Enrolment, button: VersionButton
    ) -> None:
        version = await context.uow[PlanVersions].get(button.version)
        if version is None or version.enrolment_id != enrolment.id:
            await context.say(words.version_gone())
            return
        written_in = version.document.language or context.participant.language
        match button:
            case OpenVersion():
                await context.say(words.version(version))
            case GetVersionFile(form=form, variant=None) if written_in != CONSULTANT_LANGUAGE:
                await context.say(words.which_language(form, version))
            case GetVersionFile(form=form, variant=variant):
                await self._send_version(context, version, form, variant or "own")

    async def _send_version(
        self,
        context: ParticipantContext,
        version: PlanVersion,
        form: FileFormat,
        variant: Variant,
    ) -> None:
        if not await requests.may_have(context, PAPERS):
            return
        day = Day(self.calendar.today(version.made_at))
        document = replace(
            version.document, day=day, form=form, variant=variant, glossary=self._glossary
        )
        await context.say(words.version_file(version, document), label=PAPERS.label)


async def _versions_of(context: ParticipantContext, enrolment: Enrolment) -> list[PlanVersion]:
    assert enrolment.id is not None, "an enrolment is stored"
    return await context.uow[PlanVersions].of_enrolment(enrolment.id)


async def _store_version(
    context: ParticipantContext, enrolment: Enrolment, document: PlanDocument
) -> None:
    """Store the document as a version, unless its content is that of the newest one."""
    assert enrolment.id is not None, "an enrolment is stored"
    versions, content = await _versions_of(context, enrolment), version_content(document)
    if versions and versions[0].document == content:
        return
    await context.uow[PlanVersions].add(PlanVersion(enrolment.id, context.now, content))
    await context.uow[PlanVersions].keep_newest(enrolment.id, VERSIONS_KEPT)


def _storable(budget: Budget) -> Budget:
    """Replace NaN and Infinity by None; JSON cannot hold them and the rules ignore them."""

    def number(value: Decimal | None) -> Decimal | None:
        return value if value is not None and value.is_finite() else None

    def items(costs: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(replace(item, amount=number(item.amount)) for item in costs)

    return replace(
        budget,
        startup=items(budget.startup),
        monthly=items(budget.monthly),
        price=number(budget.price),
        unit_cost=number(budget.unit_cost),
        units_a_month=number(budget.units_a_month),
        capacity_a_day=number(budget.capacity_a_day),
    )
