"""What carries a directive out, down the tree: who issued papers of its own, and who has not yet.

One paper lies in many registers; a unit's plan names the row of its own register, or the numbered copy that it got.
All of them are the same paper here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from guong.registry.enums import Direction, Purpose, RelationKind, Stage
from guong.registry.models import OfficialDocument, Recipient, Relation
from guong.units.models import Unit
from guong.units.queries import Node, Tree, default_line, tree

_CARRYING = (RelationKind.IMPLEMENTS, RelationKind.BASED_ON)
# Deeper than any organisation; the walk ends by itself where papers stand in a circle.
_DEEPEST = 12


@dataclass(frozen=True)
class Row:
    """A unit in the tree with the papers that it issued to carry the directive out."""

    node: Node
    papers: tuple[OfficialDocument, ...]
    obliged: bool


@dataclass(frozen=True)
class Cascade:
    """`rows` in reading order. Of the obliged units, `done` issued a paper of their own."""

    rows: tuple[Row, ...]

    @property
    def obliged(self) -> int:
        return sum(row.obliged for row in self.rows)

    @property
    def done(self) -> int:
        return sum(row.obliged and bool(row.papers) for row in self.rows)


def cascade(document: OfficialDocument, on: date, *, seen: QuerySet[Unit]) -> Cascade:
    """Obliged are the units to which it, or what passes it on, was sent to be carried out. Where no such line was kept:
    who received it, or, as soon as one unit below the issuer has a paper of its own, all directly below. Units and
    papers that the person does not see are left out.
    """
    same, carrying = _walk(document)
    own: dict[int, list[OfficialDocument]] = {}
    papers = OfficialDocument.objects.filter(pk__in=carrying - same, keeper__in=seen, stage=Stage.ISSUED)
    for paper in papers.filter(direction=Direction.OUTGOING).defer("sealed_text").order_by("issued_on", "pk"):
        own.setdefault(paper.keeper_id, []).append(paper)
    drawn = tree(default_line(), on)
    if document.direction == Direction.OUTGOING:
        own.pop(document.keeper_id, None)
    told = set(_told(same | carrying)) or _presumed(document, drawn, own)
    open_ids = set(seen.values_list("pk", flat=True))
    wanted = (told | own.keys()) & open_ids
    return Cascade(
        tuple(
            Row(node, tuple(own.get(node.unit.pk, ())), node.unit.pk in told)
            for node in drawn.nodes
            if node.unit.pk in wanted
        )
    )


def _presumed(document: OfficialDocument, drawn: Tree, own: Collection[int]) -> set[int]:
    if document.direction == Direction.INCOMING:
        return {document.keeper_id} if own else set()
    below = {node.unit.pk for node in drawn.children(document.keeper_id)}
    return below if below & set(own) else set()


def _told(papers: Collection[int]) -> QuerySet[Recipient, int]:
    rows = Recipient.objects.filter(document__in=papers, purpose=Purpose.IMPLEMENT, unit__isnull=False)
    return rows.order_by().values_list("unit", flat=True)


def _walk(document: OfficialDocument) -> tuple[set[int], set[int]]:
    """Rows that are this paper, and rows that carry it out at any distance; a few queries for each step down."""
    same = _same({document.pk})
    seen, here = set(same), set(same)
    for _step in range(_DEEPEST):
        rows = Relation.objects.filter(kind__in=_CARRYING, other__in=here, withdrawn_at__isnull=True)
        next_to = set(rows.values_list("document", flat=True)) - seen
        here = _same(next_to) - seen if next_to else set()
        if not here:
            break
        seen |= here
    return same, seen - same


def _same(papers: set[int]) -> set[int]:
    """These rows, those of other registers that hold the same papers, and the copies of them."""
    fields = ("symbol_key", "issued_on", "issuer")
    held = OfficialDocument.objects.filter(pk__in=papers).exclude(symbol_key="")
    known = set(held.filter(issued_on__isnull=False, issuer__isnull=False).values_list(*fields))
    twins = OfficialDocument.objects.filter(symbol_key__in={symbol for symbol, _day, _issuer in known})
    found = papers | {pk for pk, *identity in twins.values_list("pk", *fields) if tuple(identity) in known}
    originals = OfficialDocument.objects.filter(Q(pk__in=found, copy_of__isnull=False)).values_list(
        "copy_of", flat=True
    )
    found |= {pk for pk in originals if pk is not None}
    return found | set(OfficialDocument.objects.filter(copy_of__in=found).values_list("pk", flat=True))
