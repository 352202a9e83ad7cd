"""Papers of all registers that carry some symbols, with nothing of their contents."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from guong.registry.enums import Direction, Publicity
from guong.registry.models import OfficialDocument

_FIELDS = ("pk", "symbol_key", "type", "keeper_id", "issuer_id", "issued_on", "copy_of_id", "publicity", "direction")
# No chain of copies of copies is longer; a circle ends here too.
_LONGEST_CHAIN = 8


class Held(NamedTuple):
    """One row of a register, without what costs time to read."""

    pk: int
    symbol_key: str
    type: str
    keeper: int
    issuer: int | None
    issued_on: date | None
    copy_of: int | None
    publicity: str
    direction: str

    def rank(self, keeper: int | None) -> tuple[bool, bool, bool, int]:
        """The host's own register comes first, then what is public, then the issuer's own, then the older row."""
        return (
            keeper is not None and self.keeper != keeper,
            self.publicity != Publicity.PUBLIC,
            self.direction != Direction.OUTGOING,
            self.pk,
        )


def held(wanted: Mapping[str, Collection[date] | None]) -> dict[int, Held]:
    """Rows by id: those with these symbols (of some days and of unknown ones, or with None of any day), and the
    originals of those among them that are copies.
    """
    rows = _read(_which(wanted)) if wanted else {}
    for _step in range(_LONGEST_CHAIN):
        missing = {row.copy_of for row in rows.values() if row.copy_of is not None} - rows.keys()
        if not missing:
            break
        rows |= _read(Q(pk__in=missing))
    return rows


def _which(wanted: Mapping[str, Collection[date] | None]) -> Q:
    dated = [
        Q(symbol_key=key) & (Q(issued_on__in=days) | Q(issued_on__isnull=True))
        for key, days in wanted.items()
        if days is not None
    ]
    return reduce(or_, dated, Q(symbol_key__in=[key for key, days in wanted.items() if days is None]))


def _read(which: Q) -> dict[int, Held]:
    rows = OfficialDocument.objects.filter(which, taken_out_at__isnull=True).order_by().values_list(*_FIELDS)
    return {row[0]: Held._make(row) for row in rows}


def original(row: Held, rows: dict[int, Held]) -> Held:
    """What a copy was made of, at the end of the chain."""
    here = row
    for _step in range(_LONGEST_CHAIN):
        if here.copy_of is None or here.copy_of not in rows:
            return here
        here = rows[here.copy_of]
    return row
