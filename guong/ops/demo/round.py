"""The sample's round: proposed, confirmed, a finished phase and a running one, every report handed in at its hour."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from guong.installation import SAMPLE_SHOWS
from guong.jobs import clock
from guong.ops.demo.deviations import Deviations, Pair, of_phase
from guong.ops.demo.samples import read
from guong.ops.demo.tree import LINE, Sample
from guong.registry.models import OfficialDocument
from guong.rounds import content
from guong.rounds.actions import (
    accept_late,
    close_phase,
    confirm_round,
    excuse,
    extend,
    hand_in,
    mark_not_applicable,
    open_phase,
    propose_round,
    receive,
    return_submission,
)
from guong.rounds.enums import DutyKind, FindingKind, Mode, Precision, StudyKind
from guong.rounds.models import Duty, Phase, Round, Submission
from guong.rounds.proposals import (
    Proposal,
    ProposedBasis,
    ProposedOccasion,
    ProposedPhase,
    ProposedPoint,
    ProposedStudy,
)

SHOWS = datetime.fromisoformat(SAMPLE_SHOWS)
FORMS = ("thematic", "separate", "regular", "thematic", "conference")
Tick = Callable[[int], object]


def propose(sample: Sample, papers: dict[str, OfficialDocument]) -> Round:
    data = read("round")
    row = data["round"]
    symbols = {symbol: paper.uid for symbol, paper in papers.items()}
    proposal = Proposal(
        aims=row["aims"],
        basis=tuple(ProposedBasis(text=text, document=_held(text, symbols)) for text in row["basis"]),
        study=tuple(
            ProposedStudy(kind=StudyKind(item["kind"]), text=item["text"], author=item.get("author", ""))
            for item in data["study"]
        ),
        agenda=tuple(ProposedPoint(text=text, clause=clause) for text, clause in row["agenda"]),
        phases=tuple(_phase(item) for item in data["phase"]),
    )
    with clock.at(datetime.fromisoformat("2022-05-18T15:00:00+07:00")):
        round_ = propose_round(
            by=sample.clerk,
            owner=sample.district,
            line=LINE,
            title=row["title"],
            theme=row["theme"],
            proposal=proposal,
            origin=uuid7(),
        )
        return confirm_round(by=sample.clerk, round=round_)


def _held(text: str, symbols: dict[str, UUID]) -> UUID | None:
    return next((uid for symbol, uid in symbols.items() if symbol in text), None)


def _phase(row: dict[str, Any]) -> ProposedPhase:
    return ProposedPhase(
        title=row["title"],
        starts_on=row["starts"],
        ends_on=row["ends"],
        precision=Precision(row["precision"]),
        occasions=tuple(ProposedOccasion(name=name, years=years) for name, years in row["occasions"]),
    )


def open_one(sample: Sample, phase: Phase) -> None:
    """Open a phase at its hour, with the head counts of the sample and due hours by kind."""
    row = _row(phase)
    with clock.at(row["opened"]):
        open_phase(
            by=sample.clerk,
            phase=phase,
            due_at={DutyKind(kind): due for kind, due in row["due"].items()},
            cutoff_on=row["cutoff"],
            kinds=KINDS,
            list_document=row["list_document"],
            expected=sample.members,
            levels=None,
        )


OWN = (DutyKind.SITTING, DutyKind.REVIEW, DutyKind.REPORT)
KINDS = {
    "commune_committee": (DutyKind.PLAN, *OWN),
    "grassroots_committee": (DutyKind.PLAN, *OWN),
    "grassroots_cell": OWN,
    "cell": (DutyKind.SITTING,),
}


def run(sample: Sample, phase: Phase, tick: Tick) -> None:
    """Release, hand in and judge everything of a phase, in the order of arrival; close it when its day has come."""
    deviations = of_phase(phase.order)
    labels = {unit.pk: name for name, unit in (sample.direct | sample.cells).items()}
    duties = list(phase.duties.select_related("unit", "phase__round").order_by("order", "pk"))
    pairs = {duty.pk: (labels[duty.unit_id], duty.kind) for duty in duties}
    for duty in duties:
        _release(sample, duty, deviations, pairs[duty.pk])
    for arrival, number, duty in sorted(_arrivals(duties, deviations, pairs), key=lambda row: row[:2]):
        with clock.at(arrival):
            submission = _hand_in(sample, duty, number)
        _judge(sample, submission, deviations, pairs[duty.pk])
        if pairs[duty.pk] in deviations.mended:
            with clock.at(arrival + timedelta(days=3)):
                _hand_in(sample, duty, number + 1, base=submission.uid)
        tick(1)
    if closed := _row(phase).get("closed"):
        with clock.at(closed):
            close_phase(by=sample.clerk, phase=phase)


def _row(phase: Phase) -> dict[str, Any]:
    row: dict[str, Any] = read("round")["phase"][phase.order]
    return row


def _release(sample: Sample, duty: Duty, deviations: Deviations, pair: Pair) -> None:
    """Excuse the unit, take it off the list or give it more time, where it asked."""
    with clock.at(_row(duty.phase)["opened"] + timedelta(days=14, hours=2)):
        if pair in deviations.excused:
            excuse(by=sample.clerk, duty=duty, reason=deviations.excused[pair])
        if pair in deviations.not_applicable:
            mark_not_applicable(by=sample.clerk, duty=duty, reason=deviations.not_applicable[pair])
        if pair in deviations.extended:
            until, reason = deviations.extended[pair]
            extend(by=sample.clerk, duty=duty, until=until, reason=reason)


def _arrivals(
    duties: list[Duty], deviations: Deviations, pairs: dict[int, Pair]
) -> Iterator[tuple[datetime, int, Duty]]:
    """(hour of arrival, running number, duty) of every duty that was handed in by the day of the sample."""
    for number, duty in enumerate(duties):
        if deviations.hands_in(pairs[duty.pk], still_due=duty.due_at > SHOWS):
            late = pairs[duty.pk] in deviations.late
            moment = duty.due_at + timedelta(hours=8) if late else _in_time(duty, number)
            hour = 8 + number % (6 if late else 11)
            yield moment.astimezone(clock.zone()).replace(hour=hour, second=number % 60), number, duty


def _in_time(duty: Duty, number: int) -> datetime:
    """Somewhere between the opening and the last day in time, or the day of the sample."""
    opened: datetime = _row(duty.phase)["opened"]
    return opened + (min(duty.due_at, SHOWS) - opened) * (number * 37 % 83 + 12) / 100


def _hand_in(sample: Sample, duty: Duty, number: int, base: UUID | None = None) -> Submission:
    up, stays = content.build(_report(sample, duty, number))
    receipt = hand_in(
        by=sample.secretaries[duty.unit_id],
        uid=uuid7(),
        duties=[duty],
        up=up,
        stays=stays,
        written_at=clock.now(),
        base=base,
    )
    return receipt.submission


def _report(sample: Sample, duty: Duty, number: int) -> content.Content:
    words = read("round")["words"]
    if duty.kind != DutyKind.SITTING:
        return content.WrittenReport(duties=(duty.uid,), text=_turn(words["outcomes"], number))
    expected, guests = sample.members[duty.unit_id], number % 6
    excused, absent = (number % 4) * expected // 60, number % 5 // 4
    present = expected - excused - absent
    topic, shortcoming = _turn(words["shortcomings"], number)
    held = clock.today() - timedelta(days=1 + number % 3)
    return content.SittingReport(
        duties=(duty.uid,),
        held_on=max(held, clock.day_of(_row(duty.phase)["opened"])),
        started=time(7 + number % 12, 30 * (number % 2)),
        ended=time(9 + number % 12, 30),
        form=_turn(FORMS, number),
        mode=Mode.MIXED if number % 9 == 4 else Mode.IN_PERSON,
        place=_turn(words["places"], number),
        expected=expected,
        present=present,
        absent_excused=excused,
        absent=absent,
        exempt=number % 7 // 5,
        guests=guests,
        superiors=guests // 3,
        participants=_by_category(present, guests, number),
        covered=tuple(range(5 - number % 2)),
        speeches=4 + number % 9,
        outcome=_turn(words["outcomes"], number),
        people=present + guests,
        tasks=_turn(words["tasks"], number),
        good_practice=_turn(words["good_practice"], number // 8) if number % 8 == 3 else "",
        requests=_turn(words["requests"], number // 10) if number % 10 == 6 else "",
        chair=sample.secretaries[duty.unit_id].name,
        findings=(content.StatedFinding(kind=FindingKind.SHORTCOMING, words=shortcoming, topic=topic),),
        promises=(_promise(words, number),),
    )


def _promise(words: Mapping[str, Sequence[Any]], number: int) -> content.StatedPromise:
    return content.StatedPromise(
        words=_turn(words["promises"], number),
        deadline=clock.today() + timedelta(days=20 + number % 50),
        owner_office="secretary",
        finding=0,
    )


def _by_category(present: int, guests: int, number: int) -> dict[str, int]:
    probationary, visiting = present // 19, number % 7 // 6
    officials, workers = guests // 2, guests // 4
    return {
        "member": present - probationary - visiting,
        "probationary": probationary,
        "visiting": visiting,
        "official": officials,
        "worker": workers,
        "guest": guests - officials - workers,
    }


def _turn(choices: Sequence[Any], number: int) -> Any:
    return choices[number % len(choices)]


def _judge(sample: Sample, submission: Submission, deviations: Deviations, pair: Pair) -> None:
    """Returned the next day, or accepted as late in the afternoon, where the story says so; received two days on."""
    arrival = submission.arrived_at
    if pair in deviations.returned:
        with clock.at(arrival + timedelta(days=1)):
            return_submission(by=sample.clerk, submission=submission, reasons=deviations.returned[pair])
    if pair in deviations.accepted:
        with clock.at(arrival + timedelta(hours=3)):
            accept_late(by=sample.clerk, submission=submission, reason=deviations.accepted[pair])
    if pair not in deviations.returned and arrival + timedelta(days=2) < SHOWS:
        with clock.at(arrival + timedelta(days=2)):
            receive(by=sample.clerk, submission=submission)
