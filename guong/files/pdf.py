"""Words and pictures of a PDF, by PDFium. Only ever imported in the process of `reader`."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from guong.files.reader import LONGEST_SIDE, Active, Unreadable

TEXT_PAGES = 600
IMAGE_PAGES = 40
TEXT_CHARS = 4_000_000
PAGE_CHARS = 40_000
OCR_LONGEST_SIDE = 3500  # A4 at 300 dots an inch

Box = tuple[float, float, float, float]  # left, bottom, right, top
Run = tuple[float, float, float, float, str]  # a box and its words


def read(content: bytes) -> tuple[dict[str, object], list[bytes]]:
    document = _opened(content)
    texts: list[str] = []
    images: list[bytes] = []
    for number in range(min(len(document), TEXT_PAGES)):
        page = document[number]
        texts.append("\n".join(lines_of(_runs(page))) if sum(map(len, texts)) < TEXT_CHARS else "")
        if number < IMAGE_PAGES:
            images.append(_jpeg(_drawn(page, LONGEST_SIDE)))
        page.close()
    title = document.get_metadata_dict().get("Title", "")
    return {"count": len(document), "pages": texts, "title": title}, images


def render(content: bytes, number: int) -> bytes:
    """A page as a grey picture in which letters can be recognised."""
    out = io.BytesIO()
    _drawn(_opened(content)[number], OCR_LONGEST_SIDE).convert("L").save(out, "PNG")
    return out.getvalue()


def pages(content: bytes) -> int | None:
    """How many there are; None for what cannot be opened."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return None
    try:
        return len(document) or None
    finally:
        document.close()


def joined(contents: Iterable[bytes]) -> bytes:
    whole, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for content in contents:
        try:
            one = pypdfium2.PdfDocument(content)
            whole.import_pages(one)
        except pypdfium2.PdfiumError as error:
            raise Unreadable from error
        one.close()
    whole.save(out)
    return out.getvalue()


def _opened(content: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unreadable from error
    if raw.FPDFDoc_GetAttachmentCount(document) > 0 or raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise Active
    return document


def _runs(page: Any) -> list[Run]:
    """Stretches of text with their boxes, letter by letter as PDFium reads them: it knows where a blank is meant."""
    text = page.get_textpage()
    runs: list[Run] = []
    blank, ended = "", True
    for number in range(min(text.count_chars(), PAGE_CHARS)):
        letter = chr(raw.FPDFText_GetUnicode(text, number))
        if letter.isspace() or letter == "\0":
            blank, ended = " ", ended or letter in "\r\n"
            continue
        box = text.get_charbox(number, loose=True)
        if not ended and _goes_on(runs[-1], box):
            runs[-1] = _longer(runs[-1], box, blank + letter)
        else:
            runs.append((*box, letter))
        blank, ended = "", False
    return runs


def _goes_on(run: Run, box: Box) -> bool:
    height = max(run[3] - run[1], 1.0)
    return _beside(run, (*box, "")) and -1.5 * height < box[0] - run[2] <= 1.5 * height


def _longer(run: Run, box: Box, words: str) -> Run:
    left, bottom, right, top, said = run
    return min(left, box[0]), min(bottom, box[1]), max(right, box[2]), max(top, box[3]), said + words


def lines_of(runs: Iterable[Run]) -> Iterator[str]:
    """Lines from top to bottom as they are seen; a wide gap inside a line becomes a tab, so columns stay apart."""
    line: list[Run] = []
    for run in sorted(runs, key=lambda each: -(each[1] + each[3])):
        if line and not _beside(line[0], run):
            yield _joined(line)
            line = []
        line.append(run)
    if line:
        yield _joined(line)


def _beside(first: Run, run: Run) -> bool:
    middle, own = (first[1] + first[3]) / 2, (run[1] + run[3]) / 2
    return first[1] <= own <= first[3] or run[1] <= middle <= run[3]


def _joined(line: list[Run]) -> str:
    said, end = "", None
    for left, bottom, right, top, words in sorted(line):
        if end is not None:
            gap, height = left - end, max(top - bottom, 1.0)
            said += "\t" if gap > 1.5 * height else " " if gap > 0.12 * height else ""
        said += " ".join(words.split())
        end = max(right, end or right)
    return said


def _drawn(page: Any, longest: int) -> Image.Image:
    width, height = page.get_size()
    drawn: Image.Image = page.render(scale=longest / max(width, height, 1)).to_pil()
    return drawn


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()
