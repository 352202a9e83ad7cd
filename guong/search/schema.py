"""The fields of an index. `exact` and `folded` hold the words that we cut: title, own numbers, text, apart by `GAP`."""

import re
from collections.abc import Iterable
from functools import cache

import tantivy

from guong.search.days import tiles
from guong.search.docs import FACETS, NEWEST, NUMBERED, OLDEST, Doc
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


def document(doc: Doc) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("id", doc.id)
    _add_words(made, doc)
    cited = [beginnings(found.printed) for part in (doc.title, doc.text) for found in numbers(part)]
    _add_tokens(made, "own", map(squeezed, doc.numbers))
    _add_tokens(made, "start", (start for symbol in doc.numbers for start in starts(symbol)))
    _add_tokens(made, "number", (token for each in (*map(beginnings, doc.numbers), *cited) for token in each))
    _add_tokens(made, "state", (f"{s.state}/{tile}" for s in doc.spans for tile in tiles(s.from_on, s.to_on)))
    _add_tokens(made, "cites", doc.cites)
    for name in FACETS:
        if value := doc.facet(name):
            made.add_text(name, value)
    for reader in doc.readers:
        made.add_unsigned("readers", reader)
    for name, place in {"order": order(doc), "age": _age(doc), "count": _count(doc)}.items():
        made.add_unsigned(name, place)
    return made


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


def _add_words(made: tantivy.Document, doc: Doc) -> None:
    title = both_forms(doc.title)
    symbols = both_forms(" ".join(doc.numbers))
    text = both_forms(doc.text)
    for place, form in enumerate(("exact", "folded")):
        made.add_text(f"{form}_title", title[place])
        made.add_text(form, f" {GAP} ".join(part[place] for part in (title, symbols, text)))


def _add_tokens(made: tantivy.Document, name: str, tokens: Iterable[str]) -> None:
    if joined := " ".join(dict.fromkeys(tokens)):
        made.add_text(name, joined)
