"""Word and Excel files: refused where they run, load or hide anything."""

import re
from io import BytesIO
from zipfile import ZipFile

from bot.files.rules.refusals import Refusal, Refused
from bot.files.rules.word_fields import Fields
from bot.files.rules.xml_parts import Parts

# Parts that hold programs, other files, or sources of data.
_ACTIVE_PART = re.compile(
    r"(^|/)(activex|embeddings|externallinks|macrosheets|dialogsheets|querytables|webextensions"
    r"|customui)/|(^|/)(vba\w*|connections|attachedtoolbars|intlmacrosheet)[^/]*$"
)
# Kinds of relationships and of contents, by a part of their name.
_ACTIVE_KIND = re.compile(
    r"oleobject|/package$|activex|/control$|vba|macro|afchunk|attachedtemplate|attachedtoolbars"
    r"|externallink|connections|querytable|subdocument|/frame$|webextension|mailmerge|recipientdata"
    r"|/ui/extensibility|ddelink|xlsb|sheet\.binary",
    re.IGNORECASE,
)
_LINKS = ("http://", "https://", "mailto:", "tel:", "#")
_FROM_OUTSIDE = re.compile(r"^\s*([a-z][a-z0-9+.-]*:|\\\\|//)", re.IGNORECASE)
# `altChunk` brings in a file of another kind; the others show an object with a program of its own.
_ACTIVE_TAGS = frozenset({
    "altchunk", "oleobject", "ddelink", "olelink", "control", "objectembed", "objectlink",
    "subdoc", "attachedtemplate", "externallink", "ddeitem", "oleitem",
    "attachedtoolbars", "mailmerge",
})  # fmt: skip
_FORMULA_TAGS = frozenset({"f", "formula", "formula1", "formula2", "definedname"})
# `cmd|'/c calc'!A0` starts a program; the functions call one, or load something.
_ACTIVE_FORMULA = re.compile(
    r"\|\s*'?[^|!]*!"
    r"|\b(webservice|rtd|call|register(\.id)?|exec|image|dde|sql\.request|filterxml|initiate"
    r"|execute|poke|run)\s*\(",
    re.IGNORECASE,
)
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
        if name.endswith(".rels"):
            _check_relationships(parts, name)
        elif name == "[content_types].xml":
            _check_types(parts, name)
        elif parts.is_xml(name):
            _check_part(parts, name)


def _check_types(parts: Parts, name: str) -> None:
    for _, attributes, _ in parts.tags(name):
        if _ACTIVE_KIND.search(attributes.get("ContentType", "")):
            raise Refused(Refusal.ACTIVE)


def _check_relationships(parts: Parts, name: str) -> None:
    """A link that is pressed may lead to the web; all else must lie in the file."""
    for tag, attributes, text in parts.tags(name):
        if text is not None or tag != "Relationship":
            continue
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        external = attributes.get("TargetMode", "").lower() == "external"
        if _ACTIVE_KIND.search(kind) or not _stays(kind, target, external):
            raise Refused(Refusal.ACTIVE)


def _stays(kind: str, target: str, external: bool) -> bool:
    if not external and not _FROM_OUTSIDE.match(target):
        return True
    return kind.lower().endswith("/hyperlink") and target.strip().lower().startswith(_LINKS)


def _check_part(parts: Parts, name: str) -> None:
    fields = Fields()
    for tag, attributes, text in parts.tags(name):
        lower = tag.lower()
        # A shape may name a program to run.
        if lower in _ACTIVE_TAGS or attributes.get("macro"):
            raise Refused(Refusal.ACTIVE)
        if text is None:
            _begin(fields, lower, attributes)
        elif lower in ("instrtext", "delinstrtext"):
            fields.instruction(text)
        elif lower in _FORMULA_TAGS and _ACTIVE_FORMULA.search(_STRING.sub('""', text)):
            raise Refused(Refusal.ACTIVE)
    fields.finish()
    if fields.is_active:
        raise Refused(Refusal.ACTIVE)


def _begin(fields: Fields, tag: str, attributes: dict[str, str]) -> None:
    if tag == "fldsimple":
        fields.simple(attributes.get("instr", ""))
    elif tag == "fldchar":
        match attributes.get("fldCharType", ""):
            case "begin":
                fields.begin()
            case "separate":
                fields.separate()
            case "end":
                fields.end()
