"""CPU time to render documents, in this process: pictures, certificates and full plans."""

import time
from collections.abc import Mapping
from datetime import date
from statistics import median
from zoneinfo import ZoneInfo

from bench.report import Report, Timings
from bot.app.documents import document_renderer
from bot.course.rules.documents import Certificate, PathPicture, Statement, WeekMark, WeekPicture
from bot.documents.renderer import DocumentRenderer
from bot.i18n.markup import PlainText
from bot.i18n.render import Renderer
from bot.kernel.messages import Day, Drawing, Verbatim, phrase
from tests.helpers.plan_documents import full_plan, plan_with_many_costs

LANGUAGES = ("ar", "da", "ur")  # right-to-left text takes longest
GOAL = 1.0  # seconds
_WEEKS = tuple(WeekMark(phrase("Your idea"), "open", done=1, tasks=3) for _ in range(8))
_NAME, _COHORT = Verbatim("محمد عبد الرحمن الخطيب"), Verbatim("Forår 2027")
_BEGAN, _ENDED = Day(date(2027, 1, 11)), Day(date(2027, 3, 5))
DOCUMENTS: Mapping[str, Drawing] = {
    "path picture": PathPicture(_WEEKS),
    "week picture": WeekPicture(
        _BEGAN, (3, 0, 5, 1, 0, 0, 0), (phrase("Your idea"),) * 2, 9, 4, 24
    ),
    "certificate": Certificate(
        _NAME, _COHORT, _BEGAN, _ENDED, Verbatim("Kirsten Møller"), (phrase("Your idea"),) * 8
    ),
    "statement": Statement(_NAME, _COHORT, _BEGAN, _ENDED, _WEEKS, 4, 3, 1),
    "full plan (PDF)": full_plan("pdf"),
    "full plan (Word)": full_plan("docx"),
    "plan with 400 costs (PDF)": plan_with_many_costs("pdf"),
    "plan with 400 costs (Word)": plan_with_many_costs("docx"),
}


async def measure(report: Report, rounds: int) -> None:
    """Render each document `rounds` times in each language, in turns."""
    renderer = document_renderer(Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText()))
    for document in DOCUMENTS.values():
        await renderer.draw(document, "ar")  # loads fonts and catalogues
    timings: dict[str, list[float]] = {name: [] for name in DOCUMENTS}
    for _ in range(rounds):
        for language in LANGUAGES:
            for name, document in DOCUMENTS.items():
                timings[name].append(await _milliseconds(renderer, document, language))
    for name, found in timings.items():
        report.row(f"rendering: {name}", Timings(found))
    slowest = max(timings, key=lambda name: median(timings[name]))
    report.goal(
        f"slowest document ({slowest}), median", median(timings[slowest]) / 1000, GOAL, " s"
    )


async def _milliseconds(renderer: DocumentRenderer, document: Drawing, language: str) -> float:
    started = time.process_time()
    await renderer.draw(document, language)
    return (time.process_time() - started) * 1000
