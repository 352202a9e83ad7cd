"""Papers of the sample as files: the printed page of a party paper as PDF, the same words as a Word file."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from html import escape
from typing import Any

import typst
from django.conf import settings

from guong.jobs import clock
from guong.ops.demo.samples import read
from guong.registry.cases import FONTS
from guong.viet.dates import format_date

_PAGE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set page(paper: "a4", margin: (left: 30mm, right: 18mm, y: 22mm))
#set text(font: "Be Vietnam Pro", size: 11pt, lang: "vi", hyphenate: false)
#set par(leading: 0.75em, spacing: 1.1em, justify: true)
#grid(columns: (1fr, 1fr), row-gutter: 3mm, align: center,
  [#upper(data.issuer)], [*ĐẢNG CỘNG SẢN VIỆT NAM*],
  [\\*], [],
  [Số #data.symbol], [_#data.dated _])
#v(8mm)
#align(center)[*#upper(data.type)* \\ *#data.about*]
#v(4mm)
#for words in data.paragraphs { par(first-line-indent: (amount: 10mm, all: true))[#words] }
#v(6mm)
#grid(columns: (1fr, 1fr),
  text(size: 9.5pt)[_Nơi nhận:_ #for line in data.recipients [\\ - #line]],
  align(center)[#for line in data.capacity [*#line* \\ ] #v(20mm) *#data.signer*])
"""
_MIMETYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"
ContentType="{_MIMETYPE}"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
Target="word/document.xml"/></Relationships>"""
_BODY = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>"""


def original(row: dict[str, Any]) -> tuple[str, bytes]:
    """Name and bytes of the file of a paper of the sample; the same bytes each time."""
    kind = row["file"]
    name = row["symbol"].replace("/", "-")
    return f"{name}.{kind}", _pdf(row) if kind == "pdf" else _docx(row)


def _said(row: dict[str, Any]) -> dict[str, Any]:
    issuer = read("papers")["issuer"][row["issuer"]]
    signer, capacity, office = row.get("signer", issuer["signer"])
    kind = settings.PACK.label("document_types", row["type"], "vi")
    whom = f"{capacity} BAN THƯỜNG VỤ" if capacity == "T/M" else f"{capacity} TRƯỞNG BAN"
    return {
        "title": row["abstract"],
        "issuer": issuer["name"],
        "symbol": row["symbol"],
        "dated": f"{issuer['place']}, {format_date(row['issued'], style='place')}",
        "type": kind,
        "about": row["abstract"][len(kind) :].strip(),
        "paragraphs": row["text"].strip().split("\n"),
        "recipients": row["recipients"],
        "capacity": [whom, office.upper()],
        "signer": signer,
    }


def _pdf(row: dict[str, Any]) -> bytes:
    made: bytes = typst.compile(
        _PAGE.encode(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=list(FONTS)),
        format="pdf",
        sys_inputs={"data": json.dumps(_said(row), ensure_ascii=False)},
        timestamp=int(datetime.combine(row["issued"], time(8), clock.zone()).timestamp()),
    )
    return made


def _docx(row: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": _BODY.format("".join(_blocks(_said(row)))),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content)  # without the hour of the build
    return out.getvalue()


def _blocks(said: dict[str, Any]) -> Iterator[str]:
    yield _columns([said["issuer"].upper(), "*", f"Số {said['symbol']}"], ["ĐẢNG CỘNG SẢN VIỆT NAM", "", said["dated"]])
    yield _paragraph("")
    yield _paragraph(said["type"].upper(), centred=True)
    yield _paragraph(said["about"], centred=True)
    yield from map(_paragraph, said["paragraphs"])
    recipients = ["Nơi nhận:", *(f"- {line}" for line in said["recipients"])]
    yield _columns(recipients, [*said["capacity"], "", said["signer"]])
    yield _paragraph("")  # Word asks for a paragraph after a table at the end


def _columns(*cells: list[str]) -> str:
    made = "".join(f"<w:tc>{''.join(map(_paragraph, cell))}</w:tc>" for cell in cells)
    return f"<w:tbl><w:tblPr><w:tblW w:w='5000' w:type='pct'/></w:tblPr><w:tblGrid/><w:tr>{made}</w:tr></w:tbl>"


def _paragraph(words: str, *, centred: bool = False) -> str:
    align = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
    return f'<w:p>{align}<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'
