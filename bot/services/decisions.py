"""A consultant's decision on an application: the person hears it, the summary notes it."""

from bot.domain import eligibility
from bot.domain.buttons import NotAButton, Pressed, decode
from bot.domain.eligibility import Application, Decision, Status
from bot.domain.messages import Message, Paragraph
from bot.domain.participants import Participant
from bot.domain.walk import NotOpen
from bot.services.visit import Visit
from bot.wording import desk, results


class Decisions:
    async def press(self, visit: Visit, pressed: Pressed) -> None:
        """`c:<application>:<decision>`.  Raises NotAButton."""
        application = await visit.uow.applications.get(pressed.number(0))
        try:
            decision = Decision(pressed.argument(1))
        except ValueError as error:
            raise NotAButton("c") from error
        if application is None:
            raise NotAButton("c")
        await _decide(visit, application, decision)


async def _decide(visit: Visit, application: Application, decision: Decision) -> None:
    participant = await visit.uow.participants.get(application.participant_id)
    newest = await visit.uow.applications.latest(application.participant_id)
    if newest is not application and newest and newest.status is not Status.ASKING:
        await visit.say(desk.replaced_by_newer(participant), about=participant)
        return
    try:
        news = eligibility.decide(application, decision, visit.by, visit.now)
    except NotOpen:
        return
    if not news:
        await visit.say(desk.decided_already(participant), about=participant)
        return
    await visit.to(participant).say(results.decision(decision))
    await _note(visit, participant, decision)


async def _note(visit: Visit, participant: Participant, decision: Decision) -> None:
    """Under the summary stands what was decided; its buttons stay, so it can be changed."""
    note = desk.decided(participant, decision, visit.name)
    summary = await visit.shown()
    if summary is None:
        await visit.say(note, about=participant)
        return
    kept = [p for p in summary.paragraphs if not _is_note(p)]
    rows = [row for row in summary.buttons if decode(row[0].data).topic == "c"]
    if decision is Decision.INVITED:
        rows.append((desk.to_offer(participant),))
    await visit.edit(Message((*kept, *note.paragraphs), tuple(rows)))


def _is_note(paragraph: Paragraph) -> bool:
    return "consultant" in getattr(paragraph.content, "params", {})
