"""The state on a day against a slow model that walks day by day, written from the rules and not from the code."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from guong.registry import queries
from guong.registry.lives import Act, Lives, Paper
from guong.registry.models import OfficialDocument, Relation
from guong.registry.tests.factories import make_document
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_person, make_unit
from guong.viet.parts import part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAYS, PAPERS, INSTANTS = 9, 4, 5
START = date(2022, 1, 1)
MIDNIGHT = datetime(2024, 1, 1, tzinfo=UTC)
# Every place that is ever named; beside each there is always more that nobody names.
PLACES = {"": (), "Điều 1": (1,), "khoản 1 Điều 1": (1, 1), "khoản 2 Điều 1": (1, 2), "Điều 2": (2,)}
LEAVES = frozenset([(1, 1), (1, 2), (1, 3), (2, 1), (2, 3), (3, 3)])


@dataclass(frozen=True)
class Deed:
    """One row: who does what to whom, from a day, recorded, lifted and withdrawn at instants."""

    kind: str
    by: int
    on: int
    place: str
    begins: int | None
    until: int | None
    recorded: int
    lifted: int | None
    withdrawn: int | None


@dataclass(frozen=True)
class History:
    papers: list[tuple[int | None, int | None, int | None]]  # issued, effective, ended
    deeds: list[Deed]


def day_of(number: int | None) -> date | None:
    return None if number is None else START + timedelta(days=number)


def instant(number: int) -> datetime:
    return MIDNIGHT + timedelta(hours=number)


some_day = st.none() | st.integers(0, DAYS - 1)


@st.composite
def deeds(draw: st.DrawFn) -> Deed:
    kind = draw(st.sampled_from(["repeals", "repeals", "replaces", "suspends", "amends", "corrects", "implements"]))
    by = draw(st.integers(0, PAPERS - 1))
    on = draw(st.sampled_from([n for n in range(PAPERS) if n != by]))
    begins = draw(some_day)
    recorded = draw(st.integers(0, INSTANTS - 1))
    lifts = kind == "suspends" and begins is not None and draw(st.booleans())
    until = (begins or 0) + draw(st.integers(1, 4)) if lifts else None
    later = st.integers(recorded, INSTANTS - 1)
    return Deed(
        kind, by, on, draw(st.just("") | st.sampled_from(list(PLACES))), begins, until, recorded,
        draw(st.none() | later) if lifts else None, draw(st.none() | st.none() | later),
    )  # fmt: skip


histories = st.builds(
    History,
    st.lists(st.tuples(st.integers(0, 4) | st.none(), some_day, some_day), min_size=PAPERS, max_size=PAPERS),
    st.lists(deeds(), max_size=9, unique_by=lambda deed: (deed.kind, deed.by, deed.on, deed.place)),
)


# --- the model


def leaves(place: str) -> frozenset[tuple[int, int]]:
    steps = PLACES[place]
    return frozenset(leaf for leaf in LEAVES if leaf[: len(steps)] == steps)


def known_deeds(history: History, known: int) -> list[Deed]:
    return [
        deed
        for deed in history.deeds
        if deed.recorded <= known and not (deed.withdrawn is not None and deed.withdrawn <= known)
    ]


def begin_of(history: History, paper: int) -> int | None:
    issued, effective, _ended = history.papers[paper]
    return issued if effective is None else effective


def walk(history: History, known: int) -> list[dict[str, dict[int, set[object]]]]:
    """Day after day: what had happened to each paper by the evening."""
    over: set[int] = set()
    dead: dict[int, set[object]] = {paper: set() for paper in range(PAPERS)}
    amended: dict[int, set[object]] = {paper: set() for paper in range(PAPERS)}
    begun: set[Deed] = set()
    evenings = []
    for today in range(DAYS):
        before = set(over)
        for deed in known_deeds(history, known):
            day = begin_of(history, deed.by) if deed.begins is None else deed.begins
            if day != today or deed.by in before:
                continue
            begun.add(deed)
            if deed.kind in ("repeals", "replaces"):
                dead[deed.on] |= leaves(deed.place)
            if deed.kind == "amends":
                amended[deed.on].add(deed.place)
        over |= {paper for paper in range(PAPERS) if dead[paper] == LEAVES}
        over |= {n for n, (_i, _e, ended) in enumerate(history.papers) if ended is not None and ended <= today}
        held = {paper: set[object]() for paper in range(PAPERS)}
        for deed in begun:
            lifted_at = deed.recorded if deed.lifted is None else deed.lifted
            lifted = deed.until is not None and deed.until <= today and lifted_at <= known
            if deed.kind == "suspends" and not lifted and deed.by not in over:
                held[deed.on].add(deed.place)
        evenings.append(
            {
                "dead": {paper: set(gone) for paper, gone in dead.items()},
                "amended": {paper: set(places) for paper, places in amended.items()},
                "held": held,
            }
        )
    return evenings


def verdict(history: History, evening: dict[str, dict[int, set[object]]], paper: int, today: int, place: str) -> str:
    meant, gone = leaves(place), evening["dead"][paper]
    begins, ended = begin_of(history, paper), history.papers[paper][2]
    if meant <= gone or (ended is not None and ended <= today):
        return "ended"
    if begins is None:
        return "unknown"
    if begins > today:
        return "not_yet"
    if any(meant <= leaves(str(other)) for other in evening["held"][paper]):
        return "suspended"
    if meant & gone or any(leaves(str(other)) <= meant for other in evening["amended"][paper]):
        return "ended_in_part"
    return "in_force"


# --- the register


def stored(history: History, keeper: Unit, person: Person) -> list[OfficialDocument]:
    papers = OfficialDocument.objects.bulk_create(
        OfficialDocument(
            keeper=keeper, direction="incoming", type="KH", abstract="Kế hoạch", registered_at=instant(0),
            issued_on=day_of(issued), effective_on=day_of(effective), ended_on=day_of(ended),
        )
        for issued, effective, ended in history.papers
    )  # fmt: skip
    Relation.objects.bulk_create(
        Relation(
            document=papers[deed.by], kind=deed.kind, other=papers[deed.on], part=deed.place,
            from_on=day_of(deed.begins), until_on=day_of(deed.until), recorded_at=instant(deed.recorded),
            lifted_at=None if deed.lifted is None else instant(deed.lifted),
            withdrawn_at=None if deed.withdrawn is None else instant(deed.withdrawn),
            withdrawn_by=None if deed.withdrawn is None else person,
            withdrawn_reason="" if deed.withdrawn is None else "nhập nhầm",
        )
        for deed in history.deeds
    )  # fmt: skip
    return papers


@pytest.fixture
def keeper() -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi")


def test_states_are_those_of_the_model(keeper: Unit) -> None:
    person = make_person()

    @settings(max_examples=max(1000, settings().max_examples))
    @given(histories, st.integers(0, INSTANTS - 1), st.integers(0, DAYS - 1))
    def check(history: History, known: int, some: int) -> None:
        with transaction.atomic():
            papers = stored(history, keeper, person)
            lives = queries.lives_of(papers, instant(known))
            listed = queries.states_on(papers, START + timedelta(days=some), instant(known))
            transaction.set_rollback(True)
        evenings = walk(history, known)
        for today, evening in enumerate(evenings):
            for n, paper in enumerate(papers):
                for place in PLACES:
                    found = lives.state(paper.pk, START + timedelta(days=today), part(place))
                    assert found == verdict(history, evening, n, today, place), (today, n, place)
        assert listed == {paper.pk: verdict(history, evenings[some], n, some, "") for n, paper in enumerate(papers)}

    check()


@given(histories)
def test_spans_say_the_same_as_days(history: History) -> None:
    papers = {n: Paper(*map(day_of, days)) for n, days in enumerate(history.papers)}
    acts = [
        Act(deed.kind, deed.by, deed.on, day_of(deed.begins), part(deed.place), day_of(deed.until), n)
        for n, deed in enumerate(history.deeds)
    ]
    lives = Lives(papers, acts)
    for paper in papers:
        spans = lives.spans(paper)
        for number in range(DAYS + 4):
            day = START + timedelta(days=number)
            found = [s.state for s in spans if (s.from_on or day) <= day and (s.to_on is None or day < s.to_on)]
            assert found == [lives.state(paper, day)]
        assert all(one.state != two.state for one, two in itertools.pairwise(spans))


# --- what does not fit together


def _paper(issued: int | None, ended: int | None = None) -> Paper:
    return Paper(day_of(issued), None, day_of(ended))


@pytest.mark.parametrize(
    ("papers", "acts", "found"),
    [
        ([0, 2], [("replaces", 1, 0, "", 2)], [[]]),
        ([0, None], [("replaces", 1, 0, "", None)], [["no_day"]]),
        ([0, 5], [("amends", 1, 0, "Điều 1", 3)], [["acting_not_yet"]]),
        ([4, 1], [("repeals", 1, 0, "", 2)], [["before_issue"]]),
        ([0, 1, 4], [("replaces", 1, 0, "", 2), ("replaces", 2, 0, "", 4)], [[], ["ended_already"]]),
        ([0, 1, 4], [("repeals", 1, 0, "Điều 1", 2), ("amends", 2, 0, "khoản 1 Điều 1", 4)], [[], ["part_ended"]]),
        ([0, 1, 4], [("repeals", 1, 0, "", 2), ("based_on", 2, 0, "", 4)], [[], ["ended_already"]]),
        ([0, 1, 2], [("repeals", 2, 1, "", 3), ("repeals", 1, 0, "", 5)], [[], ["acting_ended"]]),
        ([0, 1, 2], [("suspends", 2, 1, "", 3), ("repeals", 1, 0, "", 5)], [[], ["acting_suspended"]]),
        ([0, 0], [("replaces", 0, 1, "", 2), ("replaces", 1, 0, "", 2)], [["circle"], ["circle"]]),
    ],
)
def test_what_does_not_fit_is_named(
    papers: list[int | None], acts: list[tuple[str, int, int, str, int | None]], found: list[list[str]]
) -> None:
    done = [Act(kind, by, on, day_of(day), part(where), None, n) for n, (kind, by, on, where, day) in enumerate(acts)]
    lives = Lives({n: _paper(day) for n, day in enumerate(papers)}, done)
    assert [lives.conflicts(act) for act in done] == found


def test_papers_that_end_each_other_on_one_day_both_end() -> None:
    lives = Lives({0: _paper(0), 1: _paper(0)}, [Act("repeals", 0, 1, day_of(3)), Act("repeals", 1, 0, day_of(3))])
    assert [lives.ends(paper) for paper in (0, 1)] == [day_of(3), day_of(3)]


def test_a_repealed_repeal_revives_nothing_and_one_repealed_before_its_day_does_nothing() -> None:
    papers = {n: _paper(0) for n in range(3)}
    late = Lives(papers, [Act("repeals", 1, 0, day_of(3)), Act("repeals", 2, 1, day_of(5))])
    early = Lives(papers, [Act("repeals", 1, 0, day_of(3)), Act("repeals", 2, 1, day_of(2))])
    assert (late.ends(0), early.ends(0)) == (day_of(3), None)
    chain = [Act("repeals", 3, 2, day_of(1)), Act("repeals", 2, 1, day_of(3)), Act("repeals", 1, 0, day_of(5))]
    lives = Lives({n: _paper(0) for n in range(4)}, chain)
    assert [lives.ends(n) for n in range(3)] == [day_of(5), None, day_of(1)]


@pytest.mark.both
def test_a_list_takes_one_query_however_long_the_chain(keeper: Unit) -> None:
    papers = [make_document(keeper) for _ in range(4)]
    taken = []
    for number in range(1, 4):
        Relation.objects.create(
            document=papers[number], kind="repeals", other=papers[number - 1], from_on=START, recorded_at=MIDNIGHT
        )
        with CaptureQueriesContext(connection) as seen:
            queries.states_on(papers[:number], START)
        taken.append(len(seen))
    assert taken == [1, 1, 1]
