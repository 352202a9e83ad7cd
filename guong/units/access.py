"""Who may see and do what, where, when: one place decides, set-wise in the database.

Every other room asks here; none reads mandates to decide. A stranger gets 404, a reader who tries to change 403.
"""

from collections.abc import Callable, Collection
from datetime import date
from functools import wraps
from typing import Concatenate, Literal, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.units.enums import Role, Verb
from guong.units.models import Change, Delegation, Mandate, Person, SavedPlan, Unit
from guong.units.plans import Plan
from guong.units.queries import at_own_units, default_line, held_at, held_over, parents_of, verbs_held
from guong.units.queries.reach import reached, units_over
from guong.units.rules import ANSWERING, FOLLOWING, Refused, verbs_at, verbs_below

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def scope(person: Person | None, verb: Verb, at: date, *, line: str | None = None) -> QuerySet[Unit]:
    """Units at which the person holds `verb` on a day, by own mandates and by what others delegate.

    Roles reach down in the line of their mandate. With `line`: only what is reached in that one, beside the own units.
    """
    if person is None:
        return Unit.objects.none()
    own, reaching = held_at(person, verb, at), held_over(person, verb, at, line=line)
    if reaching is None:
        return own_units(person, [verb], at)
    return Unit.objects.filter(pk__in=units_over(reaching, at, beside=own))


def own_units(person: Person | None, verbs: Collection[Verb], at: date) -> QuerySet[Unit]:
    """Units where the person holds one of the verbs at the unit itself; nothing from above."""
    if person is None:
        return Unit.objects.none()
    return Unit.objects.filter(at_own_units(person, verbs, at))


def over(person: Person | None, verb: Verb, at: date, *, line: str | None = None) -> QuerySet[Unit]:
    """Units at which the person looks down with `verb`: below each of them it is held as well. As many as there are."""
    held = held_over(person, verb, at, line=line) if person else None
    return Unit.objects.filter(pk__in=units_over(held, at)) if held else Unit.objects.none()


def holds(person: Person | None, verb: Verb, at: date) -> bool:
    """Whether `scope` has any unit: known by the mandates alone, however many units lie below them."""
    return person is not None and verb in verbs_held(person, at)


def among_over(person: Person | None, verb: Verb, units: Collection[int], at: date, *, line: str) -> set[int]:
    """Ids of those of some units that are `over`, walked upwards: quick for few units."""
    return reached(units, held_over(person, verb, at, line=line), at) if person else set()


def seats_over(person: Person | None, verb: Verb, at: date, *, line: str) -> QuerySet[Unit]:
    """Units of the very mandates by which the person looks down with `verb`."""
    held = held_over(person, verb, at, line=line) if person else None
    return Unit.objects.filter(pk__in=held.rows().values("unit")) if held else Unit.objects.none()


def in_lines(person: Person | None, verb: Verb, at: date, *, unit: str, line: str) -> Q:
    """Condition on rows of a unit and a line (names of fields): the person holds `verb` there in that very line."""
    if person is None:
        return Q(pk__in=[])
    found = Q(**{f"{unit}__in": own_units(person, [verb], at)})
    held = held_over(person, verb, at)
    lines = held.rows().order_by().values_list("line", flat=True).distinct() if held else []
    for code in lines:
        found |= Q(**{line: code, f"{unit}__in": over(person, verb, at, line=code)})
    return found


def among(person: Person | None, verb: Verb, units: Collection[int], at: date, *, delegated: bool = True) -> set[int]:
    """Ids of those of some units at which the person holds `verb`: the same as `scope`, quick for few units."""
    if person is None or not units:
        return set()
    own = held_at(person, verb, at, delegated=delegated).rows().filter(unit__in=units).values_list("unit_id", flat=True)
    return set(own) | reached(units, held_over(person, verb, at, delegated=delegated), at)


def may(person: Person | None, verb: Verb, unit: Unit, at: date) -> bool:
    return bool(among(person, verb, [unit.pk], at))


def may_give(person: Person, role: str, unit: Unit, line: str, at: date, *, follows: bool = False) -> bool:
    """Nobody gives what they do not hold: every verb of the role, as far down as the role reaches, by own mandates.

    What nobody above may hold is named from above: by who directs the unit without being of it.
    """
    if not among(person, Verb.GRANT, [unit.pk], at, delegated=False):
        return False
    wanted = verbs_at(role) | (FOLLOWING if follows else frozenset())
    lacking = {verb for verb in wanted if not among(person, verb, [unit.pk], at, delegated=False)}
    if lacking and not (lacking <= ANSWERING and _directs_from_above(person, unit, line, at)):
        return False
    reach = (held_over(person, verb, at, line=line, delegated=False) for verb in verbs_below(role))
    return all(reached([unit.pk], held, at) for held in reach)


def _directs_from_above(person: Person, unit: Unit, line: str, at: date) -> bool:
    held = held_over(person, Verb.DIRECT, at, line=line, delegated=False)
    return bool(reached([unit.pk], held.except_at(unit) if held else None, at))


def may_end(person: Person, mandate: Mandate, at: date) -> bool:
    """Who may give it ends it; so do its holder, the head of the unit, and who administers the unit."""
    if mandate.person_id == person.pk:
        return True
    if not among(person, Verb.GRANT, [mandate.unit_id], at, delegated=False):
        return False
    heads = held_at(person, Verb.SIGN, at, delegated=False).rows().filter(unit=mandate.unit_id)
    return (
        heads.exists()
        or bool(among(person, Verb.ADMINISTER, [mandate.unit_id], at, delegated=False))
        or may_give(person, mandate.role, mandate.unit, mandate.line, at, follows=mandate.follows)
    )


def ending(person: Person, rows: Collection[Mandate], at: date) -> set[int]:
    """Ids of those of some mandates that the person may end; asked once for those that are alike."""
    own = {row.pk for row in rows if row.person_id == person.pk}
    alike: dict[tuple[object, ...], list[Mandate]] = {}
    for row in rows:
        if row.pk not in own:
            alike.setdefault((row.unit_id, row.role, row.line, row.follows), []).append(row)
    return own | {row.pk for same in alike.values() if may_end(person, same[0], at) for row in same}


def may_revoke(person: Person, delegation: Delegation, at: date) -> bool:
    """The holder, whoever it was delegated to, and who may end the mandate behind it."""
    return person.pk in {delegation.holder_id, delegation.person_id} or may_end(person, delegation.mandate, at)


def mandate_for(person: Person, uid: UUID, at: date, *, to: Literal["see", "end", "delegate"] = "see") -> Mandate:
    """A mandate of the person, or at a unit that the person looks at: to `end` it, for its holder to `delegate`."""
    seen = Q(person=person) | Q(unit__in=units_to_look_at(person, at))
    mandate = get_object_or_404(Mandate.objects.select_related("person", "unit").filter(seen), uid=uid)
    allowed = {"see": True, "end": may_end(person, mandate, at), "delegate": mandate.person_id == person.pk}
    if not allowed[to]:
        raise PermissionDenied
    return mandate


def delegation_for(person: Person, uid: UUID, at: date) -> Delegation:
    """A delegation that the person may revoke; 403 for who only sees it."""
    seen = Q(person=person) | Q(holder=person) | Q(mandate__unit__in=units_to_look_at(person, at))
    rows = Delegation.objects.select_related("person", "holder", "mandate__unit").filter(seen)
    delegation = get_object_or_404(rows, uid=uid)
    if not may_revoke(person, delegation, at):
        raise PermissionDenied
    return delegation


def roles_to_give(person: Person, unit: Unit, line: str, at: date) -> list[Role]:
    """Roles that the person may give at a unit."""
    return [role for role in Role if may_give(person, role, unit, line, at)]


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


def unit_to_look_at(person: Person | None, uid: UUID | str, at: date, *, to: Verb | None = None) -> Unit:
    """The unit for its own page, or 404; 403 where the person does not hold `to` there."""
    unit = get_object_or_404(units_to_look_at(person, at), uid=uid)
    if to is not None and not may(person, to, unit, at):
        raise PermissionDenied
    return unit


def administered(person: Person, line: str, at: date) -> list[Unit]:
    """The units from which the person administers a part of the tree; empty where only the own unit is theirs."""
    return list(seats_over(person, Verb.ADMINISTER, at, line=line).order_by("pk"))


def top_for(person: Person, line: str, at: date) -> Unit:
    """For whose part of the tree a plan of this person is made."""
    tops = administered(person, line, at)
    if not tops:
        raise Refused(_("No unit of this line is administered by this account."))
    return tops[0]


def plan_for(person: Person, uid: UUID, at: date) -> SavedPlan:
    """A plan for a part of the tree that the person administers, or 404."""
    saved = get_object_or_404(SavedPlan.objects.select_related("top", "by"), uid=uid)
    if not among(person, Verb.ADMINISTER, [saved.top_id], at):
        raise Http404
    return saved


def require_reach(person: Person, plan: Plan, at: date) -> None:
    """Everything that a plan says anything of lies in the person's reach; else 403, for units may have moved away."""
    named = {*plan.units(), *(edge.successor for edge in plan.edges())}
    named |= {item.parent for item in plan.items() if item.parent is not None}
    lines = {item.line or default_line() for item in plan.items()} | {default_line()}
    standing = {unit for line in lines for unit in parents_of({unit for unit in named if unit > 0}, line, at)}
    if not standing <= among(person, Verb.ADMINISTER, standing, at):
        raise PermissionDenied


def touched_by(change: Change) -> list[int]:
    """Ids of the units of which a change speaks."""
    said = [row.unit_id for row in change.units.all()]
    return list(dict.fromkeys([*said, *(row.successor_id for row in change.successions.all())]))


def act_for(person: Person, act: UUID, at: date) -> list[Change]:
    """Changes decided together of which some unit is administered by the person, or 404."""
    changes = list(Change.objects.filter(act=act).prefetch_related("units", "successions").order_by("pk"))
    if not among(person, Verb.ADMINISTER, {unit for one in changes for unit in touched_by(one)}, at):
        raise Http404
    return changes


def change_for(person: Person, uid: UUID, at: date) -> Change:
    """A change of which some unit is administered by the person, or 404."""
    change = get_object_or_404(Change.objects.prefetch_related("units", "successions"), uid=uid)
    if not among(person, Verb.ADMINISTER, touched_by(change), at):
        raise Http404
    return change


def acting(request: HttpRequest) -> Person | None:
    """The person behind the signed-in user; None for visitors and for users who are nobody here."""
    if not request.user.is_authenticated:
        return None
    kept = request.__dict__  # for this request only
    if "_guong_person" not in kept:
        kept["_guong_person"] = Person.objects.filter(user_id=request.user.pk).first()
    found: Person | None = kept["_guong_person"]
    return found


def may_somewhere(request: HttpRequest, verb: Verb) -> bool:
    """Whether the acting person may do `verb` at any unit today; one query in a request, however many ask."""
    kept = request.__dict__  # for this request only
    if "_guong_verbs" not in kept:
        person = acting(request)
        kept["_guong_verbs"] = verbs_held(person, today()) if person else frozenset()
    held: frozenset[Verb] = kept["_guong_verbs"]
    return verb in held


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
