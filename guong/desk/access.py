"""What a person may look at on the desk, where rooms below do not say it already."""

from collections.abc import Collection
from datetime import date
from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from guong.jobs.clock import today
from guong.rounds.access import in_sight
from guong.rounds.models import Duty, Phase
from guong.trail.capacity import working_as
from guong.units.access import among_over, may, own_units, scope, seats_over
from guong.units.enums import Verb
from guong.units.models import Person, Unit
from guong.units.queries import ancestors, paths_of
from guong.units.queries.browsing import counterparts
from guong.units.queries.entry import entrants


def tops(person: Person | None, phase: Phase) -> list[Unit]:
    """Units of the list whose whole next level the person sees, the highest first: where a board may start."""
    listed = Duty.objects.filter(phase=phase, superior__isnull=False)
    hidden = listed.exclude(in_sight(person, today())).values("superior")
    open_to = listed.exclude(superior__in=hidden).order_by("depth", "superior_id").values_list("superior", flat=True)
    units = Unit.objects.in_bulk(set(open_to))
    return [units[key] for key in dict.fromkeys(open_to) if key]


def looked_over(person: Person | None, phases: Collection[Phase]) -> set[int]:
    """Ids of the phases of which the person may open a board."""
    listed = Duty.objects.filter(phase__in=phases, superior__isnull=False)
    hidden = listed.exclude(in_sight(person, today()))
    same_level = hidden.filter(phase=OuterRef("phase"), superior=OuterRef("superior"))
    return set(listed.filter(~Exists(same_level)).values_list("phase", flat=True).distinct())


def board_unit_for(person: Person | None, phase: Phase, uid: UUID | None = None) -> Unit:
    """The unit over whose next level the board looks; 403 where one of that level is out of sight.

    Without `uid`: the highest such unit that the person may look over.
    """
    found = tops(person, phase)
    if uid is None:
        if not found:
            raise PermissionDenied
        return found[0]
    for unit in found:
        if unit.uid == uid:
            return unit
    if Duty.objects.filter(phase=phase, superior__uid=uid).exists():
        raise PermissionDenied
    raise Http404


def totals_unit_for(person: Person, phase: Phase, uid: UUID | None, on: date) -> Unit:
    """The unit whose totals a person may open: they see it and all below it, today or as it stood on a day.

    Without `uid`: the unit that leads the round, else the highest one below it that the person looks over. 404 for
    who sees neither unit nor round, 403 for who sees the unit but not what is below it.
    """
    line, owner = phase.round.line, phase.round.owner
    looks_over = partial(among_over, person, Verb.SEE, at=today(), line=line)
    if uid is None:
        uid = owner.uid if looks_over(_way(owner, line, on)) else _highest(person, owner, line, on)
    unit = get_object_or_404(Unit, uid=uid)
    way = _way(unit, line, on)
    if owner.pk not in way and not looks_over(_way(owner, line, on)):
        raise Http404
    if looks_over(way):
        return unit
    if may(person, Verb.SEE, unit, today()):
        raise PermissionDenied
    raise Http404


def _way(unit: Unit, line: str, on: date) -> set[int]:
    """The unit and all above it, on a day and today."""
    return {unit.pk, *ancestors(unit, line, on), *ancestors(unit, line, today())}


def _highest(person: Person, owner: Unit, line: str, on: date) -> UUID:
    """Of the units that the person's seats stand for on the day."""
    seats = seats_over(person, Verb.SEE, today(), line=line).values_list("pk", flat=True)
    then = counterparts(set(seats), line, on, today())
    ways = {key: way for key, way in paths_of(then, line, on).items() if owner.pk in way}
    if not ways:
        raise Http404
    return Unit.objects.get(pk=min(ways, key=lambda key: (len(ways[key]), key))).uid


def directed(person: Person | None) -> QuerySet[Unit]:
    """Units whose clerk the person is, not by reach: whose desk this is. Who chose to work in one of them sees that."""
    found = own_units(person, [Verb.DIRECT], today())
    capacity = working_as()
    chosen = found.filter(mandates__uid=capacity) if capacity else found
    return chosen if chosen.exists() else found


def reports_for(person: Person | None) -> QuerySet[Unit]:
    """Units for which the person hands in."""
    return scope(person, Verb.REPORT, today())


def lets_in(person: Person | None) -> QuerySet[Unit]:
    """Units whose people get slips from this person: whoever directs or administers them."""
    return scope(person, Verb.DIRECT, today()) | scope(person, Verb.ADMINISTER, today())


def administered(person: Person | None) -> QuerySet[Unit]:
    return scope(person, Verb.ADMINISTER, today())


def let_in_by(person: Person, uid: UUID) -> Person:
    """Somebody of a unit who comes in by slip, or 404."""
    return get_object_or_404(Person, uid=uid, pk__in=entrants(lets_in(person), today()).values("person"))
