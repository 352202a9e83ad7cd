"""A public paper in the words of schema.org, as a block of data in its page: browsers do not run it."""

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from guong.portal.addresses import file_url
from guong.portal.documents import Paper
from guong.portal.life import LifeLine
from guong.registry.enums import RelationKind, Validity
from guong.registry.models import OfficialDocument

_FORCE = {
    Validity.IN_FORCE: "InForce",
    Validity.ENDED_IN_PART: "PartiallyInForce",
    Validity.NOT_YET: "NotInForce",
    Validity.SUSPENDED: "NotInForce",
    Validity.ENDED: "NotInForce",
}
_ACTS = {
    RelationKind.BASED_ON: "isBasedOn",
    RelationKind.IMPLEMENTS: "legislationApplies",
    RelationKind.AMENDS: "legislationAmends",
    RelationKind.REPLACES: "legislationRepeals",
    RelationKind.REPEALS: "legislationRepeals",
    RelationKind.CORRECTS: "legislationCorrects",
    RelationKind.SUSPENDS: "legislationChanges",
}
# Inside a script element nothing may look like the end of it or the begin of another.
_HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def linked_data(
    request: HttpRequest, document: OfficialDocument, paper: Paper, lines: Sequence[LifeLine]
) -> SafeString:
    """JSON-LD that can stand inside a script element."""
    data = {name: value for name, value in _data(request, document, paper, lines).items() if value}
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_HARMLESS))  # noqa: S308  (made harmless here)


def _data(request: HttpRequest, document: OfficialDocument, paper: Paper, lines: Sequence[LifeLine]) -> dict[str, Any]:
    full = request.build_absolute_uri
    return {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": f"urn:uuid:{document.uid}",
        "url": full(paper.url),
        "name": paper.abstract,
        "inLanguage": "vi",
        "legislationType": paper.type_label,
        "legislationIdentifier": paper.symbol,
        "legislationDate": _iso(document.issued_on),
        "legislationPassedBy": {"@type": "Organization", "name": paper.issuer} if paper.issuer else None,
        "legislationLegalForce": f"https://schema.org/{_FORCE[Validity(paper.code)]}" if paper.state else None,
        "temporalCoverage": _coverage(document),
        **_related(request, lines),
        "encoding": [
            {"@type": "MediaObject", "contentUrl": full(file_url(document, one.uid)), "encodingFormat": one.media_type}
            for one in document.files.filter(taken_out_at__isnull=True).order_by("document_files__order")
        ],
    }


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


def _coverage(document: OfficialDocument) -> str:
    """The days that the paper says of itself: from its first to its last, or open."""
    first = _iso(document.effective_on or document.issued_on)
    return f"{first}/{_iso(document.ended_on) or '..'}" if first else ""


def _related(request: HttpRequest, lines: Sequence[LifeLine]) -> dict[str, list[dict[str, str]]]:
    """What the paper does to others; what others do to it stands in their own data."""
    found: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        if line.acts:
            entry = {"@type": "Legislation", "url": request.build_absolute_uri(line.url), "name": line.symbol}
            found.setdefault(_ACTS[RelationKind(line.acts)], []).append(entry)
    return found
