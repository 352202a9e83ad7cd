from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.ui.export import table_response
from guong.units import panels, queries
from guong.units.access import person_for, person_required, unit_to_look_at, visible_tree
from guong.units.models import Mandate
from guong.units.rules import UNKNOWN_START


@person_required
def tree(request: HttpRequest) -> HttpResponseBase:
    """The part of the tree that the person may look at, as it stands today; `format` takes it away as a sheet."""
    line = request.GET.get("line") or queries.default_line()
    nodes = visible_tree(person_for(request), queries.tree(line, today()))
    language = get_language() or "vi"
    top = min((node.depth for node in nodes), default=0)
    rows = [(node, settings.PACK.label("unit_kinds", node.kind, language), node.depth - top) for node in nodes]
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _sheet(request, rows)
    lines = [(code, label, code == line) for code, label in settings.PACK.choices("lines", language, today())]
    return render(request, "units/tree.html", {"rows": rows, "lines": lines, "line": line, "on": today()})


def _sheet(request: HttpRequest, rows: list[tuple[queries.Node, str, int]]) -> HttpResponse:
    columns = [_("Unit code"), _("Kind"), _("Name"), _("Belongs to"), _("Depth")]
    names = {node.unit.pk: node.name for node, _kind, _depth in rows}
    values = [
        (node.code, kind, node.name, names.get(node.parent.pk, "") if node.parent else "", depth)
        for node, kind, depth in rows
    ]
    return table_response(_("unit-list"), columns, values, request.GET["format"])


def post_of(mandate: Mandate) -> str:
    """What a mandate is for, in words: the full title, the pack's name of the post, the role, or the following."""
    if mandate.office_title:
        return mandate.office_title
    if mandate.office:
        return settings.PACK.label("offices", mandate.office, get_language() or "vi")
    return _("assigned member who follows the unit") if mandate.follows else mandate.get_role_display()


@person_required
def unit(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """A unit today: path, kind, who holds which post, collectives, and the sections of other rooms."""
    person, on = person_for(request), today()
    found = unit_to_look_at(person, uid, on)
    drawn = queries.tree(queries.default_line(), on)
    name = queries.name_row(found, on)
    looked_at = {node.unit.pk for node in visible_tree(person, drawn)}
    return render(
        request,
        "units/unit.html",
        {
            "unit": found,
            "name": name.name if name else "",
            "kind": settings.PACK.label("unit_kinds", name.kind, get_language() or "vi") if name else "",
            "code": queries.code_of(found, on),
            "path": [(node, node.unit.pk in looked_at) for node in drawn.path(found)[:-1]],
            "children": [(node, node.unit.pk in looked_at) for node in drawn.children(found)],
            "mandates": [(mandate, post_of(mandate)) for mandate in queries.people_of(found, on)],
            "collectives": queries.collectives_of(found, on),
            "since": found.names.filter(starts_on__gt=UNKNOWN_START, known_until=None).order_by("starts_on").first(),
            "panels": panels.panels(person, found, on),
        },
    )
