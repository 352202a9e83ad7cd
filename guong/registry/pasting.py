"""One row copied from a spreadsheet or another document system, as a start for the form of a paper."""

import re
from datetime import date

from django.conf import settings

from guong.registry.models import Issuer
from guong.registry.rules import name_key
from guong.registry.sheet_rows import paper, type_of
from guong.registry.sheets import BadSheet, Cell, Row, Sheet, of_text
from guong.viet.fold import nfc
from guong.viet.names import is_person_name
from guong.viet.tone import place_tones

_SYMBOL = re.compile(r"^\d{1,5}[a-zđ]?\s*[-/–]\s*\S*[^\W\d_]{2}", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,6}[a-zđ]?$", re.IGNORECASE)
_DAY = re.compile(r"^(?:\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}-\d{2}-\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$")
# How names of bodies begin; "ban hành …" and "hội nghị …" begin an abstract.
_BODY = re.compile(
    r"(?:(?:tỉnh|huyện|thành|quận|xã|phường|đảng) ủy|ban (?!hành)|ủy ban|ubnd|hđnd|hội đồng|văn phòng|sở |bộ |cục "
    r"|hội (?!nghị)|chi bộ|phòng (?!chống)|trường |tổng cục|liên đoàn|[a-z ]*committee|office of)"
)

Start = dict[str, str | date | None]


def start_of(text: str) -> Start:
    """Fields of the form for a pasted row: by its head where it was pasted along, else by what the cells look like.

    Empty where nothing could be told apart.
    """
    try:
        sheet: Sheet | None = of_text(text)
    except BadSheet:
        sheet = None
    row = sheet.rows[0] if sheet else _guessed(text)
    if row is None:
        return {}
    found, _faults = paper(row)
    known = _issuer(found.issuer)
    values: Start = {name: value for name, value in found.values.items() if value}
    issuer = {"issuer_name": known.name if known else found.issuer}
    code = {"issuer_code": (known.code if known else "") or found.issuer_code}
    return {**values, **{name: value for name, value in {**issuer, **code}.items() if value}}


def _issuer(name: str) -> Issuer | None:
    """One that is known by that name, printed as it is known."""
    return Issuer.objects.filter(name_key=name_key(name)).order_by("pk").first() if name else None


def _guessed(text: str) -> Row | None:
    cells = [" ".join(cell.split()) for cell in re.split(r"[\t\n]", nfc(text)) if cell.strip()]
    return Row(1, _sorted(cells)) if cells else None


def _sorted(cells: list[str]) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    days = [cell.split()[0] for cell in cells if _DAY.match(cell)]
    rest = [cell for cell in cells if not _DAY.match(cell)]
    for cell in list(rest):
        if _SYMBOL.match(cell) and "symbol" not in found and len(cell) <= 80:
            found["symbol"] = cell
        elif _NUMBER.match(cell) and "arrival_no" not in found:
            found["arrival_no"] = cell
        elif _is_type(cell) and "type" not in found:
            found["type"] = cell
        else:
            continue
        rest.remove(cell)
    return {**found, **_days(days, incoming="arrival_no" in found), **_texts(rest)}


def _is_type(cell: str) -> bool:
    labels = (label for entry in settings.PACK.table("document_types") for label in entry.labels.values())
    return name_key(cell) in {name_key(label) for label in labels} or (bool(type_of(f"1-{cell}/X")) and len(cell) < 5)


def _days(days: list[str], *, incoming: bool) -> dict[str, Cell]:
    """Of two days the earlier is that of issue: nothing arrives before it was issued."""
    ordered = sorted(days, key=_as_iso)
    if len(ordered) >= 2:
        return {"issued_on": ordered[0], "arrived_on": ordered[1]}
    return dict.fromkeys(["arrived_on" if incoming else "issued_on"], ordered[0]) if ordered else {}


def _as_iso(day: str) -> str:
    if day[4:5] == "-":
        return day
    first, month, year = re.split(r"[/.\-]", day)
    return f"{year}-{month:0>2}-{first:0>2}"


def _texts(rest: list[str]) -> dict[str, Cell]:
    """A body's name is the issuer, a person's the signer; of what is left the longest is the abstract."""
    found: dict[str, Cell] = {}
    left = list(rest)
    for key, fits in (("issuer", _is_body), ("signer", is_person_name)):
        cell = next((cell for cell in left if fits(cell)), None)
        if cell is not None and len(left) > 1:
            found[key] = cell
            left.remove(cell)
    return {**found, "abstract": max(left, key=len)} if left else found


def _is_body(cell: str) -> bool:
    return len(cell) <= 100 and (bool(_BODY.match(place_tones(cell).casefold())) or _issuer(cell) is not None)
