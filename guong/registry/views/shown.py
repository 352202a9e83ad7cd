"""How papers are said on the screens of the register."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guong.registry import queries
from guong.registry.enums import Validity
from guong.registry.models import NumberBook, OfficialDocument
from guong.ui.templatetags.ui import day

HEADING = 60
# The class of a pill in look/ for each state.
_PILLS = {Validity.IN_FORCE: "force", Validity.ENDED_IN_PART: "part", Validity.NOT_YET: "soon"}


def clipped(words: str) -> str:
    """As much of an abstract as a heading bears."""
    return Truncator(words).chars(HEADING)


def type_words(code: str) -> str:
    return settings.PACK.label("document_types", code, get_language() or "vi")


def state_words(document: OfficialDocument, on: date, known: datetime | None = None) -> tuple[str, str]:
    """The words of a state and the class of its pill."""
    return pill(queries.state_on(document, on, known))


def states_words(documents: Iterable[OfficialDocument], on: date) -> dict[int, tuple[str, str]]:
    """`state_words` by id, for a list."""
    return {key: pill(state) for key, state in queries.states_on(documents, on).items()}


def pill(state: str) -> tuple[str, str]:
    return str(Validity(state).label), _PILLS.get(Validity(state), "")


def relation_words(kind: str, *, passive: bool = False) -> str:
    """What a paper does to another, or what is done to it, in the words of the pack."""
    language = get_language() or "vi"
    if not passive:
        return settings.PACK.label("relation_kinds", kind, language)
    entry = settings.PACK.entry("relation_kinds", kind)
    return str(entry.extra.get(f"passive_{language}", entry.extra["passive_vi"])) if entry else kind


def book_words(book: NumberBook) -> tuple[str, str]:
    """Type and term or year of a book."""
    kind = type_words(book.type) if book.type else _("all types")
    if book.year:
        return kind, _("year {year}").format(year=book.year)
    starts = day(book.term.starts_on) if book.term else ""
    if book.term and book.term.ordinal:
        return kind, _("term {ordinal}, from {day}").format(ordinal=book.term.ordinal, day=starts)
    return kind, _("term from {day}").format(day=starts)


def type_table() -> dict[str, str]:
    """Words of all types by code, for lists."""
    return dict(settings.PACK.choices("document_types", get_language() or "vi"))
