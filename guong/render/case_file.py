"""A case file as one PDF and as an archive of its originals: values in, bytes out.

Cover and list of contents are set with typst, originals are appended page by page as they are; what is no PDF, or
cannot be read, gets a page that names it with its hash, and a text without a file is set as pages. Originals are
strangers' files: whoever calls brings the `Tools` that open them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import typst

from guong.render.case_layout import BASE, KINDS
from guong.render.fonts import fonts_of

PDF = "application/pdf"
Step = Callable[[int, int], None]


class CannotJoin(Exception):
    """Each file can be read, and all of them together cannot be made one PDF."""


@dataclass(frozen=True)
class Original:
    """A file as it was stored. `load` gives its bytes, or None where it was taken out or its key is gone."""

    name: str
    media_type: str
    sha256: str
    size: str
    load: Callable[[], bytes | None]


@dataclass(frozen=True)
class Item:
    """One line of the list: what it is called, and its files; `text` is set as pages where there is no file."""

    title: str
    symbol: str = ""
    dated: str = ""
    issuer: str = ""
    note: str = ""
    files: tuple[Original, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Labels:
    """Words of the printed page, in the language of the case file."""

    case: str
    contents: str
    order: str
    symbol: str
    dated: str
    title: str
    pages: str
    from_page: str
    not_appended: str
    taken_out: str
    unreadable: str
    no_file: str
    total: str  # with {papers} and {pages}


@dataclass(frozen=True)
class Case:
    keeper: str
    title: str
    facts: tuple[tuple[str, str], ...]  # label and value on the cover
    items: tuple[Item, ...]
    labels: Labels
    language: str
    fonts: tuple[str, ...]  # folders with font files; fonts of the machine are never used
    instant: int = 0  # seconds since 1970, stamped into the PDF as its time of making


@dataclass(frozen=True)
class Tools:
    """`count` gives the pages of each PDF, None for what cannot be opened; `join` makes one, or None if it cannot."""

    count: Callable[[Sequence[bytes]], list[int | None]]
    join: Callable[[Sequence[bytes]], bytes | None]


@dataclass
class _Leaf:
    """A PDF that stands for a file of an item, or for what it has instead of one."""

    item: Item
    content: bytes
    original: Original | None = None  # where the content is a stranger's
    pages: int = 0


def pdf(case: Case, tools: Tools, step: Step | None = None) -> bytes:
    """The whole case file. `step(done, all)` is called after each item."""
    leaves: list[_Leaf] = []
    for done, item in enumerate(case.items, start=1):
        leaves += _leaves(case, item)
        if step is not None:
            step(done, len(case.items) + 1)
    _count(case, leaves, tools)
    whole = _joined(case, leaves, tools)
    if step is not None:
        step(len(case.items) + 1, len(case.items) + 1)
    return whole


def _leaves(case: Case, item: Item) -> Iterator[_Leaf]:
    if not item.files:
        yield _Leaf(item, _text(case, item) if item.text else _slip(case, item, None, case.labels.no_file))
    for original in item.files:
        content = original.load()
        if content is None:
            yield _Leaf(item, _slip(case, item, original, case.labels.taken_out))
        elif original.media_type == PDF:
            yield _Leaf(item, content, original)
        else:
            yield _Leaf(item, _slip(case, item, original, case.labels.not_appended))


def _count(case: Case, leaves: Sequence[_Leaf], tools: Tools) -> None:
    """Pages of each; what cannot be opened gives way to a slip that says so."""
    for leaf, pages in zip(leaves, tools.count([leaf.content for leaf in leaves]), strict=True):
        leaf.pages = pages or 0
    _give_way(case, [leaf for leaf in leaves if not leaf.pages], tools)


def _give_way(case: Case, leaves: Sequence[_Leaf], tools: Tools) -> None:
    for leaf in leaves:
        leaf.content, leaf.original = _slip(case, leaf.item, leaf.original, case.labels.unreadable), None
    for leaf, pages in zip(leaves, tools.count([leaf.content for leaf in leaves]), strict=True):
        leaf.pages = pages or 1


def _joined(case: Case, leaves: Sequence[_Leaf], tools: Tools) -> bytes:
    """Where that fails, the files that fail alone too give way."""
    whole = _try(case, leaves, tools)
    if whole is None:
        bad = [leaf for leaf in leaves if leaf.original and tools.join([leaf.content]) is None]
        _give_way(case, bad, tools)
        whole = _try(case, leaves, tools) if bad else None
    if whole is None:
        raise CannotJoin
    return whole


def _try(case: Case, leaves: Sequence[_Leaf], tools: Tools) -> bytes | None:
    return tools.join([_front(case, leaves, tools), *(leaf.content for leaf in leaves)])


def _front(case: Case, leaves: Sequence[_Leaf], tools: Tools) -> bytes:
    """Cover and contents. Its own length shifts the numbers of the pages, so it is set until that stands still."""
    pages, length = [sum(leaf.pages for leaf in leaves if leaf.item is item) for item in case.items], 2
    for _try in range(4):
        made = _set("front", case, {"rows": _rows(case, pages, length), "total": _total(case, pages, length)})
        found = tools.count([made])[0] or length
        if found == length:
            break
        length = found
    return made


def _rows(case: Case, pages: Sequence[int], first: int) -> list[dict[str, str]]:
    rows, page = [], first + 1
    for number, (item, own) in enumerate(zip(case.items, pages, strict=True), start=1):
        rows.append(
            {
                "order": str(number),
                "symbol": item.symbol,
                "dated": item.dated,
                "title": item.title,
                "issuer": item.issuer,
                "note": item.note,
                "pages": str(own),
                "page": str(page),
            }
        )
        page += own
    return rows


def _total(case: Case, pages: Sequence[int], first: int) -> str:
    return case.labels.total.format(papers=len(case.items), pages=sum(pages), whole=sum(pages) + first)


def _slip(case: Case, item: Item, original: Original | None, why: str) -> bytes:
    facts = [["", original.name], ["", original.size], ["SHA-256", original.sha256]] if original else []
    return _set("slip", case, {"item": _said(item), "why": why, "file": facts})


def _text(case: Case, item: Item) -> bytes:
    return _set("text", case, {"item": _said(item), "text": item.text.split("\n")})


def _said(item: Item) -> dict[str, str]:
    return {"title": item.title, "symbol": item.symbol, "dated": item.dated, "issuer": item.issuer}


@dataclass(frozen=True)
class Table:
    """A section of a report: a title, and rows of a label and a text each."""

    title: str
    lead: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def report(
    *, title: str, lead: str, sections: Sequence[Table], language: str, fonts: tuple[str, ...], instant: int = 0
) -> bytes:
    """A plain report of labelled lines, as PDF."""
    values = {
        "title": title,
        "lead": lead,
        "sections": [{"title": one.title, "lead": one.lead, "rows": one.rows} for one in sections],
    }
    return _compiled("report", values, language, fonts, instant)


def _set(kind: str, case: Case, values: dict[str, object]) -> bytes:
    shown = {
        **values,
        "keeper": case.keeper,
        "title": case.title,
        "facts": case.facts,
        "labels": {
            name: getattr(case.labels, name)
            for name in ("case", "contents", "order", "symbol", "dated", "title", "pages", "from_page")
        },
    }
    return _compiled(kind, shown, case.language, case.fonts, case.instant)


def _compiled(kind: str, values: Mapping[str, object], language: str, fonts: tuple[str, ...], instant: int) -> bytes:
    """What is set comes in as data alone: no text of a paper is ever read as markup."""
    made: bytes = typst.compile(
        (BASE + KINDS[kind]).encode(),
        font_paths=fonts_of(fonts),
        format="pdf",
        sys_inputs={"data": json.dumps(values, ensure_ascii=False), "language": language},
        timestamp=instant,
    )
    return made


@cache
def _fonts(folders: tuple[str, ...]) -> typst.Fonts:
    """Fonts of these folders alone: a page looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=list(folders))


# --- originals


def archive(case: Case, step: Step | None = None) -> bytes:
    """All originals in folders by their place in the list, the list as a sheet, and hashes for `sha256sum -c`."""
    out, hashes = io.BytesIO(), list[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for number, item in enumerate(case.items, start=1):
            for name, content in _entries(number, item):
                _put(made, name, content)
                hashes.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
            if step is not None:
                step(number, len(case.items))
        _put(made, "MANIFEST.sha256", "".join(hashes).encode())
        _put(made, "contents.csv", _list(case))
    return out.getvalue()


def _entries(number: int, item: Item) -> Iterator[tuple[str, bytes]]:
    folder = f"{number:03d}"
    if item.text and not item.files:
        yield f"{folder}/text.txt", item.text.encode()
    for place, original in enumerate(item.files, start=1):
        content = original.load()
        if content is not None:
            yield f"{folder}/{place:02d}{_ending(original.name)}", content


def _ending(name: str) -> str:
    """The ending of a file of ours, never more: names inside an archive lead nowhere."""
    found = name.rpartition(".")[2].lower()
    return f".{found}" if found.isascii() and found.isalnum() and len(found) <= 5 else ""


def _put(made: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    made.writestr(entry, content)


def _list(case: Case) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    labels = case.labels
    writer.writerow([labels.order, labels.symbol, labels.dated, labels.title, "SHA-256"])
    for number, item in enumerate(case.items, start=1):
        for original in item.files or (None,):
            mark = original.sha256 if original else ""
            writer.writerow([number, _safe(item.symbol), item.dated, _safe(item.title), mark])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
