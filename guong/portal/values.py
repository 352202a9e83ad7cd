"""What other rooms hand over to make an article: plain values, no Wagtail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from guong.portal.enums import Basis


@dataclass(frozen=True)
class Paragraph:
    """Plain text; blank lines do not split it."""

    text: str


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Photo:
    """One use of a picture. `content` are the bytes of a raster image, or `picture` the uid of one already kept.

    With neither, the caption stands without its picture (a captured page whose photos were not saved).
    """

    caption: str = ""
    credit: str = ""
    alt: str = ""
    basis: Basis = Basis.UNKNOWN
    content: bytes | None = None
    picture: UUID | None = None
    wide: bool = False


@dataclass(frozen=True)
class Quote:
    text: str
    who: str = ""


@dataclass(frozen=True)
class StatementUse:
    """The place of a sentence with bound figures: the uid of a `papers.models.Statement`."""

    statement: UUID


Block = Paragraph | Heading | Photo | Quote | StatementUse


@dataclass(frozen=True)
class ArticleValues:
    """An article as plain values.

    `body` gives the blocks in order. Where it is empty, `paragraphs`, `photos`, `captions` (of photos that are not
    there) and `statement` are laid out: photos after the first paragraphs, the statement after the first, captions
    without a photo at the end. `shown_on` is the day printed at the article; None with `date_unknown` is said to be
    unknown, None without it becomes the day of publishing.
    """

    title: str
    lead: str = ""
    paragraphs: Sequence[str] = ()
    captions: Sequence[str] = ()
    photos: Sequence[Photo] = ()
    body: Sequence[Block] = field(default=())
    byline_name: str = ""
    byline_office: str = ""
    shown_on: date | None = None
    date_unknown: bool = False
    section: str = ""
    source: str = ""
    source_url: str = ""
    statement: UUID | None = None


@dataclass(frozen=True)
class Contact:
    """What stands at the foot of every page: the office, how to reach it, who answers for the content."""

    office: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    responsible: str = ""
