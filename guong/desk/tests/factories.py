"""The district of `rounds` with an open phase, and one person for each way of standing to it."""

from dataclasses import dataclass
from uuid import UUID

from django.test import Client

from guong.rounds.enums import DutyKind
from guong.rounds.models import Duty, Phase, Receipt
from guong.rounds.tests.factories import World, duty_of, make_phase, make_world, send
from guong.units.models import Person
from guong.units.tests.factories import make_member, make_unit


@dataclass(frozen=True)
class Desk:
    world: World
    phase: Phase
    colleague: Person  # a second clerk of the district
    leader: Person
    reader: Person  # sees the district and nothing below it
    school_reader: Person  # sees the school and what stays in it
    stranger: Person  # of another district

    @property
    def duty(self) -> Duty:
        """What the school owes."""
        return duty_of(self.phase, self.world.school)

    def sent(self) -> Receipt:
        return send(self.world.secretary, self.duty)


def make_desk() -> Desk:
    world = make_world()
    phase = make_phase(world, kinds=[DutyKind.SITTING, DutyKind.REVIEW])
    other = make_unit("Đảng bộ huyện Soi Thượng", kind="district_committee")
    return Desk(
        world=world,
        phase=phase,
        colleague=make_member(world.district, "clerk", name="Lý Thị Mai"),
        leader=make_member(world.district, "leader", name="Giàng A Páo"),
        reader=make_member(world.district, "reader", name="Vàng Thị Mẩy"),
        school_reader=make_member(world.school, "reader", name="Phàn Tả Mẩy"),
        stranger=make_member(other, "clerk", name="Hoàng Văn Dìn"),
    )


def signed_in(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def sitting_post(duty: Duty, uid: UUID, **given: str | list[str]) -> dict[str, str | list[str]]:
    """A complete sitting as the phone posts it; `given` overrides fields."""
    return {
        "uid": str(uid),
        "duties": [str(duty.uid)],
        "held_on": "2022-08-15",
        "started": "19:30",
        "ended": "21:00",
        "form": "thematic",
        "mode": "in_person",
        "place": "Phòng hội đồng",
        "chair": "Lù Thị Sen",
        "minutes_taker": "Phàn Tả Mẩy",
        "expected": "20",
        "present": "18",
        "absent_excused": "2",
        "absent": "0",
        "guests": "3",
        "superiors": "1",
        "covered": ["0", "1"],
        "outcome": "Nhất trí ba việc cần làm.",
        "promises-TOTAL_FORMS": "1",
        "promises-INITIAL_FORMS": "0",
        "promises-0-kind": "shortcoming",
        "promises-0-words_found": "Đọc tài liệu chưa kỹ trước buổi họp",
        "promises-0-topic": "study",
        "promises-0-words": "Gửi tài liệu trước ba ngày",
        "promises-0-owner_office": "secretary",
        "promises-0-holder": "Lù Thị Sen",
        "promises-0-deadline": "2022-10-01",
        **given,
    }
