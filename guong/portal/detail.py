"""One public paper for machines: its record, text, files, and the public papers that it has to do with."""

from datetime import date
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from guong.keys.seal import KeyMissing, Tampered
from guong.portal.addresses import file_url, paper_url
from guong.portal.records import PaperRecord, record_values
from guong.registry.enums import Publicity
from guong.registry.models import OfficialDocument
from guong.registry.queries import cited_in, effective_day, publicly_citing, read_from, relations_of, state_on


class PaperLink(Schema):
    """Another public document."""

    uid: UUID = Field(description=_("Identity. It never changes."))
    url: str = Field(description=_("Address of its page."))
    symbol: str | None = Field(description=_("Number and symbol as printed."))
    abstract: str = Field(description=_("Abstract."))


class FileRecord(Schema):
    """A file of a document."""

    url: str = Field(description=_("Address of the file."))
    role: str = Field(description=_("main, annex or scan"))
    title: str | None = Field(description=_("Title, where it has one."))
    media_type: str = Field(description=_("Kind of file."))
    size: int = Field(description=_("Bytes."))
    sha256: str = Field(description=_("Digest of the bytes."))


class RelationRecord(Schema):
    """What one document does to another, or to a part of it."""

    kind: str = Field(description=_("based_on, implements, amends, replaces, repeals, corrects or suspends"))
    by: Literal["this", "other"] = Field(description=_("Which of the two documents does it."))
    part: str | None = Field(description=_("The part that is concerned; null: the whole."))
    from_on: date | None = Field(description=_("From which day it holds."))
    until_on: date | None = Field(description=_("From which day a suspension is lifted."))
    document: PaperLink = Field(description=_("The other document."))


class CitationRecord(Schema):
    """A place in the text that names a public document. Offsets count characters of the text, or of the abstract."""

    start: int = Field(description=_("Where the place begins, counted in characters."))
    end: int = Field(description=_("Where the place ends."))
    surface: str = Field(description=_("The place as it is written."))
    part: str | None = Field(description=_("The clause that is meant; null: the whole."))
    document: PaperLink = Field(description=_("The document that is named."))


class PaperDetail(PaperRecord):
    """A public document with all that its page shows."""

    text: str | None = Field(description=_("Text, where there is one."))
    files: list[FileRecord] = Field(description=_("Files to keep, in the order in which they are read."))
    relations: list[RelationRecord] = Field(description=_("What public documents do to each other."))
    citations: list[CitationRecord] = Field(description=_("Places in the text that name public documents."))
    cited_by: list[PaperLink] = Field(description=_("Public documents that cite this one."))


def link_to(request: HttpRequest, document: OfficialDocument) -> PaperLink:
    return PaperLink(
        uid=document.uid,
        url=request.build_absolute_uri(paper_url(document)),
        symbol=document.symbol or None,
        abstract=document.abstract,
    )


def detail_of(request: HttpRequest, document: OfficialDocument, day: date) -> PaperDetail:
    return PaperDetail.model_validate(
        {
            **record_values(request, document, state_on(document, day), day),
            "text": _text(document),
            "files": _files(request, document),
            "relations": _relations(request, document),
            "citations": _citations(request, document),
            "cited_by": [link_to(request, one) for one in publicly_citing(document)],
        }
    )


def _text(document: OfficialDocument) -> str | None:
    try:
        return read_from(document).text or None
    except (KeyMissing, Tampered):
        return None


def _files(request: HttpRequest, document: OfficialDocument) -> list[FileRecord]:
    kept = document.document_files.filter(file__taken_out_at__isnull=True).select_related("file")
    return [
        FileRecord(
            url=request.build_absolute_uri(file_url(document, one.file.uid)),
            role=one.role,
            title=one.title or None,
            media_type=one.file.media_type,
            size=one.file.size,
            sha256=one.file.sha256,
        )
        for one in kept
    ]


def _relations(request: HttpRequest, document: OfficialDocument) -> list[RelationRecord]:
    rows = relations_of(document).filter(document__publicity=Publicity.PUBLIC, other__publicity=Publicity.PUBLIC)
    return [
        RelationRecord(
            kind=one.kind,
            by="this" if one.document_id == document.pk else "other",
            part=one.part or None,
            from_on=effective_day(one),
            until_on=one.until_on,
            document=link_to(request, one.other if one.document_id == document.pk else one.document),
        )
        for one in rows
    ]


def _citations(request: HttpRequest, document: OfficialDocument) -> list[CitationRecord]:
    return [
        CitationRecord(
            start=one.start,
            end=one.end,
            surface=one.surface,
            part=one.pin or None,
            document=link_to(request, one.target),
        )
        for one in cited_in("document", document.uid)
        if one.target and one.target.publicity == Publicity.PUBLIC
    ]
