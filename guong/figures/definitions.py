"""What each figure counts. Units, sittings, seats and distinct people are different counts (law *Figures*)."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Counts(Enum):
    """`UNITS`: units that stated the measure above zero; `SUM`: the sum of the values they stated."""

    UNITS = "units"
    SUM = "sum"


class Reach(Enum):
    """Which units count: those directly below, those further down, or the unit itself and all below."""

    DIRECT = "direct"
    FURTHER = "further"
    ALL = "all"


@dataclass(frozen=True)
class Definition:
    """One figure. `declared` figures are unknown until every unit that held a sitting has stated them."""

    key: str
    label: Promise
    meaning: Promise
    measures: tuple[str, ...]
    counts: Counts
    reach: Reach
    persons: bool = False
    declared: bool = False


DEFINITIONS = {
    definition.key: definition
    for definition in (
        Definition(
            "units_direct",
            _("Units directly below that held a sitting"),
            _("Units directly below this level whose report of a sitting arrived. Each unit counts once."),
            ("sittings",),
            Counts.UNITS,
            Reach.DIRECT,
        ),
        Definition(
            "units_below",
            _("Units further down that held a sitting"),
            _("Units below the direct ones whose report of a sitting arrived. Each unit counts once."),
            ("sittings",),
            Counts.UNITS,
            Reach.FURTHER,
        ),
        Definition(
            "sittings",
            _("Sittings held"),
            _("Sittings reported by all units. A sitting over several evenings is one."),
            ("sittings",),
            Counts.SUM,
            Reach.ALL,
        ),
        Definition(
            "seats",
            _("Attendances"),
            _("Members present and guests, added up over all sittings. Who came twice counts twice."),
            ("seats.members", "seats.guests"),
            Counts.SUM,
            Reach.ALL,
            persons=True,
        ),
        Definition(
            "people",
            _("People who took part"),
            _("Different people, as each unit declared them. Never estimated: one unit's silence leaves it unknown."),
            ("people",),
            Counts.SUM,
            Reach.ALL,
            persons=True,
            declared=True,
        ),
    )
}
PUBLIC_MINIMUM_OF_PERSONS = 10


def reading_words() -> dict[str, str]:
    """What a number that a text states may count, by the code of the reading."""
    defined = {key: str(definition.label) for key, definition in DEFINITIONS.items()}
    return {
        **defined,
        "units": gettext("Units of every level"),
        "units_direct_and_below": gettext("Units directly below and further down, together"),
    }
