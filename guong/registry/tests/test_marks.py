"""The gate for secrecy marks, on papers that were put together: what is stopped, what passes, in text, Word and PDF."""

import io
import time
from itertools import islice

import pypdfium2
import pytest

from guong.files import docx, pdf
from guong.files.tests import papers
from guong.registry.marks import name_marks, secrecy_marks
from guong.registry.tests import marked

MARKS = list(marked.spellings())
INNOCENT = list(marked.innocent())


def test_there_are_enough_of_them() -> None:
    assert (len(set(MARKS)) >= 80, len(MARKS) * 4 >= 100, len(set(INNOCENT)) >= 100) == (True, True, True)


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_in_mark_position_is_stopped(mark: str) -> None:
    missed = [page.splitlines()[:6] for page in (mark, *marked.placed(mark)) if not secrecy_marks(page)]
    assert missed == []


def test_a_mark_at_the_top_of_a_later_page_is_stopped() -> None:
    capitals = [mark for mark in MARKS if mark.isupper() or ":" in mark]
    assert [mark for mark in capitals for text in marked.pages_after(mark) if not secrecy_marks(text)] == []


def test_a_mark_written_downwards_is_stopped() -> None:
    assert secrecy_marks("T\nỐ\nI\nM\nẬ\nT\nTỈNH ỦY NẬM THI\nBÁO CÁO") != []


@pytest.mark.parametrize("text", INNOCENT, ids=lambda text: text.splitlines()[4][:40])
def test_an_innocent_paper_passes(text: str) -> None:
    assert secrecy_marks(text) == []


def cells(mark: str) -> str:
    """The usual head as a table, with the mark in a cell of its own."""
    left, right = [*marked.LEFT, mark], list(marked.RIGHT)
    return papers.table([left, right])


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_in_a_word_file_is_stopped_wherever_it_stands(mark: str) -> None:
    made = (
        papers.docx(cells(mark), *marked.TITLE, *marked.BODY),
        papers.docx(*marked.LEFT, papers.box(mark), *marked.TITLE, *marked.BODY),
        papers.docx(*marked.LEFT, *marked.TITLE, *marked.BODY, header=mark),
        papers.docx(*marked.LEFT, *marked.TITLE, *marked.BODY, footer=mark),
    )
    read = [docx.read(content) for content in made]
    texts = ["\f".join([*words.pages, *words.margins]) for words in read]
    assert [number for number, text in enumerate(texts) if not secrecy_marks(text)] == []


def head_of(mark: str) -> list[papers.Words]:
    left = [(60, 60 + 16 * row, words) for row, words in enumerate((*marked.LEFT, mark))]
    right = [(330, 60 + 16 * row, words) for row, words in enumerate(marked.RIGHT) if words]
    title = [(200, 150 + 16 * row, words) for row, words in enumerate((*marked.TITLE, *marked.BODY[:30]))]
    return [*left, *right, *title]


def words_of(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        return ["\n".join(pdf.lines_of(pdf._runs(page))) for page in document]


def test_marks_and_innocent_words_in_a_pdf() -> None:
    # Signs that the font of these papers does not hold cannot be set.
    settable = [mark for mark in MARKS if all(sign.isascii() or (sign.isalpha() and sign < "\u2000") for sign in mark)]
    settable = [mark for mark in settable if not any("\u0370" <= sign < "\u0500" for sign in mark)]
    pages = words_of(papers.pdf(*map(head_of, settable)))
    assert [mark for mark, page in zip(settable, pages, strict=True) if not secrecy_marks(page)] == []
    pages = words_of(papers.pdf(*map(head_of, islice(marked.INNOCENT_LINES, 60))))
    assert [page for page in pages if secrecy_marks(page)] == []


@pytest.mark.parametrize("name", marked.MARKED_NAMES)
def test_a_mark_in_the_name_of_a_file_is_stopped(name: str) -> None:
    assert name_marks(name)


@pytest.mark.parametrize("name", marked.INNOCENT_NAMES)
def test_an_innocent_name_passes(name: str) -> None:
    assert not name_marks(name)


@pytest.mark.parametrize("piece", ["a", "MẬT", "m ", "(", "Số ", "ngày ", "a, ", "- ", "t\t", "M\n"])
def test_no_text_makes_the_gate_hang(piece: str) -> None:
    started = time.process_time()
    secrecy_marks(piece * (400_000 // len(piece)))
    name_marks(piece * 20_000)
    assert time.process_time() - started < 4
