"""One paper: its fields, its text with citations, what cites it, its relations, its publicity."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.registry import paper_panels, queries
from guong.registry.access import document_for
from guong.registry.actions import DOCUMENT, make_internal, make_public
from guong.registry.models import Citation, OfficialDocument, Relation
from guong.registry.views.instructions import instructions_context
from guong.registry.views.shown import state_words, type_words
from guong.units.access import may, person_for, person_required, scope
from guong.units.enums import Verb
from guong.units.models import Unit
from guong.units.queries import names_of


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
    seen = scope(person, Verb.SEE, on)
    text = found.text or found.abstract
    cited = queries.cited_in(DOCUMENT, found.uid)
    open_ids = set(OfficialDocument.objects.filter(keeper__in=seen).values_list("pk", flat=True)) if cited else set()
    return render(
        request,
        "registry/document.html",
        {
            "document": found,
            "type": type_words(found.type),
            "state": state_words(found, on),
            "on": on,
            "keeper": names_of([found.keeper], on).get(found.keeper_id, ""),
            "pieces": list(_pieces(text, cited, open_ids)),
            "citing": queries.citing(found, seen),
            "relations": list(_relations(found, open_to=seen)),
            "may_direct": may(person, Verb.DIRECT, found.keeper, on),
            "files": found.files.all(),
            **instructions_context(person, found, on),
            "panels": paper_panels.panels(person, found, on),
        },
    )


def _pieces(text: str, cited: Iterable[Citation], open_ids: set[int]) -> Iterator[Piece]:
    at = 0
    for citation in cited:
        yield Piece(text[at : citation.start])
        target = citation.target
        url = reverse("registry:document", args=[target.uid]) if target and target.pk in open_ids else ""
        yield Piece(text[citation.start : citation.end], citation, url)
        at = citation.end
    yield Piece(text[at:])


def _relations(
    document: OfficialDocument, *, open_to: QuerySet[Unit]
) -> Iterator[tuple[str, OfficialDocument, date | None]]:
    """Both sides, in the words of the pack; only papers of registers that the person sees."""
    language = get_language() or "vi"
    own = document.relations.filter(other__keeper__in=open_to).select_related("other", "document")
    others = document.related_by.filter(document__keeper__in=open_to).select_related("document")
    for relation in own:
        yield settings.PACK.label("relation_kinds", relation.kind, language), relation.other, _from(relation)
    for relation in others:
        yield _passive(relation.kind, language), relation.document, _from(relation)


def _from(relation: Relation) -> date | None:
    return queries.effective_day(relation)


def _passive(kind: str, language: str) -> str:
    entry = settings.PACK.entry("relation_kinds", kind)
    return str(entry.extra.get(f"passive_{language}", entry.extra["passive_vi"])) if entry else kind


@person_required
def publish(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Ask, then make public."""
    person = person_for(request)
    found = document_for(person, uid, today(), to=Verb.DIRECT)
    if request.method == "POST":
        make_public(by=person, document=found)
        messages.success(request, _("{symbol} is public.").format(symbol=found.symbol or type_words(found.type)))
        return redirect("registry:document", found.uid)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Make {symbol} public?").format(symbol=found.symbol or type_words(found.type)),
            "effect": _("Everybody can then read its fields, its text and its files on the portal and find it there."),
            "action": _("Make public"),
            "back": reverse("registry:document", args=[found.uid]),
        },
    )


@person_required
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Ask, then take back from the public."""
    person = person_for(request)
    found = document_for(person, uid, today(), to=Verb.DIRECT)
    if request.method == "POST":
        make_internal(by=person, document=found)
        messages.success(request, _("{symbol} is internal.").format(symbol=found.symbol or type_words(found.type)))
        return redirect("registry:document", found.uid)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Make {symbol} internal?").format(symbol=found.symbol or type_words(found.type)),
            "effect": _("The portal no longer shows it, and links to it become plain text."),
            "action": _("Make internal"),
            "back": reverse("registry:document", args=[found.uid]),
        },
    )
