"""Searching: words with their marks first, then the same words without; document numbers as wholes."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import tantivy
from django.utils.safestring import SafeString

from guong.search import sources
from guong.search.asking import Wanted, wanted
from guong.search.docs import FACETS, NEWEST, PUBLIC, STATE, Ask, Doc, Shelf
from guong.search.highlight import around, mark_with_snippet, snippet
from guong.search.index import generation
from guong.search.matching import Clause, bonuses, in_state, must, of_readers, query
from guong.search.schema import SORTED_BY

__all__ = [
    "Ask",
    "Hit",
    "Results",
    "counting",
    "counts",
    "found",
    "hits",
    "ready",
    "search",
    "snippets",
    "titles_begun",
]

# Above so many hits words in one row lift a document only where they stand in its title.
_FEW = 5_000
_ALL_VALUES = 65_000
_MOST_SIGHTS = 1000  # sets of units that are remembered

Counts = dict[str, list[tuple[str, int]]]
_beside = ThreadPoolExecutor(2, "counts")  # tantivy lets other threads run while it works


@dataclass(frozen=True, slots=True)
class Hit:
    """A found document; `title_html` and `snippet_html` are escaped, with what was found in `<mark>`."""

    id: str
    kind: str
    title: str
    url: str
    on: date | None
    title_html: SafeString
    snippet_html: SafeString


@dataclass(frozen=True, slots=True)
class Results:
    """`total` of all pages, `hits` of this one. `begun`: no document held the last word, so it was read as the
    beginning of a word.
    """

    total: int
    hits: list[Hit]
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of one page, best or newest first, and how the question was read in the end."""

    total: int
    ids: list[str]
    said: Wanted


def ready(shelf: Shelf = PUBLIC) -> bool:
    """Whether there is an index to ask."""
    return generation(shelf) is not None


def search(q: str, *, shelf: Shelf = PUBLIC, ask: Ask | None = None, page: int = 1, per: int = 20) -> Results:
    """Documents that hold every word, phrase and number of `q`, best first. Without any of them, nothing."""
    given = replace(ask or Ask(), q=q)
    result = found(given, shelf=shelf, page=page, per=per) if wanted(q) or given.cites else None
    if result is None:
        return Results(0, [])
    return Results(result.total, hits(result, given, shelf=shelf), begun=result.said.begun and result.total > 0)


def hits(result: Found, ask: Ask, *, shelf: Shelf = PUBLIC) -> list[Hit]:
    """What a page shows of found documents, read anew: what left the shelf since is left out."""
    docs = sources.shown(shelf, result.ids, passages=bool(ask.cites))
    return [_hit(docs[id], result.said, ask.cites) for id in result.ids if id in docs]


def snippets(docs: Iterable[Doc], result: Found, ask: Ask) -> dict[str, SafeString]:
    """By id what a list shows of the texts of found documents: the passage that cites, or the stretch that matches."""
    return {doc.id: _citing(doc, ask.cites) or snippet(doc.text, result.said, doc.title) for doc in docs}


def found(ask: Ask, *, shelf: Shelf = PUBLIC, page: int = 1, per: int = 20) -> Found | None:
    """What answers a question, in its order; without one best first where it has words, else newest first. None
    without an index.

    Where nothing holds the last word as a whole, it is read as the beginning of one.
    """
    reader = _reader(shelf, ask)
    if reader is None:
        return None
    searcher, ask = reader.searcher(), reader.simpler(ask)
    said = wanted(ask.q, begun=ask.begun)
    total = _count(searcher, ask, said)
    if not total and said.words and not said.begun:
        said = replace(said, begun=True)
        total = _count(searcher, ask, said)
    ids = _page(searcher, ask, said, total=total, offset=(max(page, 1) - 1) * per, limit=per) if total else []
    return Found(total, ids, said)


def titles_begun(ask: Ask, *, shelf: Shelf = PUBLIC, many: int = 8) -> list[Doc]:
    """Documents whose title or number holds what was typed so far."""
    if not wanted(ask.q):
        return []
    result = found(replace(ask, begun=True, titles=True), shelf=shelf, per=many)
    docs = sources.shown(shelf, result.ids) if result else {}
    return [docs[id] for id in result.ids if id in docs] if result else []


def counts(ask: Ask, names: Iterable[str], *, shelf: Shelf = PUBLIC, states: Sequence[str] = ()) -> Counts:
    """For each facet its values, and how many documents choosing one would show; the most first.

    For the facet `state` the counts are those of `states` on the day of the question; the first one is what is left
    over, so it must be one of which every document of the shelf that has none of the others is.
    """
    return counting(ask, names, shelf=shelf, states=states)()


def counting(
    ask: Ask, names: Iterable[str], *, shelf: Shelf = PUBLIC, states: Sequence[str] = ()
) -> Callable[[], Counts]:
    """As `counts`, begun at once on another core: a page asks it first, then finds and reads its rows meanwhile.

    What is given back waits for the counts. Only the index is asked there, never the database or the language.
    """
    reader = _reader(shelf, ask)
    if reader is None:
        return dict
    begun = _beside.submit(_counted, reader.searcher(), reader.simpler(ask), list(names), states)
    return begun.result


def _counted(searcher: tantivy.Searcher, ask: Ask, names: Sequence[str], states: Sequence[str]) -> Counts:
    said = _read_as_found(searcher, ask)
    alone = {name for name in names if name in ask.facets}
    together = [name for name in names if name in FACETS and name not in alone]
    values = _values(searcher, ask, said, together, but="")
    for name in alone:
        values |= _values(searcher, ask, said, [name], but=name)
    if STATE in names:
        values[STATE] = _states(searcher, ask, said, states)
    return values


def _read_as_found(searcher: tantivy.Searcher, ask: Ask) -> Wanted:
    """The reading by which `found` finds."""
    said = wanted(ask.q, begun=ask.begun)
    return replace(said, begun=True) if said.words and not _count(searcher, ask, said) else said


def _count(searcher: tantivy.Searcher, ask: Ask, said: Wanted) -> int:
    return _count_of(searcher, must(ask, said))


def _count_of(searcher: tantivy.Searcher, clauses: Sequence[Clause]) -> int:
    plain = tantivy.Query.const_score_query(query(clauses), 0.0)
    return int(searcher.search(plain, limit=1, count=True).count)  # type: ignore[attr-defined]  # the stubs lack it


def _page(searcher: tantivy.Searcher, ask: Ask, said: Wanted, *, total: int, offset: int, limit: int) -> list[str]:
    clauses = must(ask, said)
    if said and not ask.order:
        ranked = query([*clauses, *bonuses(said, phrases=total <= _FEW)])
        result = searcher.search(ranked, limit=limit, offset=offset, count=False)
    else:
        by = SORTED_BY[ask.order or NEWEST]
        result = searcher.search(query(clauses), limit=limit, offset=offset, count=False, order_by_field=by)
    return [str(searcher.doc(address).get_first("id")) for _score, address in result.hits]


def _values(searcher: tantivy.Searcher, ask: Ask, said: Wanted, names: Sequence[str], *, but: str) -> Counts:
    if not names:
        return {}
    terms = {name: {"terms": {"field": name, "size": _ALL_VALUES, "segment_size": _ALL_VALUES}} for name in names}
    given = searcher.aggregate(query(must(ask, said, but=but)), terms)
    return {name: [(bucket["key"], bucket["doc_count"]) for bucket in given[name]["buckets"]] for name in names}


def _states(searcher: tantivy.Searcher, ask: Ask, said: Wanted, states: Sequence[str]) -> list[tuple[str, int]]:
    plain = must(ask, said, but=STATE)
    counted = {state: _count_of(searcher, [*plain, in_state(state, ask)]) for state in states[1:]}
    left = _count_of(searcher, plain) - sum(counted.values())
    return [(state, number) for state, number in ((states[0], left), *counted.items()) if number]


def _hit(doc: Doc, said: Wanted, cites: str) -> Hit:
    title, stretch = mark_with_snippet(doc.title, doc.text, said)
    return Hit(
        id=doc.id,
        kind=doc.kind,
        title=doc.title,
        url=str(doc.url),
        on=doc.on,
        title_html=title,
        snippet_html=_citing(doc, cites) or stretch,
    )


def _citing(doc: Doc, cites: str) -> SafeString | None:
    """The passage that cites what was asked for."""
    passage = next((one for one in doc.passages if one.target == cites), None)
    return around(doc.text, passage.start, passage.end) if passage else None


class _Reader:
    """This process's view of an index, opened again when the worker turned to another generation."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.index = tantivy.Index.open(str(place))
        self.index.config_reader("manual")
        self.seen = (0, 0)
        self._seeing: dict[tuple[int, ...], bool] = {}

    def searcher(self) -> tantivy.Searcher:
        meta = (self.place / "meta.json").stat()
        written = meta.st_mtime_ns, meta.st_ino  # each commit puts a new file in its place
        if self.seen != written:
            self.index.reload()
            self.seen = written
            self._seeing.clear()
        return self.index.searcher()

    def simpler(self, ask: Ask) -> Ask:
        """Without the units in sight where they may read every document: all that this view holds was looked through
        once, and it never changes.
        """
        if ask.readers is None:
            return ask
        units = tuple(sorted(ask.readers))
        if units not in self._seeing:
            searcher = self.index.searcher()
            if len(self._seeing) >= _MOST_SIGHTS:
                self._seeing.clear()
            self._seeing[units] = _count_of(searcher, [of_readers(units)]) == searcher.num_docs
        return replace(ask, readers=None) if self._seeing[units] else ask


_readers: dict[str, _Reader] = {}


def _reader(shelf: Shelf, ask: Ask) -> _Reader | None:
    if shelf.closed and ask.readers is None:
        raise ValueError(f"the shelf {shelf.name} is closed: say which units the person sees")
    place = generation(shelf)
    if place is None:
        return None
    reader = _readers.get(shelf.name)
    if reader is None or reader.place != place:
        reader = _readers[shelf.name] = _Reader(place)
    return reader
