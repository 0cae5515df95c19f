"""Renders the report about a participant."""

from bot.documents import texts
from bot.documents.ports import RenderedFile
from bot.documents.template_data import TemplateData
from bot.documents.typst_files import pdf
from bot.i18n.render import Renderer
from bot.privacy import views
from bot.privacy.rules.documents import Report


def report(report_: Report, renderer: Renderer, language: str) -> RenderedFile:
    data = TemplateData(renderer).json(
        language,
        day=report_.day.value,
        municipality=texts.municipality(),
        title=views.report_title(),
        intro=views.report_intro(),
        made_on=texts.made_on(report_.day.value),
        parts=[{"title": part.title, "lines": part.lines} for part in report_.parts],
    )
    return RenderedFile("my-data.pdf", "file", pdf("report.typ", data))
