"""Papers of a register as rows of a sheet, in the order of `sheets.OUT`."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from guong.registry import queries
from guong.registry.enums import Validity
from guong.registry.models import Instruction, OfficialDocument, Recipient
from guong.registry.sheets import OUT
from guong.render.tables import Value
from guong.units.models import Unit
from guong.units.queries import names_of


def heads() -> list[str]:
    return [*(str(column.label) for column in OUT), _("State"), _("Publicity")]


def rows(
    documents: Iterable[OfficialDocument], on: date, *, inside: QuerySet[Unit], types: dict[str, str]
) -> Iterator[list[Value]]:
    """`inside`: registers whose instructions and recipients the reader may see; `types`: words by code."""
    open_to = set(inside.values_list("pk", flat=True))
    found = list(documents)
    prefetch_related_objects(
        found,
        Prefetch("recipients", Recipient.objects.select_related("collective")),
        Prefetch("instructions", _standing()),
    )
    states = queries.states_on(found, on)
    names = names_of(_named(found), on)
    for document in found:
        told = list(document.instructions.all())[-1:] if document.keeper_id in open_to else []
        sent = document.recipients.all() if document.keeper_id in open_to else []
        yield [
            *_paper(document, types),
            "; ".join(_recipient(line, names) for line in sent),
            document.get_urgency_display() if document.urgency else "",
            *_instruction(told[0] if told else None, names),
            str(Validity(states[document.pk]).label),
            document.get_publicity_display(),
        ]


def _standing() -> QuerySet[Instruction]:
    rows = Instruction.objects.filter(corrected_by__isnull=True).select_related("lead_collective")
    return rows.order_by("recorded_at", "pk")


def _named(documents: Iterable[OfficialDocument]) -> set[int]:
    units = {line.unit_id for document in documents for line in document.recipients.all()}
    leads = {one.lead_unit_id for document in documents for one in document.instructions.all()}
    return {unit for unit in units | leads if unit}


def _paper(document: OfficialDocument, types: dict[str, str]) -> list[Value]:
    return [
        document.get_direction_display(),
        document.arrival_no,
        document.arrived_on,
        document.sender,
        document.symbol,
        document.issued_on,
        document.issuer.name if document.issuer else "",
        types.get(document.type, document.type),
        document.abstract,
        document.signer,
        document.signer_capacity,
        document.signer_office,
        document.effective_on,
    ]


def _recipient(line: Recipient, names: dict[int, str]) -> str:
    if line.text:
        return line.text
    return line.collective.name if line.collective else names.get(line.unit_id or 0, "")


def _instruction(one: Instruction | None, names: dict[int, str]) -> list[Value]:
    if one is None:
        return ["", None, "", "", None]
    lead = one.lead_collective.name if one.lead_collective else names.get(one.lead_unit_id or 0, "")
    return [one.text, one.given_on, lead, one.supporting, one.due_on]
