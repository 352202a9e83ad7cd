"""A list of papers as a person asked for it. The index answers; whether the person may see a row, the database decides.

Without an index, numbers and abstracts are looked through in the database, and fields narrow as far as they can. A list
that nothing narrows comes from the database, so that what was just registered stands on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from guong.registry import queries
from guong.registry.enums import Validity
from guong.registry.forms import FACETS_OF_LIST, FilterForm
from guong.registry.found import TEXT_COLUMNS, shown_of
from guong.registry.models import OfficialDocument
from guong.search.docs import STAFF, STATE, Ask
from guong.search.queries import found, snippets

COUNTED = (*FACETS_OF_LIST, "year", STATE)
# The first is what a paper is in that is in none of the others.
STATE_ORDER = [Validity.IN_FORCE.value, *(code for code in Validity.values if code != Validity.IN_FORCE)]
_CHUNK = 500
_SAID = (
    "uid", "symbol", "type", "abstract", "issuer__name", "direction", "arrival_no", "publicity",
    "issued_on", "effective_on", "ended_on",
)  # fmt: skip
Papers = QuerySet[OfficialDocument]


@dataclass(frozen=True)
class Listed:
    """One page; `shown` has by id what was found in a text. `begun`: the last word was read as a
    beginning.
    """

    documents: list[OfficialDocument]
    pages: Page[Any]
    shown: dict[str, SafeString] = field(default_factory=dict)
    begun: bool = False
    no_index: bool = False


def page_of(papers: Papers, form: FilterForm, ask: Ask, number: str | None, per: int) -> Listed:
    """`papers` are those that the person may see."""
    result = found(ask, shelf=STAFF, page=_positive(number), per=per) if form.narrows else None
    if result is None:
        page = Paginator(_without_index(papers.defer("sealed_text"), form), per).get_page(number)
        return Listed(list(page.object_list), page, no_index=form.narrows)
    pages = Paginator(range(result.total), per).get_page(number)
    if pages.number != _positive(number) and result.total:
        return page_of(papers, form, ask, str(pages.number), per)
    texts = bool(ask.q or ask.cites)
    rows = _in_order(_with_texts(papers) if texts else _columns(papers), result.ids)
    shown = snippets(shown_of(rows, passages=bool(ask.cites)), result, ask) if texts else {}
    return Listed(rows, pages, shown, begun=result.said.begun and result.total > 0)


def all_of(papers: Papers, form: FilterForm, ask: Ask) -> Iterator[OfficialDocument]:
    """Every paper of the list, for a sheet."""
    papers = papers.defer("sealed_text")
    if not form.narrows or found(ask, shelf=STAFF, per=1) is None:
        yield from _without_index(papers, form)
        return
    for page in count(1):
        result = found(ask, shelf=STAFF, page=page, per=_CHUNK)
        if result is None or not result.ids:
            return
        yield from _in_order(papers, result.ids)


def _columns(papers: Papers) -> Papers:
    """What a line of the list says, and its state."""
    return papers.select_related(None).select_related("issuer").only(*_SAID)


def _with_texts(papers: Papers) -> Papers:
    return papers.select_related(None).select_related("issuer", "copy_of").only(*_SAID, *TEXT_COLUMNS)


def _in_order(papers: Papers, ids: list[str]) -> list[OfficialDocument]:
    uids = [id.partition(":")[2] for id in ids]
    rows = {str(paper.uid): paper for paper in papers.filter(uid__in=uids)}
    return [rows[uid] for uid in uids if uid in rows]


def _without_index(papers: Papers, form: FilterForm) -> Papers:
    names = {"direction": "direction", "type": "type", "publicity": "publicity", "signer": "signer"}
    names |= {"issuer": "issuer__name", "year": "issued_on__year", "cites": "citations__target__uid"}
    wanted = {field: form.asked(name) for name, field in names.items() if form.asked(name)}
    rows = queries.matching(papers.filter(**wanted).distinct(), form.asked("q"))
    return queries.in_order(rows, form.asked("order")) if form.asked("order") else rows


def _positive(number: str | None) -> int:
    return int(number) if number and number.isdecimal() and len(number) < 7 and int(number) else 1
