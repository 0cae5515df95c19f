"""Fields in Word documents: only those that neither load nor start anything.

The instruction of a field may be cut into pieces, and a part of it may be computed by a field
inside it (`{ {QUOTE 68 68 69} … }` is a DDE field): so the name must stand in the field's own
text, and must be one of `HARMLESS`.
"""

import re
from dataclasses import dataclass, field

HARMLESS = frozenset({
    "addin", "addressblock", "advance", "ask", "author", "autonum", "autonumlgl", "autonumout",
    "autotextlist", "barcode", "bibliography", "bidioutline", "citation", "comments", "compare",
    "createdate", "date", "displaybarcode", "docproperty", "docvariable", "edittime", "eq",
    "filename", "filesize", "fillin", "formcheckbox", "formdropdown", "formtext", "gotobutton",
    "greetingline", "hyperlink", "if", "index", "info", "keywords", "lastsavedby", "listnum",
    "mergebarcode", "mergefield", "mergerec", "mergeseq", "next", "nextif", "noteref", "numchars",
    "numpages", "numwords", "page", "pageref", "printdate", "private", "quote", "ref", "revnum",
    "savedate", "section", "sectionpages", "seq", "set", "shape", "skipif", "styleref", "subject",
    "symbol", "ta", "tc", "template", "time", "title", "toa", "toc", "useraddress", "userinitials",
    "username", "xe",
})  # fmt: skip
_COMPUTED = "\0"  # stands for a field inside an instruction
# To a place in the document (after a switch), or to the web.
_LINK = re.compile(r"hyperlink\s*($|\\[a-z]|\"?\s*(https?:|mailto:|tel:|#))", re.IGNORECASE)


def is_harmless(instruction: str) -> bool:
    """Whether a field with this instruction does nothing but show something."""
    words = instruction.split(maxsplit=1)
    if not words:
        return True
    name = words[0].lower()
    if name == "hyperlink":
        return _LINK.match(instruction.strip()) is not None
    return name in HARMLESS or name.startswith("=")


@dataclass
class Fields:
    """The fields of one part, fed in the order of the document."""

    _open: list[list[str]] = field(default_factory=list)  # instructions of fields not yet ended
    _in_result: list[bool] = field(default_factory=list)
    is_active: bool = False

    def begin(self) -> None:
        if self._open and not self._in_result[-1]:
            self._open[-1].append(_COMPUTED)
        self._open.append([])
        self._in_result.append(False)

    def instruction(self, text: str) -> None:
        """A piece of the innermost open field's own instruction."""
        if not self._open:
            # Words outside any field: only a broken or prepared document has them.
            self.is_active = self.is_active or bool(text.strip())
        elif not self._in_result[-1]:
            self._open[-1].append(text)

    def separate(self) -> None:
        if self._open and not self._in_result[-1]:
            self._in_result[-1] = True
            self._judge(self._open[-1])

    def end(self) -> None:
        if not self._open:
            return
        pieces, judged = self._open.pop(), self._in_result.pop()
        if not judged:
            self._judge(pieces)

    def simple(self, instruction: str) -> None:
        """A field that is one element."""
        self._judge([instruction])

    def finish(self) -> None:
        """A field that never ends counts too."""
        while self._open:
            self.end()

    def _judge(self, pieces: list[str]) -> None:
        self.is_active = self.is_active or not is_harmless("".join(pieces))
