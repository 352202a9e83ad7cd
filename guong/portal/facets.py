"""What a public list can be narrowed by: each choice with the number of documents that it would show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from guong.portal.documents import STATES, type_name
from guong.registry.enums import Validity
from guong.search.docs import STATE, Ask

QUERY, DAY, CITED = "q", "ngay", "dan"
# Names in addresses → facets of the index.
PAPER_FACETS = {"nam": "year", "loai": "type", "hieu-luc": STATE, "co-quan": "issuer", "nguoi-ky": "signer"}
NEWS_FACETS = {"loai": "kind", "chuyen-muc": "topic", "nam": "year"}
# The first is what a paper is in that is in none of the others.
STATE_ORDER = (
    Validity.IN_FORCE.value,
    Validity.SUSPENDED.value,
    Validity.ENDED_IN_PART.value,
    Validity.ENDED.value,
    Validity.NOT_YET.value,
    Validity.UNKNOWN.value,
)
MOST = 12  # values of one facet that are shown
Counted = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Choice:
    label: str
    number: int | None
    url: str
    current: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]


def ask_for(asked: Mapping[str, str], names: Mapping[str, str], day: date, **more: str) -> Ask:
    """The question of an address; `more` are facets with fixed values."""
    chosen = {facet: asked[name] for name, facet in names.items() if name in asked}
    state = chosen.pop(STATE, "")
    return Ask(q=asked.get(QUERY, ""), facets=chosen | more, state=state, day=day)


def facets(counted: Mapping[str, Counted], asked: Mapping[str, str], names: Mapping[str, str]) -> list[Facet]:
    """In the order of `names`; a facet in which nothing can be chosen is left out."""
    titles = _titles()
    found = [
        Facet(name, titles[facet], [_choice(asked, name, facet, *one) for one in _in_order(facet, counted[facet])])
        for name, facet in names.items()
        if facet in counted
    ]
    return [facet for facet in found if facet.choices]


def taken_off(asked: Mapping[str, str], names: Mapping[str, str]) -> list[Choice]:
    """The filters that are set, each with the address without it."""
    return [
        Choice(_label(facet, asked[name]), None, address(asked, name, asked[name]), current=True)
        for name, facet in names.items()
        if name in asked
    ]


def address(asked: Mapping[str, str], name: str, value: str) -> str:
    """The address of the list with one filter set, or taken off when it is set already."""
    rest = {key: kept for key, kept in asked.items() if key != name}
    return "?" + urlencode(rest if asked.get(name) == value else {**rest, name: value})


def _choice(asked: Mapping[str, str], name: str, facet: str, value: str, number: int) -> Choice:
    return Choice(_label(facet, value), number, address(asked, name, value), current=asked.get(name) == value)


def _in_order(facet: str, counted: Counted) -> Iterable[tuple[str, int]]:
    """Years run down, states in their order; of the others the commonest, persons by name: nobody is ranked."""
    if facet == "year":
        return sorted(counted, reverse=True)
    if facet == STATE:
        return sorted(counted, key=lambda one: STATE_ORDER.index(one[0]))
    common = sorted(counted, key=lambda one: (-one[1], one[0]))[:MOST]
    return sorted(common) if facet == "signer" else common


def _titles() -> dict[str, str]:
    return {
        "year": _("Year of issue"),
        "type": _("Type"),
        STATE: _("State"),
        "issuer": _("Issued by"),
        "signer": _("Signer"),
        "kind": _("Kind"),
        "topic": _("Section"),
    }


def _label(facet: str, value: str) -> str:
    words: dict[str, Callable[[str], str]] = {"type": type_name, STATE: state_name, "kind": kind_name}
    return words.get(facet, str)(value)


def state_name(code: str) -> str:
    return str(STATES[code].label) if code in STATES else str(Validity.UNKNOWN.label)


def kind_name(code: str) -> str:
    return {"article": _("News"), "document": _("Documents")}.get(code, "")
