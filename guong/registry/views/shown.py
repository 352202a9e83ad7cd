"""How papers are said on the screens of the register."""

from datetime import date

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guong.registry import queries
from guong.registry.enums import Validity
from guong.registry.models import NumberBook, OfficialDocument
from guong.ui.templatetags.ui import day

# The class of a pill in look/ for each state.
_PILLS = {Validity.IN_FORCE: "force", Validity.ENDED_IN_PART: "part", Validity.NOT_YET: "soon"}


def type_words(code: str) -> str:
    return settings.PACK.label("document_types", code, get_language() or "vi")


def state_words(document: OfficialDocument, on: date) -> tuple[str, str]:
    """The words of a state and the class of its pill."""
    state = Validity(queries.validity(document, on, document.related_by.all()))
    return str(state.label), _PILLS.get(state, "")


def book_words(book: NumberBook) -> tuple[str, str]:
    """Type and term or year of a book."""
    kind = type_words(book.type) if book.type else _("all types")
    if book.year:
        return kind, _("year {year}").format(year=book.year)
    starts = day(book.term.starts_on) if book.term else ""
    if book.term and book.term.ordinal:
        return kind, _("term {ordinal}, from {day}").format(ordinal=book.term.ordinal, day=starts)
    return kind, _("term from {day}").format(day=starts)
