"""Which duties of the sample leave the straight path, and how."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from guong.ops.demo.samples import read
from guong.rounds.enums import DutyKind

Pair = tuple[str, str]  # short name or name of the unit, kind of duty


@dataclass(frozen=True)
class Deviations:
    late: frozenset[Pair]
    missing: frozenset[Pair]
    early: frozenset[Pair]
    mended: frozenset[Pair]  # returned, and handed in again
    excused: dict[Pair, str]
    not_applicable: dict[Pair, str]
    extended: dict[Pair, tuple[datetime, str]]
    accepted: dict[Pair, str]
    returned: dict[Pair, dict[str, str]]

    def hands_in(self, pair: Pair, *, still_due: bool) -> bool:
        """Whether the duty is handed in by the day of the sample; of those `still_due` only what came early is."""
        if still_due:
            return pair in self.early
        return not any(pair in group for group in (self.missing, self.excused, self.not_applicable))


def _pair(unit: str, kind: str) -> Pair:
    return unit, DutyKind(kind).value


def _pairs(rows: Iterable[list[str]]) -> frozenset[Pair]:
    return frozenset(_pair(unit, kind) for unit, kind in rows)


def _said(rows: Iterable[list[str]]) -> dict[Pair, str]:
    return {_pair(unit, kind): reason for unit, kind, reason in rows}


@cache
def of_phase(order: int) -> Deviations:
    row: dict[str, Any] = next(row for row in read("round")["deviation"] if row["phase"] == order)
    return Deviations(
        late=_pairs(row["late"]),
        missing=_pairs(row["missing"]),
        early=_pairs(row["early"]),
        mended=_pairs(row["mended"]),
        excused=_said(row["excused"]),
        not_applicable=_said(row.get("not_applicable", ())),
        extended={_pair(unit, kind): (until, reason) for unit, kind, until, reason in row.get("extended", ())},
        accepted=_said(row["accepted"]),
        returned={_pair(unit, kind): {name: reason} for unit, kind, name, reason in row["returned"]},
    )
