"""One row copied from a spreadsheet or another document system, as a start for the form of a paper."""

import re
from datetime import date

from django.conf import settings

from guong.registry.models import Issuer
from guong.registry.rules import name_key
from guong.registry.sheet_rows import paper, type_of
from guong.registry.sheets import BadSheet, Cell, Row, Sheet, of_text
from guong.render import tables
from guong.viet.cells import is_body, is_day, is_number, is_symbol, iso_day
from guong.viet.fold import nfc
from guong.viet.names import is_person_name

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
    said = row.cells.get("direction")  # what is pasted came in, unless it says otherwise
    values: Start = {name: value for name, value in found.values.items() if value and (name != "direction" or said)}
    issuer = {"issuer_name": known.name if known else found.issuer}
    code = {"issuer_code": (known.code if known else "") or found.issuer_code}
    return {**values, **{name: value for name, value in {**issuer, **code}.items() if value}}


def _issuer(name: str) -> Issuer | None:
    """One that is known by that name, printed as it is known."""
    return Issuer.objects.filter(name_key=name_key(name)).order_by("pk").first() if name else None


def _guessed(text: str) -> Row | None:
    cells = [" ".join(cell.split()) for cell in re.split(r"[\t\n]", tables.clean(nfc(text))) if cell.strip()]
    return Row(1, _sorted(cells)) if cells else None


def _sorted(cells: list[str]) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    days = [cell.split()[0] for cell in cells if is_day(cell)]
    rest = [cell for cell in cells if not is_day(cell)]
    for cell in list(rest):
        if is_symbol(cell) and "symbol" not in found:
            found["symbol"] = cell
        elif is_number(cell) and "arrival_no" not in found:
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
    ordered = sorted(days, key=iso_day)
    if len(ordered) >= 2:
        return {"issued_on": ordered[0], "arrived_on": ordered[1]}
    return dict.fromkeys(["arrived_on" if incoming else "issued_on"], ordered[0]) if ordered else {}


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
    return is_body(cell) or _issuer(cell) is not None
