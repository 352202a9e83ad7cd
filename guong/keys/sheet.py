"""The recovery sheet: all keys as one printable text, checked line by line when it comes back.

A line is `kind name made_at key check`: the key in base32 by fours as people copy it, the check the first eight
hexadecimal digits of the line's SHA-256, so that a slip of the pen names its line.
"""

import hashlib
from base64 import b32decode, b32encode
from collections.abc import Iterable, Iterator

from guong.keys.store import KEY_BYTES, StoredKey

TITLE = "GUONG RECOVERY SHEET 1"


class Unreadable(ValueError):
    """A line that does not fit its check; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def write(keys: Iterable[StoredKey], *, notes: Iterable[str] = ()) -> str:
    """The sheet; `notes` are lines for whoever finds it, which reading leaves out."""
    lines = [_line(key) for key in keys]
    whole = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    return "\n".join([TITLE, *(f"# {note}" for note in notes), *lines, f"END {len(lines)} {whole}", ""])


def read(text: str) -> list[StoredKey]:
    """The keys of a sheet; raises Unreadable at the first line that was altered, lost or added."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if not lines or lines[0][1] != TITLE:
        raise Unreadable(1)
    keys = list(_keys(lines[1:]))
    if "\n".join(line for _number, line in lines) != write(keys).strip():
        raise Unreadable(lines[-1][0])
    return keys


def _keys(lines: list[tuple[int, str]]) -> Iterator[StoredKey]:
    for number, line in lines:
        if line.startswith("END "):
            return
        try:
            kind, name, made_at, key, _check = line.split(" ")
            found = StoredKey(kind, name, b32decode(key.replace("-", "") + "===="), int(made_at))
        except ValueError as error:
            raise Unreadable(number) from error
        if _line(found) != line or len(found.key) != KEY_BYTES:
            raise Unreadable(number)
        yield found


def _line(key: StoredKey) -> str:
    letters = b32encode(key.key).decode().rstrip("=")
    fours = "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))
    body = f"{key.kind} {key.name} {key.made_at} {fours}"
    return f"{body} {hashlib.sha256(body.encode()).hexdigest()[:8]}"
