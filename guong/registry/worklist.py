"""What a person has to see to among papers: to open, to say something of, to sign, to number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guong.registry.access import KEEPING, drafts_for, received
from guong.registry.enums import Stage, Voice
from guong.registry.models import Draft, OfficialDocument, Opinion
from guong.units.access import own_units
from guong.units.enums import Verb
from guong.units.models import Person

AT_ONCE = 20  # the oldest; the lists hold the rest


@dataclass(frozen=True)
class PaperWork:
    """One paper with what is to be done; `view` is the name of the address that leads there."""

    what: str | Promise
    document: OfficialDocument
    view: str


def paper_work(person: Person, on: date) -> list[PaperWork]:
    """The oldest first within each kind of work."""
    return [*_to_open(person, on), *_to_judge(person, on), *_to_move(person, on)]


def _to_open(person: Person, on: date) -> Iterator[PaperWork]:
    lines = received(own_units(person, [Verb.SEE], on)).filter(opened_at__isnull=True, collective__isnull=True)
    for line in lines.select_related("document__issuer").order_by("sent_at", "pk")[:AT_ONCE]:
        yield PaperWork(_("Received, not opened"), line.document, "registry:document")


def _to_judge(person: Person, on: date) -> Iterator[PaperWork]:
    """Drafts whose newest version waits for the person's opinion."""
    newer = Draft.objects.filter(document=OuterRef("draft__document"), no__gt=OuterRef("draft__no"))
    asked = Opinion.objects.filter(~Exists(newer), by=person, voice=Voice.OPINION, given_at__isnull=True)
    rows = drafts_for(person, on).filter(stage=Stage.DRAFT, pk__in=asked.values("draft__document"))
    for document in rows.order_by("registered_at", "pk")[:AT_ONCE]:
        yield PaperWork(_("Opinion asked for"), document, "registry:draft")


def _to_move(person: Person, on: date) -> Iterator[PaperWork]:
    """Papers for signing go to signers, signed ones to the office."""
    signs, keeps = own_units(person, [Verb.SIGN], on), own_units(person, KEEPING, on)
    rows = drafts_for(person, on).order_by("registered_at", "pk")
    for document in rows.filter(stage=Stage.FOR_SIGNING, keeper__in=signs)[:AT_ONCE]:
        yield PaperWork(_("To be signed"), document, "registry:draft")
    for document in rows.filter(stage=Stage.SIGNED, keeper__in=keeps)[:AT_ONCE]:
        yield PaperWork(_("To be numbered and issued"), document, "registry:draft")
