"""Charts tell the whole: shares add up, curves end where the numbers end, everything is said in words too."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from guong.ui import charts
from guong.ui.states import STATES

COUNTS = st.lists(st.integers(0, 3000), min_size=8, max_size=8).filter(any)


@given(COUNTS)
def test_shares_fill_the_bar_without_gap_or_overlap(counts: list[int]) -> None:
    bar = charts.shares(list(zip(STATES, counts, strict=True)), whole=sum(counts), title="Trạng thái")
    spans = re.findall(r'<rect class="f-[\w-]+"(?: fill="[^"]+")? x="([\d.]+)%" width="([\d.]+)%"', bar)
    ends = 0.0
    for start, width in spans:
        assert float(start) == pytest.approx(ends, abs=0.001)
        ends = float(start) + float(width)
    assert ends == pytest.approx(100, abs=0.001)
    assert len(spans) == sum(1 for count in counts if count)
    ElementTree.fromstring(bar)  # noqa: S314  (our own output)


@pytest.mark.parametrize("counts", [[("late", 3)], [("late", 5), ("missing", -1)], [("late", 5)]])
def test_shares_that_are_not_the_whole_are_refused(counts: list[tuple[str, int]]) -> None:
    with pytest.raises(ValueError, match="do not make the whole of 4"):
        charts.shares(counts, whole=4, title="x")


def test_shares_are_said_in_words() -> None:
    with translation.override("vi"):
        bar = charts.shares([("on_time", 112), ("late", 11), ("missing", 15)], whole=138, title="Giai đoạn hai")
    assert "<desc" in bar
    assert "Đúng hạn: 112 (81,2%); Trễ hạn: 11 (8%); Quá hạn, chưa gửi: 15 (10,9%)</desc>" in bar


def curve(**changes: object) -> charts.Curve:
    given = {
        "points": [(date(2022, 8, 16), 16), (date(2022, 8, 31), 40)],
        "whole": 46,
        "start": date(2022, 8, 1),
        "end": date(2022, 9, 30),
        "title": "Nhịp",
        "unit": "đơn vị",
    }
    return charts.Curve(**(given | changes))  # type: ignore[arg-type]  # a table of test values


def test_a_curve_goes_up_in_steps_and_says_where_it_stands() -> None:
    with translation.override("vi"):
        drawn = charts.progress(curve(due=date(2022, 8, 28), due_label="Hạn 28/8", previous=[(0, 0), (60, 46)]))
    path = re.search(r'class="now" d="([^"]+)"', drawn)
    assert path is not None
    assert path[1] == "M34.0 280.0H178.0V188.9H322.0V52.2"
    assert "40 trên 46 đơn vị, tính đến ngày 31/8" in drawn
    assert drawn.count('class="prev"') == drawn.count('class="due"') == 1


def test_a_curve_without_points_still_draws_its_frame() -> None:
    drawn = charts.progress(curve(points=[]))
    assert 'class="now"' not in drawn
    assert 'class="axis"' in drawn


@pytest.mark.parametrize("changes", [{"whole": 0}, {"end": date(2022, 8, 1)}])
def test_a_curve_without_window_or_whole_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="window of days"):
        charts.progress(curve(**changes))


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_dots_are_as_many_as_the_whole(done: int, excused: int, rest: int) -> None:
    drawn = charts.dots(done, done + excused + rest, excused=excused, title="Đã xong")
    assert [drawn.count(f'"{kind}"') for kind in ("q-done", "q-excused", "q-open")] == [done, excused, rest]


def test_texts_in_charts_are_escaped() -> None:
    title = '<script>alert("1")</script>'
    for markup in (
        charts.progress(curve(title=title, unit=title, due=date(2022, 8, 28), due_label=title)),
        charts.dots(1, 2, title=title),
        charts.shares([("late", 1)], whole=1, title=title),
        charts.table(title, [title], [[title]]),
    ):
        assert "<script" not in markup


def test_no_chart_carries_a_style_attribute() -> None:
    made = charts.progress(curve()) + charts.dots(1, 2, title="a") + charts.shares([("late", 1)], whole=1, title="a")
    assert "style=" not in made
