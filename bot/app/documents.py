"""Registry of document renderers."""

from collections.abc import Mapping

from bot.appointments.document import appointment_file
from bot.appointments.rules.calendar_event import CalendarEvent
from bot.course.document import certificate, path_picture, statement, week_picture
from bot.course.rules.documents import Certificate, PathPicture, Statement, WeekPicture
from bot.documents.renderer import DocumentRenderer, Render
from bot.i18n.render import Renderer
from bot.kernel.messages import Drawing
from bot.plan.document.plan import plan_file
from bot.plan.rules.document import PlanDocument
from bot.privacy.document import report
from bot.privacy.rules.documents import Report

RENDERS: Mapping[type[Drawing], Render] = {
    CalendarEvent: appointment_file,
    Certificate: certificate,
    PathPicture: path_picture,
    PlanDocument: plan_file,
    Report: report,
    Statement: statement,
    WeekPicture: week_picture,
}


def document_renderer(renderer: Renderer) -> DocumentRenderer:
    """Return a renderer of all documents."""
    return DocumentRenderer(renderer, RENDERS)
