"""The business plan as a PDF or a Word file."""

import json
from dataclasses import asdict

from bot.documents.ports import RenderedFile
from bot.documents.typst_files import PRINT, pdf, pngs
from bot.i18n.render import Renderer
from bot.plan.document import word
from bot.plan.document.charts import BreakEven, Cash
from bot.plan.document.sheet import Sheet, sheet
from bot.plan.rules.document import PlanDocument


def plan_file(document: PlanDocument, renderer: Renderer, language: str) -> RenderedFile:
    name = f"egen-chef-plan-{document.day.value.isoformat()}.{document.form}"
    return RenderedFile(name, "file", _content(sheet(document, renderer, language), document.form))


def _content(written: Sheet, form: str) -> bytes:
    if form == "docx":
        return word.file(written, _chart_pictures(written))
    return pdf("plan.typ", json.dumps(asdict(written)))


def _chart_pictures(written: Sheet) -> dict[BreakEven | Cash, bytes]:
    """Charts as pictures for Word, rendered in one run."""
    shown = [section.money for section in written.sections]
    charts = [one for money in shown for one in (money.break_even, money.cash) if one]
    if not charts:
        return {}
    data = {
        "language": written.language,
        "rtl": written.rtl,
        "charts": [asdict(c) for c in charts],
    }
    return dict(zip(charts, pngs("chart.typ", json.dumps(data), PRINT), strict=True))
