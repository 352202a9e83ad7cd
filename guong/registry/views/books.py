"""Numbering books: their list, one book with its lines, and what is done with numbers that no paper carries."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.registry import books as read
from guong.registry.access import KEEPING, book_for, books_for, keeps_papers
from guong.registry.actions import bring_in_history, mark_outside, open_book, reserve_numbers, void_number
from guong.registry.models import BookLine, NumberBook
from guong.registry.office_forms import HistoryForm, OpenBookForm, OutsideForm, ReserveForm, VoidForm
from guong.registry.views.asking import Question, ask, posted
from guong.registry.views.drafts import chosen_body, own_bodies
from guong.registry.views.shown import book_words
from guong.render.tables import Value
from guong.ui.export import table_response
from guong.units.access import own_units, person_for, person_required
from guong.units.models import Person

PER_PAGE = 100


@person_required
def books(request: HttpRequest) -> HttpResponseBase:
    person, on = person_for(request), today()
    rows = books_for(person, on).order_by("issuer__name_key", "-term__starts_on", "-year", "type", "pk")
    papers = read.papers_in(rows)
    shown = [(book, *book_words(book), papers.get(book.pk, 0)) for book in rows]
    if request.GET.get("format") in {"xlsx", "csv"}:
        columns = [_("Issued by"), _("Type"), _("Term or year"), _("Last number"), _("Papers")]
        values = [(book.issuer.name, kind, span, book.last, count) for book, kind, span, count in shown]
        return table_response(_("numbering-books"), columns, values, request.GET["format"])
    may_keep = own_units(person, KEEPING, on).exists()
    return render(request, "registry/books.html", {"rows": shown, "may_keep": may_keep})


@person_required
def book(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Every number with what became of it."""
    person, on = person_for(request), today()
    found = book_for(person, uid, on)
    lines = read.lines(found)
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _sheet(lines, request.GET["format"])
    kind, span = book_words(found)
    unit = read.home(found.issuer)
    context = {
        "book": found,
        "kind": kind,
        "span": span,
        "page": Paginator(read.stretches(lines), PER_PAGE).get_page(request.GET.get("page")),
        "holes": read.spans(read.missing(found)),
        "loose": read.without_line(found).count(),
        "may_keep": unit is not None and keeps_papers(person, unit, on),
    }
    return render(request, "registry/book.html", context)


def _sheet(lines: Iterable[BookLine], format: str) -> HttpResponse:
    columns = [_("Number"), _("State"), _("Number and symbol"), _("Abstract"), _("Date"), _("Reason")]
    return table_response(_("numbering-book"), columns, (_row(line) for line in lines), format)


def _row(line: BookLine) -> tuple[Value, ...]:
    paper = line.document
    return (
        f"{line.number}{line.suffix}",
        line.get_state_display(),
        paper.symbol if paper else "",
        paper.abstract if paper else "",
        line.on,
        line.reason,
    )


@person_required
def add_book(request: HttpRequest) -> HttpResponseBase:
    """The book of an issuer and a type, before its first number is given."""
    person, on = person_for(request), today()
    if not own_units(person, KEEPING, on).exists():
        raise PermissionDenied
    found = own_bodies(person, on)
    form = OpenBookForm(posted(request), bodies=found, on=on, initial={"on": on})

    def work() -> str:
        given = form.cleaned_data
        _keeper, issuer = chosen_body(found, given["issuer"])
        made = open_book(by=person, issuer=issuer, type=given["type"], on=given["on"])
        return reverse("registry:book", args=[made.uid])

    question = Question(
        _("Open a numbering book"),
        _("A book opens by itself with its first number. Open it here to reserve numbers or to bring in an old book."),
        _("Open the book"),
        _("The book is open."),
        reverse("registry:books"),
        of=_("Numbering books"),
    )
    return ask(request, question, work, form)


def _kept(request: HttpRequest, uid: UUID) -> tuple[Person, NumberBook]:
    """Who asks, and the book that this person keeps."""
    person = person_for(request)
    return person, book_for(person, uid, today(), keep=True)


def _question(book: NumberBook, title: str, effect: str, action: str, done: str) -> Question:
    back = reverse("registry:book", args=[book.uid])
    return Question(title, effect, action, done, back, of=book_words(book)[0])


@person_required
def reserve(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, found = _kept(request, uid)
    form = ReserveForm(posted(request))

    def work() -> None:
        given = form.cleaned_data
        reserve_numbers(by=person, book=found, count=given["count"], reason=given["reason"])

    question = _question(
        found,
        _("Reserve numbers"),
        _("The next numbers, from {number} on, are kept for papers to come.").format(number=found.last + 1),
        _("Reserve"),
        _("The numbers are reserved."),
    )
    return ask(request, question, work, form)


@person_required
def void(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, found = _kept(request, uid)
    form = VoidForm(posted(request), initial={"number": found.last + 1})

    def work() -> None:
        given = form.cleaned_data
        void_number(by=person, book=found, number=given["number"], reason=given["reason"])

    question = _question(
        found,
        _("Mark a number as void"),
        _("No paper will carry it; the reason stands in the book. Only a reserved number or the next one can be void."),
        _("Mark as void"),
        _("The number is void."),
    )
    return ask(request, question, work, form)


@person_required
def outside(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, found = _kept(request, uid)
    number = found.last + 1
    form = OutsideForm(posted(request), initial={"first": number, "last": number})

    def work() -> None:
        mark_outside(by=person, book=found, first=form.cleaned_data["first"], last=form.cleaned_data["last"])

    question = _question(
        found,
        _("Mark numbers as used elsewhere"),
        _("For papers that have no business here. The book keeps the numbers and nothing else: no date, no abstract."),
        _("Mark as used elsewhere"),
        _("The numbers are marked as used elsewhere."),
    )
    return ask(request, question, work, form)


@person_required
def history(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Papers of the register that were numbered before the book was kept here."""
    person, found = _kept(request, uid)
    loose = list(read.without_line(found))
    form = HistoryForm(posted(request))

    def work() -> None:
        bring_in_history(by=person, book=found, papers=loose, **form.cleaned_data)

    question = _question(
        found,
        _("Bring in {count} papers of the register").format(count=len(loose)),
        _("{first} … {last}. Suffixes such as 30c stay, numbers given twice are flagged.").format(
            first=loose[0].symbol, last=loose[-1].symbol
        )
        if loose
        else _("Every paper of the register has its line already."),
        _("Bring them in"),
        _("The papers stand in the book."),
    )
    return ask(request, question, work, form)
