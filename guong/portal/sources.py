"""What the portal gives to the public index: live articles and public papers, nothing else."""

from collections.abc import Iterator, Sequence

from guong.portal import queries
from guong.portal.addresses import paper_url
from guong.portal.models import ArticlePage
from guong.registry.found import cited_publicly, public_source
from guong.search.docs import Doc, Passage
from guong.search.sources import Source


def article_source() -> Source:
    return Source(articles, _live)


def paper_source() -> Source:
    return public_source(paper_url)


def articles(uids: Sequence[str]) -> Iterator[Doc]:
    """Live articles among these, with the public papers that they cite."""
    index = queries.news_index()
    cited = cited_publicly("article", uids)
    for page in queries.published().filter(uid__in=uids):
        before = len(page.title) + 1  # places of citations count from the title on
        passages = tuple(
            Passage(target, start - before, end - before) for target, start, end in cited.get(str(page.uid), ())
        )
        yield Doc(
            id=f"article:{page.uid}",
            kind="article",
            title=page.title,
            text="\n".join(text for _, text in queries.segments(page)[1:]),
            url=f"/{index.slug if index else ''}/{page.slug}/",
            on=page.shown_on,
            rank=page.pk,
            facets={"topic": page.section.name if page.section else ""},
            cites=tuple(passage.target for passage in passages),
            passages=tuple(passage for passage in passages if passage.start >= 0),
        )


def _live() -> Iterator[str]:
    return (str(uid) for uid in ArticlePage.objects.live().values_list("uid", flat=True).iterator())
