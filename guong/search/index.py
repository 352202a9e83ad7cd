"""The index on disk: one writer (the worker), many readers. It can be made anew from the database at any time.

Layout under `GUONG_DATA/index`: `current` names the generation in use, the version of this schema and the
installation it belongs to; each generation is a tantivy index of its own. A rebuild fills a new generation and then
turns `current` to it, so readers never meet a half-filled one.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import tantivy
from django.conf import settings
from uuid_utils.compat import uuid7

from guong.keys import sign
from guong.search.words import number_token, number_tokens, numbers, words

# Raise it whenever what is written below changes: an index of another version counts as foreign.
VERSION = 1
_HEAP = 15_000_000  # bytes, the least that tantivy takes


@dataclass(frozen=True)
class Doc:
    """Something public that can be found. `id` is "<prefix>:<uid>"; `numbers` are its own symbols as printed."""

    id: str
    kind: str
    title: str
    text: str
    url: str
    on: date | None = None
    numbers: tuple[str, ...] = ()


@cache
def schema() -> tantivy.Schema:
    """`exact_*` and `folded_*` hold the words that we cut; the texts themselves are only kept."""
    builder = tantivy.SchemaBuilder()
    for name in ("id", "kind"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("kept", stored=True, indexed=False)
    for name in ("exact_title", "exact_text", "folded_title", "folded_text"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("own_number", "number"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def folder() -> Path:
    return Path(settings.GUONG_DATA) / "index"


def _current() -> Path:
    return folder() / "current"


def generation() -> Path | None:
    """The folder of the generation in use; None where there is none, or one of another version or installation."""
    try:
        said = json.loads(_current().read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if not isinstance(said, dict) or (said.get("version"), said.get("home")) != (VERSION, sign.public_key()):
        return None
    found = folder() / str(said.get("generation"))
    return found if tantivy.Index.exists(str(found)) else None


def condemn() -> None:
    """Give the index up: the worker makes it anew in its next round; until then nothing is found."""
    _current().unlink(missing_ok=True)


class Writer:
    """Changes to a generation, seen by readers after `close`. Only one exists at a time on a machine (a lock)."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self._writer = tantivy.Index(schema(), path=str(place)).writer(_HEAP, 1)

    def put(self, doc: Doc) -> None:
        """Add a document, in place of an earlier one of the same id."""
        self.remove(doc.id)
        self._writer.add_document(_document(doc))

    def remove(self, id: str) -> None:
        self._writer.delete_documents_by_term("id", id)

    def close(self) -> None:
        """Commit, and let the lock go."""
        self._writer.commit()
        self._writer.wait_merging_threads()


def rebuild(docs: Iterable[Doc]) -> int:
    """Make a new generation of these documents, turn to it, and remove the old ones. Gives how many it holds."""
    place = folder() / str(uuid7())
    writer = Writer(place)
    count = 0
    for doc in docs:
        writer.put(doc)
        count += 1
    writer.close()
    turned = folder() / "current.new"
    turned.write_text(
        json.dumps({"version": VERSION, "home": sign.public_key(), "generation": place.name}), encoding="utf-8"
    )
    turned.replace(_current())
    for old in folder().iterdir():
        if old.is_dir() and old != place:
            shutil.rmtree(old, ignore_errors=True)
    return count


def _document(doc: Doc) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("id", doc.id)
    made.add_text("kind", doc.kind)
    kept = {"title": doc.title, "text": doc.text, "url": doc.url, "on": doc.on.isoformat() if doc.on else ""}
    made.add_bytes("kept", json.dumps(kept, ensure_ascii=False).encode())
    for part, text in (("title", doc.title), ("text", doc.text)):
        cut = list(words(text))
        made.add_text(f"exact_{part}", " ".join(word.exact for word in cut))
        made.add_text(f"folded_{part}", " ".join(word.folded for word in cut))
    own = [number_token(symbol) for symbol in doc.numbers]
    cited = [found.token for part in (doc.title, doc.text) for found in numbers(part)]
    made.add_text("own_number", " ".join(own))
    made.add_text("number", " ".join(token for number in (*own, *cited) for token in number_tokens(number)))
    return made
