"""The parts of a zipped office file, read within bounds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from bot.files.rules.refusals import Refusal, Refused

LARGEST_PART = 40_000_000  # bytes of one part that is read
LARGEST_WHOLE = 200_000_000  # bytes of all parts, unpacked
MOST_PARTS = 5_000
_ENCRYPTED = 1
_HEAD = 1_000  # bytes in which a part shows whether it is XML
_BEFORE_MARKUP = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # marks of the encoding, wide letters, spaces


@dataclass
class Parts:
    """Reads the XML parts of an archive.  Everything raises Refused for a dangerous archive."""

    archive: ZipFile
    _names: dict[str, ZipInfo] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        entries = self.archive.infolist()
        if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > LARGEST_WHOLE:
            raise Refused(Refusal.ACTIVE)
        for entry in entries:
            if not _is_plain(entry) or entry.filename.lower() in self._names:
                # Of two parts with one name each reader may take another.
                raise Refused(Refusal.ACTIVE)
            self._names[entry.filename.lower()] = entry

    def names(self) -> list[str]:
        """In lower case: readers do not tell the cases apart."""
        return list(self._names)

    def is_xml(self, name: str) -> bool:
        """By its content too: a list of types may call any part what it likes."""
        if name.endswith((".xml", ".rels", ".vml", ".rdf")):
            return True
        with self.archive.open(self._names[name]) as part:
            head = part.read(_HEAD)
        start = head.lstrip(_BEFORE_MARKUP)
        return start.startswith(b"<") or (not start and len(head) == _HEAD)

    def tags(self, name: str) -> Iterator[tuple[str, dict[str, str], str | None]]:
        """(local name, attributes by local name, None) at the start of every element of a part,
        (local name, {}, text) at its end."""
        parser = etree.iterparse(
            BytesIO(self._read(name)), events=("start", "end"), resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
            remove_comments=True,
        )  # fmt: skip
        try:
            for number, (event, element) in enumerate(parser):
                # Entities can hide words, and grow without bound.
                if number == 0 and element.getroottree().docinfo.doctype:
                    raise Refused(Refusal.ACTIVE)
                if event == "start":
                    yield _local(element.tag), _attributes(element), None
                else:
                    yield _local(element.tag), {}, element.text or ""
                    element.clear(keep_tail=False)
        except etree.XMLSyntaxError:
            raise Refused(Refusal.KIND) from None

    def _read(self, name: str) -> bytes:
        with self.archive.open(self._names[name]) as part:
            content = part.read(LARGEST_PART + 1)
        if len(content) > LARGEST_PART:
            raise Refused(Refusal.ACTIVE)
        return content


def _is_plain(entry: ZipInfo) -> bool:
    name = entry.filename
    return (
        entry.compress_type in (ZIP_STORED, ZIP_DEFLATED)
        and not entry.flag_bits & _ENCRYPTED
        and "\\" not in name
        and not name.startswith("/")
        and ".." not in name.split("/")
    )


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _attributes(element: etree._Element) -> dict[str, str]:
    return {_local(name): str(value) for name, value in element.attrib.items()}
