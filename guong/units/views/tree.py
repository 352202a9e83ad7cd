"""The tree of a line on any day: opened piece by piece, searched, taken away as a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.ui.export import table_response
from guong.units import queries
from guong.units.access import may_somewhere, person_for, person_required
from guong.units.enums import Verb
from guong.units.models import Person
from guong.units.queries.browsing import MOST_FOUND, Row, named_like, rows, rows_below, trails
from guong.units.sight import Sight, nodes_in_sight, sight_of, unit_in_sight
from guong.units.views.common import Asked, asked, kind_label, lines


@dataclass(frozen=True)
class Branch:
    """A row of the page: `opened` holds the rows below it, None where the page does not show them yet."""

    row: Row
    kind: str
    opened: Sequence["Branch"] | None = None
    here: bool = False


def _closed(found: Sequence[Row]) -> list[Branch]:
    return [Branch(row, kind_label(row.kind)) for row in found]


@person_required
def tree(request: HttpRequest) -> HttpResponseBase:
    """What the person may look at: the tops, opened as far as asked; or what is called like the words."""
    person, ask = person_for(request), asked(request)
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _sheet(person, ask, request.GET["format"])
    words = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"ask": ask, "lines": lines(ask.on, ask.line), "words": words, "today": today()}
    context["administers"] = may_somewhere(request, Verb.ADMINISTER)
    if words:
        context |= _found(person, ask, words)
    else:
        context["branches"] = _opened(person, ask, request.GET.get("at", ""))
    return render(request, "units/tree.html", context)


def _opened(person: Person, ask: Asked, at: str) -> list[Branch]:
    """The tops in sight; those above `at` and, where there is one top alone, that one stand open."""
    sight = sight_of(person, ask.line, ask.on)
    tops = rows(sight.tops(), ask.line, ask.on)
    way = _way(sight, at) or ([tops[0].unit.pk] if len(tops) == 1 else [])
    return [_branch(row, ask, way, here=at) for row in tops]


def _way(sight: Sight, at: str) -> list[int]:
    """Ids from the root down to the unit that the address names, if it stands and is in sight."""
    unit = queries.unit_named(at)
    if unit is None or not sight.among([unit.pk]):
        return []
    return list(queries.paths_of([unit], sight.line, sight.on)[unit.pk])


def _branch(row: Row, ask: Asked, way: Sequence[int], *, here: str = "") -> Branch:
    shown = Branch(row, kind_label(row.kind), here=str(row.unit.uid) == here)
    if row.unit.pk not in way or not row.below:
        return shown
    below = [_branch(one, ask, way, here=here) for one in rows_below(row.unit, ask.line, ask.on)]
    return replace(shown, opened=below)


@person_required
def below(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The rows below a unit, for the page that opens it."""
    person, ask = person_for(request), asked(request)
    unit = unit_in_sight(sight_of(person, ask.line, ask.on), uid)
    branches = _closed(rows_below(unit, ask.line, ask.on))
    return render(request, "units/_branches.html", {"branches": branches, "ask": ask})


def _found(person: Person, ask: Asked, words: str) -> dict[str, Any]:
    """Units in sight that are called so, each with the names above it; `more` when the list is cut."""
    sight = sight_of(person, ask.line, ask.on)
    matching = sight.only(named_like(words, ask.line, ask.on)).order_by("pk").values_list("unit_id", flat=True)
    seen = list(matching[: MOST_FOUND + 1])
    shown = seen[:MOST_FOUND]
    above = trails(shown, ask.line, ask.on)
    found = [(branch, above.get(branch.row.unit.pk, "")) for branch in _closed(rows(shown, ask.line, ask.on))]
    return {"found": found, "more": len(seen) > MOST_FOUND}


def _sheet(person: Person, ask: Asked, format_: str) -> HttpResponse:
    columns = [_("Unit code"), _("Kind of unit"), _("Name"), _("Belongs to"), _("Depth")]
    nodes = nodes_in_sight(sight_of(person, ask.line, ask.on), queries.tree(ask.line, ask.on))
    names = {node.unit.pk: node.name for node in nodes}
    top = min((node.depth for node in nodes), default=0)
    values = [
        (
            node.code,
            kind_label(node.kind),
            node.name,
            names.get(node.parent.pk, "") if node.parent else "",
            node.depth - top,
        )
        for node in nodes
    ]
    return table_response(_("unit-list"), columns, values, format_)
