"""Nơi nhận: to whom a paper goes and what for; when it was sent, and who opened it first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from guong.jobs.clock import now
from guong.registry.actions.entries import write
from guong.registry.enums import Purpose, Stage
from guong.registry.models import OfficialDocument, Recipient
from guong.registry.rules import Refused, refuse_marks
from guong.units.models import Collective, Person, Unit
from guong.units.queries import during


@dataclass(frozen=True)
class Address:
    """One line: a unit, a collective of one, or words."""

    purpose: str
    unit: Unit | None = None
    collective: Collective | None = None
    text: str = ""


@transaction.atomic
def address_paper(*, by: Person, document: OfficialDocument, lines: Iterable[Address]) -> int:
    """Add recipients; a unit that has its line already keeps it. An issued paper goes to the new ones at once."""
    held = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    standing = set(held.recipients.values_list("unit", "collective", "text"))
    new = [line for line in dict.fromkeys(lines) if _said(line) not in standing]
    refuse_marks(*(line.text for line in new))
    last = held.recipients.aggregate(last=Max("order"))["last"] or 0
    fresh = [_row(held, order, line) for order, line in enumerate(new, last + 1)]
    Recipient.objects.bulk_create(fresh)
    if fresh:
        write(by, "address_paper", held.uid, {"lines": len(fresh)})
    if held.stage == Stage.ISSUED:
        deliver(held)
    return len(fresh)


def _said(line: Address) -> tuple[int | None, int | None, str]:
    """Who is meant, whatever for: nobody gets a paper twice."""
    unit, collective = (each.pk if each else None for each in (line.unit, line.collective))
    return unit, collective, line.text.strip()[:200]


def _row(document: OfficialDocument, order: int, line: Address) -> Recipient:
    if line.purpose not in Purpose.values:
        raise Refused(_("Say what the recipient gets the paper for."))
    if line.unit is None and not line.text.strip():
        raise Refused(_("Name the recipient."))
    return Recipient(
        document=document,
        order=order,
        purpose=line.purpose,
        unit=line.unit,
        collective=line.collective,
        text=line.text.strip()[:200],
    )


@transaction.atomic
def strike_recipient(*, by: Person, document: OfficialDocument, order: int) -> None:
    """Take a line off while nothing was sent to it."""
    line = document.recipients.select_for_update().filter(order=order).first()
    if line is None:
        return
    if line.sent_at is not None:
        raise Refused(_("The paper was sent to this recipient already, so the line stays."))
    line.delete()
    write(by, "strike_recipient", document.uid, {"order": order})


def deliver(document: OfficialDocument) -> None:
    """Units find the paper among those received from now on; what is only kept or named in words is not sent."""
    waiting = document.recipients.filter(unit__isnull=False, sent_at__isnull=True).exclude(purpose=Purpose.KEEP)
    waiting.update(sent_at=now())


def open_received(*, by: Person, document: OfficialDocument, on: date) -> bool:
    """The first of a recipient's own people who opens a paper is noted with the time; a superior's look is not."""
    mandates = during(by.mandates.exclude(role=""), on)
    whole = Q(collective__isnull=True, unit__in=mandates.values("unit"))
    part = Q(collective__in=mandates.filter(collective__isnull=False).values("collective"))
    unread = document.recipients.filter(whole | part, sent_at__isnull=False, opened_at__isnull=True)
    if not unread.exists():  # most looks are second looks: they write nothing
        return False
    with transaction.atomic():
        noted = unread.update(opened_at=now(), opened_by=by)
        if noted:
            write(by, "open_received", document.uid)
    return bool(noted)
