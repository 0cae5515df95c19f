"""The plan as a file to take along, as it is now and as it was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.course.rules.enrolments import Enrolment
from bot.kernel.buttons import NotAButton, Pressed
from bot.kernel.calendar import Calendar
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Day, Phrase, Verbatim, phrase
from bot.kernel.participant_context import Turn
from bot.kernel.participants import Participant
from bot.kernel.unit_of_work import UnitOfWork
from bot.plan.handlers.book import PlanBook
from bot.plan.handlers.money import plan_budget
from bot.plan.handlers.sections import document_sections
from bot.plan.rules.budget import Budget, Item
from bot.plan.rules.document import PlanDocument
from bot.plan.rules.versions import KEPT, PlanVersion, bare, with_danish
from bot.plan.storage.versions import DanishTexts, PlanVersions
from bot.plan.views import files as words


@dataclass(frozen=True)
class PlanFiles:
    """`terms`: Danish words and their meanings; a plan explains the Danish words it uses."""

    book: PlanBook
    calendar: Calendar
    terms: Sequence[tuple[str, str]]

    async def offer(self, turn: Turn, enrolment: Enrolment) -> None:
        await turn.say(words.which_file(len(await _versions(turn, enrolment)) > 1))

    async def press(self, turn: Turn, enrolment: Enrolment, pressed: Pressed) -> None:
        """`p:f:<form>[:<variant>]`, `p:v`, `p:v:<version>[:<form>[:<variant>]]`.

        Raises NotAButton.
        """
        match pressed.arguments:
            case ("f", "pdf" | "docx" as form):
                if turn.participant.language == CONSULTANT_LANGUAGE:
                    await self._send(turn, enrolment, form, "own")
                else:
                    await turn.say(words.which_language(form))
            case ("f", "pdf" | "docx" as form, "own" | "danish" | "both" as variant):
                await self._send(turn, enrolment, form, variant)
            case ("v",):
                await turn.say(words.versions(await _versions(turn, enrolment)))
            case ("v", _, *_):
                await self._press_version(turn, enrolment, pressed)
            case _:
                raise NotAButton("p")

    async def document(
        self, uow: UnitOfWork, participant: Participant, enrolment: Enrolment, now: datetime,
        form: words.Form, variant: words.Variant,
    ) -> PlanDocument:  # fmt: skip
        """Somebody's plan as it is now, with the Danish there is for their own words."""
        assert participant.id is not None, "participants are stored before they have a plan"
        known = await uow[DanishTexts].of_participant(participant.id)
        view = await self.book.view(uow, enrolment)
        sections, budget = document_sections(view), _storable(plan_budget(view))
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
        self, turn: Turn, enrolment: Enrolment, form: words.Form, variant: words.Variant
    ) -> None:
        document = await self.document(
            turn.uow, turn.participant, enrolment, turn.now, form, variant
        )
        await _keep(turn, enrolment, document)
        older = len(await _versions(turn, enrolment)) > 1
        await turn.say(words.plan_file(document, older))

    async def _press_version(self, turn: Turn, enrolment: Enrolment, pressed: Pressed) -> None:
        version = await turn.uow[PlanVersions].get(pressed.number(1))
        if version is None or version.enrolment_id != enrolment.id:
            await turn.say(words.version_gone())
            return
        written_in = version.document.language or turn.participant.language
        match pressed.arguments[2:]:
            case ():
                await turn.say(words.version(version))
            case ("pdf" | "docx" as form,) if written_in != CONSULTANT_LANGUAGE:
                await turn.say(words.which_language(form, version))
            case ("pdf" | "docx" as form,):
                await self._send_version(turn, version, form, "own")
            case ("pdf" | "docx" as form, "own" | "danish" | "both" as variant):
                await self._send_version(turn, version, form, variant)
            case _:
                raise NotAButton("p")

    async def _send_version(
        self, turn: Turn, version: PlanVersion, form: words.Form, variant: words.Variant
    ) -> None:
        day = Day(self.calendar.today(version.made_at))
        document = replace(
            version.document, day=day, form=form, variant=variant, glossary=self._glossary
        )
        await turn.say(words.version_file(version, document))


async def _versions(turn: Turn, enrolment: Enrolment) -> list[PlanVersion]:
    assert enrolment.id is not None, "an enrolment is stored"
    return await turn.uow[PlanVersions].of_enrolment(enrolment.id)


async def _keep(turn: Turn, enrolment: Enrolment, document: PlanDocument) -> None:
    """A version of its own, unless it says what the newest one says."""
    assert enrolment.id is not None, "an enrolment is stored"
    kept, now = await _versions(turn, enrolment), bare(document)
    if kept and kept[0].document == now:
        return
    await turn.uow[PlanVersions].add(PlanVersion(enrolment.id, turn.now, now))
    await turn.uow[PlanVersions].keep_newest(enrolment.id, KEPT)


def _storable(budget: Budget) -> Budget:
    """What is no number at all can't be kept in a message; the rules take it for none anyway."""

    def number(value: Decimal | None) -> Decimal | None:
        return value if value is not None and value.is_finite() else None

    def items(listed: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(replace(item, amount=number(item.amount)) for item in listed)

    return replace(
        budget,
        startup=items(budget.startup),
        monthly=items(budget.monthly),
        price=number(budget.price),
        unit_cost=number(budget.unit_cost),
        units_a_month=number(budget.units_a_month),
        capacity_a_day=number(budget.capacity_a_day),
    )
