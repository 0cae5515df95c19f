"""Pictures and papers of the course: the path, a week, the certificate, the statement."""

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
from bot.course.views import documents as words
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


def certificate(paper: Certificate, renderer: Renderer, language: str) -> RenderedFile:
    data = _certificate(paper, TemplateData(renderer), language)
    return RenderedFile("egen-chef-bevis.pdf", "file", pdf("certificate.typ", data))


def statement(paper: Statement, renderer: Renderer, language: str) -> RenderedFile:
    data = _statement(paper, TemplateData(renderer), language)
    return RenderedFile("egen-chef-deltagelse.pdf", "file", pdf("statement.typ", data))


def _path(picture: PathPicture, data: TemplateData, language: str) -> str:
    return data.json(
        language,
        title=words.path_title(),
        end=words.path_end(),
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
        title=words.look_back_title(),
        period=words.period(monday, monday + timedelta(days=6)),
        days=days,
        done=words.look_back_quiet() if quiet else words.look_back_answers(week.answers),
        tasks=week.tasks,
        **{"handed-in": words.look_back_handed_in(), "so-far": words.look_back_so_far()},
        part=words.part(week.handed_in, week.all_tasks),
        share=100 * week.handed_in // max(week.all_tasks, 1),
    )


def _certificate(certificate: Certificate, data: TemplateData, language: str) -> str:
    weeks = certificate.weeks
    return data.json(
        language,
        day=certificate.ended.value,
        municipality=texts.municipality(),
        title=words.certificate_title(),
        given_to=words.certificate_given_to(),
        name=certificate.name,
        reason=words.certificate_reason(len(weeks)),
        run=certificate.run,
        period=words.period(certificate.began.value, certificate.ended.value),
        about=words.certificate_weeks(),
        weeks=weeks,
        approved=words.approved(certificate.approved_by.text),
    )


def _statement(statement: Statement, data: TemplateData, language: str) -> str:
    weeks = statement.weeks
    begun = [week for week in weeks if _begun(week)]  # what lies ahead is nothing missed
    in_all = words.part(sum(w.done for w in begun), sum(w.tasks for w in begun))
    meetings = words.meetings(statement.meetings_attended, statement.meetings_held)
    away = Amount(Decimal(statement.weeks_away))
    period = words.period(statement.began.value, statement.today.value)
    return data.json(
        language,
        day=statement.today.value,
        municipality=texts.municipality(),
        title=words.statement_title(),
        intro=words.statement_intro(),
        facts=[
            (words.name_label(), statement.name),
            (words.course_label(), statement.run),
            (words.period_label(), period),
        ],
        head=(words.week_label(), words.subject_label(), words.handed_in_label()),
        weeks=_weeks(weeks),
        later=words.later(),
        in_all=(words.in_all_label(), in_all),
        presence=[
            (words.meetings_label(), meetings),
            (words.weeks_away_label(), away),
        ],
        note=words.statement_note(),
        made_on=texts.made_on(statement.today.value),
    )


def _begun(week: WeekMark) -> bool:
    return week.state != "ahead" or week.done > 0


def _weeks(weeks: tuple[WeekMark, ...]) -> list[dict[str, Any]]:
    return [
        {
            "number": Amount(Decimal(number)),
            "label": words.week(number),
            "title": week.title,
            "state": week.state,
            "done": week.done,
            "tasks": week.tasks,
            "begun": _begun(week),
            "part": words.part(week.done, week.tasks),
        }
        for number, week in enumerate(weeks, start=1)
    ]
