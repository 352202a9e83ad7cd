"""Terms of office of the bodies that issue papers: party numbers begin anew with each."""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from guong.units.models import Term
from guong.viet.terms import nth_of

# The longest time in which party numbers do not start again: from congress to congress.
_FIVE_YEARS = timedelta(days=5 * 365)
# A congress was put off by some months now and then. What lasts longer is several terms of which one is on record.
_LONGEST = _FIVE_YEARS + timedelta(days=366)


@dataclass(frozen=True)
class Terms:
    """Those of one body that are on record, in order; each ends where the next starts."""

    starts: tuple[date, ...] = ()
    ordinals: tuple[str, ...] = ()

    def same(self, one: date, other: date) -> bool:
        """Do two days stand in one term? Five years at most where the record does not tell."""
        at = self._place(one)
        if at != self._place(other):
            return False
        return self._is_whole(at) or abs(other - one) < _FIVE_YEARS

    def fits(self, day: date, said: Collection[int]) -> bool:
        """Does a day stand in a term that is named? Yes where none of the terms on record is."""
        named = self._named(said)
        return not named or self._place(day) in named

    def knows(self, said: Collection[int]) -> bool:
        return bool(self._named(said))

    def _named(self, said: Collection[int]) -> set[int]:
        return {place for place in range(len(self.starts)) if not self._names(place).isdisjoint(said)}

    def _place(self, day: date) -> int:
        """Which one, from 0; -1 before the first."""
        return bisect_right(self.starts, day) - 1

    def _is_whole(self, place: int) -> bool:
        closed = 0 <= place < len(self.starts) - 1
        return closed and self.starts[place + 1] - self.starts[place] <= _LONGEST

    def _names(self, place: int) -> set[int]:
        nth = nth_of(self.ordinals[place])
        return {self.starts[place].year} | ({nth} if nth else set())


NO_TERMS = Terms()


def read_terms(units: Collection[int]) -> dict[int, Terms]:
    """By unit, in one query."""
    rows = Term.objects.filter(unit__in=units).order_by("unit", "starts_on")
    found: dict[int, list[tuple[date, str]]] = {}
    for unit, starts_on, ordinal in rows.values_list("unit", "starts_on", "ordinal"):
        found.setdefault(unit, []).append((starts_on, ordinal))
    return {unit: Terms(*zip(*each, strict=True)) for unit, each in found.items()}
