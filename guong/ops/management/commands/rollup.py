import argparse
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from guong.jobs import clock
from guong.rounds.models import Phase, Round
from guong.tally import keeping
from guong.tally import queries as tally
from guong.tally.queries import View
from guong.units import queries as units
from guong.units.management.arguments import day, known_line
from guong.units.models import Unit


@dataclass(frozen=True)
class Asked:
    """What the figures are of: a unit in a line, on a day, as known at an instant, in a view."""

    unit: Unit
    line: str
    on: date
    known: datetime | None  # None: as known now
    view: View


class Command(BaseCommand):
    help = "The figures of a round for a unit and the units directly below it, phase by phase."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--round", required=True, help="its id, or its title")
        parser.add_argument("--unit", help="the unit's code on that day; the one that leads the round when left out")
        parser.add_argument("--line", help="the line; that of the round when left out")
        parser.add_argument("--on", help="the day, as 2022-08-20; today when left out")
        parser.add_argument("--known", help="as recorded by this instant, as 2022-08-20T08:00+07:00; now when left out")
        parser.add_argument(
            "--view",
            choices=View.values,
            default=View.THEN,
            help="then: each value where its unit stood on its day; now: carried over to the organisation of --on",
        )
        parser.add_argument(
            "--rebuild", action="store_true", help="first add up anew what is kept of the round for --on"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, json: bool, **options: Any) -> None:
        found = _round(options["round"])
        line = known_line(options["line"]) if options["line"] else found.line
        on = day(options["on"]) if options["on"] else clock.today()
        known = _instant(options["known"]) if options["known"] else None
        unit = _unit(options["unit"], line, on, known) if options["unit"] else found.owner
        if options["rebuild"]:
            for phase in found.phases.all():
                keeping.rebuild(series=phase.uid, line=line, on=on)
        told = _tell(found, Asked(unit, line, on, known, View(options["view"])))
        self.stdout.write(_as_json(told) if json else "\n".join(_as_text(told)))


def _round(said: str) -> Round:
    try:
        rounds = Round.objects.filter(uid=UUID(said))
    except ValueError:
        rounds = Round.objects.filter(title=said)
    found = rounds.select_related("owner").order_by("-pk").first()
    if found is None:
        raise CommandError(_("There is no round “{said}”.").format(said=said), returncode=2)
    return found


def _instant(text: str) -> datetime:
    """An instant; without an offset, on the organisation's clock."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        said = _("{text} is no instant; write it as 2022-08-20T08:00+07:00.").format(text=text)
        raise CommandError(said, returncode=2) from error
    return read if read.tzinfo else read.replace(tzinfo=clock.zone())


def _unit(code: str, line: str, on: date, known: datetime | None) -> Unit:
    unit = units.unit_with_code(code, line, on, known)
    if unit is None:
        said = _("No unit carries the code {code} on {day}.").format(code=code, day=on.isoformat())
        raise CommandError(said, returncode=2)
    return unit


def _tell(found: Round, asked: Asked) -> dict[str, Any]:
    phases = found.phases.order_by("order")
    return {
        "round": str(found.uid),
        "unit": _named([asked.unit.pk], asked)[asked.unit.pk],
        "line": asked.line,
        "on": asked.on.isoformat(),
        "known": (asked.known or clock.now()).isoformat(),
        "view": asked.view.value,
        "phases": [_phase(phase, asked) for phase in phases],
    }


def _phase(phase: Phase, asked: Asked) -> dict[str, Any]:
    given: dict[str, Any] = {
        "series": phase.uid, "unit": asked.unit, "line": asked.line, "on": asked.on, "known": asked.known,
    }  # fmt: skip
    children = tally.by_child(**given, view=asked.view)
    carried = tally.carried_over(**given) if asked.view == View.NOW else []
    named = _named([*(row.unit_id for row in children), *(id_ for one in carried for id_ in _both(one))], asked)
    return {
        "phase": str(phase.uid),
        "title": phase.title,
        **_values(tally.totals(**given, view=asked.view)),
        "children": [{**named[row.unit_id], "stands": row.stands, **_values(row.values)} for row in children],
        "carried_over": [
            {"from": named[one.unit_id], "to": named[one.heir_id], "divided": one.divided} for one in carried
        ],
    }


def _both(one: tally.CarriedOver) -> tuple[int, int]:
    return one.unit_id, one.heir_id


def _values(values: dict[str, int]) -> dict[str, Any]:
    """Sums, and the rate made anew from its two parts."""
    attendance = tally.rate(values, "seats.members", "expected")
    return {
        "values": dict(sorted(values.items())),
        "attendance": None if attendance is None else round(float(attendance), 4),
    }


def _named(ids: list[int], asked: Asked) -> dict[int, dict[str, str]]:
    """Code and name on the day; of a unit that ended, its last ones."""
    codes, names = units.codes_of(ids, asked.on, asked.known), units.names_of(ids, asked.on, asked.known)
    return {unit: {"code": codes.get(unit, ""), "name": names.get(unit, "")} for unit in ids}


def _as_json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)


def _as_text(told: dict[str, Any]) -> list[str]:
    views = {View.THEN: _("as it was then"), View.NOW: _("carried over to the organisation of the day")}
    lines = [f"{told['unit']['name']}, {told['on']}: {views[told['view']]}"]
    for phase in told["phases"]:
        lines.append(f"{phase['title']}: {_listed(phase['values'])}")
        for row in phase["children"]:
            ended = "" if row["stands"] else _(" (ended)")
            lines.append(f"  {row['code']}  {row['name']}{ended}: {_listed(row['values'])}")
        for one in phase["carried_over"]:
            said = (
                _("  {old} is counted at {new}, whole although it was divided")
                if one["divided"]
                else _("  {old} is counted at {new}")
            )
            lines.append(said.format(old=one["from"]["name"], new=one["to"]["name"]))
    return lines


def _listed(values: dict[str, int]) -> str:
    return ", ".join(f"{measure} {value}" for measure, value in values.items()) or "–"
