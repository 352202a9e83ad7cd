"""A whole register taken in from a sheet: all of it or nothing, and the same sheet twice changes nothing."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guong.registry.actions.books import NumberUsed, bring_in_history, open_book
from guong.registry.actions.entries import write
from guong.registry.actions.instructing import instruct
from guong.registry.actions.issuers import find_or_make_issuer, issuer_of
from guong.registry.actions.registering import register_document
from guong.registry.arrivals import given
from guong.registry.books import without_line
from guong.registry.models import Issuer, OfficialDocument, Recipient
from guong.registry.rules import Refused, name_key, symbol_key
from guong.registry.sheet_books import Numbered, Shelf, judge
from guong.registry.sheet_rows import Fault, Paper, column_label, paper, words_key
from guong.registry.sheets import Sheet
from guong.units.models import Collective, Person, Unit
from guong.units.queries import children, collectives_of, line_in_use, names_of

Step = Callable[[int, int], None]


class BadRows(Refused):
    """Nothing was stored; `faults` names every line that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(_("Nothing was stored: {n} places are wrong.").format(n=len(faults)))
        self.faults = list(faults)


@dataclass
class Plan:
    """What taking a sheet in would do. `notices` refuse nothing: doubles and names that are not known."""

    new: list[Paper] = field(default_factory=list)
    known: int = 0
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    numbered: list[Numbered] = field(default_factory=list)  # own papers by the book into which they come

    @property
    def gaps(self) -> list[str]:
        """Numbers that the papers leave out, by book. Of these it has to be said what became of them."""
        return [each.words for each in self.numbered if each.gaps]


def plan_import(*, keeper: Unit, sheet: Sheet, on: date) -> Plan:
    """Check every row against itself, the others and the register; writes nothing."""
    plan, held, leads, shelf = Plan(), _held(keeper), _leads(keeper, on), Shelf(keeper)
    seen: dict[tuple[object, ...], Paper] = {}
    for row in sheet.rows:
        found, faults = paper(row)
        plan.faults += faults
        if faults:
            continue
        shelf.name_issuer(found)
        if found.identity in held:
            plan.known += 1
        elif found.identity in seen:
            _same_twice(plan, found, seen[found.identity])
        else:
            seen[found.identity] = found
            plan.new.append(found)
            plan.faults += shelf.put(found)
            plan.notices += shelf.without_book(found)
            _notice_lead(plan, found, leads)
    _count_doubles(plan, keeper)
    _judge_numbers(plan, shelf)
    return plan


def _judge_numbers(plan: Plan, shelf: Shelf) -> None:
    plan.numbered = list(shelf.numbered.values())
    for each in plan.numbered:
        faults, notices = judge(each)
        plan.faults += faults
        plan.notices += notices


def _held(keeper: Unit) -> set[tuple[object, ...]]:
    """Identities of the papers of a register, as `Paper.identity` says them."""
    rows = OfficialDocument.objects.filter(keeper=keeper).values_list(
        "symbol_key", "type", "issued_on", "issuer__name_key", "arrival_no", "arrived_on", "abstract"
    )
    found: set[tuple[object, ...]] = set()
    for key, type, issued_on, issuer, number, arrived_on, abstract in rows:
        if key:
            found.add((key, type, issued_on, issuer or ""))
        elif number:
            found.add(("arrival", number, arrived_on))
        else:
            found.add(("words", issued_on, words_key(abstract)))
    return found


def _same_twice(plan: Plan, found: Paper, first: Paper) -> None:
    if words_key(str(found.values["abstract"])) == words_key(str(first.values["abstract"])):
        plan.notices.append(Fault(found.line, "", _("says the same as line {n}; taken once.").format(n=first.line)))
    else:
        words = _("has symbol, day and issuer of line {n} and another abstract.").format(n=first.line)
        plan.faults.append(Fault(found.line, "", words))


def _count_doubles(plan: Plan, keeper: Unit) -> None:
    """An arrival number that an old book gave twice is kept twice, counted and said."""
    years = {day.year if isinstance(day := each.values["arrived_on"], date) else None for each in plan.new}
    taken: dict[tuple[int | None, str], int] = {}
    for year in years:
        for number, repeat in given(keeper, year).values_list("arrival_no", "arrival_repeat"):
            taken[year, number] = max(taken.get((year, number), -1), repeat)
    for each in plan.new:
        number, day = str(each.values["arrival_no"]), each.values["arrived_on"]
        if not number:
            continue
        place = (day.year if isinstance(day, date) else None, number)
        each.repeat = taken[place] = taken.get(place, -1) + 1
        if each.repeat:
            words = _("the arrival number {number} was given before; both are kept.").format(number=number)
            plan.notices.append(Fault(each.line, "", words))


def _leads(keeper: Unit, on: date) -> dict[str, Collective | Unit]:
    units = list(children(keeper, line_in_use(), on))
    names = names_of(units, on)
    found: dict[str, Collective | Unit] = {name_key(names.get(unit.pk, "")): unit for unit in units}
    return found | {name_key(each.name): each for each in collectives_of(keeper, on).select_related("unit")}


def _notice_lead(plan: Plan, found: Paper, leads: dict[str, Collective | Unit]) -> None:
    lead = str(found.instruction.get("lead") or "")
    if lead and name_key(lead) not in leads:
        words = _("“{name}” is no office or unit here; the name is kept with the supporting ones.").format(name=lead)
        plan.notices.append(Fault(found.line, "", words))


def import_documents(
    *,
    by: Person | None,
    keeper: Unit,
    sheet: Sheet,
    on: date,
    no_mark_declared: bool,
    between: str = "",
    reason: str = "",
    step: Step | None = None,
) -> Plan:
    """Take the new papers of a sheet into a register, as internal, and the numbers of own ones into their books.

    Raises `BadRows`, or `Refused` where nobody said what became of the numbers `between` (see `bring_in_history`): then
    nothing is stored. `step(done, all)` is called after each paper.
    """
    if not no_mark_declared:
        raise Refused(_("Confirm that no document of the sheet carries a secrecy mark. Nothing was stored."))
    with transaction.atomic():
        plan = plan_import(keeper=keeper, sheet=sheet, on=on)
        if plan.faults:
            raise BadRows(plan.faults)
        leads, made = _leads(keeper, on), dict[int, OfficialDocument]()
        digest = hashlib.sha256()
        for done, each in enumerate(plan.new, start=1):
            document = made[each.line] = _taken(by, keeper, each, leads)
            digest.update(f"{document.uid} {symbol_key(document.symbol)}\n".encode())
            if step is not None:
                step(done, len(plan.new))
        for numbered in plan.numbered:
            _number(by, numbered, made, between, reason)
        if plan.new:
            write(by, "import_documents", keeper.uid, {"count": len(plan.new), "rows": digest.hexdigest()})
    return plan


def _taken(by: Person | None, keeper: Unit, each: Paper, leads: dict[str, Collective | Unit]) -> OfficialDocument:
    issuer = _issuer(each)
    values: dict[str, Any] = each.values
    try:
        document = register_document(
            by=by,
            keeper=keeper,
            issuer=issuer,
            arrival_repeat=each.repeat,
            no_mark_declared=True,
            among_many=True,
            **values,
        )
        _add_recipients(document, each)
        if each.instruction:
            _add_instruction(by, document, each, leads)
    except Refused as refused:
        raise BadRows([Fault(each.line, "", str(refused))]) from refused
    return document


def _issuer(each: Paper) -> Issuer | None:
    body = each.body
    if body is not None:
        return body.issuer or issuer_of(unit=body.unit, collective=body.collective, name=body.name, code=body.code)
    return find_or_make_issuer(name=each.issuer, code=each.issuer_code) if each.issuer else None


def _number(
    by: Person | None, numbered: Numbered, made: Mapping[int, OfficialDocument], between: str, reason: str
) -> None:
    """Papers that stood in the register without a line come along, so that no number of theirs counts as left out."""
    lines = {made[each.line].pk: each.line for each in numbered.papers}
    first = made[numbered.papers[0].line]
    assert first.issuer is not None and first.issued_on is not None  # noqa: S101, PT018  (else it has no body)
    book = open_book(by=by, issuer=first.issuer, type=first.type, on=first.issued_on)
    papers = list(without_line(book))
    try:
        bring_in_history(by=by, book=book, papers=papers, between=between, reason=reason, fresh=lines)
    except NumberUsed as used:
        raise BadRows([Fault(lines[used.paper.pk], column_label("symbol"), str(used))]) from used


def _add_recipients(document: OfficialDocument, each: Paper) -> None:
    Recipient.objects.bulk_create(
        Recipient(document=document, order=order, purpose=purpose, text=text)
        for order, (purpose, text) in enumerate(each.recipients)
    )


def _add_instruction(
    by: Person | None, document: OfficialDocument, each: Paper, leads: dict[str, Collective | Unit]
) -> None:
    told: dict[str, Any] = dict(each.instruction)
    name = str(told.pop("lead") or "")
    lead = leads.get(name_key(name)) if name else None
    if name and lead is None:
        told["supporting"] = "; ".join(part for part in (name, told["supporting"]) if part)[:400]
    instruct(
        by=by,
        document=document,
        lead_collective=lead if isinstance(lead, Collective) else None,
        lead_unit=lead if isinstance(lead, Unit) else None,
        among_many=True,
        **told,
    )
