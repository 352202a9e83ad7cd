"""Rounding down and suppression: plain rules over values."""

from guong.figures.definitions import PUBLIC_MINIMUM_OF_PERSONS, Definition
from guong.figures.enums import Qualifier

WORTH_A_FLOOR = 20  # steps: below that "more than" would hide over a twentieth of the value


def floor_below(exact: int, step: int) -> int:
    """The largest multiple of `step` strictly below `exact`, so that "more than" is never above the truth."""
    return (exact - 1) // step * step


def shown_as(exact: int | None, step: int | None) -> tuple[int | None, Qualifier]:
    """What is printed for a value: itself, a floor where one is asked for and worth it, or unknown."""
    if exact is None:
        return None, Qualifier.UNKNOWN
    if step is None or exact < WORTH_A_FLOOR * step:
        return exact, Qualifier.EXACT
    return floor_below(exact, step), Qualifier.FLOOR


def too_small(definition: Definition, exact: int | None) -> bool:
    """Whether the public may not see it: a count of persons below ten."""
    return definition.persons and exact is not None and 0 < exact < PUBLIC_MINIMUM_OF_PERSONS
