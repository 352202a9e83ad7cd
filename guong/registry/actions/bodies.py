"""Bodies that issue papers, through time: their names and periods, who carries them on, and rows that are one body."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from guong.registry.actions.entries import write
from guong.registry.models import Issuer, IssuerSuccession, NumberBook, OfficialDocument
from guong.registry.resolve import link_all
from guong.registry.rules import Refused, name_key
from guong.units.models import Person


@transaction.atomic
def edit_issuer(
    *, by: Person, issuer: Issuer, name: str, code: str, starts_on: date | None, ends_on: date | None
) -> Issuer:
    """Mend name, code and period [starts_on, ends_on) of a body. A new name from a day on is another body that
    carries this one on: `succeed_issuer`.
    """
    if not name.strip():
        raise Refused(_("The name of the body is missing."))
    if starts_on and ends_on and ends_on <= starts_on:
        raise Refused(_("A body ends after the day on which it begins."))
    held = Issuer.objects.select_for_update().get(pk=issuer.pk)
    held.name, held.name_key, held.code = name.strip(), name_key(name), code.strip()
    held.starts_on, held.ends_on = starts_on, ends_on
    held.save(update_fields=["name", "name_key", "code", "starts_on", "ends_on"])
    write(by, "edit_issuer", held.uid)
    _look_again(held)
    return held


@transaction.atomic
def succeed_issuer(*, by: Person, predecessor: Issuer, successor: Issuer, from_on: date) -> IssuerSuccession:
    """From a day on `successor` carries on what `predecessor` was, which ends then where no end was known."""
    if predecessor.pk == successor.pk:
        raise Refused(_("A body does not carry on itself."))
    if predecessor.pk in _after(successor):
        raise Refused(_("{name} comes before {other} already.").format(name=successor.name, other=predecessor.name))
    found, made = IssuerSuccession.objects.get_or_create(
        predecessor=predecessor, successor=successor, defaults={"from_on": from_on}
    )
    if not made:
        raise Refused(_("{name} carries on {other} already.").format(name=successor.name, other=predecessor.name))
    if predecessor.starts_on is not None and from_on <= predecessor.starts_on:
        raise Refused(_("A body ends after the day on which it begins."))
    Issuer.objects.filter(pk=predecessor.pk, ends_on__isnull=True).update(ends_on=from_on)
    write(by, "succeed_issuer", predecessor.uid, {"successor": str(successor.uid), "from_on": from_on.isoformat()})
    _look_again(predecessor)
    return found


def _after(issuer: Issuer) -> set[int]:
    """All who carry a body on, at any distance."""
    seen, waiting = set[int](), {issuer.pk}
    while waiting:
        rows = IssuerSuccession.objects.filter(predecessor__in=waiting)
        waiting = set(rows.values_list("successor", flat=True)) - seen
        seen |= waiting
    return seen


@transaction.atomic
def merge_issuers(*, by: Person, kept: Issuer, gone: Issuer) -> None:
    """Two rows were one body all along: the papers, books and successions of `gone` are those of `kept`.

    Raises `Refused`, and changes nothing, where both hold the same paper or the same book.
    """
    if kept.pk == gone.pk:
        raise Refused(_("Choose another body."))
    try:
        with transaction.atomic():
            OfficialDocument.objects.filter(issuer=gone).update(issuer=kept)
            NumberBook.objects.filter(issuer=gone).update(issuer=kept)
    except IntegrityError as error:
        raise Refused(
            _("Both bodies hold the same document or the same numbering book. Settle these first; nothing was changed.")
        ) from error
    _take_over_successions(kept, gone)
    if kept.unit_id is None and gone.unit_id is not None:
        kept.unit, kept.collective = gone.unit, gone.collective
        kept.save(update_fields=["unit", "collective"])
    write(by, "merge_issuers", kept.uid, {"gone": str(gone.uid)})
    gone.delete()
    _look_again(kept)


def _take_over_successions(kept: Issuer, gone: Issuer) -> None:
    rows = IssuerSuccession.objects
    before = set(rows.filter(successor=kept).values_list("predecessor", flat=True)) | {kept.pk}
    after = set(rows.filter(predecessor=kept).values_list("successor", flat=True)) | {kept.pk}
    rows.filter(successor=gone).exclude(predecessor__in=before).update(successor=kept)
    rows.filter(predecessor=gone).exclude(successor__in=after).update(predecessor=kept)
    (rows.filter(successor=gone) | rows.filter(predecessor=gone)).delete()


def _look_again(issuer: Issuer) -> None:
    _link_papers_of(issuer.documents.all())


@transaction.atomic
def link_by_terms(_topic: str, unit: str) -> None:
    """Look again at what cites the papers of a unit, one of whose terms has come on record."""
    issuers = Issuer.objects.filter(Q(unit__uid=unit) | Q(collective__unit__uid=unit))
    _link_papers_of(OfficialDocument.objects.filter(issuer__in=issuers))


def _link_papers_of(papers: QuerySet[OfficialDocument]) -> None:
    link_all(*papers.exclude(symbol_key="").order_by().values_list("symbol_key", flat=True).distinct())
