"""Numbering books: which book a paper's number comes from, how it is printed, and whether a book is whole."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from guong.packs import Entry
from guong.registry.enums import Direction, LineState, Stage
from guong.registry.models import BookLine, Issuer, NumberBook, OfficialDocument
from guong.registry.rules import Refused
from guong.units.models import Placement, Term, Unit
from guong.units.queries import name_row, term_of
from guong.viet.symbols import symbol_key

TERM, YEAR = "term", "year"
MOST_SKIPPED = 5000  # more numbers without a paper in one act are a slip of the hand
_NUMBER = re.compile(r"(\d{1,5})([^\W\d_]{0,4})")


@dataclass(frozen=True)
class Run:
    """What a book runs for: a type, empty where all types share a run, in a term or in a year.

    A newly founded body has no term on record yet: its first day, `since`, begins one.
    """

    type: str
    term: Term | None = None
    year: int | None = None
    since: date | None = None

    @property
    def kind(self) -> str:
        return YEAR if self.year else TERM


def home(issuer: Issuer) -> Unit | None:
    """The unit of an issuer, also where a collective of it issues; None outside the tree."""
    if issuer.unit_id is None and issuer.collective is not None:
        return issuer.collective.unit
    return issuer.unit


def run_on(issuer: Issuer, type: str, on: date) -> Run:
    """The run in which a paper of that day gets its number."""
    entry, unit = _type(type), home(issuer)
    shared = "" if _one_book(issuer) else type
    if unit is None or entry.extra["book"] == YEAR or _line_says_year(unit, on):
        return Run(shared, year=on.year)
    term = term_of(unit, on)
    return Run(shared, term=term, since=None if term else _first_day(unit, on))


def _type(code: str) -> Entry:
    entry = settings.PACK.entry("document_types", code)
    if entry is None:
        raise Refused(_("The pack has no document type “{code}”.").format(code=code))
    return entry


def _one_book(issuer: Issuer) -> bool:
    """A congress numbers all its papers in one run."""
    entry = settings.PACK.entry("collective_kinds", issuer.collective.kind) if issuer.collective else None
    return bool(entry and entry.extra.get("one_book"))


def _line_says_year(unit: Unit, on: date) -> bool:
    row = name_row(unit, on)
    kind = settings.PACK.entry("unit_kinds", row.kind) if row else None
    line = settings.PACK.entry("lines", kind.extra["line"]) if kind else None
    return bool(line and line.extra.get("book") == YEAR)


def _first_day(unit: Unit, on: date) -> date:
    first = (
        Placement.objects.filter(unit=unit, starts_on__lte=on, known_until__isnull=True).order_by("starts_on").first()
    )
    if first is None:
        raise Refused(_("On that day the issuing unit did not stand yet, so there is no book for its numbers."))
    return first.starts_on


def book_on(issuer: Issuer, type: str, on: date) -> NumberBook | None:
    """The book as it stands; None where nothing was numbered yet."""
    run = run_on(issuer, type, on)
    if run.since:
        return None
    return NumberBook.objects.filter(issuer=issuer, type=run.type, term=run.term, year=run.year).first()


def period(book: NumberBook) -> tuple[date, date | None]:
    """[first day, first day of the next run)."""
    if book.year:
        return date(book.year, 1, 1), date(book.year + 1, 1, 1)
    assert book.term is not None  # noqa: S101  (a constraint: a term or a year)
    later = book.term.unit.terms.filter(starts_on__gt=book.term.starts_on).order_by("starts_on").first()
    return book.term.starts_on, later.starts_on if later else None


def printed(book: NumberBook, type: str, number: int, on: date) -> str:
    """Number and symbol as the pack's layout of that day prints them: 05-KH/HU, 12/QĐ-UBND."""
    if not book.issuer.code:
        raise Refused(
            _("{issuer} has no code for its symbols, so no symbol can be printed.").format(issuer=book.issuer.name)
        )
    layout = settings.PACK.entry("symbol_layouts", YEAR if book.year else TERM, on)
    if layout is None:
        raise Refused(_("The pack has no layout of symbols for that day."))
    return str(layout.extra["pattern"]).format(number=number, type=type, body=book.issuer.code, year=on.year)


def lines(book: NumberBook) -> QuerySet[BookLine]:
    """Every line, the highest number first."""
    return book.lines.select_related("document", "by").order_by("-number", "-suffix", "-repeat")


@dataclass(frozen=True)
class Stretch:
    """Lines that say the same of numbers next to each other, shown as one; a paper always stands alone."""

    first: BookLine
    last: BookLine

    @property
    def numbers(self) -> str:
        low, high = (f"{line.number}{line.suffix}" for line in (self.last, self.first))
        return low if low == high else f"{low}–{high}"


def stretches(lines: Iterable[BookLine]) -> list[Stretch]:
    """Of lines with the highest number first."""
    found: list[Stretch] = []
    for line in lines:
        if found and _go_together(found[-1].last, line):
            found[-1] = Stretch(found[-1].first, line)
        else:
            found.append(Stretch(line, line))
    return found


def _go_together(higher: BookLine, lower: BookLine) -> bool:
    alone = higher.document_id or lower.document_id or higher.suffix or lower.suffix or higher.repeat or lower.repeat
    same = all(getattr(higher, name) == getattr(lower, name) for name in ("state", "reason", "on", "by_id"))
    return not alone and same and higher.number == lower.number + 1


def missing(book: NumberBook) -> list[int]:
    """Numbers from 1 to the last that no line accounts for."""
    held = set(book.lines.values_list("number", flat=True))
    return [number for number in range(1, book.last + 1) if number not in held]


def without_line(book: NumberBook) -> QuerySet[OfficialDocument]:
    """Issued papers that belong into this book by issuer, type and day, and stand in no line."""
    begins, ends = period(book)
    rows = OfficialDocument.objects.filter(
        issuer=book.issuer, direction=Direction.OUTGOING, stage=Stage.ISSUED, book_line__isnull=True
    ).filter(issued_on__gte=begins)
    rows = rows.filter(issued_on__lt=ends) if ends else rows
    return (rows.filter(type=book.type) if book.type else rows).exclude(number="").order_by("issued_on", "pk")


def split(number: str) -> tuple[int, str] | None:
    """30 and c of "30c"; None where no number is printed."""
    found = _NUMBER.fullmatch(number)
    return (int(found[1]), found[2]) if found else None


def used_words(number: str, state: str) -> str:
    """Why a paper that comes in cannot have a number, as the end of a sentence that names its place."""
    return _("the number {number} is accounted for in the book: {state}.").format(
        number=number, state=LineState(state).label
    )


def spans(numbers: Iterable[int]) -> str:
    """3, 7–9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def label(book: NumberBook) -> str:
    """How a sentence names a book; it says nothing of what stands in it."""
    span = book.year or (book.term.starts_on.isoformat() if book.term else "")
    return f"{book.type or '*'}/{book.issuer.code} {span}"


# --- for `guong verify`


def faults() -> Iterator[str]:
    """One sentence for each book with a hole, a number beyond its last, or a number that two papers carry."""
    for book in NumberBook.objects.select_related("issuer", "term__unit").order_by("pk"):
        yield from _holes(book)
        yield from _wrong_lines(book)
        yield from _doubles(book)


def _holes(book: NumberBook) -> Iterator[str]:
    holes = missing(book)
    if holes:
        yield _("Book %(book)s: nothing accounts for the numbers %(numbers)s.") % {
            "book": label(book),
            "numbers": spans(holes),
        }
    beyond = book.lines.filter(number__gt=book.last).values_list("number", flat=True)
    if beyond:
        yield _("Book %(book)s: lines stand beyond its last number: %(numbers)s.") % {
            "book": label(book),
            "numbers": spans(set(beyond)),
        }


def _wrong_lines(book: NumberBook) -> Iterator[str]:
    for line in book.lines.filter(state=LineState.ISSUED).select_related("document").order_by("number", "pk"):
        if line.document and split(line.document.number) != (line.number, line.suffix):
            yield _("Book %(book)s: the paper of number %(number)s prints another one.") % {
                "book": label(book),
                "number": f"{line.number}{line.suffix}",
            }


def _doubles(book: NumberBook) -> Iterator[str]:
    """A paper without a line carries a number that the book gave to another; doubles of an old book have lines."""
    given = {symbol_key(f"{number}{suffix}") for number, suffix in book.lines.values_list("number", "suffix")}
    twice = [paper.number for paper in without_line(book) if symbol_key(paper.number) in given]
    for number in sorted(set(twice)):
        yield _("Book %(book)s: number %(number)s stands on a paper that has no line.") % {
            "book": label(book),
            "number": number,
        }


def papers_in(books: QuerySet[NumberBook]) -> dict[int, int]:
    """How many papers were issued from each book, by its id."""
    return dict(books.order_by().annotate(papers=Count("lines__document")).values_list("pk", "papers"))
