"""Export of personal data: a report to read, all rows, and the files."""

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
from bot.privacy import views
from bot.privacy.rules.documents import MyData, Report, ReportLabel, ReportPart, ReportSection
from bot.privacy.storage.personal_data import PersonalData
from bot.privacy.views import label_text
from bot.questionnaire.rules.questionnaire import Questionnaire
from bot.questionnaire.views.steps import answer_given

# Telegram accepts files of up to 50 MB from a bot; the rest is for the other contents.
LARGEST_PART = 45_000_000
Lines = list[tuple[Param, Param]]


@dataclass(frozen=True)
class ArchivePart:
    """The contents of one archive; only the first has the report and the rows."""

    part: int
    report: Report | None
    rows: dict[str, list[dict[str, Any]]] | None
    files: list[SentFile]

    async def pack(
        self, store: FileStore, renderer: DocumentRenderer, language: str
    ) -> RenderedFile:
        report = await renderer.draw(self.report, language) if self.report else None
        contents = {f"files/{f.name}": await store.read(f.key or "") for f in self.files}
        if report is not None:
            contents["my-data.pdf"] = report.content
            contents["all.json"] = json.dumps(self.rows, ensure_ascii=False, indent=1).encode()
        packed = await asyncio.to_thread(_zip, contents)
        return RenderedFile(f"my-data-{self.part}.zip", "file", packed)


@dataclass(frozen=True)
class MyDataArchive:
    """Reads the contents of a `MyData` enclosure."""

    check: Questionnaire
    course: Course
    outline: PlanOutline
    calendar: Calendar
    clock: Clock

    async def count_parts(self, uow: UnitOfWork, participant: Participant) -> int:
        """The number of archives, at least one."""
        assert participant.id is not None, "stored before"
        return len(await self._parts(uow, participant.id))

    async def gather(self, uow: UnitOfWork, wanted: MyData) -> ArchivePart:
        """Raises ContentMissing if the participant was erased meanwhile."""
        participant = await uow[Participants].find(wanted.participant_id)
        if participant is None:
            raise ContentMissing(wanted.participant_id)
        parts = await self._parts(uow, wanted.participant_id)
        files = parts[wanted.part - 1] if wanted.part <= len(parts) else []
        first = wanted.part == 1
        return ArchivePart(
            wanted.part,
            await self._report(uow, participant) if first else None,
            await uow[PersonalData].collect(participant) if first else None,
            files,
        )

    async def _parts(self, uow: UnitOfWork, participant_id: int) -> list[list[SentFile]]:
        return split_into_parts(exportable(await uow[SentFiles].of_participant(participant_id)))

    async def _report(self, uow: UnitOfWork, participant: Participant) -> Report:
        assert participant.id is not None, "stored before"
        application = await uow[Applications].latest(participant.id)
        enrolment = await uow[Enrolments].latest(participant.id)
        files = exportable(await uow[SentFiles].of_participant(participant.id))
        sections: list[tuple[ReportSection, Lines]] = [
            (ReportSection.PERSON, self._person(participant)),
            (ReportSection.CONSENTS, _consents(participant)),
            (ReportSection.CHECK, self._check(application) if application else []),
            (ReportSection.TASKS, self._tasks(enrolment) if enrolment else []),
            (ReportSection.PLAN, await self._plan(uow, enrolment) if enrolment else []),
            (ReportSection.ATTENDANCE, _attendance(enrolment) if enrolment else []),
            (ReportSection.ABSENCES, _absences(enrolment) if enrolment else []),
            (ReportSection.FILES, [(Moment(f.created_at), Verbatim(f.name)) for f in files]),
        ]
        shown = tuple(
            ReportPart(views.section_title(s), tuple(lines)) for s, lines in sections if lines
        )
        rest = ReportPart(views.section_title(ReportSection.REST), ())
        return Report(Day(self.calendar.today(self.clock())), (*shown, rest))

    def _person(self, participant: Participant) -> Lines:
        return [
            (label_text(ReportLabel.NAME), Verbatim(participant.first_name)),
            (label_text(ReportLabel.LANGUAGE), LanguageName(participant.language)),
            (label_text(ReportLabel.SINCE), Moment(participant.created_at)),
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
        assert enrolment.id is not None, "stored before"
        plan = await uow[Plans].of_enrolment(enrolment.id)
        return [
            (phrase(q.title), answer_given(q, plan.value(q.id)))
            for q in self.outline.questionnaire.questions
            if plan is not None and q.id in plan.answers
        ]


def _zip(contents: dict[str, bytes]) -> bytes:
    pack = BytesIO()
    with ZipFile(pack, "w", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return pack.getvalue()


def _consents(participant: Participant) -> Lines:
    return [(Moment(c.at), _consent(c.agreed)) for c in participant.consents]


def _attendance(enrolment: Enrolment) -> Lines:
    days = sorted(enrolment.attendances, key=lambda one: one.held_on)
    return [(Day(a.held_on), _presence(a.present)) for a in days]


def _consent(agreed: bool) -> Phrase:
    return label_text(ReportLabel.CONSENT_GIVEN if agreed else ReportLabel.CONSENT_REFUSED)


def _presence(present: bool) -> Phrase:
    return label_text(ReportLabel.PRESENT if present else ReportLabel.ABSENT)


def _absences(enrolment: Enrolment) -> Lines:
    return [(Day(a.from_day), _days(a.days)) for a in enrolment.absences]


def _days(count: int) -> Phrase:
    return phrase(
        "{label}: {days}", label=label_text(ReportLabel.DAYS_AWAY), days=Verbatim(str(count))
    )


def exportable(files: Sequence[SentFile]) -> list[SentFile]:
    return [f for f in files if f.state is FileState.KEPT and f.key]


def split_into_parts(files: Sequence[SentFile]) -> list[list[SentFile]]:
    """Groups of files that are small enough to be sent; at least one, maybe empty."""
    parts: list[list[SentFile]] = [[]]
    room = LARGEST_PART
    for file in files:
        size = file.size or 0
        if size > room and parts[-1]:
            parts.append([])
            room = LARGEST_PART
        parts[-1].append(file)
        room -= size
    return parts
