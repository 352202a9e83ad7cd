"""The fields of an index. `exact` and `folded` hold the words that we cut: title, own numbers, text, apart by `GAP`.

A document is cut first, which is most of the work and the same for every shelf, and then put together for the engine.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

import tantivy

from guong.search.days import tiles
from guong.search.docs import FACETS, NEWEST, NUMBERED, OLDEST, Doc, Span
from guong.search.words import beginnings, both_forms, numbers, squeezed, starts

# Raise it whenever what is written below changes: an index of another version counts as foreign.
VERSION = 3
GAP = "\u00a6"  # no word, so that no phrase reaches over it
# What a question may be ordered by → the field, whose highest value comes first.
SORTED_BY = {NEWEST: "order", OLDEST: "age", NUMBERED: "count"}
_DAYS, _NUMBERS = 1 << 22, 1 << 20
_DIGITS = re.compile(r"\d{1,6}", re.ASCII)
_WORDS = ("exact", "folded", "exact_title", "folded_title")
_TOKENS = ("own", "number", "start", "state", "cites")
_MOST_SPANS = 20_000

Fields = dict[str, str | int | list[int]]
"""Names of fields with what they hold; empty ones are left out."""


class Cut(NamedTuple):
    """A document as the engine takes it. `words` come from its texts, numbers and spans alone."""

    id: str
    words: Fields
    others: Fields


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in _WORDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in _TOKENS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    builder.add_unsigned_field("readers", indexed=True)
    for name in SORTED_BY.values():
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def document(cut: Cut) -> tantivy.Document:
    return tantivy.Document.from_dict(cut.words | cut.others, schema())


class Cutter:
    """Cuts documents; those of one kind with the same texts, numbers and spans, as on two shelves, only once."""

    def __init__(self) -> None:
        self._known: dict[object, Fields] = {}

    def cut(self, doc: Doc) -> Cut:
        same = doc.title, doc.text, doc.numbers, doc.spans
        words = self._known.get(same)
        if words is None:
            words = self._known[same] = _words(doc)
        return Cut(doc.id, words, _others(doc))


def _places(doc: Doc) -> dict[str, int]:
    """The place of a document in each order, by name of its field."""
    return {"order": order(doc), "age": _age(doc), "count": _count(doc)}


def order(doc: Doc) -> int:
    """Newest first: by day, then by rank; those of unknown day last."""
    return (doc.on.toordinal() if doc.on else 0) << 40 | min(doc.rank, (1 << 40) - 1)


def _age(doc: Doc) -> int:
    """Oldest first; those of unknown day last here too."""
    return _DAYS - doc.on.toordinal() if doc.on else 0


def _count(doc: Doc) -> int:
    """By the number of its symbol, papers of one number newest first; those without a number last."""
    found = _DIGITS.search(doc.numbers[0]) if doc.numbers else None
    if found is None:
        return 0
    day = doc.on.toordinal() if doc.on else 0
    return (_NUMBERS - min(int(found[0]), _NUMBERS - 1)) * _DAYS + day


def _words(doc: Doc) -> Fields:
    title, text = both_forms(doc.title), both_forms(doc.text)
    symbols = both_forms(" ".join(doc.numbers))
    exact, folded = (f" {GAP} ".join(parts) for parts in zip(title, symbols, text, strict=True))
    printed = [*doc.numbers, *(found.printed for part in (doc.title, doc.text) for found in numbers(part))]
    given = {
        "exact_title": title[0],
        "exact": exact,
        "folded_title": title[1],
        "folded": folded,
        "own": _joined(map(squeezed, doc.numbers)),
        "start": _joined(start for symbol in doc.numbers for start in starts(symbol)),
        "number": _joined(token for each in map(beginnings, printed) for token in each),
        "state": _joined(map(_days, doc.spans)),
    }
    return {name: held for name, held in given.items() if held}


def _others(doc: Doc) -> Fields:
    given: Fields = {"id": doc.id, "cites": _joined(doc.cites), "readers": list(doc.readers)}
    given |= {name: doc.facet(name) for name in FACETS}
    return {name: held for name, held in given.items() if held} | _places(doc)


@lru_cache(maxsize=_MOST_SPANS)
def _days(span: Span) -> str:
    return _joined(f"{span.state}/{tile}" for tile in tiles(span.from_on, span.to_on))


def _joined(tokens: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(tokens))
