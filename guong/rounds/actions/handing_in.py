"""Handing in: bytes kept as they came, versions that never overwrite, a receipt for each, figures stated at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guong.accounts.models import Device
from guong.files.models import StoredFile
from guong.jobs import clock
from guong.jobs.outbox import tell
from guong.keys import seal
from guong.rounds import checks, content, passing, queries, rules, steps
from guong.rounds.actions import drawing, photos
from guong.rounds.enums import Answer, Channel, DutyKind
from guong.rounds.models import Duty, Held, Phase, Receipt, Submission
from guong.trail.actions import record
from guong.units.access import may
from guong.units.enums import Verb
from guong.units.models import Mandate, Person, Unit
from guong.units.queries import held_until, latest_names, working_in


@dataclass(frozen=True, kw_only=True)
class Handing:
    """Everything about one handing in that is known before the database is asked for a place."""

    by: Person
    mandate: Mandate | None
    uid: UUID
    base: UUID | None
    unit: Unit
    phase: Phase
    duties: tuple[Duty, ...]
    said: content.Content
    up: bytes
    sealed: bytes | None
    stays_mark: str
    digest: str
    channel: Channel
    written_at: datetime | None
    received_at: datetime
    arrived_at: datetime
    minutes: tuple[StoredFile, ...]
    photos: tuple[photos.Declared, ...]


def hand_in(
    *,
    by: Person,
    uid: UUID,
    duties: Sequence[Duty],
    up: bytes,
    stays: bytes | None,
    written_at: datetime | None = None,
    base: UUID | None = None,
    channel: Channel = Channel.WEB,
    arrived_at: datetime | None = None,
    minutes: Sequence[StoredFile] = (),
    declared: Sequence[photos.Declared] = (),
    device: Device | None = None,
) -> Receipt:
    """Take what a unit hands in for some of its duties of one phase, and give the receipt.

    The same id with the same bytes gives the first receipt again. `base` is the version that an edit was made from.
    `arrived_at` is for paper alone: when the sheet reached the office. `declared` are photos that follow in pieces
    (`take_piece`), `device` the one that signed, where one did. Raises `rules.Incomplete` with sentences by field and
    `content.Malformed`; `rules.Held` (Conflict, Stale, PhaseClosed, MandateEnded, PassedOn, ...) after having kept
    everything in the waiting room; PermissionDenied for who does not report for this unit.
    """
    unit, phase = _whose(duties)
    digest, stays_mark = _digest(unit, up, stays)
    again = _handed_in_before(uid, digest)
    if again is not None:
        return again
    received_at = clock.now()
    if channel == Channel.PAPER:
        mandate = _clerk(by, unit, received_at)
    else:
        mandate = _reporter(by, duties[0], received_at, written_at, device)
    handing = Handing(
        by=by,
        mandate=mandate,
        uid=uid,
        base=base,
        unit=unit,
        phase=phase,
        duties=tuple(duties),
        said=content.parse(up, stays),
        up=up,
        sealed=seal.seal(stays, kind="unit", name=str(unit.uid)) if stays is not None else None,
        stays_mark=stays_mark,
        digest=digest,
        channel=channel,
        written_at=written_at,
        received_at=received_at,
        arrived_at=_arrival(channel, received_at, arrived_at),
        minutes=tuple(minutes),
        photos=tuple(declared),
    )
    _check(handing, stays)
    try:
        return _placed(handing)
    except rules.Held as refusal:
        refusal.kept = _keep(handing, refusal).uid
        raise


def _whose(duties: Sequence[Duty]) -> tuple[Unit, Phase]:
    units, phases = {duty.unit for duty in duties}, {duty.phase for duty in duties}
    if len(units) != 1 or len(phases) != 1:
        raise rules.Refused(_("A report answers duties of one unit in one phase. Send one for each."))
    return units.pop(), phases.pop()


def _digest(unit: Unit, up: bytes, stays: bytes | None) -> tuple[str, str]:
    """SHA-256 of `up`, a zero byte, and the keyed mark of what stays; and that mark."""
    mark = seal.mark(stays, kind="unit", name=str(unit.uid)) if stays is not None else ""
    return hashlib.sha256(up + b"\0" + mark.encode()).hexdigest(), mark


def _handed_in_before(uid: UUID, digest: str) -> Receipt | None:
    return Receipt.objects.filter(submission__uid=uid, submission__digest=digest).first()


def _clerk(by: Person, unit: Unit, at: datetime) -> Mandate | None:
    """Paper is typed in by who directs the unit."""
    if not may(by, Verb.DIRECT, unit, clock.day_of(at)):
        raise PermissionDenied
    return working_in(by, Verb.DIRECT, clock.day_of(at))


def _reporter(
    by: Person, duty: Duty, received_at: datetime, written_at: datetime | None, device: Device | None
) -> Mandate | None:
    """The mandate under which a unit hands in; None when it had ended too long ago, or had ended before the device
    could sign. Strangers are refused."""
    held = working_in(by, Verb.REPORT, clock.day_of(received_at), unit=duty.unit)
    if held is not None:
        return held
    written_on = clock.day_of(written_at) if written_at else None
    earlier = working_in(by, Verb.REPORT, written_on, unit=duty.unit) if written_on else None
    ended_on = held_until(by, earlier, written_on) if earlier and written_on else None
    if ended_on is None:
        raise PermissionDenied
    in_grace = received_at < clock.start_of(ended_on) + timedelta(days=duty.phase.round.grace_days)
    valid = device is None or (written_at is not None and device.made_at <= written_at)
    return earlier if in_grace and valid else None


def _arrival(channel: Channel, received_at: datetime, arrived_at: datetime | None) -> datetime:
    """What judges lateness: the server's time, or for paper the moment at which the sheet reached the office."""
    if arrived_at is None:
        return received_at
    if channel != Channel.PAPER:
        raise ValueError("arrived_at is for paper; everything else arrives when the server has it")
    if arrived_at > received_at:
        raise rules.Refused(_("The sheet cannot have arrived in the future. Check day and hour."))
    return arrived_at


def _check(handing: Handing, stays: bytes | None) -> None:
    said, kinds = handing.said, {duty.kind for duty in handing.duties}
    if set(said.duties) != {duty.uid for duty in handing.duties}:
        raise rules.Refused(_("The report names other duties than those it was sent for. Open the form again."))
    if isinstance(said, content.SittingReport) and DutyKind.SITTING not in kinds:
        raise rules.Refused(_("None of these duties asks for a sitting. Choose the right form."))
    if isinstance(said, content.WrittenReport) and DutyKind.SITTING in kinds:
        raise rules.Refused(_("A duty to hold a sitting is answered with the sitting form."))
    if content.counts(handing.up) != content.counted(said):
        raise content.Malformed("counts")
    if handing.channel == Channel.PAPER and stays is not None:
        raise rules.Refused(_("What stays in the unit is not typed in by the office. Leave these fields empty."))
    pages = () if isinstance(said, content.NilReport) else said.minutes
    if set(pages) != {page.sha256 for page in handing.minutes} | photos.pages(handing.photos):
        raise content.Malformed("minutes")
    photos.require(handing.photos, unit=handing.unit)
    listed = [duty.expected for duty in handing.duties if duty.kind == DutyKind.SITTING]
    agenda = [point.order for point in queries.points(handing.duties[0])]
    today = clock.day_of(handing.received_at)
    checks.require(
        said,
        today=today,
        listed=listed[0] if listed else None,
        agenda=set(agenda),
        light=bool(handing.phase.round.rhythm),
    )


def _placed(handing: Handing) -> Receipt:
    """Take it; whoever lost a race against another writer looks again, and then finds what the other wrote."""
    try:
        return _take(handing)
    except IntegrityError:
        return _take(handing)


@transaction.atomic
def _take(handing: Handing) -> Receipt:
    duties = list(Duty.objects.select_for_update().filter(pk__in=[d.pk for d in handing.duties]).order_by("pk"))
    first = Submission.objects.filter(uid=handing.uid).select_related("receipt").first()
    if first is not None and first.digest == handing.digest:
        return first.receipt
    if first is not None:
        raise rules.Conflict(first.uid, first.received_at)
    if (heir := passing.answering(duties)) is not None:
        raise rules.PassedOn(latest_names([heir.unit_id])[heir.unit_id])
    if handing.mandate is None:
        raise rules.MandateEnded
    if not rules.is_open(Phase.objects.get(pk=handing.phase.pk)):
        raise rules.PhaseClosed
    previous = _version_before(handing, duties)
    if previous is None and any(queries.plan_awaited(duty) for duty in handing.duties):
        raise rules.PlanAwaited
    submission = _write(handing, previous)
    _answer(duties, submission)
    drawing.state_duties(duties, submission.received_at)
    drawing.draw_sitting(submission, handing.phase, handing.said)
    drawing.state_figures(submission, handing.phase, handing.said, previous)
    receipt = drawing.issue_receipt(submission, handing.phase.round.owner)
    for step in steps.HANDED_IN:
        step(submission, handing.said, previous)
    _record(handing, submission, receipt)
    tell("rounds.handed_in", submission.uid)
    receipt.is_first = True
    return receipt


def _version_before(handing: Handing, duties: Sequence[Duty]) -> Submission | None:
    """The newest version, which an edit must name; None where nothing was handed in yet."""
    threads = {duty.thread for duty in duties if duty.thread is not None}
    if not threads:
        return None
    if len(threads) > 1:
        raise rules.Unplaced(_("These duties were answered by separate reports. Edit each of them."))
    newest = Submission.objects.filter(thread=threads.pop()).latest("version")
    if newest.uid != handing.base:
        raise rules.Stale(newest.uid, newest.received_at)
    if not set(newest.duties.values_list("pk", flat=True)) <= {duty.pk for duty in duties}:
        raise rules.Unplaced(_("A new version answers every duty that the earlier one did."))
    return newest


def _write(handing: Handing, previous: Submission | None) -> Submission:
    mandate = handing.mandate
    submission = Submission.objects.create(
        uid=handing.uid,
        unit=handing.unit,
        thread=previous.thread if previous else handing.uid,
        version=previous.version + 1 if previous else 1,
        base=previous,
        answer=Answer.NIL if isinstance(handing.said, content.NilReport) else Answer.REPORT,
        up=handing.up,
        stays=handing.sealed,
        digest=handing.digest,
        stays_mark=handing.stays_mark,
        written_at=handing.written_at,
        received_at=handing.received_at,
        arrived_at=handing.arrived_at,
        channel=handing.channel,
        by=handing.by,
        mandate=mandate,
        acting_as=mandate.office_title if mandate else "",
    )
    submission.duties.set(handing.duties)
    submission.minutes.set(handing.minutes)
    photos.declare(handing.photos, by=handing.by, unit=handing.unit, at=handing.received_at, submission=submission)
    return submission


def _answer(duties: Sequence[Duty], submission: Submission) -> None:
    """Bring the derived columns of the duties up to date: it is in, and no longer lies with the unit."""
    for duty in duties:
        duty.thread = submission.thread
        earlier = duty.first_arrived_at
        duty.first_arrived_at = min(earlier, submission.arrived_at) if earlier else submission.arrived_at
        duty.returned_at = duty.approved_at = None
        duty.save(update_fields=["thread", "first_arrived_at", "returned_at", "approved_at"])


def _record(handing: Handing, submission: Submission, receipt: Receipt) -> None:
    record(
        by=handing.by.uid,
        what="rounds.hand_in",
        on=submission.uid,
        acting_as=handing.mandate.uid if handing.mandate else None,
        facts={
            "unit": str(handing.unit.uid),
            "version": submission.version,
            "digest": submission.digest,
            "receipt": f"{receipt.year}/{receipt.number}",
        },
    )


@transaction.atomic
def _keep(handing: Handing, refusal: rules.Held) -> Held:
    """Nothing that was typed is lost: what cannot become a version waits for a person. The same bytes wait once."""
    held, made = Held.objects.get_or_create(
        claimed=handing.uid,
        digest=handing.digest,
        defaults={
            "base": handing.base,
            "unit": handing.unit,
            "reason": refusal.reason,
            "up": handing.up,
            "stays": handing.sealed,
            "written_at": handing.written_at,
            "received_at": handing.received_at,
            "by": handing.by,
            "channel": handing.channel,
            "arrived_at": handing.arrived_at,
        },
    )
    if made:
        held.duties.set(handing.duties)
        held.minutes.set(handing.minutes)
        photos.declare(handing.photos, by=handing.by, unit=handing.unit, at=handing.received_at, held=held)
        facts = {"claimed": str(handing.uid), "digest": handing.digest, "reason": str(refusal.reason.value)}
        record(by=handing.by.uid, what="rounds.hold", on=held.uid, facts=facts)
        tell("rounds.held", held.uid)
    return held


@transaction.atomic
def decide_held(*, by: Person, held: Held) -> Held:
    """A person has taken over what was right of it, as a version of its own, or leaves it be. It stays readable."""
    if held.decided_at is None:
        held.decided_at = clock.now()
        held.save(update_fields=["decided_at"])
        record(by=by.uid, what="rounds.decide_held", on=held.uid)
    return held


@transaction.atomic
def place_held(*, held: Held) -> Receipt | None:
    """What waited for a plan takes its place, judged by when it arrived; None where it must wait for something else."""
    duties = tuple(held.duties.select_related("unit", "phase__round__owner"))
    unit, phase = _whose(duties)
    stays = seal.unseal(bytes(held.stays), kind="unit", name=str(unit.uid)) if held.stays is not None else None
    channel, received_at = Channel(held.channel), clock.now()
    handing = Handing(
        by=held.by,
        mandate=_mandate_of(held, duties[0]),
        uid=held.claimed,
        base=held.base,
        unit=unit,
        phase=phase,
        duties=duties,
        said=content.parse(bytes(held.up), stays),
        up=bytes(held.up),
        sealed=bytes(held.stays) if held.stays is not None else None,
        stays_mark=seal.mark(stays, kind="unit", name=str(unit.uid)) if stays is not None else "",
        digest=held.digest,
        channel=channel,
        written_at=held.written_at,
        received_at=received_at,
        arrived_at=held.arrived_at or held.received_at,
        minutes=tuple(held.minutes.all()),
        photos=tuple(photos.announced(one) for one in held.photos.order_by("pk")),
    )
    try:
        receipt = _take(handing)
    except rules.Held as refusal:
        held.reason = refusal.reason
        held.save(update_fields=["reason"])
        return None
    decide_held(by=held.by, held=held)
    return receipt


def _mandate_of(held: Held, duty: Duty) -> Mandate | None:
    """The mandate under which it was handed in, on the day on which it came."""
    if held.channel == Channel.PAPER:
        return working_in(held.by, Verb.DIRECT, clock.day_of(held.received_at))
    return _reporter(held.by, duty, held.received_at, held.written_at, None)
