"""Indexes that processes of their own make while the worker goes on."""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence

import pytest

from guong.search import consumer, index, making, reading, sources
from guong.search.docs import PUBLIC, SHELVES, STAFF, Ask, Doc
from guong.search.queries import found as answered
from guong.search.queries import search
from guong.search.sources import Source

HELD: dict[str, str] = {}


def docs(uids: Sequence[str]) -> Iterator[Doc]:
    return (Doc(f"a:{uid}", "a", HELD[uid], "", f"/{uid}/") for uid in uids if uid in HELD)


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sources, "_sources", {})
    monkeypatch.setattr(making, "_makings", [])
    HELD.clear()
    sources.register(PUBLIC, "a", Source(docs, lambda: iter(list(HELD))))
    shutil.rmtree(index.folder(), ignore_errors=True)
    yield
    shutil.rmtree(index.folder(), ignore_errors=True)


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Processes that end well when told to, in place of those that read the database."""
    begun: list[subprocess.Popen[bytes]] = []

    def start(_shelves: object) -> subprocess.Popen[bytes]:
        begun.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))
        return begun[-1]

    monkeypatch.setattr(making, "start", start)
    return begun


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        assert process.stdin
        process.stdin.write(b"\n")
        process.stdin.flush()
        assert process.wait(20) == 0


def found(q: str) -> list[str]:
    return [hit.id for hit in search(q).hits]


def test_what_changes_while_an_index_is_made_is_found_after_it(processes: list[subprocess.Popen[bytes]]) -> None:
    HELD["1"] = "Chi bộ"
    read = list(sources.everything(PUBLIC))
    assert (consumer.check_beside(), consumer.check_beside(), len(processes)) == (0, 0, 1)
    HELD["2"] = "Chi bộ mới"
    consumer.handle("public.changed", "a:2")
    consumer.finish()
    for each in SHELVES:
        index.rebuild(each, read if each == PUBLIC else [])
    assert found("mới") == []
    end(processes)
    assert consumer.check_beside() == len(SHELVES)
    assert (found("mới"), found("chi")) == (["a:2"], ["a:1", "a:2"])
    assert (consumer.check_beside(), len(processes)) == (0, 1)


def test_an_index_that_is_given_up_in_the_making_is_never_used() -> None:
    def told_meanwhile() -> Iterator[Doc]:
        yield Doc("a:1", "a", "Lọt vào", "", "/1/")
        index.condemn()

    index.rebuild(PUBLIC, told_meanwhile())
    assert PUBLIC in index.missing()
    index.rebuild(PUBLIC, [])
    assert PUBLIC not in index.missing()


def test_such_a_process_ends_with_whoever_began_it() -> None:
    words = "import time; from guong.search import making; making.end_with_parent(); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", words], stdin=subprocess.PIPE)
    assert process.stdin
    process.stdin.close()
    assert process.wait(30) == 1


def rows(uids: Sequence[str]) -> list[str]:
    if "bad" in uids:
        raise ValueError
    return list(uids)


def staff(uids: Iterable[str]) -> Iterator[Doc]:
    return (Doc(f"b:{uid}", "b", f"Giấy số {uid}", "", "", readers=[1]) for uid in uids)


def public(uids: Iterable[str]) -> Iterator[Doc]:
    return (Doc(f"b:{uid}", "b", f"Giấy số {uid}", "", "") for uid in uids if int(uid) % 2)


def both(uids: list[str]) -> None:
    for each, made in ((STAFF, staff), (PUBLIC, public)):
        sources.register(each, "b", Source(rows, lambda: iter(uids), made))


@pytest.mark.parametrize("cores", [1, 4])
def test_processes_beside_read_every_document_for_every_shelf_once(monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: range(cores))
    both([str(number) for number in range(1701)])
    HELD["1"] = "Chi bộ"
    with reading.begun(SHELVES) as portions:
        assert index.make(SHELVES, portions) == 1701 + 850 + 1
    assert (search("giấy").total, search("giấy số 1001").total, search("giấy số 1000").total) == (850, 1, 0)
    seen = answered(Ask("giấy", readers=[1]), shelf=STAFF)
    assert (seen and seen.total, found("chi")) == (1701, ["a:1"])


def test_nothing_is_turned_to_when_a_process_beside_fails() -> None:
    both(["1", "bad"])
    with pytest.raises(EOFError), reading.begun(SHELVES) as portions:
        index.make(SHELVES, portions)
    assert index.missing() == list(SHELVES)


def test_rows_of_several_shelves_are_read_once() -> None:
    read: list[int] = []

    def counting(uids: Sequence[str]) -> list[str]:
        read.append(len(uids))
        return list(uids)

    uids = [str(number) for number in range(501)]
    for each, made in ((STAFF, staff), (PUBLIC, public)):
        sources.register(each, "b", Source(counting, lambda: iter(uids), made))
    held = list(sources.portions(SHELVES))
    assert read == [500, 1]
    given = [{name: len(docs) for name, docs in each.items() if docs} for each in held]
    assert given == [{"staff": 500, "public": 250}, {"staff": 1}]
