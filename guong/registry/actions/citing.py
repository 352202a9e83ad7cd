"""What a text cites: found, linked, settled by hand where several papers could be meant."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from guong.jobs.outbox import tell
from guong.registry.actions.entries import write
from guong.registry.enums import Resolution
from guong.registry.models import Citation, OfficialDocument
from guong.registry.resolve import store_linked
from guong.registry.rules import iso_day, symbol_key
from guong.units.models import Person, Unit
from guong.viet import citations
from guong.viet.citations import Kind, Subkind


class _Host(NamedTuple):
    """The text in which a citation stands, and whose register is looked at first."""

    kind: str
    uid: UUID
    document: OfficialDocument | None
    keeper: Unit | None


@transaction.atomic
def record_citations(
    *,
    host_kind: str,
    host: UUID,
    text: str,
    document: OfficialDocument | None = None,
    keeper: Unit | None = None,
) -> list[Citation]:
    """Find what a text cites and link it, in place of what was found in an earlier version of the text.

    Called inside the act that stores the text. A target that a person chose stays with the same symbol.
    """
    chosen = _chosen(host_kind, host)
    Citation.objects.filter(host_kind=host_kind, host=host).delete()
    place = _Host(host_kind, host, document, keeper or (document.keeper if document else None))
    seen = citations.find(text)
    drafts = (_citation(each, text, place) for each in seen if not _looks_back(each))
    found = [draft for draft in drafts if not (document and _is_own(draft, document))]
    for citation in found:
        citation.settled_by, citation.target = chosen.get(citation.symbol_key, (None, None))
        citation.resolution = Resolution.RESOLVED if citation.target else citation.resolution
    return [*store_linked(found), *_refer_back(seen, found, text, place)]


def _refer_back(
    seen: Iterable[citations.Citation], found: Iterable[Citation], text: str, host: _Host
) -> list[Citation]:
    """Places that mean an earlier one of the same text ("Quyết định này", "Hướng dẫn số 05"): they carry its symbol, so
    that they resolve with it, now and whenever it does.
    """
    earlier = {citation.start: citation for citation in found}
    back = []
    for each in seen:
        meant = earlier.get(each.refers_to[0]) if len(each.refers_to) == 1 else None
        if meant is not None:
            citation = _citation(each, text, host)
            citation.antecedent, citation.symbol_key = meant, meant.symbol_key
            citation.resolution, citation.target, citation.copy = meant.resolution, meant.target, meant.copy
            citation.settled_by = meant.settled_by
            back.append(citation)
    return Citation.objects.bulk_create(back)


def _looks_back(found: citations.Citation) -> bool:
    """A place that means one paper named above it, or the text itself; one that may mean several stands for itself."""
    return found.subkind == Subkind.BACKREF or len(found.refers_to) == 1


def _is_own(citation: Citation, document: OfficialDocument) -> bool:
    """A paper prints its own symbol in its head."""
    days = {citation.cited_on, document.issued_on} - {None}
    return citation.symbol_key != "" and citation.symbol_key == document.symbol_key and len(days) < 2


def _chosen(host_kind: str, host: UUID) -> dict[str, tuple[Person | None, OfficialDocument | None]]:
    rows = Citation.objects.filter(host_kind=host_kind, host=host, settled_by__isnull=False).exclude(symbol_key="")
    return {row.symbol_key: (row.settled_by, row.target) for row in rows.select_related("settled_by", "target")}


def _citation(found: citations.Citation, text: str, host: _Host) -> Citation:
    numbered = found.kind == Kind.NUMBERED and found.core_start is not None and found.core_end is not None
    symbol = " ".join(text[found.core_start : found.core_end].split())[:80] if numbered else ""
    return Citation(
        document=host.document,
        keeper=host.keeper,
        host_kind=host.kind,
        host=host.uid,
        start=found.start,
        end=found.end,
        surface=" ".join(text[found.start : found.end].split())[:400],
        type=(found.type or "")[:20],
        pin=" ".join((found.pin or "").split())[:80],
        symbol=symbol,
        symbol_key=symbol_key(symbol),
        body_name=(found.body_name or "")[:200],
        cited_on=iso_day(found.date),
        resolution=Resolution.UNRESOLVED if numbered else Resolution.NAMED,
    )


@transaction.atomic
def settle_citation(*, by: Person, citation: Citation, document: OfficialDocument) -> None:
    """A person says which paper is meant; that holds for the same symbol in the same text."""
    rows = Citation.objects.filter(host_kind=citation.host_kind, host=citation.host)
    same = rows.filter(symbol_key=citation.symbol_key) if citation.symbol_key else rows.filter(pk=citation.pk)
    same.update(target=document, resolution=Resolution.RESOLVED, settled_by=by)
    for each in same:
        each.candidates.clear()
    write(by, "settle_citation", citation.uid, {"document": str(document.uid)})
    tell("public.changed", f"{citation.host_kind}:{citation.host}")
