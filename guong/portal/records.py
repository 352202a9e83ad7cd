"""What machines get of a public paper: one shape for the data files and for the read interface."""

from collections.abc import Iterable
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from guong.portal.addresses import paper_url
from guong.portal.documents import type_name
from guong.registry.enums import Publicity
from guong.registry.models import OfficialDocument
from guong.registry.queries import states_on

StateCode = Literal["unknown", "not_yet", "in_force", "suspended", "ended_in_part", "ended"]


class PaperRecord(Schema):
    """A public document. What is not known is null."""

    uid: UUID = Field(description=_("Identity. It never changes."))
    url: str = Field(description=_("Address of its page."))
    type: str = Field(description=_("Code of the type of document."))
    type_name: str = Field(description=_("The type in words, in the language that was asked for."))
    number: str | None = Field(description=_("Number as printed, zeros and suffix kept."))
    symbol: str | None = Field(description=_("Number and symbol as printed."))
    issuer: str | None = Field(description=_("Who issued it, by the name of that time."))
    issued_on: date | None = Field(description=_("Day of issue."))
    effective_on: date | None = Field(description=_("Day from which it holds, where the document says one."))
    ended_on: date | None = Field(description=_("Day from which it no longer holds, where one is recorded of itself."))
    abstract: str = Field(description=_("Abstract."))
    signer: str | None = Field(description=_("Name of the signer."))
    signer_capacity: str | None = Field(description=_("Capacity in which it was signed: T/M, K/T, T/L …"))
    signer_office: str | None = Field(description=_("Office of the signer on the day of signing."))
    state: StateCode = Field(description=_("State on the day in state_on, computed from days and relations."))
    state_on: date = Field(description=_("The day for which the state is told."))
    copy_of: UUID | None = Field(description=_("Identity of the original, of a copy whose original is public."))


class PaperDataset(Schema):
    """All public documents that were asked for."""

    title: str
    source: str = Field(description="Address of the page that describes the columns.")
    licence: str | None = Field(description="Licence of the data; null: none is stated.")
    state_on: date
    documents: list[PaperRecord]


COLUMNS = tuple(PaperRecord.model_fields)


def said(text: str | None) -> str:
    """A sentence of a schema in the language of the page."""
    return gettext(text) if text else ""


def for_records(found: QuerySet[OfficialDocument]) -> QuerySet[OfficialDocument]:
    """Without the sealed texts, which no record carries."""
    return found.select_related("issuer", "copy_of").defer("sealed_text", "copy_of__sealed_text")


def records_of(request: HttpRequest, documents: Iterable[OfficialDocument], day: date) -> list[PaperRecord]:
    """Records of papers that `for_records` read, with one query for their states."""
    listed = list(documents)
    states = states_on(listed, day)
    return [PaperRecord.model_validate(record_values(request, one, states[one.pk], day)) for one in listed]


def record_values(request: HttpRequest, document: OfficialDocument, state: str, day: date) -> dict[str, object]:
    original = document.copy_of
    return {
        "uid": document.uid,
        "url": request.build_absolute_uri(paper_url(document)),
        "type": document.type,
        "type_name": type_name(document.type),
        "number": document.number or None,
        "symbol": document.symbol or None,
        "issuer": document.issuer.name if document.issuer else None,
        "issued_on": document.issued_on,
        "effective_on": document.effective_on,
        "ended_on": document.ended_on,
        "abstract": document.abstract,
        "signer": document.signer or None,
        "signer_capacity": document.signer_capacity or None,
        "signer_office": document.signer_office or None,
        "state": state,
        "state_on": day,
        "copy_of": original.uid if original and original.publicity == Publicity.PUBLIC else None,
    }
