"""What the indexes hold of papers. Papers in the making, and those that were taken out, stand in none.

The staff's index holds every issued paper with the units that may read it: the keeper of the register, and who
received it. The public one holds public papers, and of them nothing that points to an internal one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import lazy

from guong.files import queries as files
from guong.files.models import StoredFile
from guong.keys.seal import KeyMissing, Tampered
from guong.registry.actions.entries import DOCUMENT
from guong.registry.enums import Publicity, Stage
from guong.registry.models import Citation, DocumentFile, Issuer, OfficialDocument, Recipient, Relation
from guong.registry.queries import Unindexed, read_from
from guong.registry.spans import spans_of
from guong.search.docs import Doc, Passage
from guong.search.sources import Source

Address = Callable[[OfficialDocument], str]


def staff_source() -> Source:
    return Source(load=staff_docs, all_uids=lambda: _uids(_held()), also=related_to, show=staff_shown)


def public_source(address: Address) -> Source:
    """`address` gives the page on which the public reads a paper."""

    def load(uids: Sequence[str]) -> Iterator[Doc]:
        return public_docs(uids, address)

    def show(uids: Sequence[str]) -> Iterator[Doc]:
        return _shown(_public().filter(uid__in=uids), address, public=True)

    return Source(load=load, all_uids=lambda: _uids(_public()), also=related_to, show=show)


@dataclass(frozen=True, slots=True)
class Cited:
    """A public or internal paper that a text cites at a place."""

    target: str
    public: bool
    start: int
    end: int


def staff_docs(uids: Sequence[str]) -> Iterator[Doc]:
    papers = list(_held().filter(uid__in=uids))
    received = _received(papers)
    for paper, doc in _docs(papers, _staff_page, _cited_in(papers)):
        yield replace(
            doc,
            facets={**doc.facets, "direction": paper.direction, "publicity": paper.publicity},
            readers={paper.keeper_id, *received.get(paper.pk, ())},
        )


def staff_shown(uids: Sequence[str]) -> Iterator[Doc]:
    return _shown(_held().filter(uid__in=uids), _staff_page, public=False)


def public_docs(uids: Sequence[str], address: Address) -> Iterator[Doc]:
    papers = list(_public().filter(uid__in=uids))
    for _paper, doc in _docs(papers, address, _cited_publicly(papers)):
        yield doc


def _cited_publicly(papers: Sequence[OfficialDocument]) -> dict[int, list[Cited]]:
    return {paper: [one for one in each if one.public] for paper, each in _cited_in(papers).items()}


def _shown(rows: QuerySet[OfficialDocument], address: Address, *, public: bool) -> Iterator[Doc]:
    """What a page shows of found papers: no facets, readers or spans, which cost queries."""
    papers = list(rows)
    kept, cited = _files_of(papers), (_cited_publicly if public else _cited_in)(papers)
    for paper in papers:
        yield _doc(paper, address, kept.get(paper.pk, ()), cited.get(paper.pk, ()))


def _docs(
    papers: Sequence[OfficialDocument], address: Address, cited: Mapping[int, Sequence[Cited]]
) -> Iterator[tuple[OfficialDocument, Doc]]:
    """In a fixed number of queries, however many."""
    spans, issuers, kept = spans_of(papers), _issuers(papers), _files_of(papers)
    for paper in papers:
        facets = {"type": paper.type, "issuer": issuers.get(paper.issuer_id, ""), "signer": paper.signer}
        doc = _doc(paper, address, kept.get(paper.pk, ()), cited.get(paper.pk, ()))
        yield paper, replace(doc, facets=facets, spans=spans[paper.pk])


def _doc(paper: OfficialDocument, address: Address, kept: Iterable[StoredFile], named: Sequence[Cited]) -> Doc:
    own = _text(paper)
    return Doc(
        id=f"{DOCUMENT}:{paper.uid}",
        kind="document",
        title=paper.abstract,
        text="\n".join(part for part in (own, *_texts(kept)) if part),
        url=_later(paper, address),
        on=paper.issued_on,
        rank=paper.pk,
        numbers=(paper.symbol,) if paper.symbol else (),
        cites=[one.target for one in named],
        passages=tuple(Passage(one.target, one.start, one.end) for one in named if own),
    )


def _address_of(paper: OfficialDocument, address: Address) -> str:
    return address(paper)


# An index holds no addresses, and making one costs as much as cutting its text into words.
_later = lazy(_address_of, str)


def _staff_page(paper: OfficialDocument) -> str:
    return reverse("registry:document", args=[paper.uid])


def cited_publicly(host_kind: str, hosts: Sequence[str]) -> dict[str, list[tuple[str, int, int]]]:
    """By uid of a text of another kind: the public papers that it cites, by their ids, and where."""
    rows = Citation.objects.filter(host_kind=host_kind, host__in=hosts, target__publicity=Publicity.PUBLIC)
    found: dict[str, list[tuple[str, int, int]]] = {}
    for host, target, start, end in rows.order_by("start").values_list("host", "target__uid", "start", "end"):
        found.setdefault(str(host), []).append((f"{DOCUMENT}:{target}", start, end))
    return found


def related_to(uids: Iterable[str]) -> set[str]:
    """Papers whose state hangs on these ones, by however many steps."""
    found, waiting = set(uids), set(uids)
    while waiting:
        rows = Relation.objects.filter(document__uid__in=waiting).values_list("other__uid", flat=True)
        waiting = {str(uid) for uid in rows} - found
        found |= waiting
    return found


def _held() -> QuerySet[OfficialDocument]:
    issued = OfficialDocument.objects.filter(stage=Stage.ISSUED, taken_out_at__isnull=True)
    return issued.select_related("copy_of")


def _public() -> QuerySet[OfficialDocument]:
    return _held().alias(seen_by=Unindexed("publicity")).filter(seen_by=Publicity.PUBLIC)


def _uids(papers: QuerySet[OfficialDocument]) -> Iterator[str]:
    return (str(uid) for uid in papers.order_by("pk").values_list("uid", flat=True).iterator())


def _cited_in(papers: Sequence[OfficialDocument]) -> dict[int, list[Cited]]:
    hosts = [paper.uid for paper in papers]
    rows = Citation.objects.filter(host_kind=DOCUMENT, host__in=hosts, target__isnull=False).order_by("start")
    found: dict[int, list[Cited]] = {}
    for paper, target, publicity, start, end in rows.values_list(
        "document", "target__uid", "target__publicity", "start", "end"
    ):
        found.setdefault(paper, []).append(Cited(f"{DOCUMENT}:{target}", publicity == Publicity.PUBLIC, start, end))
    return found


def _received(papers: Sequence[OfficialDocument]) -> dict[int, set[int]]:
    rows = Recipient.objects.filter(document__in=_ids(papers), unit__isnull=False, sent_at__isnull=False)
    found: dict[int, set[int]] = {}
    for paper, unit in rows.values_list("document", "unit"):
        found.setdefault(paper, set()).add(unit)
    return found


def _issuers(papers: Sequence[OfficialDocument]) -> dict[int | None, str]:
    return dict(Issuer.objects.filter(pk__in={paper.issuer_id for paper in papers}).values_list("pk", "name"))


def _files_of(papers: Sequence[OfficialDocument]) -> dict[int, list[StoredFile]]:
    rows = DocumentFile.objects.filter(document__in=_ids(papers), file__taken_out_at__isnull=True).select_related(
        "file"
    )
    found: dict[int, list[StoredFile]] = {}
    for held in rows:
        found.setdefault(held.document_id, []).append(held.file)
    return found


def _ids(papers: Sequence[OfficialDocument]) -> list[int]:
    return [paper.pk for paper in papers]


def _text(paper: OfficialDocument) -> str:
    """A text that nobody can open is not searched; `guong verify` names it."""
    try:
        return read_from(paper).text
    except (KeyMissing, Tampered):
        return ""


def _texts(kept: Iterable[StoredFile]) -> Iterator[str]:
    for file in kept:
        try:
            yield files.text(file)
        except (KeyMissing, Tampered, files.TakenOut):
            continue
