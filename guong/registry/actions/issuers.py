"""Bodies that issue papers."""

from django.db import transaction

from guong.registry.models import Issuer
from guong.registry.rules import name_key
from guong.units.models import Unit


@transaction.atomic
def find_or_make_issuer(*, name: str, code: str = "", unit: Unit | None = None) -> Issuer:
    """The issuer of that name and symbol code, however the name's tone marks and case are printed."""
    key = name_key(name)
    found = Issuer.objects.filter(name_key=key, code=code).order_by("pk").first()
    if found is None:
        return Issuer.objects.create(name=name.strip(), name_key=key, code=code, unit=unit)
    if unit is not None and found.unit_id is None:
        found.unit = unit
        found.save(update_fields=["unit"])
    return found
