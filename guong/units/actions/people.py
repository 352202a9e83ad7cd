"""Collectives, people and who holds what. `by` is the acting person, None for the system."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from guong.accounts.models import User
from guong.jobs.clock import today
from guong.trail.actions import remember_name
from guong.units.access import may_end, may_give, may_revoke
from guong.units.actions.changing import tell
from guong.units.enums import Role
from guong.units.models import Collective, DelegatedVerb, Delegation, Mandate, Person, Unit, first_line
from guong.units.queries.periods import during
from guong.units.rules import Refused, delegable, known


@transaction.atomic
def add_collective(*, by: Person | None, unit: Unit, kind: str, name: str, starts_on: date) -> Collective:
    known("collective_kinds", kind, starts_on)
    made = Collective.objects.create(unit=unit, kind=kind, name=name, starts_on=starts_on)
    tell(by, "add_collective", made.uid, {"unit": str(unit.uid)})
    return made


@transaction.atomic
def add_person(*, by: Person | None, name: str, user: User | None = None, phone: str = "") -> Person:
    person = Person.objects.create(name=name, user=user, phone=phone)
    remember_name(uid=person.uid, name=name)
    tell(by, "add_person", person.uid, {})
    return person


@transaction.atomic
def appoint(
    *,
    by: Person | None,
    username: str,
    name: str,
    unit: Unit,
    role: str,
    office: str = "",
    line: str = "",
    starts_on: date,
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
    return give_mandate(by=by, person=person, unit=unit, role=role, office=office, line=line, starts_on=starts_on)


def _check_mandate(mandate: Mandate) -> None:
    if not (mandate.role or mandate.office or mandate.follows):
        raise Refused(_("A mandate needs a post, a role, or a unit to follow."))
    if mandate.role and mandate.role not in Role.values:
        raise Refused(_("There is no role “{role}”.").format(role=mandate.role))
    if mandate.office:
        known("offices", mandate.office, mandate.starts_on)
    known("lines", mandate.line, mandate.starts_on)
    if mandate.collective is not None and mandate.collective.unit_id != mandate.unit_id:
        raise Refused(_("The collective belongs to another unit."))
    if mandate.ends_on is not None and mandate.ends_on <= mandate.starts_on:
        raise Refused(_("A mandate ends after the day on which it starts."))


def _check_giver(by: Person, mandate: Mandate) -> None:
    if by.pk == mandate.person_id:
        raise Refused(_("Nobody gives a mandate to themselves."))
    if not may_give(by, mandate.role, mandate.unit, mandate.line, today(), follows=mandate.follows):
        raise Refused(_("Nobody gives what they do not hold: this role has to be given by somebody else."))


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
    line: str = "",
    follows: bool = False,
    starts_on: date,
    ends_on: date | None = None,
    document: str = "",
) -> Mandate:
    """An office, a role, or the following of a unit, for [starts_on, ends_on). Its reach is in the pack's first line,
    or in `line`.
    """
    mandate = Mandate(
        person=person,
        unit=unit,
        role=role,
        office=office,
        office_title=office_title,
        collective=collective,
        line=line or first_line(),
        follows=follows,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document,
        given_by=by,
    )
    _check_mandate(mandate)
    if by is not None:
        _check_giver(by, mandate)
    mandate.save()
    facts = {"person": str(person.uid), "unit": str(unit.uid), "role": role, "office": office}
    tell(by, "give_mandate", mandate.uid, facts)
    return mandate


@transaction.atomic
def appoint_person(
    *,
    by: Person | None,
    person: Person | None,
    name: str = "",
    unit: Unit,
    role: str = "",
    office: str = "",
    office_title: str = "",
    line: str = "",
    follows: bool = False,
    starts_on: date,
    ends_on: date | None = None,
    document: str = "",
) -> Mandate:
    """A mandate for somebody known, or for somebody new whose name is given."""
    return give_mandate(
        by=by,
        person=person or add_person(by=by, name=name),
        unit=unit,
        role=role,
        office=office,
        office_title=office_title,
        line=line,
        follows=follows,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document,
    )


@transaction.atomic
def end_mandate(*, by: Person | None, mandate: Mandate, ends_on: date) -> Mandate:
    """The mandate holds up to the day before `ends_on`; ended on its first day, it holds on none."""
    held = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if by is not None and not may_end(by, held, today()):
        raise Refused(_("This mandate has to be ended by somebody else."))
    if ends_on < held.starts_on:
        raise Refused(_("A mandate ends no earlier than it starts."))
    held.ends_on = ends_on
    held.save(update_fields=["ends_on"])
    tell(by, "end_mandate", held.uid, {"ends_on": ends_on.isoformat()})
    return held


@transaction.atomic
def delegate(
    *,
    by: Person | None,
    mandate: Mandate,
    to: Person,
    verbs: Collection[str],
    starts_on: date,
    ends_on: date,
    document: str = "",
) -> Delegation:
    """What the holder of a mandate delegates to another person for [starts_on, ends_on)."""
    held = Mandate.objects.select_for_update().get(pk=mandate.pk)
    made = Delegation(
        mandate=held, holder_id=held.person_id, person=to, starts_on=starts_on, ends_on=ends_on, document=document
    )
    chosen = sorted(set(verbs))
    _check_delegation(by, made, chosen)
    made.save()
    DelegatedVerb.objects.bulk_create(DelegatedVerb(delegation=made, verb=verb) for verb in chosen)
    days = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    facts = {"mandate": str(held.uid), "person": str(to.uid), "verbs": "+".join(chosen), **days}
    tell(by, "delegate", made.uid, facts)
    return made


def _check_delegation(by: Person | None, made: Delegation, verbs: Collection[str]) -> None:
    held = made.mandate
    if by is not None and by.pk != held.person_id:
        raise Refused(_("Only the holder of a mandate delegates it."))
    if made.person_id == held.person_id:
        raise Refused(_("Nobody delegates to themselves."))
    if not verbs or not set(verbs) <= set(delegable(held.role)):
        raise Refused(_("Choose something that this mandate allows and that may be delegated."))
    if made.ends_on <= made.starts_on:
        raise Refused(_("The last day lies before the first."))
    if made.starts_on < held.starts_on or (held.ends_on is not None and made.ends_on > held.ends_on):
        raise Refused(_("The mandate does not hold on all of these days."))


@transaction.atomic
def revoke(*, by: Person | None, delegation: Delegation, on: date) -> Delegation:
    """What was delegated is over from a day on; revoked before its first day, it never was."""
    given = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if by is not None and not may_revoke(by, given, today()):
        raise Refused(_("This has to be revoked by somebody else."))
    if given.ends_on <= on:
        raise Refused(_("This was over already."))
    given.ends_on = max(on, given.starts_on)
    given.save(update_fields=["ends_on"])
    tell(by, "revoke", given.uid, {"ends_on": given.ends_on.isoformat()})
    return given
