"""A tree as a sheet: code, level (or kind), name, parent. Parsed and checked as a whole, without a database."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

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


def read(content: bytes, name: str = "units.csv") -> list[Row]:
    """Rows of a csv (UTF-8) or xlsx file with a head. Raises `BadSheet`."""
    return [
        Row(line, row["code"], row["kind"] or row["level"], row["name"], row["parent"])
        for line, row in cells(content, name, _COLUMNS, one_of=("level", "kind"))
    ]


def cells(
    content: bytes, name: str, columns: Sequence[str], *, one_of: Sequence[str] = ()
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """(line, cells by column) of a sheet, blanks made single; other columns are left out. Raises `BadSheet`."""
    rows = iter(_xlsx(content) if name.lower().endswith(".xlsx") else _csv(content))
    _line, head = next(rows, (0, []))
    missing = [column for column in columns if column not in head]
    if one_of and not set(one_of) & set(head):
        missing.append(one_of[0])
    if missing:
        raise BadSheet(_("The sheet has no column {names}.").format(names=", ".join(missing)))
    places = {column: head.index(column) for column in (*columns, *one_of) if column in head}
    for line, values in rows:
        if any(values):
            row = {column: values[place] if place < len(values) else "" for column, place in places.items()}
            yield line, {**dict.fromkeys(one_of, ""), **row}


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadSheet(_("The file is not UTF-8 (byte {place}).").format(place=error.start)) from error
    reader = csv.reader(io.StringIO(text, newline=""))
    return ((reader.line_num, [" ".join(value.split()) for value in row]) for row in reader)


def _xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The first sheet; its lines are those that the spreadsheet shows."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        found = list(book.worksheets[0].iter_rows(values_only=True))
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as error:
        raise BadSheet(_("The file cannot be read as a spreadsheet.")) from error
    return ((line, [_shown(value) for value in row]) for line, row in enumerate(found, start=1))


def _shown(value: object) -> str:
    """A cell as a person reads it: nothing for an empty one, no fraction for a code typed as a number."""
    if value is None:
        return ""
    whole = isinstance(value, float) and value.is_integer()
    return " ".join(nfc(f"{value:.0f}" if whole else str(value)).split())


def faults(rows: Collection[Row], *, kinds: Collection[str], standing: Collection[str]) -> Iterator[str]:
    """What is wrong with the rows, one sentence each, by line. `standing`: codes that stand in the line already."""
    codes = Counter(row.code for row in rows)
    circle = _in_circles({row.code: row.parent for row in rows if row.code})
    twice, stands = _("the code {code} stands there more than once."), _("a unit with the code {code} stands already.")
    no_parent, below_itself = _("there is no unit {parent}."), _("the unit {code} stands below itself.")
    for row in rows:
        for sentence in _of_one(row, kinds):
            yield _("Line {line}: {sentence}").format(line=row.line, sentence=sentence)
        for wrong, sentence in (
            (row.code and codes[row.code] > 1, twice),
            (row.code in standing, stands),
            (row.parent and row.parent not in codes and row.parent not in standing, no_parent),
            (row.code in circle, below_itself),
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
