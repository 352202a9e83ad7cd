"""What the indexes hold of papers. Papers in the making, and those that were taken out, stand in none.

The staff's index holds every issued paper with the units that may read it: the keeper of the register, and who
received it. The public one holds public papers, and of them nothing that points to an internal one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise, lazy

from guong.files import queries as files
from guong.files.models import StoredFile
from guong.keys.seal import KeyMissing, Tampered
from guong.registry.actions.entries import DOCUMENT
from guong.registry.enums import Publicity, Stage
from guong.registry.lives import Paper
from guong.registry.models import Citation, DocumentFile, Issuer, OfficialDocument, Recipient, Relation
from guong.registry.queries import Unindexed, is_whole, read_from
from guong.registry.sealing import opened_each
from guong.registry.spans import spans_among
from guong.search.docs import Doc, Passage, Span
from guong.search.sources import Source

# Where a text is read from, and what a page says of its paper.
TEXT_COLUMNS = ("sealed_text", "copy_kind", "copy_of__uid", "copy_of__sealed_text")
_SHOWN = ("uid", "symbol", "type", "abstract", "issued_on")
Address = Callable[[OfficialDocument], str]


def staff_source() -> Source:
    return Source(read, _everything, staff_docs, also=related_to, show=staff_shown)


def public_source(address: Address) -> Source:
    """`address` gives the page on which the public reads a paper."""

    def show(uids: Sequence[str], passages: bool) -> Iterator[Doc]:
        papers = _readable(_public(), uids)
        cited = _cited_in(papers) if passages else {}
        return _shown(papers, address, {paper: _publicly(named) for paper, named in cited.items()})

    return Source(read, _everything, public_docs, also=related_to, show=show)


@dataclass(frozen=True, slots=True)
class Cited:
    """A public or internal paper that a text cites at a place."""

    target: str
    public: bool
    start: int
    end: int


class Held(NamedTuple):
    """Of an issued paper the columns that stand in an index: whole rows took most of the time."""

    pk: int
    uid: UUID
    keeper_id: int
    direction: str
    publicity: str
    issuer_id: int | None
    type: str
    symbol: str
    signer: str
    abstract: str
    issued_on: date | None
    effective_on: date | None
    ended_on: date | None
    sealed_text: bytes | memoryview | None
    copy_kind: str
    copy_of__uid: UUID | None
    copy_of__sealed_text: bytes | memoryview | None

    @property
    def sealed(self) -> tuple[UUID, bytes | memoryview | None]:
        """The envelope that is read, and whose it is."""
        if self.copy_of__uid and is_whole(self.copy_kind):
            return self.copy_of__uid, self.copy_of__sealed_text
        return self.uid, self.sealed_text


Papers = Sequence[OfficialDocument] | Sequence[Held]


@dataclass(frozen=True, slots=True)
class Row:
    """An issued paper with all that the indexes say of it."""

    paper: Held
    text: str
    issuer: str
    spans: tuple[Span, ...]
    cited: Sequence[Cited]
    readers: Collection[int]


def read(uids: Sequence[str]) -> Iterator[Row]:
    """In a fixed number of queries, however many."""
    papers = [Held(*row) for row in _held().filter(uid__in=uids).values_list(*Held._fields)]
    spans = spans_among({one.pk: Paper(one.issued_on, one.effective_on, one.ended_on) for one in papers})
    issuers, kept, cited, received = _issuers(papers), _files_of(papers), _cited_in(papers), _received(papers)
    clear = opened_each(paper.sealed for paper in papers)
    for paper in papers:
        yield Row(
            paper=paper,
            text=_together(clear.get(paper.sealed[0], ""), kept.get(paper.pk, ())),
            issuer=issuers.get(paper.issuer_id, ""),
            spans=spans[paper.pk],
            cited=cited.get(paper.pk, ()),
            readers={paper.keeper_id, *received.get(paper.pk, ())},
        )


def staff_docs(rows: Iterable[Row]) -> Iterator[Doc]:
    for row in rows:
        more = {"direction": row.paper.direction, "publicity": row.paper.publicity}
        yield _indexed(row, row.cited, more, row.readers)


def public_docs(rows: Iterable[Row]) -> Iterator[Doc]:
    for row in rows:
        if row.paper.publicity == Publicity.PUBLIC:
            yield _indexed(row, _publicly(row.cited))


def _indexed(
    row: Row, cited: Sequence[Cited], more: Mapping[str, str] | None = None, readers: Collection[int] = ()
) -> Doc:
    """An index holds neither addresses nor passages."""
    paper = row.paper
    return Doc(
        id=f"{DOCUMENT}:{paper.uid}",
        kind="document",
        title=paper.abstract,
        text=row.text,
        url="",
        on=paper.issued_on,
        rank=paper.pk,
        numbers=_symbols(paper),
        facets={"type": paper.type, "issuer": row.issuer, "signer": paper.signer, **(more or {})},
        readers=readers,
        spans=row.spans,
        cites=[one.target for one in cited],
    )


def staff_shown(uids: Sequence[str], passages: bool) -> Iterator[Doc]:
    return shown_of(_readable(_held(), uids), passages=passages)


def shown_of(papers: Sequence[OfficialDocument], *, passages: bool) -> Iterator[Doc]:
    """What a page of the staff's shows of papers that were read already, with what they are copies of."""
    return _shown(papers, _staff_page, _cited_in(papers) if passages else {})


def _readable(papers: QuerySet[OfficialDocument], uids: Sequence[str]) -> list[OfficialDocument]:
    return list(papers.filter(uid__in=uids).select_related("copy_of").only(*_SHOWN, *TEXT_COLUMNS))


def _publicly(cited: Sequence[Cited]) -> list[Cited]:
    return [one for one in cited if one.public]


def _shown(papers: Sequence[OfficialDocument], address: Address, cited: Mapping[int, Sequence[Cited]]) -> Iterator[Doc]:
    """What a page shows of found papers: no facets, readers or spans, which cost queries."""
    kept = _files_of(papers)
    for paper, own in zip(papers, _texts_of(papers), strict=True):
        text = _together(own, kept.get(paper.pk, ()))
        yield _on_a_page(paper, _later(paper, address), own, text, cited.get(paper.pk, ()))


def _on_a_page(paper: OfficialDocument, url: str | Promise, own: str, text: str, named: Sequence[Cited]) -> Doc:
    return Doc(
        id=f"{DOCUMENT}:{paper.uid}",
        kind="document",
        title=paper.abstract,
        text=text,
        url=url,
        on=paper.issued_on,
        numbers=_symbols(paper),
        passages=tuple(Passage(one.target, one.start, one.end) for one in named if own),
    )


def _address_of(paper: OfficialDocument, address: Address) -> str:
    return address(paper)


_later = lazy(_address_of, str)  # lists show none of them


def _symbols(paper: OfficialDocument | Held) -> tuple[str, ...]:
    return (paper.symbol,) if paper.symbol else ()


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
    return OfficialDocument.objects.filter(stage=Stage.ISSUED, taken_out_at__isnull=True)


def _public() -> QuerySet[OfficialDocument]:
    return _held().alias(seen_by=Unindexed("publicity")).filter(seen_by=Publicity.PUBLIC)


def _everything() -> Iterator[str]:
    return (str(uid) for uid in _held().order_by("pk").values_list("uid", flat=True).iterator())


def _cited_in(papers: Papers) -> dict[int, list[Cited]]:
    hosts = [paper.uid for paper in papers]
    rows = Citation.objects.filter(host_kind=DOCUMENT, host__in=hosts, target__isnull=False).order_by("start")
    found: dict[int, list[Cited]] = {}
    for paper, target, publicity, start, end in rows.values_list(
        "document", "target__uid", "target__publicity", "start", "end"
    ):
        found.setdefault(paper, []).append(Cited(f"{DOCUMENT}:{target}", publicity == Publicity.PUBLIC, start, end))
    return found


def _received(papers: Papers) -> dict[int, set[int]]:
    rows = Recipient.objects.filter(document__in=_ids(papers), unit__isnull=False, sent_at__isnull=False)
    found: dict[int, set[int]] = {}
    for paper, unit in rows.values_list("document", "unit"):
        found.setdefault(paper, set()).add(unit)
    return found


def _issuers(papers: Sequence[Held]) -> dict[int | None, str]:
    return dict(Issuer.objects.filter(pk__in={paper.issuer_id for paper in papers}).values_list("pk", "name"))


def _files_of(papers: Papers) -> dict[int, list[StoredFile]]:
    rows = DocumentFile.objects.filter(document__in=_ids(papers), file__taken_out_at__isnull=True).select_related(
        "file"
    )
    found: dict[int, list[StoredFile]] = {}
    for held in rows:
        found.setdefault(held.document_id, []).append(held.file)
    return found


def _ids(papers: Papers) -> list[int]:
    return [paper.pk for paper in papers]


def _texts_of(papers: Sequence[OfficialDocument]) -> list[str]:
    """A text that nobody can open is not searched; `guong verify` names it."""
    read = [read_from(paper) for paper in papers]
    clear = opened_each((one.uid, one.sealed_text) for one in read)
    return [clear.get(one.uid, "") for one in read]


def _together(own: str, kept: Iterable[StoredFile]) -> str:
    return "\n".join(part for part in (own, *_texts(kept)) if part)


def _texts(kept: Iterable[StoredFile]) -> Iterator[str]:
    for file in kept:
        try:
            yield files.text(file)
        except (KeyMissing, Tampered, files.TakenOut):
            continue
