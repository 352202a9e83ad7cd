"""How pages of a case file look, in the language of typst. Everything said in them comes in as data."""

BASE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set page(paper: "a4", margin: (x: 22mm, top: 20mm, bottom: 22mm))
#set text(font: "Be Vietnam Pro", size: 10.5pt, lang: sys.inputs.language, hyphenate: false)
#set par(leading: 0.7em, spacing: 1em, justify: false)
#let quiet = rgb("#5c5650")
#let accent = rgb("#9d1c20")
#let lines(words) = words.split("\\n").map(line => [#line]).join(linebreak())
#let folded(mark) = mark.clusters().chunks(32).map(part => part.join()).join(linebreak())
#let named(item) = (item.symbol, item.dated, item.issuer).filter(part => part != "").join(" · ")
"""

KINDS = {
    "front": """
#set page(numbering: "1", footer: context align(right, text(size: 9pt, fill: quiet)[#counter(page).display()]))
#v(30mm)
#align(center)[
  #text(size: 12pt)[#data.keeper]
  #v(32mm)
  #text(size: 13pt, weight: "semibold", fill: accent)[#data.labels.case]
  #v(4mm)
  #block(width: 130mm)[#text(size: 19pt, weight: "semibold")[#data.title]]
  #v(20mm)
  #block(width: 120mm)[#set align(left)
    #grid(columns: (42mm, 1fr), row-gutter: 4mm,
      ..data.facts.map(fact => (text(fill: quiet)[#fact.at(0)], [#fact.at(1)])).flatten())]
]
#v(1fr)
#align(center)[#data.total]
#v(10mm)
#pagebreak()
#heading(level: 1, outlined: false)[#text(size: 15pt)[#data.labels.contents]]
#v(3mm)
#set text(size: 9.5pt)
#table(
  columns: (9mm, 28mm, 24mm, 1fr, 14mm, 16mm),
  inset: (x: 1.6mm, y: 2.2mm),
  stroke: (x, y) => (bottom: 0.4pt + if y == 0 { black } else { rgb("#c9c3bb") }),
  align: (x, y) => if x >= 4 or x == 0 { right + top } else { left + top },
  table.header(..("order", "symbol", "dated", "title", "pages", "from_page").map(
    name => text(weight: "semibold")[#data.labels.at(name)])),
  ..data.rows.map(row => (
    [#row.order], [#row.symbol], [#row.dated],
    [#row.title #for part in (row.issuer, row.note) {
      if part != "" [ \\ #text(fill: quiet, size: 8.5pt)[#part]]
    }],
    [#row.pages], [#row.page],
  )).flatten()
)
""",
    "slip": """
#v(40mm)
#text(size: 15pt, weight: "semibold")[#data.item.title]
#v(2mm)
#text(fill: quiet)[#named(data.item)]
#v(10mm)
#data.why
#v(6mm)
#for fact in data.file [
  #if fact.at(0) != "" [#text(fill: quiet)[#fact.at(0)] \\ ]
  #if fact.at(0) == "SHA-256" [#text(size: 8.5pt)[#folded(fact.at(1))]] else [#fact.at(1)]

]
""",
    "text": """
#text(fill: quiet, size: 9pt)[#named(data.item)]
#v(2mm)
#text(size: 14pt, weight: "semibold")[#data.item.title]
#v(4mm)
#set par(justify: true)
#for line in data.text [#if line.trim() == "" [#v(2mm)] else [#par[#line]]]
""",
    "report": """
#set page(numbering: "1", footer: context align(right, text(size: 9pt, fill: quiet)[#counter(page).display()]))
#text(size: 16pt, weight: "semibold")[#data.title]
#v(1mm)
#text(fill: quiet)[#data.lead]
#v(4mm)
#for section in data.sections [
  #block(breakable: false, above: 7mm)[
    #text(size: 11.5pt, weight: "semibold")[#section.title]
    #if section.lead != "" [ \\ #text(fill: quiet, size: 9pt)[#section.lead]]
  ]
  #if section.rows.len() > 0 [#grid(columns: (48mm, 1fr), column-gutter: 4mm, row-gutter: 2.6mm,
    ..section.rows.map(row => (text(fill: quiet, size: 9.5pt)[#row.at(0)], [#lines(row.at(1))])).flatten())]
]
""",
}
