"""Kept sums against what was stated, for `guong verify`."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from guong.tally.keeping import amiss
from guong.tally.models import Summary
from guong.units.queries import names_of

_MOST_NAMED = 20  # of one summary


def faults() -> Iterator[str]:
    kept = Summary.objects.filter(summed_at__isnull=False, layout__ended=False, layout__laid_at__isnull=False)
    for summary in kept.select_related("layout").order_by("pk"):
        yield from _of(summary)


def _of(summary: Summary) -> Iterator[str]:
    layout, found = summary.layout, amiss(summary)
    names = names_of({unit for unit, _measure in found[:_MOST_NAMED]}, layout.day)
    for unit, measure in found[:_MOST_NAMED]:
        yield _(
            "The kept sum of {measure} below {unit} ({line}, {day}) is not what was stated. Make it anew with"
            " “guong rollup --rebuild”."
        ).format(measure=measure, unit=names.get(unit, unit), line=layout.line, day=layout.day.isoformat())
    if len(found) > _MOST_NAMED:
        yield _("And {n} more sums there.").format(n=len(found) - _MOST_NAMED)
