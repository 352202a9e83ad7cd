"""Named reads of the register. Days are passed in."""

from collections.abc import Iterable
from datetime import date
from string import ascii_lowercase
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Length, NullIf
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404

from guong.registry.enums import CopyKind, Publicity, Resolution, Stage
from guong.registry.models import Citation, OfficialDocument, Recipient
from guong.registry.rules import name_key, symbol_key
from guong.search.docs import NUMBERED, OLDEST
from guong.units.models import Unit

_SUFFIXES = f"{ascii_lowercase}{chr(0x111)}"  # of numbers such as 36a


def public_documents() -> QuerySet[OfficialDocument]:
    """What the public may see, newest first; papers of unknown day last on every engine."""
    rows = OfficialDocument.objects.filter(publicity=Publicity.PUBLIC)
    return rows.select_related("issuer").order_by(F("issued_on").desc(nulls_last=True), "-pk")


def in_order(rows: QuerySet[OfficialDocument], order: str) -> QuerySet[OfficialDocument]:
    """In one of the orders of the index; what has no day or no number comes last in each."""
    if order == OLDEST:
        return rows.order_by(F("issued_on").asc(nulls_last=True), "pk")
    if order == NUMBERED:
        bare = Func(Func("number", Value("0"), function="LTRIM"), Value(_SUFFIXES), function="RTRIM")
        digits = NullIf(bare, Value(""), output_field=CharField())
        return rows.order_by(Length(digits).asc(nulls_last=True), digits, F("issued_on").desc(nulls_last=True), "-pk")
    return rows.order_by(F("issued_on").desc(nulls_last=True), "-pk")


class Unindexed(Func):
    """A column for which no index is chosen: without statistics SQLite takes one of few values for as good as a key."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra_context)


def public_among(uids: Iterable[UUID | str]) -> QuerySet[OfficialDocument]:
    """Which of these the public may see, in any order."""
    rows = OfficialDocument.objects.filter(uid__in=uids).alias(seen_by=Unindexed("publicity"))
    return rows.filter(seen_by=Publicity.PUBLIC).select_related("issuer").order_by()


def public_document(uid: UUID | str) -> OfficialDocument:
    """A public document, or 404: whether an internal one exists is not told."""
    document = public_documents().filter(uid=uid).first()
    if document is None:
        raise Http404
    return document


def registered() -> QuerySet[OfficialDocument]:
    """All registers, newest first; papers in the making stand in none."""
    rows = OfficialDocument.objects.filter(stage=Stage.ISSUED).select_related("issuer", "keeper")
    return rows.order_by("-issued_on", "-pk")


def papers_held_by(unit: Unit) -> QuerySet[OfficialDocument]:
    """Issued papers that lie with a unit: those of its register, and those that were sent to it."""
    sent = Recipient.objects.filter(unit=unit, sent_at__isnull=False).values("document")
    return registered().filter(Q(keeper=unit) | Q(pk__in=sent))


def read_from(document: OfficialDocument) -> OfficialDocument:
    """The paper whose text it is: a whole copy is read from its original."""
    return document.copy_of if document.copy_of and is_whole(document.copy_kind) else document


def is_whole(copy_kind: str) -> bool:
    """Whether such a copy has the whole text of its original."""
    return copy_kind != CopyKind.EXTRACT


def matching(rows: QuerySet[OfficialDocument], text: str) -> QuerySet[OfficialDocument]:
    """Documents whose symbol or abstract holds the text; a symbol is matched however it is printed."""
    wanted = text.strip()
    if not wanted:
        return rows
    key = symbol_key(wanted)
    by_symbol = Q(symbol_key__contains=key) if key else Q(pk__in=[])
    return rows.filter(by_symbol | Q(abstract__icontains=wanted) | Q(issuer__name_key__contains=name_key(wanted)))


def cited_in(host_kind: str, host: UUID) -> list[Citation]:
    """Citations of a text in its order, with their targets."""
    rows = Citation.objects.filter(host_kind=host_kind, host=host)
    return list(rows.select_related("target__issuer", "copy").order_by("start"))


def citing(document: OfficialDocument, keepers: QuerySet[Unit]) -> QuerySet[Citation]:
    """Papers of the registers of some units that cite a document."""
    rows = document.cited_by.filter(document__keeper__in=keepers).exclude(document=document)
    return rows.select_related("document", "document__issuer").order_by("-document__issued_on", "start")


def publicly_citing(document: OfficialDocument) -> list[OfficialDocument]:
    """Public papers that cite a document; hidden ones are not even counted."""
    return list(public_documents().filter(citations__target=document).exclude(pk=document.pk).distinct())


def unresolved(keeper: Unit | QuerySet[Unit]) -> QuerySet[Citation]:
    """Citations by number, in texts of a keeper or keepers, that link to no document or could mean several."""
    keepers = keeper if isinstance(keeper, QuerySet) else Unit.objects.filter(pk=keeper.pk)
    waiting = [Resolution.UNRESOLVED, Resolution.AMBIGUOUS]
    rows = Citation.objects.filter(keeper__in=keepers, resolution__in=waiting, antecedent__isnull=True)
    return rows.select_related("document").prefetch_related("candidates").order_by("symbol_key", "pk")


def held(symbol: str, issued_on: date | None) -> OfficialDocument | None:
    """The one paper of that symbol and day in the registers; None for none, and for several."""
    found = OfficialDocument.objects.filter(symbol_key=symbol_key(symbol))
    if issued_on:
        found = found.filter(issued_on=issued_on)
    papers = list(found[:2])
    return papers[0] if len(papers) == 1 else None
