"""A tree as a sheet: code, level (or kind), name, parent. Parsed and checked as a whole, without a database."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guong.viet.fold import nfc

_COLUMNS = ("code", "name", "parent")


class BadSheet(Exception):
    """The file is no sheet of units; the message is a whole sentence."""


@dataclass(frozen=True)
class Row:
    """One unit; `line` counts the lines of the file from 1, the head included. `parent` is a code or empty."""

    line: int
    code: str
    kind: str
    name: str
    parent: str


def read(content: bytes) -> list[Row]:
    """Rows of a UTF-8 csv file with a head. Raises `BadSheet`."""
    try:
        text = nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadSheet(_("The file is not UTF-8 (byte {place}).").format(place=error.start)) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    head = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = head
    missing = [name for name in _COLUMNS if name not in head]
    if "level" not in head and "kind" not in head:
        missing.append("level")
    if missing:
        raise BadSheet(_("The sheet has no column {names}.").format(names=", ".join(missing)))
    return [_row(reader.line_num, raw) for raw in reader]


def _row(line: int, raw: Mapping[str, str | None]) -> Row:
    def cell(name: str) -> str:
        return " ".join((raw.get(name) or "").split())

    return Row(line, cell("code"), cell("kind") or cell("level"), cell("name"), cell("parent"))


def faults(rows: Collection[Row], *, kinds: Collection[str], standing: Collection[str]) -> Iterator[str]:
    """What is wrong with the rows, one sentence each, by line. `standing`: codes that stand in the line already."""
    codes = Counter(row.code for row in rows)
    circle = _in_circles({row.code: row.parent for row in rows if row.code})
    for row in rows:
        for sentence in _of_one(row, kinds):
            yield _("Line {line}: {sentence}").format(line=row.line, sentence=sentence)
        for wrong, sentence in (
            (row.code and codes[row.code] > 1, _("the code {code} stands there more than once.")),
            (row.code in standing, _("a unit with the code {code} stands already.")),
            (row.parent and row.parent not in codes and row.parent not in standing, _("there is no unit {parent}.")),
            (row.code in circle, _("the unit {code} stands below itself.")),
        ):
            if wrong:
                said = sentence.format(code=row.code, parent=row.parent)
                yield _("Line {line}: {sentence}").format(line=row.line, sentence=said)


def _of_one(row: Row, kinds: Collection[str]) -> Iterator[str]:
    if not row.code:
        yield _("the code is missing.")
    elif len(row.code) > 40:
        yield _("the code is longer than 40 characters.")
    if not row.name:
        yield _("the name is missing.")
    elif len(row.name) > 200:
        yield _("the name is longer than 200 characters.")
    if row.kind not in kinds:
        yield _("the line has no kind “{kind}”.").format(kind=row.kind)


def _in_circles(parents: Mapping[str, str]) -> set[str]:
    """Codes from which the way up never reaches a root."""
    good: set[str] = set()
    bad: set[str] = set()
    for start in parents:
        way: list[str] = []
        here = start
        while here in parents and here not in good and here not in bad and here not in way:
            way.append(here)
            here = parents[here]
        (bad if here in bad or here in way else good).update(way)
    return bad
