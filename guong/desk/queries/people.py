"""Who answers for many units at once: heads, and the members above who follow them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from guong.units.models import Mandate
from guong.units.queries import during, head_office


@dataclass(frozen=True)
class Contact:
    name: str
    phone: str
    title: str


def contacts(units: Collection[int], on: date) -> tuple[dict[int, Contact], dict[int, Contact]]:
    """(heads, followers) by unit id, in one query; the newest mandate wins."""
    rows = during(Mandate.objects.filter(unit_id__in=units), on)
    answering = Q(office=head_office(), collective__isnull=True) | Q(follows=True)
    heads: dict[int, Contact] = {}
    followers: dict[int, Contact] = {}
    for row in rows.filter(answering).select_related("person").order_by("starts_on", "pk"):
        where = followers if row.follows else heads
        where[row.unit_id] = Contact(row.person.name, row.person.phone, row.office_title)
    return heads, followers
