"""PDF files: refused where something in them runs, opens or loads; then written anew.

What is passed on is what was looked at: objects that no page leads to, earlier versions and
whatever surrounds the document are not in the copy.
"""

import re
from io import BytesIO

import pikepdf

from bot.files.rules.refusals import Refusal, Refused

MOST_OBJECTS = 100_000
_MOST_VALUES = 1_000_000  # in all objects together
# What an action may do by itself or at a click: go to a place in the file, or open a web page.
_HARMLESS_ACTIONS = frozenset({"/GoTo", "/URI", "/Named", "/Thread", "/Hide", "/SetOCGState",
                               "/Trans", "/ResetForm"})  # fmt: skip
_ACTIONS = frozenset({
    "/GoToR", "/GoToE", "/Launch", "/URI", "/Sound", "/Movie", "/SubmitForm", "/ImportData",
    "/JavaScript", "/Rendition", "/GoTo3DView", "/RichMediaExecute",
})  # fmt: skip
# A link without a scheme is a page of the web too; `\\\\server` is a folder of the network.
_NOT_WEB = re.compile(r"\s*(?!https?:|mailto:|tel:|sms:)([a-z][a-z0-9+.-]*:|\\\\)", re.IGNORECASE)
# Entries of a dictionary: scripts, files inside the file, forms of XML, films, 3D, other files.
_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/AA",
                          "/RichMediaContent", "/RichMediaSettings"})  # fmt: skip
_ACTIVE_KINDS = frozenset({"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Screen", "/Movie",
                           "/Sound", "/3D", "/Rendition"})  # fmt: skip


def rewritten(content: bytes) -> bytes:
    """The same document, written anew and without a password for its editing.

    Raises Refused where it holds anything active, or is locked or broken beyond repair.
    """
    try:
        with pikepdf.open(BytesIO(content)) as document:
            _check(document)
            return _saved(document)
    except Refused:
        raise
    except pikepdf.PasswordError:
        raise Refused(Refusal.ACTIVE) from None
    # qpdf and the objects of a broken file raise more than they document.
    except Exception:  # noqa: BLE001
        raise Refused(Refusal.KIND) from None


def _saved(document: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _check(document: pikepdf.Pdf) -> None:
    """Raises Refused."""
    if len(document.objects) > MOST_OBJECTS:
        raise Refused(Refusal.ACTIVE)
    if not document.pages:
        raise Refused(Refusal.KIND)
    opened = document.Root.get("/OpenAction")
    if isinstance(opened, pikepdf.Dictionary) and opened.get("/S") != "/GoTo":
        raise Refused(Refusal.ACTIVE)
    seen = 0
    # Direct values only: each indirect object has its own turn in the outer loop.
    open_: list[pikepdf.Object] = [document.trailer, *document.objects]
    while open_:
        value = open_.pop()
        seen += 1
        if seen > _MOST_VALUES:
            raise Refused(Refusal.ACTIVE)
        open_ += _inside(value)


def _inside(value: pikepdf.Object) -> list[pikepdf.Object]:
    """The containers directly in an object.  Raises Refused for an active one."""
    if isinstance(value, pikepdf.Array):
        parts = list(value)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        entries = dict(value.items())
        _check_dictionary(entries)
        if isinstance(value, pikepdf.Stream) and "/F" in entries:  # it lies in another file
            raise Refused(Refusal.ACTIVE)
        parts = list(entries.values())
    else:
        return []
    return [part for part in parts if _is_direct_container(part)]


def _is_direct_container(part: object) -> bool:
    return isinstance(part, pikepdf.Array | pikepdf.Dictionary) and not part.is_indirect


def _check_dictionary(entries: dict[str, pikepdf.Object]) -> None:
    """Raises Refused."""
    if not _ACTIVE_KEYS.isdisjoint(entries) or _is_active(entries):
        raise Refused(Refusal.ACTIVE)


def _is_active(entries: dict[str, pikepdf.Object]) -> bool:
    kinds = {str(entries[key]) for key in ("/Type", "/Subtype") if _is_name(entries.get(key))}
    if not _ACTIVE_KINDS.isdisjoint(kinds):
        return True
    return _is_action(entries) and not _is_harmless(entries)


def _is_action(entries: dict[str, pikepdf.Object]) -> bool:
    """By what only actions have: other dictionaries have an /S too, for a style or a tag."""
    if not _is_name(entries.get("/S")):
        return False
    if str(entries.get("/Type", "")) == "/Action":
        return True
    return str(entries["/S"]) in _ACTIONS


def _is_harmless(entries: dict[str, pikepdf.Object]) -> bool:
    kind = str(entries["/S"])
    if kind == "/URI":
        return _NOT_WEB.match(str(entries.get("/URI", ""))) is None
    return kind in _HARMLESS_ACTIONS


def _is_name(value: object) -> bool:
    return isinstance(value, pikepdf.Name)
