"""The organisation as everybody may see it: a page for each unit, on any day up to today."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.portal.shell import front, show
from guong.units.models import Unit
from guong.units.queries import line_in_use
from guong.units.queries.browsing import Row
from guong.units.queries.chart import ChartPage, chart_page, chart_roots

DAY = "ngay"
Group = tuple[str, list[Row]]


def chart(request: HttpRequest) -> HttpResponse:
    """The unit whose portal this is; where there is none, the tops of the line."""
    given, on = front(), _day(request)
    top = given.home.unit
    page = chart_page(top, line_in_use(), on) if top is not None else None
    if page is not None:
        return _shown(request, page, on)
    context = {"groups": _by_kind(chart_roots(line_in_use(), on)), "crumbs": _crumbs(None, on)}
    return show(request, given, "portal/chart.html", context | _around(on))


def unit(request: HttpRequest, uid: UUID) -> HttpResponse:
    on = _day(request)
    page = chart_page(get_object_or_404(Unit, uid=uid), line_in_use(), on)
    if page is None:
        raise Http404
    return _shown(request, page, on)


def _shown(request: HttpRequest, page: ChartPage, on: date) -> HttpResponse:
    context = {"page": page, "kind": _kind(page.kind), "groups": _by_kind(page.below), "crumbs": _crumbs(page, on)}
    return show(request, front(), "portal/chart.html", context | _around(on))


def _around(on: date) -> dict[str, Any]:
    return {"on": on, "other_day": on != today(), "keep": _keep(on)}


def _day(request: HttpRequest) -> date:
    """The day asked for, today at the latest: what is decided for later is told when it is in force."""
    try:
        return min(date.fromisoformat(request.GET.get(DAY, "")), today())
    except ValueError:
        return today()


def _keep(on: date) -> str:
    return "" if on == today() else f"?{urlencode({DAY: on.isoformat()})}"


def _kind(code: str) -> str:
    return settings.PACK.label("unit_kinds", code, get_language() or "vi")


def _by_kind(rows: Sequence[Row]) -> list[Group]:
    """Units under the name of their kind, kinds in the order of the pack."""
    order = {entry.code: place for place, entry in enumerate(settings.PACK.table("unit_kinds"))}
    ranked = sorted(rows, key=lambda row: order.get(row.kind, len(order)))
    return [(_kind(kind), list(group)) for kind, group in groupby(ranked, key=lambda row: row.kind)]


def _crumbs(page: ChartPage | None, on: date) -> list[tuple[str, str]]:
    chart_url = reverse("portal:chart") + _keep(on)
    start = [(_("Home"), "/"), (_("Organisation chart"), chart_url if page else "")]
    if page is None:
        return start
    above = [(row.name, reverse("portal:chart_unit", args=[row.unit.uid]) + _keep(on)) for row in page.path]
    return [*start, *above, (page.name, "")]
