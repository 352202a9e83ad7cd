"""The program that opens strangers' files: alone in a process with limits, without a database and without keys.

`read` takes a file from standard input and writes one JSON line (see `extraction.Reading`), then the page images one
after another; `render N` gives page N of a PDF as a picture for character recognition; `count` and `join` take several
PDFs (see `joining`); `limited COMMAND …` becomes another program under the same limits. A PDF that carries scripts or
files where a look at its bytes does not find them ends with code 3, a file that cannot be opened with 4.
"""

import io
import json
import os
import resource
import sys

MEMORY = 2**30
JOIN_MEMORY = 3 * 2**30  # for pages of many files at once, each of which was counted within the smaller limit
CPU_SECONDS = 30
JOIN_CPU_SECONDS = 120
LONGEST_SIDE = 1700  # A4 at 145 dots an inch: small print stays legible
ACTIVE, UNREADABLE = 3, 4


class Unreadable(Exception):
    """The file cannot be opened."""


class Active(Exception):
    """The file would do something when it is opened."""


def limit(memory: int = MEMORY, seconds: int = CPU_SECONDS) -> None:
    """No more memory and time than a page needs, nothing written to any disk, no core left behind."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
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
    if words[0] in {"count", "join"}:
        return _of_many(words[0], content)
    head, images = read(content)
    head["images"] = [len(image) for image in images]
    return json.dumps(head).encode() + b"\n" + b"".join(images)


def _of_many(what: str, packed: bytes) -> bytes:
    from guong.files import pdf  # noqa: PLC0415  (slow import)

    head, _newline, rest = packed.partition(b"\n")
    source = io.BytesIO(rest)
    contents = [source.read(length) for length in json.loads(head)]
    return pdf.joined(contents) if what == "join" else json.dumps([pdf.pages(one) for one in contents]).encode()


def main(words: list[str]) -> int:
    limit(*((JOIN_MEMORY, JOIN_CPU_SECONDS) if words[0] == "join" else ()))
    if words[0] == "limited":
        os.execv(words[1], words[1:])  # noqa: S606  (the programs are ours to name)
    try:
        sys.stdout.buffer.write(answer(words, sys.stdin.buffer.read()))
    except Active:
        return ACTIVE
    except Unreadable:
        return UNREADABLE
    return 0
