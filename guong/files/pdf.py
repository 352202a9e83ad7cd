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
RUNS = 4000
OCR_LONGEST_SIDE = 3500  # A4 at 300 dots an inch

Run = tuple[float, float, float, float, str]  # left, bottom, right, top, words


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


def _opened(content: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unreadable from error
    if raw.FPDFDoc_GetAttachmentCount(document) > 0 or raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise Active
    return document


def _runs(page: Any) -> list[Run]:
    """Stretches of text with their boxes."""
    text = page.get_textpage()
    boxes = [text.get_rect(number) for number in range(min(text.count_rects(), RUNS))]
    return [(*box, words) for box in boxes if (words := text.get_text_bounded(*box).strip())]


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
