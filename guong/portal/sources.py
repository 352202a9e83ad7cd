"""What the portal gives to the search index: live articles and public papers, nothing else."""

from collections.abc import Iterator
from uuid import UUID

from guong.portal import queries
from guong.portal.addresses import paper_url
from guong.portal.models import ArticlePage
from guong.registry.queries import public_documents, read_from
from guong.search.index import Doc


def _uid(ref: str) -> UUID:
    return UUID(ref.partition(":")[2] or ref)


def article(ref: str) -> Doc | None:
    """The document of a live article; None takes it out of the index."""
    page = queries.article(_uid(ref))
    return _article(page) if page else None


def _article(page: ArticlePage) -> Doc:
    index = queries.news_index()
    return Doc(
        id=f"article:{page.uid}",
        kind="article",
        title=page.title,
        text="\n".join(text for _, text in queries.segments(page)[1:]),
        url=f"/{index.slug if index else ''}/{page.slug}/",
        on=page.shown_on,
        numbers=(),
    )


def articles() -> Iterator[str]:
    for uid in ArticlePage.objects.live().values_list("uid", flat=True).iterator():
        yield f"article:{uid}"


def document(ref: str) -> Doc | None:
    """The document of a public paper; None for an internal one takes it out of the index."""
    paper = public_documents().filter(uid=_uid(ref)).first()
    if paper is None:
        return None
    return Doc(
        id=f"document:{paper.uid}",
        kind="document",
        title=paper.abstract,
        text="\n".join(part for part in (paper.symbol, read_from(paper).text_if_open) if part),
        url=paper_url(paper),
        on=paper.issued_on,
        numbers=(paper.symbol,) if paper.symbol else (),
    )


def documents() -> Iterator[str]:
    for uid in queries.public_paper_uids().iterator():
        yield f"document:{uid}"
