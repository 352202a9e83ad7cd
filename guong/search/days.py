"""Spans of days as words of an index, so that "which state on that day" is asked like any other word.

A span is cut into the fewest tiles of 1, 2, 4, 8 … days that begin at multiples of their length; each day lies in one
tile of every length. A span covers a day exactly when one of its tiles is one of the day's. Time passes without the
index being written.
"""

from collections.abc import Iterator
from datetime import date

_LEVELS = 22  # 2 ** 22 days hold every day that a date can be


def tiles(from_on: date | None, to_on: date | None) -> Iterator[str]:
    """The tiles of [from_on, to_on); None: since ever, with no end in sight."""
    start = from_on.toordinal() if from_on else 0
    end = to_on.toordinal() if to_on else 1 << _LEVELS
    for level in range(_LEVELS + 1):
        if start >= end:
            return
        if start & 1:
            yield f"{level}.{start}"
            start += 1
        if end & 1:
            end -= 1
            yield f"{level}.{end}"
        start, end = start >> 1, end >> 1


def tiles_at(day: date) -> list[str]:
    """The tiles of all lengths that hold a day."""
    return [f"{level}.{day.toordinal() >> level}" for level in range(_LEVELS + 1)]
