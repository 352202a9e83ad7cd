"""What a row of a sheet says about a paper, and everything that is wrong with it, in sentences by line and column."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from guong.registry.enums import Direction, Purpose, Urgency
from guong.registry.issuing_bodies import Body
from guong.registry.rules import name_key, secrecy_marks, symbol_key
from guong.registry.sheets import COLUMNS, Cell, Row
from guong.viet.fold import fold

_NO_MARK = {"", "khong", "thuong", "binh thuong", "none", "no", "0"}
_DAY = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_ISSUER_CODE = re.compile(r"[-/]([^\W\d_]+)$")
_LENGTHS = {
    "symbol": 80, "arrival_no": 20, "sender": 200, "issuer": 200, "signer": 120,
    "signer_capacity": 40, "signer_office": 160, "supporting": 400, "recipients": 4000,
}  # fmt: skip
_DAYS = ("arrived_on", "issued_on", "effective_on", "instructed_on", "due_on")
_LABELS = {column.key: column.label for column in COLUMNS}


@dataclass(frozen=True)
class Fault:
    """`column` is the label of the column, empty for the whole row. A notice refuses nothing."""

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        if not self.column:
            return _("Line {line}: {sentence}").format(line=self.line, sentence=self.sentence)
        return _("Line {line}, {column}: {sentence}").format(line=self.line, column=self.column, sentence=self.sentence)


@dataclass
class Paper:
    """A row as a paper: values as `register_document` takes them, and what came beside it."""

    line: int
    values: dict[str, str | date | None]
    issuer: str = ""
    issuer_code: str = ""
    recipients: list[tuple[str, str]] = field(default_factory=list)  # purpose, text
    instruction: dict[str, str | date | None] = field(default_factory=dict)
    repeat: int = 0
    body: Body | None = None  # of the keeper, where it issued the paper and numbered it

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two rows one paper: symbol, type, day and issuer; without a symbol its arrival, or its words."""
        key = symbol_key(str(self.values["symbol"]))
        if key:
            return (key, self.values["type"], self.values["issued_on"], name_key(self.issuer))
        if self.values["arrival_no"]:
            return ("arrival", self.values["arrival_no"], self.values["arrived_on"])
        return ("words", self.values["issued_on"], words_key(str(self.values["abstract"])))


def words_key(text: str) -> str:
    """The form in which two prints of an abstract are equal."""
    return " ".join(fold(text).split())


def column_label(key: str) -> str:
    return str(_LABELS.get(key, ""))


class _Reader:
    def __init__(self, row: Row) -> None:
        self.row, self.faults = row, list[Fault]()

    def wrong(self, key: str, sentence: str) -> None:
        self.faults.append(Fault(self.row.line, column_label(key), sentence))

    def text(self, key: str) -> str:
        value = self.row.cells.get(key)
        words = _day_text(value) if isinstance(value, date) else str(value if value is not None else "").strip()
        most = _LENGTHS.get(key)
        if most and len(words) > most:
            self.wrong(key, _("longer than {n} characters.").format(n=most))
        return words

    def day(self, key: str) -> date | None:
        value = self.row.cells.get(key)
        if isinstance(value, date):
            return value
        words = str(value or "").strip()
        found = _parsed(words)
        if words and found is None:
            self.wrong(key, _("“{words}” is no day. Write it as 24/02/2022.").format(words=words[:40]))
        return found


def _day_text(value: date) -> str:
    return value.strftime("%d/%m/%Y")


def _parsed(words: str) -> date | None:
    day, iso = _DAY.match(words), _ISO.match(words)
    try:
        if day:
            return date(int(day[3]), int(day[2]), int(day[1]))
        return date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None
    except ValueError:
        return None


def paper(row: Row) -> tuple[Paper, list[Fault]]:
    """The paper that a row tells of; what cannot be read is empty in it and stands among the faults."""
    reader = _Reader(row)
    _refuse_marks(reader)
    days = {key: reader.day(key) for key in _DAYS}
    symbol = reader.text("symbol")
    direction = _direction(reader)
    incoming = direction == Direction.INCOMING
    values: dict[str, str | date | None] = {
        "direction": direction,
        "type": _type(reader, symbol),
        "symbol": symbol,
        "issued_on": days["issued_on"],
        "abstract": _abstract(reader),
        "signer": reader.text("signer"),
        "signer_capacity": reader.text("signer_capacity"),
        "signer_office": reader.text("signer_office"),
        "arrival_no": reader.text("arrival_no") if incoming else "",
        "arrived_on": days["arrived_on"] if incoming else None,
        "sender": reader.text("sender") if incoming else "",
        "urgency": _urgency(reader),
        "effective_on": days["effective_on"],
    }
    if values["arrival_no"] and values["arrived_on"] is None and not reader.text("arrived_on"):
        reader.wrong("arrived_on", _("empty. Arrival numbers run by year."))
    code = _ISSUER_CODE.search(symbol)
    found = Paper(
        line=row.line,
        values=values,
        issuer=reader.text("issuer"),
        issuer_code=code[1] if code else "",
        recipients=list(_recipients(reader.text("recipients"))),
        instruction=_instruction(reader, days, incoming=incoming),
    )
    return found, reader.faults


def _refuse_marks(reader: _Reader) -> None:
    """No word of a marked row is repeated."""
    texts = [str(value) for key, value in reader.row.cells.items() if isinstance(value, str) and key != "mark"]
    mark = fold(reader.text("mark")).strip(" .") not in _NO_MARK
    if mark or any(secrecy_marks(text) for text in texts):
        reader.wrong(
            "",
            _("the document carries a secrecy mark. Take the row out of the sheet; it is not taken into the system."),
        )


def _direction(reader: _Reader) -> str:
    """As the row says; where no column says it, what has an arrival came in."""
    words = fold(reader.text("direction"))
    if not words:
        came = any(reader.row.cells.get(key) for key in ("arrival_no", "arrived_on"))
        return (Direction.INCOMING if came else Direction.OUTGOING).value
    for direction, prints in (
        (Direction.INCOMING, {"den", "van ban den", "incoming"}),
        (Direction.OUTGOING, {"di", "van ban di", "outgoing"}),
    ):
        if words in {*prints, fold(str(direction.label))}:
            return direction.value
    reader.wrong("direction", _("“{words}” is neither incoming nor outgoing.").format(words=words[:40]))
    return Direction.INCOMING.value


def _type(reader: _Reader, symbol: str) -> str:
    """By its name in either language or its code; where the column is empty, by the symbol."""
    words = reader.text("type")
    wanted = name_key(words)
    for entry in settings.PACK.table("document_types"):
        if wanted and wanted in {name_key(entry.code), *(name_key(label) for label in entry.labels.values())}:
            return entry.code
    if words:
        reader.wrong("type", _("there is no type “{words}”.").format(words=words[:40]))
        return ""
    found = type_of(symbol)
    if not found:
        reader.wrong("type", _("empty, and the symbol does not say it."))
    return found


def type_of(symbol: str) -> str:
    """The type that a party or State symbol names; empty where it names none that the pack knows."""
    parts = [part.strip() for part in re.split(r"[-/]", symbol) if part.strip() and not part.strip()[:1].isdigit()]
    for entry in settings.PACK.table("document_types"):
        prints = {entry.code.casefold(), *(str(each).casefold() for each in entry.extra.get("spellings", ()))}
        if parts and parts[0].casefold() in prints:
            return entry.code
    return ""


def _abstract(reader: _Reader) -> str:
    words = reader.text("abstract")
    if not words:
        reader.wrong("abstract", _("empty."))
    return words


def _urgency(reader: _Reader) -> str:
    words = fold(reader.text("urgency"))
    if words in {"", "thuong", "binh thuong", "ordinary"}:
        return ""
    for urgency in Urgency:
        if words in {urgency.value, fold(str(urgency.label)), *_URGENCIES[urgency]}:
            return urgency.value
    reader.wrong("urgency", _("there is no urgency “{words}”.").format(words=words[:40]))
    return ""


_URGENCIES: Mapping[Urgency, tuple[str, ...]] = {
    Urgency.URGENT: ("khan", "urgent"),
    Urgency.VERY_URGENT: ("thuong khan", "very urgent"),
    Urgency.IMMEDIATE: ("hoa toc", "immediate"),
}


def _recipients(text: str) -> Iterator[tuple[str, str]]:
    """Each part between semicolons or lines; brackets and words say what it is for."""
    for part in re.split(r"[;\n]", text):
        words = part.strip(" -–.,\t")
        if not words:
            continue
        said = fold(words)
        if said.startswith("luu"):
            yield Purpose.KEEP.value, words[:200]
        elif "b/c" in said or "bao cao" in said:
            yield Purpose.REPORT.value, words[:200]
        else:
            yield Purpose.IMPLEMENT.value, words[:200]


def _instruction(reader: _Reader, days: Mapping[str, date | None], *, incoming: bool) -> dict[str, str | date | None]:
    text = reader.text("instruction")
    if not text or not incoming:
        return {}
    given = days["instructed_on"] or days["arrived_on"] or days["issued_on"]
    if given is None:
        reader.wrong("instructed_on", _("empty, and so are the days of arrival and issue."))
    elif days["due_on"] and days["due_on"] < given:
        reader.wrong("due_on", _("the deadline lies before the day of the instruction."))
    return {
        "text": text,
        "given_on": given,
        "lead": reader.text("lead"),
        "supporting": reader.text("supporting"),
        "due_on": days["due_on"],
    }


def plain(value: Cell) -> str:
    """A cell as a person would type it."""
    return _day_text(value) if isinstance(value, date) else str(value if value is not None else "")
