"""Message catalogues without gettext's tools: `python -m guong.ops.catalogues extract|compile|check [room …]`.

`extract` collects the English sentences of each room into its Vietnamese catalogue and keeps what is translated there;
`compile` writes the .mo files beside them (made at set-up, not committed); `check` names what is missing.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOMS = Path(__file__).resolve().parent.parent
LOCALE = "vi"
DOMAINS = ("django", "djangojs")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = (".html", ".txt", ".xml", ".svg")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*(?::[^}]*)?\}")
HEADER = "# Vietnamese of this room. Sentences are found by `guong.ops.catalogues`; words follow docs/glossary.md."

Key = tuple[str | tuple[str, ...], str | None]


def rooms(names: Iterable[str] = ()) -> list[Path]:
    """The rooms' folders, or the ones named. SystemExit(2) with a reason when a name is no room."""
    found = [folder for folder in sorted(ROOMS.iterdir()) if (folder / "__init__.py").is_file()]
    known = {folder.name: folder for folder in found}
    for name in names:
        if name not in known:
            sys.stderr.write(f"There is no room {name!r}.\n")
            raise SystemExit(2)
    return [known[name] for name in names] or found


def sources(room: Path, domain: str) -> Iterator[tuple[Path, str, bytes]]:
    """Path, Babel's extractor and content of every file that may hold sentences; tests and migrations do not."""
    for path in sorted(room.rglob("*")):
        inner = path.relative_to(room).parts
        if not path.is_file() or {"tests", "migrations", "locale", "vendor"} & set(inner):
            continue
        if domain == "djangojs":
            if path.suffix == ".js":
                yield path, "javascript", path.read_bytes()
        elif path.suffix == ".py":
            yield path, "python", path.read_bytes()
        elif path.suffix in TEMPLATES and "templates" in inner:
            yield path, "python", templatize(path.read_text("utf-8"), origin=str(path)).encode()


def collect(room: Path, domain: str = "django") -> Catalog:
    """What the room's code and templates say now, in English."""
    catalog = Catalog(locale=LOCALE, domain=domain, charset="utf-8", fuzzy=False)
    for path, method, content in sources(room, domain):
        for _line, message, comments, context in babel_extract(
            method,
            io.BytesIO(content),
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            options={"encoding": "utf-8"},
        ):
            texts = message if isinstance(message, tuple) else (message,)
            if all(texts):
                where = (path.relative_to(room).as_posix(), 0)
                catalog.add(message, locations=[where], auto_comments=comments, context=context)
    return catalog


def po_path(room: Path, domain: str) -> Path:
    return room / "locale" / LOCALE / "LC_MESSAGES" / f"{domain}.po"


def stored(room: Path, domain: str) -> Catalog | None:
    path = po_path(room, domain)
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, domain=domain, charset="utf-8", abort_invalid=True)


def _key(message: Message) -> Key:
    return (message.id if isinstance(message.id, str) else tuple(message.id)), message.context


def _messages(catalog: Catalog) -> dict[Key, Message]:
    return {_key(message): message for message in catalog if message.id}


def merge(found: Catalog, old: Catalog | None) -> Catalog:
    """Sentences as found, translations as they were; what is no longer said goes, nothing is guessed."""
    kept = _messages(old) if old is not None else {}
    for key, message in _messages(found).items():
        if key in kept:
            message.string = kept[key].string
    return found


def _write(catalog: Catalog) -> bytes:
    """Sorted, without dates and line numbers, so that a diff shows sentences and nothing else."""
    out = io.BytesIO()
    write_po(out, catalog, width=0, sort_output=True, include_lineno=False, omit_header=True, ignore_obsolete=True)
    head = (
        f'{HEADER}\nmsgid ""\nmsgstr ""\n"Language: {LOCALE}\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return head.encode() + out.getvalue().rstrip() + b"\n"


def extract(room: Path) -> int:
    """Bring the room's catalogues up to date. The number of sentences still without Vietnamese."""
    empty = 0
    for domain in DOMAINS:
        merged = merge(collect(room, domain), stored(room, domain))
        path = po_path(room, domain)
        if not _messages(merged):
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        content = _write(merged)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
        empty += sum(not _translated(message) for message in _messages(merged).values())
    return empty


def compile_room(room: Path) -> int:
    """Write the .mo files. The number of catalogues written."""
    written = 0
    for domain in DOMAINS:
        catalog = stored(room, domain)
        if catalog is not None:
            out = io.BytesIO()
            write_mo(out, catalog)
            target = po_path(room, domain).with_suffix(".mo")
            if not target.is_file() or target.read_bytes() != out.getvalue():
                target.write_bytes(out.getvalue())
            written += 1
    return written


def _strings(message: Message) -> list[str]:
    given = message.string
    return [given or ""] if given is None or isinstance(given, str) else [text or "" for text in given] or [""]


def _translated(message: Message) -> bool:
    return all(_strings(message))


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "").replace("{{", "").replace("}}", "")))


def _short(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return repr(text if len(text) <= 70 else text[:67] + "…")


def check(room: Path) -> Iterator[str]:
    """One line for each fault: missing, untranslated, no longer said, doubtful, other placeholders than the English."""
    for domain in DOMAINS:
        said = _messages(collect(room, domain))
        catalog = stored(room, domain)
        held = _messages(catalog) if catalog is not None else {}
        where = f"{room.name}/{domain}"
        yield from (f"{where}: not in the catalogue: {_short(said[key])}" for key in said if key not in held)
        yield from (f"{where}: no longer said: {_short(held[key])}" for key in held if key not in said)
        for message in held.values():
            yield from (f"{where}: {fault}: {_short(message)}" for fault in _faults(message))


def _faults(message: Message) -> Iterator[str]:
    if not _translated(message):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked as doubtful"
    english = message.id if isinstance(message.id, str) else message.id[-1]
    if any(_placeholders(text) != _placeholders(english) for text in _strings(message)):
        yield "other placeholders than the English"


def _overrides(chosen: list[Path]) -> list[Path]:
    """Catalogues over a library's own words, kept beside the room that knows the library."""
    return [room / "overrides" for room in chosen if (room / "overrides").is_dir()]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m guong.ops.catalogues", description=__doc__)
    parser.add_argument("act", choices=("extract", "compile", "check"))
    parser.add_argument("room", nargs="*", help="rooms; all when none is named")
    given = parser.parse_args(arguments)
    chosen = rooms(given.room)
    if not settings.configured:
        settings.configure(USE_I18N=True)  # templatize reads one setting; no installation is needed
    if given.act == "extract":
        for room in chosen:
            if (missing := extract(room)) > 0:
                sys.stdout.write(f"{room.name}: {missing} without Vietnamese\n")
        return 0
    if given.act == "compile":
        sys.stdout.write(f"{sum(compile_room(room) for room in [*chosen, *_overrides(chosen)])} catalogues compiled\n")
        return 0
    faults = [fault for room in chosen for fault in check(room)]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
