"""Papers as files: pages of placed words as PDF, as a scan without words, as Word files."""

import ctypes
import io
from functools import cache
from html import escape
from pathlib import Path

import fontpkg_be_vietnam_pro
import pypdfium2
from PIL import Image
from pypdfium2 import raw

from guong.files.tests.factories import package

A4 = (595, 842)
Words = tuple[int, int, str]  # from the left, from the top, what stands there

_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)


@cache
def font() -> bytes:
    folder = Path(str(fontpkg_be_vietnam_pro.__file__)).parent
    return next(folder.rglob("*Regular.ttf")).read_bytes()


def pdf(*pages: list[Words], size: float = 11, title: str = "") -> bytes:
    """A PDF with a layer of words."""
    document = pypdfium2.PdfDocument.new()
    data = font()
    held = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    loaded = raw.FPDFText_LoadFont(document, held, len(data), raw.FPDF_FONT_TRUETYPE, True)
    for words in pages:
        page = document.new_page(*A4)
        for left, top, said in words:
            placed = raw.FPDFPageObj_CreateTextObj(document, loaded, size)
            letters = ctypes.create_string_buffer(said.encode("utf-16-le") + b"\0\0")
            raw.FPDFText_SetText(placed, ctypes.cast(letters, raw.FPDF_WIDESTRING))
            raw.FPDFPageObj_Transform(placed, 1, 0, 0, 1, left, A4[1] - top)
            raw.FPDFPage_InsertObject(page, placed)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def scan(*pages: list[Words]) -> bytes:
    """The same pages as pictures alone, 200 dots an inch."""
    drawn = pypdfium2.PdfDocument(pdf(*pages))
    pictures: list[Image.Image] = [page.render(scale=200 / 72).to_pil().convert("L") for page in drawn]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", resolution=200, save_all=True, append_images=pictures[1:])
    return out.getvalue()


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p>"


def table(*rows: list[list[str]]) -> str:
    """Rows of cells of paragraphs."""
    cells = ("".join(f"<w:tc>{''.join(map(paragraph, cell))}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def box(words: str) -> str:
    """A text box, as the framed marks of offices often are."""
    inside = f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"
    return f"<w:p><w:r><w:pict><v:textbox>{inside}</v:textbox></w:pict></w:r></w:p>"


def docx(*blocks: str, header: str = "", footer: str = "", title: str = "") -> bytes:
    body = "".join(block if block.startswith("<w:") else paragraph(block) for block in blocks)
    members = {"word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"}
    if header:
        members["word/header1.xml"] = f"<w:hdr {_NAMES}>{paragraph(header)}</w:hdr>"
    if footer:
        members["word/footer1.xml"] = f"<w:ftr {_NAMES}>{paragraph(footer)}</w:ftr>"
    if title:
        members["docProps/core.xml"] = (
            f'<c:coreProperties xmlns:c="core" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}'
            "</dc:title></c:coreProperties>"
        )
    return package({name: content.encode() for name, content in members.items()} | {"[Content_Types].xml": _TYPES})
