"""The leader's word on an incoming paper."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guong.jobs.clock import now
from guong.registry.actions.entries import write
from guong.registry.enums import Direction
from guong.registry.models import Instruction, OfficialDocument
from guong.registry.rules import Refused, refuse_marks
from guong.units.models import Collective, Person, Unit


@transaction.atomic
def instruct(
    *,
    by: Person | None,
    document: OfficialDocument,
    text: str,
    given_on: date,
    leader: Person | None = None,
    lead_unit: Unit | None = None,
    lead_collective: Collective | None = None,
    supporting: str = "",
    due_on: date | None = None,
    corrects: Instruction | None = None,
    among_many: bool = False,
) -> Instruction:
    """Record what the leader wrote on a paper. An earlier note is corrected by a further one, never rewritten.

    `among_many`: the caller writes one entry of the trail for all of them.
    """
    refuse_marks(text, supporting)
    _check(document, text, given_on, due_on, corrects)
    instruction = Instruction(
        document=document,
        text=text.strip(),
        leader=leader,
        given_on=given_on,
        lead_unit=lead_collective.unit if lead_collective else lead_unit,
        lead_collective=lead_collective,
        supporting=supporting.strip(),
        due_on=due_on,
        recorded_by=by,
        recorded_at=now(),
        corrects=corrects,
    )
    _save(instruction)
    if not among_many:
        facts = {"instruction": str(instruction.uid), "corrects": str(corrects.uid) if corrects else None}
        write(by, "instruct", document.uid, facts)
    return instruction


def _check(
    document: OfficialDocument, text: str, given_on: date, due_on: date | None, corrects: Instruction | None
) -> None:
    if document.direction != Direction.INCOMING:
        raise Refused(_("Only an incoming document carries an instruction."))
    if document.taken_out_at is not None:
        raise Refused(_("The document was taken out. Nothing was stored."))
    if not text.strip():
        raise Refused(_("Not stored: the instruction says nothing."))
    if due_on and due_on < given_on:
        raise Refused(_("The deadline lies before the day of the instruction. Check both days."))
    if corrects is not None and corrects.document_id != document.pk:
        raise Refused(_("The instruction to be corrected belongs to another document."))


def _save(instruction: Instruction) -> None:
    try:
        with transaction.atomic():
            instruction.save()
    except IntegrityError as error:
        raise Refused(_("This instruction was corrected already. Correct the newer one.")) from error


@transaction.atomic
def settle_instruction(*, by: Person, instruction: Instruction, done_on: date, outcome: str) -> None:
    """Nothing is left to do; `outcome` says what was done (a reply, a round, a note)."""
    refuse_marks(outcome)
    held = Instruction.objects.select_for_update().select_related("document").get(pk=instruction.pk)
    if held.done_on is not None:
        raise Refused(_("This instruction is done already."))
    if not outcome.strip():
        raise Refused(_("Not stored: say what was done."))
    held.done_on, held.outcome = done_on, outcome.strip()
    held.save(update_fields=["done_on", "outcome"])
    write(by, "settle_instruction", held.document.uid, {"instruction": str(held.uid)})
