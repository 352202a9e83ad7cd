"""Mandates by which a person holds a verb on a day: own ones, and what others lend."""

from collections.abc import Collection
from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from guong.trail.capacity import working_as
from guong.units.enums import Verb
from guong.units.models import Delegation, Mandate, Person, Unit
from guong.units.queries.periods import during
from guong.units.rules import DELEGABLE, FOLLOWING, roles_at, roles_below


def lent_to(person: Person, on: date) -> QuerySet[Delegation]:
    """What others lend to a person on a day, and may lend: the mandate behind it holds that day too."""
    rows = during(person.delegations.all(), on)
    return rows.filter(mandate__in=during(Mandate.objects.all(), on).values("pk"))


def _mandates(person: Person, verb: Verb, on: date, allowing: Q, *, lent: bool) -> QuerySet[Mandate]:
    whose = Q(person=person)
    if lent and verb == Verb.SEE:
        whose |= Q(pk__in=during(person.delegations.all(), on).values("mandate"))
    elif lent and verb in DELEGABLE:
        whose |= Q(pk__in=during(person.delegations.filter(verbs__verb=verb), on).values("mandate"))
    return during(Mandate.objects.filter(whose, allowing), on)


def holding_at(person: Person, verbs: Collection[Verb], on: date, *, lent: bool = True) -> Q:
    """Condition on units: one of the verbs is held at the unit itself, nothing from above."""
    found = Q(pk__in=[])
    for verb in verbs:
        allowing = Q(role__in=roles_at(verb))
        if verb in FOLLOWING:
            allowing |= Q(follows=True)
        found |= Q(pk__in=_mandates(person, verb, on, allowing, lent=lent).values("unit"))
    return found


def mandates_at(person: Person, verb: Verb, on: date, *, lent: bool = True) -> QuerySet[Mandate]:
    """Mandates that allow a verb at their own unit."""
    allowing = Q(role__in=roles_at(verb)) | Q(follows=verb in FOLLOWING) & Q(follows=True)
    return _mandates(person, verb, on, allowing, lent=lent)


def mandates_over(
    person: Person, verb: Verb, on: date, *, line: str | None = None, lent: bool = True
) -> QuerySet[Mandate]:
    """Mandates that allow a verb at units below theirs too, in their line; with `line`, of that line alone."""
    rows = _mandates(person, verb, on, Q(role__in=roles_below(verb)), lent=lent)
    return rows if line is None else rows.filter(line=line)


def working_in(person: Person, verb: Verb, on: date, *, unit: Unit | None = None) -> Mandate | None:
    """The mandate in which a person does something, at a unit or at all: the chosen one, an own one, a lent one."""
    first = Case(
        When(uid=working_as(), then=Value(0)),
        When(person=person, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = mandates_at(person, verb, on).select_related("unit").order_by(first, "starts_on", "pk")
    return (rows if unit is None else rows.filter(unit=unit)).first()


def held_until(person: Person, mandate: Mandate, on: date) -> date | None:
    """The day from which a person no longer works under a mandate of a day: its own end, or that of what was lent."""
    ends = [mandate.ends_on] if mandate.ends_on else []
    if mandate.person_id != person.pk:
        ends += during(person.delegations.filter(mandate=mandate), on).values_list("ends_on", flat=True)[:1]
    return min(ends, default=None)


def capacities(person: Person, on: date) -> QuerySet[Mandate]:
    """Mandates in which a person may choose to work: own posts and roles, and those of whoever lent something."""
    lent = lent_to(person, on).values("mandate")
    held = during(Mandate.objects.filter(Q(person=person) | Q(pk__in=lent)), on).exclude(role="", office="")
    own = Exists(Mandate.objects.filter(pk=OuterRef("pk"), person=person))
    return held.alias(own=own).select_related("unit", "person").order_by("-own", "starts_on", "pk")
