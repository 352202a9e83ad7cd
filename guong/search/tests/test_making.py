"""Indexes that processes of their own make while the worker goes on."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence

import pytest

from guong.search import consumer, index, making, sources
from guong.search.docs import PUBLIC, SHELVES, Doc
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
