"""Everything that waits for a consultant, and each of it to be seen again."""

from dataclasses import dataclass

from bot.domain.assessment import assess
from bot.domain.buttons import NotAButton, Pressed
from bot.domain.eligibility import Application, Status
from bot.domain.messages import Message
from bot.domain.open_items import OpenItem, Waits
from bot.domain.questionnaire import Questionnaire
from bot.domain.walk import values
from bot.services.ports import UnitOfWork
from bot.services.review_desk import ReviewDesk
from bot.services.visit import Visit
from bot.wording import desk, waiting
from bot.wording.pager import page_of


@dataclass(frozen=True)
class OpenList:
    eligibility: Questionnaire
    reviews: ReviewDesk

    async def show(self, visit: Visit) -> None:
        await visit.say(await self._page(visit, 0))

    async def press(self, visit: Visit, pressed: Pressed) -> None:
        """`o:l[:page]`, `o:w:<work>`, `o:a:<application>`.  Raises NotAButton."""
        match pressed.arguments:
            case ("l",):
                await self.show(visit)
            case ("l", _):
                await visit.edit(await self._page(visit, pressed.number(1)))
            case ("w", _):
                await self.reviews.show(visit, pressed.number(1))
            case ("a", _):
                await self._show_application(visit, pressed.number(1))
            case _:
                raise NotAButton("o")

    async def _page(self, visit: Visit, number: int) -> Message:
        items = sorted(await self._items(visit.uow), key=lambda i: (i.since, i.about))
        aged = [(i, self.reviews.age(i, visit.now)) for i in items]
        return waiting.open_items(page_of(aged, number))

    async def _items(self, uow: UnitOfWork) -> list[OpenItem]:
        handed_in = [*await uow.works.handed_in(), *await uow.works.to_talk_about()]
        applications = await uow.applications.undecided()
        return [
            *[await self.reviews.open_item(uow, work) for work in handed_in],
            *[await _item(uow, application) for application in applications],
        ]

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
