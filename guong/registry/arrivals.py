"""What came in: arrival numbers, papers that wait for the leader's word, instructions that are still to be done."""

import re
from datetime import date
from itertools import chain
from uuid import UUID

from django.db.models import Q, QuerySet

from guong.registry.enums import Direction, Stage
from guong.registry.models import Instruction, OfficialDocument
from guong.units.models import Unit

_RUN = re.compile(r"\d+")


def given(keeper: Unit, year: int | None) -> QuerySet[OfficialDocument]:
    """Papers with an arrival number of a keeper's year; None for those whose day of arrival is not known."""
    rows = OfficialDocument.objects.filter(keeper=keeper).exclude(arrival_no="")
    return rows.filter(arrival_year=year) if year else rows.filter(arrival_year__isnull=True)


def next_number(keeper: Unit, year: int | None) -> str:
    """The number after the highest of the run; gaps and suffixes (30c) of old books stand as they are."""
    numbers = given(keeper, year).values_list("arrival_no", flat=True)
    runs = chain.from_iterable(_RUN.findall(number)[:1] for number in numbers)
    return str(max(map(int, runs), default=0) + 1)


def incoming(keepers: QuerySet[Unit]) -> QuerySet[OfficialDocument]:
    """What came in and is still there, newest arrival first."""
    rows = OfficialDocument.objects.filter(keeper__in=keepers, direction=Direction.INCOMING, stage=Stage.ISSUED)
    return rows.filter(taken_out_at__isnull=True).select_related("issuer", "keeper").order_by("-arrived_on", "-pk")


def without_instruction(keepers: QuerySet[Unit], *, since: date | None = None) -> QuerySet[OfficialDocument]:
    """Papers that nobody has handed out yet; with `since`, of those that arrived on that day or later."""
    rows = incoming(keepers).filter(instructions__isnull=True)
    return rows.filter(arrived_on__gte=since) if since else rows


def standing_instructions(keepers: QuerySet[Unit]) -> QuerySet[Instruction]:
    """Instructions that no later one corrects, the nearest deadline first."""
    rows = Instruction.objects.filter(document__keeper__in=keepers, corrected_by__isnull=True)
    rows = rows.filter(document__taken_out_at__isnull=True)
    rows = rows.select_related("document__issuer", "document__keeper", "leader", "lead_unit", "lead_collective")
    return rows.order_by("due_on", "given_on", "pk")


def open_instructions(keepers: QuerySet[Unit]) -> QuerySet[Instruction]:
    return standing_instructions(keepers).filter(done_on__isnull=True)


def due_before(rows: QuerySet[Instruction], day: date) -> QuerySet[Instruction]:
    return rows.filter(due_on__lt=day)


def led_by(rows: QuerySet[Instruction], uid: UUID) -> QuerySet[Instruction]:
    """Those that a unit, or a collective of one, leads."""
    return rows.filter(Q(lead_collective__uid=uid) | Q(lead_unit__uid=uid, lead_collective__isnull=True))


def instructions_of(document: OfficialDocument) -> list[Instruction]:
    """All of a paper in the order in which they were recorded, corrected ones too."""
    rows = document.instructions.select_related("leader", "lead_unit", "lead_collective", "corrected_by", "corrects")
    return list(rows.order_by("recorded_at", "pk"))


def first_of(instruction: Instruction) -> Instruction:
    """The instruction that a chain of corrections began with."""
    while instruction.corrects is not None:
        instruction = instruction.corrects
    return instruction
