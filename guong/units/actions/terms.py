"""Terms of office, from congress to congress. Numbers and citations follow them: the registry is told of each act."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from guong.jobs import outbox
from guong.jobs.clock import today
from guong.units.actions.changing import tell
from guong.units.models import Person, Term, Unit
from guong.units.rules import Refused

TERM_STARTED = "units.term_started"
_FURTHEST = timedelta(days=366)


@transaction.atomic
def start_term(*, by: Person | None, unit: Unit, ordinal: str, starts_on: date) -> Term:
    """A term of office from a day on; it ends the one before. An earlier one may come on record later."""
    _check(unit.terms.all(), starts_on)
    term = Term.objects.create(unit=unit, ordinal=ordinal, starts_on=starts_on)
    _said(by, "start_term", term)
    return term


@transaction.atomic
def correct_term(*, by: Person | None, term: Term, ordinal: str, starts_on: date) -> None:
    """What was recorded of a term was wrong."""
    _check(term.unit.terms.exclude(pk=term.pk), starts_on)
    term.ordinal, term.starts_on = ordinal, starts_on
    term.save(update_fields=["ordinal", "starts_on"])
    _said(by, "correct_term", term)


@transaction.atomic
def drop_term(*, by: Person | None, term: Term) -> None:
    """A term that never was; not one by which a numbering book runs."""
    _said(by, "drop_term", term)
    try:
        with transaction.atomic():
            term.delete()
    except ProtectedError as error:
        raise Refused(_("A numbering book runs by this term, so it stays. Correct it instead.")) from error


def _check(others: QuerySet[Term], starts_on: date) -> None:
    if starts_on > today() + _FURTHEST:
        raise Refused(_("A term is recorded at most a year ahead."))
    if others.filter(starts_on=starts_on).exists():
        raise Refused(_("Another term of the unit begins on that day already."))


def _said(by: Person | None, action: str, term: Term) -> None:
    tell(by, action, term.unit.uid, {"starts_on": term.starts_on.isoformat(), "ordinal": term.ordinal})
    outbox.tell(TERM_STARTED, term.unit.uid)
