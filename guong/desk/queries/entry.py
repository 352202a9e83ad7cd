"""How people come in: those of units by slips, those of desks by invitations; what a page of either list shows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from guong.accounts import devices, invitations, slips
from guong.accounts.fresh import SECOND
from guong.accounts.models import Device, Invitation, Slip
from guong.units.models import Mandate, Unit
from guong.units.queries import names_of
from guong.units.queries.entry import desk_mandates, entrants, with_way_in
from guong.viet.fold import fold


@dataclass(frozen=True)
class Entrant:
    """One line: who, at which unit, the slip that lies open, the devices that are in."""

    mandate: Mandate
    unit: str
    slip: Slip | None
    devices: list[tuple[Device, str]]


@dataclass(frozen=True)
class Desk:
    """One line of those who come in with two steps."""

    mandate: Mandate
    unit: str
    second_step: bool
    invitation: Invitation | None


def _fitting(rows: QuerySet[Mandate], asked: str, on: date) -> QuerySet[Mandate]:
    """Those whose name or unit holds the words, without regard to marks."""
    wanted = fold(asked)
    if not wanted:
        return rows
    found = list(rows.values_list("pk", "person__name", "unit"))
    names = names_of({unit for _pk, _name, unit in found}, on)
    return rows.filter(pk__in=[pk for pk, name, unit in found if wanted in fold(f"{name} {names.get(unit, '')}")])


def listed(units: QuerySet[Unit], *, state: str, asked: str, at: datetime, on: date) -> QuerySet[Mandate]:
    return _fitting(with_way_in(entrants(units, on), state, at), asked, on)


def lines(rows: Sequence[Mandate], *, at: datetime, on: date) -> list[Entrant]:
    users = [row.person.user_id for row in rows if row.person.user_id]
    names = names_of({row.unit_id for row in rows}, on)
    open_ones: dict[int | None, Slip] = {slip.user_id: slip for slip in slips.open_ones(at).filter(user__in=users)}
    inside: dict[int | None, list[tuple[Device, str]]] = defaultdict(list)
    for device in Device.objects.filter(user__in=users, revoked_at=None).order_by("-last_used_at", "-pk"):
        inside[device.user_id].append((device, devices.words(device.browser, device.system)))
    return [
        Entrant(row, names.get(row.unit_id, ""), open_ones.get(row.person.user_id), inside[row.person.user_id])
        for row in rows
    ]


def at_desks(units: QuerySet[Unit], *, on: date) -> QuerySet[Mandate]:
    has = Authenticator.objects.filter(user=OuterRef("person__user"), type__in=SECOND)
    return desk_mandates(units, on).annotate(second_step=Exists(has)).select_related("person__user")


def desk_lines(rows: Sequence[Mandate], *, at: datetime, on: date) -> list[Desk]:
    names = names_of({row.unit_id for row in rows}, on)
    users = [row.person.user_id for row in rows if row.person.user_id]
    invited: dict[int | None, Invitation] = {
        one.user_id: one for one in invitations.open_ones(at).filter(user__in=users)
    }
    return [
        Desk(row, names.get(row.unit_id, ""), bool(getattr(row, "second_step", False)), invited.get(row.person.user_id))
        for row in rows
    ]
