"""What other programs may read of the public documents. Every answer is as the page of the document would give it."""

import base64
import binascii
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from guong.jobs.clock import today
from guong.portal.detail import PaperDetail, PaperLink, detail_of, link_to
from guong.portal.narrowing import MOST, asked_for, narrowed
from guong.portal.records import PaperRecord, for_records, records_of
from guong.registry.models import OfficialDocument
from guong.registry.public_citing import public_matches
from guong.registry.queries import public_document
from guong.ui.problems import Problem, Text
from guong.viet.citations import find

router = Router(tags=["documents"])
LARGEST_TEXT = 100_000  # characters


class OnADay(Schema):
    on: date | None = Field(None, description=_("Day for which the state is told; today where none is given."))


class PaperFilters(OnADay):
    """The filters of the list of documents, and which page of it."""

    year: int | None = Field(None, ge=1, le=9999, description=_("Year of issue."))
    type: str | None = Field(None, max_length=20, description=_("Code of the type of document."))
    issuer: str | None = Field(None, max_length=MOST, description=_("Name of the issuer, as records give it."))
    q: str | None = Field(None, max_length=MOST, description=_("Words or a number, as in the search of the site."))
    limit: int = Field(50, ge=1, le=100, description=_("How many documents at most."))
    cursor: str | None = Field(None, max_length=200, description=_("Where to read on: `next` of the last answer."))


class PaperPage(Schema):
    documents: list[PaperRecord] = Field(description=_("Newest first; those of unknown day last."))
    next: str | None = Field(description=_("Cursor of what follows; null at the end."))
    next_url: str | None = Field(description=_("Address of what follows; null at the end."))


@router.get(
    "/documents",
    response=PaperPage,
    url_name="documents",
    operation_id="documents",
    summary=_("List public documents"),
    description=_("The order is stable: documents that are made public meanwhile move nothing to another page."),
)
def documents(request: HttpRequest, filters: Query[PaperFilters]) -> PaperPage:
    day = filters.on or today()
    rows = for_records(_asked(filters)).order_by(F("issued_on").desc(nulls_last=True), "-uid")
    found = list(_after(rows, filters.cursor)[: filters.limit + 1])
    shown, more = found[: filters.limit], len(found) > filters.limit
    cursor = _cursor(shown[-1]) if more else None
    return PaperPage(
        documents=records_of(request, shown, day),
        next=cursor,
        next_url=_next_url(request, filters, cursor) if cursor else None,
    )


def _asked(filters: PaperFilters) -> QuerySet[OfficialDocument]:
    given = {"nam": filters.year, "loai": filters.type, "co-quan": filters.issuer, "q": filters.q}
    return narrowed(asked_for({name: str(value) for name, value in given.items() if value}))


def _next_url(request: HttpRequest, filters: PaperFilters, cursor: str) -> str:
    query = {**filters.model_dump(exclude_none=True), "cursor": cursor}
    return request.build_absolute_uri(f"{reverse('api:documents')}?{urlencode(query)}")


def _cursor(document: OfficialDocument) -> str:
    """Where a document stands in the order: its day and its id."""
    place = f"{document.issued_on or ''}/{document.uid}"
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _after(rows: QuerySet[OfficialDocument], cursor: str | None) -> QuerySet[OfficialDocument]:
    if cursor is None:
        return rows
    day, uid = _place(cursor)
    unknown = Q(issued_on__isnull=True)
    if day is None:
        return rows.filter(unknown, uid__lt=uid)
    return rows.filter(Q(issued_on__lt=day) | Q(issued_on=day, uid__lt=uid) | unknown)


def _place(cursor: str) -> tuple[date | None, UUID]:
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        day, _slash, uid = base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition("/")
        return date.fromisoformat(day) if day else None, UUID(uid)
    except (binascii.Error, ValueError) as error:
        raise ValidationError([{"type": "cursor", "loc": ("query", "cursor")}]) from error


@router.get(
    "/documents/{uuid:uid}",
    response={200: PaperDetail, 404: Problem},
    url_name="document",
    operation_id="document",
    summary=_("Read one public document"),
    description=_("With its text, files, relations and citations; other documents are named where they are public."),
)
def document(
    request: HttpRequest,
    uid: Annotated[UUID, Path(description=_("Identity. It never changes."))],
    filters: Query[OnADay],
) -> PaperDetail:
    return detail_of(request, public_document(uid), filters.on or today())


class CitedText(Schema):
    text: Text = Field(description=_("Text in which citations are looked for; at most 100,000 characters."))


class FoundCitation(Schema):
    """A place in the text that names a document, with the keys of `guong cite`. Offsets count characters."""

    start: int = Field(description=_("Where the place begins, counted in characters."))
    end: int = Field(description=_("Where the place ends."))
    kind: str = Field(description=_("numbered or named"))
    core_start: int | None = Field(description=_("Where number and symbol begin."))
    core_end: int | None = Field(description=_("Where number and symbol end."))
    type: str | None = Field(description=_("Code of the type of document."))
    number: str | None = Field(description=_("Number as printed, zeros and suffix kept."))
    year: int | None = Field(description=_("Year in the number, or said beside it."))
    body_code: str | None = Field(description=_("Code of the issuer in the symbol."))
    body_name: str | None = Field(description=_("Name of the issuer as printed."))
    date: str | None = Field(description=_("Day that is said; null where its year is not."))
    subkind: str | None = Field(description=_("Of a named one: title, event, group or backref."))
    surface: str = Field(description=_("The place as it is written."))
    document: PaperLink | None = Field(description=_("The public document that is meant, where it is one."))
    candidates: list[PaperLink] = Field(description=_("Public documents of which one may be meant, where several fit."))


class FoundCitations(Schema):
    citations: list[FoundCitation] = Field(description=_("In the order of the text."))


@router.post(
    "/citations",
    response=FoundCitations,
    url_name="citations",
    operation_id="citations",
    summary=_("Find the citations of a text"),
    description=_("Nothing of the text is kept."),
)
def citations(request: HttpRequest, body: CitedText) -> FoundCitations:
    if len(body.text) > LARGEST_TEXT:
        raise HttpError(
            413,
            gettext("The text has %(length)s characters; at most %(most)s are taken. Send it in parts.")
            % {"length": len(body.text), "most": LARGEST_TEXT},
        )
    found = find(body.text)
    matches = public_matches(body.text, found)
    return FoundCitations(
        citations=[_found(request, asdict(one), papers) for one, papers in zip(found, matches, strict=True)]
    )


def _found(request: HttpRequest, values: dict[str, Any], papers: list[OfficialDocument]) -> FoundCitation:
    links = [link_to(request, one) for one in papers]
    one = links[0] if len(links) == 1 else None
    return FoundCitation(**values, document=one, candidates=links if len(links) > 1 else [])
