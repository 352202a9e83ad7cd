"""The words of a Word file as they are seen: body, tables side by side, text boxes; headers and footers apart."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from lxml import etree

from guong.files.reader import Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PAGES = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Pages"
# What Word shows nowhere: deleted words, instructions of fields, the older twin of a drawing.
_UNSEEN = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_MC}Fallback", f"{_W}pPr", f"{_W}rPr"}
_TEXTPATH = "{urn:schemas-microsoft-com:vml}textpath"  # the words of a watermark
_MARGINS = ("word/header", "word/footer", "word/footnotes")
_BREAKS = {f"{_W}br", f"{_W}cr"}


@dataclass
class Words:
    """`pages` is the body cut at the page breaks that it says; `margins` are headers, footers and text boxes.

    `count` is what Word wrote down when it last laid the file out, None where it did not.
    """

    pages: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    title: str = ""
    count: int | None = None


def read(content: bytes) -> Words:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            body = _root(package, "word/document.xml")
            if body is None:
                raise Unreadable
            text = "\n".join(_block(body))
            margins = [*_boxes(body), *_headers(package)]
            return Words(
                pages=[page.strip("\n") for page in re.split(r"\f\s*(?:\f\s*)*", text)],
                margins=[each for each in margins if each.strip()],
                title=_said(package, "docProps/core.xml", _TITLE),
                count=_number(_said(package, "docProps/app.xml", _PAGES)),
            )
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, OSError) as error:
        raise Unreadable from error


def _root(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    if name not in package.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(package.read(name), parser)


def _headers(package: zipfile.ZipFile) -> Iterator[str]:
    for name in sorted(package.namelist()):
        if name.startswith(_MARGINS) and name.endswith(".xml"):
            root = _root(package, name)
            if root is not None:
                yield "\n".join(_block(root))
                yield from _boxes(root)


def _boxes(root: etree._Element) -> Iterator[str]:
    """Text boxes and watermarks, each box once: their twins for older readers stand under `Fallback`."""
    yield from (path.get("string", "") for path in root.iter(_TEXTPATH))
    for box in root.iter(f"{_W}txbxContent"):
        if not any(parent.tag == f"{_MC}Fallback" for parent in box.iterancestors()):
            yield "\n".join(_block(box))


def _block(element: etree._Element) -> Iterator[str]:
    """The lines of what holds paragraphs and tables."""
    for child in element:
        if child.tag == f"{_W}p":
            yield from _paragraph(child).split("\n")
        elif child.tag == f"{_W}tbl":
            yield from _table(child)
        elif child.tag not in _UNSEEN and isinstance(child.tag, str):
            yield from _block(child)


def _table(table: etree._Element) -> Iterator[str]:
    """Cells of a row side by side, line by line, with tabs between."""
    for row in _own(table, f"{_W}tr", f"{_W}tbl"):
        cells = [list(_block(cell)) for cell in _own(row, f"{_W}tc", f"{_W}tr")]
        for line in zip_longest(*cells, fillvalue=""):
            yield "\t".join(line).rstrip("\t")


def _own(holder: etree._Element, part: str, kind: str) -> Iterator[etree._Element]:
    """Rows of this table, cells of this row, and not those of a table inside."""
    for found in holder.iter(part):
        if next(found.iterancestors(kind)) is holder:
            yield found


def _paragraph(paragraph: etree._Element) -> str:
    before = paragraph.find(f"{_W}pPr/{_W}pageBreakBefore") is not None
    return ("\f" if before else "") + "".join(_pieces(paragraph))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in _BREAKS:
            yield "\f" if child.get(f"{_W}type") == "page" else "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{_W}lastRenderedPageBreak":
            yield "\f"
        elif child.tag not in _UNSEEN and child.tag != f"{_W}txbxContent":
            yield from _pieces(child)


def _said(package: zipfile.ZipFile, part: str, tag: str) -> str:
    root = _root(package, part)
    return (root.findtext(f".//{tag}") or "").strip() if root is not None else ""


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and 0 < int(text) < 32_000 else None
