"""Photos of a report: declared with its text, sent after it in pieces, kept as every upload when they are whole."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guong.files import actions as files
from guong.files import arriving
from guong.files import rules as file_rules
from guong.files.models import StoredFile
from guong.keys.seal import KeyMissing, Tampered
from guong.rounds import rules
from guong.rounds.enums import PhotoUse
from guong.rounds.models import Held, Photo, Submission
from guong.trail.actions import record
from guong.units.models import Person, Unit

LARGEST = 20 * 2**20  # bytes of one
MOST = 30  # of one report
PICTURES = (file_rules.JPEG, file_rules.PNG, file_rules.WEBP)
TYPES = {PhotoUse.MINUTES: (*PICTURES, file_rules.PDF), PhotoUse.PUBLIC: PICTURES}


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A photo as the device announces it: digest and size of the bytes that it is going to send."""

    uid: UUID
    sha256: str
    size: int
    media_type: str
    use: PhotoUse
    consent: str = ""


def pages(declared: Collection[Declared]) -> set[str]:
    """Digests of the pages of the minutes among them."""
    return {one.sha256 for one in declared if one.use == PhotoUse.MINUTES}


def require(declared: Sequence[Declared], *, unit: Unit) -> None:
    """Raise Incomplete with a sentence for each photo that does not fit, by field."""
    found: dict[str, list[str]] = {}
    if len(declared) > MOST:
        found["photos"] = [_("At most %(most)d photos fit into one report.") % {"most": MOST}]
    if len({one.uid for one in declared}) != len(declared):
        found["photos"] = [_("The same photo is named twice.")]
    known = Photo.objects.select_related("unit").in_bulk([one.uid for one in declared], field_name="uid")
    for order, one in enumerate(declared):
        for field, sentence in _faults(one, known.get(one.uid), unit):
            found.setdefault(f"photos.{order}.{field}", []).append(sentence)
    if found:
        raise rules.Incomplete(found)


def _faults(one: Declared, known: Photo | None, unit: Unit) -> list[tuple[str, str]]:
    found = []
    if known is not None and (known.unit_id != unit.pk or _facts(known) != _facts(one)):
        found.append(("id", _("A photo of this id was declared otherwise.")))
    if not 0 < one.size <= LARGEST:
        found.append(("size", _("The photo is empty or larger than 20 MB.")))
    if one.media_type not in TYPES[one.use]:
        found.append(("media_type", _wrong_type()))
    if one.use == PhotoUse.PUBLIC and not one.consent.strip():
        found.append(("consent", _("Not filled in: who is shown, and that they agree to be.")))
    return found


def _wrong_type() -> str:
    return _("Photos are JPEG, PNG or WebP; a page of the minutes may be a PDF too.")


def _facts(one: Declared | Photo) -> tuple[str, int, str, str, str]:
    return one.sha256, one.size, one.media_type, str(one.use), one.consent


def declare(
    declared: Sequence[Declared],
    *,
    by: Person,
    unit: Unit,
    at: datetime,
    submission: Submission | None = None,
    held: Held | None = None,
) -> None:
    """Rows for photos, inside the act that takes the report in. One that is here already goes with it at once."""
    for one in declared:
        photo, _made = Photo.objects.get_or_create(
            uid=one.uid,
            defaults={
                "unit": unit,
                "use": one.use,
                "sha256": one.sha256,
                "size": one.size,
                "media_type": one.media_type,
                "consent": one.consent,
                "by": by,
                "declared_at": at,
            },
        )
        if submission is not None:
            photo.submissions.add(submission)
        if held is not None:
            photo.held.add(held)
        _file_with(photo, submission, held)


def announced(photo: Photo) -> Declared:
    """As it was declared, so that another report may name it too."""
    return Declared(
        uid=photo.uid,
        sha256=photo.sha256,
        size=photo.size,
        media_type=photo.media_type,
        use=PhotoUse(photo.use),
        consent=photo.consent,
    )


def _file_with(photo: Photo, *reports: Submission | Held | None) -> None:
    if photo.file is not None and photo.use == PhotoUse.MINUTES:
        for report in reports:
            if report is not None:
                report.minutes.add(photo.file)


def take_piece(*, by: Person, photo: Photo, begin: int, piece: bytes) -> int:
    """Keep a piece and give how many bytes are held; the last one makes the photo whole. No transaction is open.

    Raises `rules.OutOfPlace` where it does not begin at what is held, and `rules.Refused` with a sentence where the
    whole is not what was declared or no picture: then it starts anew.
    """
    held = held_of(photo)
    if begin + len(piece) <= held:
        return held
    if begin != held:
        raise rules.OutOfPlace(held)
    unit = str(photo.unit.uid)
    arriving.keep(uid=photo.uid, begin=begin, piece=piece, kind="unit", name=unit)
    if begin + len(piece) < photo.size:
        return begin + len(piece)
    _finish(by, photo, _whole(photo, unit))
    return photo.size


def held_of(photo: Photo) -> int:
    return photo.size if photo.file_id is not None else arriving.held(photo.uid, photo.size)


def _whole(photo: Photo, unit: str) -> bytes:
    """The bytes as declared; else everything is dropped."""
    try:
        content = arriving.whole(uid=photo.uid, kind="unit", name=unit)
    except (KeyMissing, Tampered, FileNotFoundError):
        content = b""
    if hashlib.sha256(content).hexdigest() != photo.sha256:
        arriving.drop(photo.uid)
        raise rules.Refused(_("The photo that came is not the one that was declared. It is sent anew from the start."))
    return content


def _finish(by: Person, photo: Photo, content: bytes) -> None:
    try:
        file = files.store(content=content)
    except file_rules.Refused as refusal:
        arriving.drop(photo.uid)
        raise rules.Refused(str(refusal)) from refusal
    if file.media_type not in TYPES[PhotoUse(photo.use)]:
        files.discard(file=file)
        arriving.drop(photo.uid)
        raise rules.Refused(_wrong_type())
    _take_photo(by, photo, file)
    arriving.drop(photo.uid)


@transaction.atomic
def _take_photo(by: Person, photo: Photo, file: StoredFile) -> None:
    row = Photo.objects.select_for_update().get(pk=photo.pk)
    if row.file_id is not None:
        return
    row.file = file
    row.save(update_fields=["file"])
    _file_with(row, *row.submissions.all(), *row.held.all())
    record(by=by.uid, what="rounds.take_photo", on=row.uid, facts={"sha256": row.sha256, "file": file.sha256})
