"""The board of a phase: page, moving part, sheet to take away."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guong.desk.access import board_unit_for
from guong.desk.queries.board import Board, Cell, Row, board
from guong.desk.queries.changes import changes
from guong.desk.queries.participants import participants
from guong.desk.views.common import Crumb, of_phase, of_round, round_crumbs
from guong.desk.words import first_capital, kind_short, kind_word, label, late_text, sent_sentence, sitting_sentence
from guong.jobs.clock import day_of, now, today
from guong.rounds.access import phase_for
from guong.rounds.enums import DutyKind, DutyState
from guong.rounds.models import Phase
from guong.ui import charts
from guong.ui.export import table_response
from guong.ui.templatetags.ui import cell as draw_cell
from guong.units.access import may, person_for, person_required
from guong.units.enums import Verb
from guong.units.models import Person
from guong.units.queries import name_of

ALWAYS = (DutyState.ON_TIME, DutyState.LATE, DutyState.MISSING)
"""States that the counts show even at nought."""


def sentence(of: Board) -> str:
    facts = {"done": of.units_done, "units": of.curve.whole, "overdue": of.count(DutyState.MISSING) - of.late_below}
    write = sitting_sentence if of.leading == DutyKind.SITTING else sent_sentence
    return write(**facts, at_units=len(of.late))


def share_bar(of: Board) -> SafeString | str:
    """One bar of 100 %, as the whole list divides."""
    bar = [(share.state, share.count) for share in of.shares]
    return charts.shares(bar, whole=of.total, title=_("All duties by state")) if of.total else ""


def _curve(of: Board) -> SafeString | str:
    points = of.curve.points
    if not points or of.curve.whole < 1:
        return ""
    start = points[0][0]
    due = _last_day(of.curve.due_at)
    ends = [points[-1][0], due or start, of.phase.ends_on or start]
    if max(ends) <= start:
        return ""
    drawn = charts.Curve(
        points=points,
        whole=of.curve.whole,
        start=start,
        end=max(ends),
        title=_curve_title(of),
        unit=_("units"),
        due=due,
        due_label=_("Due {day}").format(day=f"{due.day}/{due.month}") if due else "",
        previous=[point for point in of.curve.previous if point[0] <= (max(ends) - start).days],
        previous_label=_("Phase before"),
    )
    return charts.progress(drawn)


def _last_day(due_at: datetime | None) -> date | None:
    """The last day in time: what is due at midnight is due on the day before."""
    return day_of(due_at - timedelta(microseconds=1)) if due_at else None


def _curve_title(of: Board) -> str:
    return _("Pace: {duty}").format(duty=kind_word(of.leading))


def _drawn(row: Row, of: Board) -> list[list[SafeString]]:
    """Cells as table cells; lettered ones open the duty."""
    return [
        [_drawn_cell(cell, row, "" if block.running else "p1") for cell in cells]
        for block, cells in zip(of.blocks, row.cells, strict=True)
    ]


def _drawn_cell(cell: Cell | None, row: Row, extra: str) -> SafeString:
    if cell is None:
        return SafeString(f'<td class="{extra}"></td>')
    about = f"{first_capital(cell.word)}, {row.name}"
    return draw_cell(cell.state, url=reverse("desk:duty", args=[cell.uid]), about=about, extra=extra)


def _groups(of: Board) -> list[dict[str, Any]]:
    """Runs of one kind of unit in tree order, each a table; mixed trees fall back to even columns."""
    runs: list[tuple[str, list[Row]]] = []
    for row in of.rows:
        if not runs or runs[-1][0] != row.kind:
            runs.append((row.kind, []))
        runs[-1][1].append(row)
    if len(runs) > 4:
        size = max(-(-len(of.rows) // 2), 12)
        runs = [("", of.rows[at : at + size]) for at in range(0, len(of.rows), size)]
    return [
        {
            "label": first_capital(label("unit_kinds", kind)) or _("Units"),
            "rows": [{"row": row, "drawn": _drawn(row, of), **_named(row)} for row in rows],
        }
        for kind, rows in runs
    ]


def _named(row: Row) -> dict[str, Any]:
    return {"short": row.short, "name": row.name, "unit_uid": row.unit_uid, "has_below": row.has_below}


def _lines(of: Board, state: str) -> list[dict[str, Any]]:
    """The running phase as words, one line per duty."""
    return [
        {"row": row, "cell": cell, "word": first_capital(cell.word), "text": late_text(cell.state, cell.late_days)}
        for row in of.rows
        for cell in row.running
        if cell and (not state or cell.state == state)
    ]


def _abbreviations(of: Board) -> str:
    kinds: Iterable[str] = dict.fromkeys(column.kind for block in of.blocks for column in block.columns)
    return ", ".join(f"{kind_short(kind)} {kind_word(kind)}" for kind in kinds) + "."


def _address(name: str, of: Board, **query: str) -> str:
    path = reverse(name, args=[of.phase.uid, of.unit.uid])
    return f"{path}?{urlencode(query)}" if query else path


def _context(request: HttpRequest, of: Board) -> dict[str, Any]:
    view = "table" if request.GET.get("view") == "table" else "map"
    state = request.GET.get("state", "") if request.GET.get("state", "") in DutyState.values else ""
    return {
        "phase": of.phase,
        "board": of,
        "sentence": sentence(of),
        "bar": share_bar(of),
        "always": ALWAYS,
        "curve": _curve(of),
        "curve_title": _curve_title(of),
        "curve_points": of.curve.points,
        "participants": participants(phase=of.phase, unit=of.unit, at=of.at),
        "changes": changes(phase=of.phase, unit=of.unit, at=of.at),
        "view": view,
        "state": state,
        "groups": _groups(of) if view == "map" else [],
        "lines": _lines(of, state) if view == "table" else [],
        "abbreviations": _abbreviations(of),
        "map_url": _address("desk:board_of", of),
        "table_url": _address("desk:board_of", of, view="table"),
        "export_url": _address("desk:board_export", of),
        "poll_url": _address("desk:board_part", of, view=view, **({"state": state} if state else {})),
    }


def _crumbs(of: Board, person: Person) -> list[Crumb]:
    here = name_of(of.unit, today())
    return round_crumbs(of_round(of.phase.round), of_phase(of.phase, person), (here, ""))


def _made(request: HttpRequest, uid: UUID, unit: UUID | None) -> Board | Phase:
    person = person_for(request)
    phase = phase_for(person, uid)
    if phase.opened_at is None:
        return phase
    return board(phase=phase, unit=board_unit_for(person, phase, unit), at=now())


def _not_open(request: HttpRequest, phase: Phase) -> HttpResponse:
    """Who directs opens it; everybody else reads about it on the page of the round."""
    directs = may(person_for(request), Verb.DIRECT, phase.round.owner, today())
    return redirect("desk:open_phase" if directs else "desk:round", phase.uid if directs else phase.round.uid)


def _part(request: HttpRequest, context: dict[str, Any]) -> tuple[str, str]:
    """The moving part and its digest, by which an unchanged one is not sent again."""
    part = render_to_string("desk/_board.html", context, request)
    return part, hashlib.sha256(part.encode()).hexdigest()[:16]


@person_required
def show(request: HttpRequest, uid: UUID, unit: UUID | None = None) -> HttpResponseBase:
    made = _made(request, uid, unit)
    if isinstance(made, Phase):
        return _not_open(request, made)
    context = _context(request, made)
    part, seen = _part(request, context)
    directs = may(person_for(request), Verb.DIRECT, made.phase.round.owner, today())
    context |= {
        "part": SafeString(part),
        "seen": seen,
        "crumbs": _crumbs(made, person_for(request)),
        "directs": directs,
    }
    return render(request, "desk/board.html", context)


@person_required
def part(request: HttpRequest, uid: UUID, unit: UUID) -> HttpResponseBase:
    """The part that moves, asked for every five seconds; 204 when nothing did."""
    made = _made(request, uid, unit)
    if isinstance(made, Phase):
        return HttpResponse(status=204)
    context = _context(request, made)
    fresh, seen = _part(request, context)
    if request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    return render(request, "desk/_moving.html", {**context, "part": SafeString(fresh), "seen": seen})


@person_required
def export(request: HttpRequest, uid: UUID, unit: UUID) -> HttpResponseBase:
    """One line per duty of the running phase."""
    made = _made(request, uid, unit)
    if isinstance(made, Phase):
        return _not_open(request, made)
    columns = [_("Unit"), _("Duty"), _("State"), _("Days late"), _("Reason"), _("Heads it"), _("Telephone")]
    late = {entry.unit_uid: entry.head for entry in made.late}
    rows = [_exported(row, cell, late.get(row.unit_uid)) for row in made.rows for cell in row.running if cell]
    return table_response(_("Board"), columns, rows, format=request.GET.get("format", "xlsx"))


def _exported(row: Row, cell: Cell, head: Any) -> list[str | int | None]:
    who = [head.name, head.phone] if head else ["", ""]
    return [row.name, first_capital(cell.word), str(cell.look.label), cell.late_days or None, cell.reason, *who]
