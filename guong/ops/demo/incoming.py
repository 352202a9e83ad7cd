"""What the leader wrote on papers that came in, and what came of it: done, a proposed round, a case file."""

from datetime import date, datetime, timedelta
from typing import Any

from guong.desk.casing import file_round
from guong.desk.proposing import propose
from guong.jobs import clock
from guong.ops.demo.outgoing import Papers, at
from guong.ops.demo.samples import read
from guong.ops.demo.tree import Sample
from guong.registry.actions import instruct, settle_instruction
from guong.registry.actions.cases import edit_case
from guong.registry.models import Instruction, OfficialDocument
from guong.rounds.models import Phase
from guong.units.models import Collective

FILED = datetime.fromisoformat("2022-08-05T16:00:00+07:00")
PROPOSED = date(2022, 8, 19)


def build(sample: Sample, papers: Papers) -> None:
    offices = {office.kind: office for office in Collective.objects.filter(unit=sample.district)}
    rows = [*read("office")["instruction"], *_noted(papers)]
    for row in sorted(rows, key=lambda one: one["given"]):
        _instruct(sample, papers[row["paper"]], row, offices[row["lead"]])


def _noted(papers: Papers) -> list[dict[str, Any]]:
    """Papers on which the leader wrote no more than that they be kept: two days after they came, done the next."""
    noted = read("office")["noted"]
    said = {name: noted[name] for name in ("lead", "text", "outcome")}
    rows = []
    for key in noted["papers"]:
        given = (papers[key].arrived_on or clock.today()) + timedelta(days=2)
        rows.append({"paper": key, "given": given, "done": given + timedelta(days=1), **said})
    return rows


def _instruct(sample: Sample, document: OfficialDocument, row: dict[str, Any], lead: Collective) -> None:
    told = _write(sample, document, row, lead)
    if "corrected" in row:
        told = _write(sample, document, {**row, **row["corrected"]}, lead, corrects=told)
    if "done" in row:
        with at(row["done"], 16):
            settle_instruction(by=sample.clerk, instruction=told, done_on=row["done"], outcome=row["outcome"])
    if row.get("proposed"):
        with at(PROPOSED, 15):
            propose(by=sample.clerk, instruction=told)


def _write(
    sample: Sample,
    document: OfficialDocument,
    row: dict[str, Any],
    lead: Collective,
    *,
    corrects: Instruction | None = None,
) -> Instruction:
    with at(row["given"], 9):
        return instruct(
            by=sample.clerk,
            document=document,
            text=row["text"].strip(),
            given_on=row["given"],
            leader=sample.leader,
            lead_collective=lead,
            supporting=row.get("supporting", ""),
            due_on=row.get("due"),
            corrects=corrects,
        )


def file_phase(sample: Sample, phase: Phase) -> None:
    """The case file of the round as it stood after its first phase; it stays open for the second."""
    with clock.at(FILED):
        case = file_round(by=sample.clerk, round=phase.round)
        title = f"Hồ sơ {phase.round.title[:1].lower()}{phase.round.title[1:]}, {phase.title.lower()}"
        edit_case(by=sample.clerk, case=case, title=title, retention=case.retention, code="03-2022/HSVP")
