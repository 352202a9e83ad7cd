"""A captured page of an old portal, as plain text or saved HTML, read into fields. Pure: no database, no clock."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from datetime import date

from guong.intake.captured import papers, story
from guong.intake.captured.layout import Layout, Line, lay_out, split_lines
from guong.intake.captured.markup import is_markup, read_markup
from guong.intake.captured.model import Author, CapturedPage, Found, Span, StatedPhase, Status, stated, unknown
from guong.viet.citations import find
from guong.viet.dates import find_dates
from guong.viet.fold import nfc
from guong.viet.occasions import Occasion

LARGEST = 5_000_000
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


class UnreadablePage(ValueError):
    """Why nothing could be read from the content; `reason`: too_large, not_utf8, empty."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse(content: str | bytes, *, calendar: Sequence[Occasion] = ()) -> CapturedPage:
    """Read a page. `calendar` derives days of anniversaries; without it they stay unknown. `text` of the page is NFC.

    Raises UnreadablePage. Every field says whether it is stated, derived or unknown, and where it stands.
    """
    text, lines = _lines(content)
    layout = lay_out(lines)
    if layout.title is None:
        raise UnreadablePage("empty")
    return _read(text, layout, calendar)


def _lines(content: str | bytes) -> tuple[str, list[Line]]:
    if len(content) > LARGEST:
        raise UnreadablePage("too_large")
    if isinstance(content, bytes):
        content = decoded(content)
    text = nfc(content.replace("\r\n", "\n").replace("\r", "\n"))
    return read_markup(text) if is_markup(text) else (text, split_lines(text))


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 that says so by its first bytes, or what saved markup declares of itself."""
    declared = _CHARSET.search(content[:2048])
    encodings = ["utf-16"] if content[:2] in {BOM_UTF16_LE, BOM_UTF16_BE} else ["utf-8-sig"]
    if declared and declared[1].lower() == b"windows-1258":
        encodings.append("cp1258")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadablePage("not_utf8")


def _read(text: str, page: Layout, calendar: Sequence[Occasion]) -> CapturedPage:
    title, article = _field(text, page.title), _article(page)
    captions = tuple(stated(text, line.start, line.end) for line in page.captions)
    told = [each for span in _paragraphs(page) for each in story.sentences(text, span.start, span.end)]
    in_captions = [each for line in page.captions for each in story.sentences(text, line.start, line.end)]
    inside = _masked(text, article)
    citations = find(inside)
    phases = story.phases(text, told, calendar)
    topics, tie = story.topics(text, told)
    low, high = title.start or 0, title.end or 0
    theme = story.theme(text, low, high)
    return CapturedPage(
        text=text,
        title=title,
        lead=_field(text, page.lead),
        body=tuple(stated(text, line.start, line.end) for line in page.body),
        captions=captions,
        author=_author(page),
        published_on=_published(page),
        host=story.host(text, low, high),
        theme=theme if theme.value else story.theme(inside, 0, len(inside)),
        round_title=story.round_title(text, low, high),
        documents=papers.documents(text, citations),
        named=papers.named(text, citations),
        groups=papers.groups(inside, citations),
        works=papers.works(inside),
        phases=phases,
        later=story.later_occasions(told, calendar, _host_year(page, phases)),
        figures=story.figures(text, told),
        topics=topics,
        tie=tie,
        agenda=story.agenda(text, told),
        forms=story.forms(text, [*told, *in_captions]),
        organisers=story.organisers(text, captions),
        left_out=tuple(page.left_out),
    )


def _field(text: str, line: Line | None) -> Found[str]:
    return stated(text, line.start, line.end) if line else unknown()


def _paragraphs(page: Layout) -> list[Span]:
    lines = [line for line in (page.lead, *page.body) if line]
    return [Span(line.start, line.end) for line in lines]


def _article(page: Layout) -> list[Span]:
    lines = [line for line in (page.title, page.lead, *page.body, *page.captions) if line]
    return sorted((Span(line.start, line.end) for line in lines), key=lambda span: span.start)


def _masked(text: str, article: Sequence[Span]) -> str:
    """The text with everything outside the article blanked, so that offsets stay and furniture is not read."""
    pieces: list[str] = []
    at = 0
    for span in article:
        pieces.append("\n" * (span.start - at) + text[span.start : span.end])
        at = span.end
    return "".join(pieces) + "\n" * (len(text) - at)


def _author(page: Layout) -> Author:
    if page.author is None:
        return Author(unknown(), unknown(), unknown())
    line, byline = page.author

    def part(value: str, at: tuple[int, int] | None) -> Found[str]:
        return Found(value, Status.STATED, line.start + at[0], line.start + at[1]) if value and at else unknown()

    return Author(
        part(byline.person, byline.person_at), part(byline.office, byline.office_at), part(byline.body, byline.body_at)
    )


def _published(page: Layout) -> Found[date]:
    """Only a line of its own dates an article; a date in its text dates something else."""
    if page.dated is None:
        return unknown()
    days = [each for each in find_dates(page.dated.text) if each.value]
    if not days:
        return unknown()
    start = page.dated.start
    return Found(days[0].value, Status.STATED, start + days[0].start, start + days[0].end)


def _host_year(page: Layout, phases: Sequence[StatedPhase]) -> int | None:
    published = _published(page).value
    if published:
        return published.year
    last = phases[-1].last.value if phases else None
    return last.year if last else None


__all__ = ["CapturedPage", "Found", "Status", "UnreadablePage", "parse"]
