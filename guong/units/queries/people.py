"""Who holds what at a unit on a day: mandates, heads, collectives, terms."""

from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from guong.units.models import Collective, Mandate, Person, Term, Unit
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


def collectives_of(unit: Unit, on: date) -> QuerySet[Collective]:
    return during(unit.collectives.all(), on).order_by("pk")


def term_of(unit: Unit, on: date) -> Term | None:
    """The term of office in which a day falls; document numbers follow it."""
    return in_force(Term.objects.filter(unit=unit), on).first()
