"""Small real files of every accepted kind."""

import io
import zipfile
from typing import Any

import openpyxl
from PIL import Image

CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DOCUMENT = b'<?xml version="1.0"?><document><body><p>A</p></body></document>'


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, (120, 20, 20, 255)[: len(mode)] if len(mode) > 1 else 120).save(out, form, **options)
    return out.getvalue()


def pdf(inside: bytes = b"", stream: bytes = b"") -> bytes:
    head = b"%PDF-1.4\n1 0 obj << /Type /Catalog " + inside + b" >> endobj\n2 0 obj << >> stream\n" + stream
    head += b"\nendstream endobj\n"
    return head + b"xref\n0 1\n0000000000 65535 f \ntrailer << >>\nstartxref\n" + str(len(head)).encode() + b"\n%%EOF\n"


def package(members: dict[str, bytes] | None = None, *, document: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {"[Content_Types].xml": CONTENT_TYPES, document: DOCUMENT, **(members or {})}.items():
            made.writestr(name, content)
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.create_sheet("A")["A1"] = "1"
    book.save(out)
    return out.getvalue()
