"""The artist: what goes with a message, drawn in the reader's language."""

import asyncio
import json
import re
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import structlog
import typst
from PIL import Image

from bot.appointments.document import calendar_file
from bot.course.views import documents as wording
from bot.documents.ports import Drawn
from bot.i18n.catalogues import locale
from bot.i18n.direction import is_rtl
from bot.i18n.render import Renderer
from bot.kernel.messages import (
    Amount,
    CalendarEvent,
    Certificate,
    DayName,
    Drawing,
    Param,
    PathPicture,
    PlanDocument,
    Report,
    Statement,
    WeekMark,
    WeekPicture,
)
from bot.plan.document import sheet as plan
from bot.plan.document import word
from bot.plan.document.charts import BreakEven, Cash
from bot.privacy import views as privacy

TEMPLATES = Path(__file__).parent / "templates"
# Vazirmatn's words can be copied out of a PDF; those of most Arabic fonts come out scrambled.
_FONTS = Path(__file__).parent / "fonts"
# Latin and Cyrillic; emoji and the scripts of other names.
_FONT_PACKAGES = ("fontpkg_ibm_plex_sans", "manimgx_fonts")
_COLOURS = 64
_PRINT = 200  # pixels an inch: sharp on paper
_CONTROLS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")

log = structlog.get_logger()


@dataclass(frozen=True)
class Artist:
    renderer: Renderer

    async def draw(self, enclosure: Drawing, language: str) -> Drawn:
        language = getattr(enclosure, "language", None) or language
        match enclosure:
            case PathPicture():
                data = self._path(enclosure, language)
                content = await asyncio.to_thread(_png, "path.typ", data)
                return Drawn("path.png", "photo", content)
            case WeekPicture():
                data = self._week(enclosure, language)
                content = await asyncio.to_thread(_png, "week.typ", data)
                return Drawn("week.png", "photo", content)
            case Certificate():
                data = self._certificate(enclosure, language)
                content = await asyncio.to_thread(_pdf, "certificate.typ", data)
                return Drawn("egen-chef-bevis.pdf", "file", content)
            case Statement():
                data = self._statement(enclosure, language)
                content = await asyncio.to_thread(_pdf, "statement.typ", data)
                return Drawn("egen-chef-deltagelse.pdf", "file", content)
            case Report():
                data = self._report(enclosure, language)
                content = await asyncio.to_thread(_pdf, "report.typ", data)
                return Drawn("my-data.pdf", "file", content)
            case CalendarEvent():
                content = calendar_file(enclosure, self.renderer, language)
                return Drawn("egen-chef-moede.ics", "file", content)
            case PlanDocument(day=day, form=form):
                content = await asyncio.to_thread(self._plan, enclosure, language)
                return Drawn(f"egen-chef-plan-{day.value.isoformat()}.{form}", "file", content)

    def _plan(self, document: PlanDocument, language: str) -> bytes:
        sheet = plan.sheet(document, self.renderer, language)
        if document.form == "docx":
            return word.file(sheet, _chart_pictures(sheet))
        return _pdf("plan.typ", json.dumps(asdict(sheet)))

    def _report(self, report: Report, language: str) -> str:
        return self._data(
            language,
            day=report.day.value,
            municipality=wording.municipality(),
            title=privacy.report_title(),
            intro=privacy.report_intro(),
            made_on=wording.made_on(report.day.value),
            parts=[{"title": part.title, "lines": part.lines} for part in report.parts],
        )

    def _path(self, picture: PathPicture, language: str) -> str:
        return self._data(
            language,
            title=wording.path_title(),
            end=wording.path_end(),
            weeks=_weeks(picture.weeks),
        )

    def _week(self, week: WeekPicture, language: str) -> str:
        monday = week.monday.value
        quiet = not week.answers and not week.tasks
        days = [
            {"name": DayName(n), "done": done, "number": Amount(Decimal(done))}
            for n, done in enumerate(week.days)
        ]
        return self._data(
            language,
            title=wording.look_back_title(),
            period=wording.period(monday, monday + timedelta(days=6)),
            days=days,
            done=wording.look_back_quiet() if quiet else wording.look_back_answers(week.answers),
            tasks=week.tasks,
            **{"handed-in": wording.look_back_handed_in(), "so-far": wording.look_back_so_far()},
            part=wording.part(week.handed_in, week.all_tasks),
            share=100 * week.handed_in // max(week.all_tasks, 1),
        )

    def _certificate(self, certificate: Certificate, language: str) -> str:
        weeks = certificate.weeks
        return self._data(
            language,
            day=certificate.ended.value,
            municipality=wording.municipality(),
            title=wording.certificate_title(),
            given_to=wording.certificate_given_to(),
            name=certificate.name,
            reason=wording.certificate_reason(len(weeks)),
            run=certificate.run,
            period=wording.period(certificate.began.value, certificate.ended.value),
            about=wording.certificate_weeks(),
            weeks=weeks,
            approved=wording.approved(certificate.approved_by.text),
        )

    def _statement(self, statement: Statement, language: str) -> str:
        weeks = statement.weeks
        begun = [week for week in weeks if _begun(week)]  # what lies ahead is nothing missed
        in_all = wording.part(sum(w.done for w in begun), sum(w.tasks for w in begun))
        meetings = wording.meetings(statement.meetings_attended, statement.meetings_held)
        away = Amount(Decimal(statement.weeks_away))
        period = wording.period(statement.began.value, statement.today.value)
        return self._data(
            language,
            day=statement.today.value,
            municipality=wording.municipality(),
            title=wording.statement_title(),
            intro=wording.statement_intro(),
            facts=[
                (wording.name_label(), statement.name),
                (wording.course_label(), statement.run),
                (wording.period_label(), period),
            ],
            head=(wording.week_label(), wording.subject_label(), wording.handed_in_label()),
            weeks=_weeks(weeks),
            later=wording.later(),
            in_all=(wording.in_all_label(), in_all),
            presence=[
                (wording.meetings_label(), meetings),
                (wording.weeks_away_label(), away),
            ],
            note=wording.statement_note(),
            made_on=wording.made_on(statement.today.value),
        )

    def _data(self, language: str, **fields: Any) -> str:
        """What a template reads: words and numbers, nothing that is run."""
        words = {name: self._words(field, language) for name, field in fields.items()}
        frame = {"language": language, "rtl": is_rtl(locale(language))}
        return json.dumps(frame | words)

    def _words(self, field: Any, language: str) -> Any:
        match field:
            case str() | int():
                return field
            case date():
                return [field.year, field.month, field.day]
            case list() | tuple():
                return [self._words(one, language) for one in field]
            case dict():
                return {name: self._words(one, language) for name, one in field.items()}
            case _:
                return self._plain(field, language)

    def _plain(self, param: Param, language: str) -> str:
        return _CONTROLS.sub(" ", self.renderer.plain(param, language)).strip()


def _begun(week: WeekMark) -> bool:
    return week.state != "ahead" or week.done > 0


def _weeks(weeks: tuple[WeekMark, ...]) -> list[dict[str, Any]]:
    return [
        {
            "number": Amount(Decimal(number)),
            "label": wording.week(number),
            "title": week.title,
            "state": week.state,
            "done": week.done,
            "tasks": week.tasks,
            "begun": _begun(week),
            "part": wording.part(week.done, week.tasks),
        }
        for number, week in enumerate(weeks, start=1)
    ]


@cache
def _fonts() -> typst.Fonts:
    """Ours only: a document looks the same on every machine."""
    folders = [str(_FONTS), *(str(files(package)) for package in _FONT_PACKAGES)]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


# Persian's heh with a hamza above, as two letters and as one, the way JSON writes them.  As two,
# the PDF takes the hamza for part of every heh, and a copied name comes out wrong.
_HAMZA = (r"\u0647\u0654", r"\u06c0")


def _chart_pictures(sheet: plan.Sheet) -> dict[BreakEven | Cash, bytes]:
    """For a file that can't draw; all of them in one go."""
    shown = [section.money for section in sheet.sections]
    charts = [one for money in shown for one in (money.break_even, money.cash) if one]
    if not charts:
        return {}
    data = {"language": sheet.language, "rtl": sheet.rtl, "charts": [asdict(c) for c in charts]}
    return dict(zip(charts, _pngs("chart.typ", json.dumps(data), _PRINT), strict=True))


def _png(template: str, data: str) -> bytes:
    return _pngs(template, data)[0]


def _pngs(template: str, data: str, ppi: int = 72) -> list[bytes]:
    """One a page; by default one pixel a point."""
    drawn = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": data},
        format="png",
        ppi=ppi,
    )
    return [_smaller(one) for one in (drawn if isinstance(drawn, list) else [drawn])]


def _smaller(drawn: bytes) -> bytes:
    small = BytesIO()
    with Image.open(BytesIO(drawn)) as picture:
        # Few colours: a third of the bytes, and nobody sees the difference.
        few = picture.convert("RGB").quantize(
            _COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        few.save(small, "PNG")
    return small.getvalue()


def _pdf(template: str, data: str) -> bytes:
    try:
        return _compile_pdf(template, data, "ua-1")
    except typst.TypstError:
        # PDF/UA-1 takes no letter that no font has.  A box in a name is better than no document.
        # The error's words hold that letter, so they are not logged.
        log.warning("document_not_accessible", template=template)
        return _compile_pdf(template, data, None)


def _compile_pdf(template: str, data: str, standard: Literal["ua-1"] | None) -> bytes:
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": data.replace(*_HAMZA)},
        format="pdf",
        pdf_standards=standard,
    )
