"""OpenDocument files: refused where they run, load or hide anything."""

import re
from io import BytesIO
from zipfile import ZipFile

from bot.files.rules.refusals import Refusal, Refused
from bot.files.rules.xml_parts import Parts

_ACTIVE_PART = re.compile(r"^(basic|scripts|dialogs|configurations2/.*(macro|script))")
# Programs, objects of other programs, DDE, tables and sections that are loaded from elsewhere.
_ACTIVE_TAGS = frozenset({
    "script", "event-listener", "object-ole", "plugin", "applet", "floating-frame", "dde-source",
    "dde-connection", "dde-connection-decl", "dde-link", "table-source", "cell-range-source",
    "section-source", "connection-resource", "execute-macro",
})  # fmt: skip
_LINKS = ("http://", "https://", "mailto:", "tel:", "#")
_FROM_OUTSIDE = re.compile(r"^\s*([a-z][a-z0-9+.-]*:|\\\\|//|/|\.\./)", re.IGNORECASE)
_FORMULA = re.compile(r"\b(webservice|dde|filterxml|call|registerid)\s*\(|\|\s*'?[^|!]*!", re.I)
_STRING = re.compile(r'"[^"]*"')


def check(content: bytes) -> None:
    """Raises Refused."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check(Parts(archive))
    except Refused:
        raise
    except Exception:  # noqa: BLE001  # zipfile raises more than it documents
        raise Refused(Refusal.KIND) from None


def _check(parts: Parts) -> None:
    for name in parts.names():
        if _ACTIVE_PART.search(name):
            raise Refused(Refusal.ACTIVE)
        if parts.is_xml(name):
            _check_part(parts, name)


def _check_part(parts: Parts, name: str) -> None:
    for tag, attributes, text in parts.tags(name):
        if text is not None:
            continue
        if tag in _ACTIVE_TAGS or not _stays(tag, attributes):
            raise Refused(Refusal.ACTIVE)
        if _FORMULA.search(_STRING.sub('""', attributes.get("formula", ""))):
            raise Refused(Refusal.ACTIVE)


def _stays(tag: str, attributes: dict[str, str]) -> bool:
    """A link that is pressed may lead to the web; all else must lie in the file."""
    target = attributes.get("href", "")
    if not _FROM_OUTSIDE.match(target):
        return True
    return tag == "a" and target.strip().lower().startswith(_LINKS)
