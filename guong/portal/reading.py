"""An article as a reader gets it: blocks, bound figures with their facts, cited papers that are public."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from guong.figures.definitions import DEFINITIONS
from guong.figures.enums import Qualifier
from guong.figures.models import Publication
from guong.papers import narrative
from guong.papers.models import Statement
from guong.portal.addresses import paper_url
from guong.portal.models import ArticlePage, Picture
from guong.portal.queries import SMALL, WIDE, picture_ids, segments, statement_uids
from guong.portal.richtext import Link, linked
from guong.registry.models import Citation
from guong.registry.queries import cited_in
from guong.ui.templatetags.ui import moment, num
from guong.units.queries import name_of


@dataclass(frozen=True)
class BoundFigure:
    """A number in a sentence, what it means and where it comes from, in the language of the page."""

    uid: UUID
    id: str
    text: str
    title: str
    facts: list[tuple[str, str]]
    url: str
    digest: str
    superseded: bool


@dataclass(frozen=True)
class Plain:
    text: str


@dataclass(frozen=True)
class Sentence:
    """A statement in pieces; `bounds` are those of its pieces that are figures."""

    title: str
    made_at: Any
    pieces: list[Plain | BoundFigure]

    @property
    def bounds(self) -> list[BoundFigure]:
        return [piece for piece in self.pieces if isinstance(piece, BoundFigure)]


@dataclass(frozen=True)
class Piece:
    """One block of an article. Photos: `text` is the caption, `image` and `small` renditions or None."""

    kind: str
    text: str = ""
    credit: str = ""
    alt: str = ""
    html: SafeString = field(default_factory=SafeString)
    wide: bool = False
    image: Any = None
    small: Any = None
    sentence: Sentence | None = None


def language() -> str:
    return (get_language() or "vi")[:2]


def sentence_of(statement: Statement) -> Sentence:
    """The statement as the public reads it, with the facts of each figure."""
    found = narrative.pieces(statement, language())
    counts = _source_counts([piece.publication for piece in found if isinstance(piece, narrative.Bound)])
    pieces: list[Plain | BoundFigure] = [
        bound_figure(piece.publication, piece.text, counts) if isinstance(piece, narrative.Bound) else Plain(piece.text)
        for piece in found
    ]
    return Sentence(statement.round.title, statement.made_at, pieces)


def _source_counts(publications: Sequence[Publication]) -> dict[int, tuple[int, int]]:
    """Submissions and units behind each publication, in one query."""
    rows = Publication.objects.filter(pk__in=[one.pk for one in publications]).annotate(
        submissions=Count("sources__submission", distinct=True), units=Count("sources__unit", distinct=True)
    )
    return {row.pk: (row.submissions, row.units) for row in rows}


def bound_figure(publication: Publication, text: str, counts: dict[int, tuple[int, int]]) -> BoundFigure:
    definition = DEFINITIONS[publication.definition]
    submissions, units = counts[publication.pk]
    return BoundFigure(
        uid=publication.uid,
        id=f"f-{publication.uid.hex[-12:]}",
        text=text,
        title=str(definition.label),
        facts=_facts(publication, str(definition.meaning), submissions, units),
        url=reverse("portal:figure", args=[publication.uid]),
        digest=publication.digest,
        superseded=hasattr(publication, "superseded_by"),
    )


def _facts(publication: Publication, meaning: str, submissions: int, units: int) -> list[tuple[str, str]]:
    facts = [(_("What it is"), meaning)]
    if publication.exact is not None and not publication.suppressed and publication.qualifier == Qualifier.FLOOR:
        facts.append((_("Exact value"), num(publication.exact)))
    facts += [
        (_("Scope"), name_of(publication.unit, publication.on)),
        (_("As of"), moment(publication.known)),
        (_("View"), _("as it was then") if publication.view == "then" else _("carried over to today")),
        (
            _("Behind it"),
            _("%(submissions)s submissions of %(units)s units")
            % {"submissions": num(submissions), "units": num(units)},
        ),
    ]
    return facts


def figure_page(publication: Publication) -> BoundFigure:
    """One published figure for its own page."""
    text = narrative.number(publication, language(), public=True)
    return bound_figure(publication, text, _source_counts([publication]))


def public_citations(page: ArticlePage) -> list[Citation]:
    """Citations of an article that lead to a public paper; all others stay plain text."""
    return [one for one in cited_in("article", page.uid) if one.target and one.target.publicity == "public"]


def pieces_of(page: ArticlePage, citations: Sequence[Citation]) -> list[Piece]:
    """The blocks of an article, in as many queries for many photos and sentences as for one."""
    pictures = Picture.objects.prefetch_renditions(WIDE, SMALL).in_bulk(picture_ids(page))
    statements = {
        str(one.uid): one for one in Statement.objects.select_related("round").filter(uid__in=statement_uids(page))
    }
    links = _links_by_block(page, citations)
    return [
        piece
        for index, block in enumerate(page.body.raw_data)
        for piece in _piece(block, pictures, statements, links.get(index, []))
    ]


def _piece(
    block: Any, pictures: dict[int, Picture], statements: dict[str, Statement], links: list[Link]
) -> Iterator[Piece]:
    kind, value = block["type"], block["value"]
    if kind == "paragraph":
        # Cleaned by nh3 in `linked`, after Wagtail has turned page links into addresses.
        yield Piece(kind, html=mark_safe(linked(expand_db_html(value), links)))  # noqa: S308  (cleaned, see above)
    elif kind == "heading":
        yield Piece(kind, text=value)
    elif kind == "quote":
        yield Piece(kind, text=value["text"], credit=value.get("who") or "")
    elif kind == "photo":
        yield _photo(value, pictures.get(value.get("picture") or 0))
    elif kind == "statement" and value in statements:
        yield Piece(kind, sentence=sentence_of(statements[value]))


def _photo(value: Any, picture: Picture | None) -> Piece:
    return Piece(
        "photo",
        text=value.get("caption") or "",
        credit=value.get("credit") or "",
        alt=value.get("alt") or "",
        wide=bool(value.get("wide")),
        image=picture.get_rendition(WIDE) if picture else None,
        small=picture.get_rendition(SMALL) if picture else None,
    )


def _links_by_block(page: ArticlePage, citations: Sequence[Citation]) -> dict[int, list[Link]]:
    """Links to public papers, with offsets counted inside each block."""
    found: dict[int, list[Link]] = {}
    begin = 0
    for index, text in segments(page):
        end = begin + len(text)
        for one in citations:
            if begin <= one.start and one.end <= end and one.target:
                url = paper_url(one.target)
                found.setdefault(index, []).append(Link(one.start - begin, one.end - begin, url))
        begin = end + 1
    return found
