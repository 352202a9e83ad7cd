"""Who may see and do what, where, when: one place decides, set-wise in the database."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from guong.jobs.clock import today
from guong.units.enums import Verb
from guong.units.models import Person, Unit
from guong.units.queries import Node, Tree, below, default_line, during
from guong.units.rules import roles_at, roles_below

P = ParamSpec("P")

# Units of a person's mandates in some roles on a day; parameters: person, day, day, roles.
_HELD = (
    "SELECT m.unit_id FROM units_mandate m WHERE m.person_id = %s AND m.starts_on <= %s"
    " AND (m.ends_on IS NULL OR m.ends_on > %s) AND m.role IN ({roles})"
)
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def scope(person: Person | None, verb: Verb, at: date, *, line: str | None = None) -> QuerySet[Unit]:
    """Units at which the person may do `verb` on a day. Without `line`, below means below in the pack's first line."""
    if person is None:
        return Unit.objects.none()
    own = during(person.mandates.filter(role__in=roles_at(verb)), at).values("unit")
    allowed = Q(pk__in=own)
    reaching = roles_below(verb)
    if reaching:
        day = connection.ops.adapt_datefield_value(at)
        seeds = _HELD.format(roles=", ".join(["%s"] * len(reaching)))
        allowed |= Q(pk__in=below(seeds, (person.pk, day, day, *reaching), line or default_line(), at, among=True))
    return Unit.objects.filter(allowed)


def may(person: Person | None, verb: Verb, unit: Unit, at: date) -> bool:
    return scope(person, verb, at).filter(pk=unit.pk).exists()


def unit_for(person: Person | None, uid: UUID | str, *, verb: Verb, at: date) -> Unit:
    """The unit, if the person may do `verb` there: 404 for who may not even see it, 403 for who may only see it."""
    unit = Unit.objects.filter(uid=uid).first()
    if unit is not None and may(person, verb, unit, at):
        return unit
    if unit is not None and verb != Verb.SEE and may(person, Verb.SEE, unit, at):
        raise PermissionDenied
    raise Http404


_LOOKING = (Verb.SEE, Verb.ADMINISTER, Verb.AUDIT)


def units_to_look_at(person: Person | None, at: date, *, line: str | None = None) -> QuerySet[Unit]:
    """Units whose own page the person may open: whoever sees, audits or administers them."""
    allowed = Q(pk__in=[])
    for verb in _LOOKING:
        allowed |= Q(pk__in=scope(person, verb, at, line=line).values("pk"))
    return Unit.objects.filter(allowed)


def visible_tree(person: Person | None, drawn: Tree) -> list[Node]:
    """The nodes of a tree that the person may open, in its order."""
    seen = set(units_to_look_at(person, drawn.on, line=drawn.line).values_list("pk", flat=True))
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


def may_somewhere(request: HttpRequest, verb: Verb) -> bool:
    """Whether the acting person may do `verb` at any unit today."""
    return not _roles_today(request).isdisjoint((*roles_at(verb), *roles_below(verb)))


def _roles_today(request: HttpRequest) -> set[str]:
    """The roles of the acting person's mandates, read once in a request, however many ask."""
    if not hasattr(request, "_guong_roles"):
        person = acting(request)
        held = during(person.mandates.order_by(), today()).values_list("role", flat=True) if person else ()
        request._guong_roles = set(held)  # type: ignore[attr-defined]  # remembered for this request only
    return request._guong_roles  # type: ignore[attr-defined, no-any-return]  # set just above


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
            if not may_somewhere(request, verb):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate
