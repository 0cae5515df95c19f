"""Everything that is kept about a person, gathered: a paper to read, all rows, and the files."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment, in_order
from bot.course.storage.repositories import Enrolments
from bot.documents.ports import DocumentRenderer, RenderedFile
from bot.eligibility.rules.application import Application
from bot.eligibility.storage.repositories import Applications
from bot.files.ports import ContentMissing, FileStore
from bot.files.rules.files import FileState, SentFile
from bot.files.storage.repositories import SentFiles
from bot.kernel.calendar import Calendar
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Day, LanguageName, Moment, Param, Phrase, Verbatim, phrase
from bot.kernel.participants import Participant
from bot.kernel.ports import Clock
from bot.kernel.unit_of_work import UnitOfWork
from bot.plan.rules.outline import PlanOutline
from bot.plan.storage.plans import Plans
from bot.privacy import views as privacy
from bot.privacy.rules.documents import MyData, Report, ReportPart
from bot.privacy.storage import PersonalData
from bot.questionnaire.rules.questionnaire import Questionnaire
from bot.questionnaire.views.steps import answer_given

# Telegram takes files of up to 50 MB from a bot; a little is room for the rest of the archive.
LARGEST_PART = 45_000_000
Lines = list[tuple[Param, Param]]


@dataclass(frozen=True)
class Gathered:
    """One archive before it is packed; the first has the paper and the rows."""

    part: int
    report: Report | None
    rows: dict[str, list[dict[str, Any]]] | None
    files: list[SentFile]

    async def packed(
        self, store: FileStore, artist: DocumentRenderer, language: str
    ) -> RenderedFile:
        paper = await artist.draw(self.report, language) if self.report else None
        contents = {f"files/{f.name}": await store.read(f.key or "") for f in self.files}
        if paper is not None:
            contents["my-data.pdf"] = paper.content
            contents["all.json"] = json.dumps(self.rows, ensure_ascii=False, indent=1).encode()
        packed = await asyncio.to_thread(_zip, contents)
        return RenderedFile(f"my-data-{self.part}.zip", "file", packed)


@dataclass(frozen=True)
class MyDataArchive:
    """Gathers what a `MyData` enclosure holds."""

    check: Questionnaire
    course: Course
    outline: PlanOutline
    calendar: Calendar
    clock: Clock

    async def parts(self, uow: UnitOfWork, participant: Participant) -> int:
        """Into how many messages it goes."""
        assert participant.id is not None, "it is stored"
        return len(_portions(_kept(await uow[SentFiles].of_participant(participant.id))))

    async def gather(self, uow: UnitOfWork, wanted: MyData) -> Gathered:
        """Raises ContentMissing where the person is gone."""
        participant = await uow[Participants].find(wanted.participant_id)
        if participant is None:
            raise ContentMissing(wanted.participant_id)
        portions = _portions(_kept(await uow[SentFiles].of_participant(wanted.participant_id)))
        files = portions[wanted.part - 1] if wanted.part <= len(portions) else []
        first = wanted.part == 1
        return Gathered(
            wanted.part,
            await self._report(uow, participant) if first else None,
            await uow[PersonalData].everything(participant) if first else None,
            files,
        )

    async def _report(self, uow: UnitOfWork, participant: Participant) -> Report:
        assert participant.id is not None, "it is stored"
        application = await uow[Applications].latest(participant.id)
        enrolment = await uow[Enrolments].latest(participant.id)
        files = _kept(await uow[SentFiles].of_participant(participant.id))
        parts: list[tuple[str, Lines]] = [
            ("person", self._person(participant)),
            ("consents", _consents(participant)),
            ("check", self._check(application) if application else []),
            ("tasks", self._tasks(enrolment) if enrolment else []),
            ("plan", await self._plan(uow, enrolment) if enrolment else []),
            ("meetings", _meetings(enrolment) if enrolment else []),
            ("absences", _absences(enrolment) if enrolment else []),
            ("files", [(Moment(f.created_at), Verbatim(f.name)) for f in files]),
        ]
        shown = tuple(ReportPart(privacy.part(n), tuple(lines)) for n, lines in parts if lines)
        rest = ReportPart(privacy.part("rest"), ())
        return Report(Day(self.calendar.today(self.clock())), (*shown, rest))

    def _person(self, participant: Participant) -> Lines:
        label = privacy.label
        return [
            (label("name"), Verbatim(participant.first_name)),
            (label("language"), LanguageName(participant.language)),
            (label("since"), Moment(participant.created_at)),
        ]

    def _check(self, application: Application) -> Lines:
        questions = self.check.questions
        return [
            (phrase(q.title), answer_given(q, application.value(q.id)))
            for q in questions
            if application.has_answer(q.id)
        ]

    def _tasks(self, enrolment: Enrolment) -> Lines:
        return [
            (
                phrase("{task}: {title}", task=phrase(task.title), title=phrase(q.title)),
                answer_given(q, submission.value(q.id), len(submission.files_of(q.id))),
            )
            for task, submission in in_order(enrolment, self.course)
            for q in task.steps.questions
            if submission.has_answer(q.id)
        ]

    async def _plan(self, uow: UnitOfWork, enrolment: Enrolment) -> Lines:
        assert enrolment.id is not None, "it is stored"
        plan = await uow[Plans].of_enrolment(enrolment.id)
        return [
            (phrase(q.title), answer_given(q, plan.value(q.id)))
            for q in self.outline.questionnaire.questions
            if plan is not None and q.id in plan.answers
        ]


def _zip(contents: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _consents(participant: Participant) -> Lines:
    label = privacy.label
    return [(Moment(c.at), label("yes" if c.agreed else "no")) for c in participant.consents]


def _meetings(enrolment: Enrolment) -> Lines:
    label = privacy.label
    days = sorted(enrolment.attendances, key=lambda one: one.held_on)
    return [(Day(a.held_on), label("came" if a.present else "missed")) for a in days]


def _absences(enrolment: Enrolment) -> Lines:
    return [(Day(a.from_day), _days(a.days)) for a in enrolment.absences]


def _days(count: int) -> Phrase:
    return phrase("{label}: {days}", label=privacy.label("days"), days=Verbatim(str(count)))


def _kept(files: Sequence[SentFile]) -> list[SentFile]:
    return [f for f in files if f.state is FileState.KEPT and f.key]


def _portions(files: Sequence[SentFile]) -> list[list[SentFile]]:
    """At least one, each small enough to be sent."""
    portions: list[list[SentFile]] = [[]]
    room = LARGEST_PART
    for file in files:
        size = file.size or 0
        if size > room and portions[-1]:
            portions.append([])
            room = LARGEST_PART
        portions[-1].append(file)
        room -= size
    return portions
