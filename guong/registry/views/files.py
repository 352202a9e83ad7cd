"""Files of a paper for staff: listed, opened as pictures, taken along, added and removed."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guong.files.queries import page_image, pages_shown, stream
from guong.files.rules import ENDINGS
from guong.jobs.clock import today
from guong.registry.access import document_for, file_for
from guong.registry.actions import add_files, files_may_change, remove_file
from guong.registry.forms import AddFilesForm
from guong.registry.models import DocumentFile, OfficialDocument
from guong.registry.rules import Refused
from guong.registry.views.asking import ask, of_paper
from guong.registry.views.shown import type_words
from guong.registry.views.uploads import given_files, image_response
from guong.units.access import person_for, person_required
from guong.units.enums import Verb


@dataclass(frozen=True)
class FileLine:
    """A file as the page of its paper lists it."""

    held: DocumentFile
    kind: str
    shown: int
    taken_out: bool


def file_lines(document: OfficialDocument) -> Iterator[FileLine]:
    for held in document.document_files.select_related("file"):
        gone = held.file.taken_out_at is not None
        kind = ENDINGS.get(held.file.media_type, "").upper()
        yield FileLine(held, kind, 0 if gone else pages_shown(held.file), gone)


@person_required
def download(request: HttpRequest, uid: UUID, file: UUID) -> HttpResponseBase:
    """The file as it came, never opened inside a page of ours."""
    held = file_for(person_for(request), uid, file, today())
    response = StreamingHttpResponse(stream(held.file), content_type=held.file.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name(held))}"
    response["Content-Length"] = str(held.file.size)
    response["Cache-Control"] = "private, no-store"
    return response


def file_name(held: DocumentFile) -> str:
    """The paper's symbol, what the file is of it, and an ending that fits what it contains."""
    paper = (held.document.symbol or held.document.type).replace("/", "-").replace(" ", "")
    same = list(held.document.document_files.filter(role=held.role).values_list("pk", flat=True))
    count = f"-{same.index(held.pk) + 1}" if len(same) > 1 else ""
    role = "" if held.role == "main" else f"-{held.role}"
    return f"{paper}{role}{count}.{ENDINGS[held.file.media_type]}"


@person_required
def pages(request: HttpRequest, uid: UUID, file: UUID) -> HttpResponseBase:
    """All pages of a file one under another, as pictures."""
    held = file_for(person_for(request), uid, file, today())
    numbers = range(1, pages_shown(held.file) + 1)
    title = held.document.symbol or type_words(held.document.type)
    return render(request, "registry/pages.html", {"held": held, "numbers": numbers, "title": title})


@person_required
def page(request: HttpRequest, uid: UUID, file: UUID, number: int) -> HttpResponseBase:
    held = file_for(person_for(request), uid, file, today())
    return image_response(page_image(held.file, number))


@person_required
def add(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    document = document_for(person, uid, today(), to=Verb.DIRECT)
    form = AddFilesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = given_files(form.cleaned_data["given"])
        try:
            add_files(by=person, document=document, given=given, role=form.cleaned_data["role"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("registry:document", document.uid)
    context = {"form": form, "document": document, "open": files_may_change(document)}
    return render(request, "registry/add_files.html", context, status=422 if form.errors else 200)


@person_required
def remove(request: HttpRequest, uid: UUID, file: UUID) -> HttpResponseBase:
    """Ask, then take the file away from the paper."""
    person = person_for(request)
    held = file_for(person, uid, file, today(), to=Verb.DIRECT)
    question = of_paper(
        held.document,
        _("Remove {name} from {symbol}?").format(
            name=file_name(held), symbol=held.document.symbol or type_words(held.document.type)
        ),
        _("The file leaves the document. Where nothing else holds it, it is deleted."),
        _("Remove"),
        _("The file is removed."),
    )
    return ask(request, question, lambda: remove_file(by=person, held=held))
