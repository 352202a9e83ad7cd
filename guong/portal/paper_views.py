"""One public paper: its page for today or another day, and its files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from guong.files.queries import TakenOut, stream
from guong.jobs.clock import today
from guong.keys.seal import KeyMissing, Tampered
from guong.portal import queries
from guong.portal.addresses import file_url, paper_url
from guong.portal.documents import file_label, paper_of, type_name
from guong.portal.facets import CITED
from guong.portal.life import life_of
from guong.portal.linked_data import linked_data
from guong.portal.paper_text import Piece, pieces
from guong.portal.shell import front, show
from guong.portal.views import article_url
from guong.registry.enums import FileRole
from guong.registry.models import DocumentFile, OfficialDocument
from guong.registry.queries import cited_in, public_document, publicly_citing, read_from

DAY = "ngay"  # names in addresses do not change with the language of the page
_ON_A_DAY = 20  # characters of a day that are read


@dataclass(frozen=True)
class AskedDay:
    """The day for which the state is shown, and what was typed where that is no day."""

    day: date
    chosen: bool = False
    typed: str = ""


@dataclass(frozen=True)
class Named:
    """Another page as a link."""

    address: str
    label: str
    about: str = ""
    on: date | None = None


def _named(document: OfficialDocument) -> Named:
    label = document.symbol or type_name(document.type)
    return Named(paper_url(document), label, document.abstract, document.issued_on)


@require_safe
def document(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """One public paper; an internal one is as if it were not there."""
    given = front()
    found = public_document(uid)
    address = paper_url(found)
    if request.path != address:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    asked = _asked_day(request)
    paper = paper_of(found, asked.day)
    life = life_of(found, asked.day)
    full = _text(found)
    context = {
        "document": found,
        "paper": paper,
        "asked": asked,
        "address": request.build_absolute_uri(address),
        "files": [
            {"url": file_url(found, one.file.uid), "label": file_label(one.file), "title": _title(one)}
            for one in _files(found)
        ],
        "relations": life.lines,
        "bar": life.bar,
        "text": _pieces(found, full) if full else [],
        "closed": full is None,
        "abstract": _pieces(found, found.abstract) if full == "" else [Piece(found.abstract)],
        "citing": [_named(one) for one in publicly_citing(found)],
        "news": [Named(article_url(given, one), one.title, on=one.shown_on) for one in queries.news_citing(found)],
        "citing_url": f"{reverse('portal:search')}?{urlencode({CITED: str(found.uid)})}",
        "original": [_named(one) for one in queries.public_original(found)],
        "copies": [_named(one) for one in queries.public_copies(found)],
        "linked_data": linked_data(request, found, paper_of(found, today()) if asked.chosen else paper, life.lines),
        "crumbs": [(_("Home"), "/"), (_("Documents"), reverse("portal:documents")), (paper.name, "")],
    }
    return show(request, given, "portal/document.html", context)


def _asked_day(request: HttpRequest) -> AskedDay:
    typed = request.GET.get(DAY, "").replace("\0", "").strip()[:_ON_A_DAY]
    day = _read_day(typed)
    return AskedDay(day, chosen=day != today()) if day else AskedDay(today(), typed=typed)


def _read_day(typed: str) -> date | None:
    """2022-08-31, as browsers send it, or 31/8/2022, as people write it."""
    written = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", typed, re.ASCII)
    try:
        if written:
            day, month, year = map(int, written.groups())
            return date(year, month, day)
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _text(document: OfficialDocument) -> str | None:
    """The text in clear; None where its key is not on this machine."""
    try:
        return read_from(document).text
    except (KeyMissing, Tampered):
        return None


def _pieces(document: OfficialDocument, text: str) -> list[Piece]:
    return pieces(text, cited_in("document", document.uid))


def _files(document: OfficialDocument) -> Iterator[DocumentFile]:
    kept = document.document_files.filter(file__taken_out_at__isnull=True).select_related("file")
    return kept.iterator()


def _title(kept: DocumentFile) -> str:
    """What a file is where it is not the paper itself."""
    return kept.title or ("" if kept.role == FileRole.MAIN else kept.get_role_display())


def _file(uid: UUID, file: UUID) -> DocumentFile:
    """A file of a public paper, taken out or not; 404 for all others."""
    found = public_document(uid)
    kept = DocumentFile.objects.filter(document=found, file__uid=file).select_related("file", "document").first()
    if kept is None:
        raise Http404
    return kept


def _mark(_request: HttpRequest, uid: UUID, file: UUID) -> str | None:
    kept = _file(uid, file).file
    return f'"{kept.sha256}"' if kept.taken_out_at is None else None


@require_safe
@condition(etag_func=_mark)
def document_file(request: HttpRequest, uid: UUID, file: UUID) -> HttpResponseBase:
    """A file of a public paper, to be kept and never opened in the page; 410 where it was taken out."""
    kept = _file(uid, file)
    content = stream(kept.file)
    try:
        start = next(content, b"")
    except TakenOut as gone:
        return _refusal(request, kept.document, str(gone), 410)
    except (KeyMissing, Tampered):
        return _refusal(request, kept.document, _("This file cannot be opened here at the moment."), 503)
    response = StreamingHttpResponse(chain([start], content), content_type=kept.file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, _name(kept)) or "attachment"
    response["Content-Length"] = str(kept.file.size)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache"  # asked for each time: what is internal tomorrow is not kept by a proxy
    return response


def _refusal(request: HttpRequest, document: OfficialDocument, sentence: str, status: int) -> HttpResponse:
    context = {"sentence": sentence, "url": paper_url(document), "name": document.symbol or document.abstract}
    return show(request, front(), "portal/file_gone.html", context, status=status)


def _name(kept: DocumentFile) -> str:
    """105-KH-TU.pdf; further files carry their place: 105-KH-TU-2.pdf."""
    paper = kept.document
    words = (paper.symbol or paper.type).replace("/", "-").replace(" ", "")
    before = DocumentFile.objects.filter(document=paper, order__lt=kept.order).count()
    place = f"-{before + 1}" if before else ""
    return f"{words}{place}.{file_label(kept.file).partition(',')[0].lower()}"
