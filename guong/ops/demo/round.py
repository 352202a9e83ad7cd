"""The sample's round: proposed, confirmed, a finished phase and a running one, every report handed in at its hour."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from guong.jobs import clock
from guong.ops.demo.deviations import Deviations, of_phase
from guong.ops.demo.samples import read
from guong.ops.demo.tree import LINE, Sample
from guong.registry.models import OfficialDocument
from guong.rounds import content
from guong.rounds.actions import confirm_round, excuse, hand_in, open_phase, propose_round, receive, return_submission
from guong.rounds.enums import DutyKind, FindingKind, Precision, StudyKind
from guong.rounds.models import Duty, Phase, Round, Submission
from guong.rounds.proposals import (
    Proposal,
    ProposedBasis,
    ProposedOccasion,
    ProposedPhase,
    ProposedPoint,
    ProposedStudy,
)

SHOWS = datetime.fromisoformat("2022-08-31T17:00:00+07:00")
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
    row = read("round")["phase"][phase.order]
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
    """Excuse, hand in and judge everything of a phase, in the order of arrival."""
    deviations = of_phase(phase.order)
    labels = {unit.pk: name for name, unit in (sample.direct | sample.cells).items()}
    duties = list(phase.duties.select_related("unit", "phase__round").order_by("order", "pk"))
    for duty in duties:
        if (labels[duty.unit_id], duty.kind) in deviations.excused:
            with clock.at(phase_opened(phase) + timedelta(days=3)):
                excuse(by=sample.clerk, duty=duty, reason=deviations.excuse_reason)
    for arrival, number, duty in sorted(_arrivals(duties, deviations, labels), key=lambda row: row[:2]):
        with clock.at(arrival):
            submission = _hand_in(sample, duty, number)
        _judge(sample, submission, deviations.returned.get((labels[duty.unit_id], duty.kind)), arrival)
        tick(1)


def phase_opened(phase: Phase) -> datetime:
    opened: datetime = read("round")["phase"][phase.order]["opened"]
    return opened


def _arrivals(
    duties: list[Duty], deviations: Deviations, labels: dict[int, str]
) -> Iterator[tuple[datetime, int, Duty]]:
    """(hour of arrival, running number, duty) of every duty that was handed in by the day of the sample."""
    for number, duty in enumerate(duties):
        label = labels[duty.unit_id]
        still_due = duty.due_at > SHOWS
        if not deviations.hands_in(label, duty.kind, still_due=still_due):
            continue
        opened = phase_opened(duty.phase)
        late = (label, duty.kind) in deviations.late
        share = (number * 37 % 83 + 12) / 100
        moment = (
            duty.due_at + timedelta(days=1 + number % 2, hours=9) if late else opened + (duty.due_at - opened) * share
        )
        moment = min(moment, SHOWS - timedelta(minutes=15 + number % 240)) if still_due or late else moment
        yield moment.astimezone(clock.zone()).replace(hour=8 + number % 11, second=number % 60), number, duty


def _hand_in(sample: Sample, duty: Duty, number: int) -> Submission:
    up, stays = content.build(_report(sample, duty, number))
    receipt = hand_in(
        by=sample.secretaries[duty.unit_id], uid=uuid7(), duties=[duty], up=up, stays=stays, written_at=clock.now()
    )
    return receipt.submission


def _report(sample: Sample, duty: Duty, number: int) -> content.Content:
    words = read("round")["words"]
    if duty.kind != DutyKind.SITTING:
        return content.WrittenReport(duties=(duty.uid,), text=words["outcomes"][number % len(words["outcomes"])])
    expected = sample.members[duty.unit_id]
    excused, absent = (number % 4) * expected // 60, number % 5 // 4
    topic, shortcoming = words["shortcomings"][number % len(words["shortcomings"])]
    held = clock.today() - timedelta(days=1 + number % 3)
    return content.SittingReport(
        duties=(duty.uid,),
        held_on=max(held, date(2022, 5, 21)),
        started=time(7 + number % 12, 30 * (number % 2)),
        ended=time(9 + number % 12, 30),
        form=FORMS[number % len(FORMS)],
        place=words["places"][number % len(words["places"])],
        expected=expected,
        present=expected - excused - absent,
        absent_excused=excused,
        absent=absent,
        guests=number % 6,
        covered=tuple(range(5 - number % 2)),
        speeches=4 + number % 9,
        outcome=words["outcomes"][number % len(words["outcomes"])],
        people=expected - excused - absent + number % 6,
        chair=sample.secretaries[duty.unit_id].name,
        findings=(content.StatedFinding(kind=FindingKind.SHORTCOMING, words=shortcoming, topic=topic),),
        promises=(
            content.StatedPromise(
                words=words["promises"][number % len(words["promises"])],
                deadline=clock.today() + timedelta(days=20 + number % 50),
                owner_office="secretary",
                finding=0,
            ),
        ),
    )


def _judge(sample: Sample, submission: Submission, reasons: dict[str, str] | None, arrival: datetime) -> None:
    """Returned where the story says so; otherwise received two days later, when that day has come."""
    if reasons:
        with clock.at(arrival + timedelta(days=1)):
            return_submission(by=sample.clerk, submission=submission, reasons=reasons)
    elif arrival + timedelta(days=2) < SHOWS:
        with clock.at(arrival + timedelta(days=2)):
            receive(by=sample.clerk, submission=submission)
