"""Named reads: what stands from earlier phases, corrections with state and age, counts by topic.

Words are unsealed for people of the unit alone (`Verb.SEE_INSIDE`); everybody else in scope gets states, ages, counts.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from guong.jobs.clock import day_of
from guong.keys.seal import KeyMissing, Tampered
from guong.reviews.enums import CorrectionState
from guong.reviews.models import Correction, Finding, SecondLook
from guong.rounds.models import Phase
from guong.tally import queries as tally
from guong.units.access import may
from guong.units.enums import Verb
from guong.units.models import Person, Unit
from guong.units.queries import descendants
from guong.units.sealing import unseal

# A promise stands open until another confirmed it, or a later sitting closed it.
OPEN = (CorrectionState.PROMISED, CorrectionState.UNDER_WAY, CorrectionState.SHOWN, CorrectionState.SENT_BACK)


@dataclass(frozen=True)
class OpenPromise:
    """A promise as a person may see it. `words`, `measure`, `holder` are None for who does not see inside.

    `closed` says that the words are sealed with a key that is not there. Ages are whole days.
    """

    correction: Correction
    state: CorrectionState
    promised_in: Phase
    deadline: date
    age_days: int
    overdue: bool
    shared: str
    words: str | None
    measure: str | None
    holder: str | None
    closed: bool = False


def standing(unit: Unit, phase: Phase, *, person: Person | None, at: date) -> list[OpenPromise]:
    """What the unit promised before and has to look at again in this phase, the earliest deadline first."""
    looks = SecondLook.objects.filter(phase=phase, correction__unit=unit, correction__withdrawn_at=None)
    rows = Correction.objects.filter(second_looks__in=looks)
    return _promises(unit, rows, person, at)


def corrections_of(unit: Unit, *, person: Person | None, at: date) -> list[OpenPromise]:
    """All promises of a unit that it has not withdrawn, the earliest deadline first."""
    return _promises(unit, Correction.objects.filter(unit=unit, withdrawn_at=None), person, at)


def findings_of(unit: Unit, phase: Phase, *, person: Person | None, at: date) -> list[tuple[Finding, str | None]]:
    """Findings of a unit in a phase with their words, None for who does not see inside."""
    inside = may(person, Verb.SEE_INSIDE, unit, at)
    rows = Finding.objects.filter(unit=unit, phase=phase, withdrawn_at=None).order_by("submission", "order")
    return [(row, words_of(unit, row).get("words") if inside else None) for row in rows]


def counts_by_topic(phase: Phase, unit: Unit, *, on: date, known: datetime) -> dict[str, int]:
    """Shortcomings by topic of a unit and all below it, as stated with their submissions; topics with none left out."""
    line = phase.round.line
    totals = tally.totals(series=phase.uid, unit=unit, line=line, on=on, known=known)
    kinds = ("findings.shortcoming", "findings.strength")
    return {
        measure.removeprefix("findings."): value
        for measure, value in sorted(totals.items())
        if measure.startswith("findings.") and measure not in kinds and value
    }


def states_below(unit: Unit, line: str, at: date) -> dict[CorrectionState, int]:
    """How many corrections of a unit and all below it stand in each state."""
    units = {unit.pk, *descendants(unit, line, at)}
    found = Counter(Correction.objects.filter(unit__in=units, withdrawn_at=None).values_list("state", flat=True))
    return {state: found.get(state.value, 0) for state in CorrectionState}


def _promises(unit: Unit, rows: QuerySet[Correction], person: Person | None, at: date) -> list[OpenPromise]:
    inside = may(person, Verb.SEE_INSIDE, unit, at)
    ordered = rows.select_related("phase__round", "finding").order_by("deadline", "pk")
    return [_promise(unit, row, inside, at) for row in ordered]


def _promise(unit: Unit, row: Correction, inside: bool, at: date) -> OpenPromise:
    words = words_of(unit, row) if inside else {}
    return OpenPromise(
        correction=row,
        state=CorrectionState(row.state),
        promised_in=row.phase,
        deadline=row.deadline,
        age_days=(at - day_of(row.promised_at)).days,
        overdue=row.state in OPEN and row.deadline < at,
        shared=row.shared_text,
        words=words.get("words"),
        measure=words.get("measure"),
        holder=words.get("holder"),
        closed=inside and not words,
    )


def words_of(unit: Unit, row: Finding | Correction) -> dict[str, str]:
    """The words by name, unsealed; empty where the key is gone. Callers have checked `Verb.SEE_INSIDE`."""
    text = text_of(unit, row)
    return dict(json.loads(text)) if text is not None else {}


def text_of(unit: Unit, row: Finding | Correction) -> str | None:
    """What is sealed in a row; None where it cannot be opened."""
    try:
        return unseal(unit, bytes(row.words))
    except (KeyMissing, Tampered):
        return None
