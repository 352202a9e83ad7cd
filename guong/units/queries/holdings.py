"""Mandates by which a person holds a verb on a day: own ones, and what others delegate."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from guong.trail.capacity import working_as
from guong.units.enums import Verb
from guong.units.models import Mandate, Person, Unit
from guong.units.queries.periods import during
from guong.units.rules import DELEGABLE, FOLLOWING, roles_at, roles_below, verbs_at, verbs_below
from guong.units.sql import fetch

_HELD = """
  FROM units_mandate m WHERE m.starts_on <= %s AND (m.ends_on IS NULL OR m.ends_on > %s)
  AND (m.role IN ({roles}){or_follows}) AND (m.person_id = %s{or_delegated}){in_line}
"""
_WORKS = """
  FROM units_mandate m WHERE m.starts_on <= %s AND (m.ends_on IS NULL OR m.ends_on > %s)
  AND (m.role <> '' OR m.office <> '') AND (m.person_id = %s{or_delegated})
"""
_DELEGATED = """ OR m.id IN (
    SELECT d.mandate_id FROM units_delegation d WHERE d.person_id = %s AND d.starts_on <= %s AND d.ends_on > %s{verb})
"""
_VERB = " AND EXISTS (SELECT 1 FROM units_delegatedverb v WHERE v.delegation_id = d.id AND v.verb = %s)"


@dataclass(frozen=True)
class Held:
    """SQL behind `SELECT …` for the mandates `m` by which something is held, and its parameters."""

    text: str
    params: tuple[Any, ...]

    def select(self, columns: str) -> str:
        return f"SELECT {columns} {self.text}"

    def except_at(self, unit: Unit) -> "Held":
        return Held(f"{self.text} AND m.unit_id <> %s", (*self.params, unit.pk))

    def rows(self) -> QuerySet[Mandate]:
        return Mandate.objects.filter(pk__in=RawSQL(self.select("m.id"), self.params))  # noqa: S611  (constants, values are parameters)


def held_at(person: Person, verb: Verb, on: date, *, delegated: bool = True) -> Held:
    """Mandates that allow a verb at their own unit: own and, with `delegated`, what others delegate of it."""
    return _held(person, verb, on, roles_at(verb), follows=verb in FOLLOWING, delegated=delegated)


def held_over(person: Person, verb: Verb, on: date, *, line: str | None = None, delegated: bool = True) -> Held | None:
    """Mandates that allow a verb at units below theirs too, in their line; with `line`, of that one alone."""
    roles = roles_below(verb)
    return _held(person, verb, on, roles, line=line, delegated=delegated) if roles else None


def _held(
    person: Person,
    verb: Verb,
    on: date,
    roles: list[str],
    *,
    follows: bool = False,
    line: str | None = None,
    delegated: bool = True,
) -> Held:
    day = connection.ops.adapt_datefield_value(on)
    borrowed, given = _borrowed(person, verb, day) if delegated else ("", ())
    text = _HELD.replace("{roles}", ", ".join(["%s"] * len(roles)))
    text = text.replace("{or_follows}", " OR m.follows" if follows else "").replace("{or_delegated}", borrowed)
    text = text.replace("{in_line}", " AND m.line = %s" if line else "")
    return Held(text, (day, day, *roles, person.pk, *given, *([line] if line else [])))


def _borrowed(person: Person, verb: Verb, day: Any) -> tuple[str, tuple[Any, ...]]:
    """To see comes with whatever is delegated."""
    if verb == Verb.SEE:
        return _DELEGATED.replace("{verb}", ""), (person.pk, day, day)
    if verb in DELEGABLE:
        return _DELEGATED.replace("{verb}", _VERB), (person.pk, day, day, verb.value)
    return "", ()


# Own mandates first, then what others delegate of theirs: role, whether it follows, what is delegated of it.
_ALL_HELD = """
SELECT m.role, m.follows, NULL FROM units_mandate m
WHERE m.person_id = %s AND m.starts_on <= %s AND (m.ends_on IS NULL OR m.ends_on > %s)
UNION
SELECT m.role, m.follows, COALESCE(v.verb, '') FROM units_delegation d
JOIN units_mandate m ON m.id = d.mandate_id LEFT JOIN units_delegatedverb v ON v.delegation_id = d.id
WHERE d.person_id = %s AND d.starts_on <= %s AND d.ends_on > %s
AND m.starts_on <= %s AND (m.ends_on IS NULL OR m.ends_on > %s)
"""


def verbs_held(person: Person, on: date) -> frozenset[Verb]:
    """Every verb that `held_at` or `held_over` gives the person somewhere on a day; asked at once."""
    day = connection.ops.adapt_datefield_value(on)
    rows = fetch(_ALL_HELD, (person.pk, day, day, person.pk, day, day, day, day))
    return frozenset(verb for role, follows, lent in rows for verb in _verbs(role, follows=follows, lent=lent))


def _verbs(role: str, *, follows: bool, lent: str | None) -> frozenset[Verb]:
    allowed = verbs_at(role) | verbs_below(role) | (FOLLOWING if follows else frozenset())
    return allowed if lent is None else frozenset(verb for verb in allowed if verb in (Verb.SEE, lent))


def at_own_units(person: Person, verbs: Collection[Verb], on: date) -> Q:
    """Condition on units: one of the verbs is held at the unit itself, nothing from above."""
    found = Q(pk__in=[])
    for verb in verbs:
        held = held_at(person, verb, on)
        found |= Q(pk__in=RawSQL(held.select("m.unit_id"), held.params))  # noqa: S611  (constants, values are parameters)
    return found


def working_in(person: Person, verb: Verb, on: date, *, unit: Unit | None = None) -> Mandate | None:
    """The mandate in which a person does something, at a unit or at all: the chosen, an own, a delegated one."""
    first = Case(
        When(uid=working_as(), then=Value(0)),
        When(person=person, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = held_at(person, verb, on).rows().select_related("unit").order_by(first, "starts_on", "pk")
    return (rows if unit is None else rows.filter(unit=unit)).first()


def held_until(person: Person, mandate: Mandate, on: date) -> date | None:
    """The day from which a person no longer works under a mandate of a day: its end, or the delegation's."""
    ends = [mandate.ends_on] if mandate.ends_on else []
    if mandate.person_id != person.pk:
        ends += during(person.delegations.filter(mandate=mandate), on).values_list("ends_on", flat=True)[:1]
    return min(ends, default=None)


def capacities(person: Person, on: date) -> QuerySet[Mandate]:
    """Mandates in which a person may choose to work: own posts and roles, and those of whoever delegated something."""
    day = connection.ops.adapt_datefield_value(on)
    borrowed, given = _borrowed(person, Verb.SEE, day)
    works = Held(_WORKS.replace("{or_delegated}", borrowed), (day, day, person.pk, *given))
    lent = RawSQL("units_mandate.person_id <> %s", (person.pk,))
    return works.rows().select_related("person").order_by(lent, "starts_on", "pk")
