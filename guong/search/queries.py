"""Searching: words with their marks first, then the same words without; document numbers as wholes."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tantivy
from django.utils.safestring import SafeString

from guong.search.highlight import Wanted, mark, snippet
from guong.search.index import generation, schema
from guong.search.words import numbers, words

_MOST_WORDS = 24
# What a match adds to the score of its words (rarely above 40): exact words outrank any folded match, a document's
# own number outranks all.
_OWN_NUMBER, _EXACT, _EXACT_PHRASE, _PHRASE = 2000.0, 400.0, 200.0, 100.0
_TITLE = 3.0
_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


@dataclass(frozen=True)
class Hit:
    """A found document; `title_html` and `snippet_html` are escaped, with what was found in `<mark>`."""

    id: str
    kind: str
    title: str
    url: str
    on: date | None
    title_html: SafeString
    snippet_html: SafeString


@dataclass(frozen=True)
class Results:
    """`total` of all pages, `hits` of this one."""

    total: int
    hits: list[Hit]


def search(q: str, *, kind: str | None = None, page: int = 1, per: int = 20) -> Results:
    """Documents that hold every word and number of `q`, best first. Without an index, or without a word, nothing."""
    wanted = _wanted(q)
    index = _index()
    if index is None or not (wanted.words or wanted.numbers):
        return Results(0, [])
    searcher = index.searcher()
    found = searcher.search(_query(wanted, kind), limit=per, offset=(max(page, 1) - 1) * per, count=True)
    hits = [_hit(searcher.doc(address), wanted) for _score, address in found.hits]
    total = found.count or 0  # type: ignore[attr-defined]  # tantivy's stubs leave it out
    return Results(total, hits)


def _wanted(q: str) -> Wanted:
    given = list(numbers(q))
    rest = [word for word in words(q) if not any(number.start <= word.start < number.end for number in given)]
    return Wanted(
        words=tuple((word.exact, word.folded) for word in rest[:_MOST_WORDS]),
        numbers=tuple((number.token, q[number.start : number.end]) for number in given[:_MOST_WORDS]),
    )


def _any(parts: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(_SHOULD, part) for part in parts])


def _term(field: str, token: str) -> tantivy.Query:
    return tantivy.Query.term_query(schema(), field, token)


def _in_both(form: str, token: str) -> tantivy.Query:
    title = tantivy.Query.boost_query(_term(f"{form}_title", token), _TITLE)
    return _any([title, _term(f"{form}_text", token)])


def _phrase(form: str, tokens: Sequence[str]) -> tantivy.Query:
    if len(tokens) == 1:
        return _in_both(form, tokens[0])
    return _any(tantivy.Query.phrase_query(schema(), f"{form}_{part}", list(tokens)) for part in ("title", "text"))


def _bonus(query: tantivy.Query, points: float) -> tuple[tantivy.Occur, tantivy.Query]:
    return _SHOULD, tantivy.Query.const_score_query(query, points)


def _query(wanted: Wanted, kind: str | None) -> tantivy.Query:
    parts: list[tuple[tantivy.Occur, tantivy.Query]] = []
    if kind is not None:
        parts.append((_MUST, tantivy.Query.const_score_query(_term("kind", kind), 0.0)))
    for token, printed in wanted.numbers:
        spelled = [word.folded for word in words(printed)]
        parts.append((_MUST, _any([_term("number", token), _phrase("folded", spelled)])))
        parts.append(_bonus(_term("own_number", token), _OWN_NUMBER))
    parts.extend((_MUST, _in_both("folded", folded)) for _exact, folded in wanted.words)
    if wanted.words:
        exact, folded = zip(*wanted.words, strict=True)
        every = tantivy.Query.boolean_query([(_MUST, _in_both("exact", token)) for token in exact])
        parts.append(_bonus(every, _EXACT))
        if len(exact) > 1:
            parts += [_bonus(_phrase("exact", exact), _EXACT_PHRASE), _bonus(_phrase("folded", folded), _PHRASE)]
    return tantivy.Query.boolean_query(parts)


def _hit(found: tantivy.Document, wanted: Wanted) -> Hit:
    kept = _kept(found)
    return Hit(
        id=str(found.get_first("id")),
        kind=str(found.get_first("kind")),
        title=kept["title"],
        url=kept["url"],
        on=date.fromisoformat(kept["on"]) if kept["on"] else None,
        title_html=mark(kept["title"], wanted, kept["text"]),
        snippet_html=snippet(kept["text"], wanted, kept["title"]),
    )


def _kept(found: tantivy.Document) -> dict[str, str]:
    kept: dict[str, str] = json.loads(bytes(found.get_first("kept") or b"{}"))
    return kept


class _Reader:
    """This process's view of the index, opened again when the worker turned to another generation."""

    def __init__(self) -> None:
        self.place: Path | None = None
        self.seen = 0
        self.index: tantivy.Index | None = None


_reader = _Reader()


def _index() -> tantivy.Index | None:
    place = generation()
    if place is None:
        return None
    written = (place / "meta.json").stat().st_mtime_ns
    if _reader.index is None or _reader.place != place:
        _reader.index = tantivy.Index.open(str(place))
        _reader.index.config_reader("manual")
        _reader.place, _reader.seen = place, 0
    if _reader.seen != written:
        _reader.index.reload()
        _reader.seen = written
    return _reader.index
