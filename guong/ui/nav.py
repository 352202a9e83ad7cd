"""The navigation of the inner pages. Higher rooms register their entries in `apps.ready()`; nothing here knows them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

Place = str
"""`desk` the head of every inner page, `account` the person's menu; a room may have tabs under a name of its own."""


def everyone(request: HttpRequest) -> bool:
    """Shown to whoever is signed in."""
    return request.user.is_authenticated


@dataclass(frozen=True)
class NavItem:
    """One entry. `order` sorts; `visible` is asked per request; `section` is the start of the addresses it stands for,
    by default its own address, `also` further ones, `tabs` the place whose entries it stands for as well; `account`
    entries stand in the person's menu, with their `icon`.
    """

    label: str | Promise
    url_name: str
    order: int
    visible: Callable[[HttpRequest], bool] = everyone
    place: Place = "desk"
    icon: str = ""
    section: str = ""
    method: Literal["get", "post"] = "get"
    also: tuple[str, ...] = ()
    tabs: Place = ""


@dataclass(frozen=True)
class Link:
    """An entry as a page shows it."""

    label: str
    url: str
    current: bool
    icon: str
    method: str


@dataclass(frozen=True)
class Choice:
    """A capacity in which the person may work; one of them is the current one."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True)
class Capacities:
    """What may be chosen, and the address that takes the choice."""

    choices: list[Choice]
    url: str

    @property
    def current(self) -> str:
        return next((one.label for one in self.choices if one.current), "")


_offers: list[tuple[Callable[[HttpRequest], list[Choice]], str]] = []
_items: dict[tuple[Place, str], NavItem] = {}
_describers: list[Callable[[HttpRequest], str]] = []


def register(item: NavItem) -> None:
    """Add an entry; the same address name registered again replaces it."""
    _items[item.place, item.url_name] = item


def describe_with(describer: Callable[[HttpRequest], str]) -> None:
    """A higher room says in which capacity the person is working; the first answer that is not empty stands."""
    if describer not in _describers:
        _describers.append(describer)


def offer_capacities(builder: Callable[[HttpRequest], list[Choice]], url_name: str) -> None:
    """A higher room says in which capacities the person may work, and where a choice is sent."""
    _offers[:] = [(builder, url_name)]
    describe_with(lambda request: next((one.label for one in builder(request) if one.current), ""))


def capacities(request: HttpRequest) -> Capacities | None:
    """None where there is nothing to choose."""
    for builder, url_name in _offers:
        choices = builder(request)
        if len(choices) > 1:
            return Capacities(choices, reverse(url_name))
    return None


def description(request: HttpRequest) -> str:
    return next((text for describer in _describers if (text := describer(request))), "")


def items(request: HttpRequest, place: Place = "desk") -> list[Link]:
    """The entries this request may see, in order; the one with the longest matching address is current."""
    sorted_items = list(_sorted(place))
    seen = {visible: visible(request) for visible in {item.visible for item in sorted_items}}
    shown = [(item, reverse(item.url_name)) for item in sorted_items if seen[item.visible]]
    sections = [_section(item, url, request.path) for item, url in shown]
    here = max((s for s in sections if request.path.startswith(s)), key=len, default="")
    return [
        Link(str(item.label), url, bool(here) and section == here, item.icon, item.method)
        for (item, url), section in zip(shown, sections, strict=True)
    ]


def _section(item: NavItem, url: str, path: str) -> str:
    """The start of the addresses an entry stands for, as far as this path goes."""
    starts = [item.section or url, *item.also, *(reverse(tab.url_name) for tab in _sorted(item.tabs))]
    return next((start for start in starts if path.startswith(start)), starts[0])


def _sorted(place: Place) -> Iterator[NavItem]:
    return iter(sorted((i for i in _items.values() if i.place == place), key=lambda i: (i.order, i.url_name)))
