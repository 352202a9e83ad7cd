"""What papers do to each other through time: ends, suspensions, parts, and what does not fit together.

Plain values in, verdicts out; `queries.validity` reads them from the database. The rules, with their reasons, stand in
docs/decisions. Days are [from, to): an act that begins on a day holds on it, a paper that ends on a day no longer does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from guong.registry.enums import Conflict, RelationKind, Validity
from guong.viet.parts import WHOLE, Part

_ENDING = frozenset({RelationKind.REPLACES, RelationKind.REPEALS})
_TOUCHING = _ENDING | {RelationKind.AMENDS, RelationKind.SUSPENDS, RelationKind.CORRECTS}
# A paper that stands on another, or carries it out, wants it alive on the day of its own beginning.
_LEANING = frozenset({RelationKind.BASED_ON, RelationKind.IMPLEMENTS})


@dataclass(frozen=True)
class Paper:
    """The days that a paper says of itself."""

    issued_on: date | None = None
    effective_on: date | None = None
    ended_on: date | None = None

    @property
    def begins(self) -> date | None:
        return self.effective_on or self.issued_on


@dataclass(frozen=True)
class Act:
    """`by` does `kind` to `on`, or a part of it. `begins` None: no day is known, so it does nothing yet."""

    kind: str
    by: int
    on: int
    begins: date | None
    part: Part = WHOLE
    until: date | None = None
    ref: int = 0  # the row that it was read from


@dataclass(frozen=True)
class Span:
    """A state that holds from a day (None: since ever) to before another (None: with no end in sight)."""

    from_on: date | None
    to_on: date | None
    state: Validity


class Lives:
    """Papers with what was done to them. Every question is answered from memory."""

    def __init__(self, papers: Mapping[int, Paper], acts: Iterable[Act]) -> None:
        self._papers = papers
        self._acts = sorted(acts, key=lambda act: (act.begins or date.max, act.ref))
        self._onto: dict[int, list[Act]] = {}
        for act in self._acts:
            self._onto.setdefault(act.on, []).append(act)

    def acts_on(self, paper: int) -> list[Act]:
        return self._onto.get(paper, [])

    @cached_property
    def _ends(self) -> dict[int, date]:
        """The first day on which a paper as a whole is over. Acts are taken by day, so that a circle of papers that end
        each other needs no second look: whether an act takes effect is decided by earlier days alone.
        """
        ends = {key: paper.ended_on for key, paper in self._papers.items() if paper.ended_on}
        for act in self._acts:
            if act.kind in _ENDING and act.part == WHOLE and act.begins and not _before(ends.get(act.by), act.begins):
                ends[act.on] = min(ends.get(act.on, act.begins), act.begins)
        return ends

    def ends(self, paper: int) -> date | None:
        return self._ends.get(paper)

    def takes_effect(self, act: Act) -> bool:
        """An act stays without effect when its own paper was over before the day; what has taken effect stays, even if
        its paper ends later: a repealed repeal revives nothing.
        """
        return act.begins is not None and not _before(self._ends.get(act.by), act.begins)

    def _holds(self, act: Act, day: date) -> bool:
        """Has it taken effect by that day? A suspension also ends when it is lifted or its own paper is over."""
        if act.begins is None or act.begins > day or not self.takes_effect(act):
            return False
        return act.kind != RelationKind.SUSPENDS or not any(
            end is not None and end <= day for end in (act.until, self._ends.get(act.by))
        )

    def state(self, paper: int, day: date, part: Part = WHOLE) -> Validity:
        """The state of a paper, or of a part of it, on a day."""
        own = self._papers.get(paper, Paper())
        holding = [act for act in self.acts_on(paper) if self._holds(act, day)]
        above = {act.kind for act in holding if act.part.covers(part)}
        inside = {act.kind for act in holding if part.covers(act.part)}
        if (own.ended_on is not None and own.ended_on <= day) or above & _ENDING:
            return Validity.ENDED
        if own.begins is None:
            return Validity.UNKNOWN
        if own.begins > day:
            return Validity.NOT_YET
        if RelationKind.SUSPENDS in above:
            return Validity.SUSPENDED
        # An amendment of more than the part does not say whether it touched the part.
        return Validity.ENDED_IN_PART if inside & (_ENDING | {RelationKind.AMENDS}) else Validity.IN_FORCE

    def spans(self, paper: int, part: Part = WHOLE) -> list[Span]:
        """The states of all days, in order, each as long as it lasts."""
        days = sorted(self._days(paper))
        starts: list[date | None] = [None, *days]
        states = [self.state(paper, day or date.min, part) for day in starts]
        kept = [n for n in range(len(starts)) if n == 0 or states[n] != states[n - 1]]
        ends: list[date | None] = [*(starts[n] for n in kept[1:]), None]
        return [Span(starts[n], end, states[n]) for n, end in zip(kept, ends, strict=True)]

    def _days(self, paper: int) -> set[date]:
        own = self._papers.get(paper, Paper())
        days = {own.begins, own.ended_on}
        for act in self.acts_on(paper):
            days |= {act.begins, act.until}
            if act.kind == RelationKind.SUSPENDS:
                days.add(self._ends.get(act.by))
        return {day for day in days if day is not None}

    def conflicts(self, act: Act) -> list[Conflict]:
        """What does not fit together about an act. It is shown, never refused: paper says what it says."""
        if act.begins is None:
            return [Conflict.NO_DAY]
        by, on = self._papers.get(act.by, Paper()), self._papers.get(act.on, Paper())
        found = {
            Conflict.ACTING_ENDED: _before(self._ends.get(act.by), act.begins),
            Conflict.ACTING_NOT_YET: act.kind in _TOUCHING and _before(act.begins, by.begins),
            Conflict.ACTING_SUSPENDED: act.kind in _TOUCHING and self.state(act.by, act.begins) == Validity.SUSPENDED,
            Conflict.BEFORE_ISSUE: _before(act.begins, on.issued_on),
            Conflict.ENDED_ALREADY: act.kind in _TOUCHING | _LEANING and self._over(act, WHOLE),
            Conflict.PART_ENDED: act.part != WHOLE and self._over(act, act.part) and not self._over(act, WHOLE),
            Conflict.CIRCLE: act.kind in _ENDING and self._circle(act),
        }
        return [conflict for conflict, there in found.items() if there]

    def _over(self, act: Act, part: Part) -> bool:
        """Was that part of the other paper over, by others, before the day of the act?"""
        others = [
            other.begins
            for other in self.acts_on(act.on)
            if other is not act and other.kind in _ENDING and other.part.covers(part) and self.takes_effect(other)
        ]
        days = [*others, self._papers.get(act.on, Paper()).ended_on]
        return any(_before(day, act.begins) for day in days)

    def _circle(self, act: Act) -> bool:
        """Does the other paper, by some way, end the paper of the act?"""
        seen, waiting = set(), [act.by]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting += [each.by for each in self.acts_on(here) if each.kind in _ENDING and each.part == WHOLE]
        return act.part == WHOLE and act.on in seen - {act.by}


def _before(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one < other
