"""Recipients as a screen shows them, and lines of "nơi nhận" as people paste them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from guong.registry.actions.addressing import Address
from guong.registry.enums import Purpose
from guong.registry.models import OfficialDocument, Recipient
from guong.registry.rules import name_key
from guong.units.models import Mandate, Unit
from guong.units.queries import (
    children,
    code_key,
    codes_of,
    collectives_of,
    default_line,
    during,
    head_office,
    names_of,
    parent_of,
    places,
)
from guong.viet.collate import sort_key
from guong.viet.fold import nfc

_BULLET = re.compile(r"^[\s\-–—•*+]+")
_TAIL = re.compile(r"[\s;,.:]+$")


@dataclass(frozen=True)
class Line:
    """One recipient with its name of that day and, to be called, the head of the unit."""

    recipient: Recipient
    name: str
    head: str
    phone: str

    @property
    def goes(self) -> bool:
        """Whether the paper is delivered here, now or on issuing."""
        return self.recipient.unit_id is not None and self.recipient.purpose != Purpose.KEEP


def lines(document: OfficialDocument, on: date) -> list[Line]:
    """In the order printed."""
    rows = list(document.recipients.select_related("collective", "opened_by"))
    units = [row.unit_id for row in rows if row.unit_id]
    names, heads = names_of(units, on), _heads(units, on)
    return [_line(row, names, heads) for row in rows]


def _line(row: Recipient, names: dict[int, str], heads: dict[int, Mandate]) -> Line:
    head = heads.get(row.unit_id or 0)
    name = row.collective.name if row.collective else names.get(row.unit_id or 0, row.text)
    return Line(row, name, head.person.name if head else "", head.person.phone if head else "")


def _heads(units: Iterable[int], on: date) -> dict[int, Mandate]:
    rows = Mandate.objects.filter(unit__in=list(units), office=head_office(), collective__isnull=True)
    return {row.unit_id: row for row in during(rows, on).select_related("person").order_by("starts_on", "pk")}


def unopened_first(shown: Sequence[Line]) -> list[Line]:
    """Those to be called first, then the others as printed."""
    return sorted(shown, key=lambda line: line.recipient.sent_at is None or line.recipient.opened_at is not None)


def units_below(keeper: Unit, on: date) -> list[Unit]:
    """All units directly below, in the order of the tree."""
    found = list(children(keeper, default_line(), on))
    codes, names = codes_of(found, on), names_of(found, on)
    return sorted(found, key=lambda unit: (code_key(codes.get(unit.pk, "")), sort_key(names.get(unit.pk, ""))))


def unit_above(keeper: Unit, on: date) -> list[Unit]:
    above = parent_of(keeper, default_line(), on)
    return [above] if above else []


def recognised(text: str, keeper: Unit, on: date, *, purpose: str) -> list[Address]:
    """An address for each pasted line. What names one unit, or a collective of the keeper, is it; the rest stays text.

    A line may say its own purpose: "- Tỉnh ủy (để báo cáo);", "Lưu Văn phòng."
    """
    known = _Known(keeper, on)
    return [address for line in nfc(text).splitlines() if (address := known.read(line, purpose))]


class _Known:
    """Names of units and of the keeper's collectives on a day."""

    def __init__(self, keeper: Unit, on: date) -> None:
        self.keeper = keeper
        self.collectives = {name_key(one.name): one for one in collectives_of(keeper, on)}
        self.below = {unit.pk for unit in children(keeper, default_line(), on)}
        self.units: dict[str, list[Unit]] = {}
        standing = {row.unit_id: row.unit for row in places(default_line(), on).select_related("unit")}
        for pk, name in names_of(list(standing), on).items():
            self.units.setdefault(name_key(name), []).append(standing[pk])

    def read(self, line: str, purpose: str) -> Address | None:
        name, own = _purpose(_TAIL.sub("", _BULLET.sub("", line)))
        if not name:
            return None
        key, said = name_key(name), own or purpose
        if key in self.collectives:
            return Address(said, unit=self.keeper, collective=self.collectives[key])
        unit = self._unit(key)
        return Address(said, unit=unit) if unit else Address(said, text=name)

    def _unit(self, key: str) -> Unit | None:
        """One unit of that name, or the one directly below where several bear it."""
        found = self.units.get(key, [])
        near = [unit for unit in found if unit.pk in self.below]
        return found[0] if len(found) == 1 else near[0] if len(near) == 1 else None


def _purpose(line: str) -> tuple[str, str]:
    """The name, and the purpose where the line says one."""
    for entry in settings.PACK.table("recipient_purposes"):
        for word in sorted(entry.extra["words"], key=len, reverse=True):
            said = re.escape(word)
            found = re.search(rf"\s*\(\s*{said}\s*\)$|\s*[,;:-]\s*{said}$", line, re.IGNORECASE)
            if found:
                return _TAIL.sub("", line[: found.start()]), entry.code
            found = re.match(rf"{said}\s*[:;]?\s+", line, re.IGNORECASE)
            if found:
                return _BULLET.sub("", line[found.end() :]), entry.code
    return line, ""
