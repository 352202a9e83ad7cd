"""Collectives, terms, people and who holds what. `by` is the acting person, None for the system."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from guong.accounts.models import User
from guong.trail.actions import remember_name
from guong.units.actions.changing import tell
from guong.units.enums import Role
from guong.units.models import Collective, Mandate, Person, Term, Unit
from guong.units.queries.periods import during
from guong.units.rules import Refused, known


@transaction.atomic
def add_collective(*, by: Person | None, unit: Unit, kind: str, name: str, starts_on: date) -> Collective:
    known("collective_kinds", kind, starts_on)
    made = Collective.objects.create(unit=unit, kind=kind, name=name, starts_on=starts_on)
    tell(by, "add_collective", made.uid, {"unit": str(unit.uid)})
    return made


@transaction.atomic
def start_term(*, by: Person | None, unit: Unit, ordinal: str, starts_on: date) -> Term:
    """A term of office from a day on; it ends the one before."""
    term = Term.objects.create(unit=unit, ordinal=ordinal, starts_on=starts_on)
    tell(by, "start_term", unit.uid, {"starts_on": starts_on.isoformat()})
    return term


@transaction.atomic
def add_person(*, by: Person | None, name: str, user: User | None = None, phone: str = "") -> Person:
    person = Person.objects.create(name=name, user=user, phone=phone)
    remember_name(uid=person.uid, name=name)
    tell(by, "add_person", person.uid, {})
    return person


@transaction.atomic
def appoint(
    *, by: Person | None, username: str, name: str, unit: Unit, role: str, office: str = "", starts_on: date
) -> Mandate:
    """A mandate for whoever signs in as `username`; account and person are made where there are none yet."""
    user, made = User.objects.get_or_create(username=username)
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    person = Person.objects.filter(user=user).first()
    if person is None and not name:
        raise Refused(_("Nobody signs in as {username} yet; give the person's name.").format(username=username))
    person = person or add_person(by=by, name=name, user=user)
    if during(person.mandates.filter(unit=unit, role=role, office=office), starts_on).exists():
        raise Refused(_("This person holds that mandate already."))
    return give_mandate(by=by, person=person, unit=unit, role=role, office=office, starts_on=starts_on)


def _check_mandate(mandate: Mandate) -> None:
    if not (mandate.role or mandate.office or mandate.follows):
        raise Refused(_("A mandate needs a post, a role, or a unit to follow."))
    if mandate.role and mandate.role not in Role.values:
        raise Refused(_("There is no role “{role}”.").format(role=mandate.role))
    if mandate.office:
        known("offices", mandate.office, mandate.starts_on)
    if mandate.collective is not None and mandate.collective.unit_id != mandate.unit_id:
        raise Refused(_("The collective belongs to another unit."))
    if mandate.ends_on is not None and mandate.ends_on <= mandate.starts_on:
        raise Refused(_("A mandate ends after the day on which it starts."))


@transaction.atomic
def give_mandate(
    *,
    by: Person | None,
    person: Person,
    unit: Unit,
    role: str = "",
    office: str = "",
    office_title: str = "",
    collective: Collective | None = None,
    follows: bool = False,
    starts_on: date,
    ends_on: date | None = None,
    document: str = "",
) -> Mandate:
    """An office, a role, or the following of a unit, for [starts_on, ends_on)."""
    mandate = Mandate(
        person=person,
        unit=unit,
        role=role,
        office=office,
        office_title=office_title,
        collective=collective,
        follows=follows,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document,
    )
    _check_mandate(mandate)
    mandate.save()
    facts = {"person": str(person.uid), "unit": str(unit.uid), "role": role, "office": office}
    tell(by, "give_mandate", mandate.uid, facts)
    return mandate


@transaction.atomic
def end_mandate(*, by: Person | None, mandate: Mandate, ends_on: date) -> Mandate:
    """The mandate holds up to the day before `ends_on`."""
    held = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if ends_on <= held.starts_on:
        raise Refused(_("A mandate ends after the day on which it starts."))
    held.ends_on = ends_on
    held.save(update_fields=["ends_on"])
    tell(by, "end_mandate", held.uid, {"ends_on": ends_on.isoformat()})
    return held
