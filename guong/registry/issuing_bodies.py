"""Bodies in whose name a person's units issue papers: those on record, and those the tree says there are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from guong.registry.models import Issuer
from guong.registry.rules import name_key
from guong.units.models import Collective, Unit
from guong.units.queries import collectives_of, name_row


@dataclass(frozen=True)
class Body:
    """A unit or a collective of one, with the name and the code it issues under."""

    key: str
    unit: Unit
    collective: Collective | None
    name: str
    code: str
    issuer: Issuer | None = None  # where it is on record

    @property
    def label(self) -> str:
        return f"{self.name} ({self.code})"


def bodies(units: Iterable[Unit], on: date) -> list[Body]:
    """For each unit itself first, then its collectives that have a code of their own."""
    return [body for unit in units for body in _of(unit, on)]


def _of(unit: Unit, on: date) -> Iterator[Body]:
    known = _on_record(unit, on)
    row = name_row(unit, on)
    kind = settings.PACK.entry("unit_kinds", row.kind) if row else None
    name, code = _committee(row.name, kind.extra) if row and kind else ("", "")
    yield from _body(unit, None, known.get(None), name, code)
    for one in collectives_of(unit, on):
        code = _code_of(one, kind.extra if kind else {})
        yield from _body(unit, one, known.get(one.pk), one.name, code)


def _body(unit: Unit, collective: Collective | None, issuer: Issuer | None, name: str, code: str) -> Iterator[Body]:
    key = f"c-{collective.uid}" if collective else f"u-{unit.uid}"
    if issuer:
        yield Body(key, unit, collective, issuer.name, issuer.code, issuer)
    elif code:
        yield Body(key, unit, collective, name, code)


def _on_record(unit: Unit, on: date) -> dict[int | None, Issuer]:
    """The issuers of that day by collective; the unit itself under None."""
    rows = Issuer.objects.filter(Q(unit=unit) | Q(collective__unit=unit)).exclude(ends_on__lte=on)
    return {row.collective_id: row for row in rows.exclude(starts_on__gt=on).order_by("-pk")}


def _committee(name: str, kind: Mapping[str, Any]) -> tuple[str, str]:
    """Huyện ủy Mường Soi, HU: the committee issues, not the organisation that it leads."""
    organisation, committee = str(kind.get("organisation", "")), str(kind.get("committee", ""))
    head, tail = name[: len(organisation)], name[len(organisation) :]
    if organisation and committee and name_key(head) == name_key(organisation):
        name = committee[:1].upper() + committee[1:] + tail
    return name, str(kind.get("body", ""))


def _code_of(collective: Collective, kind: Mapping[str, Any]) -> str:
    """A department by the pack's codes of bodies, also where its name goes on with the place; a congress is ĐH."""
    own = settings.PACK.entry("collective_kinds", collective.kind)
    if own and own.extra.get("one_book"):
        return str(own.extra["body"])
    key = name_key(collective.name)
    fitting = [
        entry.code
        for entry in settings.PACK.table("body_codes")
        if len(entry.code) > len(str(kind.get("body", ""))) and key.startswith(name_key(entry.labels["vi"]))
    ]
    return max(fitting, key=len, default="")
