"""Small trees and people for tests."""

from datetime import UTC, date, datetime
from itertools import count
from uuid import uuid4

from guong.accounts.models import User
from guong.jobs import clock
from guong.units.actions import add_person, found_unit, give_mandate
from guong.units.enums import ChangeKind
from guong.units.models import Change, Mandate, Period, Person, Unit

START = date(2020, 8, 1)
RECORDED = datetime(2020, 8, 1, tzinfo=UTC)  # long before any instant at which a test asks what was known
_numbers = count(1)


def make_unit(name: str = "", *, parent: Unit | None = None, **given: object) -> Unit:
    """A standing unit of the party line since `START`; `given` overrides what `found_unit` takes."""
    number = next(_numbers)
    values: dict[str, object] = {
        "by": None,
        "line": "party",
        "name": name or f"Chi bộ số {number}",
        "kind": "grassroots_cell",
        "code": f"T{number}",
        "parent": parent,
        "starts_on": START,
    }
    with clock.at(RECORDED):
        return found_unit(**{**values, **given})  # type: ignore[arg-type]  # tests name what they override


def make_period(model: type[Period], unit: Unit, starts_on: date, **given: object) -> Period:
    """A bare row behind the back of the actions, drawn from a change that says nothing."""
    change = Change.objects.create(act=uuid4(), kind=ChangeKind.MOVE, in_force_on=starts_on, recorded_at=RECORDED)
    drawn = {"unit": unit, "starts_on": starts_on, "change": change, "known_from": change.recorded_at}
    return model._default_manager.create(**drawn, **given)


def make_user(username: str = "") -> User:
    return User.objects.create_user(username or f"user{next(_numbers)}", password="only-for-tests-1")


def make_person(name: str = "Lê Văn An", *, user: User | None = None) -> Person:
    return add_person(by=None, name=name, user=user)


def make_mandate(person: Person, unit: Unit, role: str = "", **given: object) -> Mandate:
    """A mandate since `START`."""
    values: dict[str, object] = {"by": None, "person": person, "unit": unit, "role": role, "starts_on": START}
    return give_mandate(**{**values, **given})  # type: ignore[arg-type]  # tests name what they override


def make_member(unit: Unit, role: str, *, name: str = "Lê Văn An") -> Person:
    """A person with a log-in and a role at a unit."""
    person = make_person(name, user=make_user())
    make_mandate(person, unit, role)
    return person
