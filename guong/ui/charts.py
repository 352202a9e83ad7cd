"""Charts drawn on the server as SVG: values in, safe markup out.

Each has a title and a description for those who do not see it, and `table()` writes the numbers behind it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guong.ui.states import state
from guong.viet.numbers import format_number, format_percent

_Place = Callable[[int], float]


def _lang() -> str:
    return (get_language() or "vi")[:2]


def _num(value: int | float) -> str:
    return format_number(value, lang=_lang())


def _day(value: date) -> str:
    return f"{value.day:02d}/{value.month}"


def _ident(*parts: object) -> str:
    """A short id that is the same for the same chart, so that pages can be compared and cached."""
    return "c" + hashlib.sha256(repr(parts).encode()).hexdigest()[:8]


def _frame(kind: str, view_box: str, title: str, desc: str, body: SafeString) -> SafeString:
    ident = _ident(kind, title, desc, str(body))
    return format_html(
        '<svg class="{}" viewBox="{}" role="img" aria-labelledby="{}t {}d"><title id="{}t">{}</title>'
        '<desc id="{}d">{}</desc>{}</svg>',
        kind,
        view_box,
        ident,
        ident,
        ident,
        title,
        ident,
        desc,
        body,
    )


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> SafeString:
    """The numbers behind a chart, folded away."""
    head = format_html_join("", '<th scope="col">{}</th>', ((c,) for c in columns))
    body = format_html_join(
        "", "<tr>{}</tr>", ((format_html_join("", "<td>{}</td>", ((value,) for value in row)),) for row in rows)
    )
    return format_html(
        '<details class="more"><summary>{}</summary><div class="scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="tbl"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>',
        _("Show as a table"),
        caption,
        caption,
        head,
        body,
    )


def shares(counts: Sequence[tuple[object, int]], *, whole: int, title: str) -> SafeString:
    """One bar of 100 %: pairs of state and count, in the order to draw. ValueError when they are not the whole.

    Widths are percentages of the whole itself, nothing is rounded up to be seen; a white line parts the shares.
    """
    if sum(count for _state, count in counts) != whole or any(count < 0 for _state, count in counts):
        raise ValueError(f"Shares {[count for _state, count in counts]} do not make the whole of {whole}.")
    given = [(state(key), count) for key, count in counts if count]
    desc = "; ".join(
        f"{one.label}: {_num(count)} ({format_percent(100 * count / whole, lang=_lang())})" for one, count in given
    )
    ident = _ident("shares", counts, title)
    before = 0
    bars: list[tuple[object, ...]] = []
    for one, count in given:
        fill = format_html(' fill="url(#{}h)"', ident) if one.css == "excused" else ""
        css = f"f-{one.css}" if one.css != "excused" else "f-hatched"
        bars.append((css, fill, f"{100 * before / whole:.4f}", f"{100 * count / whole:.4f}"))
        before += count
    seams = format_html_join("", '<rect class="seam" x="{}%" width="2" height="18"/>', ((bar[2],) for bar in bars[1:]))
    return format_html(
        '<svg class="shares" height="18" role="img" aria-labelledby="{}t {}d"><title id="{}t">{}</title>'
        '<desc id="{}d">{}</desc>'
        '<defs><pattern id="{}h" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="hatch-ground" width="5" height="5"/><rect class="hatch-line" width="2" height="5"/></pattern>'
        "</defs>{}{}</svg>",
        ident, ident, ident, title, ident, desc, ident,
        format_html_join("", '<rect class="{}"{} x="{}%" width="{}%" height="18"/>', bars), seams,
    )  # fmt: skip


@dataclass(frozen=True)
class Curve:
    """A stepped curve of what has come in by each day.

    `points`: day and running total, ascending; `previous`: days since the start and running total of the phase before,
    drawn dashed; `due`: the deadline, a vertical.
    """

    points: Sequence[tuple[date, int]]
    whole: int
    start: date
    end: date
    title: str
    unit: str
    due: date | None = None
    due_label: str = ""
    previous: Sequence[tuple[int, int]] = field(default_factory=tuple)
    previous_label: str = ""


LEFT, TOP, WIDTH, HEIGHT = 34, 18, 576, 262


def progress(curve: Curve, *, css: str = "chart wide") -> SafeString:
    """The curve as SVG. A sitting is an event, so the line goes up in steps; the last point carries its label."""
    if curve.end <= curve.start or curve.whole < 1:
        raise ValueError("A curve needs a window of days and a whole of at least one.")
    days = (curve.end - curve.start).days

    def x(offset: int) -> float:
        return LEFT + WIDTH * min(max(offset, 0), days) / days

    def y(total: int) -> float:
        return TOP + HEIGHT * (1 - total / curve.whole)

    steps = [((day - curve.start).days, total) for day, total in curve.points]
    drawn = [
        _scale(curve.whole, y),
        _days(curve.start, days, x),
        _previous(curve, x, y),
        _steps(steps, x, y),
        _due(curve, x),
        _end(steps, curve.unit, x, y),
    ]
    last = _("{total} of {whole} {unit} by {day}").format(
        total=_num(steps[-1][1]), whole=_num(curve.whole), unit=curve.unit, day=_day(curve.points[-1][0])
    ) if steps else _("Nothing yet.")  # fmt: skip
    body = format_html_join("", "{}", ((part,) for part in drawn))
    picture = _frame(css, f"0 0 720 {TOP + HEIGHT + 30}", curve.title, last, body)
    return format_html(
        '<div class="chart-box" tabindex="0" role="region" aria-label="{}">{}</div>', curve.title, picture
    )


def _scale(whole: int, y: _Place) -> SafeString:
    step = next((s for s in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000) if whole / s <= 5), whole)
    marks = [*range(0, whole - step // 2, step), whole]
    return format_html_join(
        "",
        '<path class="{}" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        (_mark("axis" if mark in (0, whole) else "tick", y(mark), _num(mark)) for mark in marks),
    )


def _mark(css: str, at: float, text: str) -> tuple[object, ...]:
    return css, LEFT, f"{at:.1f}", LEFT + WIDTH, LEFT - 8, f"{at + 4:.1f}", text


def _days(start: date, days: int, x: _Place) -> SafeString:
    marks = sorted({round(days * part / 4) for part in range(5)})
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        ((f"{x(mark):.1f}", TOP + HEIGHT + 22, _day(start + timedelta(days=mark))) for mark in marks),
    )


def _path(steps: Sequence[tuple[int, int]], x: _Place, y: _Place) -> str:
    return f"M{x(0):.1f} {y(0):.1f}" + "".join(f"H{x(offset):.1f}V{y(total):.1f}" for offset, total in steps)


def _steps(steps: Sequence[tuple[int, int]], x: _Place, y: _Place) -> SafeString:
    if not steps:
        return SafeString("")
    line = _path(steps, x, y)
    return format_html('<path class="area" d="{}V{}z"/><path class="now" d="{}"/>', line, f"{y(0):.1f}", line)


def _previous(curve: Curve, x: _Place, y: _Place) -> SafeString:
    if not curve.previous:
        return SafeString("")
    line = "M" + "L".join(f"{x(offset):.1f} {y(min(total, curve.whole)):.1f}" for offset, total in curve.previous)
    offset, total = curve.previous[-1]
    return format_html(
        '<path class="prev" d="{}"/><text x="{}" y="{}">{}</text>',
        line, f"{x(offset) + 6:.1f}", f"{y(min(total, curve.whole)) + 14:.1f}", curve.previous_label,
    )  # fmt: skip


def _due(curve: Curve, x: _Place) -> SafeString:
    if curve.due is None:
        return SafeString("")
    at = x((curve.due - curve.start).days + 1)
    return format_html(
        '<path class="due" d="M{} {}V{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        f"{at:.1f}", TOP - 4, TOP + HEIGHT, f"{at - 6:.1f}", TOP + 8, curve.due_label,
    )  # fmt: skip


def _end(steps: Sequence[tuple[int, int]], unit: str, x: _Place, y: _Place) -> SafeString:
    if not steps:
        return SafeString("")
    offset, total = steps[-1]
    near_edge = x(offset) > LEFT + WIDTH * 0.8
    return format_html(
        '<circle class="end" cx="{}" cy="{}" r="5.5"/><text class="lab" x="{}" y="{}" text-anchor="{}">{} {}</text>',
        f"{x(offset):.1f}", f"{y(total):.1f}", f"{x(offset) + (-12 if near_edge else 12):.1f}",
        f"{max(y(total) - 8, 12):.1f}", "end" if near_edge else "start", _num(total), unit,
    )  # fmt: skip


def dots(done: int, whole: int, *, excused: int = 0, title: str, per_row: int = 23) -> SafeString:
    """A small square per member of the whole: filled, open, dashed for the excused. Up to some hundreds."""
    if not 0 <= done + excused <= whole:
        raise ValueError(f"{done} and {excused} do not fit into {whole}.")
    kinds = ["q-done"] * done + ["q-open"] * (whole - done - excused) + ["q-excused"] * excused
    squares = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="14" height="14" rx="2"/>',
        ((kind, 1 + i % per_row * 18, 1 + i // per_row * 18) for i, kind in enumerate(kinds)),
    )
    rows = -(-whole // per_row) or 1
    desc = _("{done} of {whole}").format(done=_num(done), whole=_num(whole))
    return _frame("dots", f"0 0 {per_row * 18 - 2} {rows * 18 - 2}", title, desc, squares)
