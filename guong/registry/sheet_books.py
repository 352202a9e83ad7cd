"""Own papers of a sheet and their numbering books: which book a row belongs into, and what stands in its way there.

Only a paper that the keeper itself issued has a number of the keeper's books: its body is known by name or, where no
column names it, by the code that its symbol ends with. Reads alone; the act follows in `actions.importing`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from guong.registry import books
from guong.registry.enums import Direction, LineState
from guong.registry.issuing_bodies import Body, bodies
from guong.registry.models import BookLine, Issuer, NumberBook
from guong.registry.rules import Refused, name_key, number_of
from guong.registry.sheet_rows import Fault, Paper, column_label
from guong.units.models import Term, Unit

Number = tuple[int, str]


@dataclass
class Numbered:
    """What new papers of a sheet put into one book. `gaps`: numbers below the highest that nothing accounts for."""

    body: Body
    run: books.Run
    papers: list[Paper] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)

    @property
    def words(self) -> str:
        return f"{self.run.type or '*'}/{self.body.code}: {books.spans(self.gaps)}"


class Shelf:
    """The books of one keeper, as far as a sheet needs them. Each day is looked up once."""

    def __init__(self, keeper: Unit) -> None:
        self.bodies: Callable[[date], list[Body]] = cache(lambda on: bodies([keeper], on))
        self._run = cache(_run)
        self.numbered: dict[tuple[object, ...], Numbered] = {}

    def name_issuer(self, found: Paper) -> None:
        """Whose paper it is, where the sheet says it by the symbol alone."""
        found.body = self._body(found)
        if found.body and not found.issuer:
            found.issuer = found.body.name

    def _body(self, found: Paper) -> Body | None:
        day = found.values["issued_on"]
        if found.values["direction"] != Direction.OUTGOING or not isinstance(day, date) or not _number(found):
            return None
        fitting = [one for one in self.bodies(day) if one.code.casefold() == found.issuer_code.casefold()]
        if found.issuer:
            fitting = [one for one in fitting if name_key(one.name) == name_key(found.issuer)]
        return fitting[0] if len(fitting) == 1 else None

    def without_book(self, found: Paper) -> Iterator[Fault]:
        """An outgoing paper with number and day whose issuer is none of the keeper's: registered, without a line."""
        numbered = found.values["direction"] == Direction.OUTGOING and found.values["issued_on"] and _number(found)
        if numbered and found.body is None:
            words = _("takes no line in a book: no body of the unit with this name or code issued papers then.")
            yield Fault(found.line, column_label("symbol"), words)

    def put(self, found: Paper) -> Iterator[Fault]:
        """Remember a new paper under its book. What has no book on that day is a fault."""
        if found.body is None:
            return
        day = found.values["issued_on"]
        assert isinstance(day, date)  # noqa: S101  (else it has no body)
        try:
            run = self._run(found.body, str(found.values["type"]), day)
        except Refused as refused:
            yield Fault(found.line, "", str(refused))
            return
        key = (found.body.key, run)
        self.numbered.setdefault(key, Numbered(found.body, run)).papers.append(found)


def _run(body: Body, type: str, on: date) -> books.Run:
    return books.run_on(body.issuer or Issuer(unit=body.unit, collective=body.collective), type, on)


def _number(found: Paper) -> Number | None:
    return books.split(number_of(str(found.values["symbol"])))


def judge(numbered: Numbered) -> tuple[list[Fault], list[Fault]]:
    """Faults and notices: a number that the book accounts for is used; one that the sheet gives twice is kept twice."""
    faults, notices, seen = list[Fault](), list[Fault](), dict[Number, int]()
    book = _book(numbered)
    used, loose = (_used(book), _loose(book)) if book else ({}, {})
    for found in numbered.papers:
        number = _number(found)
        assert number is not None  # noqa: S101  (else it has no body)
        words = used.get(number) or loose.get(number)
        if words:
            faults.append(Fault(found.line, column_label("symbol"), words))
        elif number in seen:
            said = _("the number was given in line {n} too; both are kept.").format(n=seen[number])
            notices.append(Fault(found.line, column_label("symbol"), said))
        seen.setdefault(number, found.line)
    _find_gaps(numbered, book, {number for number, _suffix in (*used, *loose, *seen)})
    return faults + list(_too_many(numbered, seen)), notices


def _book(numbered: Numbered) -> NumberBook | None:
    """The book, on record or as it will be opened; None for a body that is on no record, which has no papers yet."""
    issuer, run = numbered.body.issuer, numbered.run
    if issuer is None:
        return None
    if run.since:
        return NumberBook(issuer=issuer, type=run.type, term=Term(unit=numbered.body.unit, starts_on=run.since))
    run_of = {"issuer": issuer, "type": run.type, "term": run.term, "year": run.year}
    return NumberBook.objects.filter(**run_of).first() or NumberBook(**run_of)


def _used(book: NumberBook) -> dict[Number, str]:
    """What to say of each number that is accounted for; a reserved one waits for its paper and is free."""
    rows = BookLine.objects.filter(book=book.pk).exclude(state=LineState.RESERVED)
    said = rows.values_list("number", "suffix", "state")
    return {(number, suffix): books.used_words(f"{number}{suffix}", state) for number, suffix, state in said}


def _loose(book: NumberBook) -> dict[Number, str]:
    """Of papers that were registered without a line."""
    rows = books.without_line(book)
    found = {books.split(paper.number): paper.symbol for paper in rows}
    words = _("{symbol} stands in the register already, on another day.")
    return {number: words.format(symbol=symbol) for number, symbol in found.items() if number}


def _find_gaps(numbered: Numbered, book: NumberBook | None, known: Iterable[int]) -> None:
    reserved = BookLine.objects.filter(book=book.pk).values_list("number", flat=True) if book else ()
    held = {*known, *reserved}
    numbered.gaps = [number for number in range(1, max(held, default=0)) if number not in held]


def _too_many(numbered: Numbered, seen: dict[Number, int]) -> Iterator[Fault]:
    if len(numbered.gaps) > books.MOST_SKIPPED:
        words = _("more than {most} numbers below it would be without a paper. Look at the number again.")
        yield Fault(seen[max(seen)], column_label("symbol"), words.format(most=books.MOST_SKIPPED))
        numbered.gaps = []
