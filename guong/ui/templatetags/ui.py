"""Tags and filters that every template has without loading them (settings, `builtins`)."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guong.ui import icons, nav
from guong.ui.states import STATES, State
from guong.ui.states import state as state_of
from guong.viet import dates, numbers

register = template.Library()
Number = int | float | Decimal


def lang() -> str:
    """'vi' or 'en': the language of the page."""
    return (get_language() or "vi")[:2]


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _or_empty(write: Callable[[Any], str], value: Any) -> str:
    return "" if value is None or value == "" else write(value)


@register.filter
def num(value: Number | None, places: int | None = None) -> str:
    """3.550 in Vietnamese, 3,550 in English."""
    return _or_empty(lambda v: numbers.format_number(v, lang=lang(), places=places), value)


@register.filter
def percent(value: Number | None, places: int = 1) -> str:
    """A value of 0 to 100: 97,8%."""
    return _or_empty(lambda v: numbers.format_percent(v, lang=lang(), places=places), value)


@register.filter
def share(value: Number, whole: Number) -> str:
    """`part|share:whole` as a percentage; empty when there is no whole."""
    return percent(Decimal(str(value)) * 100 / Decimal(str(whole))) if whole else ""


@register.filter
def day(value: date | datetime | None) -> str:
    """24/02/2022; 24 February 2022."""
    return _or_empty(lambda v: dates.format_date(_local(v), lang=lang()), value)


@register.filter
def moment(value: datetime | None) -> str:
    """14:05, 24/02/2022, in the organisation's zone."""
    return _or_empty(lambda v: f"{clock(v)}, {day(v)}", value)


@register.filter
def clock(value: datetime | None) -> str:
    """14:05, in the organisation's zone."""
    return _or_empty(lambda v: timezone.localtime(v).strftime("%H:%M"), value)


_WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


@register.filter
def weekday(value: date | datetime | None) -> str:
    """The day with its weekday, for a masthead or an event: Wednesday, 31 August 2022."""
    return _or_empty(lambda v: f"{_WEEKDAYS[_local(v).weekday()]}, {day(v)}", value)


@register.filter
def month(value: date | datetime | None) -> str:
    """tháng 5 năm 2022; May 2022."""
    if value is None:
        return ""
    given = _local(value)
    only = dates.Month(given.year, given.month)
    return dates.format_months(only, only, lang=lang())


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    return icons.icon(name, label)


@register.simple_tag
def badge(state: object, text: str = "") -> SafeString:
    """Letter and word of a state; `text` says more than the bare word ("Late (3 days)")."""
    given = state_of(state)
    return format_html('<span class="badge {}" data-k="{}">{}</span>', given.css, given.letter, text or given.label)


@register.simple_tag
def cell(state: object, url: str = "", about: str = "", extra: str = "") -> SafeString:
    """A `<td>` of a heat map. Lettered states are links with a full spoken name ("Late: Bản Phố, report")."""
    given = state_of(state)
    classes = f"c-{given.css} {extra}".strip()
    spoken = f"{given.label}: {about}" if about else str(given.label)
    if given.quiet or not url:
        shown = "" if given.quiet else str(given.letter)
        return format_html(
            '<td class="{}"><span aria-hidden="true">{}</span><span class="vh">{}</span></td>',
            classes,
            shown,
            given.label,
        )
    return format_html(
        '<td class="{}"><a href="{}" title="{}"><span aria-hidden="true">{}</span><span class="vh">{}</span></a></td>',
        classes,
        url,
        given.label,
        given.letter,
        spoken,
    )


@register.simple_tag
def key(state: object) -> SafeString:
    """The swatch of a legend."""
    given = state_of(state)
    return format_html(
        '<span class="key c-{}" aria-hidden="true">{}</span>', given.css, "" if given.quiet else given.letter
    )


@register.inclusion_tag("ui/legend.html")
def legend(*keys: str, flat: bool = False) -> dict[str, Any]:
    """The key of a heat map: all states, or the ones named."""
    shown: list[State] = [STATES[k] for k in keys] if keys else list(STATES.values())
    return {"states": shown, "flat": flat}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, extra: str = "") -> dict[str, Any]:
    """A form field: label, hint, control, error; `extra` adds classes ("short")."""
    widget = bound.field.widget
    kind = type(widget).__name__
    return {
        "field": bound,
        "extra": extra,
        "kind": "check" if kind == "CheckboxInput" else "group" if widget.use_fieldset else "line",
    }


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], param: str = "page") -> dict[str, Any]:
    """Links to the pages of a list; all other query parameters stay."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()

    def address(number: int) -> str:
        query[param] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "numbers": [
            (n, address(n) if isinstance(n, int) else "")
            for n in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        ],
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_tag(takes_context=True)
def nav_items(context: Context, place: nav.Place = "desk") -> list[nav.Link]:
    """The navigation entries of this request; none on a page made without a request."""
    request = context.get("request")
    return nav.items(request, place) if request is not None else []


@register.simple_tag(takes_context=True)
def capacities(context: Context) -> nav.Capacities | None:
    """The capacities among which the person may choose; None where there are not two."""
    request = context.get("request")
    return nav.capacities(request) if request is not None else None


@register.simple_tag(takes_context=True)
def acting_as(context: Context) -> str:
    request = context.get("request")
    return nav.description(request) if request is not None else ""


@register.filter
def initials(name: object) -> str:
    """NH for Nông Thị Hảo: the first letters of the first and the last word."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])).upper()
