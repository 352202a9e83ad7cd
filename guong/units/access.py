"""Who may see and do what, where, when: one place decides, set-wise in the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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
from guong.units.models import Mandate, Person, Placement, Unit
from guong.units.queries import Node, Tree, below, default_line, during, heirs, paths_of, places
from guong.units.queries.browsing import counterparts
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


@dataclass(frozen=True)
class Sight:
    """What a person may look at of a line's tree on a day: some units alone, others with all below them.

    Who may look is judged by the mandates of today; the day of the tree may be another. On that day a seat stands for
    the units that it carries on, or that carry it on, so that old records stay open to whoever answers for them now.
    """

    line: str
    on: date
    alone: frozenset[int]
    whole: frozenset[int]

    def among(self, units: Iterable[int]) -> set[int]:
        """Those of the units that stand and are in sight; found by their ways up, a query a level."""
        ways = paths_of(list(units), self.line, self.on)
        return {unit for unit, way in ways.items() if unit in self.alone or not self.whole.isdisjoint(way)}

    def tops(self) -> set[int]:
        """Units in sight below no other that is."""
        ways = paths_of(list(self.alone | self.whole), self.line, self.on)
        return {unit for unit, way in ways.items() if self.whole.isdisjoint(way[:-1])}

    def only(self, rows: QuerySet[Placement]) -> QuerySet[Placement]:
        """Of places those in sight; who sees all roots is not asked further."""
        roots = set(places(self.line, self.on).filter(parent__isnull=True).values_list("unit_id", flat=True))
        if roots <= self.whole:
            return rows
        marks = ", ".join(["%s"] * len(self.whole)) or "NULL"
        seen = below(marks, sorted(self.whole), self.line, self.on, among=True)
        return rows.filter(Q(unit__in=self.alone) | Q(unit__in=seen))


def sight_of(person: Person | None, line: str, on: date) -> Sight:
    """What a person may look at on a day, by the mandates of today."""
    now = today()
    if person is None:
        return Sight(line, on, frozenset(), frozenset())
    held = during(person.mandates.all(), now)
    alone = held.filter(role__in={role for verb in _LOOKING for role in roles_at(verb)})
    whole = held.filter(role__in={role for verb in _LOOKING for role in roles_below(verb)})

    def then(rows: QuerySet[Mandate]) -> frozenset[int]:
        return frozenset(counterparts(set(rows.values_list("unit_id", flat=True)), line, on, now))

    return Sight(line, on, then(alone), then(whole))


def nodes_in_sight(sight: Sight, drawn: Tree) -> list[Node]:
    """The nodes of a tree that are in sight, in its order."""
    found, inside = [], set(sight.whole)
    for node in drawn.nodes:
        if node.parent is not None and node.parent.pk in inside:
            inside.add(node.unit.pk)
        if node.unit.pk in inside or node.unit.pk in sight.alone:
            found.append(node)
    return found


def unit_in_sight(sight: Sight, uid: UUID) -> Unit:
    """A unit that stands on the day and is in sight, or 404."""
    unit = get_object_or_404(Unit, uid=uid)
    if unit.pk not in sight.among([unit.pk]):
        raise Http404
    return unit


def visible_tree(person: Person | None, drawn: Tree) -> list[Node]:
    """The nodes of a tree that the person may open, in its order."""
    return nodes_in_sight(sight_of(person, drawn.line, drawn.on), drawn)


def unit_to_look_at(person: Person | None, uid: UUID | str, at: date, *, line: str | None = None) -> Unit:
    """The unit for its own page, or 404. It may stand later, or have ended: then who may look at its heirs may look."""
    unit = get_object_or_404(Unit, uid=uid)
    line = line or default_line()
    first = unit.placements.filter(line=line, known_until__isnull=True).order_by("starts_on").first()
    on = max(at, first.starts_on) if first else at
    heirs_ = heirs([unit], line, on)[unit.pk]
    if not sight_of(person, line, on).among([unit.pk, *(heir.unit_id for heir in heirs_)]):
        raise Http404
    return unit


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
