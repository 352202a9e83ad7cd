"""The eight states of something owed by a day: key, dress, letter, label. They divide a whole, 100 % exactly."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class State:
    """`css` names the dress; `letter` is translated with the label; a `quiet` cell shows no letter."""

    key: str
    css: str
    letter: str | Promise
    label: str | Promise
    quiet: bool = False


STATES: dict[str, State] = {
    state.key: state
    for state in (
        State("on_time", "ontime", pgettext_lazy("letter of on time", "O"), _("On time"), quiet=True),
        State("late", "late", pgettext_lazy("letter of late", "L"), _("Late")),
        State("late_accepted", "late-accepted", pgettext_lazy("letter of late", "L"), _("Late, accepted")),
        State("returned", "returned", pgettext_lazy("letter of returned", "R"), _("Returned")),
        State("excused", "excused", pgettext_lazy("letter of excused", "E"), _("Excused")),
        State("not_applicable", "not-applicable", "–", _("Not applicable"), quiet=True),
        State("missing", "missing", pgettext_lazy("letter of missing", "M"), _("Missing")),
        State("not_due", "not-due", "", _("Not due yet"), quiet=True),
    )
}


def state(key: object) -> State:
    """The state of a key or of an enum member with that value. Unknown keys raise KeyError."""
    return STATES[str(getattr(key, "value", key))]
