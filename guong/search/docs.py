"""What can be found, and what can be asked for. Plain values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise

# What lists are narrowed by besides words. `year` comes from the day of a document, `state` is asked for a day.
FACETS = ("kind", "type", "issuer", "signer", "topic", "direction", "publicity", "year")
STATE = "state"
NEWEST, OLDEST, NUMBERED = ORDERS = ("newest", "oldest", "number")


@dataclass(frozen=True, slots=True)
class Shelf:
    """An index of its own. On a closed one everybody finds only what the units in their sight may read."""

    name: str
    closed: bool = False


PUBLIC, STAFF = Shelf("public"), Shelf("staff", closed=True)
SHELVES = (PUBLIC, STAFF)


@dataclass(frozen=True, slots=True)
class Span:
    """A state that holds on the days [from_on, to_on); None: since ever, with no end in sight."""

    from_on: date | None
    to_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in the text of a document that cites another one."""

    target: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Doc:
    """Something that can be found. `id` is "<prefix>:<uid>"; `numbers` are its own symbols as printed; `rank` orders
    documents of one day, the higher first; `readers` are the units that may read it on a closed shelf.
    """

    id: str
    kind: str
    title: str
    text: str
    url: str | Promise
    on: date | None = None
    rank: int = 0
    numbers: tuple[str, ...] = ()
    facets: Mapping[str, str] = field(default_factory=dict)
    readers: Collection[int] = ()
    spans: tuple[Span, ...] = ()
    cites: Collection[str] = ()
    passages: tuple[Passage, ...] = ()

    def facet(self, name: str) -> str:
        """The value of one of `FACETS`; empty where it has none."""
        if name == "kind":
            return self.kind
        if name == "year":
            return str(self.on.year) if self.on else ""
        return self.facets.get(name, "")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. Facets with their values and `state` on `day` narrow it; `readers` are the units in the asking
    person's sight; `cites` is the id of a document that is to be cited. `begun`: the last word is still being typed;
    `titles`: the words are to stand in the title or the number. `order` is "" for best first, or one of `ORDERS`.
    """

    q: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    state: str = ""
    day: date | None = None
    readers: Collection[int] | None = None
    cites: str = ""
    begun: bool = False
    titles: bool = False
    order: str = ""
