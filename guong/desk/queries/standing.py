"""What a unit promised, in words for its own people: on the sheet, on their first page, in their own list."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guong.desk.rules import CORRECTIONS, Look
from guong.desk.words import first_capital, label, language
from guong.jobs.clock import day_of
from guong.reviews.queries import OPEN, OpenPromise, corrections_of, standing
from guong.rounds.models import Phase
from guong.units.models import Person, Unit
from guong.viet.dates import format_date


@dataclass(frozen=True)
class PromiseLine:
    """`share`: days passed of those promised, 0 to 100; `age` says both in words."""

    words: str
    line: str
    look: Look
    age: str
    share: int
    over: bool


def _words(promise: OpenPromise) -> str:
    if promise.closed:
        return _("The words cannot be opened: the unit's key is not here.")
    if promise.words or promise.shared:
        return promise.words or promise.shared
    finding = promise.correction.finding
    topic = first_capital(label("topics", finding.topic)) if finding and finding.topic else ""
    return _("{topic}: kept in the unit").format(topic=topic) if topic else _("Kept in the unit")


def _line(promise: OpenPromise) -> str:
    until = _("until {day}").format(day=format_date(promise.deadline, lang=language()))
    office = first_capital(label("offices", promise.correction.owner_office))
    return " · ".join(filter(None, [office, promise.holder, until, promise.promised_in.title]))


def _days(promise: OpenPromise) -> int:
    """Days between the promise and its deadline."""
    return max((promise.deadline - day_of(promise.correction.promised_at)).days, 1)


def show(promise: OpenPromise) -> PromiseLine:
    days = _days(promise)
    return PromiseLine(
        words=_words(promise),
        line=_line(promise),
        look=CORRECTIONS[promise.state],
        age=_("{passed} of {days} days").format(passed=promise.age_days, days=days),
        share=min(round(100 * promise.age_days / days), 100),
        over=promise.overdue,
    )


def standing_lines(unit: Unit, phase: Phase, *, person: Person, on: date) -> list[PromiseLine]:
    """What opens this phase: promised before, looked at again now."""
    return [show(promise) for promise in standing(unit, phase, person=person, at=on)]


def open_promises(unit: Unit, *, person: Person, on: date) -> list[PromiseLine]:
    """Open ones, the earliest deadline first."""
    return [show(one) for one in corrections_of(unit, person=person, at=on) if one.state in OPEN]
