"""From the leader's word on an incoming paper to the proposal of a round, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guong.desk.rules import DONE
from guong.desk.words import first_capital, label
from guong.jobs.clock import zone
from guong.registry.arrivals import first_of
from guong.registry.models import Instruction, OfficialDocument
from guong.rounds.actions import propose_round
from guong.rounds.enums import DutyState
from guong.rounds.models import Duty, Round
from guong.rounds.proposals import Proposal, ProposedBasis, ProposedPhase, ProposedPoint
from guong.rounds.queries import FREED, with_state
from guong.units.models import Person
from guong.units.queries import line_in_use
from guong.viet.clauses import tasks

OFFICE_CLOSES = time(17, 0)


def points(text: str) -> tuple[ProposedPoint, ...]:
    """Tasks of an instruction as points of an agenda; numbers before them are their clauses."""
    return tuple(ProposedPoint(text=words[:400], clause=clause) for clause, words in tasks(text))


def paper_name(document: OfficialDocument) -> str:
    """Type and symbol, as a basis is printed: "Kế hoạch 105-KH/TU"."""
    kind = first_capital(label("document_types", document.type))
    return f"{kind} {document.symbol}".strip()


def proposal_of(instruction: Instruction) -> Proposal:
    """One phase, from the day of the instruction to its deadline; the paper itself is the basis."""
    document = instruction.document
    issuer = f", {document.issuer.name}" if document.issuer else ""
    due = datetime.combine(instruction.due_on, OFFICE_CLOSES, tzinfo=zone()) if instruction.due_on else None
    return Proposal(
        aims=document.abstract,
        basis=(ProposedBasis(text=f"{paper_name(document)}{issuer}"[:400], document=document.uid),),
        agenda=points(instruction.text),
        phases=(
            ProposedPhase(
                title=_("Phase 1"),
                starts_on=instruction.given_on,
                ends_on=instruction.due_on + timedelta(days=1) if instruction.due_on else None,
                dates_derived=True,
                due_at=due,
            ),
        ),
    )


def proposed_from(instruction: Instruction) -> Round | None:
    """The round of an instruction, or of the earlier one that it corrects."""
    return Round.objects.filter(origin=first_of(instruction).uid).first()


def propose(*, by: Person, instruction: Instruction) -> Round:
    """The proposal for an instruction; asked again, the same one as it stands now, edited or confirmed."""
    return proposed_from(instruction) or _proposed(by, instruction)


def _proposed(by: Person, instruction: Instruction) -> Round:
    document = instruction.document
    lead = instruction.lead_collective
    try:
        with transaction.atomic():
            return propose_round(
                by=by,
                owner=document.keeper,
                line=line_in_use(),
                title=_("Carrying out {paper}").format(paper=paper_name(document))[:300],
                theme=document.abstract[:300],
                proposal=proposal_of(instruction),
                origin=first_of(instruction).uid,
                lead_office=lead if lead and lead.unit_id == document.keeper_id else None,
            )
    except IntegrityError:
        return Round.objects.get(origin=first_of(instruction).uid)  # somebody else asked at the same time


@dataclass(frozen=True)
class Outcome:
    """What came of an instruction: its round, and of the duties that count how many are handed in."""

    instruction: Instruction
    round: Round | None
    done: int = 0
    owed: int = 0


def outcomes(instructions: Iterable[Instruction], rounds: Mapping[UUID | None, Round], at: datetime) -> list[Outcome]:
    """`rounds`: those that the reader may see, by origin."""
    rows = list(instructions)
    progress = duties_done([round.pk for round in rounds.values()], at)
    found = []
    for row in rows:
        round = rounds.get(first_of(row).uid)
        done, owed = progress.get(round.pk, (0, 0)) if round else (0, 0)
        found.append(Outcome(row, round, done, owed))
    return found


def duties_done(rounds: Iterable[int], at: datetime) -> dict[int, tuple[int, int]]:
    """Handed in and owed, by round; excused and not applicable duties are owed by nobody."""
    found: dict[int, tuple[int, int]] = {}
    rows = with_state(Duty.objects.filter(phase__round__in=list(rounds)), at)
    for round, state in rows.values_list("phase__round", "state"):
        if DutyState(state) not in FREED:
            done, owed = found.get(round, (0, 0))
            found[round] = (done + (DutyState(state) in DONE), owed + 1)
    return found
