"""Printed slips with which people come in, and the list on which they sign for them: values in, a PDF out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import typst

from guong.render import qr
from guong.render.fonts import fonts_of

# Four to a sheet are cut along the dashed lines; one to a page is folded and handed over closed.
LAYOUT = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.labels.title)
#set text(font: "Be Vietnam Pro", size: 10.5pt, lang: sys.inputs.language, hyphenate: false)
#set par(leading: 0.62em, spacing: 0.8em)
#let quiet = rgb("#5c5650")
#let accent = rgb("#9d1c20")
#let pictures = data.slips.map(slip => image(bytes(slip.picture), format: "svg", width: 34mm))
#let facts(slip) = grid(columns: (auto, 1fr), column-gutter: 3mm, row-gutter: 1.6mm,
  text(fill: quiet)[#data.labels.name], strong(slip.name),
  text(fill: quiet)[#data.labels.unit], [#slip.unit],
  text(fill: quiet)[#data.labels.valid], [#slip.valid])
#let code(slip) = block(stroke: 0.6pt + accent, radius: 1.5mm, inset: 2.4mm, width: 100%)[
  #set align(center)
  #text(size: 8pt, fill: quiet)[#data.labels.code]
  #v(-1mm)
  #text(size: 25pt, weight: "bold", number-width: "tabular", tracking: 1pt)[#slip.code.split(" ").join(h(5mm))]]
#let slip(n) = {
  let one = data.slips.at(n)
  block(width: 100%, height: 100%, inset: 7mm, breakable: false)[
    #text(size: 8.5pt, fill: quiet)[#data.labels.keeper]
    #v(-1mm)
    #text(size: 13pt, weight: "semibold", fill: accent)[#data.labels.title]
    #v(0.5mm)
    #facts(one)
    #v(0.5mm)
    #grid(columns: (34mm, 1fr), column-gutter: 4mm, align: horizon, pictures.at(n), [
      #text(size: 8pt, fill: quiet)[#data.labels.address] \\ #text(size: 9.5pt)[#one.address]
      #v(0.6mm)
      #text(size: 8pt, fill: quiet)[#data.labels.number] \\
      #text(size: 17pt, weight: "semibold", tracking: 1pt)[#one.number]])
    #code(one)
    #set text(size: 9.5pt)
    #enum(tight: true, ..data.labels.steps.map(step => [#step]))
  ]
}
#let cut = (paint: rgb("#8a837b"), thickness: 0.5pt, dash: "dashed")
#if data.one_to_a_page {
  set page(paper: "a5", margin: 8mm)
  for n in range(data.slips.len()) { if n > 0 { pagebreak() }; slip(n) }
} else {
  set page(paper: "a4", margin: 0mm)
  for group in range(data.slips.len()).chunks(4) {
    grid(columns: (105mm, 105mm), rows: (148.5mm, 148.5mm),
      stroke: (x, y) => (right: if x == 0 { cut }, bottom: if y == 0 { cut }), ..group.map(slip))
  }
}
#set page(paper: "a4", margin: (x: 18mm, top: 18mm, bottom: 18mm), numbering: "1")
#text(size: 13pt, weight: "semibold")[#data.labels.list]
#v(2mm)
#table(columns: (9mm, 1fr, 1fr, 20mm, 24mm, 34mm), inset: (x: 1.6mm, y: 3mm), stroke: 0.4pt + rgb("#c9c3bb"),
  table.header(..data.labels.columns.map(name => text(weight: "semibold", size: 8.5pt)[#name])),
  ..data.slips.enumerate().map(((n, one)) => ([#(n + 1)], [#one.name], [#one.unit], [#one.number], [], [])).flatten())
"""


@dataclass(frozen=True)
class Slip:
    name: str
    unit: str
    number: str
    code: str  # in groups, as it is printed
    address: str
    valid: str


@dataclass(frozen=True)
class Labels:
    """Words of the slips and of the list, in the language of the organisation."""

    keeper: str
    title: str
    name: str
    unit: str
    valid: str
    address: str
    number: str
    code: str
    steps: tuple[str, ...]
    list: str
    columns: tuple[str, ...]


def pdf(slips: Sequence[Slip], labels: Labels, *, one_to_a_page: bool, language: str, fonts: tuple[str, ...]) -> bytes:
    """The slips, four to a sheet or one to a page, and the list for signatures behind them."""
    shown = [asdict(slip) | {"picture": qr.svg(slip.address, label=labels.title)} for slip in slips]
    values = {"slips": shown, "labels": asdict(labels), "one_to_a_page": one_to_a_page}
    made: bytes = typst.compile(
        LAYOUT.encode(),
        font_paths=fonts_of(fonts),
        format="pdf",
        sys_inputs={"data": json.dumps(values, ensure_ascii=False), "language": language},
    )
    return made
