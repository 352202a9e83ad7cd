"""What a file says, read before it is kept: words, page images, title. The work is done by another process with limits
on memory and time (`reader`), through pipes: nothing of the file lies in clear on a disk.

Pages without words are read by Tesseract where it is installed with Vietnamese, as far as the time goes.
"""

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from functools import cache
from shutil import which

from django.utils.translation import gettext as _

from guong.files import reader, rules
from guong.viet.fold import nfc
from guong.viet.legacy import modernise

SECONDS = 30.0
OCR_SECONDS = 45.0
OCR_PAGES = 20
_START = f"import sys; from {reader.__name__} import main; sys.exit(main(sys.argv[1:]))"
READABLE = {rules.PDF, rules.DOCX, *rules.PICTURES}
_COLUMN = re.compile(" {3,}")  # what Tesseract leaves between columns


@dataclass(frozen=True)
class Reading:
    """Words by page in NFC; `margins` are headers, footers and text boxes; `by_eye` counts the pages whose words came
    from character recognition, `unread` those that nobody could read; `count` None is unknown."""

    pages: tuple[str, ...] = ()
    margins: tuple[str, ...] = ()
    title: str = ""
    count: int | None = None
    images: tuple[bytes, ...] = ()
    by_eye: int = 0
    unread: int = 0

    @property
    def text(self) -> str:
        """All pages with form feeds between."""
        return "\f".join(self.pages)


def read(content: bytes, media_type: str) -> Reading:
    """Words and pages of a file that `rules.checked` took. Raises `rules.Refused` when it cannot be read in bounds."""
    if media_type not in READABLE:
        return Reading()
    head, _newline, images = run(["read"], content).partition(b"\n")
    said = json.loads(head)
    found = Reading(
        pages=tuple(_clear(page) for page in said["pages"]),
        margins=tuple(_clear(each) for each in said.get("margins", ())),
        title=_clear(str(said["title"])).strip()[:300],
        count=said["count"],
        images=tuple(_cut(images, said["images"])),
    )
    return found if media_type == rules.DOCX else _with_scans(found, content, media_type)


def _clear(text: str) -> str:
    """Composed letters; what was set in fonts of before Unicode is read as it was meant."""
    modern = modernise(text)
    return nfc(modern.text if modern else text)


def _cut(images: bytes, lengths: list[int]) -> list[bytes]:
    ends = [sum(lengths[: number + 1]) for number in range(len(lengths))]
    return [images[end - length : end] for end, length in zip(ends, lengths, strict=True)]


def run(words: list[str], content: bytes, seconds: float = SECONDS) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-c", _START, *words],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_heavy() from error
    if done.returncode == reader.ACTIVE:
        raise rules.active()
    if done.returncode == reader.UNREADABLE:
        raise rules.damaged()
    if done.returncode != 0:
        raise _too_heavy()
    return done.stdout


def _environment() -> dict[str, str]:
    """What a reader needs and nothing else: no address of a database, no folder of keys."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LC_ALL": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
    }


def _too_heavy() -> rules.Refused:
    return rules.Refused(
        _(
            "The file could not be read within the limits of time and memory and was not stored. Print it to a new PDF,"
            " or scan it at a lower resolution."
        )
    )


# --- scans


@cache
def engine() -> str | None:
    """Where Tesseract lies, when it is installed and knows Vietnamese."""
    program = which("tesseract")
    if program is None:
        return None
    try:
        known = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if "vie" in known.stdout.split() else None


def _with_scans(found: Reading, content: bytes, media_type: str) -> Reading:
    bare = [number for number, page in enumerate(found.pages) if not page.strip()]
    pages, until = list(found.pages), time.monotonic() + OCR_SECONDS
    program = engine()
    for number in bare[:OCR_PAGES] if program else ():
        left = until - time.monotonic()
        if left <= 0:
            break
        pages[number] = _seen(str(program), content, number, media_type, left)
    seen = sum(bool(pages[number].strip()) for number in bare)
    return replace(found, pages=tuple(pages), by_eye=seen, unread=len(bare) - seen)


def _seen(program: str, content: bytes, number: int, media_type: str, seconds: float) -> str:
    """The words of one page; empty when the engine gives up."""
    try:
        picture = run(["render", str(number)], content) if media_type == rules.PDF else content
        told = ["limited", program, "stdin", "stdout", "-l", "vie", "--psm", "3", "-c", "preserve_interword_spaces=1"]
        words = run(told, picture, seconds).decode("utf-8", "replace")
    except rules.Refused:
        return ""
    return "\n".join(_COLUMN.sub("\t", line.strip()) for line in nfc(words).replace("\f", "").splitlines())
