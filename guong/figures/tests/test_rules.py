from hypothesis import given
from hypothesis import strategies as st

from guong.figures.definitions import DEFINITIONS
from guong.figures.enums import Qualifier
from guong.figures.rules import floor_below, shown_as, too_small


@given(st.integers(1, 10_000_000), st.sampled_from([5, 10, 50, 100, 1000]))
def test_a_floor_lies_below_the_truth_and_within_one_step(exact: int, step: int) -> None:
    floor = floor_below(exact, step)
    assert floor < exact <= floor + step
    assert floor % step == 0


def test_a_round_value_is_floored_to_the_step_below_it() -> None:
    assert shown_as(3550, 50) == (3500, Qualifier.FLOOR)
    assert shown_as(3551, 50) == (3550, Qualifier.FLOOR)


def test_a_value_that_a_floor_would_cut_by_a_twentieth_is_printed_as_it_is() -> None:
    assert shown_as(999, 50) == (999, Qualifier.EXACT)
    assert shown_as(1000, 50) == (950, Qualifier.FLOOR)
    assert shown_as(0, 50) == (0, Qualifier.EXACT)


def test_what_was_not_declared_is_unknown() -> None:
    assert shown_as(None, 50) == (None, Qualifier.UNKNOWN)


def test_only_small_counts_of_persons_are_hidden_from_the_public() -> None:
    assert [too_small(DEFINITIONS["seats"], value) for value in (None, 0, 1, 9, 10)] == [
        False,
        False,
        True,
        True,
        False,
    ]
    assert not too_small(DEFINITIONS["units_direct"], 3)
