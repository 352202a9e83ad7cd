"""Which public papers an address asks for. Lists, feeds and data files share it."""

import re
from collections.abc import Mapping

from django.db.models import QuerySet

from guong.portal.documents import papers
from guong.registry.models import OfficialDocument
from guong.search.queries import search

MOST = 200  # characters of a question that are read
_HITS = 500
_YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)
FACETS = {"nam": "year", "loai": "type", "co-quan": "issuer"}


def asked_for(given: Mapping[str, str]) -> dict[str, str]:
    """What a query asks for; signs that no text holds are left out, as no engine takes them."""
    read = {name: (given.get(name) or "").replace("\0", "").strip()[:MOST] for name in (*FACETS, "q")}
    return {name: value for name, value in read.items() if value}


def found_by(query: str) -> QuerySet[OfficialDocument]:
    """All public papers, or those that the search index finds."""
    if not query:
        return papers()
    hits = search(query, kind="document", per=_HITS).hits
    return papers().filter(uid__in=[hit.id.removeprefix("document:") for hit in hits])


def chosen(found: QuerySet[OfficialDocument], asked: Mapping[str, str]) -> QuerySet[OfficialDocument]:
    """The papers that every filter lets through; a year that is none lets nothing through."""
    if year := asked.get("nam"):
        found = found.filter(issued_on__year=int(year)) if _YEAR.fullmatch(year) else found.none()
    if "loai" in asked:
        found = found.filter(type=asked["loai"])
    if "co-quan" in asked:
        found = found.filter(issuer__name=asked["co-quan"])
    return found


def narrowed(asked: Mapping[str, str]) -> QuerySet[OfficialDocument]:
    return chosen(found_by(asked.get("q", "")), asked)
