"""Everything that waits for a consultant, and each of it to be seen again."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.assessment import assess
from bot.domain.buttons import NotAButton, Pressed
from bot.domain.cases import Case
from bot.domain.eligibility import Application, Status
from bot.domain.messages import Message
from bot.domain.open_items import OpenItem, Waits
from bot.domain.questionnaire import Questionnaire
from bot.domain.walk import values
from bot.services.cases import CaseDesk
from bot.services.ports import UnitOfWork
from bot.services.review_desk import ReviewDesk
from bot.services.visit import Visit
from bot.wording import desk, waiting
from bot.wording.pager import page_of


@dataclass(frozen=True)
class OpenList:
    eligibility: Questionnaire
    reviews: ReviewDesk
    cases: CaseDesk

    async def show(self, visit: Visit) -> None:
        await visit.say(await self._page(visit, 0))

    async def press(self, visit: Visit, pressed: Pressed) -> None:
        """`o:l[:page]`, `o:c:<case>`, `o:w:<work>`, `o:a:<application>`.  Raises NotAButton."""
        match pressed.arguments:
            case ("l",):
                await self.show(visit)
            case ("l", _):
                await visit.edit(await self._page(visit, pressed.number(1)))
            case ("c", _):
                await self.cases.show(visit, pressed.number(1))
            case ("w", _):
                await self.reviews.show(visit, pressed.number(1))
            case ("a", _):
                await self._show_application(visit, pressed.number(1))
            case _:
                raise NotAButton("o")

    async def _page(self, visit: Visit, number: int) -> Message:
        aged = [(i, self.age(i, visit.now)) for i in await self.items(visit.uow)]
        return waiting.open_items(page_of(aged, number))

    def age(self, item: OpenItem, now: datetime) -> int:
        """In working days."""
        return self.reviews.age(item, now)

    async def items(self, uow: UnitOfWork) -> list[OpenItem]:
        """Talks first, then the oldest.  What belongs to a task that the content dropped can't be
        shown."""
        handed_in = [*await uow.works.handed_in(), *await uow.works.to_talk_about()]
        known = [work for work in handed_in if work.task_id in self.reviews.course.tasks]
        applications = await uow.applications.undecided()
        items = [
            *[await self.reviews.open_item(uow, work) for work in known],
            *[await _item(uow, application) for application in applications],
            *[await _talk(uow, case) for case in await uow.cases.open_ones()],
        ]
        return sorted(items, key=lambda item: item.place)

    async def _show_application(self, visit: Visit, application_id: int) -> None:
        application = await visit.uow.applications.get(application_id)
        if application is None or application.status not in (Status.SUBMITTED, Status.DECIDED):
            raise NotAButton("o")
        participant = await visit.uow.participants.get(application.participant_id)
        assessment = assess(values(application), self.eligibility)
        pages = desk.application_pages(participant, application, self.eligibility, assessment)
        await visit.say(*pages, about=participant)


async def _item(uow: UnitOfWork, application: Application) -> OpenItem:
    assert application.id is not None and application.submitted_at is not None, "it was sent"
    participant = await uow.participants.get(application.participant_id)
    return OpenItem(Waits.APPLICATION, application.submitted_at, participant, application.id)


async def _talk(uow: UnitOfWork, case: Case) -> OpenItem:
    assert case.id is not None, "it is stored"
    participant = await uow.participants.get(case.participant_id)
    since = case.waiting_since or case.opened_at
    return OpenItem(Waits.CASE, since, participant, case.id, case=case)
