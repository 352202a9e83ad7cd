"""Who may do what where, as the design tells it: written from the laws alone, slow, and shared with no code.

Units, days and people are plain numbers; the tree is the model of `guong.units.tests.model`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from guong.units.tests.model import Organisation

AT_THE_UNIT = {
    "reader": {"see", "see_inside"},
    "reporter": {"see", "see_inside", "report"},
    "signatory": {"see", "see_inside", "report", "sign", "grant"},
    "clerk": {"see", "direct", "grant"},
    "leader": {"see", "sign", "grant"},
    "editor": {"see", "edit"},
    "auditor": {"see", "audit"},
    "administrator": {"see", "administer", "grant"},
    "": set(),
}
BELOW_IT = {
    "clerk": {"see", "direct", "grant"},
    "leader": {"see"},
    "auditor": {"audit"},
    "administrator": {"administer", "grant"},
}
LENT = {"report", "sign", "direct", "edit"}
VERBS = sorted({verb for verbs in AT_THE_UNIT.values() for verb in verbs})


@dataclass(frozen=True)
class Held:
    """A mandate for [since, until)."""

    person: int
    unit: int
    role: str
    line: str
    since: int
    until: int | None = None
    follows: bool = False

    def holds(self, on: int) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Lent:
    """What the holder of a mandate lends to somebody for [since, until)."""

    mandate: Held
    to: int
    verbs: frozenset[str]
    since: int
    until: int


@dataclass
class Offices:
    """Who holds and lends what in an organisation."""

    organisation: Organisation
    held: list[Held] = field(default_factory=list)
    lent: list[Lent] = field(default_factory=list)

    def may(self, person: int, verb: str, unit: int, on: int, known: int) -> bool:
        return any(self._opens(mandate, verb, unit, on, known) for mandate in self._working(person, verb, on))

    def where(self, person: int, verb: str, on: int, places: dict[tuple[int, str], set[int]]) -> set[int]:
        """All units at once; `places` says at and below which units each one lies, by line."""
        found = set()
        for mandate in self._working(person, verb, on):
            if self._at_the_unit(mandate, verb):
                found.add(mandate.unit)
            if verb in BELOW_IT.get(mandate.role, ()):
                found |= {unit for (unit, line), at in places.items() if line == mandate.line and mandate.unit in at}
        return found

    def _working(self, person: int, verb: str, on: int) -> Iterator[Held]:
        """Mandates that the person works under on a day: own ones, and those lent for this very thing."""
        yield from (one for one in self.held if one.person == person and one.holds(on))
        for one in self.lent:
            wanted = verb in one.verbs or verb == "see"
            if one.to == person and wanted and one.since <= on < one.until and one.mandate.holds(on):
                yield one.mandate

    def _at_the_unit(self, mandate: Held, verb: str) -> bool:
        return verb in AT_THE_UNIT[mandate.role] or (mandate.follows and verb == "see")

    def _opens(self, mandate: Held, verb: str, unit: int, on: int, known: int) -> bool:
        if mandate.unit == unit and self._at_the_unit(mandate, verb):
            return True
        below = verb in BELOW_IT.get(mandate.role, ())
        return below and mandate.unit in lies_at(self.organisation, unit, mandate.line, on, known)


def lies_at(organisation: Organisation, unit: int, line: str, on: int, known: int) -> set[int]:
    """The unit and all above it on a day; one that ended lies where what it stated counts today."""
    return {unit, *organisation.at(known).way(unit, line, on)}


def looks_down(offices: Offices, person: int, unit: int | None, on: int, known: int) -> bool:
    """Whether the person sees what lies below a unit: what was addressed to that office stays with it."""
    return unit is not None and any(
        "see" in BELOW_IT.get(one.role, ()) and one.unit in lies_at(offices.organisation, unit, one.line, on, known)
        for one in offices.held
        if one.person == person and one.holds(on)
    )
