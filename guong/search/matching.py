"""Questions in the engine's terms: what must be there, and what lifts a document above others."""

from collections.abc import Collection, Iterable, Sequence

import tantivy

from guong.search.asking import Form, Maybe, Symbol, Wanted
from guong.search.days import tiles_at
from guong.search.docs import STATE, Ask
from guong.search.schema import schema

Clause = tuple[tantivy.Occur, tantivy.Query]
# What a match adds to the score of its words (rarely above 40): a document's own number outranks all, exact words any
# folded match, words in one row scattered ones.
_OWN_NUMBER, _EXACT, _PHRASE, _TITLE_PHRASE = 4000.0, 400.0, 100.0, 200.0
_TITLE = 3.0
_LONGEST_BEGINNING = 40
_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


def must(ask: Ask, wanted: Wanted, *, but: str = "") -> list[Clause]:
    """What a document must hold. `but` names one facet that is left out."""
    return [*_words(ask, wanted), *_filters(ask, but)]


def query(clauses: Sequence[Clause]) -> tantivy.Query:
    return tantivy.Query.boolean_query(clauses) if clauses else tantivy.Query.all_query()


def bonuses(wanted: Wanted, *, phrases: bool) -> list[Clause]:
    """What ranks. `phrases`: also words in one row in texts, which costs much where many documents hold them all."""
    found = [_bonus(_term("own", token), _OWN_NUMBER) for token in wanted.tokens]
    forms = [*wanted.words, *(form for phrase in wanted.phrases for form in phrase)]
    found += [(_SHOULD, tantivy.Query.boost_query(_term("folded_title", folded), _TITLE)) for _exact, folded in forms]
    if forms:
        found.append(_bonus(_every(_term("exact", exact) for exact, _folded in forms), _EXACT))
    if len(wanted.words) > 1:
        exact, folded = zip(*wanted.words, strict=True)
        rows = [("exact_title", exact, _TITLE_PHRASE), ("folded_title", folded, _TITLE_PHRASE)]
        rows += [("exact", exact, _PHRASE), ("folded", folded, _PHRASE)] if phrases else []
        found += [_bonus(_row(field, tokens), points) for field, tokens, points in rows]
    return found


def in_state(state: str, ask: Ask) -> Clause:
    """Documents that are in a state on the day of the question."""
    tiles = tiles_at(ask.day) if ask.day else []
    return _only(tantivy.Query.boolean_query([(_SHOULD, _term(STATE, f"{state}/{tile}")) for tile in tiles]))


def of_readers(units: Collection[int]) -> Clause:
    """Documents that one of these units may read."""
    return _only(tantivy.Query.term_set_query(schema(), "readers", list(units)))


def _words(ask: Ask, wanted: Wanted) -> list[Clause]:
    suffix = "_title" if ask.titles else ""
    found = [(_MUST, _symbol(symbol, suffix, begun=wanted.begun)) for symbol in wanted.symbols]
    found += [(_MUST, _phrase(phrase, suffix)) for phrase in wanted.phrases]
    last = len(wanted.words) - 1
    for place, (_exact, folded) in enumerate(wanted.words):
        covering = [maybe for maybe in wanted.maybe if maybe.first <= place < maybe.last]
        begun = wanted.begun and place == last
        readings = [_begun(folded, suffix) if begun else _term(f"folded{suffix}", folded)]
        if begun and folded.isdigit():
            readings.append(_term("start", folded.lstrip("0") or "0"))
        readings += [_number(maybe, begun=wanted.begun and maybe.last == last + 1) for maybe in covering]
        found.append((_MUST, _any(readings)))
    return found


def _symbol(symbol: Symbol, suffix: str, *, begun: bool) -> tantivy.Query:
    spelled = _row(f"folded{suffix}", [folded for _exact, folded in symbol.words])
    return _any([_term("number", symbol.token), spelled, *([_term("start", symbol.token)] if begun else [])])


def _number(maybe: Maybe, *, begun: bool) -> tantivy.Query:
    return _term("start" if begun else "number", maybe.token)


def _phrase(forms: Sequence[Form], suffix: str) -> tantivy.Query:
    """Words in quotes: with their marks where they are typed with marks, else without."""
    marked = any(exact != folded for exact, folded in forms)
    tokens = [exact if marked else folded for exact, folded in forms]
    return _row(f"{'exact' if marked else 'folded'}{suffix}", tokens)


def _begun(folded: str, suffix: str) -> tantivy.Query:
    """The word, and every word that begins with it."""
    if len(folded) > _LONGEST_BEGINNING:
        return _term(f"folded{suffix}", folded)
    return tantivy.Query.regex_query(schema(), f"folded{suffix}", f"{folded}.*")


def _filters(ask: Ask, but: str) -> list[Clause]:
    found = [_only(_term(name, value)) for name, value in ask.facets.items() if name != but]
    if ask.state and but != STATE:
        found.append(in_state(ask.state, ask))
    if ask.cites:
        found.append(_only(_term("cites", ask.cites)))
    if ask.readers is not None:
        found.append(of_readers(ask.readers))
    return found


def _term(field: str, token: str) -> tantivy.Query:
    return tantivy.Query.term_query(schema(), field, token)


def _row(field: str, tokens: Sequence[str]) -> tantivy.Query:
    if len(tokens) == 1:
        return _term(field, tokens[0])
    return tantivy.Query.phrase_query(schema(), field, list(tokens))


def _any(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    return parts[0] if len(parts) == 1 else tantivy.Query.boolean_query([(_SHOULD, part) for part in parts])


def _every(parts: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(_MUST, part) for part in parts])


def _only(query: tantivy.Query) -> Clause:
    return _MUST, tantivy.Query.const_score_query(query, 0.0)


def _bonus(query: tantivy.Query, points: float) -> Clause:
    return _SHOULD, tantivy.Query.const_score_query(query, points)
