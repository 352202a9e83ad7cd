"""Submissions and receipts against their hashes, for `guong verify`."""

import hashlib
from collections.abc import Iterator

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from guong.keys import seal, sign
from guong.rounds import receipts
from guong.rounds.models import Receipt, Submission
from guong.trail.models import Entry

_AT_ONCE = 200


def faults() -> Iterator[str]:
    """One sentence for each submission or receipt that is not what it was."""
    for submission in Submission.objects.select_related("unit").order_by("pk").iterator(_AT_ONCE):
        if not _as_received(submission):
            yield _("Submission %(uid)s: what was received was altered.") % {"uid": submission.uid}
    yield from _receipts()
    yield from _gaps()


def _as_received(submission: Submission) -> bool:
    kept = bytes(submission.up) + b"\0" + submission.stays_mark.encode()
    if hashlib.sha256(kept).hexdigest() != submission.digest:
        return False
    if submission.stays is None:
        return not submission.stays_mark
    unit = str(submission.unit.uid)
    try:
        clear = seal.unseal(bytes(submission.stays), kind="unit", name=unit)
    except seal.KeyMissing:
        return True  # closed, not altered: the envelope cannot be judged without its key
    except seal.Tampered:
        return False
    return seal.mark(clear, kind="unit", name=unit) == submission.stays_mark


def _receipts() -> Iterator[str]:
    public = sign.public_keys()
    rows = Receipt.objects.select_related("owner", "submission__unit").order_by("pk")
    for receipt in rows.iterator(_AT_ONCE):
        if public and not receipts.check(receipts.file(receipt), public=public):
            yield _("Receipt %(number)s: its check mark does not fit what it says.") % _named(receipt)
    handed_out = dict(Receipt.objects.exclude(head_position=0).values_list("head_position", "head_seal").distinct())
    stand = dict(Entry.objects.filter(position__in=handed_out).values_list("position", "seal"))
    for position in sorted(position for position, sealed in handed_out.items() if stand.get(position) != sealed):
        yield _("Trail: receipts name an entry at position %(position)d that is no longer there.") % {
            "position": position
        }


def _gaps() -> Iterator[str]:
    books = Receipt.objects.values("owner", "year").annotate(last=Max("number"), held=Count("pk")).order_by("year")
    for book in books:
        if book["last"] != book["held"]:
            yield _("Receipts of %(year)d: numbers missing: %(missing)d.") % {
                "year": book["year"],
                "missing": book["last"] - book["held"],
            }


def _named(receipt: Receipt) -> dict[str, str]:
    return {"number": receipts.number(receipt)}
