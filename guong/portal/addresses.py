"""Addresses of papers: number and day in words for people, then the id, which alone decides.

Whoever follows an address with other words before the id (an older number, a wrong day, none) is led to today's.
"""

import re
from uuid import UUID

from django.urls import reverse
from django.urls.converters import register_converter

from guong.registry.models import OfficialDocument
from guong.viet.fold import fold

_ID = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
_ID_LENGTH = 36


class PaperConverter:
    """`105-kh-tu-2022-02-24-0190a0a0-…`: words that are not looked at, then the id."""

    regex = rf"(?:[0-9A-Za-z]+-)*{_ID}"

    def to_python(self, value: str) -> UUID:
        return UUID(value[-_ID_LENGTH:])

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(PaperConverter, "paper")


def spelled(document: OfficialDocument) -> str:
    """The words and the id of a paper as its address says them today."""
    number = re.sub(r"[^a-z0-9]+", "-", fold(document.symbol or document.type)).strip("-")
    day = document.issued_on.isoformat() if document.issued_on else ""
    return "-".join(part for part in (number, day, str(document.uid)) if part)


def paper_url(document: OfficialDocument) -> str:
    return reverse("portal:document", args=[spelled(document)])


def file_url(document: OfficialDocument, file: UUID) -> str:
    return reverse("portal:document_file", args=[spelled(document), file])
