"""Walking a published figure back to the receipts behind it."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guong.figures import links, queries
from guong.figures.access import publication_for
from guong.figures.definitions import DEFINITIONS
from guong.figures.models import Publication, PublicationSource
from guong.jobs.clock import now, today
from guong.rounds.models import Phase
from guong.rounds.receipts import number
from guong.ui.export import table_response
from guong.units.access import acting
from guong.units.queries import name_of, names_of

PER_PAGE = 50


@login_required
def walk_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The figure with its definition, scope, time and view, and every receipt that it is made of."""
    publication = publication_for(acting(request), uid, at=today())
    rows = queries.walk_back(publication)
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _export(publication, list(rows), request.GET["format"])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = names_of([row.unit_id for row in page], publication.on)
    phase = Phase.objects.select_related("round").get(uid=publication.series)
    context = {
        "publication": publication,
        "definition": DEFINITIONS[publication.definition],
        "unit_name": name_of(publication.unit, publication.on),
        "phase": phase,
        "moved": queries.moved(publication, phase, now()),
        "page": page,
        "rows": [
            (names[row.unit_id], row, number(row.submission.receipt), links.submission_page(row.submission))
            for row in page
        ],
    }
    return render(request, "figures/walk_back.html", context)


def _export(publication: Publication, rows: list[PublicationSource], kind: str) -> HttpResponse:
    names = names_of([row.unit_id for row in rows], publication.on)
    columns = [_("Unit"), _("Receipt"), _("Arrived"), _("Value")]
    table: list[list[str | int | datetime]] = [
        [
            names[row.unit_id],
            number(row.submission.receipt),
            row.submission.arrived_at,
            row.value,
        ]
        for row in rows
    ]
    return table_response(f"figure-{publication.uid}", columns, table, format=kind)
