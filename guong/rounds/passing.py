"""What changes of the tree mean for duties: who inherits what lies open, and who follows it up from then on."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guong.rounds.enums import Exemption
from guong.rounds.models import Duty, Passing
from guong.units.enums import Fate
from guong.units.models import Change, Unit
from guong.units.plans import Plan
from guong.units.queries import names_of, paths_of, places, successors
from guong.units.sql import fetch
from guong.units.steps import GivenBack, Open

REASON = 300  # characters


def lying_open(units: Collection[int] | None = None) -> QuerySet[Duty]:
    """Duties of open phases that nobody has answered, or whose answer lies with the unit again."""
    unanswered = Q(first_arrived_at__isnull=True) | Q(returned_at__isnull=False)
    rows = Duty.objects.filter(unanswered, exemption="", phase__opened_at__isnull=False, phase__closed_at__isnull=True)
    rows = rows if units is None else rows.filter(unit__in=units)
    return rows.select_related("unit", "phase__round").order_by("pk")


def answering(duties: Iterable[Duty]) -> Duty | None:
    """The duty of the unit that answers now in the place of one of these which was passed on; None where all stay."""
    heir = next((duty.heir for duty in duties if duty.exemption == Exemption.HEIR and duty.heir is not None), None)
    while heir is not None and heir.exemption == Exemption.HEIR and heir.heir is not None:
        heir = heir.heir
    return heir


def running() -> bool:
    """Whether any phase is open: a tree changes mostly when none is, and then nothing else need be asked."""
    return bool(fetch("SELECT 1 FROM rounds_phase WHERE opened_at IS NOT NULL AND closed_at IS NULL LIMIT 1", ()))


def open_at(plan: Plan) -> list[Open]:
    """What lies open at the units that a plan ends in the line of the round: for the preview and for the act."""
    ends = {(item.unit, item.line) for item in plan.items() if item.fate == Fate.ENDS}
    if not ends or not running():
        return []
    duties = [
        duty for duty in lying_open({unit for unit, _line in ends}) if (duty.unit_id, duty.phase.round.line) in ends
    ]
    names = _names(plan) if duties else {}
    return [_opened(duty, plan, names) for duty in duties]


def given_back(plan: Plan) -> list[GivenBack]:
    """What the change that a plan corrects passed on, and whether it comes back: for the preview."""
    if plan.corrects is None:
        return []
    rows = holding(plan.corrects).select_related("duty__phase", "heir_duty")
    return [GivenBack(row.duty.unit_id, words(row.duty), row.heir_id, comes_back(row)) for row in rows]


def holding(change: int) -> QuerySet[Passing]:
    """What a change passed on and nothing has given back since."""
    return Passing.objects.filter(change=change, undone_at__isnull=True).order_by("pk")


def comes_back(row: Passing) -> bool:
    """Nobody has answered it in the place of its unit."""
    return row.heir_duty is None or row.heir_duty.first_arrived_at is None


def _opened(duty: Duty, plan: Plan, names: Mapping[int, str]) -> Open:
    said = next((one for one in plan.work if one.work == duty.uid), None)
    heir = said.to if said else plan.main_heirs().get(duty.unit_id)
    if heir == duty.phase.round.owner_id:
        heir = None  # whoever leads a round owes nothing in it
    reason = said.reason if said else why(names[duty.unit_id], names.get(heir or 0), plan.day, plan.decision)
    return Open(duty.uid, duty.unit_id, words(duty), heir, reason)


def _names(plan: Plan) -> dict[int, str]:
    """Names of all units that a plan speaks of, by the numbers that it gives them; the new names last."""
    keys = plan.units() | {edge.successor for edge in plan.edges()} | {one.to for one in plan.work if one.to}
    known = names_of([key for key in keys if key > 0], plan.day)
    return {**dict.fromkeys(keys, ""), **known, **{item.unit: item.name for item in plan.items() if item.name}}


def words(duty: Duty) -> str:
    """The duty as a person names it: what is owed, in which phase."""
    kind = settings.PACK.label("duty_kinds", duty.kind, get_language() or "vi")
    return _("{duty}: {phase}").format(duty=kind, phase=duty.phase.title)


def why(unit: str, heir: str | None, day: date, decision: str) -> str:
    """The reason that is kept beside a duty of a unit that ended."""
    given = {"unit": unit, "heir": heir, "day": f"{day:%d/%m/%Y}"}
    if heir:
        said = _("{unit} ended on {day}; {heir} carries on what lay open.").format(**given)
    else:
        said = _("{unit} ended on {day}; no unit carries it on.").format(**given)
    return f"{said} {decision}".strip()[:REASON]


def to_come(day: date) -> QuerySet[Passing]:
    """Passings whose day has come and which have not happened yet."""
    rows = Passing.objects.filter(done_at__isnull=True, undone_at__isnull=True, change__in_force_on__lte=day)
    return rows.filter(change__corrected_by__isnull=True).order_by("pk")


def strays(day: date) -> dict[Duty, tuple[Change, int | None]]:
    """Open duties of units that stand no more and of which no change spoke, with the change that ended each unit and
    its main heir: their phase was opened after the change was recorded and before its day.
    """
    spoken = Passing.objects.filter(duty=OuterRef("pk"), undone_at__isnull=True)
    waiting = lying_open().filter(~Exists(spoken))
    found: dict[Duty, tuple[Change, int | None]] = {}
    for duties, line in _by_line(waiting):
        gone = _gone({duty.unit_id for duty in duties}, line, day)
        ended = _endings(gone, line, day)
        named = successors(gone, day)
        for duty in duties:
            if duty.unit_id in ended:
                heir = next((way.successor_id for way in named.get(duty.unit_id, ()) if way.main), None)
                found[duty] = (ended[duty.unit_id], None if heir == duty.phase.round.owner_id else heir)
    return found


def _endings(units: Collection[int], line: str, day: date) -> dict[int, Change]:
    """Unit → the change that ended it in a line."""
    rows = Change.objects.filter(
        units__unit__in=units,
        units__fate=Fate.ENDS,
        units__line=line,
        in_force_on__lte=day,
        corrected_by__isnull=True,
    )
    return {row.ended: row for row in rows.annotate(ended=F("units__unit"))}


def _gone(units: Collection[int], line: str, day: date) -> set[int]:
    """Of units, those that stand no more in a line on a day."""
    return set(units) - set(places(line, day).filter(unit__in=units).values_list("unit_id", flat=True))


def _by_line(duties: Iterable[Duty]) -> list[tuple[list[Duty], str]]:
    lines: dict[str, list[Duty]] = {}
    for duty in duties:
        lines.setdefault(duty.phase.round.line, []).append(duty)
    return [(rows, line) for line, rows in lines.items()]


def without_superior(day: date, superiors: Collection[int] | None = None) -> list[tuple[Duty, int]]:
    """Duties of open phases whose superior (one of these) stands no more, with the unit directly above on that day."""
    rows = Duty.objects.filter(phase__opened_at__isnull=False, phase__closed_at__isnull=True, superior__isnull=False)
    rows = rows if superiors is None else rows.filter(superior__in=superiors)
    moved: list[tuple[Duty, int]] = []
    for duties, line in _by_line(rows.select_related("phase__round").order_by("pk")):
        gone = _gone({duty.superior_id for duty in duties if duty.superior_id}, line, day)
        orphans = [duty for duty in duties if duty.superior_id in gone]
        above = dict(
            places(line, day).filter(unit__in=[duty.unit_id for duty in orphans]).values_list("unit_id", "parent_id")
        )
        moved += [(duty, parent) for duty in orphans if (parent := above.get(duty.unit_id)) is not None]
    return moved


def place_of(unit: Unit, duty: Duty, day: date) -> tuple[int, int | None]:
    """Depth below the owner of the round, and superior, of an heir; directly below where the owner is gone."""
    way = paths_of([unit], duty.phase.round.line, day).get(unit.pk, (unit.pk,))
    owner = duty.phase.round.owner_id
    depth = len(way) - 1 - way.index(owner) if owner in way else 1
    return max(depth, 1), way[-2] if len(way) > 1 else None
