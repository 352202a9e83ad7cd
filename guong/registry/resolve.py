"""Which paper of the register a citation names: one, several, or none that is held. Never a guess.

Run again whenever a paper with the same symbol arrives or changes, so that what waits resolves by itself and what has
become ambiguous says so. A target chosen by a person stays. Works on any number of citations with the same few queries.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from guong.jobs.outbox import tell_each
from guong.registry.bodies import Bodies, Fit, Home, bodies_of
from guong.registry.enums import Resolution
from guong.registry.held import Held, held, original
from guong.registry.models import Citation
from guong.viet.terms import said_terms

_YEAR_IN_SYMBOL = re.compile(r"^\d+[a-zđ]?/(?:19|20)\d\d/")
_PARTY_SYMBOL = re.compile(r"^\d+[a-zđ]?-")
_YEAR_SAID = re.compile(r"năm\s+((?:19|20)\d\d)")
_TYPE_WORDS = {"QĐ": "quyết định", "QyĐ": "quy định"}


@dataclass(frozen=True)
class Verdict:
    """The papers that a citation may mean. `sure`: there is one, and nothing is left open."""

    papers: Sequence[Held] = ()
    copy: Held | None = None
    sure: bool = False

    @property
    def resolution(self) -> Resolution:
        if self.sure:
            return Resolution.RESOLVED
        return Resolution.AMBIGUOUS if self.papers else Resolution.UNRESOLVED


@dataclass
class _Said:
    """What one text says of one symbol, in all its places together."""

    days: set[date] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    terms: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)

    def add(self, citation: Citation) -> None:
        self.days |= {citation.cited_on} - {None}  # type: ignore[arg-type]  # None is taken away
        self.years |= {int(year) for year in _YEAR_SAID.findall(citation.surface)}
        self.terms |= said_terms(citation.surface)
        self.names |= {citation.body_name} - {""}
        word = _TYPE_WORDS.get(citation.type)
        if word and word in citation.surface.lower():
            self.types.add(citation.type)

    @property
    def timed(self) -> bool:
        return bool(self.days or self.years or self.terms)


_Key = tuple[str, UUID, str]


def _key(citation: Citation) -> _Key:
    return citation.host_kind, citation.host, citation.symbol_key


@dataclass(frozen=True)
class _Sources:
    """All that a verdict is drawn from, read at once."""

    rows: dict[int, Held]
    bodies: Bodies
    said: dict[_Key, _Said]
    by_symbol: dict[str, list[Held]]
    homes: dict[tuple[int | None, int | None], Home]

    def home_of(self, citation: Citation) -> Home:
        whose = (_issuer_of(citation), citation.keeper_id)
        return self.homes.setdefault(whose, self.bodies.home(*whose)) if whose not in self.homes else self.homes[whose]


def link_all(*symbol_keys: str) -> None:
    """Look again at every citation of some symbols."""
    keys = {key for key in symbol_keys if key}
    if keys:
        link(Citation.objects.filter(symbol_key__in=keys).select_related("document").defer("document__sealed_text"))


def link(citations: Iterable[Citation]) -> None:
    """Set resolution, target, copy and candidates of stored citations, where they change."""
    verdicts = judged(citations)
    changed = [citation for citation, verdict in verdicts if _set(citation, verdict)]
    Citation.objects.bulk_update(changed, ["target", "copy", "resolution"], batch_size=500)
    _store_candidates(verdicts)
    tell_each("public.changed", dict.fromkeys(f"{one.host_kind}:{one.host}" for one in changed))


def store_linked(citations: Iterable[Citation]) -> list[Citation]:
    """Store new citations of one text with what they resolve to."""
    given = list(citations)
    verdicts = judged(given)
    for citation, verdict in verdicts:
        _set(citation, verdict)
    Citation.objects.bulk_create(given)
    _store_candidates(verdicts)
    return given


def _set(citation: Citation, verdict: Verdict) -> bool:
    before = (citation.resolution, citation.target_id, citation.copy_id)
    citation.target_id = verdict.papers[0].pk if verdict.sure else None
    citation.copy_id = verdict.copy.pk if verdict.sure and verdict.copy else None
    citation.resolution = verdict.resolution
    return before != (citation.resolution, citation.target_id, citation.copy_id)


def _store_candidates(verdicts: Iterable[tuple[Citation, Verdict]]) -> None:
    """Write down which papers each citation may mean, in place of those of before."""
    listed = {citation.pk: [] if verdict.sure else verdict.papers for citation, verdict in verdicts}
    rows = Citation.candidates.through.objects
    stored = set(rows.filter(citation__in=listed).values_list("citation_id", "officialdocument_id"))
    wanted = {(citation, paper.pk) for citation, papers in listed.items() for paper in papers}
    stale = {citation for citation, _paper in stored - wanted}
    if stale:
        rows.filter(citation__in=stale).delete()
    kept = {(citation, paper) for citation, paper in stored if citation not in stale}
    rows.bulk_create(rows.model(citation_id=one, officialdocument_id=paper) for one, paper in sorted(wanted - kept))


def judged(citations: Iterable[Citation]) -> list[tuple[Citation, Verdict]]:
    """Verdicts for those of the citations that carry a symbol and that no person settled."""
    numbered = [one for one in citations if one.symbol_key]
    sources = _sources(numbered)
    return [(one, _verdict(one, sources)) for one in numbered if one.settled_by_id is None]


def _sources(citations: Sequence[Citation]) -> _Sources:
    said: dict[_Key, _Said] = {}
    for one in citations:
        said.setdefault(_key(one), _Said()).add(one)
    rows = held(_wanted(citations, said))
    by_symbol: dict[str, list[Held]] = {}
    for row in rows.values():
        by_symbol.setdefault(row.symbol_key, []).append(row)
    waiting = [one for one in citations if one.symbol_key in by_symbol]
    bodies = bodies_of(
        {row.issuer for row in rows.values() if row.issuer is not None},
        {writer for one in waiting if (writer := _issuer_of(one)) is not None},
        {one.keeper_id for one in waiting if one.keeper_id is not None},
    )
    return _Sources(rows, bodies, said, by_symbol, {})


def _wanted(citations: Sequence[Citation], said: dict[_Key, _Said]) -> dict[str, set[date] | None]:
    """Symbols, with the days of their papers; None where any day will do."""
    wanted: dict[str, set[date] | None] = {}
    for one in citations:
        days, before = said[_key(one)].days, wanted.get(one.symbol_key, set())
        any_day = not days or before is None or _YEAR_IN_SYMBOL.match(one.symbol_key)
        wanted[one.symbol_key] = None if any_day else days | (before or set())
    return wanted


def _issuer_of(citation: Citation) -> int | None:
    return citation.document.issuer_id if citation.document else None


def _verdict(citation: Citation, sources: _Sources) -> Verdict:
    rows = [row for row in sources.by_symbol.get(citation.symbol_key, ()) if row.pk != citation.document_id]
    if not rows:
        return Verdict()
    said = _said_of(citation, sources)
    home = sources.home_of(citation)
    fitting = _of_the_type(said, _of_the_term(citation, said, _of_the_day(citation, said, rows), sources.bodies))
    grade, named = _best(fitting, lambda row: sources.bodies.fit(row.issuer, said.names))
    if grade >= Fit.LATER:
        return _chosen(citation, said, home, named, sources)
    _grade, local = _best(named, lambda row: home.fit(sources.bodies, row.issuer))
    # A paper of another place on just that day is named to a person, and not linked.
    return _chosen(citation, said, home, local or (named if said.days else []), sources)


def _said_of(citation: Citation, sources: _Sources) -> _Said:
    """What stands in this place counts first; what it leaves open, the other places of the text say."""
    own, shared = _Said(), sources.said[_key(citation)]
    own.add(citation)
    timed = own if own.timed else shared
    return _Said(timed.days, timed.years, timed.terms, own.names or shared.names, own.types or shared.types)


def _of_the_day(citation: Citation, said: _Said, rows: list[Held]) -> list[Held]:
    if said.days:
        dated = [row for row in rows if row.issued_on in said.days] or [row for row in rows if row.issued_on is None]
        # A symbol that carries its year stands for one paper of a body, whatever day a text gives it.
        return dated or (rows if _YEAR_IN_SYMBOL.match(citation.symbol_key) else [])
    if said.years:
        return [row for row in rows if row.issued_on is None or row.issued_on.year in said.years]
    written = citation.document.issued_on if citation.document else None
    return [row for row in rows if written is None or row.issued_on is None or row.issued_on <= written]


def _of_the_term(citation: Citation, said: _Said, rows: list[Held], bodies: Bodies) -> list[Held]:
    """Party numbers come again in each term: the one that is named. Unnamed, an older one may still be meant."""
    if said.days or not said.terms or not _PARTY_SYMBOL.match(citation.symbol_key):
        return rows
    return [row for row in rows if not row.issued_on or bodies.terms_of(row.issuer).fits(row.issued_on, said.terms)]


def _of_the_type(said: _Said, rows: list[Held]) -> list[Held]:
    """QĐ stands for two types; where both are held, the word before the symbol tells them apart."""
    return [row for row in rows if row.type in said.types] or rows


def _best(rows: list[Held], fit: Callable[[Held], Fit]) -> tuple[Fit, list[Held]]:
    """The rows that fit best, and how well; none where none fits."""
    fits = {row.issuer: fit(row) for row in {row.issuer: row for row in rows}.values()}
    best = max(fits.values(), default=Fit.NO)
    return best, [row for row in rows if best and fits[row.issuer] == best]


def _chosen(citation: Citation, said: _Said, home: Home, rows: list[Held], sources: _Sources) -> Verdict:
    originals: dict[tuple[object, ...], tuple[Held, Held]] = {}
    for row in sorted(rows, key=lambda each: each.rank(citation.keeper_id)):
        first = original(row, sources.rows)
        originals.setdefault(_identity(first, sources.bodies), (first, row))
    papers = [first for first, _row in originals.values()]
    if len(papers) != 1:
        return Verdict(papers)
    first, row = next(iter(originals.values()))
    return Verdict(papers, row if row != first else None, _is_sure(citation, said, home, row, sources.bodies))


def _identity(row: Held, bodies: Bodies) -> tuple[object, ...]:
    """Rows of several registers that hold the same paper have the same."""
    return row.symbol_key, row.issued_on, row.type, bodies.keys.get(row.issuer or 0)


def _is_sure(citation: Citation, said: _Said, home: Home, row: Held, bodies: Bodies) -> bool:
    """Is one paper left because of what the text says, and not because no other happens to be held?"""
    if home.fit(bodies, row.issuer) == Fit.NO and bodies.fit(row.issuer, said.names) < Fit.LATER:
        return False
    if row.issued_on in said.days:
        return True
    written = citation.document.issued_on if citation.document else None
    return (
        (not said.types or row.type in said.types)
        and (_time_is_said(said, row, bodies) or _no_restart_between(row, written, bodies))
        and _body_is_sure(citation, said, home, row, bodies)
    )


def _time_is_said(said: _Said, row: Held, bodies: Bodies) -> bool:
    return bool(said.days or said.years) or bodies.terms_of(row.issuer).knows(said.terms)


def _no_restart_between(row: Held, written: date | None, bodies: Bodies) -> bool:
    """Could no paper of another year or term carry the same number? A text of an unknown day leaves that aside."""
    if row.issued_on is None or written is None or _YEAR_IN_SYMBOL.match(row.symbol_key):
        return True
    if _PARTY_SYMBOL.match(row.symbol_key):
        return bodies.terms_of(row.issuer).same(row.issued_on, written)
    return written.year == row.issued_on.year


def _body_is_sure(citation: Citation, said: _Said, home: Home, row: Held, bodies: Bodies) -> bool:
    """Could no other body with the same code be meant? What an office's own register holds, its own texts mean."""
    own_text = home.issuer is None or row.issuer is None or bodies.unit_of.get(home.issuer) == citation.keeper_id
    return (
        bodies.is_national(row.issuer)
        or (own_text and row.keeper == citation.keeper_id)
        or bodies.fit(row.issuer, said.names) >= Fit.LATER
        or home.fit(bodies, row.issuer) == Fit.YES
    )
