from collections.abc import Sequence

import pytest

from guong.files import extraction, joining
from guong.files.tests.papers import pdf

ONE, TWO = pdf([(60, 60, "Một")]), pdf([(60, 60, "Hai")])


def test_pages_are_counted_or_unknown() -> None:
    assert joining.counts([]) == []
    assert joining.counts([ONE, b"x", b"%PDF-1.4", TWO]) == [1, None, None, 1]


def test_pages_stand_in_their_order() -> None:
    whole = joining.joined([TWO, ONE, TWO])
    assert whole is not None
    assert [page.strip() for page in extraction.read(whole, "application/pdf").pages] == ["Hai", "Một", "Hai"]


def test_what_cannot_be_opened_is_not_joined() -> None:
    assert joining.joined([ONE, b"%PDF-1.4"]) is None


def test_beyond_the_limit_of_memory_one_file_is_named_and_the_others_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A process that dies of one file is tried again with each alone."""
    heavy, run = b"%PDF-1.4 heavy", extraction.run

    def dies(words: Sequence[str], content: bytes, seconds: float = 30.0) -> bytes:
        if heavy in content:
            return run(["limited", "/bin/sh", "-c", "kill -9 $$"], b"")
        return run(list(words), content, seconds)

    monkeypatch.setattr(joining, "run", dies)
    assert joining.counts([ONE, heavy, TWO]) == [1, None, 1]
    assert joining.joined([ONE, heavy]) is None
