"""Two versions side by side: what was handed in and could not become one, and the version that stands."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from guong.desk.lines import Line, goes_up, stays_inside
from guong.desk.queries.sheet import Start, Typed, initial, values_of
from guong.desk.words import first_capital, kind_word
from guong.rounds.content import Content, NilReport, build
from guong.rounds.enums import HeldReason
from guong.rounds.models import Held
from guong.rounds.queries import content_of
from guong.units.queries import names_of

WHOLE = "whole"
_ROWS = ("strengths", "findings", "promises", "shared")
_DERIVED = ("duties", "counts", "minutes")  # pages of both versions are kept
_FIELDS = {
    "held_on": ("held_on", "started", "ended"),
    "form": ("form", "mode"),
    "attendance": ("expected", "present", "absent_excused", "absent", "exempt"),
    "guests": ("guests", "superiors"),
    "outcome": ("outcome", "outcome_number", "outcome_on"),
    "document_number": ("document_number", "document_on"),
}
"""Fields of the form that one line shows together; every other line is one field of its own name."""


@dataclass(frozen=True)
class Difference:
    """One thing that the two versions say differently; `stands` and `kept` are their words."""

    name: str
    label: str
    stands: str
    kept: str


@dataclass(frozen=True)
class HeldLine:
    """What waits for a decision, as a list names it."""

    uid: UUID
    unit: str
    what: str
    why: str
    received_at: datetime


def held_lines(rows: Iterable[Held], on: date) -> list[HeldLine]:
    """`rows` with their duties fetched before."""
    found = list(rows)
    names = names_of({row.unit_id for row in found}, on)
    return [
        HeldLine(
            row.uid,
            names.get(row.unit_id, ""),
            ", ".join(first_capital(kind_word(duty.kind)) for duty in row.duties.all()),
            first_capital(str(HeldReason(row.reason).label)),
            row.received_at,
        )
        for row in found
    ]


def lines_of(content: Content, agenda: Mapping[int, str]) -> list[Line]:
    """All that a version says, for people of the unit."""
    up, _stays = build(content)
    return [*goes_up(up, kinds=(), agenda=agenda), *stays_inside(content)]


def differences(stands: Content, kept: Content, agenda: Mapping[int, str]) -> list[Difference]:
    """What differs, line by line; shortcomings and promises hang together and are one choice."""
    left, right = _by_name(stands, agenda), _by_name(kept, agenda)
    names = [name for name in dict.fromkeys([*left, *right]) if left.get(name) != right.get(name)]
    return [
        Difference(name, (left.get(name) or right[name])[0], _words(left, name), _words(right, name)) for name in names
    ]


def _words(lines: Mapping[str, tuple[str, str]], name: str) -> str:
    return lines[name][1] if name in lines else ""


def _by_name(content: Content, agenda: Mapping[int, str]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for line in lines_of(content, agenda):
        if line.name in _DERIVED:
            continue
        if line.name in _ROWS:
            words = f"{line.label}: {line.text}"
            before = found["rows"][1] + "\n" if "rows" in found else ""
            found["rows"] = (_("Shortcomings and what will be mended"), before + words)
        else:
            found[line.name] = (line.label, line.text)
    return found


def merged(given: Start, held: Held, take: Collection[str], at: datetime) -> Typed:
    """The sheet as the newest version has it, with what the person chose from the one that was kept."""
    stands, kept = initial(given, at), values_of(content_of(held, inside=True))
    minutes = tuple(dict.fromkeys([*stands.minutes, *kept.minutes]))
    if WHOLE in take:
        duties = list(dict.fromkeys([*stands.values["duties"], *kept.values["duties"]]))
        return Typed({**stands.values, **kept.values, "duties": duties}, kept.rows, minutes)
    values = {name: value for line in take for name, value in kept.values.items() if _belongs(name, line)}
    cleared = {name: None for name in stands.values if "participants" in take and name.startswith("by_")}
    return Typed({**stands.values, **cleared, **values}, kept.rows if "rows" in take else stands.rows, minutes)


def _belongs(field: str, line: str) -> bool:
    return field.startswith("by_") if line == "participants" else field in _FIELDS.get(line, (line,))


def same_form(stands: Content, kept: Content) -> bool:
    """Whether the two can be compared field by field."""
    return type(stands) is type(kept)


def more_pages(stands: Content, kept: Content) -> bool:
    """Whether the one that was kept brings pages of the minutes of its own."""
    return bool(set(_pages(kept)) - set(_pages(stands)))


def _pages(content: Content) -> tuple[str, ...]:
    return () if isinstance(content, NilReport) else content.minutes


def is_nil(content: Content) -> bool:
    return isinstance(content, NilReport)
