"""The life of one thing in lanes over the years: what it was called, to whom it belonged, what flowed in and out.

Values in, safe markup out. The words behind the picture are the caller's list beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guong.ui.charts import _frame
from guong.ui.templatetags.ui import day as day_words

# Units of the drawing: where the lanes begin, where today stands, the height of a lane and of one more stream.
LEFT, RIGHT, LANE, STREAM = 170, 1020, 52, 26
_TOP, _BAR, _LETTER = 30, 30, 7.4
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_MOST_STREAMS = 5


@dataclass(frozen=True)
class Bar:
    """A stretch of a lane. `from_on` None: from before the picture; `to_on` None: still so. `css` is the pill's."""

    from_on: date | None
    to_on: date | None
    text: str
    css: str = "plain"


@dataclass(frozen=True)
class Lane:
    """`empty` is said where nothing is known."""

    label: str
    bars: Sequence[Bar]
    empty: str = ""


@dataclass(frozen=True)
class Stream:
    """Something that flowed into the thing on a day, or out of it."""

    on: date
    text: str
    inwards: bool


@dataclass(frozen=True)
class Body:
    """The lane of streams: the thing itself from its first day to its last, `says` at its end (205 members)."""

    label: str
    from_on: date | None
    to_on: date | None
    streams: Sequence[Stream]
    says: str = ""


class _Axis:
    """Days to places: the first year that matters to `until`, which is today or the last day."""

    def __init__(self, since: date, until: date) -> None:
        self.since, self.until = since, max(until, date(since.year + 1, 1, 1))
        self.days = (self.until - since).days

    def x(self, day: date | None) -> float:
        offset = 0 if day is None else min(max((day - self.since).days, 0), self.days)
        return LEFT + (RIGHT - LEFT) * offset / self.days

    def years(self) -> Iterator[tuple[int, float]]:
        span = self.until.year - self.since.year
        step = next((step for step in _STEPS if span / step <= 8), _STEPS[-1])
        for year in range(self.since.year - self.since.year % step + step, self.until.year + 1, step):
            at = self.x(date(year, 1, 1))
            if at < RIGHT - 70:
                yield year, at


def lanes(
    above: Sequence[Lane], body: Body, under: Sequence[Lane], *, until: date, title: str, desc: str
) -> SafeString:
    """Lanes, the streams, further lanes. Nothing where no day is known at all."""
    days = [bar.from_on for lane in (*above, *under) for bar in lane.bars if bar.from_on]
    days += [stream.on for stream in body.streams] + ([body.from_on] if body.from_on else [])
    if not days:
        return SafeString("")
    first = min(days)
    axis = _Axis(date(max(first.year - (first.month < 7), 1), 1, 1), until)
    parts, y = [], float(_TOP)
    for lane in above:
        parts.append(_lane(lane, axis, y))
        y += LANE
    drawn, height = _body(body, axis, y)
    parts.append(drawn)
    y += height
    for lane in under:
        parts.append(_lane(lane, axis, y))
        y += LANE
    picture = format_html_join("", "{}", ((part,) for part in (_years(axis, y), *parts, _until(axis, y))))
    chart = _frame("chart wide lanes", f"0 0 1060 {y + 12:.0f}", title, desc, picture)
    return format_html('<div class="chart-box" tabindex="0" role="region" aria-label="{}">{}</div>', title, chart)


def _years(axis: _Axis, bottom: float) -> SafeString:
    return format_html_join(
        "",
        '<path class="tick" d="M{} 20V{}"/><text x="{}" y="12" text-anchor="middle">{}</text>',
        ((f"{at:.1f}", f"{bottom:.0f}", f"{at:.1f}", year) for year, at in axis.years()),
    )


def _until(axis: _Axis, bottom: float) -> SafeString:
    return format_html(
        '<path class="today" d="M{} 20V{}"/><text class="lab today" x="{}" y="12" text-anchor="end">{}</text>',
        RIGHT, f"{bottom:.0f}", RIGHT + 36, day_words(axis.until),
    )  # fmt: skip


def _lane(lane: Lane, axis: _Axis, y: float) -> SafeString:
    bars = format_html_join("", "{}", ((_bar(bar, axis, y),) for bar in lane.bars))
    empty = format_html('<text x="{}" y="{}">{}</text>', LEFT, f"{y + 20:.0f}", lane.empty) if not lane.bars else ""
    return format_html('<text x="0" y="{}">{}</text>{}{}', f"{y + 20:.0f}", lane.label, bars, empty)


def _bar(bar: Bar, axis: _Axis, y: float) -> SafeString:
    """A nested drawing clips what does not fit; the whole word stands in its title."""
    start, end = axis.x(bar.from_on), axis.x(bar.to_on) if bar.to_on else float(RIGHT)
    width = max(end - start - 2, 3)
    return format_html(
        '<svg x="{}" y="{}" width="{}" height="{}"><title>{}</title><rect class="pill {}" width="100%" height="100%"'
        ' rx="4"/><text class="in-{}" x="10" y="20">{}</text></svg>',
        f"{start:.1f}", f"{y:.0f}", f"{width:.1f}", _BAR, bar.text, bar.css, bar.css, _fitting(bar.text, width),
    )  # fmt: skip


def _fitting(text: str, width: float) -> str:
    letters = int((width - 14) / _LETTER)
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…" if letters > 3 else ""


def _body(body: Body, axis: _Axis, y: float) -> tuple[SafeString, float]:
    """What flowed out rises above the band, what flowed in comes from below."""
    out = _first([stream for stream in body.streams if not stream.inwards])
    into = _first([stream for stream in body.streams if stream.inwards])
    band = y + 8 + STREAM * len(out)
    start, end = axis.x(body.from_on), axis.x(body.to_on) if body.to_on else float(RIGHT)
    drawn = [
        format_html('<text x="0" y="{}">{}</text>', f"{band + 14:.0f}", body.label),
        *(_out(stream, axis, band, y + 6 + STREAM * number) for number, stream in enumerate(out)),
        *(_into(stream, axis, band, band + 48 + STREAM * number) for number, stream in enumerate(into)),
        format_html(
            '<rect class="pill main" x="{}" y="{}" width="{}" height="20" rx="4"/>',
            f"{start:.1f}", f"{band:.0f}", f"{max(end - start, 3):.1f}",
        ),
        _says(body, end, band),
    ]  # fmt: skip
    return format_html_join("", "{}", ((part,) for part in drawn)), band - y + 48 + STREAM * len(into)


def _first(streams: Sequence[Stream]) -> Sequence[Stream]:
    """As many as the picture holds; the last one says how many more there are."""
    more = len(streams) - _MOST_STREAMS
    if more <= 0:
        return streams
    last = streams[_MOST_STREAMS - 1]
    told = replace(last, text=_("{name} and {count} more").format(name=last.text, count=more))
    return [*streams[: _MOST_STREAMS - 1], told]


def _says(body: Body, end: float, band: float) -> SafeString:
    if not body.says:
        return SafeString("")
    return format_html(
        '<text class="in-main" x="{}" y="{}" text-anchor="end">{}</text>',
        f"{end - 8:.1f}",
        f"{band + 14.5:.1f}",
        body.says,
    )


def _out(stream: Stream, axis: _Axis, band: float, y: float) -> SafeString:
    at = axis.x(stream.on)
    return _flow(
        stream,
        f"M{at:.1f} {band + 10:.0f}C{at + 30:.1f} {band + 10:.0f}"
        f" {at + 20:.1f} {y + 8:.0f} {at + 50:.1f} {y + 8:.0f}H{RIGHT}",
        at,
        y + 8,
    )


def _into(stream: Stream, axis: _Axis, band: float, y: float) -> SafeString:
    at = axis.x(stream.on)
    return _flow(
        stream,
        f"M{LEFT} {y:.0f}H{max(at - 50, LEFT):.1f}C{at - 20:.1f} {y:.0f}"
        f" {at - 30:.1f} {band + 10:.0f} {at:.1f} {band + 10:.0f}",
        at,
        y,
    )


def _flow(stream: Stream, way: str, at: float, y: float) -> SafeString:
    """The label ends at the day where there is room before it, else it begins there."""
    text = f"{stream.text}, {day_words(stream.on)}"
    before = at - LEFT > len(text) * _LETTER
    return format_html(
        '<path class="stream" d="{}"/><text class="lab" x="{}" y="{}" text-anchor="{}">{}</text>',
        way, f"{at - 56 if before else at + 10:.1f}", f"{y - 7:.0f}",
        "end" if before else "start", text,
    )  # fmt: skip
