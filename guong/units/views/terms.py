"""Terms of office of a unit: one begins, one was recorded wrongly, one never was."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.units import actions, queries
from guong.units.access import person_for, person_required, unit_for
from guong.units.enums import Verb
from guong.units.mandate_forms import TermForm
from guong.units.models import Person, Term, Unit
from guong.units.rules import Refused


def _unit(person: Person, uid: UUID) -> Unit:
    return unit_for(person, uid, verb=Verb.DIRECT, at=today())


def _term(person: Person, uid: UUID, day: str) -> Term:
    """By the day on which it begins: a unit has one of a day."""
    unit = _unit(person, uid)
    try:
        return get_object_or_404(unit.terms, starts_on=date.fromisoformat(day))
    except ValueError as error:
        raise Http404 from error


@person_required
def start(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    unit = _unit(person, uid)
    return _asked(
        request,
        unit,
        TermForm(request.POST or None),
        lambda form: actions.start_term(by=person, unit=unit, **form.cleaned_data),
        title=_("Record a term of {unit}").format(unit=queries.name_of(unit, today())),
        effect=_("It ends the term before. Numbers of papers begin anew, and citations are linked by it."),
        action=_("Record the term"),
        done=_("The term is on record."),
    )


@person_required
def correct(request: HttpRequest, uid: UUID, day: str) -> HttpResponseBase:
    person = person_for(request)
    term = _term(person, uid, day)
    own = {"ordinal": term.ordinal, "starts_on": term.starts_on}
    return _asked(
        request,
        term.unit,
        TermForm(request.POST or None, initial=own),
        lambda form: actions.correct_term(by=person, term=term, **form.cleaned_data),
        title=_("Correct the term of {unit}").format(unit=queries.name_of(term.unit, today())),
        effect=_("Numbers that were given stay; citations are linked anew."),
        action=_("Save"),
        done=_("The term is corrected."),
    )


@person_required
def drop(request: HttpRequest, uid: UUID, day: str) -> HttpResponseBase:
    person = person_for(request)
    term = _term(person, uid, day)
    return _asked(
        request,
        term.unit,
        None,
        lambda _form: actions.drop_term(by=person, term=term),
        title=_("Take the term of {unit} off the record?").format(unit=queries.name_of(term.unit, today())),
        effect=_("For a term that never was. Citations are linked anew without it."),
        action=_("Take off the record"),
        done=_("The term is off the record."),
    )


def _asked(
    request: HttpRequest,
    unit: Unit,
    form: TermForm | None,
    work: Callable[[TermForm], object],
    *,
    done: str,
    **words: str,
) -> HttpResponseBase:
    """The page that asks before an act; what is refused is said on it."""
    back, refusal = reverse("units:unit", args=[unit.uid]), ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            work(form or TermForm())
        except Refused as refused:
            refusal = str(refused)
            if form is not None:
                form.add_error(None, refusal)
        else:
            messages.success(request, done)
            return redirect(back)
    if form is None and refusal:
        messages.error(request, refusal)
        return redirect(back)
    wrong = bool(form and form.errors)
    return render(request, "ui/confirm.html", {"form": form, "back": back, **words}, status=422 if wrong else 200)
