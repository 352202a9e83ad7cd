"""Reading the trail, and holding it against its chain."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from guong.keys import sign
from guong.trail import chain
from guong.trail.models import Entry, Head, Name

BACKLOG_AFTER = timedelta(minutes=1)
# Among this many misfits each is tried behind every other, to tell a moved entry from an altered one.
SEARCHED = 200
# A gap can be as wide as a forged position; its first places are named.
NAMED_IN_A_GAP = 1000


class What(StrEnum):
    """What is wrong at a position of the chain."""

    REMOVED = "removed"
    ALTERED = "altered"
    MOVED = "moved"
    CUT = "cut"
    HEAD = "head"
    UNSIGNED = "unsigned"
    BACKLOG = "backlog"
    NO_KEY = "no_key"


@dataclass(frozen=True)
class Fault:
    """`position` is the place in the chain, 0 for what concerns none; `entry` the id of the entry there, if any."""

    position: int
    what: What
    entry: UUID | None = None


def head() -> Head | None:
    """The newest signed end of the chain."""
    return Head.objects.order_by("-position").first()


def names(uids: Collection[UUID]) -> dict[UUID, str]:
    """The names that are known; an erased name is an empty text."""
    return dict(Name.objects.filter(uid__in=uids).values_list("uid", "name"))


def unsealed(before: datetime) -> int:
    """How many entries made before an instant still wait for their seal."""
    return Entry.objects.filter(position=None, made_at__lt=before).count()


def verify(*, at: datetime, known: Collection[tuple[int, str]] = ()) -> Iterator[Fault]:
    """Faults of the whole chain at an instant, in order of position.

    `known` are (position, seal) of heads that were handed out, on receipts or paper: they show a cut tail even where
    the heads of the database were cut with it. Entries that wait for their seal are judged by their number alone.
    """
    heads = {head.position: head for head in Head.objects.order_by("position")}
    seals = _Wanted({*heads, *(position for position, _ in known)})
    misfits = list(_walk(seals))
    yield from _named(misfits, seals.end)
    yield from _heads(heads, known, seals)
    if unsealed(at - BACKLOG_AFTER):
        yield Fault(0, What.BACKLOG)


class _Wanted:
    """Remembers the stored seals at the positions that heads speak of, and the end of the chain."""

    def __init__(self, positions: set[int]) -> None:
        self.positions = positions
        self.seals: dict[int, str] = {}
        self.last, self.end = 0, chain.FIRST

    def see(self, position: int, seal: str) -> None:
        self.last, self.end = position, seal
        if position in self.positions:
            self.seals[position] = seal


@dataclass(frozen=True)
class _Misfit:
    position: int
    entry: Entry | None
    before: str | None


def _walk(wanted: _Wanted) -> Iterator[_Misfit]:
    """Positions without an entry, and entries that do not fit the seal before them (which a gap leaves unknown).

    Behind an entry whose seal alone was changed the next one fits the seal that it should have: one is named, not two.
    """
    before: str | None = chain.FIRST
    instead = ""
    expected = 1
    for entry in Entry.objects.exclude(position=None).order_by("position").iterator(chunk_size=2000):
        position = entry.position or 0
        for missing in range(expected, min(position, expected + NAMED_IN_A_GAP)):
            yield _Misfit(missing, None, None)
            before = None
        right = entry.seal if before is None else chain.owed(before, entry)
        if position < expected or (right != entry.seal and not (instead and chain.fits(instead, entry))):
            yield _Misfit(position, entry, before)
            instead = right
        else:
            instead = ""
        wanted.see(position, entry.seal)
        before, expected = entry.seal, max(position, 0) + 1


def _named(misfits: list[_Misfit], end: str) -> Iterator[Fault]:
    """A misfit that fits behind what stands before another misfit, or at the end, was moved; any other was altered."""
    places = {end, *(misfit.before for misfit in misfits[:SEARCHED] if misfit.before)}
    for misfit in misfits:
        entry = misfit.entry
        if entry is None:
            yield Fault(misfit.position, What.REMOVED)
            continue
        moved = len(misfits) <= SEARCHED and any(chain.fits(place, entry) for place in places)
        yield Fault(misfit.position, What.MOVED if moved else What.ALTERED, entry.uid)


def _heads(heads: dict[int, Head], known: Collection[tuple[int, str]], wanted: _Wanted) -> Iterator[Fault]:
    publics = sign.public_keys()
    cut = False
    for position, seal in sorted({*known, *((head.position, head.seal) for head in heads.values())}):
        if position > wanted.last:
            cut = True
        elif wanted.seals.get(position, seal) != seal:
            yield Fault(position, What.HEAD)
    for head in heads.values() if publics else ():
        if not any(sign.verify(chain.head_bytes(head), head.signature, public) for public in publics):
            yield Fault(head.position, What.HEAD)
    if heads and not publics:
        yield Fault(0, What.NO_KEY)
    if cut:
        yield Fault(wanted.last + 1, What.CUT)
    if wanted.last and wanted.last not in heads:
        yield Fault(wanted.last, What.UNSIGNED)
