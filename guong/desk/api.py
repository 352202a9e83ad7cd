"""Handing in by devices: the wire of submissions. `docs/decisions` says why it is as it is, docs/api.md how to use it.

What decides lies in `rounds.actions` (`hand_in`, `take_piece`); here a request becomes its values and its outcome an
answer.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Path, Router, Status
from ninja.errors import ValidationError
from ninja.utils import check_csrf

from guong.accounts import devices, signatures
from guong.accounts.callers import caller, wait
from guong.accounts.models import Device, User
from guong.desk import api_words as words
from guong.files import arriving
from guong.jobs import clock
from guong.keys import sign
from guong.rounds import content, receipts, rules
from guong.rounds.access import arrived_for, photo_for
from guong.rounds.actions import Declared, hand_in, take_piece
from guong.rounds.actions.photos import held_of
from guong.rounds.enums import HeldReason, PhotoUse
from guong.rounds.models import Duty, Held, Photo, Receipt, Submission
from guong.ui.problems import Fault, Problem, problem, too_large
from guong.units.access import acting, may
from guong.units.enums import Verb
from guong.units.models import Person

router = Router(tags=["submissions"])
HANDING_IN = frozenset({"devices", "submission", "photo"})
ORIGIN = "urn:guong:problem:"
BINARY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}
_REASONS = {"passed": "passed_on"}  # where the wire has another word than the column
_RANGE = re.compile(r"bytes ([0-9]{1,9})-([0-9]{1,9})/([0-9]{1,9})", re.ASCII)


class TooOften(Exception):
    """This account, or this address without one, asks too often."""

    def __init__(self, most: int, seconds: int) -> None:
        super().__init__(most, seconds)
        self.most, self.seconds = most, seconds


@dataclass(frozen=True)
class Sender:
    """Who hands in, and with which device where one signed."""

    user: User
    person: Person | None
    device: Device | None

    def required(self) -> Person:
        if self.person is None:
            raise PermissionDenied
        return self.person


def sender(request: HttpRequest) -> Sender | None:
    """By signature, else by session and CSRF token. Whoever proves nothing is counted by address."""
    found = _by_signature(request) if signatures.is_signed(request) else _by_session(request)
    if found is None:
        _count(caller(request), settings.GUONG_API_PER_MINUTE)
        return None
    _count(f"sender:{found.user.pk}", settings.GUONG_SUBMIT_PER_MINUTE)
    return found


def _count(who: str, most: int) -> None:
    seconds = wait(who, most=most)
    if seconds:
        raise TooOften(most, seconds)


def _by_signature(request: HttpRequest) -> Sender | None:
    device = signatures.signer(request, request.body, _written_at(request))
    if device is None:
        return None
    person = Person.objects.filter(user=device.user).first()
    return Sender(device.user, person, device)


def _written_at(request: HttpRequest) -> str:
    """As it stands in the body, before anything is known of it."""
    if request.content_type != "application/json":
        return ""
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return ""
    written = said.get("written_at") if isinstance(said, dict) else None
    return written if isinstance(written, str) and written.isascii() else ""


def _by_session(request: HttpRequest) -> Sender | None:
    if not isinstance(request.user, User):
        return None
    if request.method not in {"GET", "HEAD"} and check_csrf(request) is not None:
        raise PermissionDenied(gettext("The request does not carry the token of the page. Open the page again."))
    return Sender(request.user, acting(request), None)


def _sender(request: HttpRequest) -> Sender:
    found: Sender = request.auth  # type: ignore[attr-defined]  # set by ninja: what `sender` gave
    return found


@router.get(
    "/keys",
    response=words.Keys,
    url_name="keys",
    operation_id="keys",
    auth=None,
    summary=_("Read the keys that receipts are checked with"),
    description=_("With one of them a receipt is checked without a network."),
)
def keys(request: HttpRequest) -> words.Keys:  # noqa: ARG001  (ninja calls it so)
    found = sign.public_keys() or [sign.public_key()]
    return words.Keys(form=receipts.FORM, keys=[words.Key(algorithm="Ed25519", public_key=one) for one in found])


@router.post(
    "/devices",
    response={201: words.Enrolled, 401: Problem, 403: Problem, 409: Problem},
    url_name="devices",
    operation_id="enrol",
    auth=sender,
    summary=_("Let a device sign"),
    description=_("By session. The private key never leaves the device; the same key again gives the same device."),
)
def enrol(request: HttpRequest, body: words.NewDevice) -> Any:
    who = _sender(request)
    if who.device is not None:
        raise PermissionDenied(gettext("A key is enrolled by who is signed in."))
    try:
        key = signatures.read_key(body.public_key.model_dump(exclude_none=True))
        device = _enrolled(who.user, request, key)
    except signatures.NoKey as error:
        raise ValidationError([{"type": "key", "loc": ("body", "body", "public_key")}]) from error
    except devices.Taken:
        return problem(409, gettext("This key was revoked or belongs to somebody else. Make a new one."))
    return Status(201, words.Enrolled(device=device.uid))


def _enrolled(user: User, request: HttpRequest, key: str) -> Device:
    """Of two pages of one browser that enrol at once the second finds what the first wrote."""
    try:
        device, new = devices.sign_with(user, request, key, at=clock.now())
    except IntegrityError:
        device, new = devices.sign_with(user, request, key, at=clock.now())
    if new:
        devices.tell_of(user, device)
    return device


Uid = Annotated[UUID, Path(description=_("Identity, made on the device."))]


@router.put(
    "/submissions/{uuid:uid}",
    response={
        200: words.Arrived, 201: words.Arrived, 202: words.Waiting, 401: Problem, 403: Problem, 404: Problem,
        409: words.Kept,
    },
    url_name="submission",
    operation_id="hand_in",
    auth=sender,
    summary=_("Hand in a report"),
    description=_("The same bytes under the same id are taken once; again they give the first receipt."),
)  # fmt: skip
def put_submission(request: HttpRequest, uid: Uid, body: words.NewSubmission) -> Any:
    who = _sender(request)
    person = who.required()
    if max(len(body.up.encode()), len((body.stays or "").encode())) > content.LARGEST:
        return too_large(content.LARGEST)
    try:
        receipt = _handed_in(uid, person, who.device, body)
    except rules.Held as refusal:
        return _kept(refusal)
    except rules.Refused as refusal:
        return _refused(refusal)
    if receipt.is_first:
        return Status(201, _arrived(receipt.submission, receipt))
    arrived_for(person, uid)  # whoever knows the bytes and has nothing to do with them learns nothing
    return Status(200, _arrived(receipt.submission, receipt))


def _handed_in(uid: UUID, person: Person, device: Device | None, body: words.NewSubmission) -> Receipt:
    up = body.up.encode()
    duties = _duties(up)
    try:
        return hand_in(
            by=person,
            uid=uid,
            duties=duties,
            up=up,
            stays=body.stays.encode() if body.stays is not None else None,
            written_at=body.written_at,
            base=body.base,
            declared=[_declared(one) for one in body.photos],
            device=device,
        )
    except PermissionDenied:
        days = [clock.today(), *([clock.day_of(body.written_at)] if body.written_at else [])]
        if any(may(person, Verb.SEE, duties[0].unit, day) for day in days):
            raise
        raise Http404 from None


def _duties(up: bytes) -> list[Duty]:
    """The duties that the part going up names; 404 where one is unknown."""
    named = list(dict.fromkeys(content.parse(up).duties))
    if not named:
        raise content.Malformed("duties")
    rows = Duty.objects.filter(uid__in=named).select_related("unit", "superior", "phase__round__owner")
    found = list(rows.order_by("pk"))
    if len(found) != len(named):
        raise Http404
    return found


def _declared(one: words.NewPhoto) -> Declared:
    return Declared(
        uid=one.id,
        sha256=one.sha256,
        size=one.size,
        media_type=one.media_type,
        use=PhotoUse(one.use),
        consent=one.consent,
    )


def _refused(refusal: rules.Refused) -> HttpResponse:
    """Nothing was stored: each field with its sentence."""
    if isinstance(refusal, rules.Incomplete):
        faults = [Fault(field=field, detail=one) for field, said in refusal.problems.items() for one in said]
    else:
        faults = [Fault(field=getattr(refusal, "detail", "") or "body", detail=refusal.sentence)]
    return problem(422, refusal.sentence, errors=faults)


def _kept(refusal: rules.Held) -> Any:
    """What waits, and where a person of the unit decides."""
    if refusal.kept is None:
        raise refusal
    held = Held.objects.get(uid=refusal.kept)
    if refusal.reason in {HeldReason.CONFLICT, HeldReason.STALE}:
        more = {"kept": str(held.uid), "page": reverse("desk:held", args=[held.uid])}
        return problem(409, refusal.sentence, kind=f"{ORIGIN}{refusal.reason.value}", more=more)
    return Status(202, _waiting(held, refusal.sentence))


def _waiting(held: Held, sentence: str = "") -> words.Waiting:
    photos = list(held.photos.order_by("pk"))
    return words.Waiting(
        reason=_REASONS.get(held.reason, held.reason),
        detail=sentence or str(held.get_reason_display()),
        kept=held.uid,
        page=reverse("desk:held", args=[held.uid]),
        state=_state(photos),
        photos=_photos(photos),
        received_at=held.received_at,
    )


def _arrived(submission: Submission, receipt: Receipt) -> words.Arrived:
    photos = list(submission.photos.order_by("pk"))
    return words.Arrived(
        receipt=words.ReceiptFile.model_validate_json(receipts.file(receipt)),
        short=receipts.short(receipt),
        number=receipts.number(receipt),
        version=submission.version,
        state=_state(photos),
        photos=_photos(photos),
        arrived_at=submission.arrived_at,
    )


def _state(photos: Sequence[Photo]) -> words.State:
    return "complete" if all(one.file_id for one in photos) else "text_held"


def _photos(photos: Sequence[Photo]) -> list[words.PhotoHeld]:
    return [words.PhotoHeld(id=one.uid, held=held_of(one), size=one.size) for one in photos]


@router.get(
    "/submissions/{uuid:uid}",
    response={200: words.Arrived, 202: words.Waiting, 401: Problem, 403: Problem, 404: Problem},
    url_name="submission",
    operation_id="handed_in",
    auth=sender,
    summary=_("Read what became of a report"),
    description=_("For who handed it in or reports for the unit; says how much of each photo is here."),
)
def get_submission(request: HttpRequest, uid: Uid) -> Any:
    found = arrived_for(_sender(request).required(), uid)
    if isinstance(found, Held):
        return Status(202, _waiting(found))
    return Status(200, _arrived(found, found.receipt))


@router.put(
    "/submissions/{uuid:uid}/photos/{uuid:photo}",
    response={200: words.PieceHeld, 401: Problem, 403: Problem, 404: Problem, 416: words.HeldSoFar},
    url_name="photo",
    operation_id="send_photo",
    auth=sender,
    openapi_extra={
        **BINARY,
        "parameters": [
            {
                "in": "header", "name": "Content-Range", "required": True,
                "schema": {
                    "type": "string", "pattern": "^bytes [0-9]{1,9}-[0-9]{1,9}/[0-9]{1,9}$",
                    "description": _("Which bytes of how many these are: bytes 0-262143/900000."),
                },
            },
        ],
    },
    summary=_("Send a piece of a photo"),
    description=_("From where the last one ended; at most 256 KiB, at least 4 KiB but for the last."),
)  # fmt: skip
def put_photo(request: HttpRequest, uid: Uid, photo: Uid) -> Any:
    person = _sender(request).required()
    row = photo_for(person, photo, uid)
    piece = request.body
    if len(piece) > arriving.LARGEST_PIECE:
        return too_large(arriving.LARGEST_PIECE)
    begin = _begin(request.headers.get("Content-Range", ""), len(piece), row.size)
    try:
        held = take_piece(by=person, photo=row, begin=begin, piece=piece)
    except rules.OutOfPlace as refusal:
        said = gettext("Go on sending from byte %(held)s.") % {"held": refusal.held}
        return problem(416, said, more={"held": refusal.held})
    except rules.Refused as refusal:
        return _refused(refusal)
    return words.PieceHeld(held=held, size=row.size, state=_state(_together(row, uid)))


def _begin(given: str, length: int, size: int) -> int:
    """Where the piece begins; 422 where range and body do not fit each other or the photo."""
    found = _RANGE.fullmatch(given)
    begin, end, whole = (int(part) for part in found.groups()) if found else (0, -1, 0)
    fits = whole == size and end - begin + 1 == length and end < size
    if not fits or not length or (length < arriving.LEAST_PIECE and end != size - 1):
        raise ValidationError([{"type": "range", "loc": ("header", "Content-Range")}])
    return begin


def _together(photo: Photo, uid: UUID) -> list[Photo]:
    """The photos of the report that this one is sent for, as they are now."""
    of_submission = Photo.objects.filter(submissions__uid=uid)
    return list(of_submission or Photo.objects.filter(held__claimed=uid).distinct() or [photo])
