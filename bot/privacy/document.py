"""The report about a person, as a PDF."""

from bot.documents import texts
from bot.documents.ports import RenderedFile
from bot.documents.template_data import TemplateData
from bot.documents.typst_files import pdf
from bot.i18n.render import Renderer
from bot.privacy import views as words
from bot.privacy.rules.documents import Report


def report(paper: Report, renderer: Renderer, language: str) -> RenderedFile:
    data = TemplateData(renderer).json(
        language,
        day=paper.day.value,
        municipality=texts.municipality(),
        title=words.report_title(),
        intro=words.report_intro(),
        made_on=texts.made_on(paper.day.value),
        parts=[{"title": part.title, "lines": part.lines} for part in paper.parts],
    )
    return RenderedFile("my-data.pdf", "file", pdf("report.typ", data))
