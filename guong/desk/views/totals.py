"""Totals of a phase: any unit's next level, on a day of choice, in the two labelled views; page, sheet, JSON."""

from dataclasses import asdict
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.desk.access import totals_unit_for
from guong.desk.queries.totals import Figures, Row, Totals, heirs_of, totals
from guong.desk.views.common import of_round, round_crumbs
from guong.jobs.clock import today
from guong.rounds.models import Phase
from guong.tally.queries import View, before_the_last_change
from guong.ui.export import TYPES, table_response
from guong.units.access import person_for, person_required
from guong.units.models import Unit
from guong.units.queries import name_of, parent_of


@person_required
def show(request: HttpRequest, uid: UUID, unit: UUID | None = None) -> HttpResponseBase:
    phase = get_object_or_404(Phase.objects.select_related("round__owner"), uid=uid, opened_at__isnull=False)
    on, wrong = _day(request.GET.get("on", ""))
    chosen = totals_unit_for(person_for(request), phase, unit, on)
    view = View.NOW if request.GET.get("view") == View.NOW else View.THEN
    asked = request.GET.get("format", "")
    found = totals(phase=phase, unit=chosen, on=on, view=view, links=not asked)
    if asked == "json":
        return JsonResponse(_as_json(found, chosen, on, view))
    if asked in TYPES:
        return table_response(_("Totals"), _columns(), [_line(row.name, row.figures) for row in found.rows], asked)
    context = _context(phase, chosen, found, on, view) | {"wrong": wrong, "crumbs": _crumbs(request, phase, chosen, on)}
    if not found.rows and not found.whole.values:
        context["heirs"] = [(name, _link(request, phase, uid, on)) for uid, name in heirs_of(phase, chosen, on)]
    return render(request, "desk/totals.html", context, status=422 if wrong else 200)


def _day(text: str) -> tuple[date, str]:
    """The day asked for; today, with a sentence, where it is none."""
    if not text:
        return today(), ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return today(), _("“{text}” is no day. Write it as 2025-06-30. The table shows today.").format(text=text)


def _context(phase: Phase, unit: Unit, found: Totals, on: date, view: View) -> dict[str, Any]:
    here = reverse("desk:totals_of", args=[phase.uid, unit.uid])
    before = before_the_last_change(today())
    days = [(_("Today"), today()), *([(_("Before the last merger"), before)] if before else [])]
    return {
        "phase": phase,
        "unit": unit,
        "totals": found,
        "on": on,
        "view": view,
        "views": [(View.THEN, _("as it was then")), (View.NOW, _("carried over to the organisation of the day"))],
        "days": [(label, day, f"{here}?{_query(day, view)}") for label, day in days],
        "here": here,
        "query": _query(on, view),
    }


def _query(on: date, view: View) -> str:
    return urlencode({"on": on.isoformat(), "view": view.value})


def _crumbs(request: HttpRequest, phase: Phase, unit: Unit, on: date) -> list[tuple[str, str]]:
    crumbs = [of_round(phase.round), (phase.title, "")]
    above = parent_of(unit, phase.round.line, on)
    if above is not None and (address := _link(request, phase, above.uid, on)):
        crumbs.append((name_of(above, on), address))
    return round_crumbs(*crumbs, (name_of(unit, on), ""))


def _link(request: HttpRequest, phase: Phase, uid: UUID, on: date) -> str:
    """The totals of another unit, asked for as these; nothing for who may not open them."""
    try:
        totals_unit_for(person_for(request), phase, uid, on)
    except (Http404, PermissionDenied):
        return ""
    return f"{reverse('desk:totals_of', args=[phase.uid, uid])}?{request.GET.urlencode()}"


def _columns() -> list[str]:
    return [
        _("Unit"),
        _("Duties"),
        _("Handed in"),
        _("Completeness"),
        _("On-time rate"),
        _("Attendances"),
        _("Of those expected"),
    ]


def _line(name: str, of: Figures) -> list[str | int | float | None]:
    rates = [None if rate is None else float(rate) for rate in (of.completeness, of.on_time, of.attendance)]
    return [name, of.owed, of.handed_in, rates[0], rates[1], of.seats, rates[2]]


def _as_json(found: Totals, unit: Unit, on: date, view: View) -> dict[str, Any]:
    return {
        "unit": {"uid": str(unit.uid), "name": found.name, **_figures(found.whole)},
        "on": on.isoformat(),
        "view": view.value,
        "own": _figures(found.own),
        "children": [_child(row) for row in found.rows],
        "carried_over": [asdict(one) for one in found.carried],
    }


def _child(row: Row) -> dict[str, Any]:
    told = {"uid": str(row.uid), "code": row.code, "name": row.name, "stands": row.stands}
    return told | _figures(row.figures)


def _figures(of: Figures) -> dict[str, Any]:
    rates = {"completeness": of.completeness, "on_time": of.on_time, "attendance": of.attendance}
    return {
        "duties": of.owed,
        "handed_in": of.handed_in,
        "attendances": of.seats,
        **{name: None if rate is None else round(float(rate), 4) for name, rate in rates.items()},
    }
