"""Bodies that issue papers: the list, one of them, who carries it on, rows that are one body."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guong.jobs.clock import today
from guong.registry.access import directs_issuer, issuer_for, issuers_for
from guong.registry.actions import edit_issuer, find_or_make_issuer, merge_issuers, succeed_issuer
from guong.registry.forms import IssuerForm, SameBodyForm, SuccessorForm
from guong.registry.models import Issuer
from guong.registry.rules import Refused, name_key
from guong.ui.export import table_response
from guong.units.access import person_for, person_required, scope, verb_required
from guong.units.enums import Verb
from guong.units.models import Person

_PER_PAGE = 50


def _held(person: Person) -> Count:
    """The number of papers in the registers that the person sees."""
    seen = scope(person, Verb.SEE, today())
    return Count("documents", filter=Q(documents__keeper__in=seen), distinct=True)


def _listed(person: Person) -> QuerySet[Issuer]:
    rows = issuers_for(person, today()).annotate(papers=_held(person))
    ordered = rows.order_by("name_key", "code", "starts_on", "pk")
    return ordered.prefetch_related("successions__successor", "precessions__predecessor")


@verb_required(Verb.DIRECT)
def issuers(request: HttpRequest) -> HttpResponseBase:
    """The bodies with their periods, who carried them on, and how many papers of theirs are held."""
    person = person_for(request)
    rows = _listed(person)
    asked = request.GET.get("q", "").strip()[:100]
    if asked:
        rows = rows.filter(Q(name_key__contains=name_key(asked)) | Q(code__iexact=asked))
    if request.GET.get("format") in {"xlsx", "csv"}:
        columns = [
            _("Name of the body"),
            _("Code of the issuer in symbols"),
            _("From"),
            _("Until before"),
            _("Documents"),
        ]
        values = rows.annotate(held=_held(person)).values_list("name", "code", "starts_on", "ends_on", "held")
        return table_response(_("issuers"), columns, values, request.GET["format"])
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/issuers.html", {"page": page, "asked": asked})


def _forms(person: Person, issuer: Issuer) -> dict[str, forms.Form]:
    own = {name: getattr(issuer, name) for name in ("name", "code", "starts_on", "ends_on")}
    others = issuers_for(person, today()).filter(code=issuer.code).exclude(pk=issuer.pk).order_by("name_key")
    bodies = [(str(one.uid), one.name) for one in others if directs_issuer(person, one, today())]
    return {
        "form": IssuerForm(initial=own),
        "successor_form": SuccessorForm(initial={"code": issuer.code}),
        **({"same_form": SameBodyForm(bodies=bodies)} if bodies else {}),
    }


def _shown(request: HttpRequest, issuer: Issuer, **changed: Any) -> HttpResponseBase:
    person = person_for(request)
    row = _listed(person).get(pk=issuer.pk)
    context = {"issuer": row, **_forms(person, issuer), **changed}
    return render(request, "registry/issuer.html", context, status=422 if changed else 200)


@person_required
def issuer(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """One body: its fields to mend, who carries it on."""
    person = person_for(request)
    found = issuer_for(person, uid, today())
    if request.method != "POST":
        return _shown(request, found)
    form = IssuerForm(request.POST)
    if form.is_valid():
        try:
            edit_issuer(by=person, issuer=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Changes to {name} are saved.").format(name=form.cleaned_data["name"]))
            return redirect("registry:issuer", found.uid)
    return _shown(request, found, form=form)


@require_POST
@person_required
def succeed(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Another body, known or new, carries this one on from a day."""
    person = person_for(request)
    found = issuer_for(person, uid, today())
    form = SuccessorForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            heir = find_or_make_issuer(name=given["name"], code=given["code"], on=given["from_on"])
            succeed_issuer(by=person, predecessor=found, successor=heir, from_on=given["from_on"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("{name} carries it on.").format(name=heir.name))
            return redirect("registry:issuer", found.uid)
    return _shown(request, found, successor_form=form)


@require_POST
@person_required
def merge(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Two entries are one body; this one stays."""
    person = person_for(request)
    kept = issuer_for(person, uid, today())
    gone = issuer_for(person, get_object_or_404(Issuer, uid=_uid(request.POST.get("gone"))).uid, today())
    try:
        merge_issuers(by=person, kept=kept, gone=gone)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Both entries are one body now."))
    return redirect("registry:issuer", kept.uid)


def _uid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
