"""Issuing bodies as texts name them: under their own names, those of their unit, and those of who came after them.

Read at once for all papers and hosts of an act of resolving, then asked from memory.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import IntEnum

from guong.registry.models import Issuer, IssuerSuccession
from guong.registry.terms import NO_TERMS, Terms, read_terms
from guong.units.models import UnitName
from guong.units.queries import ancestors_ever
from guong.viet.bodies import body, names_it, same_body

_FIELDS = ("pk", "name", "name_key", "unit", "collective__name", "collective__unit")


class Fit(IntEnum):
    """How well a body fits what a text says, or the place at which the text was written."""

    NO = 0
    OPEN = 1  # nothing speaks for or against it
    LATER = 2  # under the name of who carried it on
    YES = 3


@dataclass(frozen=True)
class Home:
    """Where a text was written: whose it is, and the units above."""

    issuer: int | None = None
    units: frozenset[int] = frozenset()
    places: frozenset[tuple[str, str]] = frozenset()

    def fit(self, bodies: "Bodies", issuer: int | None) -> Fit:
        """Does a body belong to this home? A body of another place of the same level does not."""
        if issuer is None:
            return Fit.OPEN
        if issuer == self.issuer or bodies.unit_of.get(issuer) in self.units:
            return Fit.YES
        level, name = bodies.place_of(issuer)
        if not level:
            return Fit.OPEN
        names = {own for height, own in self.places if height == level}
        return (Fit.YES if name in names else Fit.NO) if names else Fit.OPEN


@dataclass
class Bodies:
    """Issuers by id. `later` are the names of those that carried a body on."""

    names: dict[int, list[str]] = field(default_factory=dict)
    later: dict[int, list[str]] = field(default_factory=dict)
    unit_of: dict[int, int] = field(default_factory=dict)
    unit_names: dict[int, list[str]] = field(default_factory=dict)
    above: dict[int, set[int]] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)  # the name as it was registered, folded
    terms: dict[int, Terms] = field(default_factory=dict)

    def terms_of(self, issuer: int | None) -> Terms:
        """Those of its unit, also where a collective of it issues."""
        return self.terms.get(issuer or 0, NO_TERMS)

    def place_of(self, issuer: int) -> tuple[str, str]:
        """Level and name of the place that a body is of; ('', '') for a body of the whole country."""
        return next((place for name in self.names.get(issuer, ()) if (place := body(name).place)[0]), ("", ""))

    def is_national(self, issuer: int | None) -> bool:
        if issuer is None or issuer in self.unit_of or self.place_of(issuer)[0]:
            return False
        return not any(body(name).function for name in self.names.get(issuer, ()))

    def fit(self, issuer: int | None, printed: Collection[str]) -> Fit:
        """May these prints name the body? YES where one names it with its place."""
        if issuer is None or not printed:
            return Fit.OPEN
        own, later = self.names.get(issuer, []), self.later.get(issuer, [])
        if any(names_it(said, name) for said in printed for name in own):
            return Fit.YES
        if any(names_it(said, name) and not body(said).is_generic for said in printed for name in later):
            return Fit.LATER
        close = any(same_body(said, name) for said in printed for name in (*own, *later))
        return Fit.OPEN if close else Fit.NO

    def home(self, issuer: int | None, keeper: int | None) -> Home:
        """The home of a text: of its own issuer where that is known, else of who keeps it."""
        unit = self.unit_of.get(issuer) if issuer is not None else keeper
        units = frozenset(self.above.get(unit, {unit})) if unit is not None else frozenset()
        names = [*self.names.get(issuer or 0, ()), *(name for one in units for name in self.unit_names.get(one, ()))]
        places = {place for name in names for place in body(name).places if all(place)}
        return Home(issuer, units, frozenset(places))


def bodies_of(issuers: Collection[int], writers: Collection[int], keepers: Collection[int]) -> Bodies:
    """Read what is to be known of some issuers, of those who wrote the texts and of the units that keep them, in a
    handful of queries.
    """
    follows = _successors({*issuers})
    rows = Issuer.objects.filter(pk__in={*issuers, *writers}.union(*follows.values()))
    found = Bodies()
    numbered: dict[int, int] = {}  # the unit whose terms the numbers of a body follow
    for pk, name, key, unit, collective, of in rows.values_list(*_FIELDS):
        numbered |= {pk: unit or of} if unit or of else {}
        found.keys[pk] = key
        found.names[pk] = [name, collective] if collective else [name]
        if unit is not None:
            found.unit_of[pk] = unit
    homes = {found.unit_of[writer] for writer in writers if writer in found.unit_of}
    terms = read_terms({*numbered.values()})
    found.terms = {issuer: terms[unit] for issuer, unit in numbered.items() if unit in terms}
    found.above = ancestors_ever({*keepers, *homes})
    named = set().union(*found.above.values(), found.unit_of.values())
    for unit, name in UnitName.objects.filter(unit__in=named, known_until__isnull=True).values_list("unit", "name"):
        found.unit_names.setdefault(unit, []).append(name)
    for issuer, unit in found.unit_of.items():
        found.names[issuer] += found.unit_names.get(unit, [])
    found.later = {key: [name for one in after for name in found.names.get(one, ())] for key, after in follows.items()}
    return found


def _successors(issuers: set[int]) -> dict[int, set[int]]:
    """All who came after, at any distance; a query for each step of it, and no step twice."""
    next_to: dict[int, set[int]] = {}
    asked, waiting = set[int](), set(issuers)
    while waiting:
        rows = IssuerSuccession.objects.filter(predecessor__in=waiting).values_list("predecessor", "successor")
        for before, after in rows:
            next_to.setdefault(before, set()).add(after)
        asked |= waiting
        waiting = {after for afters in next_to.values() for after in afters} - asked
    return {issuer: _reached(issuer, next_to) for issuer in issuers if issuer in next_to}


def _reached(start: int, next_to: dict[int, set[int]]) -> set[int]:
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        new = next_to.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
    return seen - {start}
