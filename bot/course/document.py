"""Renders the documents of the course: path and week (PNG), certificate and statement (PDF)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.course.rules.documents import (
    Certificate,
    PathPicture,
    Statement,
    WeekMark,
    WeekPicture,
)
from bot.course.views import documents as views
from bot.documents import texts
from bot.documents.ports import RenderedFile
from bot.documents.template_data import TemplateData
from bot.documents.typst_files import pdf, png
from bot.i18n.render import Renderer
from bot.kernel.messages import Amount, DayName


def path_picture(picture: PathPicture, renderer: Renderer, language: str) -> RenderedFile:
    data = _path(picture, TemplateData(renderer), language)
    return RenderedFile("path.png", "photo", png("path.typ", data))


def week_picture(picture: WeekPicture, renderer: Renderer, language: str) -> RenderedFile:
    data = _week(picture, TemplateData(renderer), language)
    return RenderedFile("week.png", "photo", png("week.typ", data))


def certificate(document: Certificate, renderer: Renderer, language: str) -> RenderedFile:
    data = _certificate(document, TemplateData(renderer), language)
    return RenderedFile("egen-chef-bevis.pdf", "file", pdf("certificate.typ", data))


def statement(document: Statement, renderer: Renderer, language: str) -> RenderedFile:
    data = _statement(document, TemplateData(renderer), language)
    return RenderedFile("egen-chef-deltagelse.pdf", "file", pdf("statement.typ", data))


def _path(picture: PathPicture, data: TemplateData, language: str) -> str:
    return data.json(
        language,
        title=views.path_title(),
        end=views.path_end(),
        weeks=_weeks(picture.weeks),
    )


def _week(week: WeekPicture, data: TemplateData, language: str) -> str:
    monday = week.monday.value
    quiet = not week.answers and not week.tasks
    days = [
        {"name": DayName(n), "done": done, "number": Amount(Decimal(done))}
        for n, done in enumerate(week.days)
    ]
    return data.json(
        language,
        title=views.look_back_title(),
        period=views.period(monday, monday + timedelta(days=6)),
        days=days,
        done=views.look_back_quiet() if quiet else views.look_back_answers(week.answers),
        tasks=week.tasks,
        **{"handed-in": views.look_back_handed_in(), "so-far": views.look_back_so_far()},
        part=views.part(week.handed_in, week.all_tasks),
        share=100 * week.handed_in // max(week.all_tasks, 1),
    )


def _certificate(certificate: Certificate, data: TemplateData, language: str) -> str:
    weeks = certificate.weeks
    return data.json(
        language,
        day=certificate.ended.value,
        municipality=texts.municipality(),
        title=views.certificate_title(),
        given_to=views.certificate_given_to(),
        name=certificate.name,
        reason=views.certificate_reason(len(weeks)),
        run=certificate.run,
        period=views.period(certificate.began.value, certificate.ended.value),
        about=views.certificate_weeks(),
        weeks=weeks,
        approved=views.approved(certificate.approved_by.text),
    )


def _statement(statement: Statement, data: TemplateData, language: str) -> str:
    weeks = statement.weeks
    begun = [week for week in weeks if _begun(week)]  # weeks ahead do not count as missed
    in_all = views.part(sum(w.done for w in begun), sum(w.tasks for w in begun))
    meetings = views.meetings(statement.meetings_attended, statement.meetings_held)
    away = Amount(Decimal(statement.weeks_away))
    period = views.period(statement.began.value, statement.today.value)
    return data.json(
        language,
        day=statement.today.value,
        municipality=texts.municipality(),
        title=views.statement_title(),
        intro=views.statement_intro(),
        facts=[
            (views.name_label(), statement.name),
            (views.course_label(), statement.run),
            (views.period_label(), period),
        ],
        head=(views.week_label(), views.subject_label(), views.handed_in_label()),
        weeks=_weeks(weeks),
        later=views.later(),
        in_all=(views.in_all_label(), in_all),
        presence=[
            (views.meetings_label(), meetings),
            (views.weeks_away_label(), away),
        ],
        note=views.statement_note(),
        made_on=texts.made_on(statement.today.value),
    )


def _begun(week: WeekMark) -> bool:
    return week.state != "ahead" or week.done > 0


def _weeks(weeks: tuple[WeekMark, ...]) -> list[dict[str, Any]]:
    return [
        {
            "number": Amount(Decimal(number)),
            "label": views.week(number),
            "title": week.title,
            "state": week.state,
            "done": week.done,
            "tasks": week.tasks,
            "begun": _begun(week),
            "part": views.part(week.done, week.tasks),
        }
        for number, week in enumerate(weeks, start=1)
    ]
