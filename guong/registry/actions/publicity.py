"""Opening papers to the public, and taking them back."""

from django.db import transaction

from guong.jobs.clock import now
from guong.jobs.outbox import tell
from guong.registry.actions.entries import DOCUMENT, write
from guong.registry.enums import Publicity
from guong.registry.models import OfficialDocument
from guong.registry.resolve import link_all
from guong.units.models import Person


@transaction.atomic
def make_public(*, by: Person, document: OfficialDocument) -> None:
    """A named person opens a paper to the public. Doing it again changes nothing."""
    held = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    if held.publicity != Publicity.PUBLIC:
        held.publicity, held.made_public_by, held.made_public_at = Publicity.PUBLIC, by, now()
        held.save(update_fields=["publicity", "made_public_by", "made_public_at"])
        _publicity_changed(by, "make_public", held)
    document.refresh_from_db()


@transaction.atomic
def make_internal(*, by: Person, document: OfficialDocument) -> None:
    """Take a paper back from the public: page, lists and search lose it."""
    held = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    if held.publicity != Publicity.INTERNAL:
        held.publicity, held.made_public_by, held.made_public_at = Publicity.INTERNAL, None, None
        held.save(update_fields=["publicity", "made_public_by", "made_public_at"])
        _publicity_changed(by, "make_internal", held)
    document.refresh_from_db()


def _publicity_changed(by: Person, what: str, document: OfficialDocument) -> None:
    write(by, what, document.uid)
    tell("public.changed", f"{DOCUMENT}:{document.uid}")
    for host_kind, host in document.cited_by.values_list("host_kind", "host").distinct().order_by():
        tell("public.changed", f"{host_kind}:{host}")
    link_all(document.symbol_key)
