"""A small organisation with one unit for each way of standing to the own one, and an object of every kind at each."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from guong.accounts.models import Device
from guong.figures.actions import publish
from guong.files import actions as files
from guong.files.tests.factories import pdf
from guong.intake.actions import import_page
from guong.intake.models import Import
from guong.jobs import clock
from guong.portal.tests.factories import make_portal
from guong.registry import actions as registry
from guong.registry.actions.cases import add_to_case, open_case
from guong.registry.enums import Stage
from guong.registry.models import CaseBuild, Citation, OfficialDocument, Upload, UploadedFile
from guong.registry.tests.factories import make_document
from guong.rounds.actions import confirm_round, propose_round
from guong.rounds.enums import DutyKind
from guong.rounds.models import Duty, Held
from guong.rounds.proposals import Proposal, ProposedPhase, ProposedPoint
from guong.rounds.rules import Stale
from guong.rounds.tests.factories import BEFORE, DUE, OPENED, send
from guong.units import planning
from guong.units.actions import carry_out, delegate, save_plan, start_term
from guong.units.models import Change, Mandate, Person, Unit
from guong.units.tests.factories import START, make_member, make_person, make_unit
from guong.units.tests.model import Fact, Organisation
from tests.doors import CHILD, DISSOLVED, MOVED, OTHER_LINE, OWN, PARENT, RELATIONS, SIBLING
from tests.scope_model import Held as Holding
from tests.scope_model import Offices

PARTY, ADMINISTRATION = "party", "administration"
CHANGED = date(2022, 8, 10)
TODAY = 2  # of the model: the world begins on day 0, changes on day 1
FAR = "far"
PAGE = "Đảng bộ huyện Mường Soi thực hiện Kế hoạch số {n}05-KH/TU\n\nĐến nay có {n} đơn vị đã tổ chức.\n"


@dataclass
class World:
    """Units by name: the relations, `below …` for a unit directly below each, and one far away."""

    units: dict[str, Unit]
    numbers: dict[str, int]
    model: Organisation
    objects: dict[str, dict[str, Any]]
    owner: Person

    def offices(self, role: str) -> Offices:
        return Offices(self.model, [Holding(0, self.numbers[OWN], role, PARTY, 0)])

    def superior(self, relation: str) -> int | None:
        """To whom the unit owed what it handed in: what was its superior when the list was made."""
        names = {OWN: PARENT, CHILD: OWN, SIBLING: PARENT, MOVED: OWN, DISSOLVED: OWN}
        return self.numbers[names[relation]] if relation in names else None


def below(relation: str) -> str:
    """The unit directly below one, by name."""
    return {PARENT: OWN, OWN: CHILD}.get(relation, f"below {relation}")


def build() -> World:
    parents: dict[str, str | None] = {
        FAR: None, PARENT: None, OWN: PARENT, CHILD: OWN, SIBLING: PARENT, MOVED: OWN, DISSOLVED: OWN,
    }  # fmt: skip
    parents |= {below(one): one for one in (CHILD, SIBLING, MOVED, DISSOLVED)}
    units: dict[str, Unit] = {}
    for name, above in parents.items():
        units[name] = make_unit(f"Đơn vị {name}", kind="grassroots_committee", parent=units[above] if above else None)
    for name, above in ((OTHER_LINE, OWN), (below(OTHER_LINE), OTHER_LINE)):
        units[name] = _in_the_other_line(name, units, above)
    numbers = {name: number for number, name in enumerate(units)}
    with clock.at(BEFORE):
        world = World(units, numbers, _model(numbers, parents), {}, make_person("Người lập"))
        make_portal(units[OWN])
        far = _round_of(world, units[FAR], proposed=False)
        for relation in RELATIONS:
            world.objects[relation] = _objects(world, relation, far)
        _change(units)
    return world


def _in_the_other_line(name: str, units: dict[str, Unit], above: str) -> Unit:
    """Below the own unit, which stands in the other line as well, in that line alone."""
    if above == OWN:
        places = {ADMINISTRATION: None}
        with clock.at(BEFORE):
            carry_out(by=None, plan=planning.move(unit=units[OWN], day=START + timedelta(days=1), places=places))
    return make_unit(
        f"Đơn vị {name}", kind="grassroots_committee", line=ADMINISTRATION, parent=units[above],
        starts_on=START + timedelta(days=1),
    )  # fmt: skip


def _change(units: dict[str, Unit]) -> None:
    moves = planning.move(unit=units[MOVED], day=CHANGED, places={PARTY: units[FAR]})
    carry_out(by=None, plan=moves)
    ending = [units[below(DISSOLVED)], units[DISSOLVED]]
    carry_out(by=None, plan=planning.dissolve(units=ending, day=CHANGED))


def _model(numbers: dict[str, int], parents: dict[str, str | None]) -> Organisation:
    places: dict[tuple[int, str], int | None] = {
        (numbers[name], PARTY): numbers[above] if above else None for name, above in parents.items()
    }
    places[numbers[OWN], ADMINISTRATION] = None
    places[numbers[OTHER_LINE], ADMINISTRATION] = numbers[OWN]
    places[numbers[below(OTHER_LINE)], ADMINISTRATION] = numbers[OTHER_LINE]
    ends = frozenset({numbers[DISSOLVED], numbers[below(DISSOLVED)]})
    return Organisation(
        [
            Fact(0, 0, frozenset(numbers.values()), places=places),
            Fact(1, 1, places={(numbers[MOVED], PARTY): numbers[FAR]}),
            Fact(2, 1, ends=ends),
        ]
    )


# --- objects ---

_numbers = count(1)


def _round_of(world: World, unit: Unit, *, proposed: bool) -> Any:
    proposal = Proposal(
        agenda=(ProposedPoint(text="Soát lại việc đã hứa"), ProposedPoint(text="Hạn chế")),
        phases=tuple(ProposedPhase(title=f"Giai đoạn {number}") for number in (1, 2)),
    )
    made = propose_round(
        by=world.owner, owner=unit, line=PARTY, title="Tự soi, tự sửa", theme="Tự soi", proposal=proposal
    )
    return made if proposed else confirm_round(by=world.owner, round=made)


def _objects(world: World, relation: str, far: Any) -> dict[str, Any]:
    unit = world.units[relation]
    signatory = make_member(unit, "signatory", name="Lù Thị Sen")
    found: dict[str, Any] = {"unit": unit.uid, "zero": 0, "one": 1, "zip": "zip", "word": "x"}
    found |= _rounds(world, relation) | _handed_in(world, relation, signatory, far)
    found |= (
        _ways_in(unit, signatory) | _mandates(unit, signatory) | _papers(world, unit, signatory) | _changes(world, unit)
    )
    return found


def _changes(world: World, unit: Unit) -> dict[str, Any]:
    """A plan for the unit's part of the tree, and the change that founded it."""
    plan = planning.rename(unit=unit, day=CHANGED, name="Tên mới", kind="cell")
    founded = Change.objects.filter(units__unit=unit).order_by("pk")[:1].get()
    return {
        "plan": save_plan(by=world.owner, top=unit, plan=plan).uid,
        "change": founded.uid,
        "act": founded.act,
        "kind": "rename",
        "sheet": "units",
    }


def _rounds(world: World, relation: str) -> dict[str, Any]:
    unit = world.units[relation]
    made, proposal = _round_of(world, unit, proposed=False), _round_of(world, unit, proposed=True)
    made.reported.create(order=0, measure="units", value=46, words="46 chi bộ", readings=["a", "b"])
    phase, waiting = made.phases.get(order=0), made.phases.get(order=1)
    phase.opened_at, phase.due_at = OPENED, DUE
    phase.save()
    _duty(phase, world.units[below(relation)], unit)
    taken = import_page(by=None, content=PAGE.format(n=next(_numbers)), owner=unit)
    Import.objects.filter(pk=taken.pk).update(round=made)  # the page proposes none
    publication = publish(by=world.owner, definition="units_direct", unit=unit, phase=phase, on=CHANGED, known=BEFORE)
    return {
        "round": made.uid, "proposal": proposal.uid, "phase": phase.uid, "waiting": waiting.uid,
        "taken": taken.uid, "publication": publication.uid,
    }  # fmt: skip


def _duty(phase: Any, unit: Unit, superior: Unit | None) -> Duty:
    return Duty.objects.create(
        phase=phase, unit=unit, superior=superior, kind=DutyKind.SITTING, order=next(_numbers), depth=1, due_at=DUE
    )


def _handed_in(world: World, relation: str, signatory: Person, far: Any) -> dict[str, Any]:
    phase = far.phases.get(order=0)
    if phase.opened_at is None:
        phase.opened_at, phase.due_at = OPENED, DUE
        phase.save()
    names = {number: name for name, number in world.numbers.items()}
    superior = world.superior(relation)
    duty = _duty(phase, world.units[relation], None if superior is None else world.units[names[superior]])
    receipt = send(signatory, duty)
    with suppress(Stale):
        send(signatory, duty)
    return {
        "duty": duty.uid,
        "submission": receipt.submission.uid,
        "held": Held.objects.get(unit=world.units[relation]).uid,
    }


def _ways_in(unit: Unit, signatory: Person) -> dict[str, Any]:
    """Somebody who comes in by slip, with a phone, and somebody with a role at a desk; and a term of the unit."""
    assert signatory.user is not None
    phone = Device.objects.create(
        user=signatory.user, secret_hash=f"{unit.pk:064}", browser="Firefox", system="Android", made_at=BEFORE,
        last_used_at=BEFORE,
    )  # fmt: skip
    start_term(by=None, unit=unit, ordinal="XXI", starts_on=CHANGED)
    return {
        "term": CHANGED.isoformat(),
        "device": phone.uid,
        "entrant": signatory.uid,
        "official": make_member(unit, "auditor").uid,
    }


def _mandates(unit: Unit, signatory: Person) -> dict[str, Any]:
    mandate = Mandate.objects.get(person=signatory, unit=unit)
    made = delegate(
        by=None, mandate=mandate, to=make_person(), verbs=["report"], starts_on=CHANGED, ends_on=date(2023, 1, 1)
    )
    return {"mandate": mandate.uid, "delegation": made.uid}


def _papers(world: World, unit: Unit, signatory: Person) -> dict[str, Any]:
    symbol = 1000 + next(_numbers)  # apart from those that `make_document` gives
    paper = make_document(unit, f"{symbol}-KH/TU", files=[files.store(content=pdf(stream=str(symbol).encode()))])
    other = make_document(unit, text=f"Theo Kế hoạch số {symbol}-KH/TW ngày 24/02/2022")
    issuer = registry.find_or_make_issuer(name=f"Cấp ủy số {unit.pk}", code="ĐU", unit=unit)
    relation = registry.relate(by=None, document=paper, kind="suspends", other=other, from_on=CHANGED)
    case = open_case(by=world.owner, keeper=unit, title="Hồ sơ", retention="permanent", opened_on=CHANGED)
    add_to_case(by=world.owner, case=case, documents=[paper])
    build = CaseBuild.objects.create(case=case, kind="zip", contents="0" * 64, asked_by=world.owner, asked_at=BEFORE)
    return {
        "paper": paper.uid,
        "file": paper.files.get().uid,
        "sent_paper": make_document(unit, direction="outgoing", issuer=issuer, type="CV", symbol=f"{symbol}-CV/ĐU").uid,
        "relation": relation.uid,
        "instruction": registry.instruct(by=None, document=paper, text="Giao văn phòng", given_on=CHANGED).uid,
        "citation": Citation.objects.filter(keeper=unit)[:1].get().uid,
        "issuer": issuer.uid,
        "book": registry.open_book(by=None, issuer=issuer, type="KH", on=CHANGED).uid,
        "case": case.uid,
        "item": case.items.get().order,
        "build": build.uid,
        "upload": upload(signatory).uid,
        **_drafts(unit, issuer, signatory),
    }


def upload(person: Person) -> Upload:
    made = Upload.objects.create(by=person, made_at=BEFORE)
    file = files.store(content=pdf(stream=str(next(_numbers)).encode()))
    row = UploadedFile(upload=made, file=file, order=0, pages=1)
    row.name = "ke-hoach.pdf"
    row.save()
    return made


def _drafts(unit: Unit, issuer: Any, signatory: Person) -> dict[str, Any]:
    found = {}
    for stage in (Stage.DRAFT, Stage.FOR_SIGNING, Stage.SIGNED):
        paper = registry.start_draft(
            by=signatory, keeper=unit, issuer=issuer, type="KH", abstract="Triển khai", text="Nội dung.",
            file=files.store(content=pdf(stream=str(next(_numbers)).encode())),
            no_mark_declared=True,
        )  # fmt: skip
        signed = {"signer": "Lù Thị Sen", "signed_on": CHANGED} if stage == Stage.SIGNED else {}
        OfficialDocument.objects.filter(pk=paper.pk).update(stage=stage, **signed)
        found[str(stage.value)] = paper.uid
        if stage == Stage.DRAFT:
            found["invitation"] = registry.invite(by=signatory, document=paper, name="Cô Pờ", days=7)[0].uid
    return found


def member(world: World, role: str) -> tuple[Person, Mandate]:
    """Somebody with a role at the own unit, and an upload of their own."""
    person = make_member(world.units[OWN], role) if role else _with_a_post(world.units[OWN])
    return person, person.mandates.get()


def _with_a_post(unit: Unit) -> Person:
    person = make_member(unit, "reader")
    person.mandates.update(role="", office="committee_member")
    return person
