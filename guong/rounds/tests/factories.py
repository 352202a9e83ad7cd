"""A district with a commune, its two cells and a school cell; rounds, open phases, and sittings handed in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from guong.jobs import clock
from guong.rounds import content
from guong.rounds.actions import confirm_round, hand_in, open_phase, propose_round
from guong.rounds.enums import DutyKind, FindingKind, StudyKind
from guong.rounds.models import Duty, Phase, Receipt, Round
from guong.rounds.proposals import Proposal, ProposedPhase, ProposedPoint, ProposedStudy
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member, make_unit

OPENED = datetime(2022, 8, 1, 1, 0, tzinfo=UTC)  # 08:00 in Asia/Ho_Chi_Minh
DUE = datetime(2022, 8, 28, 17, 0, tzinfo=UTC)  # 00:00 of 29 August: due on the 28th
BEFORE = datetime(2022, 8, 20, 2, 0, tzinfo=UTC)
AFTER = datetime(2022, 8, 30, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """A small organisation with one person for each part played."""

    district: Unit
    commune: Unit
    village: Unit
    hamlet: Unit
    school: Unit
    clerk: Person
    secretary: Person  # of the school
    headman: Person  # of the village

    @property
    def units(self) -> list[Unit]:
        return [self.commune, self.village, self.hamlet, self.school]


def make_world(code: str = "0") -> World:
    district = make_unit("Đảng bộ huyện Mường Soi", kind="district_committee", code=code + "0")
    commune = make_unit("Đảng bộ xã Nậm Lùng", kind="commune_committee", code=code + "1", parent=district)
    village = make_unit("Chi bộ thôn Bản Phố", kind="cell", code=code + "101", parent=commune)
    hamlet = make_unit("Chi bộ thôn Phìn Hồ", kind="cell", code=code + "102", parent=commune)
    school = make_unit("Chi bộ Trường Mầm non số 2", kind="grassroots_cell", code=code + "2", parent=district)
    return World(
        district=district,
        commune=commune,
        village=village,
        hamlet=hamlet,
        school=school,
        clerk=make_member(district, "clerk", name="Nông Thị Hảo"),
        secretary=make_member(school, "signatory", name="Lù Thị Sen"),
        headman=make_member(village, "signatory", name="Sùng A Chớ"),
    )


def make_round(world: World, *, phases: int = 2, confirmed: bool = True) -> Round:
    proposal = Proposal(
        study=(ProposedStudy(kind=StudyKind.WORK, text="Sổ tay an toàn trường học"),),
        agenda=(ProposedPoint(text="Soát lại việc đã hứa"), ProposedPoint(text="Hạn chế và nguyên nhân")),
        phases=tuple(ProposedPhase(title=f"Giai đoạn {number + 1}") for number in range(phases)),
    )
    round = propose_round(
        by=world.clerk, owner=world.district, line="party", title="Tự soi, tự sửa", theme="Tự soi", proposal=proposal
    )
    return confirm_round(by=world.clerk, round=round) if confirmed else round


def open_it(
    world: World,
    phase: Phase,
    *,
    at: datetime = OPENED,
    due_at: datetime = DUE,
    kinds: Sequence[DutyKind] | None = None,
) -> Phase:
    with clock.at(at):
        open_phase(by=world.clerk, phase=phase, due_at=due_at, kinds=kinds or [DutyKind.SITTING])
    return Phase.objects.select_related("round__owner").get(pk=phase.pk)


def make_phase(world: World, *, kinds: Sequence[DutyKind] | None = None) -> Phase:
    return open_it(world, make_round(world).phases.get(order=0), kinds=kinds)


def duty_of(phase: Phase, unit: Unit, kind: DutyKind = DutyKind.SITTING) -> Duty:
    return Duty.objects.select_related("unit", "phase__round__owner").get(phase=phase, unit=unit, kind=kind)


FINDING = content.StatedFinding(kind=FindingKind.SHORTCOMING, topic="study", words="Đọc chưa kỹ trước buổi họp")
PROMISE = content.StatedPromise(
    words="Gửi tài liệu trước ba ngày", deadline=date(2022, 10, 1), owner_office="secretary", holder="Lù Thị Sen"
)


def sitting(*duties: Duty, **given: Any) -> content.SittingReport:
    """A complete sitting with one finding and one promise; `given` overrides fields."""
    return replace(
        content.SittingReport(
            duties=tuple(duty.uid for duty in duties),
            held_on=date(2022, 8, 15),
            started=time(19, 30),
            ended=time(21, 0),
            form="thematic",
            place="Nhà văn hóa",
            expected=20,
            present=18,
            absent_excused=2,
            guests=3,
            covered=(0, 1),
            chair="Lù Thị Sen",
            findings=(FINDING,),
            promises=(replace(PROMISE, finding=0),),
        ),
        **given,
    )


def send(
    by: Person,
    *duties: Duty,
    at: datetime = BEFORE,
    said: content.Content | None = None,
    uid: UUID | None = None,
    **given: Any,
) -> Receipt:
    """Hand in at an instant; without `said` a sitting, whose fields cannot be overridden here."""
    up, stays = content.build(said if said is not None else sitting(*duties))
    with clock.at(at):
        return hand_in(by=by, uid=uid or uuid7(), duties=list(duties), up=up, stays=stays, **given)
