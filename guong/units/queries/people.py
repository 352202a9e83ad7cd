"""Who holds what at a unit on a day: mandates, heads, collectives, terms."""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from guong.units.models import Collective, Delegation, Mandate, Person, Term, Unit
from guong.units.queries.periods import during, in_force


def mandates(person: Person, on: date) -> QuerySet[Mandate]:
    return during(person.mandates.all(), on).select_related("unit", "collective").order_by("starts_on", "pk")


def _holder(rows: QuerySet[Mandate], on: date) -> Mandate | None:
    return during(rows, on).select_related("person").order_by("-starts_on", "-pk").first()


def head_office() -> str:
    """The pack's office that answers for a unit."""
    return next(entry.code for entry in settings.PACK.table("offices") if entry.extra.get("head"))


def head_of(unit: Unit, on: date) -> Mandate | None:
    return _holder(unit.mandates.filter(office=head_office(), collective__isnull=True), on)


def heads_of(unit: Unit) -> QuerySet[Mandate]:
    """Everybody who ever answered for the unit, by first day."""
    held = unit.mandates.filter(office=head_office(), collective__isnull=True)
    return held.select_related("person").order_by("starts_on", "pk")


def follower_of(unit: Unit, on: date) -> Mandate | None:
    """The assigned member above who follows the unit."""
    return _holder(unit.mandates.filter(follows=True), on)


def people_of(unit: Unit, on: date) -> QuerySet[Mandate]:
    """Mandates at a unit on a day, with their people."""
    return during(unit.mandates.all(), on).select_related("person", "collective").order_by("pk")


def mandates_ever(unit: Unit) -> QuerySet[Mandate]:
    """All mandates at a unit, the newest first, with who gave them."""
    return unit.mandates.select_related("person", "given_by", "collective").order_by("-starts_on", "-pk")


def delegations_of(unit: Unit, on: date) -> QuerySet[Delegation]:
    """What is delegated of mandates at a unit on a day or later."""
    rows = Delegation.objects.filter(mandate__unit=unit, ends_on__gt=on)
    return rows.select_related("person", "holder", "mandate").prefetch_related("verbs").order_by("starts_on", "pk")


def delegations_with(person: Person, on: date) -> list[Delegation]:
    """What a person delegates or is delegated, on a day or later."""
    mine = Delegation.objects.filter(Q(person=person) | Q(holder=person), ends_on__gt=on)
    rows = mine.select_related("person", "holder", "mandate__unit").prefetch_related("verbs")
    return list(rows.order_by("starts_on", "pk"))


def people_around(units: Collection[int], on: date) -> list[Person]:
    """People who hold something at some units on a day."""
    return list(Person.objects.filter(pk__in=during(Mandate.objects.filter(unit__in=units), on).values("person")))


def collectives_of(unit: Unit, on: date) -> QuerySet[Collective]:
    return during(unit.collectives.all(), on).order_by("pk")


def term_of(unit: Unit, on: date) -> Term | None:
    """The term of office in which a day falls; document numbers follow it."""
    return in_force(Term.objects.filter(unit=unit), on).first()
