"""A bar of one thing through time: each state as long as it lasted. Values in, safe markup out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guong.ui import charts
from guong.ui.templatetags.ui import day as day_words

# Percent of the bar: no state is narrower, a letter of a label takes so much, no day stands nearer to the next.
_NARROWEST, _LETTER, _NEAREST = 6.0, 2.0, 22.0


@dataclass(frozen=True)
class Stretch:
    """`css` is the class of the state's pill; `to_on` None: it lasts on."""

    from_on: date
    to_on: date | None
    label: str
    css: str


def life(stretches: Sequence[Stretch], *, today: date, title: str) -> SafeString:
    """The bar with its days below, and the table behind it. Nothing where there is nothing to draw."""
    if not stretches:
        return SafeString("")
    ends = [each.to_on or max(today, each.from_on) for each in stretches]
    widths = _widths([max((end - each.from_on).days, 0) for each, end in zip(stretches, ends, strict=True)])
    starts = [sum(widths[:place]) for place in range(len(widths))]
    rows = list(zip(stretches, starts, widths, strict=True))
    return format_html("{}{}", _picture(rows, title), _table(stretches, title))


def _widths(days: Sequence[int]) -> list[float]:
    """Shares of 100 by length, none narrower than can be seen."""
    whole = sum(days) or 1
    raised = [max(_NARROWEST, 100 * length / whole) for length in days]
    return [100 * width / sum(raised) for width in raised]


def _picture(rows: Sequence[tuple[Stretch, float, float]], title: str) -> SafeString:
    desc = "; ".join(f"{each.label}: {_said(each)}" for each, _start, _width in rows)
    ident = charts._ident("life", title, desc)
    parts = format_html_join(
        "",
        '<svg x="{}%" width="{}%" height="36"><rect class="{}" width="100%" height="100%"/>{}</svg>',
        (
            (f"{start:.2f}", f"{width:.2f}", f"f-{each.css or 'plain'}", _label(each, width))
            for each, start, width in rows
        ),
    )
    return format_html(
        '<svg class="life" height="58" role="img" aria-labelledby="{}t {}d"><title id="{}t">{}</title>'
        '<desc id="{}d">{}</desc>{}{}</svg>',
        ident, ident, ident, title, ident, desc, parts, _axis(rows),
    )  # fmt: skip


def _label(each: Stretch, width: float) -> SafeString:
    if width < _LETTER * (len(each.label) + 1):
        return SafeString("")
    return format_html(
        '<text x="50%" y="23" text-anchor="middle" class="t-{}">{}</text>', each.css or "plain", each.label
    )


def _axis(rows: Sequence[tuple[Stretch, float, float]]) -> SafeString:
    """Days at the seams, as far as they do not run into each other."""
    marks: list[tuple[str, str]] = []
    last = -_NEAREST
    for each, start, _width in rows:
        if start - last >= _NEAREST and start <= 100 - _NEAREST:
            marks.append((f"{start:.2f}", day_words(each.from_on)))
            last = start
    return format_html_join("", '<text class="ax" x="{}%" y="54">{}</text>', marks)


def _said(each: Stretch) -> str:
    if each.to_on is None:
        return _("from {day}").format(day=day_words(each.from_on))
    return _("from {day} to before {end}").format(day=day_words(each.from_on), end=day_words(each.to_on))


def _table(stretches: Sequence[Stretch], title: str) -> SafeString:
    rows = [(each.label, day_words(each.from_on), day_words(each.to_on) or "–") for each in stretches]
    return charts.table(title, [_("State"), _("From"), _("To before")], rows)
