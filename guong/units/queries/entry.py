"""Who comes in how: desk roles with two steps, people of a unit by a printed slip."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from guong.accounts.models import Device, Slip, User
from guong.units.enums import Role
from guong.units.models import Mandate, Person, Unit
from guong.units.queries.periods import during

# Roles that look over units other than their own, write in public or give out roles.
DESK_ROLES = (Role.CLERK, Role.LEADER, Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR)
UNIT_ROLES = (Role.READER, Role.REPORTER, Role.SIGNATORY)


def at_a_desk(person: Person, on: date) -> bool:
    return during(person.mandates.filter(role__in=DESK_ROLES), on).exists()


def user_at_a_desk(user: User, on: date) -> bool:
    return during(Mandate.objects.filter(person__user=user, role__in=DESK_ROLES), on).exists()


def name_of_user(user: User) -> str:
    return Person.objects.filter(user=user).values_list("name", flat=True).first() or ""


def entrants(units: QuerySet[Unit], on: date) -> QuerySet[Mandate]:
    """Mandates of the people who come in by slip at these units, none of whom has a desk role besides."""
    desk = during(Mandate.objects.filter(person=OuterRef("person"), role__in=DESK_ROLES), on)
    rows = during(Mandate.objects.filter(unit__in=units, role__in=UNIT_ROLES), on).filter(~Exists(desk))
    return rows.select_related("person").order_by("unit", "pk")


def desk_mandates(units: QuerySet[Unit], on: date) -> QuerySet[Mandate]:
    """Mandates of desk roles at these units."""
    rows = during(Mandate.objects.filter(unit__in=units, role__in=DESK_ROLES), on)
    return rows.select_related("person").order_by("unit", "pk")


def with_way_in(rows: QuerySet[Mandate], state: str, at: datetime) -> QuerySet[Mandate]:
    """Those who have a device (`in`), a slip that lies open (`slip`), or neither (`none`)."""
    device = Exists(Device.objects.filter(user=OuterRef("person__user"), revoked_at=None))
    slip = Exists(Slip.objects.filter(user=OuterRef("person__user"), used_at=None, void_at=None, expires_at__gt=at))
    chosen = {"in": Q(device), "slip": Q(slip), "none": ~Q(device) & ~Q(slip)}.get(state)
    return rows if chosen is None else rows.filter(chosen)


def device_in(units: QuerySet[Unit], on: date) -> QuerySet[Device]:
    """Devices of the people who come in by slip at these units."""
    people = entrants(units, on).values("person__user")
    return Device.objects.filter(user__in=people, revoked_at=None).select_related("user__person")
