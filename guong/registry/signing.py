"""Who may sign a paper of a unit on a day, in which capacity, with the office held that day: from mandates and pack."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import get_language

from guong.packs import Entry
from guong.registry.models import Issuer
from guong.units.models import Collective, Mandate, Unit
from guong.units.queries import collectives_of, name_row, people_of


@dataclass(frozen=True)
class Signing:
    """One way to sign: "T/M Ban Thường vụ", "Bí thư Huyện ủy", Nông Văn An. `key` names it in a form."""

    key: str
    name: str
    capacity: str
    office: str

    @property
    def words(self) -> str:
        return " · ".join(part for part in (self.capacity, self.office, self.name) if part)


def signings(unit: Unit, issuer: Issuer | None, on: date) -> list[Signing]:
    """Those who hold an office at the unit on the day, in the pack's order of offices; each also without a capacity."""
    order = [entry.code for entry in settings.PACK.table("offices")]
    held = people_of(unit, on).exclude(office="").select_related("person", "collective")
    ranked = sorted(held, key=lambda one: (order.index(one.office) if one.office in order else len(order), one.pk))
    bodies = list(collectives_of(unit, on))
    return [signing for mandate in ranked for signing in _of(mandate, unit, issuer, bodies, on)]


def signing_with(unit: Unit, issuer: Issuer | None, on: date, key: str) -> Signing | None:
    """The signing a form named, if it still holds on the day."""
    return next((one for one in signings(unit, issuer, on) if one.key == key), None)


def _of(
    mandate: Mandate, unit: Unit, issuer: Issuer | None, bodies: Sequence[Collective], on: date
) -> Iterator[Signing]:
    office = mandate.office_title or _sentence(_label("offices", mandate.office))
    for entry in settings.PACK.table("signing_capacities", on):
        if mandate.office in entry.extra["offices"]:
            capacity = f"{entry.code} {_whom(entry, unit, issuer, bodies, on)}".strip()
            yield Signing(f"{mandate.uid}:{entry.code}", mandate.person.name, capacity, office)
    yield Signing(f"{mandate.uid}:", mandate.person.name, "", office)


def _whom(entry: Entry, unit: Unit, issuer: Issuer | None, bodies: Sequence[Collective], on: date) -> str:
    """For whom: the office in whose place, the issuing collective, or the first of the unit's that the pack names."""
    if "office" in entry.extra:
        return _sentence(_label("offices", entry.extra["office"]))
    kinds: list[str] = entry.extra["collectives"]
    if issuer and issuer.collective and issuer.collective.kind in kinds:
        return issuer.collective.name
    fitting = sorted((body for body in bodies if body.kind in kinds), key=lambda body: kinds.index(body.kind))
    return fitting[0].name if fitting else _committee(unit, on)


def _committee(unit: Unit, on: date) -> str:
    row = name_row(unit, on)
    kind = settings.PACK.entry("unit_kinds", row.kind) if row else None
    return _sentence(str(kind.extra.get("committee", ""))) if kind else ""


def _label(table: str, code: str) -> str:
    return settings.PACK.label(table, code, get_language() or "vi")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
