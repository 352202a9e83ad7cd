"""Marked sentences, and looking for them in anything: bytes, tables, folders, log records.

Every sentence holds the same marked words, which nothing else in the project says, so one scan finds all of them. It
is looked for plain (NFC and NFD), folded without marks, escaped for JSON, HTML and addresses, in UTF-16, hex and
base64, and inside gzip, zlib, zip and nested encodings.
"""

import html
import json
import re
import unicodedata
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from django.db import connection

MARK = "bạch yến lạc suối Nặm Thín"
DEEPEST = 4
LARGEST_PART = 64 * 2**20

_BASE64_RUN = re.compile(rb"[A-Za-z0-9+/_-]{40,}={0,2}")
_ZLIB_HEADS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


@dataclass(frozen=True)
class Found:
    """Where a marked sentence lies, and in which form."""

    where: str
    form: str


def sentences(number: int) -> list[str]:
    """Marked sentences, all different."""
    return [f"Câu số {n:03d}: {MARK}, lần thứ {n}." for n in range(1, number + 1)]


@cache
def forms(mark: str = MARK) -> Mapping[str, bytes]:
    """The marked words as bytes, by name of the form."""
    composed = unicodedata.normalize("NFC", mark)
    apart = unicodedata.normalize("NFD", mark)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign)).replace("đ", "d")
    found = {
        "plain": composed.encode(),
        "nfd": apart.encode(),
        "folded": plain.lower().encode(),
        "json": json.dumps(composed)[1:-1].encode(),
        "html": "".join(c if c.isascii() else f"&#{ord(c)};" for c in html.escape(composed)).encode(),
        "address": quote(composed).encode(),
        "form": quote(composed).replace("%20", "+").encode(),
        "utf-16-le": composed.encode("utf-16-le"),
        "utf-16-be": composed.encode("utf-16-be"),
        "hex": composed.encode().hex().encode(),
        "hex capitals": composed.encode().hex().upper().encode(),
        "python bytes": repr(composed.encode())[2:-1].encode(),
    }
    for name, text in (("nfc", composed), ("nfd", apart)):
        found |= {f"base64 {name} +{shift}": part for shift, part in enumerate(_base64_parts(text.encode()))}
    return found


def _base64_parts(text: bytes) -> Iterator[bytes]:
    """What is certain of the base64 of anything that holds `text`, at each of three places in a group of bytes."""
    for shift, first in enumerate((0, 2, 3)):
        length = shift + len(text)
        yield b64encode(b"\0" * shift + text)[first : length // 3 * 4 + length % 3]


def scan(data: bytes, where: str = "", depth: int = 0) -> list[Found]:
    """Every form in which marked words are found in some bytes, also packed ones."""
    found = [Found(where, name) for name, form in forms().items() if form in data]
    if b"-" in data or b"_" in data:
        found += [Found(where, f"url {n}") for n, f in forms().items() if "base64" in n and _url(f) in data]
    if depth < DEEPEST:
        for name, inner in _inside(data):
            found += [Found(one.where, f"{name} / {one.form}") for one in scan(inner, where, depth + 1)]
    return list(dict.fromkeys(found))


def _url(form: bytes) -> bytes:
    return form.replace(b"+", b"-").replace(b"/", b"_") if b"+" in form or b"/" in form else b"\0never\0"


def _inside(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What is packed in some bytes: streams, members of archives and base64, wherever they start."""
    for place in _places(data, b"\x1f\x8b\x08"):
        yield from _inflated("gzip", data[place:], 31)
    for head in _ZLIB_HEADS:
        for place in _places(data, head):
            yield from _inflated("zlib", data[place:], 15)
    for place in _places(data, b"PK\x03\x04"):
        names = int.from_bytes(data[place + 26 : place + 28], "little") + int.from_bytes(
            data[place + 28 : place + 30], "little"
        )
        yield from _inflated("zip", data[place + 30 + names :], -15)
    for run in _BASE64_RUN.finditer(data):
        text = run[0].rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        yield "base64", b64decode(text[: len(text) // 4 * 4])


def _places(data: bytes, head: bytes) -> Iterator[int]:
    place = data.find(head)
    while place >= 0:
        yield place
        place = data.find(head, place + 1)


def _inflated(name: str, data: bytes, bits: int) -> Iterator[tuple[str, bytes]]:
    unpack = zlib.decompressobj(bits)
    try:
        yield name, unpack.decompress(data, LARGEST_PART)
    except zlib.error:
        return


def scan_tables() -> list[Found]:
    """Every column of every row of every table."""
    found: list[Found] = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  (names from the database)
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    found += scan(_bytes(value), f"{table}.{column}")
    return found


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    return value.encode() if isinstance(value, str) else str(value).encode()


def scan_folder(folder: Path) -> list[Found]:
    """Every file below a folder, and its name."""
    found: list[Found] = []
    for path in sorted(folder.rglob("*")):
        found += scan(str(path.relative_to(folder)).encode(), f"name of {path.name}")
        if path.is_file():
            found += scan(path.read_bytes(), str(path.relative_to(folder)))
    return found
