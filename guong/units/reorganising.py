"""A reorganisation of a whole line as sheets: the units afterwards, and who carries on whom."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guong.units.enums import ChangeKind, Fate
from guong.units.plans import Edge, Item, Plan, Step
from guong.units.queries.trees import Node, Tree
from guong.units.rows import Row, cells
from guong.units.rows import faults as row_faults

_COLUMNS = ("old_code", "new_code", "how", "main_part")
WHOLE, DIVIDED = "whole", "divided"


@dataclass(frozen=True)
class Succeeds:
    """One line of a sheet of successions: all of a unit, or a part of it, goes to another."""

    line: int
    old: str
    new: str
    how: str
    main: bool


@dataclass(frozen=True)
class Reorganisation:
    """What the sheets come to."""

    plan: Plan
    kept: int  # units that go on as they are or under another superior
    begun: int
    ended: int
    divided: int


def read_successions(content: bytes, name: str) -> list[Succeeds]:
    """Rows of a sheet with the columns old_code, new_code, how, main_part. Raises `BadSheet`."""
    return [
        Succeeds(line, row["old_code"], row["new_code"], row["how"], row["main_part"] in {"1", "x", "true"})
        for line, row in cells(content, name, _COLUMNS)
    ]


def sheet_faults(
    after: Sequence[Row], successions: Sequence[Succeeds], *, before: Tree, kinds: Collection[str]
) -> Iterator[str]:
    """What is wrong with the two sheets, one sentence each, by line."""
    yield from (_("Units afterwards: {said}").format(said=said) for said in row_faults(after, kinds=kinds, standing=()))
    old, new = {node.code for node in before.nodes}, {row.code for row in after}
    pairs = Counter((one.old, one.new) for one in successions)
    mains = Counter(one.old for one in successions if one.main)
    ways = Counter(one.old for one in successions)
    unknown_old, unknown_new = _("there is no unit {old} on the day before."), _("there is no unit {new} afterwards.")
    unknown_how, twice = _("“{how}” is neither whole nor divided."), _("{old} to {new} stands there more than once.")
    not_whole = _("{old} goes whole to one unit and to others too.")
    no_main = _("of {old}, exactly one part is the main one.")
    for one in successions:
        for wrong, sentence in (
            (one.old not in old, unknown_old),
            (one.new not in new, unknown_new),
            (one.how not in {WHOLE, DIVIDED}, unknown_how),
            (pairs[one.old, one.new] > 1, twice),
            (one.how == WHOLE and ways[one.old] > 1, not_whole),
            (one.how == DIVIDED and mains[one.old] != 1, no_main),
        ):
            if wrong:
                said = sentence.format(old=one.old, new=one.new, how=one.how)
                yield _("Successions, line {line}: {sentence}").format(line=one.line, sentence=said)
    without = new - {one.new for one in successions}
    yield from (_("{code} comes from no unit; name one in the successions.").format(code=c) for c in sorted(without))


def plan(
    after: Sequence[Row], successions: Sequence[Succeeds], *, before: Tree, day: date, decision: str
) -> Reorganisation:
    """One change for each unit that begins, is divided, goes on differently or ends; all of one act.

    A unit with one predecessor of its own kind that went there whole is that predecessor; every other is new.
    """
    made = _Making(after, successions, before)
    steps = (*made.new(), *made.going_on(), *made.splits(), *made.dissolved())
    divided = {one.old for one in successions if one.how == DIVIDED}
    return Reorganisation(
        plan=Plan(day, steps, decision),
        kept=len(made.same),
        begun=len(after) - len(made.same),
        ended=len(before.nodes) - len(made.same),
        divided=len(divided),
    )


class _Making:
    def __init__(self, after: Sequence[Row], successions: Sequence[Succeeds], before: Tree) -> None:
        self.after, self.before = after, before
        self.old = {node.code: node for node in before.nodes}
        self.from_whom: defaultdict[str, list[Succeeds]] = defaultdict(list)
        self.to_whom: defaultdict[str, list[Succeeds]] = defaultdict(list)
        for one in successions:
            self.from_whom[one.new].append(one)
            self.to_whom[one.old].append(one)
        self.same = dict(self._same())
        self.keys = {
            row.code: self.same[row.code].unit.pk if row.code in self.same else -number
            for number, row in enumerate(after, start=1)
        }
        self.going = {node.unit.pk for node in self.same.values()}

    def _same(self) -> Iterator[tuple[str, Node]]:
        for row in self.after:
            ways = self.from_whom[row.code]
            if len(ways) == 1 and ways[0].how == WHOLE and self.old[ways[0].old].kind == row.kind:
                yield row.code, self.old[ways[0].old]

    def _parent(self, row: Row) -> int | None:
        return self.keys[row.parent] if row.parent else None

    def _end(self, node: Node) -> Item:
        return Item(node.unit.pk, Fate.ENDS, self.before.line)

    def new(self) -> Iterator[Step]:
        """Units that begin, with those that went there whole."""
        for row in self.after:
            if row.code in self.same:
                continue
            key = self.keys[row.code]
            whole = [self.old[one.old] for one in self.from_whom[row.code] if one.how == WHOLE]
            begins = Item(
                key, Fate.BEGINS, self.before.line, self._parent(row), name=row.name, kind=row.kind, code=row.code
            )
            several = len(self.from_whom[row.code]) > 1
            yield Step(
                ChangeKind.MERGE if several and whole else ChangeKind.FOUND,
                (begins, *map(self._end, whole)),
                tuple(Edge(node.unit.pk, key) for node in whole),
            )

    def going_on(self) -> Iterator[Step]:
        """Units that stay the same, where their superior, name or code is another."""
        for row in self.after:
            if row.code in self.same:
                node = self.same[row.code]
                old = node.parent.pk if node.parent else None
                parent, moved = self._parent(row), self._parent(row) != old
                item = Item(
                    node.unit.pk,
                    Fate.GOES_ON,
                    line=self.before.line if moved else "",
                    parent=parent if moved else None,
                    name=row.name if (row.name, row.kind) != (node.name, node.kind) else "",
                    kind=row.kind if (row.name, row.kind) != (node.name, node.kind) else "",
                    code=row.code if row.code != node.code else "",
                )
                kind = ChangeKind.MOVE if moved else ChangeKind.RENAME if item.name else ChangeKind.RECODE
                if moved or item.name or item.code:
                    yield Step(kind, (item,))

    def splits(self) -> Iterator[Step]:
        """Units that are divided, to their main part first."""
        for code, ways in self.to_whom.items():
            if ways[0].how == DIVIDED:
                node = self.old[code]
                edges = tuple(
                    Edge(node.unit.pk, self.keys[one.new], divided=True, main=one.main)
                    for one in sorted(ways, key=lambda one: not one.main)
                )
                yield Step(ChangeKind.SPLIT, (self._end(node),), edges)

    def dissolved(self) -> Iterator[Step]:
        """Units that no line names: they end, and have the heirs of their parts."""
        for node in self.before.nodes:
            if node.code not in self.to_whom:
                yield Step(ChangeKind.DISSOLVE, (self._end(node),))
