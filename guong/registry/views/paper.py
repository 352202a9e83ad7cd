"""One paper: its fields, its text with citations, what cites it, its relations, its publicity."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.registry import paper_panels, queries
from guong.registry.access import document_for
from guong.registry.actions import DOCUMENT, files_may_change, make_internal, make_public, open_received
from guong.registry.doubts import doubts
from guong.registry.models import Citation, OfficialDocument
from guong.registry.views import relations
from guong.registry.views.asking import ask, of_paper
from guong.registry.views.files import file_lines
from guong.registry.views.instructions import instructions_context
from guong.registry.views.recipients import sent_context
from guong.registry.views.shown import state_words, type_words
from guong.units.access import may, person_for, person_required, scope
from guong.units.enums import Verb
from guong.units.queries import names_of
from guong.viet.flow import flowed


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, a citation where it is one, and the address of its paper where the person may open it."""

    text: str
    citation: Citation | None = None
    url: str = ""


@person_required
def document(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """One paper: its fields, its text with citations, what cites it, its relations."""
    person, on = person_for(request), today()
    found = document_for(person, uid, on)
    asked = relations.Asked.of(request, on)
    seen = scope(person, Verb.SEE, on)
    open_received(by=person, document=found, on=on)
    text = queries.read_from(found).text_if_open or found.abstract
    cited = queries.cited_in(DOCUMENT, found.uid)
    open_ids = set(OfficialDocument.objects.filter(keeper__in=seen).values_list("pk", flat=True)) if cited else set()
    return render(
        request,
        "registry/document.html",
        {
            "document": found,
            "type": type_words(found.type),
            "state": state_words(found, asked.on, asked.known),
            "on": asked.on,
            "asked": asked,
            "keeper": names_of([found.keeper], on).get(found.keeper_id, ""),
            "pieces": list(_pieces(text, cited, open_ids)),
            "doubtful": [(citation, said) for citation in cited if (said := doubts(citation))],
            "citing": queries.citing(found, seen),
            "relations": relations.panels(person, found, seen, asked),
            "may_direct": may(person, Verb.DIRECT, found.keeper, on),
            "file_lines": list(file_lines(found)),
            "may_change_files": files_may_change(found) and may(person, Verb.DIRECT, found.keeper, on),
            **sent_context(person, found, on),
            **instructions_context(person, found, on),
            "panels": paper_panels.panels(person, found, on),
        },
    )


def _pieces(text: str, cited: Iterable[Citation], open_ids: set[int]) -> Iterator[Piece]:
    text, at = flowed(text), 0
    for citation in cited:
        yield Piece(text[at : citation.start])
        target = citation.target
        url = reverse("registry:document", args=[target.uid]) if target and target.pk in open_ids else ""
        yield Piece(text[citation.start : citation.end], citation, url)
        at = citation.end
    yield Piece(text[at:])


@person_required
def publish(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Ask, then make public."""
    person = person_for(request)
    found = document_for(person, uid, today(), to=Verb.DIRECT)
    if found.taken_out_at is not None:
        raise Http404
    question = of_paper(
        found,
        _("Make {paper} public?"),
        _("Everybody can then read its fields, its text and its files on the portal and find it there."),
        _("Make public"),
        _("{symbol} is public.").format(symbol=found.symbol or type_words(found.type)),
    )
    return ask(request, question, lambda: make_public(by=person, document=found))


@person_required
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Ask, then take back from the public."""
    person = person_for(request)
    found = document_for(person, uid, today(), to=Verb.DIRECT)
    question = of_paper(
        found,
        _("Make {paper} internal?"),
        _("The portal no longer shows it, and links to it become plain text."),
        _("Make internal"),
        _("{symbol} is internal.").format(symbol=found.symbol or type_words(found.type)),
    )
    return ask(request, question, lambda: make_internal(by=person, document=found))
