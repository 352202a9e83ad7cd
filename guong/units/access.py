"""Who may see and do what, where, when: one place decides, set-wise in the database.

Every other room asks here; none reads mandates to decide. A stranger gets 404, a reader who tries to change 403.
"""

from collections.abc import Callable, Collection
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from guong.jobs.clock import today
from guong.units.enums import Verb
from guong.units.models import Delegation, Mandate, Person, Unit
from guong.units.queries import Node, Tree, holding_at, mandates_at, mandates_over
from guong.units.queries.reach import reached, units_over
from guong.units.rules import ANSWERING, FOLLOWING, verbs_at, verbs_below

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def scope(person: Person | None, verb: Verb, at: date, *, line: str | None = None) -> QuerySet[Unit]:
    """Units at which the person holds `verb` on a day, by own mandates and by what others lend.

    Roles reach down in the line of their mandate. With `line`: only what is reached in that one, beside the own units.
    """
    return own_units(person, [verb], at) | over(person, verb, at, line=line)


def own_units(person: Person | None, verbs: Collection[Verb], at: date) -> QuerySet[Unit]:
    """Units where the person holds one of the verbs at the unit itself; nothing from above."""
    if person is None:
        return Unit.objects.none()
    return Unit.objects.filter(holding_at(person, verbs, at))


def over(person: Person | None, verb: Verb, at: date, *, line: str | None = None) -> QuerySet[Unit]:
    """Units from which the person looks down with `verb`: below each of them it is held as well."""
    if person is None:
        return Unit.objects.none()
    found = units_over(mandates_over(person, verb, at, line=line), at)
    return Unit.objects.none() if found is None else Unit.objects.filter(pk__in=found)


def in_lines(person: Person | None, verb: Verb, at: date, *, unit: str, line: str) -> Q:
    """Condition on rows of a unit and a line (names of fields): the person holds `verb` there in that very line."""
    if person is None:
        return Q(pk__in=[])
    found = Q(**{f"{unit}__in": own_units(person, [verb], at)})
    for code in mandates_over(person, verb, at).order_by().values_list("line", flat=True).distinct():
        found |= Q(**{line: code, f"{unit}__in": over(person, verb, at, line=code)})
    return found


def among(person: Person | None, verb: Verb, units: Collection[int], at: date, *, lent: bool = True) -> set[int]:
    """Ids of those of some units at which the person holds `verb`: the same as `scope`, quick for few units."""
    if person is None or not units:
        return set()
    own = mandates_at(person, verb, at, lent=lent).filter(unit__in=units).values_list("unit_id", flat=True)
    return set(own) | reached(units, mandates_over(person, verb, at, lent=lent), at)


def may(person: Person | None, verb: Verb, unit: Unit, at: date) -> bool:
    return bool(among(person, verb, [unit.pk], at))


def may_give(person: Person, role: str, unit: Unit, line: str, at: date, *, follows: bool = False) -> bool:
    """Nobody gives what they do not hold: every verb of the role, as far down as the role reaches, by own mandates.

    What nobody above may hold is named from above: by who directs the unit without being of it.
    """
    if not among(person, Verb.GRANT, [unit.pk], at, lent=False):
        return False
    wanted = verbs_at(role) | (FOLLOWING if follows else frozenset())
    lacking = {verb for verb in wanted if not among(person, verb, [unit.pk], at, lent=False)}
    if lacking and not (lacking <= ANSWERING and _directs_from_above(person, unit, line, at)):
        return False
    reach = (mandates_over(person, verb, at, line=line, lent=False) for verb in verbs_below(role))
    return all(reached([unit.pk], mandates, at) for mandates in reach)


def _directs_from_above(person: Person, unit: Unit, line: str, at: date) -> bool:
    above = mandates_over(person, Verb.DIRECT, at, line=line, lent=False).exclude(unit=unit)
    return bool(reached([unit.pk], above, at))


def may_end(person: Person, mandate: Mandate, at: date) -> bool:
    """Who may give it ends it; so do its holder, the head of the unit, and who administers the unit."""
    if mandate.person_id == person.pk:
        return True
    if not among(person, Verb.GRANT, [mandate.unit_id], at, lent=False):
        return False
    heads = mandates_at(person, Verb.SIGN, at, lent=False).filter(unit=mandate.unit_id)
    return (
        heads.exists()
        or bool(among(person, Verb.ADMINISTER, [mandate.unit_id], at, lent=False))
        or may_give(person, mandate.role, mandate.unit, mandate.line, at, follows=mandate.follows)
    )


def may_take_back(person: Person, delegation: Delegation, at: date) -> bool:
    """The lender, whoever it was lent to, and who may end the mandate behind it."""
    return person.pk in {delegation.holder_id, delegation.person_id} or may_end(person, delegation.mandate, at)


def unit_for(person: Person | None, uid: UUID | str, *, verb: Verb, at: date) -> Unit:
    """The unit, if the person may do `verb` there: 404 for who may not even see it, 403 for who may only see it."""
    unit = Unit.objects.filter(uid=uid).first()
    if unit is not None and may(person, verb, unit, at):
        return unit
    if unit is not None and verb != Verb.SEE and may(person, Verb.SEE, unit, at):
        raise PermissionDenied
    raise Http404


LOOKING = (Verb.SEE, Verb.ADMINISTER, Verb.AUDIT)


def units_to_look_at(person: Person | None, at: date) -> QuerySet[Unit]:
    """Units whose own page the person may open: whoever sees, audits or administers them."""
    found = Unit.objects.none()
    for verb in LOOKING:
        found |= scope(person, verb, at)
    return found


def visible_tree(person: Person | None, drawn: Tree) -> list[Node]:
    """The nodes of a tree that the person may open, in its order."""
    seen = set(units_to_look_at(person, drawn.on).values_list("pk", flat=True))
    return [node for node in drawn.nodes if node.unit.pk in seen]


def unit_to_look_at(person: Person | None, uid: UUID | str, at: date) -> Unit:
    """The unit for its own page, or 404."""
    return get_object_or_404(units_to_look_at(person, at), uid=uid)


def acting(request: HttpRequest) -> Person | None:
    """The person behind the signed-in user; None for visitors and for users who are nobody here."""
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "_guong_person"):
        person = Person.objects.filter(user_id=request.user.pk).first()
        request._guong_person = person  # type: ignore[attr-defined]  # remembered for this request only
    return request._guong_person  # type: ignore[attr-defined, no-any-return]  # set just above


def person_for(request: HttpRequest) -> Person:
    """The acting person, or 403. For views behind `person_required`."""
    person = acting(request)
    if person is None:
        raise PermissionDenied
    return person


def person_required(view: View[P]) -> View[P]:
    """Visitors go to the log-in, users without a person get 403."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        person_for(request)
        return view(request, *args, **kwargs)

    return checked


def verb_required(verb: Verb) -> Callable[[View[P]], View[P]]:
    """`person_required`, and 403 for a person who may do `verb` nowhere today."""

    def decorate(view: View[P]) -> View[P]:
        @person_required
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not scope(acting(request), verb, today()).exists():
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate
