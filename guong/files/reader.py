"""The program that opens strangers' files: alone in a process with limits, without a database and without keys.

`read` takes a file from standard input and writes one JSON line (see `extraction.Reading`), then the page images one
after another; `render N` gives page N of a PDF as a picture for character recognition; `limited COMMAND …` becomes
another program under the same limits. A PDF that carries scripts or files where a look at its bytes does not find them
ends with code 3, a file that cannot be opened with 4.
"""

import io
import json
import os
import resource
import sys

MEMORY = 2**30
CPU_SECONDS = 30
LONGEST_SIDE = 1700  # A4 at 145 dots an inch: small print stays legible
ACTIVE, UNREADABLE = 3, 4


class Unreadable(Exception):
    """The file cannot be opened."""


class Active(Exception):
    """The file would do something when it is opened."""


def limit() -> None:
    """No more memory and time than a page needs, nothing written to any disk, no core left behind."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def read(content: bytes) -> tuple[dict[str, object], list[bytes]]:
    """What there is to say of a file, and its page images."""
    if content.startswith(b"%PDF-"):
        from guong.files import pdf  # noqa: PLC0415  (slow import)

        return pdf.read(content)
    if content.startswith(b"PK"):
        from guong.files import docx  # noqa: PLC0415  (slow import)

        found = docx.read(content)
        return {"count": found.count, "pages": found.pages, "margins": found.margins, "title": found.title}, []
    return _picture(content)


def _picture(content: bytes) -> tuple[dict[str, object], list[bytes]]:
    from PIL import Image  # noqa: PLC0415  (slow import)

    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture.convert("RGB").save(out, "JPEG", quality=80)
    return {"count": 1, "pages": [""], "title": ""}, [out.getvalue()]


def answer(words: list[str], content: bytes) -> bytes:
    if words[0] == "render":
        from guong.files import pdf  # noqa: PLC0415  (slow import)

        return pdf.render(content, int(words[1]))
    head, images = read(content)
    head["images"] = [len(image) for image in images]
    return json.dumps(head).encode() + b"\n" + b"".join(images)


def main(words: list[str]) -> int:
    limit()
    if words[0] == "limited":
        os.execv(words[1], words[1:])  # noqa: S606  (the programs are ours to name)
    try:
        sys.stdout.buffer.write(answer(words, sys.stdin.buffer.read()))
    except Active:
        return ACTIVE
    except Unreadable:
        return UNREADABLE
    return 0
