"""Every change of the tree and of who holds what. `by` is the acting person, None for the system."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guong.accounts.models import User
from guong.trail.actions import record, remember_name
from guong.units.enums import Role
from guong.units.models import Collective, Mandate, Person, Placement, Term, Unit, UnitCode, UnitName
from guong.units.queries import descendants, during, stands, tree, unit_with_code
from guong.units.rows import Row, faults
from guong.units.rules import Refused


def _record(by: Person | None, what: str, on: UUID, facts: Mapping[str, str | int | None] | None = None) -> None:
    record(by=by.uid if by else None, what=f"units.{what}", on=on, facts=facts or {})


def _known(table: str, code: str, on: date) -> str:
    if settings.PACK.entry(table, code, on) is None:
        raise Refused(_("The pack has no entry “{code}” in force on {day}.").format(code=code, day=on.isoformat()))
    return code


def _alone() -> None:
    """One change of the tree at a time: two that are fine apart can make a circle, or one code twice, together."""
    list(Unit.objects.select_for_update().order_by("pk")[:1])


@transaction.atomic
def found_unit(
    *,
    by: Person | None,
    line: str,
    name: str,
    kind: str,
    code: str,
    parent: Unit | None,
    starts_on: date,
    short_name: str = "",
) -> Unit:
    """A new unit with its first name, code and place. A code in force in the line that day is refused."""
    _known("unit_kinds", kind, starts_on)
    _alone()
    if code and unit_with_code(code, line, starts_on):
        raise Refused(_("Another unit carries the code {code} on that day.").format(code=code))
    unit = Unit.objects.create()
    UnitName.objects.create(unit=unit, starts_on=starts_on, name=name, short_name=short_name, kind=kind)
    if code:
        UnitCode.objects.create(unit=unit, starts_on=starts_on, code=code)
    _place(unit, line, parent, starts_on)
    _record(by, "found_unit", unit.uid, {"parent": str(parent.uid) if parent else None, "line": line})
    return unit


@transaction.atomic
def place_unit(*, by: Person | None, unit: Unit, line: str, parent: Unit | None, starts_on: date) -> Placement:
    """The unit stands below `parent` (or as a root) in the line from a day on."""
    _alone()
    place = _place(unit, line, parent, starts_on)
    _record(by, "place_unit", unit.uid, {"parent": str(parent.uid) if parent else None, "line": line})
    return place


def _place(unit: Unit, line: str, parent: Unit | None, starts_on: date) -> Placement:
    _known("lines", line, starts_on)
    if parent is not None:
        _check_parent(unit, line, parent, starts_on)
    try:
        with transaction.atomic():
            return Placement.objects.create(unit=unit, line=line, parent=parent, starts_on=starts_on)
    except IntegrityError as error:
        raise Refused(_("The unit already gets a place on that day.")) from error


def _check_parent(unit: Unit, line: str, parent: Unit, starts_on: date) -> None:
    """On no day of the new period may the parent be missing or stand below the unit itself.

    The tree of a line changes only on days on which some placement starts, so these days are all there is to check.
    """
    rows = Placement.objects.filter(line=line, starts_on__gt=starts_on)
    following = rows.filter(unit=unit).order_by("starts_on").values_list("starts_on", flat=True).first()
    if following is not None:
        rows = rows.filter(starts_on__lt=following)
    for day in [starts_on, *rows.order_by("starts_on").values_list("starts_on", flat=True).distinct()]:
        if not stands(parent, line, day):
            raise Refused(_("The superior does not stand in this line on {day}.").format(day=day.isoformat()))
        if parent.pk == unit.pk or parent.pk in descendants(unit, line, day):
            raise Refused(_("A unit cannot stand below itself."))


@transaction.atomic
def add_collective(*, by: Person | None, unit: Unit, kind: str, name: str, starts_on: date) -> Collective:
    _known("collective_kinds", kind, starts_on)
    made = Collective.objects.create(unit=unit, kind=kind, name=name, starts_on=starts_on)
    _record(by, "add_collective", made.uid, {"unit": str(unit.uid)})
    return made


@transaction.atomic
def start_term(*, by: Person | None, unit: Unit, ordinal: str, starts_on: date) -> Term:
    """A term of office from a day on; it ends the one before."""
    term = Term.objects.create(unit=unit, ordinal=ordinal, starts_on=starts_on)
    _record(by, "start_term", unit.uid, {"starts_on": starts_on.isoformat()})
    return term


@transaction.atomic
def add_person(*, by: Person | None, name: str, user: User | None = None, phone: str = "") -> Person:
    person = Person.objects.create(name=name, user=user, phone=phone)
    remember_name(uid=person.uid, name=name)
    _record(by, "add_person", person.uid)
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
        _known("offices", mandate.office, mandate.starts_on)
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
    _record(by, "give_mandate", mandate.uid, facts)
    return mandate


@transaction.atomic
def end_mandate(*, by: Person | None, mandate: Mandate, ends_on: date) -> Mandate:
    """The mandate holds up to the day before `ends_on`."""
    held = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if ends_on <= held.starts_on:
        raise Refused(_("A mandate ends after the day on which it starts."))
    held.ends_on = ends_on
    held.save(update_fields=["ends_on"])
    _record(by, "end_mandate", held.uid, {"ends_on": ends_on.isoformat()})
    return held


class BadRows(Refused):
    """Rows of a sheet that cannot stand; `sentences` names each by its line. Nothing was stored."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def check_rows(*, line: str, sheet: Sequence[Row], starts_on: date) -> None:
    """Raise `BadRows` for rows that `import_units` would refuse."""
    known = settings.PACK.table("unit_kinds", starts_on)
    standing = {node.code for node in tree(line, starts_on).nodes if node.code}
    kinds = {entry.code for entry in known if entry.extra.get("line") == line}
    sentences = list(faults(sheet, kinds=kinds, standing=standing))
    if sentences:
        raise BadRows(sentences)


@transaction.atomic
def import_units(*, by: Person | None, line: str, sheet: Sequence[Row], starts_on: date) -> int:
    """All units of a sheet, or none: raises `BadRows`. One entry of the trail, with the digest of the rows."""
    _alone()
    check_rows(line=line, sheet=sheet, starts_on=starts_on)
    parents = {node.code: node.unit for node in tree(line, starts_on).nodes if node.code}
    units = Unit.objects.bulk_create([Unit() for _row in sheet])
    parents |= {row.code: unit for row, unit in zip(sheet, units, strict=True)}
    pairs = list(zip(sheet, units, strict=True))
    UnitName.objects.bulk_create(
        [UnitName(unit=unit, starts_on=starts_on, name=row.name, kind=row.kind) for row, unit in pairs]
    )
    UnitCode.objects.bulk_create([UnitCode(unit=unit, starts_on=starts_on, code=row.code) for row, unit in pairs])
    Placement.objects.bulk_create(
        [Placement(unit=unit, line=line, starts_on=starts_on, parent=parents.get(row.parent)) for row, unit in pairs]
    )
    digest = sha256(json.dumps([astuple(row)[1:] for row in sheet]).encode()).hexdigest()
    record(by=by.uid if by else None, what="units.import_units", on=digest, facts={"units": len(sheet), "line": line})
    return len(sheet)
