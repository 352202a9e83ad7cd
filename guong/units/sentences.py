"""What a change meant for one unit, as one sentence in the language of the page."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from guong.units.enums import ChangeKind, Fate
from guong.units.queries import Turn

Names = Mapping[int, str]
_MOST_NAMED = 4


def listed(units: Iterable[int], names: Names) -> str:
    """A, B and C; a long row of units is cut, with their number."""
    found = [names.get(unit, "") for unit in units]
    shown = found[:_MOST_NAMED]
    if len(found) > len(shown):
        return _("{names} and {count} more").format(names=", ".join(shown), count=len(found) - len(shown))
    return _("{names} and {last}").format(names=", ".join(shown[:-1]), last=shown[-1]) if len(shown) > 1 else shown[0]


def sentence(turn: Turn, names: Names, line: str) -> str:
    """One sentence: how it began, what came in, who carries it on, what it was called, whom it belongs to."""
    if turn.fate == Fate.BEGINS:
        return _began(turn, names, line)
    if turn.fate == Fate.ENDS:
        return _ended(turn, names)
    return " ".join(_went_on(turn, names, line))


def _began(turn: Turn, names: Names, line: str) -> str:
    if turn.before and turn.change.kind == ChangeKind.SPLIT:
        return _("Split off from {units}.").format(units=listed(turn.before, names))
    if turn.before:
        return _("Made by merging {units}.").format(units=listed(turn.before, names))
    above = dict(turn.placed).get(line)
    if above is not None:
        return _("Founded, belonging to {unit}.").format(unit=names.get(above, ""))
    return _("Founded.")


def _ended(turn: Turn, names: Names) -> str:
    if not turn.after:
        return _("Ended; nobody was named to carry it on.")
    units = listed(turn.after, names)
    if turn.change.kind == ChangeKind.JOIN:
        return _("Joined into {units} and ended.").format(units=units)
    if len(turn.after) > 1:
        return _("Split into {units} and ended.").format(units=units)
    return _("Merged into the new {units} and ended.").format(units=units)


def _went_on(turn: Turn, names: Names, line: str) -> list[str]:
    said = []
    if turn.before:
        said.append(_("Took in {units}.").format(units=listed(turn.before, names)))
    if turn.name:
        said.append(_("Renamed {name}.").format(name=turn.name))
    if turn.code:
        said.append(_("Given the code {code}.").format(code=turn.code))
    placed = dict(turn.placed)
    if line in placed:
        above = placed[line]
        said.append(
            _("Placed below {unit}.").format(unit=names.get(above, ""))
            if above is not None
            else _("Placed at the top of its line.")
        )
    return said or [_("Touched by this change.")]
