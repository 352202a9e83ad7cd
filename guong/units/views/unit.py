"""The page of one unit: where it stands, who answers for it, its life as picture and text, what other rooms add."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.ui import lanes
from guong.units import panels, queries
from guong.units.access import may, person_for, person_required
from guong.units.change_forms import FORMS
from guong.units.enums import ChangeKind, Verb
from guong.units.models import Mandate, Person, Unit
from guong.units.queries import Life, Turn
from guong.units.queries.browsing import rows_below
from guong.units.rules import UNKNOWN_START
from guong.units.sentences import sentence
from guong.units.sight import Sight, sight_of, unit_in_any_time
from guong.units.views.common import Asked, asked, kind_label, language
from guong.units.words import post_of

_SINCE_HEADS = 6  # heads of the unit that the picture shows


@dataclass(frozen=True)
class Told:
    """A change of the life as the page lists it; `units` are those whom it names and who are in sight."""

    turn: Turn
    words: str
    planned: bool


@person_required
def unit(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, ask = person_for(request), asked(request)
    on = today()
    found = unit_in_any_time(person, uid, on, line=ask.line)
    life = queries.life(found, ask.line)
    last = on if life.ended is None or life.ended > on else life.ended
    context = _standing(found, sight_of(person, ask.line, on), Asked(ask.line, on))
    context |= {
        "unit": found,
        "name": queries.name_of(found, on),
        "kind": kind_label(row.kind) if (row := queries.name_row(found, on)) else "",
        "code": queries.code_of(found, last),
        "head": queries.head_of(found, on),
        "head_label": _head_label(),
        "mandates": _in_office(found, on),
        "kinds": _kinds(person, found, on),
        "directs": may(person, Verb.DIRECT, found, on),
        "terms": found.terms.order_by("-starts_on"),
        "collectives": queries.collectives_of(found, on),
        "began": life.began if UNKNOWN_START < life.began <= on else None,
        "planned": life.began if life.began > on else None,
        "ended": life.ended if life.ended is not None and life.ended <= on else None,
        "told": _told(life, ask.line, on),
        "picture": _picture(found, life, on),
        "panels": panels.panels(person, found, on),
    }
    return render(request, "units/unit.html", context)


def _kinds(person: Person, unit: Unit, on: date) -> list[tuple[str, str]]:
    """Kinds of change that may be planned from this page."""
    return [(kind, str(ChangeKind(kind).label)) for kind in FORMS] if may(person, Verb.ADMINISTER, unit, on) else []


def _in_office(unit: Unit, on: date) -> list[tuple[Mandate, str, bool]]:
    """Mandates with their posts, and whether the public sees how to reach the holder."""
    shown = set(unit.contacts.filter(hidden_at__isnull=True).values_list("mandate_id", flat=True))
    return [(mandate, post_of(mandate), mandate.pk in shown) for mandate in queries.people_of(unit, on)]


def _standing(unit: Unit, sight: Sight, ask: Asked) -> dict[str, Any]:
    """Path, units below and heirs of today, each with whether its page is open."""
    heirs = [heir.unit_id for heir in queries.heirs([unit], ask.line, ask.on)[unit.pk] if heir.unit_id != unit.pk]
    path = queries.paths_of([unit], ask.line, ask.on).get(unit.pk, ())[:-1]
    units = Unit.objects.in_bulk([*path, *heirs])
    names = queries.names_of([*path, *heirs], ask.on)
    seen = sight.among([*path, *heirs])
    below = rows_below(unit, ask.line, ask.on)
    inside = bool(below) and bool(sight.among([below[0].unit.pk]))
    return {
        "path": [(units[one], names.get(one, ""), one in seen) for one in path],
        "heirs": [(units[one], names.get(one, ""), one in seen) for one in heirs],
        "children": [(row, inside) for row in below],
    }


def _told(life: Life, line: str, on: date) -> list[Told]:
    names = queries.latest_names(life.others())
    return [
        Told(turn, sentence(turn, names, line), planned=turn.change.in_force_on > on) for turn in reversed(life.turns)
    ]


def _picture(unit: Unit, life: Life, on: date) -> SafeString:
    """Lanes of name, superior, what came in and went out, and head; to today, or to the last day of what is planned."""
    name = queries.name_of(unit, on)
    until = max([on, *(turn.change.in_force_on for turn in life.turns)]) if life.began > on else on
    body = lanes.Body(
        label=_("Joined, split"),
        from_on=_known(life.began),
        to_on=life.ended,
        streams=_streams(life, until),
    )
    above = [
        lanes.Lane(_("Name"), [_bar(stretch, "main", until) for stretch in life.names if stretch.from_on <= until]),
        lanes.Lane(
            _("Belongs to"),
            [_bar(stretch, "plain", until) for stretch in life.superiors if stretch.from_on <= until],
            _("the top of its line"),
        ),
    ]
    heads = lanes.Lane(_head_label(), _heads(unit), _("nobody is recorded"))
    return lanes.lanes(
        above,
        body,
        [heads],
        until=until,
        title=_("Life of {unit}").format(unit=name),
        desc=" ".join(f"{stretch.text}." for stretch in life.names),
    )


def _head_label() -> str:
    return settings.PACK.label("offices", queries.head_office(), language()).capitalize()


def _known(day: date) -> date | None:
    return day if day > UNKNOWN_START else None


def _bar(stretch: queries.Stretch, css: str, until: date) -> lanes.Bar:
    to_on = stretch.to_on if stretch.to_on is not None and stretch.to_on <= until else None
    return lanes.Bar(_known(stretch.from_on), to_on, stretch.text, "soft" if css == "plain" and to_on is None else css)


def _heads(unit: Unit) -> list[lanes.Bar]:
    held = list(queries.heads_of(unit))[-_SINCE_HEADS:]
    return [
        lanes.Bar(_known(one.starts_on), one.ends_on, one.person.name, "soft" if one.ends_on is None else "plain")
        for one in held
    ]


def _streams(life: Life, until: date) -> list[lanes.Stream]:
    names = queries.latest_names(life.others())
    return [
        lanes.Stream(turn.change.in_force_on, names.get(other, ""), inwards)
        for turn in life.turns
        if turn.change.in_force_on <= until
        for others, inwards in ((turn.before, True), (turn.after, False))
        for other in others
    ]
