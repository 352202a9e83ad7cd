"""Numbers of a book: given on issuing, reserved, void, used outside, brought in from an old book. None is given twice.

Every act locks the row of the book first, inside the transaction of whoever calls, so that an act that fails later
gives its number back and leaves no hole.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.registry import books
from guong.registry.actions.entries import write
from guong.registry.enums import LineState
from guong.registry.models import BookLine, Issuer, NumberBook, OfficialDocument
from guong.registry.rules import Refused
from guong.units.actions import start_term
from guong.units.models import Person, Term, Unit

MOST_AT_ONCE = 200  # more numbers in one act are a slip of the hand


class NumberUsed(Refused):
    """A paper that comes in carries a number that its book accounts for."""

    def __init__(self, paper: OfficialDocument, words: str) -> None:
        super().__init__(words)
        self.paper = paper


@transaction.atomic
def open_book(*, by: Person | None, issuer: Issuer, type: str, on: date) -> NumberBook:
    """The book for papers of that day, made where there is none. A body without a term starts its first one."""
    run = books.run_on(issuer, type, on)
    term = run.term
    if run.since is not None:
        term = _first_term(by, books.home(issuer), run.since)
    with transaction.atomic():
        book, made = NumberBook.objects.get_or_create(issuer=issuer, type=run.type, term=term, year=run.year)
    if made:
        write(by, "open_book", book.uid, {"type": run.type, "issuer": str(issuer.uid)})
    return book


def _first_term(by: Person | None, unit: Unit | None, since: date) -> Term | None:
    """Somebody else may be starting it in this very moment."""
    if unit is None:
        return None
    try:
        with transaction.atomic():
            return start_term(by=by, unit=unit, ordinal="", starts_on=since)
    except IntegrityError:
        return Term.objects.get(unit=unit, starts_on=since)


def _locked(book: NumberBook) -> NumberBook:
    """Everybody else waits here, so what is needed of the book is read in one go."""
    rows = NumberBook.objects.select_for_update(of=("self",)).select_related("issuer", "term__unit")
    return rows.get(pk=book.pk)


def _moved_on(book: NumberBook, last: int) -> None:
    book.last = last
    book.save(update_fields=["last"])


@transaction.atomic
def take_number(
    *, by: Person | None, book: NumberBook, document: OfficialDocument, on: date, reserved: int | None = None
) -> BookLine:
    """The next number, or a reserved one, for a paper that is issued in this same transaction."""
    held = _locked(book)
    if reserved is not None:
        line = _reserved_line(held, reserved)
        line.state, line.document, line.on, line.by = LineState.ISSUED, document, on, by
        line.save()
        return line
    _moved_on(held, held.last + 1)
    _refuse_carried(held, held.last)
    return BookLine.objects.create(book=held, number=held.last, state=LineState.ISSUED, document=document, on=on, by=by)


def _refuse_carried(book: NumberBook, number: int) -> None:
    """A paper that was typed into the register may carry this number or a higher one; then the book is behind."""
    for paper in books.without_line(book):
        found = books.split(paper.number)
        if found and found[0] >= number:
            raise Refused(
                _(
                    "{symbol} is in the register and not yet in the book. Bring the papers of the register in first."
                ).format(symbol=paper.symbol)
            )


def _reserved_line(book: NumberBook, number: int) -> BookLine:
    line = book.lines.filter(number=number, state=LineState.RESERVED).first()
    if line is None:
        raise Refused(_("Number {number} is not reserved in this book.").format(number=number))
    return line


@transaction.atomic
def reserve_numbers(*, by: Person, book: NumberBook, count: int, reason: str) -> list[BookLine]:
    """Keep the next `count` numbers for papers to come."""
    held, why = _locked(book), _reason(reason)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused(_("Reserve from 1 to {most} numbers at once.").format(most=MOST_AT_ONCE))
    numbers = range(held.last + 1, held.last + count + 1)
    day = today()
    rows = [
        BookLine(book=held, number=number, state=LineState.RESERVED, reason=why, on=day, by=by) for number in numbers
    ]
    BookLine.objects.bulk_create(rows)
    _moved_on(held, numbers[-1])
    write(by, "reserve_numbers", held.uid, {"first": numbers[0], "last": numbers[-1]})
    return rows


@transaction.atomic
def void_number(*, by: Person, book: NumberBook, number: int, reason: str) -> BookLine:
    """A reserved number, or the next one, that no paper will carry."""
    held, why = _locked(book), _reason(reason)
    line = _open_line(held, number)
    line.state, line.reason, line.on, line.by = LineState.VOID, why, today(), by
    line.save()
    write(by, "void_number", held.uid, {"number": number})
    return line


@transaction.atomic
def mark_outside(*, by: Person, book: NumberBook, first: int, last: int) -> None:
    """Numbers that papers outside the system carry. The number is kept and nothing else, not even who said so here.

    That somebody marked a number stands in the trail, as for every act; which paper it was stands nowhere.
    """
    if not 0 <= last - first < MOST_AT_ONCE:
        raise Refused(_("Give the first and the last number of the run; at most {most}.").format(most=MOST_AT_ONCE))
    held = _locked(book)
    for number in range(first, last + 1):
        line = _open_line(held, number)
        line.state, line.reason, line.on, line.by = LineState.OUTSIDE, "", None, None
        line.save()
    write(by, "mark_outside", held.uid, {"first": first, "last": last})


def _open_line(book: NumberBook, number: int) -> BookLine:
    """The reserved line of a number, or a new one for the number that comes next."""
    if number == book.last + 1:
        _moved_on(book, number)
        return BookLine(book=book, number=number)
    line = book.lines.filter(number=number).first()
    if line is None:
        raise Refused(
            _("Number {number} does not follow the last one of the book, {last}. Take the numbers in order.").format(
                number=number, last=book.last
            )
        )
    if line.state != LineState.RESERVED:
        raise Refused(
            _("Number {number} is accounted for already: {state}.").format(
                number=number, state=line.get_state_display()
            )
        )
    return line


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("The reason is missing."))
    return reason.strip()[:300]


@transaction.atomic
def bring_in_history(
    *,
    by: Person | None,
    book: NumberBook,
    papers: Iterable[OfficialDocument],
    between: str = "",
    reason: str = "",
    fresh: Collection[int] = (),
) -> list[BookLine]:
    """Lines for papers that were numbered before the book was kept here, with their suffixes and doubles.

    A number that an old book gave twice is flagged by `repeat`. What became of the numbers `between` must be said:
    `outside`, their papers are registered elsewhere, or `void` with a reason, the old book skipped them. `fresh`: ids
    of papers that come into the register in this act; a number that the book accounts for is not given to them, and
    `NumberUsed` is raised.
    """
    held = _locked(book)
    given = list(papers)
    _refuse_used(held, [paper for paper in given if paper.pk in fresh])
    made = [_historic(by, held, paper) for paper in given]
    highest = held.lines.aggregate(most=Max("number"))["most"] or 0
    _moved_on(held, max(held.last, highest))
    _fill(by, held, between, reason)
    write(by, "bring_in_history", held.uid, {"papers": len(made), "last": held.last})
    return made


def _refuse_used(book: NumberBook, papers: Iterable[OfficialDocument]) -> None:
    lines = book.lines.exclude(state=LineState.RESERVED).values_list("number", "suffix", "state")
    used = {(number, suffix): state for number, suffix, state in lines}
    for paper in papers:
        number = books.split(paper.number)
        if number in used:
            raise NumberUsed(paper, books.used_words(paper.number, used[number]))


def _historic(by: Person | None, book: NumberBook, paper: OfficialDocument) -> BookLine:
    number = books.split(paper.number)
    if number is None:
        raise Refused(_("“{symbol}” prints no number.").format(symbol=paper.symbol))
    same = book.lines.filter(number=number[0], suffix=number[1])
    line = same.filter(state=LineState.RESERVED).first() or BookLine(
        book=book, number=number[0], suffix=number[1], repeat=same.count()
    )
    line.state, line.document, line.on, line.by = LineState.ISSUED, paper, paper.issued_on, by
    line.save()
    return line


def _fill(by: Person | None, book: NumberBook, state: str, reason: str) -> None:
    numbers = books.missing(book)
    if not numbers:
        return
    if len(numbers) > books.MOST_SKIPPED:
        raise Refused(
            _("More than {most} numbers would be without a paper: {numbers}. Look at the highest number again.").format(
                most=books.MOST_SKIPPED, numbers=books.spans(numbers)
            )
        )
    if state not in {LineState.OUTSIDE, LineState.VOID}:
        raise Refused(
            _("The papers leave out the numbers {numbers}. Say what became of these.").format(
                numbers=books.spans(numbers)
            )
        )
    known = {} if state == LineState.OUTSIDE else {"reason": _reason(reason), "on": today(), "by": by}
    BookLine.objects.bulk_create(BookLine(book=book, number=number, state=state, **known) for number in numbers)
