"""Two days of the tree side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.ui.export import table_response
from guong.units import queries
from guong.units.access import person_for, person_required
from guong.units.models import Unit
from guong.units.queries.comparing import Difference, differences, touched
from guong.units.sentences import listed
from guong.units.sight import sight_of
from guong.units.views.common import day_of, lines

MOST_SHOWN = 300  # of one group on the page; the sheet holds all


@dataclass(frozen=True)
class Shown:
    """A difference in words; `unit` for its link."""

    unit: Unit
    before: str
    after: str
    detail: str


@person_required
def compare(request: HttpRequest) -> HttpResponseBase:
    """Groups of what came, went, was renamed, moved or given another code between the days."""
    line = request.GET.get("line") or queries.default_line()
    second, wrong = day_of(request.GET.get("to", ""), today())
    first, also_wrong = day_of(request.GET.get("from", ""), date(second.year, 1, 1))
    first, second = min(first, second), max(first, second)
    found = _differences(request, line, first, second)
    groups = _groups(found)
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _sheet(groups, request.GET["format"])
    context: dict[str, Any] = {
        "line": line,
        "lines": lines(second, line),
        "first": first,
        "second": second,
        "wrong": wrong or also_wrong,
        "groups": [(key, label, rows[:MOST_SHOWN], len(rows)) for key, label, rows in groups],
        "most": MOST_SHOWN,
        "any": any(rows for _key, _label, rows in groups),
    }
    return render(request, "units/compare.html", context)


def _differences(request: HttpRequest, line: str, first: date, second: date) -> list[Difference]:
    """Of units in sight on one of the two days."""
    person, units = person_for(request), touched(line, first, second)
    seen = sight_of(person, line, first).among(units) | sight_of(person, line, second).among(units)
    return differences(sorted(seen), line, first, second)


Group = tuple[str, str, list[Shown]]


def _groups(found: Sequence[Difference]) -> list[Group]:
    others = {heir.unit_id for one in found for heir in one.heirs}
    others |= {key for one in found for key in (one.before.parent_id, one.after.parent_id) if key is not None}
    names = queries.latest_names(others)
    units = Unit.objects.in_bulk([one.unit_id for one in found])

    def shown(one: Difference, before: str, after: str, detail: str = "") -> Shown:
        return Shown(units[one.unit_id], before, after, detail)

    def above(key: int | None) -> str:
        return names.get(key, "") if key is not None else _("the top of its line")

    came = [shown(one, "", one.after.name, above(one.after.parent_id)) for one in found if one.came]
    went = [shown(one, one.before.name, "", _carried(one, names)) for one in found if one.went]
    renamed = [shown(one, one.before.name, one.after.name) for one in found if one.renamed]
    moved = [
        shown(one, above(one.before.parent_id), above(one.after.parent_id), one.after.name)
        for one in found
        if one.moved
    ]
    recoded = [shown(one, one.before.code, one.after.code, one.after.name) for one in found if one.recoded]
    return [
        ("came", _("Came"), came),
        ("went", _("Went"), went),
        ("renamed", _("Renamed"), renamed),
        ("moved", _("Placed elsewhere"), moved),
        ("recoded", _("Given another code"), recoded),
    ]


def _carried(one: Difference, names: dict[int, str]) -> str:
    if not one.heirs:
        return _("nobody was named to carry it on")
    words = listed([heir.unit_id for heir in one.heirs], names)
    if not any(heir.main for heir in one.heirs):
        return _("no heir was named; its parts: {units}").format(units=words)
    return _("divided: {units}").format(units=words) if any(heir.divided for heir in one.heirs) else words


def _sheet(groups: Sequence[Group], format_: str) -> HttpResponse:
    columns = [_("What"), _("Before"), _("After"), _("Detail")]
    values = [(label, row.before, row.after, row.detail) for _key, label, rows in groups for row in rows]
    return table_response(_("compare-two-days"), columns, values, format_)
