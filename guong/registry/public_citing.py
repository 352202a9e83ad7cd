"""Which public papers a text that belongs to nobody names. What is internal is as if it were not held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from guong.registry.models import OfficialDocument
from guong.registry.queries import public_documents
from guong.registry.rules import same_body, symbol_key
from guong.viet.citations import Citation, Kind


@dataclass
class _Said:
    """What the text says of one symbol, in all its places together."""

    days: set[date] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Row:
    """The paper that carries the symbol, and its original where it is a copy of a public one."""

    printed: OfficialDocument
    meant: OfficialDocument


def public_matches(text: str, found: Sequence[Citation]) -> list[list[OfficialDocument]]:
    """For each citation the public papers that it may mean: none, the one, or several. Two queries at most."""
    keys = [_key(text, one) for one in found]
    said: dict[str, _Said] = {}
    for key, one in zip(keys, found, strict=True):
        about = said.setdefault(key, _Said())
        about.days |= {date.fromisoformat(one.date)} if one.date else set()
        about.bodies |= {one.body_name} if one.body_name else set()
    held = _held({key for key in keys if key})
    return [_fitting(held.get(key, []), one, said[key]) for key, one in zip(keys, found, strict=True)]


def _key(text: str, citation: Citation) -> str:
    if citation.kind != Kind.NUMBERED or citation.core_start is None:
        return ""
    return symbol_key(text[citation.core_start : citation.core_end])


def _held(keys: Iterable[str]) -> dict[str, list[_Row]]:
    rows = list(public_documents().filter(symbol_key__in=keys).defer("sealed_text").order_by("pk"))
    wanted = {row.copy_of_id for row in rows if row.copy_of_id}
    originals = public_documents().defer("sealed_text").in_bulk(wanted) if wanted else {}
    held: dict[str, list[_Row]] = {}
    for row in rows:
        held.setdefault(row.symbol_key, []).append(_Row(row, originals.get(row.copy_of_id or 0, row)))
    return held


def _fitting(rows: Iterable[_Row], citation: Citation, said: _Said) -> list[OfficialDocument]:
    days = {date.fromisoformat(citation.date)} if citation.date else said.days
    bodies = {citation.body_name} if citation.body_name else said.bodies
    chosen: dict[tuple[object, ...], OfficialDocument] = {}
    for row in rows:
        if _of_day(row.printed, days) and _of_body(row.printed, bodies):
            chosen.setdefault(_identity(row.meant), row.meant)
    return list(chosen.values())


def _identity(row: OfficialDocument) -> tuple[object, ...]:
    """Rows of several registers that hold the same paper have the same."""
    return row.symbol_key, row.issued_on, row.issuer.name_key if row.issuer else "", row.type


def _of_day(row: OfficialDocument, days: set[date]) -> bool:
    return not days or row.issued_on is None or row.issued_on in days


def _of_body(row: OfficialDocument, bodies: set[str]) -> bool:
    return not bodies or row.issuer is None or any(same_body(name, row.issuer.name) for name in bodies)
