"""Nơi nhận: line by line, who has opened; and what one's own units received."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.registry import recipients as read
from guong.registry.access import KEEPING, keeps_papers, own_paper_for, received
from guong.registry.actions import Address, address_paper, strike_recipient
from guong.registry.enums import Stage
from guong.registry.models import OfficialDocument
from guong.registry.office_forms import FillForm, PasteForm
from guong.registry.rules import Refused
from guong.registry.views.shown import clipped, type_words
from guong.ui.export import table_response
from guong.ui.templatetags.ui import moment
from guong.units.access import own_units, person_for, person_required
from guong.units.enums import Verb
from guong.units.models import Person
from guong.units.queries import names_of

PER_PAGE = 50


@person_required
def recipients(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The table with its ways to fill it; `format` takes it away as a sheet."""
    person, on = person_for(request), today()
    document = own_paper_for(person, uid, on)
    if request.method == "POST":
        return _changed(request, person, document, on)
    lines = read.unopened_first(read.lines(document, on))
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _sheet(lines, request.GET["format"])
    return _page(request, document, lines, FillForm(), PasteForm())


def _page(
    request: HttpRequest, document: OfficialDocument, lines: list[read.Line], fill: FillForm, paste: PasteForm
) -> HttpResponse:
    sent = [line for line in lines if line.recipient.sent_at]
    unopened = [line for line in sent if not line.recipient.opened_at]
    context = {
        "document": document,
        "title": document.symbol or clipped(document.abstract),
        "lines": lines,
        "sent": len(sent),
        "unopened": len(unopened),
        "issued": document.stage == Stage.ISSUED,
        "fill": fill,
        "paste": paste,
    }
    return render(request, "registry/recipients.html", context, status=422 if fill.errors or paste.errors else 200)


def _changed(request: HttpRequest, person: Person, document: OfficialDocument, on: date) -> HttpResponse:
    fill = FillForm(request.POST if "fill" in request.POST else None)
    paste = PasteForm(request.POST if "paste" in request.POST else None)
    try:
        if "strike" in request.POST and request.POST["strike"].isdigit():
            strike_recipient(by=person, document=document, order=int(request.POST["strike"]))
        elif fill.is_valid() or paste.is_valid():
            added = address_paper(by=person, document=document, lines=_lines(fill, paste, document, on))
            messages.success(request, _("{count} recipients added.").format(count=added))
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, document, read.unopened_first(read.lines(document, on)), fill, paste)
    if fill.errors or paste.errors:
        return _page(request, document, read.unopened_first(read.lines(document, on)), fill, paste)
    return redirect("registry:recipients", document.uid)


def _lines(fill: FillForm, paste: PasteForm, document: OfficialDocument, on: date) -> list[Address]:
    if paste.is_bound:
        given = paste.cleaned_data
        return read.recognised(given["text"], document.keeper, on, purpose=given["purpose"])
    which = read.units_below if fill.cleaned_data["who"] == "below" else read.unit_above
    return [Address(fill.cleaned_data["purpose"], unit=unit) for unit in which(document.keeper, on)]


def _sheet(lines: list[read.Line], format: str) -> HttpResponse:
    columns = [_("Recipient"), _("What for"), _("Sent at"), _("Opened at"), _("Opened by"), _("Head"), _("Telephone")]
    rows = [
        (
            line.name,
            line.recipient.get_purpose_display(),
            moment(line.recipient.sent_at),
            moment(line.recipient.opened_at),
            line.recipient.opened_by.name if line.recipient.opened_by else "",
            line.head,
            line.phone,
        )
        for line in lines
    ]
    return table_response(_("recipients"), columns, rows, format)


@person_required
def received_papers(request: HttpRequest) -> HttpResponseBase:
    """Papers sent to the units whose people the person belongs to, those nobody opened first."""
    person, on = person_for(request), today()
    rows = received(own_units(person, [Verb.SEE], on)).select_related("document__issuer", "opened_by", "collective")
    newest = rows.order_by(F("opened_at").desc(nulls_first=True), "-sent_at", "-pk")
    page = Paginator(newest, PER_PAGE).get_page(request.GET.get("page"))
    units = names_of([row.unit_id for row in page.object_list if row.unit_id], on)
    shown = [
        (row, type_words(row.document.type), row.collective.name if row.collective else units.get(row.unit_id or 0, ""))
        for row in page.object_list
    ]
    context = {"rows": shown, "page": page, "may_register": own_units(person, [Verb.DIRECT], on).exists()}
    return render(request, "registry/received.html", context)


def sent_context(person: Person, document: OfficialDocument, on: date) -> dict[str, object]:
    """What the page of a paper says of its recipients; who opened is for those who keep the unit's papers."""
    keeps = keeps_papers(person, document.keeper, on)
    return {
        "recipient_lines": read.lines(document, on),
        "keeps_papers": keeps,
        "may_copy": own_units(person, KEEPING, on).exists(),
    }
