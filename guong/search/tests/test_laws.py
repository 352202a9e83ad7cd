"""Hits and counts against a slow reading of every document, on small random shelves."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guong.search import index, sources
from guong.search.days import tiles, tiles_at
from guong.search.docs import FACETS, STAFF, Ask, Doc, Span
from guong.search.queries import counts, found, titles_begun
from guong.search.sources import Source
from guong.viet.fold import fold

# Words that differ by marks alone, and beginnings of each other.
WORDS = ("đảng", "đang", "dang", "ủy", "uỷ", "uy", "ban", "bàn", "bản", "kh", "hu", "86", "086", "5")
NUMBERS = ("86-KH/HU", "05-HD/TU", "5-HD/TU", "86-KH/TU", "30/2020/NĐ-CP")
DAYS = st.dates(date(2020, 1, 1), date(2023, 12, 31))
STATES = ("in_force", "suspended", "ended")


class Life(NamedTuple):
    """Days on which the state changes, and what it is before, between and after them."""

    days: list[date]
    states: list[str]

    def spans(self) -> tuple[Span, ...]:
        starts: list[date | None] = [None, *self.days]
        return tuple(
            Span(start, end, state) for start, end, state in zip(starts, [*self.days, None], self.states, strict=True)
        )

    def on(self, day: date) -> str:
        return self.states[sum(change <= day for change in self.days)]


@st.composite
def lives(draw: st.DrawFn) -> Life:
    days = sorted(draw(st.sets(DAYS, max_size=4)))
    return Life(days, draw(st.lists(st.sampled_from(STATES), min_size=len(days) + 1, max_size=len(days) + 1)))


class Item(NamedTuple):
    doc: Doc
    life: Life


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    some = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
    found = []
    for place in range(draw(st.integers(0, 7))):
        life = draw(lives())
        doc = Doc(
            id=f"document:{place}",
            kind=draw(st.sampled_from(("document", "article"))),
            title=draw(some),
            text=draw(some),
            url="/",
            on=draw(st.none() | DAYS),
            rank=place,
            numbers=tuple(draw(st.lists(st.sampled_from(NUMBERS), max_size=1))),
            facets={"type": draw(st.sampled_from(("KH", "HD"))), "issuer": draw(st.sampled_from(("Tỉnh ủy", "")))},
            readers=tuple(draw(st.sets(st.integers(1, 3)))),
            spans=life.spans(),
            cites=tuple(draw(st.sets(st.sampled_from(("document:0", "document:1"))))),
        )
        found.append(Item(doc, life))
    return found


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    facets = {"type": st.sampled_from(("KH", "HD", "")), "kind": st.sampled_from(("document", "")), "year": st.just("")}
    chosen = {name: draw(values) for name, values in facets.items()}
    return Ask(
        q=" ".join(draw(st.lists(st.sampled_from(WORDS[:-3]), max_size=3))),
        facets={name: value for name, value in chosen.items() if value},
        state=draw(st.sampled_from(("", *STATES))),
        day=draw(DAYS),
        readers=draw(st.sets(st.integers(1, 4))),
        cites=draw(st.sampled_from(("", "", "document:1"))),
    )


def shown(doc: Doc) -> list[str]:
    return [*doc.title.split(), *" ".join(doc.numbers).replace("-", " ").replace("/", " ").split(), *doc.text.split()]


def fits(item: Item, ask: Ask, *, begun: bool, but: str = "") -> bool:
    """Read word by word: what a person would call a hit. `begun`: the last word may be the beginning of one."""
    words, said = [fold(word) for word in shown(item.doc)], [fold(word) for word in ask.q.split()]
    last = said.pop() if begun else ""
    return (
        all(word in words for word in said)
        and (not begun or any(word.startswith(last) for word in words))
        and all(item.doc.facet(name) == value for name, value in ask.facets.items() if name != but)
        and (not ask.state or but == "state" or item.life.on(ask.day or date.min) == ask.state)
        and bool(set(item.doc.readers) & set(ask.readers or ()))
        and (not ask.cites or ask.cites in item.doc.cites)
    )


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sources, "_sources", {})
    yield
    shutil.rmtree(index.folder(), ignore_errors=True)


@given(items(), st.lists(asks(), min_size=1, max_size=6))
def test_hits_and_counts_are_those_of_a_reading_word_by_word(held: list[Item], questions: list[Ask]) -> None:
    index.rebuild(STAFF, [item.doc for item in held])
    for ask in questions:
        begun = bool(ask.q) and not any(fits(item, ask, begun=False) for item in held)
        expected = sorted(item.doc.id for item in held if fits(item, ask, begun=begun))
        result = found(ask, shelf=STAFF, per=50)
        assert result is not None
        assert (result.total, sorted(result.ids)) == (len(expected), expected), ask
        counted = counts(ask, [*FACETS, "state"], shelf=STAFF, states=STATES)
        for name in (*FACETS, "state"):
            rest = [item for item in held if fits(item, ask, begun=begun, but=name)]
            values = [item.life.on(ask.day or date.min) if name == "state" else item.doc.facet(name) for item in rest]
            assert dict(counted[name]) == {value: values.count(value) for value in set(values) if value}, (name, ask)


@given(items(), st.sampled_from(("8", "86", "86k", "86 kh", "86-KH/H", "5h", "30/2020/N", "b", "đ", "ban b")))
def test_suggestions_are_titles_and_numbers_that_begin_so_in_sight(held: list[Item], typed: str) -> None:
    shelf = {item.doc.id: item.doc for item in held}
    sources.register(
        STAFF, "document", Source(lambda uids: [shelf[f"document:{uid}"] for uid in uids], lambda: iter(()))
    )
    index.rebuild(STAFF, shelf.values())
    given = titles_begun(Ask(q=typed, readers=[1]), shelf=STAFF)
    assert {doc.id for doc in given} == {id for id, doc in shelf.items() if 1 in doc.readers and begins(doc, typed)}


def begins(doc: Doc, typed: str) -> bool:
    plain = "".join(char for char in fold(typed) if char.isalnum())
    numbers = ["".join(char for char in fold(number) if char.isalnum()).lstrip("0") for number in doc.numbers]
    if any(number.startswith(plain) for number in numbers):
        return True
    title, said = [fold(word) for word in doc.title.split()], [fold(part) for part in typed.replace("-", " ").split()]
    return all(word in title for word in said[:-1]) and any(word.startswith(said[-1]) for word in title)


@given(st.none() | st.dates(), st.none() | st.dates(), st.dates())
def test_a_day_lies_in_a_span_exactly_when_they_share_a_tile(start: date | None, end: date | None, day: date) -> None:
    inside = (start is None or start <= day) and (end is None or day < end)
    assert bool(set(tiles(start, end)) & set(tiles_at(day))) == inside
    assert len(set(tiles(start, end)) & set(tiles_at(day))) < 2


@given(st.dates(date(2020, 1, 1), date(2020, 3, 1)), st.integers(1, 70))
def test_tiles_cover_each_day_of_a_short_span_once(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    held = set(tiles(start, end))
    days = [start + timedelta(days=n) for n in range(-5, length + 5)]
    assert [len(held & set(tiles_at(day))) for day in days] == [int(start <= day < end) for day in days]


def test_a_closed_shelf_is_asked_for_somebody() -> None:
    with pytest.raises(ValueError, match="closed"):
        found(Ask(q="đảng"), shelf=STAFF)
    with pytest.raises(ValueError, match="closed"):
        counts(Ask(q="đảng"), ["type"], shelf=STAFF)
