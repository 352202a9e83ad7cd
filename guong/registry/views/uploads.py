"""A paper from its files: put in, confirmed beside the page, registered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guong.files.models import StoredFile
from guong.files.queries import page_image, pages_shown, text
from guong.jobs.clock import today
from guong.registry.access import upload_for
from guong.registry.actions import (
    drop_upload,
    find_or_make_issuer,
    hold_upload,
    register_upload,
    throw_away_upload,
)
from guong.registry.actions.uploading import Given
from guong.registry.forms import ConfirmForm, UploadForm
from guong.registry.models import OfficialDocument, Upload
from guong.registry.proposals import Proposal, propose
from guong.registry.rules import Refused, refuse_marks
from guong.registry.views.shown import type_words
from guong.units.access import person_for, scope, verb_required
from guong.units.enums import Verb
from guong.units.models import Person
from guong.units.queries import working_in

SHOWN_PAGES = 3


def given_files(sent: list[Any]) -> list[Given]:
    """Files of a form as the actions take them."""
    return [Given(str(each.name), each.read()) for each in sent]


def image_response(image: bytes) -> HttpResponse:
    """A page as a picture for this one look: kept by no browser and no proxy."""
    if not image:
        raise Http404
    return HttpResponse(image, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


@verb_required(Verb.DIRECT)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Step one: choose the files. Nothing is registered yet."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            held = hold_upload(by=person_for(request), given=given_files(form.cleaned_data["given"]))
        except Refused as refused:
            form.add_error("given", str(refused))
        else:
            return redirect("registry:upload_confirm", held.uid)
    return render(request, "registry/upload.html", {"form": form}, status=422 if form.errors else 200)


@verb_required(Verb.DIRECT)
def confirm(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Step two: what was read, beside the page; a person corrects and confirms."""
    person = person_for(request)
    held = upload_for(person, uid)
    proposal = propose(held)
    form = _form(request, person, held, proposal)
    if request.method == "POST" and form.is_valid():
        try:
            document = _registered(person, held, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = document.symbol or type_words(document.type)
            messages.success(request, _("{symbol} is in the register.").format(symbol=said))
            return redirect("registry:document", document.uid)
    context = {"form": form, "upload": held, "proposal": proposal, "sheets": list(_sheets(held))}
    return render(request, "registry/confirm.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, person: Person, held: Upload, proposal: Proposal) -> ConfirmForm:
    on = today()
    keepers = list(scope(person, Verb.DIRECT, on))
    first = working_in(person, Verb.DIRECT, on)
    initial: dict[str, Any] = {"keeper": first.unit.uid if first else None, **proposal.values}
    rows = list(held.files.select_related("file"))
    return ConfirmForm(
        request.POST or None, keepers=keepers, on=on, initial=initial, uploaded=rows, places=proposal.places
    )


def _registered(person: Person, held: Upload, form: ConfirmForm) -> OfficialDocument:
    roles, given = form.roles(), dict(form.cleaned_data)
    refuse_marks(given["symbol"], given["abstract"])
    issuer = find_or_make_issuer(name=given.pop("issuer_name"), code=given.pop("issuer_code"))
    return register_upload(by=person, upload=held, roles=roles, issuer=issuer, **given)


def _sheets(held: Upload) -> Any:
    """Per file: its row, the numbers of the pages shown, and its words where it has no pictures."""
    for row in held.files.select_related("file"):
        shown = pages_shown(row.file)
        yield row, range(1, min(shown, SHOWN_PAGES) + 1), "" if shown else _start_of(row.file)


def _start_of(file: StoredFile) -> str:
    return text(file).split("\f", maxsplit=1)[0][:4000]


@verb_required(Verb.DIRECT)
def page(request: HttpRequest, uid: UUID, order: int, number: int) -> HttpResponseBase:
    """A page of a held file, as a picture."""
    held = upload_for(person_for(request), uid)
    row = get_object_or_404(held.files.select_related("file"), order=order)
    return image_response(page_image(row.file, number))


@require_POST
@verb_required(Verb.DIRECT)
def drop(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Let the files go; with `marked`, because a person saw a secrecy mark on them."""
    person = person_for(request)
    held = upload_for(person, uid)
    if "marked" in request.POST:
        throw_away_upload(by=person, upload=held)
        messages.success(request, _("The files were thrown away with their keys. Their marks and the reason stay."))
    else:
        drop_upload(upload=held)
        messages.success(request, _("The files were let go. Nothing of them is kept."))
    return redirect("registry:upload")
