"""The state of papers on a day, as it was known at an instant. One query for any number of papers.

`known` None means all that is recorded. A view of (day, known) never alters: what was recorded, lifted or withdrawn
later is left out of it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from guong.registry.enums import Validity
from guong.registry.lives import Act, Lives, Paper
from guong.registry.models import OfficialDocument, Relation
from guong.viet.parts import WHOLE, Part, SeveralParts, part

# Papers that bear on the state of some papers: those that do something to them, and those that end these, and so on.
_BEARING = """
WITH RECURSIVE bearing(id) AS (
  SELECT id FROM registry_officialdocument WHERE id IN ({seeds})
  UNION
  SELECT r.document_id FROM registry_relation r JOIN bearing ON r.other_id = bearing.id
) SELECT id FROM bearing
"""
_FIELDS = (
    "pk", "kind", "document_id", "other_id", "part", "from_on", "until_on", "recorded_at", "lifted_at",
    "document__issued_on", "document__effective_on", "document__ended_on",
    "other__issued_on", "other__effective_on", "other__ended_on",
)  # fmt: skip


def state_on(document: OfficialDocument, day: date, known: datetime | None = None, *, in_part: str = "") -> str:
    """A code of `Validity`, for the paper or a part of it ("Điều 5")."""
    return _state(lives_of([document], known), document, day, known, part(in_part))


def states_on(documents: Iterable[OfficialDocument], day: date, known: datetime | None = None) -> dict[int, str]:
    """`state_on` by id for a list, without a query for each."""
    papers = list(documents)
    lives = lives_of(papers, known)
    return {paper.pk: _state(lives, paper, day, known, WHOLE) for paper in papers}


def _state(lives: Lives, document: OfficialDocument, day: date, known: datetime | None, where: Part) -> str:
    if known is not None and document.registered_at > known:
        return Validity.UNKNOWN.value
    return lives.state(document.pk, day, where).value


def parts_on(document: OfficialDocument, day: date, known: datetime | None = None) -> list[tuple[str, str]]:
    """The parts that relations name, with their states; in the order in which they were first touched."""
    lives = lives_of([document], known)
    named = dict.fromkeys(act.part for act in lives.acts_on(document.pk) if act.part != WHOLE)
    return [(where.text, _state(lives, document, day, known, where)) for where in named]


def lives_of(documents: Iterable[OfficialDocument], known: datetime | None = None) -> Lives:
    """All that bears on the states of some papers, read at once."""
    return lives_among({one.pk: Paper(one.issued_on, one.effective_on, one.ended_on) for one in documents}, known)


def lives_among(seeds: Mapping[int, Paper], known: datetime | None = None) -> Lives:
    """`lives_of` papers whose own days were read already, by id."""
    papers, acts = dict(seeds), []
    for row in relations_known(known).filter(other_id__in=_bearing(seeds)).values_list(*_FIELDS):
        pk, kind, by, on, where, from_on, until_on, recorded_at, lifted_at, *days = row
        acting = papers.setdefault(by, Paper(*days[:3]))
        papers.setdefault(on, Paper(*days[3:]))
        lifted = until_on if known is None or (lifted_at or recorded_at) <= known else None
        acts.append(Act(kind, by, on, from_on or acting.begins, _part(where), lifted, pk))
    return Lives(papers, acts)


def _part(text: str) -> Part:
    try:
        return part(text)
    except SeveralParts:  # only an import from elsewhere could bring it: a part of its own
        return Part(frozenset({("", text)}), text)


def _bearing(papers: Mapping[int, Paper]) -> RawSQL:
    sql = _BEARING.format(seeds=", ".join(["%s"] * len(papers)) or "NULL")
    return RawSQL(sql, tuple(papers))  # noqa: S611  (constant text, ids are parameters)


def relations_known(known: datetime | None) -> QuerySet[Relation]:
    """Relations that stood in the register at an instant."""
    if known is None:
        return Relation.objects.filter(withdrawn_at__isnull=True)
    standing = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known)
    return Relation.objects.filter(standing, recorded_at__lte=known)


def relations_of(document: OfficialDocument, known: datetime | None = None) -> QuerySet[Relation]:
    """What a paper does and what is done to it, in the order of recording."""
    rows = relations_known(known).filter(Q(document=document) | Q(other=document))
    return rows.select_related("document__issuer", "other__issuer").order_by("recorded_at", "pk")


def effective_day(relation: Relation) -> date | None:
    """From which day a relation holds: its own day, else that of the paper that makes it."""
    return relation.from_on or relation.document.effective_on or relation.document.issued_on
