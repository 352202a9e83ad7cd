"""Bodies that issue papers."""

from datetime import date

from django.db import transaction

from guong.registry.models import Issuer
from guong.registry.rules import name_key
from guong.units.models import Collective, Unit


@transaction.atomic
def find_or_make_issuer(*, name: str, code: str = "", unit: Unit | None = None, on: date | None = None) -> Issuer:
    """The issuer of that name and symbol code, however the name's tone marks and case are printed. Of several bodies
    that bore the name one after the other, the one of the day.
    """
    key = name_key(name)
    rows = list(Issuer.objects.filter(name_key=key, code=code).order_by("pk"))
    found = next((row for row in rows if on is None or _stands(row, on)), rows[0] if rows else None)
    if found is None:
        return Issuer.objects.create(name=name.strip(), name_key=key, code=code, unit=unit)
    if unit is not None and found.unit_id is None:
        found.unit = unit
        found.save(update_fields=["unit"])
    return found


def _stands(issuer: Issuer, on: date) -> bool:
    return (issuer.starts_on is None or issuer.starts_on <= on) and (issuer.ends_on is None or on < issuer.ends_on)


@transaction.atomic
def issuer_of(*, unit: Unit, collective: Collective | None = None, name: str, code: str) -> Issuer:
    """The issuer that a unit, or a collective of it, is; made where there is none yet."""
    own = Issuer.objects.filter(collective=collective) if collective else Issuer.objects.filter(unit=unit)
    found = own.order_by("pk").first()
    if found is not None:
        return found
    if collective is None:
        return find_or_make_issuer(name=name, code=code, unit=unit)
    return Issuer.objects.create(name=name.strip(), name_key=name_key(name), code=code, collective=collective)
