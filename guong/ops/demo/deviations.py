"""Which duties of the sample leave the straight path, and how."""

from dataclasses import dataclass
from functools import cache

from guong.ops.demo.samples import read
from guong.rounds.enums import DutyKind


@dataclass(frozen=True)
class Deviations:
    """By (short name or name of the unit, kind of duty)."""

    late: frozenset[tuple[str, str]]
    excused: frozenset[tuple[str, str]]
    missing: frozenset[tuple[str, str]]
    early: frozenset[tuple[str, str]]
    returned: dict[tuple[str, str], dict[str, str]]
    excuse_reason: str

    def hands_in(self, unit: str, kind: str, *, still_due: bool) -> bool:
        """Whether the unit has handed the duty in by the day of the sample; `still_due` duties only came early."""
        if still_due:
            return (unit, kind) in self.early
        return (unit, kind) not in self.excused and (unit, kind) not in self.missing


def _pairs(rows: list[list[str]]) -> frozenset[tuple[str, str]]:
    return frozenset((unit, DutyKind(kind).value) for unit, kind in rows)


@cache
def of_phase(order: int) -> Deviations:
    row = next(row for row in read("round")["deviation"] if row["phase"] == order)
    return Deviations(
        late=_pairs(row["late"]),
        excused=_pairs(row["excused"]),
        missing=_pairs(row["missing"]),
        early=_pairs(row["early"]),
        returned={(unit, kind): {name: reason} for unit, kind, name, reason in row.get("returned", ())},
        excuse_reason=row["excuse_reason"],
    )
