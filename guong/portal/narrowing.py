"""Which public papers an address asks for. Feeds, data files and the interface for programs share it with the list."""

import re
from collections.abc import Mapping

from django.db.models import QuerySet

from guong.jobs.clock import today
from guong.portal.documents import papers
from guong.portal.facets import PAPER_FACETS, QUERY, ask_for
from guong.registry.models import OfficialDocument
from guong.search.queries import found

MOST = 200  # characters of a question that are read
_LARGEST = 10_000  # papers that a narrowed list gives away at once
_YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)


def asked_for(given: Mapping[str, str]) -> dict[str, str]:
    """What a query asks for; signs that no text holds are left out, as no engine takes them."""
    read = {name: (given.get(name) or "").replace("\0", "").strip()[:MOST] for name in (*PAPER_FACETS, QUERY)}
    return {name: value for name, value in read.items() if value}


def narrowed(asked: Mapping[str, str]) -> QuerySet[OfficialDocument]:
    """The papers that the index finds; without an index those that the register can tell, and none for words."""
    if not asked:
        return papers()
    result = found(ask_for(asked, PAPER_FACETS, today(), kind="document"), per=_LARGEST)
    if result is None:
        return _chosen(asked)
    return papers().filter(uid__in=[id.removeprefix("document:") for id in result.ids])


def _chosen(asked: Mapping[str, str]) -> QuerySet[OfficialDocument]:
    rows = papers()
    if year := asked.get("nam"):
        rows = rows.filter(issued_on__year=int(year)) if _YEAR.fullmatch(year) else rows.none()
    if "loai" in asked:
        rows = rows.filter(type=asked["loai"])
    if "co-quan" in asked:
        rows = rows.filter(issuer__name=asked["co-quan"])
    if "nguoi-ky" in asked:
        rows = rows.filter(signer=asked["nguoi-ky"])
    return rows.none() if {QUERY, "hieu-luc"} & set(asked) else rows
