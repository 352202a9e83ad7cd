"""What the indexes hold of papers. Papers in the making, and those that were taken out, stand in none.

The staff's index holds every issued paper with the units that may read it: the keeper of the register, and who
received it. The public one holds public papers, and of them nothing that points to an internal one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from guong.files import queries as files
from guong.files.models import StoredFile
from guong.keys.seal import KeyMissing, Tampered
from guong.registry.actions.entries import DOCUMENT
from guong.registry.enums import Publicity, Resolution, Stage
from guong.registry.models import Citation, DocumentFile, OfficialDocument, Recipient, Relation
from guong.registry.spans import spans_of
from guong.search.docs import Doc, Passage, Span
from guong.search.sources import Source

Address = Callable[[UUID], str]


def staff_source() -> Source:
    return Source(load=staff_docs, all_uids=lambda: _uids(_held()), also=related_to)


def public_source(address: Address) -> Source:
    """`address(uid)` is where the public reads a paper."""

    def load(uids: Sequence[str]) -> Iterator[Doc]:
        return public_docs(uids, address)

    return Source(load=load, all_uids=lambda: _uids(_public()), also=related_to)


def staff_docs(uids: Sequence[str]) -> Iterator[Doc]:
    papers = list(_with_all(_held().filter(uid__in=uids)))
    spans = spans_of(papers)
    for paper in papers:
        yield _doc(
            paper,
            reverse("registry:document", args=[paper.uid]),
            spans[paper.pk],
            list(paper.citations.all()),
            facets={"direction": paper.direction, "publicity": paper.publicity},
            readers={paper.keeper_id, *(one.unit_id for one in paper.recipients.all() if one.unit_id)},
        )


def public_docs(uids: Sequence[str], address: Address) -> Iterator[Doc]:
    papers = list(_with_all(_public().filter(uid__in=uids)))
    spans = spans_of(papers)
    for paper in papers:
        cited = [one for one in paper.citations.all() if one.target and one.target.publicity == Publicity.PUBLIC]
        yield _doc(paper, address(paper.uid), spans[paper.pk], cited, facets={}, readers=())


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
    return OfficialDocument.objects.filter(stage=Stage.ISSUED, taken_out_at__isnull=True)


def _public() -> QuerySet[OfficialDocument]:
    return _held().filter(publicity=Publicity.PUBLIC)


def _uids(papers: QuerySet[OfficialDocument]) -> Iterator[str]:
    return (str(uid) for uid in papers.order_by("pk").values_list("uid", flat=True).iterator())


def _with_all(papers: QuerySet[OfficialDocument]) -> QuerySet[OfficialDocument]:
    """With everything that a document of an index says, in a fixed number of queries."""
    linked = Citation.objects.filter(resolution=Resolution.RESOLVED).select_related("target")
    kept = DocumentFile.objects.filter(file__taken_out_at__isnull=True).select_related("file")
    return papers.select_related("issuer").prefetch_related(
        "related_by__document",
        Prefetch("citations", linked.filter(host_kind=DOCUMENT).order_by("start")),
        Prefetch("recipients", Recipient.objects.filter(sent_at__isnull=False)),
        Prefetch("document_files", kept),
    )


def _doc(
    paper: OfficialDocument,
    url: str,
    spans: tuple[Span, ...],
    cited: Sequence[Citation],
    *,
    facets: dict[str, str],
    readers: Iterable[int],
) -> Doc:
    own = _text(paper)
    targets = [(f"{DOCUMENT}:{one.target.uid}", one) for one in cited if one.target]
    return Doc(
        id=f"{DOCUMENT}:{paper.uid}",
        kind="document",
        title=paper.abstract,
        text="\n".join(part for part in (own, *_texts_of_files(paper)) if part),
        url=url,
        on=paper.issued_on,
        rank=paper.pk,
        numbers=(paper.symbol,) if paper.symbol else (),
        facets=facets
        | {"type": paper.type, "issuer": paper.issuer.name if paper.issuer else "", "signer": paper.signer},
        readers=tuple(readers),
        spans=spans,
        cites=tuple(target for target, _one in targets),
        passages=tuple(Passage(target, one.start, one.end) for target, one in targets if own),
    )


def _text(paper: OfficialDocument) -> str:
    """A text that nobody can open is not searched; `guong verify` names it."""
    try:
        return paper.text
    except (KeyMissing, Tampered):
        return ""


def _texts_of_files(paper: OfficialDocument) -> Iterator[str]:
    for held in paper.document_files.all():
        try:
            yield _text_of_file(held.file)
        except (KeyMissing, Tampered, files.TakenOut):
            continue


def _text_of_file(file: StoredFile) -> str:
    """What was read out of a file, where the room of files keeps that."""
    read: Callable[[StoredFile], str] | None = getattr(files, "text", None)
    return read(file) if read else ""
