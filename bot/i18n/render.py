"""Rendering of messages in a language."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers

from bot.i18n.catalogues import locale, translations
from bot.i18n.direction import FSI, PDI, is_rtl, isolate_foreign, isolate_runs
from bot.i18n.markup import Markup, PlainText
from bot.kernel.commands import ShowDanish
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import (
    Amount,
    Button,
    Day,
    DayName,
    LanguageName,
    Listing,
    LocalMoment,
    Message,
    Moment,
    Paragraph,
    Param,
    PersonLink,
    Phrase,
    Spoken,
    TimeOfDay,
    Verbatim,
    Weekday,
)

_PLAIN = PlainText()
DANISH_MARK = "🇩🇰"
LONGEST = 4000  # Telegram takes 4,096 characters; some count double there


@dataclass(frozen=True)
class RenderedButton:
    """A button with its label as text."""

    label: str
    data: str


@dataclass(frozen=True)
class Rendered:
    """A message as text and rows of buttons."""

    text: str
    buttons: tuple[tuple[RenderedButton, ...], ...]


@dataclass(frozen=True)
class Renderer:
    """Renders messages.

    municipality, phone: fill these fields in every text.
    zone: time zone of moments.
    markup: of the channel.
    """

    municipality: str
    zone: ZoneInfo
    markup: Markup
    phone: str = ""

    def render(self, message: Message, language: str, offer_danish: bool = True) -> Rendered:
        """Render a message; one in another language gets a button that shows the Danish."""
        text = self._text(message, language)
        rows = [tuple(self._button(b, language) for b in row) for row in message.buttons]
        if message.with_danish and language != CONSULTANT_LANGUAGE:
            danish = f"{DANISH_MARK}\n{self._text(message, CONSULTANT_LANGUAGE)}"
            both = f"{text}\n\n{danish}"
            text = both if len(both) <= LONGEST else danish  # too long for both: only the Danish
        elif offer_danish and language != CONSULTANT_LANGUAGE:
            offer = RenderedButton(DANISH_MARK, ShowDanish().pack())
            if rows and len(rows[-1]) == 1:  # join a single last button
                rows[-1] = (*rows[-1], offer)
            else:
                rows.append((offer,))
        return Rendered(text, tuple(rows))

    def plain(self, param: Param, language: str) -> str:
        """Render one param without markup."""
        return self._param(param, language, _PLAIN)

    def _text(self, message: Message, language: str) -> str:
        text, before = "", None
        for paragraph in message.paragraphs:
            close = paragraph.style == before == "item"
            text += ("\n" if close else "\n\n") if text else ""
            text += self._paragraph(paragraph, language)
            before = paragraph.style
        return text

    def _paragraph(self, paragraph: Paragraph, language: str) -> str:
        words = self._param(paragraph.content, language, self.markup)
        if paragraph.style == "strong":
            return self.markup.strong(words)
        return self.markup.quiet(words) if paragraph.style == "quiet" else words

    def _button(self, button: Button, language: str) -> RenderedButton:
        # Buttons have no markup, so labels are not escaped; a label of user text only (such as a
        # native language name) needs no isolation.
        alone = button.label.text if isinstance(button.label, Verbatim) else None
        return RenderedButton(alone or self._param(button.label, language, _PLAIN), button.data)

    def _phrase(self, phrase: Phrase, language: str, markup: Markup) -> str:
        catalogue, rtl = translations(language), is_rtl(locale(language))
        params: dict[str, Param] = {
            "municipality": Verbatim(self.municipality),
            "phone": Verbatim(self.phone),
            **phrase.params,
        }
        if phrase.plural is not None and phrase.count is not None:
            template = catalogue.ngettext(phrase.text, phrase.plural, phrase.count)
            params["count"] = Verbatim(str(phrase.count))
        else:
            template = catalogue.gettext(phrase.text)
        pieces = []
        for literal, name, _, _ in Formatter().parse(template):
            pieces.append(markup.text(isolate_runs(literal, rtl)))
            if name is not None:
                pieces.append(self._param(params[name], language, markup))
        return "".join(pieces)

    def _param(self, param: Param, language: str, markup: Markup) -> str:
        where = locale(language)
        rtl = is_rtl(where)
        match param:
            case Phrase():
                return self._phrase(param, language, markup)
            case Verbatim(text):
                return markup.text(isolate_foreign(text, rtl))
            case PersonLink(name, chat_id):
                return markup.person(isolate_foreign(name, rtl), chat_id)
            case LanguageName(code):
                return markup.text(where.languages.get(code, code))
            case Amount(value):
                return markup.text(numbers.format_decimal(value, locale=where))
            case Day(value):
                return markup.text(dates.format_date(value, "long", locale=where))
            case Weekday(value):
                return markup.text(_with_weekday(value, where))
            case Moment(value):
                local = value.astimezone(self.zone)
                both = str(dates.get_datetime_format("medium", locale=where)).replace("'", "")
                day = dates.format_date(local, "medium", locale=where)
                hour = dates.format_time(local, "short", locale=where)  # without seconds
                return markup.text(both.replace("{0}", hour).replace("{1}", day))
            case TimeOfDay(value):
                pattern = where.datetime_skeletons["Hm"]
                return markup.text(dates.format_time(value, str(pattern), locale=where))
            case Spoken(content, spoken):
                words = self._param(content, spoken, markup)
                return words if is_rtl(locale(spoken)) == rtl else f"{FSI}{words}{PDI}"
            case LocalMoment(value, show):
                return markup.text(_local(value.astimezone(self.zone), show, where))
            case DayName(weekday):
                # Babel 2.18 has wrong languages in the stand-alone form.
                names = dates.get_day_names("wide", "format", where)
                return markup.text(names[weekday])
            case Listing(items):
                parts = [self._param(item, language, markup) for item in items]
                return lists.format_list(parts, locale=where)


def _local(moment: datetime, show: str, where: Locale) -> str:
    """Format a `LocalMoment`, always on the 24-hour clock as in Danish letters."""
    clock = str(dates.format_skeleton("Hm", moment, locale=where))
    if show == "time":
        return clock
    if show == "day":
        return _with_weekday(moment.date(), where)
    day = str(dates.format_skeleton("MMMEd", moment, locale=where))
    joined = str(dates.get_datetime_format("short", locale=where))
    return day if show == "date" else joined.replace("{1}", day).replace("{0}", clock)


def _with_weekday(day: date, where: Locale) -> str:
    """Format the full date without the year (its pattern, separator and word for "year")."""
    pattern = str(where.date_formats["full"].pattern)
    pattern = re.sub(r"[,،]?\s*y+(?:\s*'[^']*'\.?)?", "", pattern)
    return str(dates.format_date(day, pattern, where))
