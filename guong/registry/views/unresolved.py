"""Citations that no paper answers, and those that several could."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guong.jobs.clock import today
from guong.registry import queries
from guong.registry.access import citation_for, documents_for
from guong.registry.actions import settle_citation
from guong.registry.enums import Publicity
from guong.registry.forms import CandidateForm
from guong.registry.views.register import PER_PAGE
from guong.ui.export import table_response
from guong.units.access import person_for, person_required, scope, verb_required
from guong.units.enums import Verb


@verb_required(Verb.DIRECT)
def unresolved(request: HttpRequest) -> HttpResponseBase:
    """What texts of the registers cite and no register holds, or what could be several papers."""
    rows = queries.unresolved(scope(person_for(request), Verb.DIRECT, today()))
    if request.GET.get("format") in {"xlsx", "csv"}:
        values = ((row.symbol, row.surface, row.cited_on, row.get_resolution_display()) for row in rows)
        columns = [_("Number and symbol"), _("As printed"), _("Day of issue"), _("State")]
        return table_response(_("not-held"), columns, values, request.GET["format"])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/unresolved.html", {"page": page, "publicity": Publicity})


@require_POST
@person_required
def settle(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """A person says which of several papers is meant."""
    person, on = person_for(request), today()
    citation = citation_for(person, uid, on)
    form = CandidateForm(request.POST)
    if form.is_valid():
        chosen = get_object_or_404(documents_for(person, on), uid=form.cleaned_data["document"])
        settle_citation(by=person, citation=citation, document=chosen)
        messages.success(request, _("“{words}” is linked.").format(words=citation.surface))
    return redirect("registry:unresolved")
